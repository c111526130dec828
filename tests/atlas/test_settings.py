import pytest

LOAD = "import atlas.settings as s; print(s.SECRET_KEY, s.ALLOWED_HOSTS)"
POLICY = "import atlas.settings as s; print(*s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
PRODUCTION = {
    "SECRET_KEY": "only-to-try-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "atlas.example.org",
}


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_a_real_site_does_not_start_without_its_settings(python, missing):
    result = python("-c", LOAD, **{**PRODUCTION, missing: ""})

    assert result.returncode == 1
    assert result.stderr.startswith(f"Il manque la variable d’environnement {missing} : ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("mode", ["ATLAS_DEMO", "DEBUG"])
def test_a_demonstration_and_a_developer_do_without(python, mode):
    assert "['localhost', '127.0.0.1']" in python("-c", LOAD, **{mode: "1"}).stdout


def test_the_secret_of_demonstrations_never_serves_a_real_site(python):
    demonstration = python("-c", LOAD, ATLAS_DEMO="1").stdout.split()[0]

    assert demonstration not in python("-c", LOAD, **PRODUCTION).stdout


def test_settings_of_production_pass_the_deployment_check(python):
    result = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", HTTPS="1", **PRODUCTION)

    assert result.returncode == 0, result.stderr


def test_https_covers_cookies_redirection_and_proxy(python):
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_PROXY_SSL_HEADER"
    code = f"import atlas.settings as s; print(all(getattr(s, name) for name in '{names}'.split()))"

    assert python("-c", code, HTTPS="1", **PRODUCTION).stdout == "True\n"
    assert python("-c", code, **PRODUCTION).stdout == "False\n"


@pytest.mark.parametrize("value", ["0", "-1", "six", "1.5", "121", "²"])
def test_a_number_of_months_that_is_none_stops_the_start(python, value):
    result = python("-c", LOAD, ATLAS_DEMO="1", LISTING_WINDOW_MONTHS=value)

    assert result.returncode == 1
    assert "LISTING_WINDOW_MONTHS est un nombre de mois, de 1 à 120" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("tiles", "allowed"),
    [
        ("https://{s}.tile.example.org/{z}/{x}/{y}.png", "https://*.tile.example.org"),
        ("http://127.0.0.1:9000/{z}/{x}/{y}.png", "http://127.0.0.1:9000"),
        ("/static/tiles/{z}/{x}/{y}.png", ""),
    ],
)
def test_the_policy_lets_in_the_tiles_that_are_set_and_nothing_else(python, tiles, allowed):
    printed = python("-c", POLICY, ATLAS_DEMO="1", MAP_TILES_URL=tiles).stdout

    assert printed.split() == ["'self'", "data:", *([allowed] if allowed else [])]

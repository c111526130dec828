import environ
import pytest

from atlas import variables
from atlas.refusal import StartRefused

LOAD = "import atlas.settings as s; print(s.SECRET_KEY, s.ALLOWED_HOSTS)"
POLICY = "import atlas.settings as s; print(*s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
PRODUCTION = {
    "SECRET_KEY": "only-to-try-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "atlas.example.org",
}
SWITCHES = ["ATLAS_DEMO", "HTTPS", "DEBUG"]
YES, NO = ["1", "true", "yes", "oui", "on"], ["0", "false", "no", "non", "off"]


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


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "abc", "compte au moins 50 caractères, tirés au hasard ; celle-ci en a 3."),
        ("ALLOWED_HOSTS", "https://atlas.example.org", "sans « https:// » ni port"),
        ("ALLOWED_HOSTS", "atlas.example.org:443", "sans « https:// » ni port"),
        ("ALLOWED_HOSTS", "a.example.org b.example.org", "séparés par des virgules"),
        ("ALLOWED_HOSTS", ",", "les noms de domaine du site"),
        *((name, "peutetre", "est un choix : 1, true, yes, oui, on pour oui") for name in SWITCHES),
        ("LISTING_WINDOW_MONTHS", "six", "est un nombre de mois, de 1 à 120"),
        ("BAN_TIMEOUT", "abc", "est un nombre de secondes, plus grand que 0 et jusqu’à 60"),
        ("BAN_CALLS_PER_SECOND", "x", "est un nombre d’appels par seconde, plus grand que 0 et jusqu’à 1000"),
        ("BAN_SCHEME", "ftp", "vaut https ou http"),
        ("BAN_DOMAIN", "https://ban.example.org", "sans « https:// »"),
        ("BAN_DOMAIN", "ban.example.org, data.geopf.fr", "est un domaine, avec son port et son chemin"),
        ("MAP_TILES_URL", "foo", "est l’adresse de tuiles, ainsi : https://"),
        ("MAP_TILES_URL", "https://tuiles.example.org/", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "https:///{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "https://a.example.org;/{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "https://a.example.org:80;x/{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "https://u;v@a.example.org/{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "https://a.example.org:abc/{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "https://.example.org/{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "https://tile-{s}.example.org/{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "http://[::1]:9000/{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("MAP_TILES_URL", "https://[a/{z}/{x}/{y}.png", "{z}/{x}/{y}"),
        ("SITE_CONTACT", "la direction", "est une adresse électronique"),
        ("CACHE_URL", "zzz", "est l’adresse d’un cache commun à tous les processus"),
        ("CACHE_URL", "locmemcache://", "est l’adresse d’un cache commun à tous les processus"),
        ("TRUSTED_PROXIES", "-1", "est un nombre de serveurs mandataires, de 0 à 9"),
        (
            "PROCONNECT_SERVER",
            "http://auth.example.org/api/v2",
            "est l’adresse d’un serveur, ainsi : https://",
        ),
        ("SITE_URL", "atlas.example.org", "est l’adresse du site, ainsi : https://atlas.example.org"),
        ("SITE_URL", "https://", "est l’adresse du site"),
        ("SITE_URL", "ftp://atlas.example.org", "est l’adresse du site"),
        ("CACHE_URL", "zzz://:hidden@server", "« zzz » ne convient pas"),
    ],
)
def test_a_value_that_says_nothing_known_stops_the_start(python, name, value, said):
    result = python("-c", LOAD, **{**PRODUCTION, name: value})

    assert result.returncode == 1
    assert result.stderr.startswith(f"La variable d’environnement {name} ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert "hidden" not in result.stderr


def test_what_is_left_empty_is_as_if_it_were_not_there(python):
    names = [*SWITCHES, "LISTING_WINDOW_MONTHS", "BAN_TIMEOUT", "BAN_CALLS_PER_SECOND", "CACHE_URL"]
    names += ["BAN_SCHEME", "BAN_DOMAIN", "STATIC_ROOT", "MAP_TILES_URL", "SITE_CONTACT"]
    code = f"import atlas.settings as s; print(*[getattr(s, n, s.CACHES) for n in {names}], s.DEMO)"

    assert python("-c", code, **PRODUCTION, **dict.fromkeys(names, "")).stdout == (
        python("-c", code, **PRODUCTION).stdout
    )


@pytest.fixture
def said(monkeypatch):
    """What a file says, in place of our own environment."""
    monkeypatch.setattr(environ.Env, "ENVIRON", read := {"HTTPS": "1"})
    return read


def test_a_file_of_variables_is_read_as_windows_writes_it_and_the_environment_wins(said, tmp_path):
    path = tmp_path / ".env"
    path.write_bytes("\ufeffA=1\r\n\r\n  # b\r\n \r\nexport C='d=é'\r\nHTTPS=0\r\n".encode())
    variables.read_file(path)
    assert said == {"A": "1", "C": "d=é", "HTTPS": "1"}


def test_a_file_of_variables_may_be_missing(said, tmp_path):
    variables.read_file(tmp_path / ".env")
    assert said == {"HTTPS": "1"}


@pytest.mark.parametrize("line", ["SECRET_KEY = hidden", " SECRET_KEY=hidden", "hidden", "SECRET-KEY=hidden"])
def test_a_line_that_says_nothing_stops_the_start_and_is_not_shown(said, tmp_path, caplog, line):
    path = tmp_path / ".env"
    path.write_text(f"# mine\n{line}\n", encoding="utf-8")
    with pytest.raises(StartRefused, match=r"^La ligne 2 du fichier .* : il faut NOM=valeur") as refusal:
        variables.read_file(path)
    assert "hidden" not in f"{refusal.value} {caplog.text}"


@pytest.mark.parametrize("wrong", ["latin-1", "folder"])
def test_a_file_of_variables_that_cannot_be_read_stops_the_start(said, tmp_path, wrong):
    path = tmp_path / ".env"
    path.write_bytes(b"SITE_NAME=Fran\xe7ais\n") if wrong == "latin-1" else path.mkdir()
    with pytest.raises(StartRefused, match="ne se lit pas : il faut un texte en UTF-8"):
        variables.read_file(path)


def test_spaces_around_names_of_hosts_are_no_part_of_them(python):
    result = python("-c", LOAD, **{**PRODUCTION, "ALLOWED_HOSTS": " a.example.org, .b.example.org ,[::1],"})

    assert "['a.example.org', '.b.example.org', '[::1]', '127.0.0.1']" in result.stdout


@pytest.mark.parametrize(("says", "means"), [(YES, "True"), (NO, "False")], ids=["yes", "no"])
def test_a_switch_speaks_french_and_english(monkeypatch, says, means):
    for word in says:
        monkeypatch.setenv("HTTPS", word.upper())
        assert str(variables.switch("HTTPS")) == means


@pytest.mark.parametrize("value", ["0", "-1", "six", "1.5", "121", "²"])
def test_a_whole_number_is_counted_from_one(monkeypatch, value):
    monkeypatch.setenv("LISTING_WINDOW_MONTHS", value)

    with pytest.raises(StartRefused, match=f"« {value} » ne convient pas"):
        variables.whole("LISTING_WINDOW_MONTHS", 6, most=120, what="de mois")


@pytest.mark.parametrize("value", ["0", "0,0", "-1", "60.1", "nan", "5s", "²"])
def test_a_number_is_above_zero(monkeypatch, value):
    monkeypatch.setenv("BAN_TIMEOUT", value)

    with pytest.raises(StartRefused, match=f"« {value} » ne convient pas"):
        variables.number("BAN_TIMEOUT", 5.0, most=60, what="de secondes")


@pytest.mark.parametrize(("value", "seconds"), [("2", 2.0), ("2.5", 2.5), ("2,5", 2.5), ("", 5.0)])
def test_a_number_has_a_point_or_a_comma(monkeypatch, value, seconds):
    monkeypatch.setenv("BAN_TIMEOUT", value)

    assert variables.number("BAN_TIMEOUT", 5.0, most=60, what="de secondes") == seconds


@pytest.mark.parametrize(
    ("tiles", "allowed"),
    [
        ("https://{s}.tile.example.org/{z}/{x}/{y}.png", "https://*.tile.example.org"),
        ("http://127.0.0.1:9000/{z}/{x}/{y}.png", "http://127.0.0.1:9000"),
        ("https://tile.example.org/{s}/{z}/{x}/{y}.png", "https://tile.example.org"),
        ("/static/tiles/{z}/{x}/{y}.png", ""),
    ],
)
def test_the_policy_lets_in_the_tiles_that_are_set_and_nothing_else(python, tiles, allowed):
    printed = python("-c", POLICY, ATLAS_DEMO="1", MAP_TILES_URL=tiles).stdout

    assert printed.split() == ["'self'", "data:", *([allowed] if allowed else [])]


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"SITE_URL": "https://atlas.example.org/ess/", **PRODUCTION}, "https://atlas.example.org/ess"),
        ({**PRODUCTION, "HTTPS": "1"}, "https://atlas.example.org"),
        (PRODUCTION, "http://atlas.example.org"),
        ({**PRODUCTION, "ALLOWED_HOSTS": "*,.example.org"}, "http://example.org"),
        ({"ATLAS_DEMO": "1"}, "http://127.0.0.1:8000"),
        ({"ATLAS_DEMO": "1", "HOST": "0.0.0.0", "PORT": "9000"}, "http://localhost:9000"),
        ({"ATLAS_DEMO": "1", "ALLOWED_HOSTS": "demo.example.org", "HTTPS": "1"}, "https://demo.example.org"),
    ],
)
def test_letters_know_where_the_site_is(python, given, address):
    assert python("-c", "import atlas.settings as s; print(s.SITE_URL)", **given).stdout == f"{address}\n"


def test_a_site_of_any_name_says_which_one_its_letters_give(python):
    given = {**PRODUCTION, "ALLOWED_HOSTS": "*", "EMAIL_URL": "smtp://127.0.0.1:25"}
    result = python("-c", LOAD, **given)

    assert result.returncode == 1
    assert result.stderr.startswith("Il manque la variable d’environnement SITE_URL : l’adresse du site")


@pytest.mark.parametrize(
    ("demo", "backend"), [("1", "suppliers.mailing.backend.OutboxBackend"), ("0", "smtp")]
)
def test_a_demonstration_sends_nothing_whatever_server_it_knows(python, demo, backend):
    code = "import atlas.settings as s; print(s.EMAIL_BACKEND, s.EMAILS_LEAVE)"
    said = python("-c", code, **PRODUCTION, ATLAS_DEMO=demo, EMAIL_URL="smtp://127.0.0.1:25").stdout

    assert backend in said
    assert said.endswith(f" {demo == '0'}\n")


@pytest.mark.parametrize("given", ["", "/srv/atlas-documents"])
def test_no_server_of_files_knows_the_folder_of_documents(python, given):
    code = (
        "import atlas.settings as s; from pathlib import Path;"
        "kept = Path(s.STORAGES['documents']['OPTIONS']['location']).resolve();"
        "served = [Path(s.STATIC_ROOT), *s.STATICFILES_DIRS];"
        "print(any(kept == each or each in kept.parents or kept in each.parents for each in served),"
        " getattr(s, 'MEDIA_ROOT', ''), kept)"
    )

    said = python("-c", code, ATLAS_DEMO="1", DOCUMENTS_ROOT=given).stdout.split()

    assert said[0] == "False"
    assert said[-1].endswith(given or "/var/documents")
    assert len(said) == 2  # and no folder of media

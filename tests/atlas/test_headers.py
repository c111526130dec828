import pytest
from django.conf import settings


@pytest.fixture
def headers(client, db):
    return client.get("/compte/login/").headers


def directives(policy: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


def test_the_policy_trusts_our_own_files_only(headers):
    policy = directives(headers["Content-Security-Policy"])

    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["img-src"] == ["'self'", "data:", "https://data.geopf.fr"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_nonce_differs_from_page_to_page(rf):
    from csp.middleware import CSPMiddleware
    from django.http import HttpResponse

    def nonces() -> list[str]:
        middleware = CSPMiddleware(lambda request: HttpResponse(str(request.csp_nonce)))
        answer = middleware(rf.get("/"))
        assert f"'nonce-{answer.content.decode()}'" in answer.headers["Content-Security-Policy"]
        return answer.content.decode()

    assert nonces() != nonces()


def test_the_browser_is_told_what_pages_may_do(headers):
    assert headers["Permissions-Policy"].startswith("geolocation=(self), camera=(), microphone=()")
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_tile_servers_are_told_where_visitors_come_from():
    """Those of the OpenStreetMap family refuse the others."""
    assert settings.SECURE_REFERRER_POLICY != "same-origin"


def test_pages_are_compressed_for_browsers_that_ask(client, db):
    answer = client.get("/compte/login/", headers={"accept-encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_head_is_get_without_its_body(rf, db):
    """Seen from the server: the test client cuts bodies off by itself."""
    from django.core.handlers.wsgi import WSGIHandler

    def ask(method: str) -> tuple[dict[str, str], bytes]:
        sent: dict[str, str] = {}
        environment = rf.generic(method, "/sante/").environ
        body = b"".join(WSGIHandler()(environment, lambda status, headers: sent.update(headers)))
        sent.pop("Expires")
        return sent, body

    assert ask("HEAD") == (ask("GET")[0], b"")
    assert ask("GET")[1]

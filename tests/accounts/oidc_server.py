"""A real OpenID Connect server on this machine, with ProConnect's ways: userinfo is a signed token.

It signs in at once whoever `server.claims` describes, and remembers what it was asked.
"""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "atlas", "a-secret-of-the-tests"
KEY_ID = "key-of-the-tests"


class OidcServer:
    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.asked: dict[str, str] = {}
        self.calls: list[str] = []
        self.claims: dict[str, Any] = {}
        self.id_claims: dict[str, Any] = {}  # what the identity token says otherwise
        self.is_forged = False
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}/api/v2"

    def __enter__(self) -> OidcServer:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def token(self, **claims: Any) -> str:
        now = int(time.time())
        about = {"iss": self.address, "aud": CLIENT_ID, "iat": now, "exp": now + 60, **self.claims, **claims}
        key = self.stranger if self.is_forged else self.key
        return jwt.encode(about, key, algorithm="RS256", headers={"kid": KEY_ID})

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/session/end",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def jwks(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, _, query = self.path.partition("?")
                server.calls.append(path.rsplit("/", 1)[-1])
                if path.endswith("/.well-known/openid-configuration"):
                    self.say(json.dumps(server.discovery()))
                elif path.endswith("/jwks"):
                    self.say(json.dumps(server.jwks()))
                elif path.endswith("/authorize"):
                    server.asked = {name: values[0] for name, values in parse_qs(query).items()}
                    back = urlencode({"code": "the-code", "state": server.asked["state"]})
                    self.send_response(302)
                    self.send_header("Location", f"{server.asked['redirect_uri']}?{back}")
                    self.end_headers()
                elif path.endswith("/userinfo") and self.headers["Authorization"] == "Bearer the-access":
                    self.say(server.token(), "application/jwt")
                else:
                    self.say("", status=404)

            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                server.calls.append("token")
                if sent.get("code") != ["the-code"] or sent.get("client_secret") != [CLIENT_SECRET]:
                    self.say("{}", status=400)
                    return
                identity = server.token(**{"nonce": server.asked["nonce"], **server.id_claims})
                answer = {"access_token": "the-access", "token_type": "Bearer", "id_token": identity}
                self.say(json.dumps(answer))

            def say(self, body: str, kind: str = "application/json", status: int = 200) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"

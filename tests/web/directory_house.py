"""A bank's directory on loopback that speaks OpenID Connect over TLS, with real keys, and lies as a test tells it to."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

CLIENT, SECRET = "ingest-desk", "a secret of the desk"


class DirectoryHouse:
    """`claims` are signed into every ID token; `twist` may change (header, claims, key) before; `codes` are what it
    gave out; `seen` are the paths that were asked."""

    def __init__(self, pem: Path, now: Callable[[], float] = time.time) -> None:
        house, self.now = self, now
        self.claims: dict[str, Any] = {
            "sub": "u-1",
            "preferred_username": "li.na",
            "name": "李娜",
            "email": "li.na@bank.example",
        }
        self.claims["roles"] = ["desk-business"]
        self.twist: Callable[[dict, dict, Any], tuple[dict, dict, Any]] = lambda *it: it
        self.codes: dict[str, dict[str, str]] = {}
        self.seen: list[str] = []
        self.discovery: dict[str, Any] = {}
        self.keys = [ECKey.generate_key("P-256", {"kid": "k1", "use": "sig"})]
        self.down = False

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                house.answer(self)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def issuer(self) -> str:
        return f"https://localhost:{self.server.server_address[1]}"

    def rotate(self) -> None:
        self.keys = [ECKey.generate_key("P-256", {"kid": f"k{len(self.seen)}", "use": "sig"})]

    def authorize(self, location: str) -> str:
        """What a person's browser does there: where it is sent back to, with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT and "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.seen.append(handler.path)
        length = int(handler.headers.get("Content-Length", 0))
        body = handler.rfile.read(length).decode()
        if self.down:
            return self._send(handler, 503, {})
        if handler.path == "/.well-known/openid-configuration":
            return self._send(handler, 200, self._document() | self.discovery)
        if handler.path == "/keys":
            return self._send(handler, 200, {"keys": [key.as_dict(private=False) for key in self.keys]})
        return self._token(handler, {name: values[0] for name, values in parse_qs(body).items()})

    def _document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/leave",
        }

    def _token(self, handler: BaseHTTPRequestHandler, fields: dict[str, str]) -> None:
        known = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        asked = self.codes.pop(fields.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(fields.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        fits = asked and asked["code_challenge"] == proof.decode() and asked["redirect_uri"] == fields["redirect_uri"]
        if not fits or handler.headers.get("Authorization") != f"Basic {known}":
            return self._send(handler, 400, {"error": "invalid_grant"})
        now = int(self.now())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        key = self.keys[0]
        header, claims, key = self.twist({"alg": "ES256", "kid": key.kid}, claims, key)
        return self._send(
            handler, 200, {"access_token": "x", "token_type": "Bearer", "id_token": signed(header, claims, key)}
        )

    def _send(self, handler: BaseHTTPRequestHandler, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def signed(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:
    if header["alg"] == "none":
        return ".".join([_part(header), _part(claims), ""])
    if header["alg"] == "HS256" and not isinstance(key, OctKey):
        key = OctKey.import_key(json.dumps(key.as_dict(private=False)))
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

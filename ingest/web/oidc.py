"""OpenID Connect, as a client: the authorization code flow with PKCE, and the checks of an ID token.

OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4, RFC 7636, RFC 8725. Answers are fetched by our own client: the bank's
certificates, proxy and address guard hold here too. Only signatures by keys of the provider count (no "none", no shared
secret); a key that is not known is looked for once more, as keys rotate.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ingest.model import FetchFailed

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
LEEWAY = 60
"""Seconds that two clocks may differ."""
_FRESH = dt.timedelta(hours=1)
_BETWEEN_LOOKS = dt.timedelta(seconds=30)
_BETWEEN_FAILURES = dt.timedelta(seconds=10)

Get = Callable[[str, Mapping[str, str]], bytes | FetchFailed]
Post = Callable[[str, bytes, Mapping[str, str]], bytes | FetchFailed]


class SignOnFailed(Exception):
    """`why`: "away", "refused" or "broken"; the text is for the log."""

    def __init__(self, why: str, detail: str) -> None:
        self.why = why
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One log-in under way. The browser keeps `seed`; what is sent is derived from it and tells nothing of it."""

    seed: str

    @property
    def state(self) -> str:
        return self._derived("state")

    @property
    def nonce(self) -> str:
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        return _base64(hashlib.sha256(self.verifier.encode()).digest())

    def _derived(self, label: str) -> str:
        return _base64(hmac.new(self.seed.encode(), label.encode(), hashlib.sha256).digest())


@dataclass(slots=True)
class _Known:
    """What the provider said of itself, and when."""

    document: Mapping[str, Any] = field(default_factory=dict)
    keys: KeySet | None = None
    at: dt.datetime | None = None
    failed: tuple[dt.datetime, str] | None = None
    """When it could not be asked last, and why."""
    keys_at: dt.datetime | None = None


class Provider:
    """The bank's directory. Thread-safe; every method raises SignOnFailed."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        secret: str | None,
        *,
        get: Get,
        post: Post,
        clock: Callable[[], dt.datetime],
        scopes: Sequence[str] = ("openid",),
        plain: bool = False,
    ) -> None:
        """`plain`: http:// is allowed, inside the bank's own network."""
        self.issuer, self.client_id, self._secret = issuer, client_id, secret
        self._get, self._post, self._clock, self._plain = get, post, clock, plain
        self._scopes = " ".join(dict.fromkeys(("openid", *scopes)))
        self._known = _Known()
        self._lock = threading.Lock()

    def way_in(self, attempt: Attempt, back: str) -> str:
        """Where to send the browser."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": self._scopes,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        place = self._endpoint("authorization_endpoint")
        return place + ("&" if "?" in place else "?") + urlencode(asked)

    def way_out(self, back: str) -> str | None:
        """Where a browser ends its session at the directory, if it tells (RP-Initiated Logout 1.0)."""
        try:
            place = self._discovered().get("end_session_endpoint")
        except SignOnFailed:
            return None
        if not isinstance(place, str) or not self._safe(place):
            return None
        asked = {"client_id": self.client_id, "post_logout_redirect_uri": back}
        return place + ("&" if "?" in place else "?") + urlencode(asked)

    def claims(self, attempt: Attempt, code: str, back: str) -> Mapping[str, Any]:
        """What the directory says of the person who came back with `code`, checked."""
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": attempt.verifier,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        methods = self._discovered().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self._secret and "client_secret_basic" in methods:
            pair = f"{quote(self.client_id, safe='')}:{quote(self._secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            fields |= {"client_id": self.client_id, **({"client_secret": self._secret} if self._secret else {})}
        answer = _object(self._post(self._endpoint("token_endpoint"), urlencode(fields).encode(), headers))
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignOnFailed("broken", "no id_token in the answer")
        return self._checked(token, attempt.nonce)

    def _checked(self, token: str, nonce: str) -> Mapping[str, Any]:
        claims = self._signed(token)
        now = self._clock().timestamp()
        audience = claims.get("aud")
        audiences = [audience] if isinstance(audience, str) else audience if isinstance(audience, list) else []
        party = claims.get("azp")
        wrong = {
            "iss": claims.get("iss") != self.issuer,
            "aud": self.client_id not in audiences,
            "azp": (len(audiences) > 1 or party is not None) and party != self.client_id,
            "exp": not _number(claims.get("exp")) or claims["exp"] <= now - LEEWAY,
            "iat": not _number(claims.get("iat")) or claims["iat"] > now + LEEWAY,
            "nbf": "nbf" in claims and (not _number(claims["nbf"]) or claims["nbf"] > now + LEEWAY),
            "nonce": not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()),
            "sub": not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255,
        }
        if any(wrong.values()):
            raise SignOnFailed("broken", f"wrong in the id_token: {', '.join(k for k, bad in wrong.items() if bad)}")
        return claims

    def _signed(self, token: str) -> Mapping[str, Any]:
        """The claims of a token that one of the provider's keys signed."""
        try:
            header = json.loads(_unbase64(token.split(".")[0]))
        except ValueError as e:
            raise SignOnFailed("broken", "the id_token can't be read") from e
        if not isinstance(header, dict) or header.get("alg") not in ALGORITHMS:
            raise SignOnFailed("broken", "the id_token is not signed by a key of the directory")
        last = "no key fits"
        for keys in (self._keys(), self._keys(again=True)):
            for key in _fitting(keys, header.get("kid")):
                try:
                    return dict(jwt.decode(token, key, algorithms=[header["alg"]]).claims)
                except (JoseError, ValueError) as e:
                    last = type(e).__name__
            if _fitting(keys, header.get("kid")):
                break
        raise SignOnFailed("broken", f"the signature of the id_token: {last}")

    def _keys(self, *, again: bool = False) -> KeySet:
        """The provider's keys; `again`: asked for anew, though not more often than every half minute."""
        with self._lock:
            known, now = self._known, self._clock()
            age = now - known.keys_at if known.keys_at else None
            if known.keys is None or age is None or age > _FRESH or (again and age > _BETWEEN_LOOKS):
                place = self._endpoint_of(self._discovered_unlocked(), "jwks_uri")
                try:
                    known.keys = KeySet.import_key_set(_usable(_object(self._get(place, {}))))
                except (JoseError, ValueError, TypeError, KeyError) as e:
                    raise SignOnFailed("broken", f"the directory's keys: {type(e).__name__}") from e
                known.keys_at = now
            return known.keys

    def _discovered(self) -> Mapping[str, Any]:
        with self._lock:
            return self._discovered_unlocked()

    def _discovered_unlocked(self) -> Mapping[str, Any]:
        """Anybody may make us ask: so a directory that is away is asked again only after a while, and nobody waits for
        it twice."""
        known, now = self._known, self._clock()
        if known.at is not None and now - known.at <= _FRESH:
            return known.document
        if known.failed and now - known.failed[0] < _BETWEEN_FAILURES:
            raise SignOnFailed(known.failed[1], "asked a moment ago")
        try:
            document = _object(self._get(self.issuer.rstrip("/") + "/.well-known/openid-configuration", {}))
        except SignOnFailed as failure:
            known.failed = now, failure.why
            raise
        if document.get("issuer") != self.issuer:
            raise SignOnFailed("broken", f"the directory calls itself {document.get('issuer')!r}")
        known.document, known.at, known.failed = document, now, None
        return document

    def _endpoint(self, name: str) -> str:
        return self._endpoint_of(self._discovered(), name)

    def _endpoint_of(self, document: Mapping[str, Any], name: str) -> str:
        place = document.get(name)
        if not isinstance(place, str) or not self._safe(place):
            raise SignOnFailed("broken", f"the directory names no usable {name}")
        return place

    def _safe(self, place: str) -> bool:
        parts = urlsplit(place)
        return parts.scheme in (("https", "http") if self._plain else ("https",)) and bool(parts.hostname)


def _object(answer: bytes | FetchFailed) -> Mapping[str, Any]:
    if isinstance(answer, FetchFailed):
        refused = answer.status is not None and 400 <= answer.status < 500
        raise SignOnFailed("refused" if refused else "away", str(answer.cause.code))
    try:
        found = json.loads(answer)
    except ValueError as e:
        raise SignOnFailed("broken", "the answer is no JSON") from e
    if not isinstance(found, dict):
        raise SignOnFailed("broken", "the answer is no object")
    return found


def _usable(document: Mapping[str, Any]) -> Any:
    """Keys for signatures, of kinds that have a public half."""
    keys = [
        key for key in document["keys"] if key.get("use", "sig") == "sig" and key.get("kty") in ("RSA", "EC", "OKP")
    ]
    return {"keys": keys}


def _fitting(keys: KeySet, kid: object) -> list[Any]:
    return [key for key in keys.keys if kid is None or key.kid == kid]


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""Logging in by a form: open its page, fill it as a browser would, send it, see whether it worked; and notice later
that we were logged out.

    enter: page → form (hidden fields, tokens kept) → POST → the words that say "you are in", or no password asked for
    later: a page that turns into the log-in page → enter once more → the page again

A refused password is not tried again for an hour, then ever more rarely: accounts are locked after a few attempts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from ingest.fetch import forms
from ingest.fetch.circuit import Circuit
from ingest.fetch.failure import Failure
from ingest.fetch.session import Session
from ingest.model import Login, Post, Snapshot
from ingest.text.encoding import Decoded, decode
from ingest.text.markup import parse

Go = Callable[[str, Post | None, Mapping[str, str]], Snapshot]
"""An address, what to post, further headers → where that led. Raises `Failure`."""
_PAGES = frozenset((None, "text/html", "application/xhtml+xml"))


class FormLogin:
    """The log-in of one session. Call it with the session's lock held."""

    def __init__(self, login: Login, page: str, session: Session, circuit: Circuit) -> None:
        self._login, self._page, self._session, self._circuit = login, page, session, circuit
        self.entered = False
        self._vain = False

    def enter(self, go: Go) -> None:
        """Log in. Raises `Failure`: login_failed, login_form, secret_missing, or what the network does."""
        self._circuit.check()
        self.entered = False
        try:
            self._send(go)
        except Failure as failure:
            self._circuit.note(failure)
            raise
        self._circuit.note(None)
        self.entered = True

    def again(self, go: Go) -> None:
        """Log in once more: a page turned into the log-in page. Where that did not help before, it won't now."""
        if self._vain:
            raise self.lost()
        self._session.forget_cookies()
        self.enter(go)

    def lost(self) -> Failure:
        """What it means that a page asks for a log-in just after one."""
        self._vain = True
        return Failure("login_required", {"url": self._page})

    def _send(self, go: Go) -> None:
        password = self._session.secrets.named(self._login.password_env)
        page = go(self._page, None, {})
        decoded, root = _read(page, self._session.source.encoding)
        filled = forms.fill(root, page.url, self._login, password)
        if filled is None or not self._session.trusts(filled.action):
            raise Failure("login_form", {"url": page.url})
        origin = "/".join(page.url.split("/", 3)[:3])
        post = Post(filled.encoded(decoded.charset))
        try:
            landed = go(filled.action, post, {"Referer": page.url, "Origin": origin})
        except Failure as failure:
            if failure.status in (400, 401, 403, 422):
                raise Failure("login_failed", {"url": page.url}, because=(failure.cause,)) from failure
            raise
        decoded, root = _read(landed, self._session.source.encoding)
        success = self._login.success
        if not (success in decoded.text if success else not forms.has_password(root)):
            raise Failure("login_failed", {"url": page.url})

    def turned_away(self, page: Snapshot) -> bool:
        """Whether a page is the log-in page, or says that we are not logged in any more."""
        if page.media_type not in _PAGES:
            return False
        decoded, root = _read(page, self._session.source.encoding)
        if self._login.expired and self._login.expired in decoded.text:
            return True
        if self._login.success and self._login.success in decoded.text:
            return False
        same = _place(page.url) == _place(self._page) != _place(page.requested)
        return same or forms.has_password(root)


def _read(page: Snapshot, encoding: str | None) -> tuple[Decoded, HtmlElement]:
    decoded = decode(page.raw, header=page.charset, hint=encoding)
    return decoded, parse(decoded.text)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path.rstrip("/")

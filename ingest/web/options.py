"""What the pages need to know of the installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.answer.questions.rules import Rules
from ingest.publish.lifecycle import wall_clock
from ingest.review.sessions import Lasting
from ingest.settings.desk_blocks import Department
from ingest.store.store import utc_now
from ingest.web.directory import Directory


@dataclass(frozen=True, slots=True)
class HeaderTrust:
    """What a proxy sends: whom it speaks for in the header `name`, and the secret that they share in another."""

    name: str
    secret_header: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WebOptions:
    """`language` is used where the reader asks for none that we have; `secure_cookies`: pages are served by https."""

    bank_name: str
    language: str = "zh"
    time_zone: str = "Asia/Shanghai"
    secure_cookies: bool = False
    metrics_token: str | None = field(default=None, repr=False)
    """Whoever asks for /metrics has to show it; without one only this machine may ask."""
    clock: Callable[[], dt.datetime] = utc_now
    lasting: Lasting = field(default_factory=Lasting)
    """How long sessions last."""
    address: str | None = None
    """Of these pages, as people type it."""
    hosts: frozenset[str] | None = None
    """Names by which the pages may be asked for; None: by any."""
    proxies: tuple[str, ...] = ()
    """Addresses and networks whose X-Forwarded-For is believed."""
    passwords: bool = True
    sso: Directory | None = None
    """The bank's own directory, where one is configured."""
    header: HeaderTrust | None = None
    departments: tuple[Department, ...] = ()
    questions: Rules = field(default_factory=Rules)
    """What the bank has settled about difficult questions."""
    editions: Path | None = None
    """Where the editions of past days are kept."""

    @property
    def session_cookie(self) -> str:
        """With https no other host, path or plain connection can set it (RFC 6265bis, the prefix __Host-)."""
        return "__Host-ingest_session" if self.secure_cookies else "ingest_session"

    def department(self, id_: str | None) -> Department | None:
        return next((one for one in self.departments if one.id == id_), None)

    def now(self) -> dt.datetime:
        """The bank's local time, naive; it never runs backwards (`wall_clock`)."""
        return wall_clock(self.clock(), ZoneInfo(self.time_zone))

    def local(self, instant: dt.datetime) -> dt.datetime:
        return instant.astimezone(ZoneInfo(self.time_zone)).replace(tzinfo=None)

"""The blocks of sources.toml, key by key. What several keys must agree on stands in `rules.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from ingest.model import Category, Login, Source, SourceKind, Tier
from ingest.settings.channel_block import ChannelBlock
from ingest.settings.desk_blocks import Department, Serving
from ingest.settings.json_block import JsonBlock
from ingest.settings.mail_block import MailboxBlock
from ingest.settings.questions_block import Questions
from ingest.settings.rows_block import RowsBlock
from ingest.settings.values import (
    Address,
    BaseAddress,
    Charset,
    ClockTime,
    Contact,
    Cron,
    Ever,
    Interval,
    MailAddress,
    MailAddresses,
    Period,
    Proxy,
    Selector,
    Selectors,
    Several,
    Variable,
    Zone,
)


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bank(_Block):
    name: str = "Our bank"
    time_zone: Zone = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    country: str = "CN"
    phones: Several = ()
    hosts: Several = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Fetching(_Block):
    proxy: Address | None = None
    proxy_password_env: Variable | None = None
    ca_file: str | None = None
    user_agent: str = "ingest/0.1 (bank notice reader; one request at a time)"
    contact: Contact | None = None
    fresh_at_most: Interval = dt.timedelta(minutes=30)
    obey_robots: bool = True
    seconds_between_requests: float = Field(1.0, ge=0)
    timeout_seconds: float = Field(20.0, gt=0)
    minutes_per_source: float = Field(30.0, gt=0)
    max_megabytes: float = Field(20.0, gt=0)
    allow_private: Several = ()


class Reviewing(_Block):
    tiers: Mapping[Category, Tier] = {}


class Publishing(_Block):
    folder: str = "output"
    channel: tuple[ChannelBlock, ...] = ()


class Retaining(_Block):
    """How long what nobody needs any more is kept. `snapshots`: the bytes of what was turned away, or of notices
    that nobody decided on; `evidence`: those that a decision rests on."""

    snapshots: Period = dt.timedelta(days=180)
    evidence: Ever = None
    visits: Period = dt.timedelta(days=400)
    sightings: Period = dt.timedelta(days=400)
    sessions: Period = dt.timedelta(days=30)
    deliveries: Period = dt.timedelta(days=90)
    editions: Period = dt.timedelta(days=400)
    editions_at_most: int = Field(1000, ge=1)


class Drafting(_Block):
    """A model rewords what the rules wrote; any service that takes POST {url}/chat/completions will do."""

    writer: Literal["rules", "model"] = "rules"
    url: BaseAddress | None = None
    model: Annotated[str, Field(min_length=1)] | None = None
    key_env: Variable | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0
    max_tokens: Annotated[int, Field(ge=256, le=200_000)] = 4096
    allow_private: bool = False


class LoginBlock(_Block):
    """How a source knows us: basic, or with `url` by the form on that page."""

    user: Annotated[str, Field(min_length=1)]
    password_env: Variable
    url: Address | None = None
    form: Selector | None = None
    user_field: str | None = None
    password_field: str | None = None
    fields: Mapping[str, str] = {}
    success: Annotated[str, Field(min_length=1)] | None = None
    expired: Annotated[str, Field(min_length=1)] | None = None


class Mailing(_Block):
    """Where e-mail leaves. The password stands in the environment variable `password_env` and nowhere else."""

    host: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_env: Variable | None = None
    sender: MailAddress = Field(alias="from")
    to: MailAddresses

    @property
    def usual_port(self) -> int:
        return self.port or {"starttls": 587, "tls": 465, "none": 25}[self.security]


class Calling(_Block):
    """An address that is called. It often holds a key: it stands in the environment variable `url_env`."""

    url_env: Variable
    allow_private: bool = False


class Alerting(_Block):
    """Who is told when a source is in trouble, and after how much patience."""

    language: Literal["zh", "en"] | None = None
    after_failures: Annotated[int, Field(ge=1, le=100)] = 3
    after_hours: Annotated[float, Field(gt=0, le=24 * 30)] = 24.0
    digest: ClockTime | None = None
    email: Mailing | None = None
    webhook: Calling | None = None
    ping: Calling | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        """Those that are told of troubles, by name."""
        return tuple(name for name in ("email", "webhook") if getattr(self, name))


class SourceBlock(_Block):
    """One `[[source]]`."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    kind: SourceKind
    url: Address | None = None
    urls: tuple[Address, ...] = ()
    path: str | None = None
    link: Selectors = ()
    title: Selectors = ()
    date: Selectors = ()
    body: Selectors = ()
    next: Selectors = ()
    match: Several = ()
    newer_than: Interval | None = None
    json_: JsonBlock | None = Field(None, alias="json")
    pages: int = Field(1, ge=1, le=1000)
    every: Interval = dt.timedelta(hours=1)
    cron: Cron | None = None
    time_zone: Zone | None = None
    hosts: Several = ()
    allow_private: bool = False
    expect: int | None = Field(None, ge=0)
    max_items: int = Field(200, ge=1)
    language: Literal["zh", "en"] | None = None
    encoding: Charset | None = None
    date_order: Literal["DMY", "MDY"] = "DMY"
    category_hint: Category | None = None
    department: str | None = None
    tier: Tier | None = None
    headers: Mapping[str, str] = {}
    cookies: Mapping[str, str] = {}
    proxy: Proxy | None = None
    proxy_password_env: Variable | None = None
    login: LoginBlock | None = None
    mailbox: MailboxBlock | None = None
    rows: RowsBlock | None = None
    enabled: bool = True
    verified: bool = False
    note: str | None = None

    def to_source(self, base: Path) -> Source:
        urls = ((self.url,) if self.url else ()) + self.urls
        made = (self.json_.detail,) if self.json_ and self.json_.detail else ()
        own = tuple(dict.fromkeys(h for u in (*urls, *made) if (h := urlsplit(u).hostname)))
        values = self.model_dump(exclude={"url", "urls", "path", "hosts", "note", "json_"})
        path = str((base / self.path).resolve()) if self.path else None
        values["login"] = Login(**values["login"]) if values["login"] else None
        values["mailbox"] = self.mailbox.to_mailbox() if self.mailbox else None
        values["rows"] = self.rows.to_rows() if self.rows else None
        values["json"] = self.json_.to_list() if self.json_ else None
        return Source(**values, urls=urls, path=path, hosts=tuple(h.lower() for h in self.hosts) or own)


class File(_Block):
    """All of sources.toml."""

    bank: Bank = Bank()
    fetch: Fetching = Fetching()  # type: ignore[call-arg]
    review: Reviewing = Reviewing()
    publish: Publishing = Publishing()
    drafting: Drafting = Drafting()
    retention: Retaining = Retaining()  # type: ignore[call-arg]
    alerts: Alerting = Alerting()
    web: Serving = Serving()
    questions: Questions = Questions()
    department: tuple[Department, ...] = ()
    source: tuple[SourceBlock, ...] = ()

"""sources.toml + environment → `Settings`. All mistakes are reported at once, each with its place and a remedy."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import cssselect
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from ingest.errors import ConfigurationError
from ingest.model import Category, Source, SourceKind, Tier

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _interval(value: object) -> object:
    if isinstance(value, str) and (m := re.fullmatch(r"\s*(\d+)\s*([smhdw])\s*", value)):
        return dt.timedelta(**{_UNITS[m[2]]: int(m[1])})
    if isinstance(value, dt.timedelta):
        return value
    raise ValueError('write a number and a unit, such as "30m", "1h" or "1d"')


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _selector(value: str) -> str:
    try:
        cssselect.parse(value)
    except cssselect.SelectorError as e:
        raise ValueError(f"is not a CSS selector ({e})") from e
    return value


def _http(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write the whole address, beginning with https:// or http://")
    return value


def _base(value: str) -> str:
    parts = urlsplit(_http(value))
    if parts.query or parts.fragment or parts.username is not None or value.rstrip("/").endswith("/completions"):
        raise ValueError('write the base address alone, such as "https://models.bank.example/v1"')
    return value


def _variable(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", value):
        raise ValueError('name an environment variable, such as "MODEL_KEY"; the key itself has no place in this file')
    return value


def _private(host: str) -> bool:
    """Is a host private on the face of it? What names resolve to is checked when they are asked."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError('is not a time zone; write one such as "Asia/Shanghai"')
    return value


def cron_trigger(line: str, zone: ZoneInfo) -> CronTrigger:
    """A trigger for a five-field cron line. Weekday numbers mean what cron means by them (0 and 7 are Sunday):
    APScheduler alone would count from Monday. ValueError if the line can't be read."""
    from apscheduler.triggers.cron import CronTrigger

    minute, hour, day, month, weekday = line.split()
    if "/" not in weekday:
        weekday = re.sub(r"\d+", lambda m: _WEEKDAYS[int(m[0]) % 7], weekday)
    return CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=zone)


def _cron(line: str) -> str:
    try:
        cron_trigger(line, ZoneInfo("UTC"))
    except ValueError as e:
        example = 'minute hour day month weekday, such as "0 8 * * mon-fri"'
        raise ValueError(f"cron takes five fields: {example} ({e})") from e
    return line


Several = Annotated[tuple[str, ...], BeforeValidator(_several)]
Selectors = Annotated[tuple[Annotated[str, AfterValidator(_selector)], ...], BeforeValidator(_several)]
Address = Annotated[str, AfterValidator(_http)]
Interval = Annotated[dt.timedelta, BeforeValidator(_interval)]


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bank(_Block):
    name: str = "Our bank"
    time_zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    country: str = "CN"
    phones: Several = ()
    hosts: Several = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Fetching(_Block):
    proxy: Address | None = None
    ca_file: str | None = None
    user_agent: str = "ingest/0.1 (bank notice reader; one request at a time)"
    obey_robots: bool = True
    seconds_between_requests: float = Field(1.0, ge=0)
    timeout_seconds: float = Field(20.0, gt=0)
    max_megabytes: float = Field(20.0, gt=0)
    allow_private: Several = ()


class Reviewing(_Block):
    tiers: Mapping[Category, Tier] = {}


class Publishing(_Block):
    folder: str = "output"


class Drafting(_Block):
    """A model rewords what the rules wrote; any service that takes POST {url}/chat/completions will do."""

    writer: Literal["rules", "model"] = "rules"
    url: Annotated[str, AfterValidator(_base)] | None = None
    model: Annotated[str, Field(min_length=1)] | None = None
    key_env: Annotated[str, AfterValidator(_variable)] | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0
    max_tokens: Annotated[int, Field(ge=256, le=200_000)] = 4096
    allow_private: bool = False

    @model_validator(mode="after")
    def _model_is_reachable(self) -> Drafting:
        if self.writer == "model" and not (self.url and self.model):
            raise ValueError('writer = "model" needs url = "https://…/v1" and model = "…", as the service names it')
        if self.url and not self.allow_private:
            parts = urlsplit(self.url)
            if _private(parts.hostname or ""):
                raise ValueError(f"{parts.hostname} is a private address; set allow_private = true if that is meant")
            if self.key_env and parts.scheme == "http":
                raise ValueError("the key would travel readable over http://; write https://")
        return self


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
    pages: int = Field(1, ge=1, le=1000)
    every: Interval = dt.timedelta(hours=1)
    cron: Annotated[str, AfterValidator(_cron)] | None = None
    hosts: Several = ()
    allow_private: bool = False
    expect: int | None = Field(None, ge=0)
    max_items: int = Field(200, ge=1)
    language: Literal["zh", "en"] | None = None
    encoding: str | None = None
    date_order: Literal["DMY", "MDY"] = "DMY"
    category_hint: Category | None = None
    department: str | None = None
    tier: Tier | None = None
    headers: Mapping[str, str] = {}
    enabled: bool = True
    verified: bool = False
    note: str | None = None

    @model_validator(mode="after")
    def _has_a_place(self) -> SourceBlock:
        if self.kind is SourceKind.FOLDER:
            if not self.path or self.url or self.urls:
                raise ValueError('a source of kind "folder" needs path = "…" and no url')
        elif self.path or not (self.url or self.urls):
            raise ValueError(f'a source of kind "{self.kind}" needs url = "https://…" and no path')
        return self

    def to_source(self, base: Path) -> Source:
        urls = ((self.url,) if self.url else ()) + self.urls
        own = tuple(dict.fromkeys(h for u in urls if (h := urlsplit(u).hostname)))
        values = self.model_dump(exclude={"url", "urls", "path", "hosts", "note"})
        path = str((base / self.path).resolve()) if self.path else None
        return Source(**values, urls=urls, path=path, hosts=tuple(h.lower() for h in self.hosts) or own)


class _File(_Block):
    bank: Bank = Bank()
    fetch: Fetching = Fetching()  # type: ignore[call-arg]
    review: Reviewing = Reviewing()
    publish: Publishing = Publishing()
    drafting: Drafting = Drafting()
    source: tuple[SourceBlock, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> _File:
        ids = [s.id for s in self.source]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"source ids stand twice: {', '.join(twice)}; give each source its own id")
        return self


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration, checked. Paths are absolute, relative ones counted from the file's folder."""

    file: Path
    bank: Bank
    fetch: Fetching
    review: Reviewing
    drafting: Drafting
    folder: Path
    database_url: str
    sources: tuple[Source, ...]

    def source(self, id_: str) -> Source:
        for source in self.sources:
            if source.id == id_:
                return source
        known = ", ".join(s.id for s in self.sources) or "none"
        raise ConfigurationError(f"there is no source {id_!r} in {self.file}", remedy=f"the sources are: {known}")


def load(file: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check `file`. Raises ConfigurationError with every mistake."""
    text = _text(file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise ConfigurationError(
            f"{file}: not valid TOML: {e}", remedy="mend that line; strings stand in quotes"
        ) from e
    try:
        checked = _File.model_validate(data)
    except ValidationError as e:
        raise ConfigurationError(_mistakes(file, text, data, e)) from e
    folder = (file.parent / checked.publish.folder).resolve()
    return Settings(
        file=file,
        bank=checked.bank,
        fetch=_beside(file, checked.fetch),
        review=checked.review,
        drafting=checked.drafting,
        folder=folder,
        database_url=environment.get("INGEST_DATABASE_URL") or f"sqlite:///{folder / 'ingest.db'}",
        sources=tuple(s.to_source(file.parent) for s in checked.source),
    )


def _beside(file: Path, fetch: Fetching) -> Fetching:
    """The bank's own certificates lie where the configuration lies, wherever the command is typed."""
    return fetch.model_copy(update={"ca_file": str(file.parent / fetch.ca_file)}) if fetch.ca_file else fetch


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError as e:
        raise ConfigurationError(
            f"{file}: no such file", remedy="name it with --config FILE, or try `ingest demo` for a first look"
        ) from e
    except (OSError, UnicodeDecodeError) as e:
        raise ConfigurationError(f"{file}: can't be read: {e}", remedy="it must be a text file in UTF-8") from e


def _mistakes(file: Path, text: str, data: dict[str, Any], error: ValidationError) -> str:
    found = [(_line(text, e["loc"]) or 0, f"{_place(e['loc'], data)}: {_said(e)}") for e in error.errors()]
    lines = [f"  line {at}: {said}" if at else f"  {said}" for at, said in sorted(found, key=lambda one: one[0])]
    return "\n".join([f"{file}: {error.error_count()} mistake(s)", *lines])


def _said(e: Any) -> str:
    if e["type"] == "extra_forbidden":
        return f"there is no such key; known here: {_known_keys(e['loc'])}"
    if e["type"] == "missing":
        return "is missing"
    message = str(e["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _known_keys(loc: Sequence[int | str]) -> str:
    blocks: dict[str, type[BaseModel]] = {
        "bank": Bank,
        "fetch": Fetching,
        "review": Reviewing,
        "publish": Publishing,
        "drafting": Drafting,
        "source": SourceBlock,
    }
    block = blocks.get(str(loc[0]), _File) if len(loc) > 1 else _File
    return ", ".join(block.model_fields)


def _place(loc: Sequence[int | str], data: dict[str, Any]) -> str:
    if len(loc) >= 2 and loc[0] == "source" and isinstance(loc[1], int):
        block = data["source"][loc[1]]
        name = block.get("id") if isinstance(block, dict) else None
        return f"source {name!r}" + (f", {'.'.join(map(str, loc[2:]))}" if loc[2:] else "")
    return ".".join(map(str, loc)) or "the file"


def _line(text: str, loc: Sequence[int | str]) -> int | None:
    """The line of the key that `loc` names, or of its block's header."""
    header, wanted, key = None, 0, None
    if len(loc) >= 2 and loc[0] == "source" and isinstance(loc[1], int):
        header, wanted, key = "[[source]]", loc[1], loc[2] if len(loc) > 2 else None
    elif loc:
        header, key = f"[{loc[0]}]", loc[1] if len(loc) > 1 else None
    seen, start = -1, None
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.split("#")[0].strip()
        if bare.replace(" ", "") == header:
            seen += 1
            start = number if seen == wanted else start
        elif bare.startswith("[") and start:
            break
        elif start and key and re.match(rf"{re.escape(str(key))}\s*=", bare):
            return number
    if start is None and loc:
        return next(
            (n for n, line in enumerate(text.splitlines(), 1) if re.match(rf"\W*{re.escape(str(loc[0]))}\b", line)),
            None,
        )
    return start

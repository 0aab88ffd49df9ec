"""sources.toml + environment → `Settings`. All mistakes are reported at once, each with its place and a remedy."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingest.errors import ConfigurationError, Text
from ingest.model import Source, SourceKind
from ingest.settings import rules
from ingest.settings.blocks import Alerting, Bank, Drafting, Fetching, File, Retaining, Reviewing
from ingest.settings.channel_block import ChannelBlock
from ingest.settings.desk_blocks import Department, Serving
from ingest.settings.mistakes import found_by_pydantic, told
from ingest.settings.questions_block import Questions
from ingest.settings.values import cron_trigger
from ingest.settings.variables import named

__all__ = ["Bank", "Settings", "cron_trigger", "load", "of_text", "text_of"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration, checked. Paths are absolute, relative ones counted from the file's folder."""

    file: Path
    bank: Bank
    fetch: Fetching
    review: Reviewing
    drafting: Drafting
    retention: Retaining
    alerts: Alerting
    web: Serving
    departments: tuple[Department, ...]
    folder: Path
    database_url: str
    sources: tuple[Source, ...]
    channels: tuple[ChannelBlock, ...] = ()
    variables: tuple[str, ...] = ()
    """The environment variables that the file names; each holds a secret."""
    questions: Questions = field(default_factory=Questions)

    def source(self, id_: str) -> Source:
        for source in self.sources:
            if source.id == id_:
                return source
        known = ", ".join(s.id for s in self.sources) or "—"
        raise ConfigurationError(
            Text(f"there is no source {id_!r} in {self.file}", f"{self.file} 中没有来源 {id_!r}"),
            remedy=Text(f"the sources are: {known}", f"现有来源：{known}"),
        )


def load(file: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check `file`. Raises ConfigurationError with every mistake."""
    return of_text(file, text_of(file), environment)


def of_text(file: Path, text: str, environment: Mapping[str, str] = os.environ) -> Settings:
    """The same of what `file` would say; it is not read. An empty text gives what counts without a file."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise ConfigurationError(
            Text(f"{file}: not valid TOML: {e}", f"{file}：不是有效的 TOML：{_in_chinese(e)}"),
            remedy=Text("mend that line; strings stand in quotes", "请更正该行；文字要写在引号内"),
        ) from e
    checked = _checked(file, text, data)
    folder = (file.parent / checked.publish.folder).resolve()
    return Settings(
        file=file,
        bank=checked.bank,
        fetch=_beside(file, checked.fetch),
        review=checked.review,
        drafting=checked.drafting,
        retention=checked.retention,
        alerts=checked.alerts,
        web=checked.web,
        departments=checked.department,
        folder=folder,
        database_url=environment.get("INGEST_DATABASE_URL") or f"sqlite:///{folder / 'ingest.db'}",
        sources=tuple(_timed(s.to_source(file.parent), checked.bank) for s in checked.source),
        channels=checked.publish.channel,
        variables=named(data),
        questions=checked.questions,
    )


def _checked(file: Path, text: str, data: dict[str, Any]) -> File:
    broken = list(rules.broken(data, file.parent))
    try:
        checked = File.model_validate(data)
    except ValidationError as e:
        raise ConfigurationError(told(file, text, data, [*found_by_pydantic(e), *broken])) from e
    if broken:
        raise ConfigurationError(told(file, text, data, broken))
    return checked


def _timed(source: Source, bank: Bank) -> Source:
    """Instants in JSON, and the clock of a browser, are those of the bank."""
    instants = source.kind in (SourceKind.JSON_API, SourceKind.RENDERED) and source.time_zone is None
    return replace(source, time_zone=bank.time_zone) if instants else source


def _in_chinese(error: tomllib.TOMLDecodeError) -> str:
    """Where the mistake is; what it is, the parser says in English."""
    return re.sub(r"(.*) \(at line (\d+), column (\d+)\)", r"第 \2 行，第 \3 列（\1）", str(error))


def _beside(file: Path, fetch: Fetching) -> Fetching:
    """The bank's own certificates lie where the configuration lies, wherever the command is typed."""
    return fetch.model_copy(update={"ca_file": str(file.parent / fetch.ca_file)}) if fetch.ca_file else fetch


def text_of(file: Path) -> str:
    """What stands in `file`. Raises ConfigurationError if it can't be read."""
    try:
        return file.read_text("utf-8")
    except FileNotFoundError as e:
        raise ConfigurationError(
            Text(f"{file}: no such file", f"{file}：没有这个文件"),
            remedy=Text(
                "name it with --config FILE, or try `ingest demo` for a first look",
                "请用 --config FILE 写明配置文件，或用 `ingest demo` 先看演示",
            ),
        ) from e
    except (OSError, UnicodeDecodeError) as e:
        raise ConfigurationError(
            Text(f"{file}: can't be read: {e}", f"{file}：无法读取：{e}"),
            remedy=Text("it must be a text file in UTF-8", "应为 UTF-8 编码的文本文件"),
        ) from e

"""What every command takes, before or behind its name: `--config FILE`, `--today DATE` and `--log FORM`."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ingest.cli.logs import set_up
from ingest.errors import InputError, Text

_SECRETS = ("INGEST_SECRET_KEY", "INGEST_PASSWORD", "INGEST_METRICS_TOKEN")


@dataclass(frozen=True, slots=True)
class Common:
    """The configuration's path, whether it was named, and the day that we act as on (None: the real one)."""

    config: Path
    named: bool
    today: dt.date | None

    def settings(self) -> Any:
        from ingest import logs, settings

        logs.hide(*map(os.environ.get, _SECRETS))
        loaded = settings.load(self.config)
        logs.hide(*map(os.environ.get, loaded.variables))
        return loaded


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options and passes a `Common` as the first argument."""

    @click.option("--config", "config", metavar="FILE", default=None, help="Configuration, default sources.toml.")
    @click.option("--today", metavar="DATE", default=None, help="Act as on this day (YYYY-MM-DD).")
    @click.option("--log", type=click.Choice(("json", "text")), default=None, help="Form of the events on stderr.")
    @click.pass_context
    @functools.wraps(command)
    def wrapper(ctx: click.Context, /, config: str | None, today: str | None, log: str | None, **kwargs: Any) -> Any:
        if log:
            set_up(log)
        above = ctx.find_root().obj or {}
        file = config or above.get("config")
        return command(Common(Path(file or "sources.toml"), bool(file), _day(today or above.get("today"))), **kwargs)

    return wrapper


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as e:
        raise InputError(
            Text(f"--today {text}: not a date", f"--today {text}：不是日期"),
            remedy=Text("write it as 2026-04-15", "请写成 2026-04-15 的形式"),
        ) from e

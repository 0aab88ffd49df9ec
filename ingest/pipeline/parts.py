"""Everything that a run needs, chosen by `app.py`."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from ingest.model import Category, Fetcher, Kind, Source, Tier
from ingest.pipeline.health.watch import Watch
from ingest.pipeline.pool import ReaderPool
from ingest.pipeline.reword import Reword
from ingest.store.store import Store

Progress = Callable[[str, int, int], None]
"""Called with a source's id, how many of its pages are done, and of how many."""


def quiet(source: str, done: int, of: int) -> None:
    """The progress of a run that nobody watches."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Everything that a run needs. `clock` gives aware UTC instants."""

    store: Store
    fetcher: Fetcher
    kind: Callable[[Source], Kind]
    pool: ReaderPool
    clock: Callable[[], dt.datetime]
    zone: ZoneInfo
    phones: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tiers: Mapping[Category, Tier] = field(default_factory=dict)
    reword: Reword | None = None
    """A model's turn at the drafts of what is new, where one is configured."""
    watch: Watch = field(default_factory=Watch)
    """How the health of sources is watched."""
    progress: Progress = quiet
    stop: threading.Event = field(default_factory=threading.Event)
    """Set from outside, it ends the run after the requests under way; `collect` then raises Interrupted."""

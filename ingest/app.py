"""The composition root: chooses the implementations; nothing else does."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ingest.fetch.client import Client
from ingest.fetch.policy import FetchPolicy
from ingest.pipeline.collect import Pipeline, Progress, quiet
from ingest.pipeline.pool import ReaderPool
from ingest.settings import Settings
from ingest.sources import kind_of
from ingest.store.store import Store

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def clock_on(day: dt.date | None, settings: Settings) -> Clock:
    """The real clock, or for tests and replays one that tells the real time of day on another day (`--today`)."""
    if day is None:
        return utc_now
    now = dt.datetime.now(settings.bank.zone)
    shift = dt.datetime.combine(day, now.time(), now.tzinfo) - now
    return lambda: utc_now() + shift


def open_store(settings: Settings, clock: Clock = utc_now) -> Store:
    return Store.open(settings.database_url, clock=clock)


def fetch_policy(settings: Settings) -> FetchPolicy:
    fetch = settings.fetch
    return FetchPolicy(
        user_agent=fetch.user_agent,
        obey_robots=fetch.obey_robots,
        seconds_between_requests=fetch.seconds_between_requests,
        timeout_seconds=fetch.timeout_seconds,
        max_megabytes=fetch.max_megabytes,
        proxy=fetch.proxy,
        ca_file=fetch.ca_file,
        allow_private=fetch.allow_private,
    )


@contextmanager
def pipeline(
    settings: Settings,
    store: Store,
    clock: Clock,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Iterator[Pipeline]:
    """A pipeline over the real network, with its readers, closed at the end of the block. `stop` ends its runs."""
    with Client(fetch_policy(settings)) as client, ReaderPool() as pool:
        made = Pipeline(
            store=store,
            fetcher=client,
            kind=kind_of,
            pool=pool,
            clock=clock,
            zone=settings.bank.zone,
            phones=settings.bank.phones,
            hosts=settings.bank.hosts,
            tiers=settings.review.tiers,
            progress=progress or quiet,
            stop=stop or threading.Event(),
        )
        yield made

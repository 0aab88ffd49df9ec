"""The composition root: chooses the implementations; nothing else does."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from ingest.errors import ConfigurationError, Text
from ingest.fetch.client import Client
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.post import Poster
from ingest.pipeline.health.course import Patience
from ingest.pipeline.health.watch import Watch
from ingest.pipeline.manners import Manners
from ingest.pipeline.parts import Pipeline, Progress, quiet
from ingest.pipeline.pool import ReaderPool
from ingest.pipeline.reword import Reword, rewording_with
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


_SERVICE_SECONDS = 15.0


def fetch_policy(settings: Settings) -> FetchPolicy:
    fetch = settings.fetch
    return FetchPolicy(
        user_agent=fetch.user_agent,
        contact=fetch.contact,
        obey_robots=fetch.obey_robots,
        seconds_between_requests=fetch.seconds_between_requests,
        timeout_seconds=fetch.timeout_seconds,
        visit_seconds=60 * fetch.minutes_per_source,
        max_megabytes=fetch.max_megabytes,
        proxy=fetch.proxy,
        proxy_password_env=fetch.proxy_password_env,
        ca_file=fetch.ca_file,
        allow_private=fetch.allow_private,
        max_fresh_seconds=fetch.fresh_at_most.total_seconds(),
    )


def single_request_policy(settings: Settings, *, direct: bool) -> FetchPolicy:
    """One attempt within a quarter of a minute at a service that is no source. `direct`: it stands in the bank's own
    network, and no proxy leads there."""
    return replace(
        fetch_policy(settings),
        proxy=None if direct else settings.fetch.proxy,
        use_environment=not direct,
        timeout_seconds=_SERVICE_SECONDS,
        total_seconds=_SERVICE_SECONDS,
        max_megabytes=1,
        attempts=1,
    )


def network(settings: Settings, clock: Clock = utc_now) -> Client:
    """The network for a look at places: nothing is remembered, and hosts that are left alone are asked all the same."""
    return Client(fetch_policy(settings), clock=clock, insist=True)


@contextmanager
def rewording(settings: Settings, environment: Mapping[str, str] = os.environ) -> Iterator[Reword | None]:
    """The model's turn at the drafts where `[drafting] writer = "model"`; None where the rules write alone.

    Raises ConfigurationError when the environment lacks the key."""
    drafting = settings.drafting
    if drafting.writer == "rules":
        yield None
        return
    # loaded only where a model is configured: every other run starts a fifth of a second sooner
    from ingest.draft.model_writer.completions import Completions
    from ingest.draft.model_writer.writer import ModelWriter

    key = model_key(settings, environment)
    with Poster(_model_policy(settings), intranet=drafting.allow_private) as poster:
        chat = Completions(poster.post, drafting.url or "", drafting.model or "", key, drafting.max_tokens)
        yield rewording_with(ModelWriter(chat, seconds=4 * drafting.timeout_seconds))


def model_key(settings: Settings, environment: Mapping[str, str] = os.environ) -> str | None:
    """The key of the model's service, from the variable that `drafting.key_env` names. Raises ConfigurationError."""
    name = settings.drafting.key_env
    if settings.drafting.writer == "rules" or name is None:
        return None
    key = environment.get(name, "").strip()
    if not (key and key.isascii() and key.isprintable()):
        raise ConfigurationError(
            Text(
                f"{settings.file}: drafting.key_env: the environment has no usable {name}",
                f"{settings.file}：drafting.key_env：环境变量 {name} 不存在或不可用",
            ),
            remedy=Text(
                f'set {name} where ingest runs; take key_env out if no key is asked for; or set writer = "rules"',
                f'请在 ingest 的运行环境中设置 {name}；如不需要密钥，请删去 key_env；或改为 writer = "rules"',
            ),
        )
    return key


def _model_policy(settings: Settings) -> FetchPolicy:
    """A model in the bank's own network is asked directly, one outside it through the proxy."""
    direct, seconds = settings.drafting.allow_private, settings.drafting.timeout_seconds
    return replace(
        fetch_policy(settings),
        proxy=None if direct else settings.fetch.proxy,
        use_environment=not direct,
        timeout_seconds=seconds,
        total_seconds=seconds,
        max_megabytes=4,
        attempts=2,
        max_wait_seconds=10,
    )


def watch(settings: Settings) -> Watch:
    """How long a trouble is watched before it is told, and to whom. After one bad visit means: at once."""
    visits, hours = settings.alerts.after_failures, settings.alerts.after_hours
    return Watch(Patience(visits, minutes=60.0 if visits > 1 else 0.0, hours=hours), settings.alerts.channels)


@contextmanager
def pipeline(
    settings: Settings,
    store: Store,
    clock: Clock,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    *,
    insist: bool = False,
    readers: int | None = None,
) -> Iterator[Pipeline]:
    """A pipeline over the real network, with its readers, closed at the end of the block. `stop` ends its runs.
    `insist`: hosts that are left alone are asked all the same. `readers`: processes that read documents, one a core
    unless said."""
    network = Client(fetch_policy(settings), clock=clock, memory=Manners(store), insist=insist)
    with network as client, ReaderPool(readers) as pool, rewording(settings) as reword:
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
            reword=reword,
            watch=watch(settings),
            progress=progress or quiet,
            stop=stop or threading.Event(),
        )
        yield made

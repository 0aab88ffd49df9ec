"""A week of hourly runs on a clock of its own, with everything that goes wrong in one: what was published is found once,
who has to be told is told once, nobody else, and neither disk nor memory grows with the hours.

The network is a town of made-up servers behind the `Fetcher` protocol; everything else is the real thing, run by run.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from bank_web import InThread, fee_page
from clocked import Clock
from houses import HookHouse
from sqlalchemy import create_engine, func, select
from stored import stored

from ingest import app, settings
from ingest.errors import DiskFull, Interrupted
from ingest.model import Fetched, FetchFailed, NotModified, Post, Snapshot, Source, Validators, VisitReport, VisitStatus
from ingest.operate.unattended import run
from ingest.pipeline.parts import Pipeline
from ingest.settings import Settings
from ingest.sources import kind_of
from ingest.store import engines, space, tables
from ingest.store.store import Store

HOURS = 168
CONFIGURATION = """
[bank]
name = "霁川银行"
phones = ["95260"]
[retention]
snapshots = "1d"
visits = "2d"
sightings = "2d"
editions_at_most = 3
[alerts.webhook]
url_env = "HOOK"
allow_private = true
""" + "".join(
    f"[[source]]\nid = '{name}'\nkind = 'listing'\nurl = 'https://{name}.example/list.html'\n{more}\n"
    for name, more in {
        "busy": "",
        "flaky": "",
        "dead": "",
        "emptied": "",
        "blocked": "",
        "quiet": "",
        "night": "cron = '30 2 * * *'\ntime_zone = 'America/New_York'",
        "weekday": "cron = '0 9 * * mon-fri'",
    }.items()
)
TOLD = {
    ("dead", "trouble"): 1,
    ("dead", "recovered"): 1,
    ("emptied", "trouble"): 1,
    ("blocked", "trouble"): 1,
    ("blocked", "recovered"): 1,
}
"""Who has to be told of what in this week, and how often; of nothing else."""


class Killed(BaseException):
    """As kill -9 would end the process here: nothing on the way up may take it for an error of the page."""


@dataclass
class Town:
    """Servers that answer by what hour it is. `notices` are what each lists, newest first."""

    clock: Clock
    pages: dict[str, bytes] = field(default_factory=dict)
    notices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    kill_after: int | None = None
    """Requests until the process dies."""
    hour: int = 0
    dice: Random = field(default_factory=lambda: Random(7))
    slips: set[int] = field(default_factory=set)

    def publish(self, name: str, number: int) -> None:
        words = "".join(chr(self.dice.randrange(0x4E00, 0x9000)) for _ in range(90))
        title = f"关于调整{words[:6]}收费标准的公告"
        url = f"https://{name}.example/n/{number}.html"
        self.pages[url] = fee_page(1 + number % 9, fee=10 + number % 40, title=title, extra=f"</p><p>{words}")
        self.notices.setdefault(name, []).insert(0, (url, title))

    def edit(self, url: str) -> None:
        self.pages[url] = self.pages[url].replace("60周岁".encode(), "65周岁".encode())

    def get(
        self,
        url: str,
        *,
        source: Source,
        validators: Validators | None = None,
        post: Post | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        if self.kill_after is not None:
            self.kill_after -= 1
            if self.kill_after < 0:
                raise Killed
        if wrong := self._wrong(source.id, url):
            return wrong
        body = self._body(source.id, url)
        if body is None:
            return FetchFailed(url, "http_404", permanent=True, status=404)
        digest = hashlib.sha256(body).hexdigest()
        if validators and validators.etag == digest:
            return NotModified(url)
        known = Validators(etag=digest, sha256=digest)
        return Snapshot(url, url, 200, "text/html", "utf-8", body, digest, known, self.clock())

    def _wrong(self, name: str, url: str) -> FetchFailed | None:
        if name == "dead" and 40 <= self.hour < 70:
            return FetchFailed(url, "connection", {"detail": "refused"})
        if name == "flaky" and self.hour in self.slips:
            return FetchFailed(url, "timeout")
        if name == "busy" and self.hour % 11 == 5 and url.endswith("list.html"):
            return FetchFailed(url, "http_503", status=503)
        return None

    def _body(self, name: str, url: str) -> bytes | None:
        if url.endswith("list.html"):
            if name == "blocked" and 90 <= self.hour < 110:
                return b"<html><title>Access Denied</title><body><h1>Access Denied</h1>Reference #18.2</body></html>"
            listed = [] if name == "emptied" and self.hour >= 120 else self.notices.get(name, [])
            rows = "".join(f"<li><a href='{u}'>{t}</a><span>2026-11-20</span></li>" for u, t in listed)
            return f"<html><meta charset='utf-8'><body><ul class='list'>{rows}</ul></body></html>".encode()
        return self.pages.get(url)


class Week:
    """The installation, and what happens to it hour by hour."""

    def __init__(self, made: Settings, town: Town, clock: Clock) -> None:
        self.settings, self.town, self.clock = made, town, clock
        self.visits: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.killed = 0
        self.dice = Random(11)
        self.full = False

    def hour(self, n: int) -> None:
        self.town.hour = n
        self.town.kill_after = 1 + n % 7 if n % 13 == 6 else None
        self.full = n % 29 == 17
        if n and n % 6 == 0:
            self.town.publish("busy", n)
        if n % 24 == 10:
            for name in ("flaky", "dead", *(("night", "weekday") if n < 90 else ())):  # later is for next week
                self.town.publish(name, 1000 + n)
            self.town.edit(self.town.notices["busy"][2][0])
        try:
            self._count(run(self.settings).visits)
        except (Killed, DiskFull):
            self.killed += 1
        except Interrupted:
            pytest.fail("nobody told it to stop")
        self.clock.forward(hours=1)

    def _count(self, visits: tuple[VisitReport, ...]) -> None:
        self.visits.update(v.source_id for v in visits)
        self.failed.update(v.source_id for v in visits if v.status is VisitStatus.FAILED)


@pytest.fixture
def hook() -> Iterator[HookHouse]:
    house = HookHouse()
    yield house
    house.close()


@pytest.fixture
def week(
    tmp_path: Path, clock: Clock, hook: HookHouse, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Week]:
    """The process's network, readers and clock are exchanged where `app` chooses them."""
    monkeypatch.setenv("HOOK", hook.url)
    (tmp_path / "sources.toml").write_text(CONFIGURATION, "utf-8")
    made = settings.load(tmp_path / "sources.toml", {"INGEST_DATABASE_URL": sqlite_url})
    town = Town(clock)
    for name in ("busy", "flaky", "dead", "emptied", "blocked", "quiet", "night", "weekday"):
        for number in range(3):
            town.publish(name, number)
    town.slips = set(Random(3).sample(range(2, HOURS, 3), 20))
    week = Week(made, town, clock)

    @contextmanager
    def pipeline(
        made: Settings, store: Store, clock: Callable[[], dt.datetime], *_: object, **__: object
    ) -> Iterator[Pipeline]:
        with InThread() as pool:
            yield Pipeline(store, town, kind_of, pool, clock, made.bank.zone, watch=app.watch(made))

    @contextmanager
    def writing(self: Store) -> Iterator[object]:
        with real(self) as tx:
            yield tx
            if week.full and week.dice.random() < 0.2:
                raise DiskFull

    real = Store.writing
    monkeypatch.setattr(app, "pipeline", pipeline)
    monkeypatch.setattr(app, "clock_on", lambda *_: clock)
    monkeypatch.setattr(Store, "writing", writing)
    yield week
    monkeypatch.undo()


def test_a_week_alone(week: Week, hook: HookHouse, sqlite_url: str, tmp_path: Path) -> None:
    sizes, memory = {}, {}
    for n in range(HOURS):
        week.hour(n)
        if n in (71, 119, HOURS - 1):
            gc.collect()
            sizes[n], memory[n] = space.size(sqlite_url), _objects()
    week.full, week.town.kill_after = False, None
    week.hour(HOURS * 13)  # one more, in which nothing goes wrong but the source that is empty
    _nothing_lost_nothing_doubled(week.town, stored(sqlite_url))
    assert _alerts(hook) == TOLD
    _asked_in_time(week)
    _nothing_grows(sqlite_url, sizes, memory, tmp_path)


def _nothing_lost_nothing_doubled(town: Town, found: Mapping[str, Counter[tuple[object, ...]]]) -> None:
    published = set(town.pages)
    edited = {url for url, page in town.pages.items() if "65周岁".encode() in page}
    assert {row[0] for row in found["notices"]} == published
    assert {row[0] for row in found["revisions"] if row[1] == 2} == edited and len(edited) == 7
    assert {row[1] for row in found["revisions"]} == {1, 2}
    assert {row[0] for row in found["drafts"]} == published
    for name in ("notices", "revisions", "drafts", "audit", "addresses"):
        assert set(found[name].values()) == {1}, name
    assert all(row[3] for row in found["notices"])  # an empty list and an outage take nothing off


def _alerts(hook: HookHouse) -> dict[tuple[str, str], int]:
    """What left the house."""
    events = [event for _, _, body in hook.calls for event in body.get("events", ())]
    return dict(Counter((event["source"], event["change"]) for event in events))


def _asked_in_time(week: Week) -> None:
    """Every source as often as its schedule says, the few runs that died apart."""
    assert week.killed >= 10
    assert HOURS - week.killed - 1 <= week.visits["quiet"] <= HOURS + 1
    assert 7 <= week.visits["night"] <= 8 and 5 <= week.visits["weekday"] <= 6
    assert week.failed["flaky"] >= 10 and week.failed["busy"] >= 10 and week.failed["dead"] >= 5


def _nothing_grows(url: str, sizes: Mapping[int, int], memory: Mapping[int, int], folder: Path) -> None:
    engine = create_engine(engines.parse(url))
    with engine.connect() as conn:
        visits = conn.execute(select(func.count()).select_from(tables.visits)).scalar_one()
        kept = conn.execute(select(func.count()).select_from(tables.runs)).scalar_one()
    engine.dispose()
    assert visits < 3.5 * 24 * 8 and kept < 3.5 * 24
    notices = 1 + sizes[HOURS - 1] - sizes[119]
    assert notices < 2_000_000  # two days of notices; the hours themselves leave nothing
    assert memory[HOURS - 1] < memory[71] * 1.1
    assert len(list((folder / "output" / "editions").iterdir())) <= 4
    assert not list((folder / "output").glob(".*.part"))


def _objects() -> int:
    return len(gc.get_objects())

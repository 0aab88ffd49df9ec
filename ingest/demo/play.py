"""The demo's two days: the whole pipeline over the made-up site, a few approvals, an edit, a second pass."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest import app, settings
from ingest.demo.site import Site
from ingest.errors import InputError, Text
from ingest.model import Actor, Category, DraftKind, FactDifference, Role, RunReport, StoredDraft, Tier
from ingest.operate.deliver.waiting import put_waiting
from ingest.operate.unattended import write_edition
from ingest.pipeline.collect import collect
from ingest.pipeline.parts import Progress
from ingest.review import accounts, decisions
from ingest.settings import Settings
from ingest.store.store import Store

DAY = dt.date(2026, 3, 2)
"""The demo plays on this Monday, so that its notices are always news."""

_MARK = ".made-by-ingest-demo"

_CONFIGURATION = """# Written by `ingest demo`; it plays on {day}.
[bank]
name = "霁川银行"
phones = ["95260"]

[fetch]
seconds_between_requests = 0
allow_private = ["127.0.0.1/32"]

[publish]
folder = "."

[[department]]
id = "retail"
name = {{ zh = "零售业务部", en = "Retail banking" }}
hours = 4

[[source]]
id = "feed"
kind = "feed"
url = "{base}/feed.xml"
department = "retail"

[[source]]
id = "notices"
kind = "listing"
url = "{base}/notices/index.html"
pages = 2
expect = 15
department = "retail"

[[source]]
id = "friday-promotion"
kind = "page"
url = "{base}/promo/friday.html"

[[source]]
id = "english"
kind = "listing"
url = "{base}/en/notices.html"
language = "en"
"""


@dataclass(frozen=True, slots=True)
class Day:
    """What one pass did. `drafts` are those in the queue after it; `revised` names notices with their differences."""

    report: RunReport
    drafts: tuple[StoredDraft, ...]
    revised: tuple[tuple[str, tuple[FactDifference, ...]], ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Play:
    """The whole demo. `passwords` maps a user's name to the one-time password."""

    folder: Path
    first: Day
    second: Day
    approved: tuple[str, ...]
    passwords: dict[str, str]
    files: tuple[str, ...]


def clock() -> app.Clock:
    """Nine o'clock of the demo's day in Shanghai, and on from there."""
    began = dt.datetime.now(dt.UTC)
    nine = dt.datetime.combine(DAY, dt.time(1), dt.UTC)
    return lambda: nine + (dt.datetime.now(dt.UTC) - began)


def prepare(folder: Path, site: Site) -> Settings:
    """An empty scratch folder with a configuration. Refuses a folder that holds anything of somebody else's."""
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise InputError(
            Text(f"{folder}: is not empty", f"{folder}：不是空文件夹"),
            remedy=Text("name another folder with --folder", "请用 --folder 写明另一个文件夹"),
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    file = folder / "sources.toml"
    file.write_text(_CONFIGURATION.format(day=DAY, base=site.base), "utf-8")
    return settings.load(file, {})


def play(folder: Path, site: Site, progress: Progress, tell: Callable[[str], None]) -> Play:
    """Both days. `tell` is called with the name of each step as it begins."""
    made = prepare(folder, site)
    now = clock()
    store = app.open_store(made, now)
    try:
        passwords = _people(store, now)
        with app.pipeline(made, store, now, progress) as pipeline:
            tell("demo_first_pass")
            first = _day(store, collect(made.sources, pipeline))
            tell("demo_approving")
            approved = _approve_some(store, first.drafts, now)
            tell("demo_second_pass")
            site.edit()
            second = _day(store, collect(made.sources, pipeline))
        put_waiting(store, made)
        files = write_edition(made, store, now())
    finally:
        store.close()
    return Play(folder, first, second, approved, passwords, files)


def _people(store: Store, now: app.Clock) -> dict[str, str]:
    """One user per role, each with a password of its own: no shared account, not even here. Nobody has to change it: it
    is printed for whoever looks around, and forgotten with the demo."""
    passwords = {}
    for role in Role:
        name = role.value.replace("_expert", "")
        passwords[name] = accounts.one_time_password()
        department = "retail" if role is Role.BUSINESS_EXPERT else None
        operator = accounts.at_the_machine("demo")
        accounts.add(store, operator, name, name, [role], passwords[name], now, department=department)
    return passwords


def _day(store: Store, report: RunReport) -> Day:
    revised, gone = [], []
    with store.reading() as tx:
        drafts = tuple(tx.drafts.queue())
        for event in tx.audit.events(limit=1000):
            if event.at < report.started or event.action not in ("notice.revised", "notice.gone"):
                continue
            notice = tx.notices.get(int(event.subject.partition(":")[2]))
            revision = tx.notices.revision(notice.current_revision_id) if notice else None
            if notice and revision and event.action == "notice.revised":
                revised.append((notice.title, revision.differences))
            elif notice:
                gone.append(notice.title)
    return Day(report, drafts, tuple(revised), tuple(gone))


def _approve_some(store: Store, drafts: tuple[StoredDraft, ...], now: app.Clock) -> tuple[str, ...]:
    """Made-up experts sign the fee notice, the outage and the fraud warning: the bulletin has something to show. The
    new rates are signed for the call centre alone: they wait for the business expert."""
    customer = Actor("customer", frozenset({Role.CUSTOMER_EXPERT}))
    business = Actor("business", frozenset({Role.BUSINESS_EXPERT}))
    wanted = {Category.FEE_CHANGE, Category.MAINTENANCE, Category.FRAUD_WARNING}
    approved = []
    for draft in drafts:
        if draft.category is Category.RATE_CHANGE and not draft.unsupported:
            decisions.approve(store, customer, draft.id, draft.version, now)
        if draft.category not in wanted or draft.language != "zh" or draft.unsupported:
            continue
        decisions.approve(store, customer, draft.id, draft.version, now)
        if draft.tier is not Tier.STANDARD:
            decisions.approve(store, business, draft.id, draft.version, now)
        if draft.kind is DraftKind.BULLETIN:
            approved.append(draft.title)
    return tuple(approved)

"""A store as it is after years: notices, what was published of them, the record, and a queue of the morning.

Made-up throughout, the same for the same numbers, and written in batches: 100,000 notices take some minutes.

    python benchmarks/big_store.py big.db --notices 100000 --open 500
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import itertools
import json
import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, insert

from ingest.model import (
    BulletinDraft,
    Category,
    Citation,
    Coverage,
    Document,
    Entry,
    Facts,
    FaqDraft,
    Intent,
    Moment,
    Passage,
    PassageKind,
    Relevance,
    Role,
    Span,
    Urgency,
    VisitReport,
    VisitStatus,
)
from ingest.review.passwords import hash_password
from ingest.store import tables as t
from ingest.store.audit import FIRST, chain_hash
from ingest.store.codec import APPROVALS, DOCUMENT, FACTS, encode_content, kind_of
from ingest.store.columns import key
from ingest.store.draft_rows import headline, window
from ingest.store.entries import ends
from ingest.store.meta import Meta
from ingest.store.search_index import index_for
from ingest.store.search_terms import fields_of
from ingest.store.store import Store

NOW = dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)
"""Monday, half past eight in the morning in Shanghai."""
PASSWORD = "a sentence for benchmarks"
PEOPLE = (
    ("ada", "Ada", (Role.ADMINISTRATOR,)),
    ("li", "李", (Role.CUSTOMER_EXPERT,)),
    ("wang", "王", (Role.BUSINESS_EXPERT,)),
    ("au", "Au", (Role.AUDITOR,)),
)
_THINGS = (
    *("跨行转账", "借记卡年费", "信用卡取现", "短信通知", "账户管理", "外币兑换", "保管箱", "代发工资", "手机银行转账"),
    *(
        "网上银行证书",
        "对账单补打",
        "存款证明",
        "贵金属积存",
        "理财赎回",
        "基金定投",
        "积分兑换",
        "机场贵宾厅",
        "消费分期",
    ),
)
_PLACES = ("湖滨支行", "城南支行", "开发区支行", "体育路支行", "火车站支行", "西门支行", "大学城支行")
_CATEGORIES = tuple(Category)[:16]
_CALLS = 16_000
"""Asks of a working day: two hundred agents with eighty calls each."""
_VARIANTS = 400
_BATCH = 2000


@functools.cache
def _source(n: int) -> str:
    return f"source-{n % 40:02}"


@functools.cache
def _page(variant: int) -> tuple[bytes, bytes, str]:
    """Document and facts of one of some hundred notices, as they are stored, and the title."""
    thing, place = _THINGS[variant % len(_THINGS)], _PLACES[variant % len(_PLACES)]
    title = f"关于调整{place}{thing}手续费的公告（第{variant}号）"
    lines = [
        title,
        *(f"自2026年{1 + n % 12}月1日起，{thing}手续费由每笔{10 + n}元调整为每笔{5 + n}元。" for n in range(12)),
    ]
    text, passages, at = "\n".join(lines), [], 0
    for line in lines:
        kind = PassageKind.PARAGRAPH if at else PassageKind.TITLE
        passages.append(Passage(kind, Span(at, at + len(line)), f"/html/body/p[{len(passages)}]"))
        at += len(line) + 1
    document = Document(text, title, tuple(passages), language="zh", url=f"https://www.lakebank.example/n/{variant}")
    facts = Facts(title, "zh", "hans", dt.date(2026, 11, 20), Relevance.NOTICE, _CATEGORIES[variant % 16])
    return DOCUMENT.pack(document), FACTS.pack(facts), title


def _content(n: int, day: dt.date, confidence: float = 0.97) -> FaqDraft:
    thing, place = _THINGS[n % len(_THINGS)], _PLACES[n // 7 % len(_PLACES)]
    old, new = 10 + n % 90, 5 + n % 40
    quote = f"{thing}手续费由每笔{old}元调整为每笔{new}元"
    return FaqDraft(
        Intent.HOW_MUCH,
        f"{place}办理{thing}（{n}）每笔多少钱？",
        f"{day.year}年{day.month}月{day.day}日起每笔{new}元，原来每笔{old}元。",
        operation_points=(f"请客户到{place}柜台办理，带好本人身份证件。", "手机银行办理免收手续费。"),
        conditions=(f"适用于在{place}办理{thing}的个人客户。",),
        say=f"{thing}每笔{new}元，手机银行免费。",
        valid_from=Moment(day),
        keywords=(thing, place, "手续费", f"编号{n}"),
        citations=(Citation(quote, Span(0, len(quote))),),
        confidence=confidence,
    )


def _bulletin(n: int, day: dt.date) -> BulletinDraft:
    said = _content(n, day)
    return BulletinDraft(
        f"{said.question[:-5]}手续费调整",
        said.answer,
        f"{day.month}月{day.day}日起",
        said.conditions[0],
        said.say,
        operation_points=said.operation_points,
        starts=said.valid_from,
        citations=said.citations,
        confidence=said.confidence,
    )


def build(url: str, *, notices: int = 100_000, open_drafts: int = 500, search: bool = True, days: int = 0) -> None:
    """Fill the empty store at `url`. `days`: so long agents have counted asks."""
    store = Store.open(url, clock=lambda: NOW)
    try:
        with store.writing() as tx:
            _people(tx.conn)
            _visits(tx)
        for first in range(1, notices + 1, _BATCH):
            with store.writing() as tx:
                _published(tx.conn, range(first, min(first + _BATCH, notices + 1)), search=search)
        with store.writing() as tx:
            _waiting(tx.conn, notices, open_drafts)
            _record(tx, notices)
        for day in range(days):
            with store.writing() as tx:
                _asked(tx.conn, notices, NOW - dt.timedelta(days=day))
        with store.writing() as tx:
            _settle(tx.conn)
    finally:
        store.close()


def _settle(conn: Connection) -> None:
    """As after an ordinary life: statistics, and counters beyond the ids that were given here."""
    if conn.dialect.name == "postgresql":
        for table in (t.notices, t.revisions, t.drafts, t.entries):
            name = f"'{table.name}', 'id'"
            counted = f"(SELECT max(id) FROM {table.name})"
            conn.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence({name}), {counted})")
    conn.exec_driver_sql("ANALYZE")


def _people(conn: Connection) -> None:
    hashed = hash_password(PASSWORD)
    plain = {"password_hash": hashed, "disabled": False, "failures": 0, "created_at": NOW, "must_change": False}
    rows = [{**plain, "name": name, "display": shown, "roles": json.dumps(roles)} for name, shown, roles in PEOPLE]
    conn.execute(insert(t.users), rows)


def _visits(tx: Any) -> None:
    run = tx.runs.begin(NOW - dt.timedelta(hours=1))
    for n in range(40):
        status = VisitStatus.FAILED if n == 7 else VisitStatus.OK
        tx.runs.visit(run, VisitReport(_source(n), status, found=20))
    assert isinstance(tx.runs.coverage(), Coverage)


def _day(n: int, notices: int = 100_000) -> dt.date:
    """Old notices long ago, the newest around now."""
    return NOW.date() - dt.timedelta(days=(notices - n) * 1500 // max(notices, 1))


def _published(conn: Connection, numbers: range, *, search: bool) -> None:
    """A notice each, its revision, the approved draft, the sign-off, and the entry."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("n", "r", "u", "s", "d", "a", "e", "f", "x")}
    made: list[Entry] = []
    for n in numbers:
        day = _day(n)
        at = dt.datetime.combine(day, dt.time(2), dt.UTC)
        document, facts, title = _page(n % _VARIANTS)
        url, begins = f"https://www.lakebank.example/notices/{n}.html", day + dt.timedelta(days=n % 5)
        content = _content(n, begins) if n % 3 else _bulletin(n, begins)
        category, tier = _CATEGORIES[n % 16], ("R", "S", "F")[n % 3]
        rows["n"].append(_notice(n, title, url, category, at))
        rows["r"].append(_revision(n, title, day, document, facts, at))
        rows["u"].append({"key": key(url), "url": url, "notice_id": n})
        rows["s"].append({"notice_id": n, "source_id": _source(n)})
        rows["d"].append({**_draft(n, n, content, title, tier, category, at), "state": "approved"})
        rows["a"].append({"draft_id": n, "version": 1, "actor": "li", "role": "customer_expert", "at": at})
        expires = Moment(day + dt.timedelta(days=90)) if n % 4 else None
        row = _entry(n, content, title, url, category, day, expires, at)
        rows["e"].append(row)
        rows["f"] += _quoted(n)
        rows["x"].append({"entry_id": n, "changed": 0 if n % 3 else n % 60, "length": 180})
        if search:
            made.append(_as_entry(row, content))
    for name, table in zip(rows, _TABLES, strict=True):
        conn.execute(insert(table), rows[name])
    if made:
        index_for(conn).put({entry.id: fields_of(entry) for entry in made})


_TABLES = (
    t.notices,
    t.revisions,
    t.notice_urls,
    t.notice_sources,
    t.drafts,
    t.approvals,
    t.entries,
    t.entry_facts,
    t.edits,
)


def _notice(n: int, title: str, url: str, category: str, at: dt.datetime) -> dict[str, Any]:
    plain = {"id": n, "title": title, "url": url, "category": category}
    return {**plain, "first_seen": at, "gone_at": None, "revision": 1}


def _revision(n: int, title: str, day: dt.date, document: bytes, facts: bytes, at: dt.datetime) -> dict[str, Any]:
    return {
        "id": n,
        "notice_id": n,
        "number": 1,
        "snapshot_sha": None,
        "content": f"v1:{n}",
        "title_key": key(title),
        "title": title,
        "published": day,
        "sketch": "[]",
        "document": document,
        "facts": facts,
        "differences": "[]",
        "seen_at": at,
    }


def _draft(
    id: int, notice: int, content: FaqDraft | BulletinDraft, title: str, tier: str, category: str, at: dt.datetime
) -> dict[str, Any]:
    return {
        "id": id,
        "notice_id": notice,
        "revision_id": notice,
        "kind": kind_of(content).value,
        "change": 0,
        "topic": f"how_much:{id}",
        "content": encode_content(content),
        "state": "pending",
        "version": 1,
        "tier": tier,
        "category": category,
        "title": title,
        "language": "zh",
        "urgency": "P2",
        "starts": window(content)["starts"],
        "expires": None,
        "unsupported": "[]",
        "flags": "[]",
        "created_at": at,
        "changed_at": at,
        "headline": headline(content),
        "confidence": content.confidence,
        "snoozed_until": None,
        "department": None,
    }


def _entry(
    n: int,
    content: FaqDraft | BulletinDraft,
    title: str,
    url: str,
    category: str,
    day: dt.date,
    expires: Moment | None,
    at: dt.datetime,
) -> dict[str, Any]:
    return {
        "id": n,
        "kind": kind_of(content).value,
        "draft_id": n,
        "notice_id": n,
        "revision_id": n,
        "version": 1,
        "content": encode_content(content),
        "category": category,
        "language": "zh",
        "title": title,
        "source_url": url,
        "starts": window(content)["starts"],
        "expires": expires,
        "ends": ends(expires),
        "urgency": "P2",
        "published_at": at,
        "approvals": APPROVALS.encode(()),
        "validated": bool(n % 2500),
        "source_changed": n % 5000 == 17,
    }


def _as_entry(row: dict[str, Any], content: FaqDraft | BulletinDraft) -> Entry:
    names = ("id", "draft_id", "notice_id", "revision_id", "version", "language", "title", "source_url")
    plain = {name: row[name] for name in names} | {name: row[name] for name in ("starts", "expires", "published_at")}
    return Entry(
        kind=kind_of(content),
        content=content,
        category=Category(row["category"]),
        urgency=Urgency.P2,
        approvals=(),
        **plain,
    )


def _quoted(n: int) -> Iterator[dict[str, Any]]:
    label = f"{_THINGS[n % len(_THINGS)]}手续费"
    for position, (kind, value) in enumerate((("figure", f"{5 + n % 40}元"), ("former", f"{10 + n % 90}元"))):
        keys = {"label_key": key(label), "value_key": key(value)}
        yield {"entry_id": n, "position": position, "kind": kind, "label": label, "value": value, **keys}


def _waiting(conn: Connection, notices: int, count: int) -> None:
    """The queue: three drafts of each of the newest notices, of every kind that a morning brings."""
    rows, signed = [], []
    for k in range(count):
        notice = notices - k // 3
        id, day = notices + 1 + k, NOW.date() + dt.timedelta(days=k % 20 - 3)
        content = _content(id, day, confidence=(0.97, 0.85, 0.6, 0.99)[k % 4])
        title, at = _page(notice % _VARIANTS)[2], NOW - dt.timedelta(minutes=k * 7 % 5000)
        draft = _draft(id, notice, content, title, ("R", "S", "F")[k % 3], _CATEGORIES[k % 16], at)
        draft["urgency"] = ("P0", "P1", "P2", "P3")[k % 4 if k % 20 < 8 else 2]
        draft["state"] = "returned" if k % 25 == 3 else "pending"
        draft["snoozed_until"] = NOW + dt.timedelta(days=1) if k % 50 == 9 else None
        draft["department"] = "cards" if k % 12 == 5 else None
        if k % 9 == 2:
            draft["unsupported"] = json.dumps([{"place": "answer", "text": "30元"}])
        if k % 7 == 1:
            draft["flags"] = json.dumps([_FLAG])
        rows.append(draft)
        if k % 3 == 0 and k % 2:
            signed.append({"draft_id": id, "version": 1, "actor": "li", "role": "customer_expert", "at": at})
    conn.execute(insert(t.drafts), rows)
    if signed:
        conn.execute(insert(t.approvals), signed)
    newest = range(notices, max(0, notices - 5), -1)
    claimed = [{"notice_id": n, "owner": "wang", "since": NOW, "until": NOW + dt.timedelta(days=9)} for n in newest]
    conn.execute(insert(t.claims), claimed)


_FLAG = {
    "code": "year_inferred",
    "evidence": {"span": {"start": 0, "end": 2}, "quote": "关于", "rule": "test"},
    "message": "the year is inferred",
}


def _asked(conn: Connection, notices: int, at: dt.datetime) -> None:
    """A day's asks of FAQ entries: a few all day long (Zipf), the newest most."""
    draw = random.Random(at.toordinal())
    rows = []
    for _ in range(_CALLS):
        n = notices - int(notices ** draw.random()) + 1
        n -= 0 if n % 3 else 1
        if n > 0:
            rows.append({"entry_id": n, "user_id": 1, "at": at - dt.timedelta(seconds=draw.randrange(36_000))})
    conn.execute(insert(t.asks), rows)


def _record(tx: Any, notices: int) -> None:
    """Two events for each publication, chained."""
    previous, id = FIRST, 0
    for some in _batched(_events(notices)):
        rows = []
        for actor, action, subject, detail in some:
            id += 1
            at = dt.datetime.combine(_day(id // 2, notices), dt.time(3), dt.UTC)
            digest = chain_hash(previous, id, at, actor, action, subject, detail)
            row = {"id": id, "at": at, "actor": actor, "action": action, "subject": subject, "detail": detail}
            rows.append({**row, "previous": previous, "hash": digest})
            previous = digest
        tx.conn.execute(insert(t.audit), rows)
    Meta(tx.conn, tx.clock).set("audit.head", f"{id}:{previous}")


def _events(notices: int) -> Iterator[tuple[str, str, str, str]]:
    for n in range(1, notices + 1):
        yield "li", "signed", f"draft:{n}", '{"role":"customer_expert","version":1}'
        yield "li", "published", f"entry:{n}", f'{{"draft":{n},"version":1}}'


def _batched(events: Iterable[Any], size: int = 5000) -> Iterator[list[Any]]:
    events = iter(events)
    while some := list(itertools.islice(events, size)):
        yield some


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("url", help="a new SQLite file, or the address of an empty PostgreSQL database")
    parser.add_argument("--notices", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=500, help="drafts that wait")
    parser.add_argument("--no-search", action="store_true", help="without the index of words: quicker to make")
    parser.add_argument("--days", type=int, default=0, help="of asks, 16,000 each")
    asked = parser.parse_args()
    began = time.perf_counter()
    build(asked.url, notices=asked.notices, open_drafts=asked.open, search=not asked.no_search, days=asked.days)
    print(f"{asked.notices} notices, {asked.open} drafts wait: {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()

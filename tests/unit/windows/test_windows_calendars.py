"""Tables of holidays: days on one side, and in their cells what is closed, open for some hours, as usual again."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.extract import extract
from ingest.model import EndKind, Reading, Window
from ingest.understand.facts import understand

READING = Reading(today=dt.date(2026, 9, 10), published=dt.date(2026, 9, 10))


def shown(window: Window) -> str:
    end = "event" if window.end_kind is EndKind.EVENT else (window.end or "")
    return " ".join(filter(None, (window.role, f"{window.start or ''}..{end}", window.recurrence)))


def windows(title: str, rows: str) -> list[str]:
    """A key window as it stands, one beside the point in brackets."""
    table = "".join(f"<tr>{''.join(f'<td>{c.strip()}</td>' for c in r.split('|'))}</tr>" for r in rows.split("\n"))
    page = f"<html><body><div><h1>{title}</h1><p>{title}</p><table>{table}</table></div></body></html>"
    facts = understand(extract(page.encode(), charset="utf-8"), READING)
    return [shown(w) if w.key else f"({shown(w)})" for w in facts.windows]


TABLES = [
    (
        "国庆节营业时间安排",
        "日期 | 营业网点 | 对公业务\n10月1日至3日 | 全部停业 | 停办"
        "\n10月4日至7日 | 9:30—16:00 | 停办\n10月8日 | 恢复正常营业 | 恢复",
        ["closure 2026-10-01..2026-10-03", "closure 2026-10-04..2026-10-07", "resume 2026-10-08.."],
    ),
    (
        "國慶日服務時間",
        "日期 | 分行 | 熱線\n10月1日（星期四） | 休息 | 照常\n10月2日（星期五） | 照常營業 | 照常",
        ["closure 2026-10-01..2026-10-01", "resume 2026-10-02.."],
    ),
    (
        "Holiday opening hours",
        "Date | Branches | Call centre\nThu 24 Dec 2026 | Closed | 9am-1pm"
        "\nFri 25 Dec 2026 | Closed | Closed\nMon 28 Dec 2026 | Normal hours | Normal hours",
        ["closure 2026-12-24..2026-12-24", "closure 2026-12-25..2026-12-25", "resume 2026-12-28.."],
    ),
    (
        "Holiday opening hours",
        "Service | 25 December 2026 | 26 December 2026\nBranches | Closed | Closed\nPhone lines | Closed | 10am to 4pm",
        ["closure 2026-12-25..2026-12-25", "closure 2026-12-26..2026-12-26"],
    ),
    (
        "Year-end holiday hours",
        "Saturday, 12/26/2026 | Lobbies stay closed; drive-ups run 9:00 a.m. to noon"
        "\nFriday, 1/1/2027 | Closed all day",
        ["closure 2026-12-26..2026-12-26", "closure 2027-01-01..2027-01-01"],
    ),
]


@pytest.mark.parametrize(("title", "rows", "expected"), TABLES)
def test_each_cell_tells_what_holds_on_its_day(title: str, rows: str, expected: list[str]) -> None:
    assert [w for w in windows(title, rows) if not w.startswith("(")] == expected


def test_hours_of_an_open_day_stand_beside_the_closures() -> None:
    rows = "Date | Branches | Call centre\nThu 24 Dec 2026 | Closed | 9am-1pm\nFri 25 Dec 2026 | Closed | Closed"
    assert "(effective 2026-12-24T09:00..2026-12-24T13:00)" in windows("Holiday opening hours", rows)

"""A made-up notice with its facts, built by hand: the writer is tested without the readers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ingest.model import (
    Category,
    Contact,
    ContactKind,
    ContactRole,
    Direction,
    Document,
    EndKind,
    Evidence,
    Facts,
    Figure,
    FigureKind,
    Intent,
    Moment,
    Passage,
    PassageKind,
    Quantity,
    Relevance,
    Span,
    Statement,
    Window,
    WindowRole,
)

LINES = (
    "关于调整借记卡部分收费标准的公告",
    "自2031年5月6日（含）起，我行调整下列收费标准。",
    "补发新卡手续费由每张35元下调至每张25元。",
    "跨境查询手续费由每笔8元上调至每笔9元，境内查询仍免费。",
    "2031年5月5日（含）前已受理的申请，按原标准收取。",
    "持有助学账户的客户免收补发新卡手续费。",
    "详情可致电客户服务热线95733。",
)
TEXT = "\n".join(LINES)
TODAY = dt.date(2031, 4, 20)


def evidence(words: str, text: str = TEXT) -> Evidence:
    start = text.index(words)
    return Evidence(Span(start, start + len(words)), words, "by hand")


def money(value: str, per: str = "card") -> tuple[Quantity, ...]:
    return (Quantity(Decimal(value), f"CNY/{per}"),)


def document_of(text: str, **more: object) -> Document:
    passages, at = [], 0
    for number, line in enumerate(text.split("\n")):
        kind = PassageKind.PARAGRAPH if number else PassageKind.TITLE
        passages.append(Passage(kind, Span(at, at + len(line)), f"line {number}"))
        at += len(line) + 1
    return Document(text=text, title=text.split("\n")[0], passages=tuple(passages), **more)  # type: ignore[arg-type]


def notice() -> Document:
    return document_of(TEXT)


def notice_facts() -> Facts:
    return Facts(
        title=LINES[0],
        language="zh",
        script="hans",
        published=dt.date(2031, 4, 18),
        relevance=Relevance.NOTICE,
        category=Category.FEE_CHANGE,
        windows=(
            Window(WindowRole.EFFECTIVE, Moment(dt.date(2031, 5, 6)), None, EndKind.OPEN, evidence("自2031年5月6日（含）起")),
        ),
        figures=(
            Figure(
                FigureKind.FEE, "补发新卡手续费", money("35"), money("25"), Direction.DOWN, evidence(LINES[2]),
                old_text="每张35元", new_text="每张25元",
            ),
            Figure(
                FigureKind.FEE, "跨境查询手续费", money("8", "transaction"), money("9", "transaction"), Direction.UP,
                evidence("跨境查询手续费由每笔8元上调至每笔9元"),
            ),
            Figure(FigureKind.FEE, "助学账户补发新卡手续费", (), money("0"), Direction.EXEMPT, evidence(LINES[5])),
        ),
        contacts=(Contact(ContactKind.PHONE, "95733", ContactRole.OFFICIAL, evidence("95733")),),
        statements=(
            Statement(Intent.TRANSITION, LINES[4], evidence(LINES[4])),
            Statement(Intent.HOW_TO, LINES[6], evidence(LINES[6])),
        ),
        keywords=("补卡", "手续费", "查询费"),
    )  # fmt: skip

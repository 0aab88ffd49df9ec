"""No text makes the reading slow: long tokens, long lines, long tables, repeated signs."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest

from ingest.model import Category, Cell, Document, Passage, PassageKind, Reading, Span, Table
from ingest.text.normal import normalise
from ingest.understand import category
from ingest.understand.answers import read_answers
from ingest.understand.contacts import read_contacts
from ingest.understand.prints import fingerprint
from ingest.understand.relevance import judge
from ingest.understand.sentences import read_sentences
from ingest.understand.statements import read_statements

READING = Reading(today=dt.date(2026, 5, 10))
LENGTH = 10_000
SECONDS = 4.0
"""Of processor time; a straight reading takes a tenth of it, one that is not linear takes minutes."""


def repeated(unit: str) -> str:
    return (unit * (LENGTH // len(unit) + 1))[:LENGTH]


ODD = {
    "one long word": repeated("a"),
    "one long Chinese word": repeated("费"),
    "one long number": repeated("7"),
    "digits and blanks": repeated("12 "),
    "digits and hyphens": repeated("400-"),
    "brackets": repeated("("),
    "quotes": repeated('"'),
    "quoted letters": repeated('"a'),
    "dots": repeated("a.b"),
    "addresses": repeated("www.a"),
    "an endless e-mail": repeated("a.") + "@" + repeated("b."),
    "arrows": repeated("首页>"),
    "English arrows": repeated("Cards > Lock "),
    "hyphens between words": repeated("我的-设置-"),
    "list numbers": repeated("一、(二)3."),
    "colons": repeated("a:"),
    "commas": repeated("请,"),
    "claims": repeated("自称客服要求客户拨打400-123-4567,"),
    "capitals": repeated("Abc De "),
    "semicolons": repeated("客户可办理;"),
    "masked names": repeated("王**"),
    "clock times": repeated("22:00至6:00停止"),
    "fullwidth and circled": repeated("①２３："),
    "cells": repeated("a | "),
    "questions": repeated("可以吗?"),
}


def taken(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
def test_a_long_line_is_read_in_time(body: str) -> None:
    document = Document(f"通知\n{body}", "通知")

    def work() -> None:
        normal = normalise(document.text)
        sentences = read_sentences(document, normal)
        zones = category.zones(document, sentences, document.title)
        judge(document, sentences, zones["title"], zones["body"])
        category.rank(zones)
        contacts = read_contacts(document, normal, sentences, READING, category=Category.FRAUD_WARNING)
        read_statements(document, normal, sentences, category=Category.PROMOTION, contacts=contacts)
        read_answers(document, sentences)
        fingerprint(document, normal)

    assert taken(work) < SECONDS


def test_a_long_table_is_read_in_time() -> None:
    rows, at, lines = [], 3, []
    for number in range(600):
        texts = (f"项目{number}", f"客户电话400-123-{number:04}请勿相信", "适用于全体客户，另有约定的除外")
        cells = []
        for text in texts:
            cells.append(Cell(text, Span(at, at + len(text))))
            at += len(text) + 3
        at -= 2
        rows.append(tuple(cells))
        lines.append(" | ".join(texts))
    text = "通知\n" + "\n".join(lines)
    table = Table(tuple(rows), Span(3, len(text)), "t")
    passages, start = [Passage(PassageKind.TITLE, Span(0, 2), "h")], 3
    for line in lines:
        passages.append(Passage(PassageKind.ROW, Span(start, start + len(line)), "r"))
        start += len(line) + 1
    document = Document(text, "通知", tuple(passages), (table,))

    def work() -> None:
        normal = normalise(document.text)
        sentences = read_sentences(document, normal)
        category.rank(category.zones(document, sentences, "通知"))
        contacts = read_contacts(document, normal, sentences, READING, category=Category.FRAUD_WARNING)
        read_statements(document, normal, sentences, contacts=contacts)

    assert taken(work) < SECONDS

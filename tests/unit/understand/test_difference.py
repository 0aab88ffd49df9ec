"""What a reviewer reads when a notice was changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.model import (
    Contact,
    ContactKind,
    ContactRole,
    Direction,
    EndKind,
    Evidence,
    Facts,
    Figure,
    FigureKind,
    Intent,
    Moment,
    Quantity,
    Relevance,
    Span,
    Statement,
    Window,
    WindowRole,
)
from ingest.understand.difference import difference

SEEN = Evidence(Span(0, 1), "甲", "test")
PLAIN = Facts("公告", "zh", "hans", dt.date(2031, 4, 1), Relevance.NOTICE, None)


def fee(
    old: str, new: str, unit: str = "CNY/copy", *, old_text: str | None = None, new_text: str | None = None
) -> Figure:
    sides = tuple((Quantity(Decimal(v), unit),) if v else () for v in (old, new))
    return Figure(
        FigureKind.FEE, "回单补打费", sides[0], sides[1], Direction.CHANGED, SEEN, old_text=old_text, new_text=new_text
    )


def outage(start: str, end: str | None, **more: object) -> Window:
    def moment(text: str) -> Moment:
        at = dt.datetime.fromisoformat(text)
        return Moment(at.date(), at.time())

    last = moment(end) if end else None
    kind = EndKind.DATE if end else EndKind.EVENT
    return Window(WindowRole.OUTAGE, moment(start), last, kind, SEEN, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (fee("10", "20", old_text="10元/份", new_text="20元/份"), "10元/份 → 20元/份"),
        (fee("10", "20"), "10元/份 → 20元/份"),
        (fee("", "12500.5", "CNY/card"), "12,500.5元/卡"),
        (fee("0.0085", "0.0065", "ratio/year", old_text="0.85", new_text="0.65"), "0.85% → 0.65%"),
        (fee("0.5", "0.75", "paid_share"), "5折 → 7.5折"),
    ],
)
def test_figures_are_told_as_the_notice_prints_them(figure: Figure, shown: str) -> None:
    (found,) = difference(PLAIN, replace(PLAIN, figures=(figure,)))
    assert (found.label, found.old, found.new) == ("回单补打费", None, shown)


@pytest.mark.parametrize(
    ("direction", "shown"),
    [(Direction.REMOVED, "10元/份 → 取消"), (Direction.UNCHANGED, "10元/份 不变"), (Direction.EXEMPT, "免收")],
)
def test_what_ends_stays_or_is_free_is_said_in_a_word(direction: Direction, shown: str) -> None:
    old = "10" if direction is not Direction.EXEMPT else ""
    figure = replace(fee(old, ""), direction=direction)
    (found,) = difference(PLAIN, replace(PLAIN, figures=(figure,)))
    assert found.new == shown


def test_english_notices_get_english_words() -> None:
    english = replace(PLAIN, language="en")
    figure = replace(fee("9", "12", "GBP/card"), item="Replacement card")
    (found,) = difference(english, replace(english, figures=(figure,)))
    assert found.new == "£9 per card → £12 per card"


def test_windows_are_told_by_their_moments_and_labelled_once() -> None:
    old = replace(PLAIN, windows=(outage("2031-03-07T22:00", "2031-03-08T06:00", applies_to="转账"),))
    new = replace(PLAIN, windows=(outage("2031-03-07T23:30", "2031-03-08T06:00", applies_to="转账"),))
    (found,) = difference(old, new)
    assert found.label == "转账（暂停服务）"
    assert found.old == "2031-03-07 22:00 – 2031-03-08 06:00"
    assert found.new == "2031-03-07 23:30 – 2031-03-08 06:00"


def test_an_end_that_is_still_open_is_said() -> None:
    (found,) = difference(PLAIN, replace(PLAIN, windows=(outage("2031-03-07T22:00", None),)))
    assert (found.label, found.new) == ("暂停服务", "2031-03-07 22:00 – 另行通知")


def test_fake_numbers_are_labelled_as_fake() -> None:
    fake = Contact(ContactKind.PHONE, "00951234", ContactRole.FRAUDULENT, SEEN)
    (found,) = difference(PLAIN, replace(PLAIN, contacts=(fake,)))
    assert (found.label, found.new) == ("电话（假冒）", "00951234")


def test_a_reworded_sentence_stands_beside_the_old_one() -> None:
    def said(text: str) -> Facts:
        return replace(PLAIN, statements=(Statement(Intent.REFUND, text, SEEN),))

    (found,) = difference(said("退货后优惠不退。"), said("退货后优惠按比例退回。"))
    assert (found.label, found.old, found.new) == ("退款", "退货后优惠不退。", "退货后优惠按比例退回。")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_role_and_topic_has_its_word(language: str) -> None:
    facts = replace(PLAIN, language=language)
    windows = tuple(Window(r, Moment(dt.date(2031, 1, 1)), None, EndKind.OPEN, SEEN) for r in WindowRole)
    said = tuple(Statement(i, f"{i}.", SEEN) for i in Intent)
    found = difference(facts, replace(facts, windows=windows, statements=said))
    labels = {d.label for d in found}
    assert len(found) == len(WindowRole) + len(Intent) and labels.isdisjoint({"stop_accepting", "what_changes"})

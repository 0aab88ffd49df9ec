"""New values into the words of people."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import pytest
from builders import changed, fee_page, moment, outage_page
from hypothesis import given
from hypothesis import strategies as st

from ingest.review.carry import carry, carry_text
from ingest.review.numerals import chinese, value_of
from ingest.review.value_changes import ValueChange, value_changes


def reversed_changes(changes: Iterable[ValueChange]) -> tuple[ValueChange, ...]:
    """The way back."""
    return tuple(
        ValueChange(c.label, c.new, c.old, c.new_text, c.old_text, c.new_span, c.old_span, c.paid) for c in changes
    )


def money(old: str, new: str, label: str = "手续费") -> ValueChange:
    return ValueChange(label, ("money", Decimal(old), "CNY"), ("money", Decimal(new), "CNY"), f"{old}元", f"{new}元")


def share(old: str, new: str, *, paid: bool = False) -> ValueChange:
    return ValueChange("利率", ("ratio", Decimal(old)), ("ratio", Decimal(new)), "", "", paid=paid)


def day(old: str, new: str, label: str = "") -> ValueChange:
    a, b = dt.date.fromisoformat(old), dt.date.fromisoformat(new)
    return ValueChange(label, ("date", a), ("date", b), old, new)


def clock_time(old: str, new: str) -> ValueChange:
    a, b = dt.time.fromisoformat(old), dt.time.fromisoformat(new)
    return ValueChange("", ("time", a.hour, a.minute), ("time", b.hour, b.minute), old, new)


SAID = [
    ("每笔30元，满130元另计", [money("30", "20")], "每笔20元，满130元另计"),
    ("每笔30.5元或30元", [money("30", "20")], "每笔30.5元或20元"),
    ("限额2万元（20,000元，¥20000，二万元）", [money("20000", "25000")], "限额2.5万元（25,000元，¥25000，两万五千元）"),
    ("RMB 20,000 per day", [money("20000", "3500")], "RMB 3,500 per day"),
    ("２０，０００元", [money("20000", "25000")], "２５，０００元"),
    ("收千分之五，即5‰、0.5%、50个基点", [share("0.005", "0.0035")], "收千分之三点五，即3.5‰、0.35%、35个基点"),
    ("打八八折（88折），12% off", [share("0.88", "0.75", paid=True)], "打七五折（75折），25% off"),
    (
        "2026年12月1日（周二）起，12月1日至15日",
        [day("2026-12-01", "2026-12-02"), day("2026-12-15", "2026-12-20")],
        "2026年12月2日（周三）起，12月2日至20日",
    ),
    ("12月1日起", [day("2026-12-01", "2027-01-04")], "2027年1月4日起"),
    ("自2026年12月1日至12月31日", [day("2026-12-31", "2027-01-15")], "自2026年12月1日至2027年1月15日"),
    ("二〇二六年十二月一日", [day("2026-12-01", "2026-11-20")], "二〇二六年十一月二十日"),
    (
        "from 1st December 2026 (Tuesday), Dec 1 or December 1, 2026",
        [day("2026-12-01", "2026-11-23")],
        "from 23rd November 2026 (Monday), Nov 23 or November 23, 2026",
    ),
    ("2026-12-01 / 2026/12/1", [day("2026-12-01", "2026-11-03")], "2026-11-03 / 2026/11/3"),
    ("22:00至次日6:00，晚上10点，10:00 pm", [clock_time("22:00", "23:30")], "23:30至次日6:00，晚上11点30分，11:30 pm"),
]


@pytest.mark.parametrize(("text", "changes", "carried"), SAID)
def test_a_value_is_exchanged_in_its_own_notation_and_nothing_else(text, changes, carried):
    assert carry_text("answer", text, changes).text == carried


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("满130元", [money("30", "20")]),
        ("30,000元", [money("30", "20")]),
        ("30万元", [money("30", "20")]),
        ("编号A30，拨打95530", [money("30", "20")]),
        ("3.30元", [money("30", "20")]),
        ("一百三十元", [money("30", "20")]),
        ("12月11日、2026年2月1日", [day("2026-12-01", "2026-12-05")]),
        ("2025年12月1日", [day("2026-12-01", "2026-12-05")]),
        ("12:22:00，2:00", [clock_time("22:00", "23:00")]),
    ],
)
def test_what_only_looks_like_the_value_is_not_touched(text, changes):
    done = carry_text("answer", text, changes)
    assert done.text == text and not done.replaced


def test_two_things_that_cost_the_same_are_told_apart_by_what_the_sentence_speaks_of():
    changes = [money("10", "6", "柜面转账手续费"), money("10", "10", "账户管理费")]
    text = "柜面转账每笔10元。账户管理费每月10元。"
    assert carry_text("answer", text, changes).text == "柜面转账每笔6元。账户管理费每月10元。"


def test_in_one_sentence_the_clause_tells_which_value_is_meant():
    changes = [
        money("200000", "100000", "手机银行个人客户单笔转账限额"),
        money("200000", "200000", "手机银行个人客户：日累计限额"),
        money("500000", "300000", "手机银行个人客户：日累计限额"),
    ]
    text = "手机银行个人客户单笔转账限额由5万元上调至20万元，日累计限额由20万元上调至50万元。"
    said = "手机银行个人客户单笔转账限额由5万元上调至10万元，日累计限额由20万元上调至30万元。"
    assert carry_text("answer", text, changes).text == said


def test_of_two_names_the_one_that_is_part_of_the_other_is_meant_where_nothing_more_is_said():
    changes = [money("10", "6", "转账手续费"), money("10", "8", "境外转账手续费")]
    text = "转账手续费10元；境外转账手续费10元。"
    assert carry_text("answer", text, changes).text == "转账手续费6元；境外转账手续费8元。"


def test_the_day_to_look_again_moves_with_the_start():
    _, old, _, bulletin = fee_page()
    window = dataclasses.replace(old.windows[0], start=moment("2026-12-05"))
    changes = value_changes(old, dataclasses.replace(old, windows=(window,)))
    mine = changed(bulletin, expires=moment("2027-03-01"), review=True)
    assert carry(mine, changes).content.expires == moment("2027-03-05")
    assert carry(changed(mine, review=False), changes).content.expires == moment("2027-03-01")


def test_what_nobody_can_tell_apart_is_left_to_a_person():
    changes = [money("10", "6", "柜面转账"), money("10", "10", "账户管理费")]
    done = carry_text("answer", "统一收10元。", changes)
    assert done.text == "统一收10元。" and [(item.old, item.why) for item in done.left] == [("10元", "ambiguous")]


def test_values_that_change_places_are_exchanged_at_once():
    changes = [money("10", "6", "旧"), money("6", "5", "新")]
    assert carry_text("answer", "原来10元，现在6元。", changes).text == "原来6元，现在5元。"


def test_a_part_of_the_day_that_no_longer_fits_is_left_to_a_person():
    done = carry_text("when", "晚上10点停机。", [clock_time("22:00", "02:00")])
    assert done.text == "晚上10点停机。" and done.left[0].why == "unsayable"


def test_the_words_of_people_stay_and_the_period_follows():
    _, old, faq, _ = fee_page("6元")
    _, new, _, _ = fee_page("5元")
    new = dataclasses.replace(new, windows=(dataclasses.replace(new.windows[0], start=moment("2027-01-01")),))
    mine = changed(faq, answer="您好！2026年12月1日起，每笔只收6元（以前每笔10元），老客户也一样。")
    done = carry(mine, value_changes(old, new))
    assert done.content.answer == "您好！2027年1月1日起，每笔只收5元（以前每笔10元），老客户也一样。"
    assert done.content.valid_from == moment("2027-01-01")
    assert {(r.place, r.old, r.new) for r in done.replaced} >= {("answer", "6元", "5元"), ("say", "6元", "5元")}
    assert done.content.keywords == faq.keywords and done.left == ()


def test_an_outage_that_moves_takes_its_hours_along():
    _, old, faq, bulletin = outage_page()
    window = dataclasses.replace(old.windows[0], start=moment("2026-11-24T23:00"), end=moment("2026-11-25T05:00"))
    changes = value_changes(old, dataclasses.replace(old, windows=(window,)))
    done = carry(bulletin, changes)
    assert done.content.when == "23:00 on 24 November 2026 to 05:00 on 25 November 2026"
    assert (done.content.starts, done.content.expires) == (moment("2026-11-24T23:00"), moment("2026-11-25T05:00"))
    assert carry(faq, changes).content.say == "Mobile banking is back at 05:00 on 25 November."


WORDS = st.text("您好转账每免收另计的客户，。：（） ", max_size=12)
AMOUNTS = st.integers(1, 9_999_999).map(Decimal) | st.decimals("0.01", "9999", places=2).map(Decimal.normalize)
FORMS = ["{}元", "¥{}", "每笔{}元", "RMB {}", "{}元/笔", "人民币{}元"]


@st.composite
def two_amounts(draw):
    old = draw(AMOUNTS)
    return old, draw(AMOUNTS.filter(lambda n: n != old))


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


@given(
    two_amounts(), st.lists(st.tuples(WORDS, st.sampled_from(FORMS), st.booleans()), min_size=1, max_size=4), AMOUNTS
)
def test_there_and_back_gives_the_first_text_and_nothing_but_values_changes(values, parts, other):
    old, new = values
    other = other if other not in values else old + new
    text = "；".join(words + form.format(plain(old if mine else other)) for words, form, mine in parts)
    there = [money(plain(old), plain(new))]
    done = carry_text("answer", text, there)
    assert done.text == "；".join(w + form.format(plain(new if mine else other)) for w, form, mine in parts)
    assert carry_text("answer", done.text, reversed_changes(there)).text == text
    assert _without(text, [r.span for r in done.replaced]) == _kept(text, done.replaced)


def _without(text, spans):
    out, at = [], 0
    for span in spans:
        out.append(text[at : span.start])
        at = span.end
    return [*out, text[at:]]


def _kept(text, replaced):
    rest = carry_text("answer", text, [r.change for r in replaced]).text if replaced else text
    out, at = [], 0
    shift = 0
    for r in replaced:
        out.append(rest[at : r.span.start + shift])
        shift += len(r.new) - (r.span.end - r.span.start)
        at = r.span.end + shift
    return [*out, rest[at:]]


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
DAY_FORMS = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.month}月{d.day}日",
    lambda d: d.isoformat(),
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d:%B} {d.day}, {d.year}",
]


@given(DAYS, DAYS, st.lists(st.tuples(WORDS, st.sampled_from(DAY_FORMS)), min_size=1, max_size=4))
def test_days_go_there_and_back_too(old, new, parts):
    text = "；".join(f"{words} {form(old)}起" for words, form in parts)
    there = [day(old.isoformat(), new.isoformat())]
    carried = carry_text("when", text, there).text
    assert carried == "；".join(f"{words} {form(new)}起" for words, form in parts)
    assert carry_text("when", carried, reversed_changes(there)).text == text


@given(st.integers(0, 99_999_999).map(Decimal))
def test_chinese_numerals_are_read_as_they_are_written(value):
    written = chinese(value)
    assert written is not None and value_of(written) == value

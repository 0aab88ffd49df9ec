"""Any quantity that is printed is read back; any text is read without trouble."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Category, Cell, Direction, Document, Reading, Span, Table
from ingest.text.normal import normalise
from ingest.understand.figures import read_figures, read_quantities

_steady = settings(max_examples=60, deadline=None)
_WHOLE = st.integers(min_value=1, max_value=999_999)
_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_CHINESE = "〇一二三四五六七八九"
_MONEY = st.sampled_from(
    [("{}元", "CNY"), ("人民币{}元", "CNY"), ("¥{}", "CNY"), ("HK${}", "HKD"), ("£{}", "GBP"), ("{}美元", "USD"), ("₹{}", "INR"), ("S${}", "SGD"), ("NT${}", "TWD"), ("{} EUR", "EUR")]
)  # fmt: skip
_PER = st.sampled_from(
    [
        ("", ""),
        ("/笔", "/transaction"),
        ("每月", "/month"),
        (" per year", "/year"),
        ("/卡", "/card"),
        ("/户/月", "/month"),
    ]
)


def _one(text: str) -> tuple[Decimal, str]:
    found = read_quantities(text)
    assert len(found) == 1, (text, found)
    return found[0][2].value, found[0][2].unit


@_steady
@given(_WHOLE, _MONEY, _PER, st.booleans())
def test_money_in_any_form_is_read_back(
    number: int, money: tuple[str, str], per: tuple[str, str], grouped: bool
) -> None:
    printed = money[0].format(f"{number:,}" if grouped else str(number)) + per[0]
    assert _one(f"费用{printed}。") == (Decimal(number), money[1] + per[1])


@_steady
@given(_WHOLE, _MONEY)
def test_full_width_digits_are_digits(number: int, money: tuple[str, str]) -> None:
    assert _one(money[0].format(f"{number:,}".translate(_FULL_WIDTH))) == (Decimal(number), money[1])


@_steady
@given(st.integers(1, 99))
def test_chinese_numerals_are_numbers(number: int) -> None:
    tens, ones = divmod(number, 10)
    written = ("" if tens < 2 else _CHINESE[tens]) + ("十" if tens else "") + (_CHINESE[ones] if ones else "")
    assert _one(f"{written}万元") == (Decimal(number) * 10000, "CNY")


@_steady
@given(
    st.decimals(min_value="0.01", max_value="99.99", places=2),
    st.sampled_from(["%", "‰", " per cent", "个基点", "个百分点"]),
)
def test_shares_of_a_hundred_are_ratios(number: Decimal, sign: str) -> None:
    size = {"%": 100, "‰": 1000, " per cent": 100, "个基点": 10000, "个百分点": 100}[sign]
    unit = "ratio_points" if sign.startswith("个") else "ratio"
    assert _one(f"{number}{sign}") == (number / size, unit)


@_steady
@given(
    st.integers(1, 60),
    st.sampled_from(
        [("天", "day"), ("个月", "month"), (" days", "day"), (" months", "month"), ("个工作日", "workday")]
    ),
)
def test_terms_are_read_back(number: int, unit: tuple[str, str]) -> None:
    assert _one(f"{number}{unit[0]}") == (Decimal(number), unit[1])


_PIECES = st.sampled_from(
    ["由", "调整为", "5元", "每笔", "3%", "免收", "最高", "50元", "，", "。", "；", "1万元以下（含）", "from £3 ", "to £5", "不变", "2026年5月1日起", "取消", "(", ")", "每消费1元", "累计", "2积分", " | ", "\n", "①", "年费", "per month "]
)  # fmt: skip


@_steady
@given(st.lists(_PIECES, max_size=24))
def test_any_text_is_read_with_verbatim_quotes(pieces: list[str]) -> None:
    text = "公告\n" + "".join(pieces)
    for f in read_figures(Document(text, "公告"), normalise(text), Reading(dt.date(2026, 1, 1))):
        assert f.evidence.quote == f.evidence.span.of(text)
        assert len(f.evidence.quote) <= 240


def test_a_long_notice_is_read_in_little_time() -> None:
    lines = [
        "公告",
        *(f"{n}、手续费由每笔{n}元调整为每笔{n + 1}元，每日限{n}次，自2026年5月1日起执行。" for n in range(1, 400)),
    ]
    text = "\n".join(lines)
    figures = read_figures(Document(text, "公告"), normalise(text), Reading(dt.date(2026, 1, 1)))
    assert len(figures) >= 399


_CELLS = st.sampled_from(
    ["", "—", "5元/笔", "£3", "3%", "免费", "Free", "Nil", "不变", "No change", "取消", "1万元以下：2元；以上：3元", "100点", "HK$1 per US$1", "LKR 2 per 3 points", "1", "1.25①", "项目", "现价", "新价格", "Rate today", "From 1 May 2026", "2026年5月1日前", "$5 (Gold) $6 (Classic)", "12次（含2次）", "由5元调整为6元", "至多3次", "\n", "（", "第六条", "a" * 300]
)  # fmt: skip


@st.composite
def _pages(draw: st.DrawFn) -> Document:
    """A title, some text and a table of any cells, merged ones and empty ones too."""
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(_CELLS, min_size=width, max_size=width), min_size=1, max_size=5))
    text = "公告\n" + draw(st.text(max_size=40)).replace("\n", " ") + "\n"
    grid, first = [], len(text)
    for row in rows:
        cells: list[Cell] = []
        for i, word in enumerate(row):
            if i and draw(st.integers(0, 5)) == 0:
                cells.append(cells[-1])
                continue
            cells.append(Cell(word, Span(len(text), len(text) + len(word)), draw(st.booleans())))
            text += word + " | "
        text += "\n"
        grid.append(tuple(cells))
    table = Table(tuple(grid), Span(first, len(text)), "", draw(st.none() | st.text(max_size=10)))
    return Document(text, "公告", (), (table,), script=draw(st.sampled_from(["hans", "hant"])))


@settings(max_examples=150, deadline=None)
@given(_pages(), st.none() | st.sampled_from(list(Category)))
def test_any_table_is_read_without_trouble(document: Document, category: Category | None) -> None:
    for f in read_figures(document, normalise(document.text), Reading(dt.date(2026, 1, 1)), category=category):
        assert f.evidence.quote == f.evidence.span.of(document.text)
        assert f.item == f.item.strip()
        assert (f.old or f.new) or f.direction in (Direction.UNCHANGED, Direction.REMOVED)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.text(max_size=20), st.none() | st.sampled_from(list(Category)))
def test_any_text_at_all_is_read_without_trouble(body: str, title: str, category: Category | None) -> None:
    text = f"{title}\n{body}"
    for f in read_figures(Document(text, title), normalise(text), Reading(dt.date(2026, 1, 1)), category=category):
        assert f.evidence.quote == f.evidence.span.of(text)


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    text = "公告\n" + "由5元至到起之后until from " * 300
    assert read_figures(Document(text, "公告"), normalise(text), Reading(dt.date(2026, 1, 1)))

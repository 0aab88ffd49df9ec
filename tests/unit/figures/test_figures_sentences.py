"""What sentences tell: changes, limits, exemptions, promotions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Category, Direction, Figure, FigureKind, Quantity, Span

Read = Callable[..., tuple[Figure, ...]]


def _side(quantities: tuple[Quantity, ...]) -> str:
    return ", ".join(f"{q.value.normalize():f} {q.unit}{' ' + q.qualifier if q.qualifier else ''}" for q in quantities)


def _told(figures: tuple[Figure, ...]) -> list[tuple[str, str, str]]:
    return [(_side(f.old), _side(f.new), str(f.direction)) for f in figures]


CHANGES = [
    ("跨行汇款手续费由每笔8元下调为每笔6元。", "8 CNY/transaction", "6 CNY/transaction", "down"),
    ("账户管理费从每年100元提高到150元。", "100 CNY/year", "150 CNY/year", "up"),
    ("挂失费原为15元，现调整为10元。", "15 CNY", "10 CNY", "down"),
    ("短信费：3元/月→2元/月。", "3 CNY/month", "2 CNY/month", "down"),
    ("换卡工本费调整为5元（原为10元）。", "10 CNY", "5 CNY", "down"),
    ("单笔转账限额由5万元降至2万元。", "50000 CNY/transaction", "20000 CNY/transaction", "down"),
    ("投资周期由90天延长至180天。", "90 day", "180 day", "up"),
    ("日利率由万分之五下调至万分之四。", "0.0005 ratio/day", "0.0004 ratio/day", "down"),
    ("手续费由每笔2元调整为免收。", "2 CNY/transaction", "0 CNY/transaction", "down"),
    ("业绩比较基准由3.1%-3.6%调整为2.8%-3.2%。", "0.031 ratio/year from, 0.036 ratio/year to", "0.028 ratio/year from, 0.032 ratio/year to", "down"),
    ("兌換一張禮券由800積分調整為900積分。", "800 points", "900 points", "up"),
    ("修订前：宽限期为3天；修订后：宽限期为5天。", "3 day", "5 day", "up"),
    ("公告中“年费300元”应为“年费200元”。", "300 CNY/year", "200 CNY/year", "down"),
    ("The monthly fee will increase from £4 to £6.", "4 GBP/month", "6 GBP/month", "up"),
    ("The transfer fee will be HK$30 (currently HK$20).", "20 HKD", "30 HKD", "up"),
    ("We will charge 2.5% instead of 2.9%.", "0.029 ratio", "0.025 ratio", "down"),
    ("The fee was printed as £12 and should have been £15.", "12 GBP", "15 GBP", "up"),
    ("The daily limit falls from S$5,000 to S$3,000 per account.", "5000 SGD/day", "3000 SGD/day", "down"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "old", "new", "direction"), CHANGES)
def test_a_change_has_its_old_and_its_new_side(read: Read, sentence: str, old: str, new: str, direction: str) -> None:
    assert (old, new, direction) in _told(read(sentence))


def test_the_printed_words_of_both_sides_are_kept(read: Read) -> None:
    figure = read("年费由２００元/卡下调为１２０元/卡。")[0]
    assert (figure.old_text, figure.new_text) == ("２００元/卡", "１２０元/卡")
    assert figure.item == "年费"
    assert figure.kind is FigureKind.FEE


def test_changes_told_at_once_are_taken_apart_with_their_own_names(read: Read) -> None:
    figures = read("单笔、日累计限额分别由3万元、10万元调整为1万元、5万元。")
    assert [(f.item, _side(f.new)) for f in figures] == [
        ("单笔限额", "10000 CNY/transaction"),
        ("日累计限额", "50000 CNY/day"),
    ]


STATED = [
    ("认购起点为1万元，以1000元递增。", ["10000 CNY min", "1000 CNY"]),
    ("同一客户持有上限500万元。", ["5000000 CNY max"]),
    ("单笔消费满200元立减30元。", ["200 CNY/transaction >=", "30 CNY"]),
    ("每日限前800名，每人限享1次。", ["800 persons/day", "1 times"]),
    ("账户余额不足50元的。", ["50 CNY <"]),
    ("转账手续费按金额的0.5‰收取，最低2元，最高20元。", ["0.0005 ratio, 2 CNY min, 20 CNY max"]),
    ("每消费1元累计3积分。", ["3 points/CNY"]),
    ("最高可设为单笔30万元、日累计80万元。", ["300000 CNY/transaction max", "800000 CNY/day max"]),
    ("Get 8% cashback, capped at £25 per month.", ["0.08 ratio", "25 GBP/month max"]),
    ("Spend at least S$400 to qualify.", ["400 SGD >="]),
    ("Limited to the first 2,000 customers.", ["2000 persons max"]),
    ("Earn 4 points per £1.", ["4 points/GBP"]),
    ("Each customer may reserve up to 20 coins.", ["20 copies max"]),
]


@pytest.mark.parametrize(("sentence", "expected"), STATED)
def test_a_stated_figure_keeps_unit_and_qualifier(read: Read, sentence: str, expected: list[str]) -> None:
    stated = [_side(f.new) for f in read(sentence, category=Category.PROMOTION) if f.direction is Direction.STATED]
    assert set(expected) <= set(stated)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("密码重置费10元/次保持不变。", ("10 CNY/time", "10 CNY/time", "unchanged")),
        ("The late fee remains at £9.", ("9 GBP", "9 GBP", "unchanged")),
        ("分期手续费率不变。", ("", "", "unchanged")),
        ("5元/份的回执费予以取消。", ("5 CNY/copy", "", "removed")),
        ("取消短信服务费。", ("", "", "removed")),
        ("We will no longer charge the £3 statement fee.", ("3 GBP", "", "removed")),
        ("65岁以上客户免收年费。", ("", "0 CNY", "exempt")),
        ("Students are exempt from the monthly fee.", ("", "0 GBP", "exempt")),
        ("There is no charge for online transfers.", ("", "0 GBP", "stated")),
        ("开户均不收取手续费。", ("", "0 CNY", "stated")),
        ("Mobile payments are still free.", ("0 GBP", "0 GBP", "unchanged")),
        ("存款证明每份20元，自2026年6月1日起免收。", ("20 CNY/copy", "0 CNY/copy", "down")),
        ("非柜面日累计限额下调至5000元。", ("", "5000 CNY/day", "down")),
        ("We are introducing a new fee of £2 per month.", ("", "2 GBP/month", "new")),
    ],
)
def test_what_stays_ends_or_is_free_survives(read: Read, sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in _told(read(sentence))


def test_the_bound_of_a_tier_names_the_charge_and_is_no_figure(read: Read) -> None:
    figures = read("转账手续费如下：1万元以下（含）每笔3元；1万元至10万元（含）每笔8元。", category=Category.FEE_CHANGE)
    assert [_side(f.new) for f in figures] == ["3 CNY/transaction", "8 CNY/transaction"]
    assert "1万元以下" in figures[0].item


def test_what_is_excluded_from_a_limit_in_brackets_is_not_counted_twice(read: Read) -> None:
    assert len(read("余额不足10元（不含10元）的账户。")) == 1


def test_a_condition_is_not_the_old_value(read: Read) -> None:
    assert all(not f.old for f in read("加点高于30个基点的，统一调整为不低于20个基点。"))


def test_worked_examples_are_skipped(read: Read) -> None:
    assert read("例一：张先生消费180元，享受9折，实付162元。") == ()


def test_dates_that_others_read_are_closed(read: Read) -> None:
    text = "有效期5年。"
    assert read(text)
    assert read(text, masked=(Span(3, 9),)) == ()


def test_figures_of_a_scam_are_not_what_the_notice_announces(read: Read) -> None:
    figures = read("不法分子谎称每月自动扣款500元。", category=Category.FRAUD_WARNING)
    assert [f.key for f in figures] == [False]


def test_the_same_figure_told_twice_is_one(read: Read) -> None:
    figures = read("年费由100元降至80元。", "如上所述，年费由100元降至80元。")
    assert len(figures) == 1


def test_the_local_yuan_follows_the_place(read: Read) -> None:
    assert _side(read("年費新臺幣2,000元，手續費30元。", script="hant")[1].new).startswith("30 TWD")
    assert _side(read("香港客戶手續費60元。", script="hant")[0].new) == "60 HKD"


def test_a_suspended_fee_keeps_the_price_that_stands_in_brackets(read: Read) -> None:
    figures = read(
        "自2026年7月1日起，暂停收取借记卡年费（10元/年）、小额账户管理费（3元/季）。", category=Category.FEE_CHANGE
    )
    assert [(_side(f.old), _side(f.new), str(f.direction)) for f in figures] == [
        ("10 CNY/year", "0 CNY/year", "down"),
        ("3 CNY/quarter", "0 CNY/quarter", "down"),
    ]


def test_the_unit_that_only_the_new_value_prints_holds_for_both(read: Read) -> None:
    figure = read("Lounge access will be reduced from 6 visits to 3 visits per quarter.")[0]
    assert (_side(figure.old), _side(figure.new)) == ("6 times/quarter", "3 times/quarter")


def test_a_fee_composed_of_a_share_and_its_bounds_is_one_figure(read: Read) -> None:
    figures = read("Processing fee: 2% of the loan amount, subject to a minimum of ₹300 and a maximum of ₹1,500.")
    assert [_side(f.new) for f in figures] == ["0.02 ratio, 300 INR min, 1500 INR max"]


def test_a_notice_in_two_languages_tells_a_change_once(read: Read) -> None:
    figures = read(
        "The daily limit will be lowered from HK$9,000 to HK$4,000.",
        "每日限額由港幣9,000元調低至港幣4,000元。",
        script="hant",
    )
    assert len(figures) == 1

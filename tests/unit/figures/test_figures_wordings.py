"""One meaning in many wordings: simplified and traditional Chinese, English of several countries."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from ingest.model import Category, Direction, Figure, Quantity

Read = Callable[..., tuple[Figure, ...]]


def _side(quantities: tuple[Quantity, ...]) -> str:
    return ", ".join(f"{q.value.normalize():f} {q.unit}{' ' + q.qualifier if q.qualifier else ''}" for q in quantities)


def _told(figures: tuple[Figure, ...]) -> list[tuple[str, str, str]]:
    return [(_side(f.old), _side(f.new), str(f.direction)) for f in figures]


@pytest.mark.parametrize(
    "heads",
    [
        "服务 | 现价 | 新价格",
        "服务 | 旧价 | 现价",
        "项目 | 原执行价格 | 新执行价格",
        "项目 | 现文本 | 新文本",
        "條款 | 現行 | 變更後",
        "項目 | 目前收費 | 新收費",
        "项目 | 2026年5月1日前 | 2026年5月1日（含）后",
        "项目 | 截至5月31日 | 6月1日起",
        "项目 | 今 | 自2026年6月1日起",
        "项目 | 2026年3月31日价格 | 2026年4月1日价格",
        "项目 | 收费标准 | 2026年7月1日起收费标准",
        "项目 | 以往 | 今后",
        "Service | Today | From 1 May 2026",
        "Service | Price today | Price to come",
        "Service | Now | Proposed",
        "Service | Through 6/30/2026 | Beginning 7/1/2026",
        "Service | What you pay now | What you'll pay",
        "Service | Until 31 October | From 1 November",
        "Service | Charges till 31.03.2026 | Charges w.e.f. 01.04.2026",
        "Service | Was | Now",
        "Service | Old tariff | New tariff",
        "Service | Present | Amended",
        "Service | As at 31 March 2026 | As at 1 April 2026",
        "Service | Up to 30 April 2026 | On and after 1 May 2026",
        "Service | Fee | Fee from 1 July 2026",
        "Service | Until now | From now on",
        "Service | Currently | Going forward",
    ],
)
def test_any_heads_that_mean_before_and_after_make_a_pair(read: Read, heads: str) -> None:
    figures = read(heads, "补制回单 | 20元/份 | 12元/份", "银行询证 | 90元/份 | 95元/份")
    assert _told(figures) == [("20 CNY/copy", "12 CNY/copy", "down"), ("90 CNY/copy", "95 CNY/copy", "up")]
    assert [f.item for f in figures] == ["补制回单", "银行询证"]


@pytest.mark.parametrize(
    "heads",
    [
        "项目 | 调整后 | 调整前",
        "存期 | 新执行 | 原执行",
        "Term | New rate | Previous rate",
        "Term | From 2 May 2026 | To 1 May 2026",
    ],
)
def test_the_new_column_may_stand_first(read: Read, heads: str) -> None:
    assert _told(read(heads, "一年 | 1.10% | 1.35%", "二年 | 1.20% | 1.45%"))[0][2] == "down"


def test_words_above_the_table_may_say_which_column_is_new(read: Read) -> None:
    figures = read(
        "The right-hand column applies from 1 June.", "Service | Charge | Charge ", "Stop payment | £5.00 | £7.00"
    )
    assert _told(figures) == [("5 GBP", "7 GBP", "up")]


@pytest.mark.parametrize(
    "heads",
    [
        "Product | Minimum balance | Rate now",
        "产品 | 起存金额 | 现行利率",
        "Account | Fee | Limit",
        "商户 | 门槛 | 立减",
    ],
)
def test_columns_of_different_things_are_no_pair(read: Read, heads: str) -> None:
    assert all(not f.old for f in read(heads, "Saver | £500 | 2.10%", "Basic | £100 | 1.10%"))


@pytest.mark.parametrize(
    "same",
    [
        "不变",
        "同左",
        "未调整",
        "不作变动",
        "维持不变",
        "No change",
        "Unchanged",
        "Same as now",
        "無變動",
        "照舊",
        "80元/年",
    ],
)
def test_an_unchanged_row_is_told_in_many_ways(read: Read, same: str) -> None:
    figures = read("项目 | 现行 | 新标准", "附属卡年费 | 80元/年 | " + same)
    assert _told(figures) == [("80 CNY/year", "80 CNY/year", "unchanged")]


@pytest.mark.parametrize(
    "gone",
    [
        "取消",
        "取消该收费项目",
        "不再收取",
        "停止收取",
        "予以撤销",
        "Eliminated",
        "Discontinued",
        "Removed",
        "Withdrawn",
        "Taken out",
        "Nil",
    ],
)
def test_a_fee_that_ends_is_removed(read: Read, gone: str) -> None:
    figures = read("Service | Current | New", "Paper advice | ¥15 | " + gone)
    assert [(str(f.direction), _side(f.old)) for f in figures] == [("removed", "15 CNY")]


@pytest.mark.parametrize("free", ["Free", "Nil", "免费", "免收", "No charge", "Waived", "0元"])
def test_free_until_now_and_charged_from_now_on_is_up_from_nothing(read: Read, free: str) -> None:
    assert _told(read("Service | Today | From 1 May 2026", f"Paper statement | {free} | ¥2.00"))[0] == (
        "0 CNY",
        "2 CNY",
        "up",
    )


@pytest.mark.parametrize("nothing", ["—", "-", "无", "Not offered", "N/A", "(no such clause)", "新增"])
def test_what_did_not_exist_before_is_new(read: Read, nothing: str) -> None:
    assert _told(read("Service | Existing | Revised", f"Rush delivery | {nothing} | US$15"))[0] == ("", "15 USD", "new")


def test_several_values_of_one_cell_are_told_apart_by_their_names(read: Read) -> None:
    figures = read(
        "Service | Through 9/30/2026 | Beginning 10/1/2026",
        "Wire | $25.00 at a branch, $20.00 online | $30.00 at a branch, $20.00 online",
        "Transfer cap | $9,000 | $20,000 (Gold) $4,000 (Classic)",
        "Send limit | You can send $500. | You can send $800 (Students: $300).",
    )
    assert [(f.item, _side(f.old), _side(f.new)) for f in figures] == [
        ("Wire, at a branch", "25 USD", "30 USD"),
        ("Wire, online", "20 USD", "20 USD"),
        ("Transfer cap, Gold", "9000 USD max", "20000 USD max"),
        ("Transfer cap, Classic", "9000 USD max", "4000 USD max"),
        ("Send limit", "500 USD", "800 USD"),
        ("Send limit, Students", "500 USD", "300 USD"),
    ]


def test_what_stands_in_brackets_beside_a_count_is_no_second_count(read: Read) -> None:
    figures = read("權益 | 原內容 | 新內容", "貴賓室 | 全年10次（含親友3次） | 全年6次", script="hant")
    assert _told(figures) == [("10 times/year", "6 times/year", "down")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("每日转账笔数 | 30 | 15", ("30 times/day", "15 times/day", "down")),
        ("Number of transfers in a day | 30 | 15", ("30 times/day", "15 times/day", "down")),
        ("Free withdrawals | 5 a month | 3 a month", ("5 times/month", "3 times/month", "down")),
        ("Reporting period | 60 days | 90 days", ("60 day", "90 day", "up")),
        ("第八条 | 连续6个月未使用的，可暂停。 | 连续12个月未使用的，可暂停，并先告知客户。", ("6 month", "12 month", "up")),
        ("第十条 | 应提前15日公示。 | 应提前45日公示；有利于客户的，可当日实施。", ("15 day", "45 day", "up")),
        ("第二十条 | 密码连续输错6次，锁定。 | 密码连续输错4次即锁定12小时。", ("6 times", "4 times", "down")),
        ("7.2 Closing | We will write 30 days ahead. | We will write 60 days ahead, and say why.", ("30 day", "60 day", "up")),
        ("9 Liability | You pay at most £75. | You pay at most £35.", ("75 GBP max", "35 GBP max", "down")),
        ("国内消费 | 每NT$20累積1點 | 每NT$30累積1點", ("20 TWD/point", "30 TWD/point", "up")),
        ("双倍礼 | 10元积4分，积分不设上限 | 10元积2分，积分不设上限", ("4 points", "2 points", "down")),
    ],
)  # fmt: skip
def test_counts_terms_and_clauses_are_compared_across_the_row(
    read: Read, row: str, expected: tuple[str, str, str]
) -> None:
    assert expected in _told(read("条款 | 现行内容 | 新内容", row))


CHANGES = [
    # a price told in two clauses
    ("查询费原按面值的1%收取，单笔下限8元、上限80元；改为每笔9元。", "0.01 ratio, 8 CNY/transaction min, 80 CNY max", "9 CNY/transaction", "changed"),
    ("短信费现行每户每月3元，启用后降至每户每月2元。", "3 CNY/month", "2 CNY/month", "down"),
    ("6月30日前每笔5元，7月1日起每笔8元。", "5 CNY/transaction", "8 CNY/transaction", "up"),
    ("有效期为3年（原为5年）。", "5 year", "3 year", "down"),
    ("Transfers are free until 30 June; from 1 July each costs £1.20.", "0 GBP", "1.2 GBP", "up"),
    ("There is no charge for paying abroad up to 30 June 2027; from 1 July 2027 the charge will be 1.5%.", "0 ratio", "0.015 ratio", "up"),
    ("手续费自2027年1月1日起方改为免收，在此之前仍按面额的0.4‰收取。", "0.0004 ratio", "0 CNY", "down"),
    ("工本费20元在换领期内减至零。", "20 CNY", "0 CNY", "down"),
    # the reversal of a passing offer
    ("8月1日起执行优惠费率0.2%/年，期满恢复至0.4%/年。", "0.004 ratio/year", "0.002 ratio/year", "down"),
    ("The fee is £3 for six months and then reverts to £6.", "6 GBP", "3 GBP", "down"),
    # old value behind the new one
    ("We will charge for 3 items a day, down from 6.", "6 times/day", "3 times/day", "down"),
    ("A purchase may not exceed HK$2,000 in place of the usual HK$30,000.", "30000 HKD", "2000 HKD <=", "down"),
    ("A box rents for $80 a year instead of $65.", "65 USD/year", "80 USD/year", "up"),
    ("The cap rises to S$40 (today S$25).", "25 SGD max", "40 SGD max", "up"),
    ("The monthly fee is £7, up from £5.", "5 GBP/month", "7 GBP/month", "up"),
    ("前一年度消費滿NT$50,000者免收次年年費，門檻自本次起降為NT$30,000。", "50000 TWD >=", "30000 TWD >=", "down"),
    ("手续费由原按价目表八折计收改为六折。", "0.8 paid_share", "0.6 paid_share", "down"),
    ("個人戶單筆由二十萬元壓降至五萬元。", "200000 CNY/transaction", "50000 CNY/transaction", "down"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "old", "new", "direction"), CHANGES)
def test_a_change_is_read_across_clauses(read: Read, sentence: str, old: str, new: str, direction: str) -> None:
    script = "hant" if "費" in sentence else "hans"
    assert (old, new, direction) in _told(read(sentence, category=Category.FEE_CHANGE, script=script))


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("附属卡年费每卡80元，本次不动。", "80 CNY"),
        ("年累计五百万元，维持原状。", "5000000 CNY"),
        ("Ⅱ类户日累计2万元，不在本次压降之列。", "20000 CNY"),
        ("销售服务费维持0.20%/年。", "0.002 ratio"),
        ("贷记卡费率延续0.45%。", "0.0045 ratio"),
        ("每户每年60元，价格不作变动。", "60 CNY"),
        ("Card payments continue at Rs. 5,000/- per transaction.", "5000 INR"),
        ("The limit of £300 per day remains as it is.", "300 GBP"),
        ("Until your lease renews you go on paying $60.", "60 USD"),
        ("Overdrafts are still charged at 29.9% EAR.", "0.299 ratio"),
        ("You still have 13 months to report it.", "13 month"),
        ("無限卡年費NT$8,000不變。", "8000 TWD"),
        ("手机银行打印电子回单一直免费，今后照旧。", "0 CNY"),
        ("支票工本费维持免费。", "0 CNY"),
    ],
)
def test_what_stays_is_unchanged_with_its_value_on_both_sides(read: Read, sentence: str, value: str) -> None:
    figures = read(sentence, script="hant" if "費" in sentence else "hans")
    kept = [f for f in figures if f.direction is Direction.UNCHANGED and f.old == f.new]
    assert any(_side(f.new).startswith(value) for f in kept), _told(figures)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("单笔不得超过3,000元。", "3000 CNY/transaction <="),
        ("每筆不逾人民幣5萬元。", "50000 CNY/transaction <="),
        ("每户持有不多于20万元。", "200000 CNY/account <="),
        ("持有金额不能超过50万元。", "500000 CNY <="),
        ("You cannot exceed £500 per day.", "500 GBP/day <="),
        ("The balance must not be more than £500.", "500 GBP <="),
        ("No more than 4 withdrawals a month are allowed.", "4 times/month <="),
        ("At most S$12 is paid.", "12 SGD max"),
        ("余额不少于300元的账户。", "300 CNY >="),
        ("余额不得低于300元。", "300 CNY >="),
        ("The balance must not fall below £300.", "300 GBP >="),
        ("转账未满20分钟的，可撤回。", "20 minute <"),
        ("最多省15元。", "15 CNY max"),
        ("每批至少收取8元。", "8 CNY >="),
    ],
)
def test_the_words_of_a_bound_make_its_qualifier(read: Read, sentence: str, expected: str) -> None:
    assert expected in [_side(f.new) for f in read(sentence, category=Category.PROMOTION)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("借记卡：随机立减，最少1元，最多9元。", "1 CNY min, 9 CNY max"),
        ("随机立减1至8元。", "1 CNY from, 8 CNY to"),
        ("单笔最低2元，最高25元。", "2 CNY/transaction min, 25 CNY max"),
        ("A random discount of at least £1 and at most £9.", "1 GBP >=, 9 GBP max"),
        ("Cashback between £2 and £6.", "2 GBP from, 6 GBP to"),
    ],
)
def test_a_least_and_a_highest_value_are_one_figure(read: Read, sentence: str, expected: str) -> None:
    assert expected in [_side(f.new) for f in read(sentence, category=Category.PROMOTION)]


@pytest.mark.parametrize(
    "sentence",
    [
        "每日不超过8笔的笔数限制同时取消。",
        "单笔5万元的上限予以取消。",
        "The £9 late fee is eliminated.",
        "The $6 inactivity fee is scrapped from the same day.",
        "加急费50元取消。",
    ],
)
def test_limits_and_fees_may_end_in_a_sentence(read: Read, sentence: str) -> None:
    assert [f.direction for f in read(sentence)] == [Direction.REMOVED]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("转账顺延至恢复后2小时内执行。", "2 hour <="),
        ("首次向陌生账户转账一律延迟24小时入账。", "24 hour"),
        ("受理后三个工作日内办结。", "3 workday <="),
        ("点数效期自入账日起算18个月。", "18 month"),
        ("Limited to the first 900 bills a night.", "900 times/day max"),
        ("每场300名。", "300 persons"),
        ("每人每月至多3次。", "3 times/month max"),
    ],
)
def test_counts_and_terms_are_read_where_they_bind(read: Read, sentence: str, expected: str) -> None:
    assert expected in [_side(f.new) for f in read(sentence, category=Category.PROMOTION)]


@pytest.mark.parametrize(
    "sentence",
    [
        "原址自五月十五日下午五时起停业，至五月十七日止。",
        "We reply within one week of the 24-hour helpline call.",
        "Lobby hours change in October 2026 and November 2026.",
        "自２０２６年五月一日起执行。",
    ],
)
def test_dates_in_any_script_are_no_figures(read: Read, sentence: str) -> None:
    assert not [f for f in read(sentence) if f.old or f.key]


def test_two_wordings_are_compared_value_by_value(read: Read) -> None:
    for lines in (
        ("“滞纳金按欠款的6%收取，最低12元”修改为“滞纳金按欠款的4%收取，最低6元”。",),
        ("原条款：滞纳金按欠款的6%收取，最低12元。新条款：滞纳金按欠款的4%收取，最低6元。",),
        ('"A late charge of 6%, minimum £12" is replaced by "A late charge of 4%, minimum £6".',),
    ):
        figures = read(*lines, category=Category.FEE_CHANGE)
        assert [[q.value for q in f.old] for f in figures] == [[Decimal("0.06"), 12]]
        assert [f.direction for f in figures] == [Direction.DOWN]


def test_a_cell_may_list_what_its_head_lists(read: Read) -> None:
    figures = read(
        "账户 | 现行限额（单笔/日累计） | 调整后限额（单笔/日累计）", "Ⅲ类户 | 2000元/3000元 | 1000元/2000元"
    )
    assert [(f.item, _side(f.old), _side(f.new)) for f in figures] == [
        ("Ⅲ类户：限额，单笔", "2000 CNY/transaction", "1000 CNY/transaction"),
        ("Ⅲ类户：限额，日累计", "3000 CNY/day", "2000 CNY/day"),
    ]


def test_heads_in_two_rows_make_a_pair_each(read: Read) -> None:
    figures = read(
        "Card | Daily ATM limit | Daily ATM limit | Daily shop limit | Daily shop limit",
        "Card | Current | New | Current | New",
        "Classic | ₹20,000 | ₹30,000 | ₹50,000 | ₹1,00,000",
    )
    assert [(f.item, _side(f.new), str(f.direction)) for f in figures] == [
        ("Classic, Daily ATM limit", "30000 INR/day", "up"),
        ("Classic, Daily shop limit", "100000 INR/day", "up"),
    ]


def test_a_numbered_row_leaves_the_section_above_it(read: Read) -> None:
    figures = read(
        "项目 | 2026年5月20日起执行（%） | 2025年10月12日起执行（%）",
        "一、活期 | 0.05 | 0.10",
        "二、定期 |  | ",
        "（一）整存整取 |  | ",
        "三个月 | 0.65 | 0.80",
        "三、协定存款 | 0.10 | 0.20",
    )
    assert [f.item for f in figures] == ["活期", "整存整取：三个月", "协定存款"]
    assert {f.direction for f in figures} == {Direction.DOWN}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Foreign transfers will no longer be free for members: from then each costs £5.", ("0 GBP", "5 GBP", "up")),
        ("Our Standard Variable Rate goes from 7.49% to 7.24%, and the margin stays at 0.69 percentage points.", ("0.0749 ratio", "0.0724 ratio", "down")),
        ("We charge 39.9% EAR variable today; from 5 January 2027 this drops to 35.9% EAR.", ("0.399 ratio/year", "0.359 ratio/year", "down")),
        ("港元最優惠利率由5.25厘下調至5.00厘。", ("0.0525 ratio/year", "0.05 ratio/year", "down")),
        ("原每张收取15元的挂失费不再收取。", ("15 CNY/copy", "", "removed")),
        ("取消密码挂失手续费（原10元/次）。", ("10 CNY/time", "", "removed")),
        ("Sending money inside SEPA stays free.", ("0 EUR", "0 EUR", "unchanged")),
    ],
)  # fmt: skip
def test_further_turns_of_phrase(read: Read, sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in _told(
        read(sentence, category=Category.FEE_CHANGE, script="hant" if "優" in sentence else "hans")
    )


def test_a_distance_is_no_reward(read: Read) -> None:
    assert not read("The nearest branch is 1.2 miles away.")


def test_a_step_is_told_with_its_way_but_is_not_the_announcement(read: Read) -> None:
    figures = read("Rates on closed accounts will fall by 0.15%.", "电子函每份较原标准下调100元。")
    assert [(str(f.direction), f.key) for f in figures] == [("down", False), ("down", False)]


def test_years_are_not_percentages(read: Read) -> None:
    figures = read("It pays 0.6% for 2026, 0.6% for 2027 and 0.7% for 2028.")
    assert all(q.value < 1 for f in figures for q in f.new)

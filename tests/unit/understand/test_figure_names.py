"""Names of figures: the thing itself, without marks, half clauses, verbs and circumstances."""

from __future__ import annotations

import pytest
from figure_labels import figures

from ingest.model import Category
from ingest.understand.figures.phrases import phrase, sound


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("客户还可以把重定价周期", "重定价周期"),
        ("借款人也可将还款账户的扣款限额", "还款账户的扣款限额"),
        ("使用门槛由出发前三个月内", "使用门槛"),
        ("智能收款终端的服务费由每台", "智能收款终端的服务费"),
        ("〔2〕跨行转账手续费", "跨行转账手续费"),
        ("【封顶】每户返现", "每户返现"),
        ("※白金卡年费", "白金卡年费"),
        ("(V)保管箱年租", "保管箱年租"),
        ("回购手续费每克", "回购手续费"),
        ("再享消费金额", "消费金额"),
        ("理由充分的退款", "理由充分的退款"),
        ("Following the central bank's decision to lower Bank Rate", "Bank Rate"),
        ("Everyday spend, Gold", "Everyday spend, Gold"),
    ],
)
def test_the_thing_is_named_without_what_surrounds_it(text: str, name: str) -> None:
    assert phrase(text, not text.isascii()) == name


@pytest.mark.parametrize(
    "text",
    ["unless they borrow", "rather than the usual", "first payment it", "paid under this promotion adds", "bank instead",
     "shows up at the end of each billing", "18 to 25 on the day, it's", "points per $1", "moment", "核实无误", "因退款而",
     "只免其中一户", "偶尔，可走", "下调至LPR", "一律延迟", "客户不：费用",
     "次月15日", "115年度", "逾时", "视为放弃", "柜面汇款，受理", "同一手机号码被", "未办理分期", "期数 | 手续费", "被人盗刷，核实",
     "once the switch is complete", "plus GST @", "overdraft fee when your account", "complete both and a voucher"],
)  # fmt: skip
def test_half_a_clause_is_no_name(text: str) -> None:
    assert not sound(text)


@pytest.mark.parametrize(
    "text",
    ["annual fee", "other eligible spending", "positive balance fee", "Tell-all report fee", "closing charge", "次年年费",
     "到期收益", "优惠", "消费积分", "因公出国汇款手续费", "便民卡年费", "当月服务费",
     "单笔最高返", "次月5日：商超券", "被盗用赔付", "预约手续费", "逾期还款手续费", "要素变更费", "completed switch bonus", "when-issued bond fee"],
)  # fmt: skip
def test_what_only_begins_like_one_is_a_name(text: str) -> None:
    assert sound(text)


def test_a_label_that_names_nothing_leaves_the_heading_its_name() -> None:
    lines = "<h3>Unpaid item</h3>\nWe're cutting this one: £10.00 at the moment, £8.50 from September."
    assert [f.item for f in figures("Charges", lines, Category.FEE_CHANGE)] == ["Unpaid item"]

"""What a reader would stumble over: pointers to a list, sorting columns, outages without a name, unmarked fakes."""

from __future__ import annotations

import pytest

from ingest.draft.fakes import mark
from ingest.draft.leadin import without_tail
from ingest.draft.names import bare
from ingest.draft.schemes import denies, tells


@pytest.mark.parametrize(
    ("printed", "left"),
    [
        (
            "我行将自2031年6月1日起，调整借记卡服务的收费标准，具体如下：",
            "我行将自2031年6月1日起，调整借记卡服务的收费标准",
        ),
        ("我行定于2031年3月7日22:00进行系统升级，届时服务安排如下：", "我行定于2031年3月7日22:00进行系统升级"),
        ("根据业务需要，现将有关事项公告如下：", ""),
        ("自2031年6月1日起，下列项目取消：", ""),
        ("活动时间：2031年6月1日", "活动时间：2031年6月1日"),
    ],
)
def test_a_sentence_that_points_to_a_list_keeps_only_what_it_says_itself(printed: str, left: str) -> None:
    assert without_tail(printed, zh=True) == left


def test_an_english_pointer_is_cut_as_well() -> None:
    text = "From 1 May 2031 our fees for foreign payments will change as follows:"
    assert without_tail(text, zh=False) == "From 1 May 2031 our fees for foreign payments will change"
    assert without_tail("We are changing the following fees:", zh=False) == ""


def test_a_column_that_only_sorts_is_no_part_of_a_name() -> None:
    assert bare("汇兑：补制回单", ["汇兑：补制回单"], frozenset({"汇兑"})) == "补制回单"
    assert bare("换卡费：贵宾卡", ["换卡费：贵宾卡"]) == "换卡费：贵宾卡"


def test_whom_the_rows_are_for_stays_in_the_name() -> None:
    assert bare("老年及残疾：账户管理费", []) == "老年及残疾：账户管理费"
    assert bare("Gold and Platinum: Annual fee", []) == "Gold and Platinum: Annual fee"
    assert bare("函证与回单：询证函（元/份），柜面", []) == "函证与回单：询证函（元/份），柜面"
    assert bare("Cards and wallets: Replacement card", []) == "Cards and wallets: Replacement card"
    assert bare("转账与汇款：5万元以上，柜面", []) == "转账与汇款：5万元以上，柜面"


def test_every_mention_of_a_fake_is_marked_once_right_behind_it() -> None:
    said = mark("骗子用“0099123”冒充客服，诱导打开bad.test/login。", ["0099123", "bad.test"], "（假冒）")
    assert said == "骗子用“0099123”（假冒）冒充客服，诱导打开bad.test/login（假冒）。"
    assert mark(said, ["0099123", "bad.test"], "（假冒）") == said


def test_the_scheme_is_told_apart_from_what_the_bank_never_does() -> None:
    assert tells("有不法分子冒充我行客服，诱导客户转账。")
    assert denies("我行客服不会以任何理由索要密码。") and not tells("我行客服不会以任何理由索要密码。")
    assert not tells("Please hang up and call us.")

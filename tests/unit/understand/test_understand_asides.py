"""What a notice says on the side decides nothing about what it is about."""

from __future__ import annotations

import pytest

from ingest.understand.asides import matter


@pytest.mark.parametrize(
    "sentence",
    [
        "转账限额不变。",
        "年费按现行标准执行。",
        "账户使用不受本次升级影响。",
        "如需更高,请到柜台办理。",
        "请勿点击陌生链接。",
        "本行保留最终决定权。",
        "Your card limits stay the same.",
        "The annual fee is not affected.",
        "Nothing about interest or limits changes.",
        "If you would rather keep paper, write to us.",
        "Beware of emails that offer to do this.",
        "Terms and conditions apply.",
    ],
)
def test_what_stays_and_what_warns_is_left_out(sentence: str) -> None:
    said = ["自6月1日起,挂失由每张30元改收10元。", "Our branch moves on 1 June 2026.", sentence]
    assert not matter(said, "通知")[2].strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "7月1日起,手机银行转账免收手续费。",
        "跨行转账手续费由2元调整为1元。",
        "From 1 July there is no charge for paper statements.",
        "Daily limits fall to £5,000 on 3 June.",
        "国庆期间各网点照常营业。",
        "6月20日起暂停其账户的非柜面转账。",
    ],
)
def test_what_is_new_is_kept(sentence: str) -> None:
    assert matter([sentence, "转账限额不变。"], "通知")[0] == sentence


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("到期支取按年利率1.3%计息,不收取手续费。", "到期支取按年利率1.3%计息, 。"),
        ("为防范电信诈骗,自6月1日起单日限额降至5万元。", "自6月1日起单日限额降至5万元。"),
        ("It pays 3% and there are no charges.", "It pays 3% and  ."),
    ],
)
def test_the_clause_goes_and_its_sentence_stays(sentence: str, left: str) -> None:
    assert matter([sentence], "通知")[0] == left


def test_a_notice_about_swindlers_keeps_its_warnings() -> None:
    said = ["请勿点击陌生链接。", "请勿向他人透露验证码。"]
    assert matter(said, "近期情况") == tuple(said)
    assert matter([*said, "利率为1%。"], "谨防假冒短信")[:2] == tuple(said)


def test_a_notice_of_nothing_but_asides_keeps_them() -> None:
    assert matter(["各项收费标准维持不变。"], "通知") == ("各项收费标准维持不变。",)


@pytest.mark.parametrize(
    "said",
    [
        "charges will be put up from 1 July 2031.",
        "if you need a paper statement, it will cost £2 from 1 July 2031.",
        "如需纸质对账单,自2031年7月1日起每份收取20元。",
        "按照合同约定执行新利率3.5%。",
    ],
)
def test_what_changes_is_no_aside(said: str) -> None:
    assert matter([said, "another sentence."], "notice")[0] == said


def test_what_stays_where_it_is_is_one() -> None:
    assert matter(["limits stay put.", "fees go up."], "notice")[0] == ""

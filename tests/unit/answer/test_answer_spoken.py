"""What is said in dialect, in shorthand, in pinyin, and in whole sentences is understood."""

from __future__ import annotations

import pytest

from ingest.answer.needs import needs
from ingest.answer.pinyin import chinese, spelled_out
from ingest.answer.query import read
from ingest.answer.spoken import standard


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("張卡冇咗", "张卡没了"),
        ("几时攞得返啲钱", "什么时候取得返钱"),
        ("我搞忘密码咋办", "我忘记密码怎么办"),
        ("取三万快", "取三万块"),
        ("三快捷支付", "三快捷支付"),
        ("my acct bal pls", "my account balance "),
        ("w/o pin", "without pin"),
    ],
)
def test_spoken_words_are_read_as_what_they_stand_for(said: str, meant: str) -> None:
    assert standard(said) == meant


def test_pinyin_becomes_the_phrases_that_sound_so() -> None:
    assert spelled_out("fangdai tiqian") == "房贷 tiqian"
    assert spelled_out("can i open an account") == "can i open an account"
    assert chinese("zhuanzhang") and not chinese("transfer limit")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("有两百块钱我多还进信用卡里了咋弄出来", "溢缴款"),
        ("the machine kept my plastic", "吞卡"),
        ("中介说交了服务费就给我放款", "贷款中介"),
        ("xinyongka duo huan qian", "溢缴款"),
    ],
)
def test_a_whole_sentence_tells_what_is_needed(said: str, written: str) -> None:
    likeliest = needs().of(said)
    assert written in {need.written[0].split()[0] for need in likeliest}
    assert [need.share for need in likeliest] == sorted((need.share for need in likeliest), reverse=True)


@pytest.mark.parametrize("said", ["", "牡丹花", "who won the football", "123"])
def test_what_is_no_business_of_a_bank_is_no_need(said: str) -> None:
    assert needs().of(said) == []


def test_a_query_in_pinyin_is_read_in_words() -> None:
    assert [thing.words for thing in read("nianfei", lambda word: ())] == ["年费"]

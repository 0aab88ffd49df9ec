"""Every message can be said in Chinese and in English, of the same things."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from importlib.resources import files
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from ingest.operate.deliver.message import ALERT, DIGEST, Readers, message_of
from ingest.store.deliveries import Batch

WORDS = tomllib.loads(files("ingest.operate.deliver").joinpath("words.toml").read_text("utf-8"))
TROUBLE = {
    "source": "lake",
    "change": "trouble",
    "status": "degraded",
    "since": "2026-11-22T00:30:00+00:00",
    "at": "2026-11-22T03:30:00+00:00",
    "causes": [{"code": "few_items", "about": {"found": 2, "expected": 20}, "because": []}],
}
DAY = {
    "day": "2026-11-23",
    "coverage": {"due": 9, "read": 7, "suspicious": 1, "failed": 1, "skipped": 0},
    "found": {"new": 4, "revised": 1, "gone": 0, "drafts": 17},
    "waiting": {"open": 21, "unvalidated": 2, "gone": 1},
    "troubles": [TROUBLE],
    "undelivered": {"pending": 1, "abandoned": 0},
}


@pytest.mark.parametrize("key", sorted(WORDS))
def test_both_languages_say_the_same(key: str) -> None:
    asked = [{name for _, name, _, _ in Formatter().parse(WORDS[key][tongue]) if name} for tongue in ("en", "zh")]
    assert asked[0] == asked[1] and set(WORDS[key]) == {"en", "zh"}
    assert key in ("between", "missed") or re.search(r"[\u4e00-\u9fff]|^\[ingest\]", WORDS[key]["zh"])


def message(topic: str, language: str, *payloads: dict[str, object]) -> tuple[str, str]:
    batch = Batch("id", "email", topic, payloads, 1, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    made = message_of(batch, Readers("湖滨银行", language, ZoneInfo("Asia/Shanghai")))
    return made.subject, made.text


def test_a_trouble_is_told_with_why_and_since_when_in_the_readers_time() -> None:
    assert message(ALERT, "en", TROUBLE) == (
        "[ingest] 湖滨银行: 1 source(s) in trouble",
        "- lake is suspicious since 2026-11-22 08:30: 2 items where about 20 are expected\n\n"
        + WORDS["what_to_do"]["en"],
    )
    missed = TROUBLE | {"change": "missed", "causes": [{"code": "all_new", "about": {"n": 15}, "because": []}]}
    subject, text = message(ALERT, "zh", missed, TROUBLE | {"change": "recovered", "causes": []})
    assert subject == "[ingest] 湖滨银行：1 个来源可能漏读，1 个来源已恢复"
    assert text.startswith("- lake，2026-11-22 08:30：15 条全部是新的")


def test_the_digest_tells_how_sources_are_and_what_waits() -> None:
    subject, text = message(DIGEST, "zh", DAY | {"day": "2026-11-22"}, DAY)
    assert subject == "[ingest] 湖滨银行：2026-11-23 日报：9 个来源中 7 个正常，新公告 4 则，待审 21 份"
    assert text.splitlines()[:4] == [
        "来源：应查 9 个，已读 7，异常 1，失败 1，未读 0。",
        "最近 24 小时：新公告 4 则，有改动 1 则，已撤下 0 则，草稿 17 份。",
        "待处理：待审草稿 21 份，待复核条目 2 条，原文已撤下的公告 1 则。",
        "1 条消息尚未送达，0 条已放弃发送。",
    ]
    assert "lake 自 2026-11-22 08:30 起异常" in text
    quiet = DAY | {"troubles": [], "undelivered": {"pending": 0, "abandoned": 0}}
    assert len(message(DIGEST, "en", quiet)[1].splitlines()) == 3

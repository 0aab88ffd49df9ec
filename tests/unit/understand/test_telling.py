"""What happens to a value, learnt from marked sentences."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest.extract import extract
from ingest.model import Direction, Facts, Reading
from ingest.understand.facts import understand
from ingest.understand.telling import learn
from ingest.understand.telling.features import features
from ingest.understand.telling.odds import odds

READING = Reading(today=dt.date(2031, 3, 1), bank_phones=(), bank_hosts=())


def surest(category: str, text: str, heading: str = "") -> str:
    before, _, rest = text.partition("[")
    own, _, behind = rest.partition("]")
    found = odds(category, heading, before, own, behind)
    assert sum(found.values()) == pytest.approx(1.0)
    return max(found, key=lambda name: found[name])


@pytest.mark.parametrize(
    ("category", "text", "way"),
    [
        ("fee_change", "存折挂失照旧收[10元]。", Direction.UNCHANGED),
        ("limit_change", "柜面取现还是每天[20万元],这回不动。", Direction.UNCHANGED),
        ("fee_change", "短信提醒每月[3元]的费用一并免除,往后不再向您收取。", Direction.REMOVED),
        ("promotion", "消费满[300元]即可参加抽奖。", Direction.STATED),
        ("fee_change", "Same as ever: [£4] a copy.", Direction.UNCHANGED),
        ("fee_change", "The [$7] charge for paper bills is being scrapped.", Direction.REMOVED),
        ("promotion", "Spend [£300] or more to enter the draw.", Direction.STATED),
    ],
)
def test_what_happens_to_a_value_is_known_from_words_like_it(category: str, text: str, way: Direction) -> None:
    assert surest(category, text) == way


def test_days_and_sums_do_not_matter_but_that_they_are_there() -> None:
    one = features("fee_change", "", "自2031年5月1日起,年费由12元", "升至30元", "。")
    assert one == features("fee_change", "", "自2032年11月20日起,年费由8元", "升至9.5元", "。")


def test_a_stop_parts_the_own_clause_from_what_is_further_off() -> None:
    found = features("fee_change", "", "挂失费不变。年费", "30元", "。")
    assert "l年费" in found and "L不变" in found and "l不变" not in found


@pytest.mark.parametrize("text", ["", "。", "30元", "—— x —— "])
def test_a_value_with_nothing_around_it_has_odds_too(text: str) -> None:
    assert surest("fee_change", f"{text}[5元]{text}")


def read(title: str, *lines: str) -> Facts:
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
    return understand(extract(page.encode()), READING)


def test_a_value_that_no_rule_knows_is_told_as_the_examples_say() -> None:
    facts = read(
        "关于调整部分服务收费的公告",
        "自2031年4月1日起，跨行转账手续费由每笔5元调整为每笔3元。",
        "保管箱换锁每次400元，这回没有变。",
    )
    assert [f.direction for f in facts.figures if f.new and f.new[0].value == 400] == [Direction.UNCHANGED]


def test_what_has_to_be_reached_is_a_threshold_whatever_it_sounds_like() -> None:
    facts = read("刷卡有礼活动公告", "自2031年4月1日至4月30日，还是老规矩：单笔满300元及以上，立减20元。")
    assert {f.direction for f in facts.figures} == {Direction.STATED}


@pytest.mark.parametrize("path", sorted((learn.FOLDER / "marked").glob("*.tsv")), ids=lambda p: p.stem)
def test_every_marked_line_can_be_read(path: Path) -> None:
    assert sum(1 for _ in learn.read(path)) > 500


@pytest.mark.parametrize(
    "line", ["fee_change\t-\t收⟦5元|gone⟧", "fees\t-\t收⟦5元|stated⟧", "fee_change\t-\t收5元⟧", "收5元"]
)
def test_a_line_that_is_no_example_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(f"fee_change\t-\t仍收⟦5元|unchanged⟧\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"x\.tsv:2"):
        list(learn.read(path))


def test_each_mark_is_an_example_in_the_words_around_it(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("fee_change\t收费\t由⟦8元|old⟧改为⟦5元|down⟧\n", "utf-8")
    marks = list(learn.read(path))
    assert [(m.before, m.own, m.behind, m.label) for m in marks] == [
        ("由", "8元", "改为5元", "old"),
        ("由8元改为", "5元", "", "down"),
    ]
    assert len(learn.examples([path])) == 2

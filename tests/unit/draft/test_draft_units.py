"""Sentences that stand together are told together."""

from __future__ import annotations

import datetime as dt

from ingest.draft.brief import briefs
from ingest.draft.units import VALUES, units
from ingest.extract import extract
from ingest.model import Reading
from ingest.understand.facts import understand

TODAY = dt.date(2031, 4, 2)


def _units(*paragraphs: str):  # type: ignore[no-untyped-def]
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    page = f"<html><body><h1>关于调整换汇手续费的公告</h1><p>自2031年5月6日起，换汇手续费由12元/笔调整为9元/笔。</p>{body}</body></html>"
    document = extract(page.encode(), url=None, media_type="text/html", charset="utf-8")
    facts = understand(document, Reading(today=TODAY))
    (brief,) = briefs(document, facts, TODAY)
    return brief, units(brief)


def test_a_paragraph_is_one_unit() -> None:
    _, found = _units("5月6日前已提交的申请，按原标准收取。已经扣收的部分不退还，也不补收差额。")
    texts = [[s.text for s in u.said] for u in found]
    assert any(len(t) == 2 and t[0].startswith("5月6日前") for t in texts)


def test_a_long_paragraph_is_cut_where_its_subject_turns() -> None:
    long = "老年客户持身份证到柜面办理的，免收换汇手续费，代办的须由代办人出示双方证件。" * 3
    other = "对调整有异议的客户，可在5月5日前到开户网点办理销户，我行不收取任何费用，未办理的视为同意。" * 2
    _, found = _units(long + other)
    assert len([u for u in found if "老年" in u.said[0].text or "异议" in u.said[0].text]) >= 2


def test_no_unit_tells_more_values_than_an_agent_can_take_in() -> None:
    many = "".join(f"第{n}档收{n}0元，另收{n}1元。" for n in range(1, 12))
    _, found = _units(many)
    assert all(u.values() <= VALUES or len(u.said) == 1 for u in found)


def test_each_sentence_stands_in_one_unit() -> None:
    _, found = _units("持卡人可拨打客服热线挂失。补办新卡须本人到网点。", "学生账户不受影响。")
    spans = [s.evidence.span for u in found for s in u.said]
    assert len(spans) == len(set(spans))

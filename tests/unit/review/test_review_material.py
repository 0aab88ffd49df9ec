"""What makes a new version something to be read again."""

from __future__ import annotations

import dataclasses

import pytest
from builders import fee_page, moment, outage_page

from ingest.model import DraftKind, Entry, Urgency
from ingest.review.material import says_something_else

_, _, QUESTION, BULLETIN = fee_page()
_, _, _, OUTAGE = outage_page()


def entry(content, **fields) -> Entry:
    kind = DraftKind.FAQ if content is QUESTION or hasattr(content, "question") else DraftKind.BULLETIN
    plain = {"id": 1, "draft_id": 1, "notice_id": 1, "revision_id": 1, "version": 1, "category": None}
    more = {"language": "zh", "title": "公告", "source_url": None, "starts": None, "expires": None}
    late = {"urgency": Urgency.P2, "published_at": None, "approvals": ()}
    return Entry(**{**plain, **more, **late, "kind": kind, "content": content, **fields})


@pytest.mark.parametrize(
    ("content", "change", "else_"),
    [
        (QUESTION, {}, False),
        (QUESTION, {"keywords": ("手续费", "转账费")}, False),
        (QUESTION, {"say": QUESTION.say + "感谢您的来电。"}, False),
        (QUESTION, {"answer": QUESTION.answer.replace("6元", "5元")}, True),
        (QUESTION, {"answer": QUESTION.answer + "不适用于对公客户。"}, True),
        (QUESTION, {"answer": QUESTION.answer.replace("每笔6元", "每户6元")}, True),
        (QUESTION, {"conditions": (*QUESTION.conditions, "限工作日办理。")}, True),
        (QUESTION, {"operation_points": ("请到柜面办理。",)}, True),
        (QUESTION, {"valid_until": moment("2026-12-31")}, True),
        (BULLETIN, {"headline": BULLETIN.headline + "（提示）"}, False),
        (BULLETIN, {"who": "对公客户"}, True),
        (BULLETIN, {"do_not_say": "不要说永久免费。"}, True),
        (OUTAGE, {"script": OUTAGE.script + " Thank you for calling."}, False),
        (OUTAGE, {"script": OUTAGE.script.replace("cards keep working", "cards do not work")}, True),
        (OUTAGE, {"script": OUTAGE.script.replace("06:00", "07:00")}, True),
    ],
)
def test_facts_and_meaning_decide_not_the_wording(content, change, else_) -> None:
    new = dataclasses.replace(content, **change)
    assert says_something_else(entry(content), entry(new)) is else_


def test_another_urgency_or_end_has_to_be_read_again() -> None:
    assert says_something_else(entry(BULLETIN), entry(BULLETIN, urgency=Urgency.P0))
    assert says_something_else(entry(BULLETIN), entry(BULLETIN, expires=moment("2026-12-31")))

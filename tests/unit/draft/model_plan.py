"""The plan that the model's tests reword: drafts of the made-up notice, by hand, so that no other writer's words matter."""

from __future__ import annotations

import datetime as dt

from draft_notice import LINES

from ingest.model import BulletinDraft, Citation, Document, Drafts, Facts, FaqDraft, Intent, Moment, OpenQuestion, Span

FEE = "补发新卡手续费由每张35元下调至每张25元"
START = Moment(dt.date(2031, 5, 6))


class ByHand:
    """Implements `model.Writer`: seven entries and one bulletin, whatever the facts are, as far as the text cites them."""

    def write(self, document: Document, facts: Facts, *, today: dt.date) -> Drafts:
        if facts.category is None:
            return Drafts()

        def faq(intent: Intent, question: str, answer: str, *quotes: str) -> FaqDraft:
            return FaqDraft(
                intent,
                question,
                answer,
                say=answer,
                valid_from=START,
                citations=_cited(document.text, quotes),
                confidence=0.9,
            )

        day = "自2031年5月6日（含）起"
        query = "跨境查询手续费由每笔8元上调至每笔9元"
        call = next(s.text for s in facts.statements if s.topic is Intent.HOW_TO)
        return Drafts(
            faqs=(
                faq(Intent.WHEN, "新的收费标准什么时候开始执行？", "新的收费标准自2031年5月6日起执行。", day),
                faq(Intent.HOW_MUCH, "补发新卡手续费调整后收多少，原来是多少？", f"自2031年5月6日起，{FEE}。", LINES[2], day),
                faq(Intent.HOW_MUCH, "跨境查询手续费调整后收多少，原来是多少？", f"自2031年5月6日起，{query}。", query, day),
                faq(Intent.WHAT_CHANGES, "哪些收费变了，分别从多少变成多少？", f"自2031年5月6日起，{FEE}，{query}。", LINES[2], query, day),
                faq(Intent.EXEMPT, "哪些人免收？", LINES[5], LINES[5]),
                faq(Intent.HOW_TO, "怎么咨询？", call, LINES[6]),
                faq(Intent.TRANSITION, "调整前已经申请的，按哪个标准收？", LINES[4], LINES[4]),
            ),
            bulletins=(
                BulletinDraft(
                    headline="调整借记卡部分收费标准",
                    what_changes="补发新卡手续费：每张35元→每张25元；跨境查询手续费：每笔8元→每笔9元",
                    when="自2031年5月6日起",
                    who="借记卡客户",
                    script=f"自2031年5月6日起，{FEE}。",
                    starts=START,
                    citations=_cited(document.text, (LINES[2], day)),
                ),
            ),
            unanswered=(OpenQuestion("年费有没有变化？", "公告没有写明"),),
        )  # fmt: skip


def _cited(text: str, quotes: tuple[str, ...]) -> tuple[Citation, ...]:
    return tuple(Citation(q, Span(text.index(q), text.index(q) + len(q))) for q in quotes)

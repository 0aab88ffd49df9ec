"""An answer becomes a notice of its own: what the department said is the source, and the draft FAQ quotes it.

So it has evidence, grounding, sign-offs and record like any other draft. The source is the mail as it came, or the
note that the administrator typed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.answer.questions.forwarding import found
from ingest.answer.questions.handling import changed
from ingest.answer.questions.refusals import AnswerMissing
from ingest.answer.questions.rules import Rules
from ingest.answer.questions.standing import ReadMail, Told, read_here, reread, source_of
from ingest.draft.grounding import check
from ingest.model import (
    Actor,
    Citation,
    Document,
    Facts,
    FaqDraft,
    Intent,
    Reading,
    Relevance,
    Tier,
    Urgency,
)
from ingest.review.access import Permission, require
from ingest.review.splitting import sentences
from ingest.review.transaction import Clock, deciding
from ingest.store.drafts import NewDraft
from ingest.store.forwarded import WAITING, Question, Stage
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.identity import fingerprint

SOURCE = "questions"
"""The source that these notices come from."""
_LONGEST_SAY = 80
_LETTERS = re.compile(r"[^\W_]")


def answer(
    store: Store,
    actor: Actor,
    id: int,
    version: int,
    told: Told,
    rules: Rules,
    clock: Clock,
    read: ReadMail = read_here,
) -> int:
    """The draft's id. Raises WrongRole, NoSuchQuestion, AnswerMissing, NoSuchMail, QuestionChanged; what `read`
    does."""
    mail = reread(store, actor, told, read)  # before the transaction: writers wait for each other, and this takes time
    with deciding(store, actor, "answer", f"question:{id}", clock) as tx:
        require(actor, Permission.HANDLE_QUESTIONS)
        question = found(tx, id)
        if not (told.question.strip() and told.answer.strip()):
            raise AnswerMissing
        draft_id = _draft(tx, actor, question, told, mail, rules, clock)
        values = {"stage": Stage.ANSWERED, "draft_id": draft_id, "answered_at": clock(), "answer": told.answer.strip()}
        changed(tx, id, version, WAITING, **values)
        detail = {"draft": draft_id, "mail": told.mail_id}
        tx.audit.append(actor.name, "question.answered", f"question:{id}", detail, clock())
        return draft_id


def _draft(
    tx: Transaction,
    actor: Actor,
    question: Question,
    told: Told,
    mail: tuple[Document, str] | None,
    rules: Rules,
    clock: Clock,
) -> int:
    today = clock().date()
    document, sha = source_of(tx, question, told, mail, clock)
    facts = _facts(document, question, told, rules, today)
    notice_id, revision_id = tx.notices.add(
        source_id=SOURCE,
        url=document.url or "",
        snapshot_sha=sha,
        fingerprint=fingerprint(document),
        document=document,
        facts=facts,
    )
    content = faq_of(told, document)
    return tx.drafts.add(
        NewDraft.of(
            facts,
            content,
            notice_id,
            revision_id,
            urgency=Urgency.P2,
            source_ids=(SOURCE,),
            unsupported=check(content, document, facts, today=today),
            last_editor=actor.name,
            department=question.department,
        )
    )


def _facts(document: Document, question: Question, told: Told, rules: Rules, today: dt.date) -> Facts:
    """What the answer says, read by the same rules; a person says that it is a notice and what it is called."""
    reading = Reading(
        today, title=question.words, language=question.language, bank_phones=rules.phones, bank_hosts=rules.hosts
    )
    facts = understand(document, reading)
    tier = rules.tiers.get(facts.category) if facts.category else None
    return replace(
        facts,
        title=told.question.strip(),
        language=question.language,
        relevance=Relevance.NOTICE,
        tier=tier or (facts.tier if facts.category else Tier.STANDARD),
    )


def faq_of(told: Told, document: Document) -> FaqDraft:
    """The draft, with the place in the source of every sentence that stands there."""
    words = told.answer.strip()
    first = next(iter(sentences(words)), words)
    return FaqDraft(
        Intent.FULL_TEXT,
        " ".join(told.question.split()),
        words,
        operation_points=told.points,
        say=first if len(first) <= _LONGEST_SAY * (1 if re.search(r"[\u3400-\u9fff]", first) else 2) else "",
        keywords=told.keywords,
        citations=tuple(_citations([*sentences(words), *told.points], document)),
        confidence=1.0,
    )


def _citations(said: list[str], document: Document) -> Iterator[Citation]:
    normal = normalise(document.text)
    for sentence in said:
        part = normalise(sentence).text.strip()
        at = normal.text.find(part) if _LETTERS.search(part) else -1
        if at >= 0:
            span = normal.span(at, at + len(part))
            yield Citation(document.text[span.start : span.end], span)

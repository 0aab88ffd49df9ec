"""One FAQ draft made into two: whoever asks one thing need not hear the other. Both keep the evidence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Sequence

from ingest.model import Actor, DraftState, FaqDraft, StoredDraft
from ingest.review.access import Permission, require
from ingest.review.readiness import complete
from ingest.review.refusals import (
    AlreadyDecided,
    DraftChanged,
    Incomplete,
    NoSuchDraft,
    NothingToSplit,
    OtherKind,
    QuestionTaken,
)
from ingest.review.signing import OPEN
from ingest.review.tracing import untraced
from ingest.review.transaction import Clock, deciding
from ingest.review.uncorrecting import UNDONE
from ingest.store.drafts import NewDraft
from ingest.store.store import Store
from ingest.store.transaction import Transaction

_SENTENCE = re.compile(r"(?<=[。！？!?；])(?!$)|(?<=[.;])\s+(?=[A-Z])|\n+")


def parts(content: FaqDraft) -> tuple[tuple[str, str], ...]:
    """What can go into the other draft: (name, text); sentences of the answer, operation points, conditions."""
    named = [(f"answer.{n}", text) for n, text in enumerate(sentences(content.answer))]
    named += [(f"point.{n}", text) for n, text in enumerate(content.operation_points)]
    return (*named, *((f"condition.{n}", text) for n, text in enumerate(content.conditions)))


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]


def split(
    store: Store,
    actor: Actor,
    draft_id: int,
    version: int,
    question: str,
    moved: Collection[str],
    clock: Clock,
) -> tuple[StoredDraft, StoredDraft]:
    """The draft without what was `moved` (names of `parts`), and a new one that asks `question` and says the rest.

    Raises WrongRole, NoSuchDraft, AlreadyDecided, DraftChanged, OtherKind, NothingToSplit, QuestionTaken, Incomplete.
    """
    with deciding(store, actor, "split", f"draft:{draft_id}", clock) as tx:
        require(actor, Permission.DECIDE)
        draft = _draft(tx, draft_id, version)
        if not isinstance(draft.content, FaqDraft):
            raise OtherKind
        kept, other = divided(draft.content, question.strip(), moved)
        _keep(tx, actor, draft, kept)
        new_id = _add(tx, actor, draft, other)
        detail = {"version": version + 1, "into": new_id, "question": other.question}
        tx.audit.append(actor.name, "split", f"draft:{draft_id}", detail, clock())
        tx.audit.append(actor.name, "split_off", f"draft:{new_id}", {"from": draft_id}, clock())
        first, second = tx.drafts.get(draft_id), tx.drafts.get(new_id)
        if first is None or second is None:
            raise NoSuchDraft
        return first, second


def divided(content: FaqDraft, question: str, moved: Collection[str]) -> tuple[FaqDraft, FaqDraft]:
    """Both halves. What has no sentence of the answer begins with its first point or condition."""
    known = [name for name, _ in parts(content)]
    going = [name for name in known if name in moved]
    if not going or len(going) == len(known):
        raise NothingToSplit
    if question in ("", content.question):
        raise Incomplete
    kept = _half(content, content.question, [name for name in known if name not in going])
    other = _half(content, question, going)
    return kept, dataclasses.replace(other, say=_first(other.answer), confidence=min(content.confidence, 0.5))


def _half(content: FaqDraft, question: str, names: Sequence[str]) -> FaqDraft:
    texts = dict(parts(content))
    mine = {kind: [texts[n] for n in names if n.startswith(kind)] for kind in ("answer", "point", "condition")}
    if not mine["answer"]:
        lead = "point" if mine["point"] else "condition"
        mine["answer"] = [mine[lead].pop(0)]
    gap = "" if re.search(r"[\u4e00-\u9fff]", content.answer) else " "
    answer = gap.join(mine["answer"])
    said = content.say if content.say and all(part in answer for part in sentences(content.say)) else _first(answer)
    return dataclasses.replace(
        content,
        question=question,
        answer=answer,
        operation_points=tuple(mine["point"]),
        conditions=tuple(mine["condition"]),
        say=said,
    )


def _first(answer: str) -> str:
    return next(iter(sentences(answer)), "")


def _draft(tx: Transaction, draft_id: int, version: int) -> StoredDraft:
    draft = tx.drafts.get(draft_id)
    if draft is None:
        raise NoSuchDraft
    if draft.version != version:
        raise DraftChanged
    if draft.state not in OPEN:
        raise AlreadyDecided
    return draft


def _keep(tx: Transaction, actor: Actor, draft: StoredDraft, kept: FaqDraft) -> None:
    revision = tx.notices.revision(draft.revision_id)
    if revision is None or not complete(kept):
        raise Incomplete
    unsupported = untraced(tx, draft, kept, revision)
    if not tx.drafts.amend(
        draft.id, version=draft.version, content=kept, unsupported=unsupported, editor=actor.name, cause="split"
    ):
        raise DraftChanged
    tx.unsaved.forget(draft.id, actor.name)


def _add(tx: Transaction, actor: Actor, draft: StoredDraft, other: FaqDraft) -> int:
    revision = tx.notices.revision(draft.revision_id)
    if revision is None:
        raise NoSuchDraft
    before = {d.id for d in tx.drafts.of_notice(draft.notice_id)}
    new_id = tx.drafts.add(
        NewDraft(
            notice_id=draft.notice_id,
            revision_id=draft.revision_id,
            content=other,
            tier=draft.tier,
            category=draft.category,
            title=draft.title,
            language=draft.language,
            urgency=draft.urgency,
            starts=draft.starts,
            expires=draft.expires,
            unsupported=untraced(tx, draft, other, revision),
            flags=draft.flags,
            last_editor=actor.name,
            department=draft.department,
            split_from=draft.id,
        )
    )
    if new_id in before:
        _again(tx, actor, new_id, other)
    return new_id


def _again(tx: Transaction, actor: Actor, id: int, other: FaqDraft) -> None:
    """The half of a split that was taken back waits once more. Raises QuestionTaken for any other draft."""
    known = tx.drafts.get(id)
    revision = tx.notices.revision(known.revision_id) if known else None
    closed = known and known.state is DraftState.SUPERSEDED and known.reason == UNDONE
    if not (known and revision and closed and tx.drafts.reopen(id, version=known.version)):
        raise QuestionTaken
    unsupported = untraced(tx, known, other, revision)
    if not tx.drafts.amend(
        id, version=known.version, content=other, unsupported=unsupported, editor=actor.name, cause="split"
    ):
        raise DraftChanged

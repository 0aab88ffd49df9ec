"""Flag it: whoever uses an entry says, at the sentence, what is wrong with it; whoever answers for it fixes it or says
why it is right; the one who flagged it is told. A flag that waits takes away "reviewed by use"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.answer.anew import draft_anew
from ingest.model import Actor, BulletinDraft, Entry
from ingest.review.access import Permission, allows, require
from ingest.review.flagged import Flagged, flagged, waiting
from ingest.review.refusals import AlreadyDecided, NoSuchEntry, NoSuchFlag, ReasonMissing
from ingest.review.splitting import sentences
from ingest.review.transaction import Clock, deciding
from ingest.store.entry_flags import EntryFlag, FlagState
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.text.personal import masked

LONGEST = 1000


class Wrong(StrEnum):
    """What is wrong with an entry."""

    NOT_TRUE = "not_true"
    OUT_OF_DATE = "out_of_date"
    UNCLEAR = "unclear"
    INCOMPLETE = "incomplete"
    OTHER = "other"
    """Needs words."""


@dataclass(frozen=True, slots=True)
class FlagList:
    """`waiting` is empty for those who don't decide; `mine` are those that one flagged, newest first. `open`: how many
    wait, whatever was wanted; `departments`: those that they wait for."""

    waiting: tuple[Flagged, ...] = ()
    answered: tuple[Flagged, ...] = ()
    mine: tuple[Flagged, ...] = ()
    open: int = 0
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """`mine`: only what waits for whoever looks; `department`: only what waits for one."""

    mine: bool = False
    department: str | None = None

    def fits(self, one: Flagged) -> bool:
        return (one.mine or not self.mine) and self.department in (None, one.flag.department)


def flag(store: Store, actor: Actor, entry_id: int, sentence: str | None, code: str, words: str, clock: Clock) -> int:
    """The flag's number. A sentence that the entry does not hold flags it as a whole.

    Raises WrongRole, NoSuchEntry, ReasonMissing.
    """
    with deciding(store, actor, "flag", f"entry:{entry_id}", clock) as tx:
        require(actor, Permission.COUNT)
        entry = tx.entries.get(entry_id)
        if entry is None:
            raise NoSuchEntry
        known = next((one for one in Wrong if one.value == code), Wrong.OTHER)
        said = masked(" ".join(words.split()))[:LONGEST]
        if known is Wrong.OTHER and not said:
            raise ReasonMissing
        about = sentence if sentence in said_in(entry) else None
        number = tx.entry_flags.add(entry_id, actor.id or 0, about, known.value, said or None)
        detail = {"flag": number, "code": known.value, "sentence": about}
        tx.audit.append(actor.name, "flagged", f"entry:{entry_id}", detail, clock())
        return number


def said_in(entry: Entry) -> tuple[str, ...]:
    """The sentences of an entry, as an agent sees them: those that can be flagged."""
    content = entry.content
    if isinstance(content, BulletinDraft):
        texts: tuple[str, ...] = (content.headline, content.what_changes, content.when, content.who, content.script)
        more = (*content.operation_points, *((content.do_not_say,) if content.do_not_say else ()))
    else:
        texts = (content.question, content.answer, content.say)
        more = (*content.operation_points, *content.conditions)
    found = [one for text in texts if text for one in sentences(text) or [text]]
    return tuple(dict.fromkeys((*found, *more)))


def flags(store: Store, actor: Actor, wanted: Wanted) -> FlagList:
    """What waits for an answer, and what became of one's own flags. Raises WrongRole."""
    require(actor, Permission.READ_BOARD)
    decides = allows(actor, Permission.READ_QUEUE)
    with store.reading() as tx:
        waits = waiting(tx, actor) if decides else ()
        departments = tuple(sorted({one.flag.department for one in waits if one.flag.department}))
        return FlagList(
            tuple(one for one in waits if wanted.fits(one)),
            flagged(tx, tx.entry_flags.answered(), actor) if decides else (),
            flagged(tx, tx.entry_flags.by(actor.id), actor) if actor.id is not None else (),
            len(waits),
            departments,
        )


def answer(store: Store, actor: Actor, id: int, fixed: bool, words: str, clock: Clock) -> None:
    """Fixed, or "not so" with the reason; the one who flagged it reads it.

    Raises WrongRole, NoSuchFlag, ReasonMissing, AlreadyDecided.
    """
    with deciding(store, actor, "answer flag", f"flag:{id}", clock) as tx:
        require(actor, Permission.DECIDE)
        found = _found(tx, id)
        said = words.strip()[:LONGEST]
        if not fixed and not said:
            raise ReasonMissing
        state = FlagState.FIXED if fixed else FlagState.NOT_SO
        if not tx.entry_flags.answer(id, state, actor.name, said or None):
            raise AlreadyDecided
        detail = {"flag": id, "answer": state.value, "reason": said or None}
        tx.audit.append(actor.name, "flag answered", f"entry:{found.entry_id}", detail, clock())


def amend(store: Store, actor: Actor, id: int, clock: Clock) -> int:
    """A draft with the entry's words, to be corrected and approved: its id. The flag waits until it is answered.

    Raises WrongRole, NoSuchFlag, NoSuchEntry, AlreadyDecided.
    """
    with deciding(store, actor, "amend flagged", f"flag:{id}", clock) as tx:
        require(actor, Permission.DECIDE)
        entry = tx.entries.get(_found(tx, id).entry_id)
        if entry is None:
            raise NoSuchEntry
        if entry.withdrawn or entry.superseded_by:
            raise AlreadyDecided
        return draft_anew(tx, actor, entry, clock)


def _found(tx: Transaction, id: int) -> EntryFlag:
    found = tx.entry_flags.get(id)
    if found is None:
        raise NoSuchFlag
    return found

"""What keeps a draft from being approved, and what a person's edit settles."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.errors import NotReady
from ingest.model import (
    Actor,
    BulletinDraft,
    DraftState,
    FaqDraft,
    Flag,
    FlagCode,
    Moment,
    StoredDraft,
    Unsupported,
)
from ingest.review.refusals import DateUnread, Incomplete, NeedsAmending, TextMissing, Untraced
from ingest.text.dates import find_dates

_NOT_DIGITS = re.compile(r"\D+")


def blockers(draft: StoredDraft) -> tuple[NotReady, ...]:
    """Why `draft` can't be approved as it stands, empty if it can."""
    condition = Condition(
        state=draft.state,
        untraced=len(draft.unsupported),
        flags=frozenset(flag.code for flag in draft.flags),
        edited=by_hand(draft),
        dated=any(period(draft.content)),
        whole=complete(draft.content),
    )
    return tuple(kind() for kind in condition.blockers())


@dataclass(frozen=True, slots=True)
class Condition:
    """All that decides whether a draft can be approved: known of a draft, and of a row of the queue alike."""

    state: DraftState
    untraced: int
    flags: frozenset[FlagCode]
    edited: bool
    """By a person."""
    dated: bool
    whole: bool
    """See `complete`."""

    def blockers(self) -> Iterator[type[NotReady]]:
        if self.state is DraftState.RETURNED:
            yield NeedsAmending
        if self.untraced:
            yield Untraced
        if FlagCode.MALFORMED_DATE in self.flags and not (self.edited and self.dated):
            yield DateUnread
        if FlagCode.NEEDS_TEXT in self.flags and not self.edited:
            yield TextMissing
        elif not self.whole:
            yield Incomplete


def require_ready(draft: StoredDraft) -> None:
    """Raises the first NotReady."""
    for blocker in blockers(draft):
        raise blocker


def by_hand(draft: StoredDraft) -> bool:
    """Did a person edit it?"""
    return person(draft.last_editor)


def person(editor: str | None) -> bool:
    """Is the last editor a person, and not one of the automatic stages?"""
    return editor not in (None, Actor.system().name)


def period(content: FaqDraft | BulletinDraft) -> tuple[Moment | None, Moment | None]:
    """From when until when the content holds."""
    if isinstance(content, FaqDraft):
        return content.valid_from, content.valid_until
    return content.starts, content.expires


def period_names(content: FaqDraft | BulletinDraft) -> tuple[str, str]:
    """The names of the two fields of `period`."""
    return ("valid_from", "valid_until") if isinstance(content, FaqDraft) else ("starts", "expires")


def complete(content: FaqDraft | BulletinDraft) -> bool:
    """Are the fields filled that agents can't do without, and does it end after it starts?"""
    faq = isinstance(content, FaqDraft)
    names = ("question", "answer") if faq else ("headline", "what_changes", "script")
    starts, ends = period(content)
    return all(getattr(content, name).strip() for name in names) and in_order(starts, ends)


def in_order(starts: Moment | None, ends: Moment | None) -> bool:
    """Does it not end before it starts?"""
    return not (starts and ends and starts.earliest() >= ends.latest())


def read_by_eye(unsupported: Sequence[Unsupported], flags: Sequence[Flag]) -> tuple[Unsupported, ...]:
    """`unsupported` without the dates that a person read out of a malformed date of the source.

    The source prints 2024919日 and no rule may guess; a person who writes 19 September 2024 has the same digits.
    """
    runs = [_NOT_DIGITS.sub("", f.evidence.quote) for f in flags if f.code is FlagCode.MALFORMED_DATE]
    return tuple(atom for atom in unsupported if not any(_spells(atom.text, run) for run in runs if run))


def _spells(text: str, run: str) -> bool:
    dates = [found.date for found in find_dates(text)]
    return bool(dates) and all(
        any(form in run for form in (f"{d.year}{d.month}{d.day}", f"{d:%Y%m%d}", f"{d.year}{d.month:02}{d.day}"))
        for d in dates
    )


def keep_citations(old: FaqDraft | BulletinDraft, new: FaqDraft | BulletinDraft) -> FaqDraft | BulletinDraft:
    """`new` with the evidence of `old`, where the editor gave none."""
    return new if new.citations else dataclasses.replace(new, citations=old.citations)

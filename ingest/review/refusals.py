"""Why a decision is refused.

    Forbidden   WrongRole · OwnEdit · AlreadySigned · OtherRole · OtherDepartment · OwnAccount
    NotFound    NoSuchPerson · NoSuchToken · NoSuchSession · NoSuchDraft · NoSuchEntry · NoSuchView · NoSuchFact
                NoSuchNotice · NoSuchRevision · NoSuchGroup · NoSuchProposal · NoSuchFlag
    Stale       DraftChanged · AlreadyDecided · DecidedAfter · FactsChanged · NewerRevision
    NotReady    Untraced · DateUnread · TextMissing · NeedsAmending · ReasonMissing · Incomplete
                PastTime · PastStart · NoSuchDepartment · NotHarmless · NothingToUndo · TooLate · NotUndone
                UndoneWithLoss
                NameMissing · NameTaken · NotInSource · NoSuchQuote · ValueUnread · TierLowered
                Contradicts · OtherKind · NothingToSplit · QuestionTaken
                NothingChosen · CannotBeRead

A class's docstring is its message in English; screens translate by its name (`web/catalogues/*.toml`, "refusal").
"""

from __future__ import annotations

from ingest.errors import Forbidden, NotFound, NotReady, Stale


class WrongRole(Forbidden):
    """Your role does not allow this."""


class OwnEdit(Forbidden):
    """You made the last edit: somebody else has to approve it."""


class AlreadySigned(Forbidden):
    """You have signed this version already: the second sign-off needs another person."""


class OtherRole(Forbidden):
    """The sign-off that is still missing belongs to another role."""


class OtherDepartment(Forbidden):
    """This draft waits for an expert of another department."""


class OwnAccount(Forbidden):
    """Nobody changes their own roles, or disables themselves: ask another person who manages people."""


class NoSuchPerson(NotFound):
    """There is no such person."""


class NoSuchToken(NotFound):
    """There is no such token, or it is revoked already."""


class NoSuchSession(NotFound):
    """There is no such session, or it is over already."""


class NoSuchDraft(NotFound):
    """There is no such draft."""


class NoSuchEntry(NotFound):
    """There is no such published entry."""


class NoSuchPage(NotFound):
    """There is no such page among those that were turned away."""


class NothingKept(NotReady):
    """The bytes of this page are not kept (any more): save the page and take it in with `ingest import`."""


class CannotBeRead(NotReady):
    """This file stopped its reader: open it yourself, and write down what it says."""


class NoSuchView(NotFound):
    """There is no such saved view of yours."""


class DraftChanged(Stale):
    """Somebody changed this draft meanwhile: load it again and look at the new version."""


class AlreadyDecided(Stale):
    """This draft was decided meanwhile."""


class DecidedAfter(Stale):
    """Somebody decided about it after you: it can't be undone any more."""


class Untraced(NotReady):
    """A figure or date of the draft is not in the source: correct or remove it first."""


class DateUnread(NotReady):
    """A date of the source is malformed: look at the source, then fill in the dates of the draft by hand."""


class TextMissing(NotReady):
    """The source has no readable text: read the original and write the draft by hand first."""


class NeedsAmending(NotReady):
    """This draft was returned: it has to be amended before it can be approved."""


class ReasonMissing(NotReady):
    """Say why: a reason is needed."""


class Incomplete(NotReady):
    """A field that agents need is empty, or the end lies before the start."""


class PastTime(NotReady):
    """That moment is past: choose a later one."""


class PastStart(NotReady):
    """It starts before that moment: say so if you mean it."""


class NoSuchDepartment(NotReady):
    """Choose a department."""


class NotHarmless(NotReady):
    """It has to be looked at by itself: only the harmless can be approved together."""


class NothingToUndo(NotReady):
    """There is no decision of yours that could be undone."""


class TooLate(NotReady):
    """It is too late to undo this: decide anew."""


class NotUndone(NotReady):
    """This kind of decision can't be undone: decide anew."""


class UndoneWithLoss(NotReady):
    """A mark of an earlier correction would be lost: correct the fact back instead."""


class NameMissing(NotReady):
    """Give it a name."""


class NameTaken(NotReady):
    """There is one of that name already."""


class NoSuchFact(NotFound):
    """There is no such fact in this notice."""


class FactsChanged(Stale):
    """Somebody corrected the facts of this notice meanwhile: look at them again."""


class NotInSource(NotReady):
    """This value does not stand in the source: check it, or confirm that you read it there by eye."""


class NoSuchQuote(NotReady):
    """These words do not stand in the source: copy them from it as they are."""


class ValueUnread(NotReady):
    """A value can't be read: write it with its unit (6元, 0.35%), a time as 2026-12-01 or 2026-12-01 22:00."""


class TierLowered(NotReady):
    """The risk tier can only be raised above what the rules read."""


class NewerRevision(Stale):
    """The source changed again meanwhile: look at its newest state before you decide."""


class NothingChosen(NotReady):
    """Choose at least one entry."""


class NoSuchRevision(NotFound):
    """There is no such change of a notice."""


class NoSuchGroup(NotFound):
    """There is no such group of drafts."""


class Contradicts(NotReady):
    """A published entry says another figure for the same thing: settle that first."""


class OtherKind(NotReady):
    """An FAQ entry can't take the place of a bulletin notice, nor the other way round."""


class NothingToSplit(NotReady):
    """Choose what goes into the second draft, and leave something in the first."""


class QuestionTaken(NotReady):
    """There is a draft with this question already: ask in other words."""


class NoSuchProposal(NotFound):
    """There is no such proposal."""


class NoSuchFlag(NotFound):
    """There is no such flag."""


class NoSuchNotice(NotFound):
    """There is no such notice."""

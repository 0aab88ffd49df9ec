"""The words of `lexicon/windows.toml`, compiled: lead-ins, tails, events, roles."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.model import Category, WindowRole
from ingest.understand.lexicon import load, pattern
from ingest.understand.windows.points import Point


def _alternatives(words: Iterable[str]) -> str:
    """Longest first, branched by first character, which is fast; a blank matches any run of blanks and Latin words
    stand by themselves.
    """
    by_first: dict[str, list[str]] = {}
    for word in sorted({w.lower() for w in words}, key=len, reverse=True):
        end = r"\b" if word[-1].isascii() and word[-1].isalpha() else ""
        by_first.setdefault(word[0], []).append(re.escape(word[1:]).replace(r"\ ", " +") + end)
    first = "".join(map(re.escape, by_first))
    branches = "|".join(re.escape(c) + f"(?:{'|'.join(rests)})" for c, rests in by_first.items())
    return rf"(?=[{first}])(?<![a-zA-Z](?=[a-zA-Z]))(?:{branches})"


_AROUND = (
    "relative", "starts_then", "ends", "day_and_hours", "turn", "next_clause", "till", "pauses", "resumes", "alone",
    "last_day", "first_of", "tells", "done", "back_by", "last_lead", "moved", "shuts", "opened", "reopens",
    "paid", "sooner", "of_each", "other_place", "not_until",
)  # fmt: skip
"""Patterns of the table [range] that need no more than compiling."""
_CJK = re.compile("[一-鿿]")
_LOOSE = ' \n:,"('
"""What may stand between a lead-in and its date."""


@dataclass(frozen=True)
class Words:
    """Patterns around points."""

    to: re.Pattern[str]
    long_to: re.Pattern[str]
    conjunction: re.Pattern[str]
    between: re.Pattern[str]
    label: re.Pattern[str]
    relative: re.Pattern[str]
    starts_then: re.Pattern[str]
    ends: re.Pattern[str]
    day_and_hours: re.Pattern[str]
    turn: re.Pattern[str]
    sooner: re.Pattern[str]
    not_until: re.Pattern[str]
    of_each: re.Pattern[str]
    other_place: re.Pattern[str]
    """Between two days: what the second one is for ("Leeds on 16 June, York on 17 June, each from 10am to 1pm")."""
    next_clause: re.Pattern[str]
    till: re.Pattern[str]
    pauses: re.Pattern[str]
    resumes: re.Pattern[str]
    alone: re.Pattern[str]
    last_day: re.Pattern[str]
    first_of: re.Pattern[str]
    tells: re.Pattern[str]
    """Behind "today": the bank only says something."""
    moved: re.Pattern[str]
    shuts: re.Pattern[str]
    """Between two dates: something closes; it is the end of what opened before, and else another window."""
    opened: re.Pattern[str]
    reopens: re.Pattern[str]
    last_lead: re.Pattern[str]
    """Before a day that a sentence calls the last one."""
    back_by: re.Pattern[str]
    """Before a day by which something works again: it starts then."""
    paid: re.Pattern[str]
    done: re.Pattern[str]
    """Up to the end of a past date: it happened then, and the notice announces something else."""
    calendar: dict[str, re.Pattern[str]]
    """What a cell of a table of holidays tells: "closed", "early" or "usual"."""
    cell: dict[str, re.Pattern[str]]
    """What the head of a column, or the name of a row, makes of its dates: "start", "end", "back", "stop", "hours"."""
    event_cell: re.Pattern[str]
    """A cell that says that its date is told later."""
    no_subject: re.Pattern[str]
    """What a phrase holds that does not name what a window is for."""
    event: re.Pattern[str]
    strict: frozenset[str]
    counted: frozenset[str]
    """Lead-ins of a past day on which something was counted ("as of 31 December")."""
    filler: re.Pattern[str]
    lead_kind: dict[str, str]
    lead_lengths: tuple[int, ...]
    tails: re.Pattern[str]
    tail_kind: dict[str, str]

    def lead(self, before: str) -> tuple[str, str, int] | None:
        """(kind, word, how many characters before the point it begins) of the lead-in that ends `before`."""
        bare = before.rstrip(_LOOSE).lower()
        for text in (bare, self.filler.sub("", bare).rstrip(_LOOSE)):
            for length in self.lead_lengths:
                word = text[-length:]
                if (
                    len(text) >= length
                    and word in self.lead_kind
                    and not (
                        word[0].isascii() and text[-length - 1 : -length].isalpha() and text[-length - 1].isascii()
                    )
                ):
                    return self.lead_kind[word], word, len(before) - len(text) + length
        return None

    def tail(self, behind: str) -> tuple[str, int] | None:
        m = self.tails.match(behind)
        return (self.tail_kind[" ".join(m[1].lower().split())], m.end()) if m else None

    @staticmethod
    def consecutive(left: Point, right: Point) -> bool:
        """Is `right` the day after `left` (17 and 18)?"""
        if left.day is None or right.day is None or left.timed or right.timed:
            return False
        return right.day == left.day + 1 and (right.month is None or left.month is None or right.month == left.month)

    def list_of_days(self, first: Point, last: Point, third: Point) -> bool:
        return not first.timed and not third.timed and self.consecutive(last, third)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that speaks for a role."""

    role: WindowRole
    weight: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern that speaks for a role, for stretches of some shapes only; a verb and its object, mostly."""

    chinese: re.Pattern[str] | None
    english: re.Pattern[str] | None
    cue: Cue
    shapes: frozenset[str]
    categories: frozenset[Category]
    """Empty: in all of them."""
    always: bool = False
    """In conditions too: "what is withdrawn in the transition period …"."""


def _phrase(one: Mapping[str, Any]) -> Phrase:
    cue = Cue(WindowRole(one["role"]), float(one["weight"]))
    categories = frozenset(map(Category, one.get("categories", ())))
    chinese, english = ([w for w in one["words"] if bool(_CJK.search(w)) is han] for han in (True, False))
    return Phrase(
        re.compile("|".join(chinese), re.I) if chinese else None,
        re.compile("|".join(english), re.I) if english else None,
        cue,
        frozenset(one["shapes"]),
        categories,
        one.get("always", False),
    )


@dataclass(frozen=True)
class Roles:
    """Patterns of the words that tell roles."""

    pattern: re.Pattern[str]
    cues: dict[str, tuple[Cue, ...]]
    priors: dict[Category, dict[WindowRole, float]]
    stretches: dict[str, dict[Category, dict[WindowRole, float]]]
    """What stretches of "days" and of "hours" are for where no word says it."""
    limits: dict[str, dict[WindowRole, float]]
    """How well a role suits a shape ("from", "until", "range", "point"); 1 where nothing is said."""
    condition_after: re.Pattern[str]
    condition_before: re.Pattern[str]
    barred_before: re.Pattern[str]
    barred_after: re.Pattern[str]
    """Before or behind "after 5 June": what may not be done from then on."""
    lapses: re.Pattern[str]
    """Before "after 31 December": what is lost then can be used up to that day."""
    asked: re.Pattern[str]
    """What a customer is asked to do, not only allowed."""
    kept: re.Pattern[str]
    benefit: re.Pattern[str]
    own_post: re.Pattern[str]
    """Before a day to come: what the bank itself sends then."""
    redeems: re.Pattern[str]
    given: re.Pattern[str]
    not_given: re.Pattern[str]
    """What a sentence gives before a condition in time, and what says that it does not."""
    opens: re.Pattern[str]
    stays: re.Pattern[str]
    """Before a day: what still works on it."""
    history_before: re.Pattern[str]
    history_after: re.Pattern[str]
    planned: re.Pattern[str]
    plan_sentence: re.Pattern[str]
    made_up: re.Pattern[str]
    """Behind a deadline: what the bank makes up for by then."""
    works: re.Pattern[str]
    by_the_bank: re.Pattern[str]
    """Before a deadline: the bank keeps it, not the customer."""
    bank_subject: re.Pattern[str]
    bank_does: re.Pattern[str]
    """Directly before and behind a deadline: the bank does something for the customer by then."""
    side_event: re.Pattern[str]
    reverts: re.Pattern[str]
    untold: re.Pattern[str]
    """Words of another notice that is to come, and of days that are excepted: they tell nothing of a window's role."""
    phrases: tuple[Phrase, ...]
    deferred: frozenset[str]
    """Lead-ins of a day to which something is put off."""
    fraud: re.Pattern[str]
    titles: tuple[tuple[re.Pattern[str], Category], ...]


@functools.cache
def words() -> Words:
    data = load("windows")
    lead_kind = {w.lower(): kind for kind, ws in data["lead"].items() for w in ws}
    tail_kind = {w.lower(): kind for kind, ws in data["tail"].items() for w in ws}
    filler = "|".join(data["filler"]["lead"])
    return Words(
        to=re.compile(data["range"]["to"], re.I),
        long_to=re.compile(data["range"]["long_to"], re.I),
        conjunction=re.compile(data["range"]["conjunction"], re.I),
        between=re.compile(data["range"]["between"], re.I),
        label=re.compile(data["range"]["label"], re.I),
        **{k: re.compile(data["range"][k], re.I) for k in _AROUND},
        calendar={k: re.compile(v, re.I) for k, v in data["calendar"].items()},
        cell={k: re.compile(v, re.I) for k, v in data["cell"].items() if k != "event"},
        event_cell=re.compile(data["cell"]["event"], re.I),
        no_subject=re.compile("|".join(data["subject"]["none"]), re.I),
        event=re.compile("|".join(data["event"]["patterns"]), re.I),
        strict=frozenset(data["range"]["strict"]),
        counted=frozenset(data["range"]["counted"]),
        filler=re.compile(rf"(?:\b|(?<=[^\x00-\x7f]))(?:{filler})$"),
        lead_kind=lead_kind,
        lead_lengths=tuple(sorted({len(w) for w in lead_kind}, reverse=True)),
        tails=re.compile(rf"(?:\s*\((?:{data['filler']['zone']})\))?[\s)]*({_alternatives(tail_kind)})", re.I),
        tail_kind=tail_kind,
    )


@functools.cache
def roles() -> Roles:
    data = load("windows")
    cues: dict[str, list[Cue]] = {}
    for role, weights in data["role"].items():
        for weight, ws in weights.items():
            for word in ws:
                cues.setdefault(word.lower(), []).append(Cue(WindowRole(role), float(weight)))
    return Roles(
        pattern=re.compile(_alternatives(cues), re.I),
        cues={w: tuple(cs) for w, cs in cues.items()},
        priors={Category(c): {WindowRole(r): w for r, w in ps.items()} for c, ps in data["prior"].items()},
        stretches={
            kind: {Category(c): {WindowRole(r): w for r, w in ps.items()} for c, ps in told.items()}
            for kind, told in data["stretch"].items()
        },
        limits={shape: {WindowRole(r): w for r, w in ws.items()} for shape, ws in data["shape"].items()},
        condition_after=re.compile(data["condition"]["after"], re.I),
        condition_before=re.compile(data["condition"]["before"], re.I),
        stays=re.compile(data["condition"]["stays"], re.I),
        lapses=re.compile(data["condition"]["lapses"], re.I),
        asked=re.compile(data["condition"]["asked"], re.I),
        barred_before=re.compile(data["condition"]["barred_before"], re.I),
        barred_after=re.compile(data["condition"]["barred_after"], re.I),
        opens=re.compile(data["condition"]["opens"], re.I),
        own_post=re.compile(data["condition"]["own_post"], re.I),
        redeems=re.compile(data["condition"]["redeems"], re.I),
        benefit=re.compile(data["condition"]["benefit"], re.I),
        given=re.compile(data["condition"]["given"], re.I),
        not_given=re.compile(data["condition"]["not_given"], re.I),
        kept=re.compile(data["condition"]["kept"], re.I),
        history_before=re.compile(data["history"]["before"], re.I),
        history_after=re.compile(data["history"]["after"], re.I),
        planned=re.compile(data["planned"]["pattern"], re.I),
        plan_sentence=re.compile(data["planned"]["sentence"], re.I),
        made_up=re.compile(data["aside"]["made_up"], re.I),
        works=re.compile(data["aside"]["works"], re.I),
        by_the_bank=re.compile(data["aside"]["by_the_bank"], re.I),
        bank_subject=re.compile(data["aside"]["bank_subject"], re.I),
        bank_does=re.compile(data["aside"]["bank_does"], re.I),
        reverts=re.compile(data["aside"]["reverts"], re.I),
        untold=re.compile(
            f"{data['event']['other']}|{data['event']['since']}|{data['exception']['days']}|{data['aside']['rule']}",
            re.I,
        ),
        phrases=tuple(_phrase(one) for one in data["phrase"]),
        side_event=re.compile(data["aside"]["event"], re.I),
        deferred=frozenset(data["lead"]["point"]),
        fraud=re.compile(data["title"]["fraud_warning"], re.I),
        titles=tuple((re.compile(p, re.I), Category(c)) for c, p in data["title"].items()),
    )


def beside(name: str) -> re.Pattern[str]:
    """What the words beside a window make of it: a pattern of the table [beside]."""
    return pattern("windows", "beside", name)

"""The gate that every writer's drafts pass: each atom of a draft is in the document, or derived from a fact by a rule.

Derivations that count, all of them from `Facts`: the dates, times and weekdays of a window (its year is often
inherited, its end stands on the next day), the days of its recurrence, the forms of a figure (0.5 % for a cell "0.5"
under "%", 10 % off for 9折), the publication date, and the expiry that the bulletin rule computes. Anything else is
unsupported, however plausible.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.draft.atoms import atoms, implied
from ingest.draft.fakes import unmarked
from ingest.draft.readings import Key
from ingest.model import (
    BulletinDraft,
    Contact,
    ContactRole,
    Document,
    Drafts,
    Facts,
    FaqDraft,
    Figure,
    Moment,
    OpenQuestion,
    Quantity,
    Unsupported,
    Window,
)

EXPIRY_DAYS = (30, 90)
"""A fraud warning is looked at again after 30 days, an open-ended change after 90."""

_CLAUSE = 8
_INSIDE = re.compile(r"[\w%‰$£€₹¥]\0|\d[,.:/-]\0|\0[\w%‰]|\0[,.:/-]\d")
"""A cut inside a value or a word: then the rest is not what the source says."""
_RECURRING = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_FREE = re.compile(
    r"免|不(?:再|予|另)?收|暂停收|waive|\bfree\b|\bno (?:\w+ )?(?:charge|fee)|without (?:\w+ )?(?:charge|fee)"
    r"|exempt|\bnil\b",
    re.I,
)


@functools.lru_cache(maxsize=64)
def _said(text: str) -> frozenset[Key]:
    found = {k for a in atoms(text) for k in a.keys}
    found |= implied(found)
    for key in list(found):
        match key:
            case ("phone", str(digits)):
                found |= {("phone", re.sub(r"^(?:86|852|853|886|65|44|1|0)(?=\d{8,})", "", digits))}
            case ("url", str(url)):
                found.add(("url", url.split("/")[0]))
    return frozenset(found)


def says_free(text: str) -> bool:
    """Does a text say that something costs nothing?"""
    return bool(_FREE.search(text))


def of_window(window: Window) -> Iterator[Key]:
    for moment in (window.start, window.end):
        if moment:
            days = [moment.day]
            if moment.time == dt.time.min:  # 24时 of the day before
                days.append(moment.day - dt.timedelta(days=1))
            for day in days:
                yield from (("date", day), ("weekday", day.weekday()))
            if moment.time:
                yield ("time", moment.time.hour, moment.time.minute)
    for kind, items in re.findall(r"(weekly|monthly|daily):([\w:,\-]+)", window.recurrence or ""):
        if kind == "weekly":
            yield from (("weekday", _RECURRING[i]) for i in re.split("[,-]", items) if i in _RECURRING)
        elif kind == "monthly":
            yield from (("day", int(i)) for i in items.split(",") if i.isdigit())
        else:
            yield from (("time", int(h) % 24, int(m)) for h, m in re.findall(r"(\d\d?):(\d\d)", items))


def of_quantity(quantity: Quantity) -> Iterator[Key]:
    value, (unit, _, per) = quantity.value, quantity.unit.partition("/")
    if unit in ("ratio", "ratio_points"):
        yield ("ratio", abs(value))
    elif unit == "paid_share":
        yield from (("ratio", value), ("ratio", 1 - value))
    elif unit in ("day", "month", "year", "week", "hour", "minute", "second", "workday"):
        yield ("term", value, unit)
    elif unit.isupper():
        yield from (
            (("money", value, unit), ("money", value, "$"))
            if unit in ("USD", "HKD", "SGD", "AUD", "NZD", "CAD")
            else (("money", value, unit),)
        )
    else:
        yield ("number", value)
    if per.isupper():
        yield ("money", Decimal(1), per)


def _of_figure(figure: Figure) -> Iterator[Key]:
    for quantity in (*figure.old, *figure.new):
        yield from of_quantity(quantity)


def derived(facts: Facts) -> frozenset[Key]:
    """What the facts add to the words of the document."""
    found: set[Key] = set()
    for window in facts.windows:
        found.update(of_window(window))
    for figure in facts.figures:
        found.update(_of_figure(figure))
    for contact in facts.contacts:
        found.update(k for a in atoms(contact.value) for k in a.keys)
    if facts.published:
        found.add(("date", facts.published))
    return frozenset(found | implied(found))


def support(document: Document, facts: Facts) -> frozenset[Key]:
    """Every reading that a draft of this notice may use."""
    return _said(document.text) | derived(facts)


def _verbatim(line: str, text: str) -> bool:
    """Is a line a whole clause of the source? Then its values stand there, in their own context."""
    line = line.strip().rstrip("。.")
    at = text.find(line) if len(line) >= _CLAUSE else -1
    if at < 0:
        return False
    return not _INSIDE.search(text[max(0, at - 2) : at] + "\0") and not _INSIDE.search(
        "\0" + text[at + len(line) : at + len(line) + 2]
    )


def _fields(draft: FaqDraft | BulletinDraft) -> Iterator[tuple[str, str]]:
    names = (
        ("question", "answer", "say")
        if isinstance(draft, FaqDraft)
        else ("headline", "what_changes", "when", "who", "script", "do_not_say")
    )
    yield from ((name, getattr(draft, name) or "") for name in names)
    yield from (("operation_points", line) for line in draft.operation_points)
    if isinstance(draft, FaqDraft):
        yield from (("conditions", line) for line in draft.conditions)


def _moments(draft: FaqDraft | BulletinDraft) -> Iterator[tuple[str, Moment]]:
    names = ("valid_from", "valid_until") if isinstance(draft, FaqDraft) else ("starts", "expires")
    for name in names:
        moment = getattr(draft, name)
        if moment:
            yield name, moment


def _by_rule(moment: Moment, have: frozenset[Key], today: dt.date | None) -> bool:
    bases = {moment.day, *(moment.day - dt.timedelta(days=n) for n in EXPIRY_DAYS)}
    return any(("date", day) in have for day in bases) or (today is not None and today in bases)


def _fakes(contacts: Iterable[Contact]) -> tuple[str, ...]:
    contacts = list(contacts)
    real = {c.value for c in contacts if c.role is not ContactRole.FRAUDULENT}
    return tuple(sorted({c.value for c in contacts if c.role is ContactRole.FRAUDULENT} - real))


@dataclass(frozen=True, slots=True)
class Ground:
    """What the drafts of one notice stand on: its text, every reading of its values, the fakes that it names."""

    text: str
    keys: frozenset[Key]
    fakes: tuple[str, ...]
    today: dt.date | None = None

    def loose(self, draft: FaqDraft | BulletinDraft) -> tuple[Unsupported, ...]:
        """What in `draft` has nothing to stand on."""
        found = []
        for place, text in _fields(draft):
            for line in text.split("\n"):
                if not _verbatim(line, self.text):
                    found += [Unsupported(place, a.text) for a in atoms(line, draft=True) if not a.keys & self.keys]
            if place != "do_not_say":
                found += [Unsupported(place, value) for value in self.fakes if unmarked(value, text)]
        dates = [Unsupported(place, str(m)) for place, m in _moments(draft) if not _by_rule(m, self.keys, self.today)]
        return (*found, *dates)


def ground(document: Document, facts: Facts, today: dt.date | None = None) -> Ground:
    """What the drafts of `document` stand on. `today` counts as a start where the notice states none."""
    return Ground(document.text, support(document, facts), _fakes(facts.contacts), today)


def check(
    draft: FaqDraft | BulletinDraft, document: Document, facts: Facts, *, today: dt.date | None = None
) -> tuple[Unsupported, ...]:
    """What in `draft` the source does not support: values, dates of validity, fake numbers not named as fake."""
    return ground(document, facts, today).loose(draft)


def keep_grounded(
    drafts: Drafts, document: Document, facts: Facts, *, today: dt.date | None = None, reason: str = "{atoms}"
) -> Drafts:
    """`drafts` without FAQs that the source does not support; their questions become open ones.

    A bulletin always stays, since agents need to hear of the change; an unsupported one has confidence 0, and the
    gate marks it for the reviewer. `reason` names the {atoms} that nothing supports."""
    standing = ground(document, facts, today)
    faqs, opened = [], list(drafts.unanswered)
    for faq in drafts.faqs:
        if loose := standing.loose(faq):
            opened.append(OpenQuestion(faq.question, reason.format(atoms=", ".join(u.text for u in loose))))
        else:
            faqs.append(faq)
    bulletins = tuple(replace(b, confidence=0.0) if standing.loose(b) else b for b in drafts.bulletins)
    return Drafts(tuple(faqs), bulletins, tuple(opened))

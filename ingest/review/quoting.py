"""Which facts a draft quotes: what is indexed when it is published (`store/entry_facts.py`).

A figure is quoted where one of its values stands in the draft, and the draft speaks of its item or cites its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.draft.atoms import implied, keys
from ingest.draft.grounding import of_quantity, of_window, says_free
from ingest.draft.readings import Key
from ingest.draft.voice import plain, voice
from ingest.model import BulletinDraft, Contact, Direction, Facts, FaqDraft, Figure, Quantity, Span, Window
from ingest.review.sameness import folded
from ingest.store.entry_facts import EntryFact, Quoted
from ingest.text.grams import grams

_SPOKEN_OF = 0.5
"""So much of an item's name must stand in a draft that cites another place."""
_HOME = {"hans": "CNY", "hant": "HKD"}
_FREE = (Direction.EXEMPT, Direction.REMOVED)
_WEAK = frozenset({"number", "day", "month", "year", "weekday", "md", "ym"})
"""Readings that too many texts share to prove that a figure is quoted."""


def text_of(content: FaqDraft | BulletinDraft) -> str:
    """Every field of a draft that agents read, a line each."""
    if isinstance(content, FaqDraft):
        parts: tuple[str, ...] = (content.question, content.answer, *content.operation_points, *content.conditions)
        return "\n".join((*parts, content.say))
    head = (content.headline, content.what_changes, content.when, content.who, content.script)
    return "\n".join((*head, *content.operation_points))


def quoted(content: FaqDraft | BulletinDraft, facts: Facts) -> tuple[EntryFact, ...]:
    """The figures (as they become, and as they were), times and contacts that `content` quotes, each once."""
    text = text_of(content)
    said = keys(text)
    said |= implied(said)
    cited = [citation.span for citation in content.citations]
    found = [*_figures(content, facts, text, said, cited), *_windows(content, facts, said)]
    return tuple(dict.fromkeys((*found, *_contacts(facts.contacts, text))))


def subject_of(figure: Figure, facts: Facts) -> str:
    """What the figure is a figure of, in the form that is compared: its item and what it is counted in."""
    counted = sorted({q.unit.partition("/")[0].replace("ratio_points", "ratio") for q in (*figure.new, *figure.old)})
    return f"{folded(figure.item)}|{','.join(counted) or _currency(facts)}"


def figure_fact(figure: Figure, facts: Facts, *, former: bool = False) -> EntryFact | None:
    """The figure as the index holds it; None where it has no value on that side."""
    values = figure.old if former else figure.new
    if not values and (former or figure.direction not in _FREE):
        return None
    kind = Quoted.FORMER if former else Quoted.FIGURE
    speech = voice(facts.language, facts.script)
    shown = speech.side(figure, old=former) or figure.new_text or figure.direction.value
    return EntryFact(kind, figure.item, shown, subject_of(figure, facts), says_of(values))


def says_of(values: Iterable[Quantity]) -> str:
    """Values in the form that is compared: nothing and nought of anything are the same."""
    said = sorted(f"{q.qualifier or ''}:{plain(q.value)}:{q.unit.partition('/')[0]}" for q in values if q.value)
    return ";".join(said) or "0"


def contact_fact(contact: Contact) -> EntryFact:
    label = contact.label or contact.kind.value
    return EntryFact(Quoted.CONTACT, label, contact.value, f"{contact.kind}|{contact.role}", contact.value)


def window_fact(window: Window) -> EntryFact:
    stretch = f"{window.start or ''}/{window.end or ''}"
    label = window.applies_to or window.role.value
    return EntryFact(Quoted.WINDOW, label, stretch, f"{window.role}|{folded(window.applies_to or '')}", stretch)


def _figures(
    content: FaqDraft | BulletinDraft, facts: Facts, text: str, said: frozenset[Key], cited: list[Span]
) -> Iterator[EntryFact]:
    for figure in facts.figures:
        if not (_spoken_of(figure, text) or any(_meet(figure.evidence.span, span) for span in cited)):
            continue
        for former in (False, True):
            fact = figure_fact(figure, facts, former=former)
            if fact and _stands(figure.old if former else figure.new, said, text):
                yield fact


def _stands(values: tuple[Quantity, ...], said: frozenset[Key], text: str) -> bool:
    """Is every value of one side said? A figure that costs nothing is, where the text says that something is free."""
    if not values or all(q.value == 0 for q in values):
        return says_free(text)
    readings = [frozenset(of_quantity(q)) for q in values]
    return all(reading & said for reading in readings)


def _spoken_of(figure: Figure, text: str) -> bool:
    name = grams(folded(figure.item))
    return bool(figure.item) and len(name & grams(folded(text))) >= _SPOKEN_OF * len(name)


def _windows(content: FaqDraft | BulletinDraft, facts: Facts, said: frozenset[Key]) -> Iterator[EntryFact]:
    for window in facts.windows:
        told = {key for key in of_window(window) if key[0] not in _WEAK}
        told |= {("md", m.day.month, m.day.day) for m in (window.start, window.end) if m}
        if told & said and (len(facts.changes) < 2 or window.change == content.change):
            yield window_fact(window)


def _contacts(contacts: Iterable[Contact], text: str) -> Iterator[EntryFact]:
    return (contact_fact(contact) for contact in contacts if contact.value in text)


def _meet(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _currency(facts: Facts) -> str:
    """The money of a notice, for what costs nothing."""
    units = Counter(q.unit[:3] for f in facts.figures for q in (*f.old, *f.new) if q.unit[:3].isupper())
    return units.most_common(1)[0][0] if units else _HOME.get(facts.script, "CNY")

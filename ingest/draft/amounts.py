"""How-much-questions: the figures of a change, grouped by what they are figures of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.draft.brief import Brief, Point, grams
from ingest.draft.clauses import MOVING, clause, dated, intent, quoted, since, stem, unique
from ingest.draft.entries import entry, further, paragraph
from ingest.draft.names import sound, trimmed
from ingest.draft.plan import plan
from ingest.model import Category, Direction, FaqDraft, Figure, Intent

_NO_PRICES = (Category.MAINTENANCE, Category.HOLIDAY_HOURS, Category.BRANCH_CHANGE, Category.FRAUD_WARNING)
LISTED = 3
"""More figures of one thing than this (a rate for each term) are listed with their new values only."""


def _akin(a: Figure, b: Figure, brief: Brief) -> bool:
    """Are two figures of the same thing? Same row or sentence, or changing items that begin alike."""
    if max(a.evidence.span.start, b.evidence.span.start) < min(a.evidence.span.end, b.evidence.span.end):
        return True
    if a.direction in MOVING and b.direction in MOVING:
        shared, x, y = stem(a.item), grams(a.item), grams(b.item)
        return (shared == stem(b.item) and len(shared) >= 2) or len(x & y) >= 0.6 * min(len(x), len(y))
    return brief.passage(a.evidence.span) == brief.passage(b.evidence.span)


def groups(figures: list[Figure], brief: Brief) -> list[list[Figure]]:
    """Figures of the same thing together, in the order of the notice."""
    found: list[list[Figure]] = []
    most = plan()["most"]["figures"]
    for figure in figures:
        home = next((g for g in found if len(g) < most and any(_akin(f, figure, brief) for f in g)), None)
        if home is None:
            found.append([figure])
        else:
            home.append(figure)
    return found


def name(group: list[Figure], brief: Brief) -> str:
    """What a group is called in a question: its item, what its items share, or the subject if they are no names."""
    zh = brief.speech.zh
    items = [trimmed(f.item, zh=zh) for f in group]
    shared = items[0]
    for item in items[1:]:
        while shared and not item.startswith(shared):
            shared = shared[:-1]
    shared = shared.rstrip(" （(,，:：-/、0123456789")
    for candidate in (shared, *items):
        if len(candidate) >= (3 if zh else 8) and sound(candidate, zh=zh):
            return short(candidate, brief)
    return brief.subject


def short(item: str, brief: Brief) -> str:
    limit, item = brief.speech.limit("item"), trimmed(item, zh=brief.speech.zh)
    return item if len(item) <= limit else (stem(item)[:limit] or brief.subject)


def told(
    brief: Brief, kind: Intent, question: str, group: list[Figure], extra: list[Point] | None = None
) -> FaqDraft | None:
    """An entry that tells every figure of a group; sentences of the notice stand on lines of their own."""
    first, *rest = sorted(group, key=lambda f: f.direction not in MOVING)
    lead, window = dated(first, brief), brief.carrier(first)
    others = [p for p in unique([clause(f, brief) for f in rest]) if p.text not in lead.text]
    own = [p for p in others if p.text not in brief.document.text]
    copied = [p for p in others if p not in own]
    beside = [p for p in extra or [] if p.text not in lead.text and not any(p.text in o.text for o in others)]
    return paragraph(brief, entry(brief, kind, question, [lead, *copied, *beside], window), own)


def _listed(brief: Brief, question: str, group: list[Figure], extra: list[Point]) -> FaqDraft | None:
    """Many figures of one thing: what each is now; the overview tells what it was."""
    now = [replace(f, direction=Direction.STATED, old=(), old_text=None) for f in group]
    lead, *rest = [Point(brief.speech.figure(f), (f.evidence,), f.confidence) for f in now]
    lead = since(lead, group[0], brief)
    return paragraph(brief, entry(brief, Intent.HOW_MUCH, question, [lead, *extra], brief.carrier(group[0])), rest)


def _question(group: list[Figure], brief: Brief, taken: set[str]) -> str:
    moving = any(f.direction in MOVING for f in group)
    word = "how_much_changed" if moving else "how_much"
    section = f"question.{brief.category}"
    if brief.speech.has(section, "how_much") and not brief.speech.has(section, word):
        word = "how_much"
    asked = brief.speech.ask(word, brief.category, item=name(group, brief), subject=brief.subject)
    return further(asked, clause(group[0], brief), brief) if asked in taken else asked


def entries(brief: Brief) -> Iterator[FaqDraft | None]:
    """Specific entries, one for each group of figures that answers "how much"."""
    asked = [f for f in brief.figures if f.key and intent(f, brief.category) is Intent.HOW_MUCH]
    grouped = groups([f for f in asked if not _told_elsewhere(f, brief)], brief)
    if len(grouped) > plan()["most"]["groups"] and not any(f.direction in MOVING for f in asked):
        return  # a long table of offers: the overview tells it
    taken: set[str] = set()
    for group in grouped:
        question, extra = _question(group, brief, taken), _related(group, brief)
        taken.add(question)
        if len(group) > LISTED and all(f.new and f.direction in MOVING for f in group):
            yield _listed(brief, question, group, extra)
        else:
            yield told(brief, Intent.HOW_MUCH, question, group, extra)
    yield _spoken_of(brief)


def _told_elsewhere(figure: Figure, brief: Brief) -> bool:
    """Is a stated figure part of a sentence that answers another question ("how do I raise it?")?"""
    span = figure.evidence.span
    if figure.direction in MOVING or brief.category is Category.PROMOTION:
        return False
    own = (Intent.HOW_MUCH, Intent.WHAT_CHANGES, Intent.WHEN)
    return any(
        s.topic not in own and s.evidence.span.start <= span.start and span.end <= s.evidence.span.end
        for s in brief.statements
    )


def _related(group: list[Figure], brief: Brief) -> list[Point]:
    """What else belongs to the thing: the cap stated beside it, its part that stays the same, the exception."""
    homes = {brief.passage(f.evidence.span) for f in group}
    stems = {stem(f.item) for f in group if f.direction in MOVING}
    near = [
        f
        for f in brief.figures
        if f not in group
        and (
            (f.direction is Direction.STATED and brief.passage(f.evidence.span) in homes)
            or (f.direction is Direction.UNCHANGED and stem(f.item) in stems)
        )
    ]
    said = [
        s
        for s in (*brief.statements, *brief.also)
        if s.topic is Intent.HOW_MUCH and brief.passage(s.evidence.span) in homes
    ]
    worded = [Point(text, (f.evidence,)) for f in group if f.direction in MOVING and (text := brief.clause_text(f))]
    return unique([*worded[:2], *(clause(f, brief) for f in near[:4]), *map(quoted, said[:2])])


def _spoken_of(brief: Brief) -> FaqDraft | None:
    """Sentences that say how much without being read as a figure."""
    homes = {brief.passage(f.evidence.span) for f in brief.figures if f.key}
    left = [s for s in brief.statements if s.topic is Intent.HOW_MUCH and brief.passage(s.evidence.span) not in homes]
    question = brief.speech.ask("how_much", brief.category, item=brief.subject)
    return entry(brief, Intent.HOW_MUCH, question, [quoted(s) for s in left])


def unchanged(brief: Brief) -> Iterator[FaqDraft | None]:
    """What stays the same is asked about as often as what changes."""
    mine = [f for f in brief.figures if intent(f, brief.category) is Intent.WHAT_STILL_WORKS]
    if brief.category in _NO_PRICES:
        return
    if not any(f.key for f in mine) and not (mine and brief.category is Category.FEE_CHANGE):
        return
    table = plan()["unchanged"]
    kind = Intent(table.get(str(brief.category), table["any"]))
    for start in range(0, min(len(mine), 12), 6):
        part = mine[start : start + 6]
        items = brief.speech.join([short(f.item, brief) for f in part[:3]], "list")
        yield told(brief, kind, brief.speech.ask("unchanged", brief.category, item=items), part)

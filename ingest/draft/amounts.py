"""How-much-questions: the figures of a change, grouped by what they are figures of, and the overview that tells them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.draft.atoms import atoms
from ingest.draft.brief import Brief, Point, grams, plan, planned
from ingest.draft.entries import entry, paragraph
from ingest.draft.timing import point as timed
from ingest.model import Category, Direction, FaqDraft, Figure, FigureKind, Intent, Window, WindowRole

MOVING = (Direction.UP, Direction.DOWN, Direction.CHANGED, Direction.NEW, Direction.REMOVED)
_PAID = re.compile(r"到账|入账|发放|返还|credited|paid (?:out|into)", re.I)
_STEM = re.compile(r"[（(,，:：/]|\s(?=\S)")


def clause(figure: Figure, brief: Brief) -> Point:
    """What a figure was and becomes; a figure that is only stated in a sentence speaks with that sentence."""
    text = brief.speech.figure(figure)
    stated = figure.direction in (Direction.STATED, Direction.EXEMPT)
    if stated and not brief.in_row(figure.evidence.span):
        sentence = brief.sentence(figure.evidence.span)
        text = sentence if 0 < brief.speech.size(sentence) <= 2 * brief.speech.limit("lead") else text
    return Point(text, (figure.evidence,), figure.confidence)


def dated(figure: Figure, brief: Brief) -> Point:
    """A clause with the day from which it counts."""
    own, window = clause(figure, brief), brief.carrier(figure)
    if (
        window is None
        or figure.direction in (Direction.STATED, Direction.EXEMPT)
        or not (window.start and brief.speech.stretch(window))
    ):
        return own
    when = brief.speech.stretch(window)
    text = f"{when}，{own.text}" if brief.speech.zh else f"{own.text}, {when}"
    return Point(text, (*own.evidence, window.evidence), min(own.confidence, window.confidence))


def intent(figure: Figure, category: Category) -> Intent | None:
    """Which question a figure answers."""
    if figure.direction in MOVING:
        return Intent.HOW_MUCH
    if figure.direction is Direction.UNCHANGED:
        return Intent.WHAT_STILL_WORKS
    if figure.direction is Direction.EXEMPT:
        return Intent.EXEMPT
    if figure.kind is FigureKind.TERM and _PAID.search(figure.item + figure.evidence.quote):
        return Intent.REWARD_DATE
    return planned("figure", figure.kind, category)


def _stem(item: str) -> str:
    return _STEM.split(item.strip())[0]


def _akin(a: Figure, b: Figure, brief: Brief) -> bool:
    """Are two figures of the same thing? Same row or sentence, or items that begin alike."""
    if max(a.evidence.span.start, b.evidence.span.start) < min(a.evidence.span.end, b.evidence.span.end):
        return True
    if a.direction in MOVING or brief.in_row(a.evidence.span):
        stem = _stem(a.item)
        alike = stem == _stem(b.item) and len(stem) >= 2
        return alike or len(grams(a.item) & grams(b.item)) >= 0.6 * min(len(grams(a.item)), len(grams(b.item)))
    return brief.passage(a.evidence.span) == brief.passage(b.evidence.span)


def groups(figures: list[Figure], brief: Brief) -> list[list[Figure]]:
    """Figures of the same thing together, in the order of the notice."""
    found: list[list[Figure]] = []
    for figure in figures:
        home = next(
            (g for g in found if len(g) < plan()["most"]["figures"] and any(_akin(f, figure, brief) for f in g)), None
        )
        if home is None:
            found.append([figure])
        else:
            home.append(figure)
    return found


def _name(group: list[Figure], brief: Brief) -> str:
    """What the group is called in a question: its item, or what its items share."""
    items = [f.item.strip() for f in group]
    if len(items) == 1:
        name = items[0]
    else:
        shared = items[0]
        for item in items[1:]:
            while shared and not item.startswith(shared):
                shared = shared[:-1]
        shared = shared.rstrip(" （(,，:：-/、0123456789")
        name = shared if len(shared) >= (3 if brief.speech.zh else 8) else items[0]
    limit = brief.speech.limit("item")
    return name if len(name) <= limit else _stem(name)[:limit] if _stem(name) else brief.subject


def _unique(points: list[Point]) -> list[Point]:
    """Points whose words are not already in another."""
    kept: list[Point] = []
    for p in sorted(points, key=lambda p: -len(p.text)):
        if not any(p.text in k.text for k in kept):
            kept.append(p)
    return [p for p in points if p in kept]


def _told(
    brief: Brief, intent_: Intent, question: str, group: list[Figure], extra: list[Point] | None = None
) -> FaqDraft | None:
    first, *rest = sorted(group, key=lambda f: f.direction not in MOVING)
    lead, window = dated(first, brief), brief.carrier(first)
    others = _unique([p for f in rest if (p := clause(f, brief)).text != clause(first, brief).text])
    own = [p for p in others if p.text not in brief.document.text and p.text not in lead.text]
    copied = [p for p in others if p not in own and p.text not in lead.text]
    return paragraph(brief, entry(brief, intent_, question, [lead, *copied, *(extra or [])], window), own)


def _question(group: list[Figure], brief: Brief) -> str:
    moving = any(f.direction in MOVING for f in group)
    name = "how_much_changed" if moving else "how_much"
    section = f"question.{brief.category}"
    if moving and brief.speech.has(section, "how_much") and not brief.speech.has(section, name):
        name = "how_much"
    return brief.speech.ask(name, brief.category, item=_name(group, brief), subject=brief.subject)


def entries(brief: Brief) -> Iterator[FaqDraft | None]:
    """Specific entries, one for each group of figures that answers "how much"."""
    mine = [f for f in brief.figures if f.key and intent(f, brief.category) is Intent.HOW_MUCH]
    grouped = groups(mine, brief)
    if (
        len(grouped) == 1
        and len(mine) == len([f for f in brief.figures if f.key])
        and brief.category is not Category.LIMIT_CHANGE
    ):
        grouped = []  # the overview says the same
    for group in grouped:
        yield _told(brief, Intent.HOW_MUCH, _question(group, brief), group, _related(group, brief))


def _related(group: list[Figure], brief: Brief) -> list[Point]:
    """What is only stated in the same sentence or row: the cap of a fee, the price beyond the free times."""
    homes = {brief.passage(f.evidence.span) for f in group}
    near = [
        f
        for f in brief.figures
        if f not in group and f.direction is Direction.STATED and brief.passage(f.evidence.span) in homes
    ]
    return _unique([clause(f, brief) for f in near[:4]])


def unchanged(brief: Brief) -> Iterator[FaqDraft | None]:
    """What stays the same is asked about as often as what changes."""
    mine = [f for f in brief.figures if intent(f, brief.category) is Intent.WHAT_STILL_WORKS]
    if not any(f.key for f in mine) and not (mine and brief.category is Category.FEE_CHANGE):
        return
    table = plan()["unchanged"]
    kind = Intent(table.get(str(brief.category), table["any"]))
    for start in range(0, min(len(mine), 12), 6):
        part = mine[start : start + 6]
        question = brief.speech.ask(
            "unchanged", brief.category, item=brief.speech.join([_short(f, brief) for f in part[:3]], "list")
        )
        yield _told(brief, kind, question, part)


def _short(figure: Figure, brief: Brief) -> str:
    limit = brief.speech.limit("item")
    return figure.item if len(figure.item) <= limit else _stem(figure.item)[:limit]


def _overview_figures(brief: Brief) -> list[Figure]:
    key = [f for f in brief.figures if f.key]
    moving = [f for f in key if f.direction in MOVING]
    if moving:
        return moving
    return [
        f
        for f in key
        if planned("figure", f.kind, brief.category) is Intent.HOW_MUCH and f.direction is Direction.STATED
    ]


def _within(figures: list[Figure], brief: Brief) -> list[Figure]:
    """The first figures whose values an agent can take in at once."""
    kept: list[Figure] = []
    count = 0
    for figure in figures:
        count += len(atoms(brief.speech.figure(figure)))
        if count > plan()["most"]["atoms"] and kept:
            break
        kept.append(figure)
    return kept


def _overview_windows(brief: Brief) -> list[Window]:
    if brief.category in (
        Category.MAINTENANCE,
        Category.CHANNEL_CHANGE,
        Category.PRODUCT_DISCONTINUE,
        Category.TERMS_CHANGE,
    ):
        return [w for w in brief.key_windows() if w.role is not WindowRole.AS_OF][: plan()["most"]["windows"]]
    return []


def overview(brief: Brief) -> FaqDraft | None:
    """The entry that tells the whole change, old → new."""
    kind = Intent(plan()["overview"][str(brief.category)])
    question = brief.speech.say(f"category.{brief.category}", "overview", subject=brief.subject)
    figures, windows = _within(_overview_figures(brief), brief), _overview_windows(brief)
    if brief.category is Category.MAINTENANCE:
        figures = []
    said = [Point(s.text, (s.evidence,), s.confidence) for s in brief.statements if s.topic is kind][:3]
    if len(figures) == 0:
        points = [timed(w, brief) for w in windows] + said
        return entry(brief, kind, question, _unique([p for p in points if p.text]), windows[0] if windows else None)
    draft = _told(brief, kind, question, figures, said if kind is not Intent.HOW_MUCH else None)
    window = brief.carrier(figures[0])
    return replace(draft, valid_from=window.start, valid_until=window.end) if draft and window else draft

"""The entries that tell a whole change, old → new; several where it is much."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.draft.amounts import name, told
from ingest.draft.brief import Brief, Point
from ingest.draft.clauses import MOVING, clause, quoted, unique
from ingest.draft.entries import entry
from ingest.draft.notation import values
from ingest.draft.plan import plan, planned
from ingest.draft.story import scheme
from ingest.draft.timing import point, repeats
from ingest.model import Category, Direction, FaqDraft, Figure, Intent, Window, WindowRole

_BY_DAY = (Category.MAINTENANCE, Category.CHANNEL_CHANGE, Category.PRODUCT_DISCONTINUE, Category.HOLIDAY_HOURS)
"""Categories in which the days are what changes."""


def _figures(brief: Brief) -> list[Figure]:
    """The figures that change; where none does, those that a launch or promotion states."""
    if brief.category is Category.MAINTENANCE:
        return []
    key = [f for f in brief.figures if f.key and brief.tellable(f)]
    stated = [f for f in key if f.direction is Direction.STATED]
    asked = [f for f in stated if planned("figure", f.kind, brief.category) is Intent.HOW_MUCH]
    return [f for f in key if f.direction in MOVING] or asked


def _portions(figures: list[Figure], brief: Brief) -> list[list[Figure]]:
    """Figures in portions that an agent can take in at once."""
    parts: list[list[Figure]] = [[]]
    count = 0
    for figure in figures:
        more = values(brief.speech.figure(figure))
        if parts[-1] and count + more > plan()["most"]["atoms"]:
            parts.append([])
            count = 0
        parts[-1].append(figure)
        count += more
    return parts[:3]


def _days(brief: Brief) -> list[Window]:
    if brief.category not in _BY_DAY:
        return []
    first = [w for w in brief.key_windows() if w.role is not WindowRole.AS_OF]
    return first[: plan()["most"]["windows"]] if brief.category is Category.MAINTENANCE else first[:2]


def _further(part: list[Figure], brief: Brief) -> str:
    """The question of a further portion, named after what it tells."""
    names = list(dict.fromkeys(name([f], brief) for f in part))
    told = brief.speech.join(names[:2], "list") + (brief.speech.table["join"]["ellipsis"] if len(names) > 2 else "")
    return brief.speech.say(f"category.{brief.category}", "overview_of", items=told)


def entries(brief: Brief) -> Iterator[FaqDraft | None]:
    """One entry for what changes by days, or one for each portion of the figures."""
    if not (word := plan()["overview"][str(brief.category)]):
        return
    kind = Intent(word)
    question = brief.speech.say(f"category.{brief.category}", "overview", subject=brief.subject)
    if brief.category is Category.FRAUD_WARNING:
        yield entry(brief, kind, question, scheme(brief))
        return
    figures, days = _figures(brief), _days(brief)
    said = [quoted(s) for s in brief.statements if s.topic is kind and kind is not Intent.HOW_MUCH]
    if days or not figures:
        points: list[Point] = [*(point(w, brief) for w in days), *(clause(f, brief) for f in figures[:4])]
        points += [s for s in said[:4] if not repeats(s, points)]
        yield entry(brief, kind, question, unique(points), next(iter(days), None))
        return
    for number, part in enumerate(_portions(figures, brief)):
        asked = question if number == 0 else _further(part, brief)
        yield told(brief, kind, asked, part, said[:3] if number == 0 else [])

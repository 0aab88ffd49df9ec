"""How-much-questions: the figures of a change, grouped by what they are figures of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.draft.apart import apart
from ingest.draft.atoms import atoms, keys
from ingest.draft.brief import Brief, Point
from ingest.draft.carriers import carrier
from ingest.draft.clauses import MOVING, clause, intent, quoted, since, stem, unique
from ingest.draft.entries import entry, paragraph
from ingest.draft.names import measured, sound, trimmed
from ingest.draft.notation import values
from ingest.draft.plan import plan
from ingest.draft.series import head, series, shared
from ingest.draft.voice import core
from ingest.model import Category, Direction, FaqDraft, Figure, Intent

_NO_PRICES = (Category.MAINTENANCE, Category.HOLIDAY_HOURS, Category.BRANCH_CHANGE, Category.FRAUD_WARNING)
_PORTION = 11
"""Values of figures that are told in one breath."""
_CHANGES = 3
"""So many figures that change are asked about as "what changes?" too."""
MANY = 4
"""Changing figures in one entry, beyond which an agent looks for the needle."""


def _akin(a: Figure, b: Figure, brief: Brief) -> bool:
    """Are two figures of the same thing? Their names begin alike, or they stand in one row or one sentence."""
    if max(a.evidence.span.start, b.evidence.span.start) < min(a.evidence.span.end, b.evidence.span.end):
        return True
    zh = brief.speech.zh
    x, y = head(a.item, zh=zh), head(b.item, zh=zh)
    if x == y or (x[:1] == y[:1] and len(shared([x, y], zh=zh)) >= max(3 if zh else 10, 0.6 * min(len(x), len(y)))):
        return True
    one = brief.passage(a.evidence.span) == brief.passage(b.evidence.span)
    return one and not (brief.in_row(a.evidence.span) or brief.in_row(b.evidence.span))


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
    common = shared(items, zh=zh)
    for candidate in (common, *items):
        if len(candidate) >= (3 if zh else 8) and sound(candidate, zh=zh):
            return short(candidate, brief)
    return brief.subject


def short(item: str, brief: Brief) -> str:
    limit, item = brief.speech.limit("item"), trimmed(item, zh=brief.speech.zh)
    return item if len(item) <= limit else (stem(item)[:limit] or brief.subject)


def told(
    brief: Brief,
    kind: Intent,
    question: str,
    group: list[Figure],
    extra: list[Point] | None = None,
    *,
    whole: bool = True,
) -> FaqDraft | None:
    """An entry that tells every figure of a group; sentences of the notice stand on lines of their own.

    Where the overview tells the `whole`, an entry of many changing figures gives the new values only."""
    points = unique(_series(group, brief, whole=whole))
    lead, *rest = points
    own = [p for p in rest if p.text not in brief.document.text]
    copied = [p for p in rest if p not in own]
    beside = _new(extra or [], points)
    return paragraph(brief, entry(brief, kind, question, [lead, *copied, *beside], carrier(group[0], brief)), own)


_SUMS = ("money", "ratio")
_LIMITS = re.compile(r"除|不|限(?!额|額)|仅|僅|except|not |only|unless", re.I)


def _new(extra: list[Point], points: list[Point]) -> list[Point]:
    """Sentences that say more than the figures: another value, or an exception."""
    told, said = keys(" ".join(p.text for p in points)), core("".join(p.text for p in points))

    def adds(p: Point) -> bool:
        found = atoms(p.text)
        return bool(_LIMITS.search(p.text)) or not found or not all(a.keys & told for a in found)

    return [p for p in extra if core(p.text) not in said and adds(p)]


def _series(group: list[Figure], brief: Brief, *, whole: bool) -> list[Point]:
    """The figures in a row, those that change first; of many the new values only: the overview tells the old."""
    ordered = sorted(group, key=lambda f: f.direction not in MOVING)
    points = series(ordered, brief)
    many = len(group) > MANY and all(f.new and f.direction in MOVING for f in group)
    if whole or not many:
        return points
    now = series([replace(f, direction=Direction.STATED, old=(), old_text=None) for f in ordered], brief)
    return [since(now[0], group[0], brief), *now[1:]]


def _question(group: list[Figure], brief: Brief, taken: set[str]) -> str:
    moving = any(f.direction in MOVING and f.old for f in group)
    item = name(group, brief)
    word = "how_much_changed" if moving else _measure(group, item, brief)
    section = f"question.{brief.category}"
    if brief.speech.has(section, "how_much") and not brief.speech.has(section, word):
        word = "how_much"
    asked = brief.speech.ask(word, brief.category, item=item, subject=brief.subject)
    return apart(asked, clause(group[0], brief).text, brief) if asked in taken else asked


def _measure(group: list[Figure], item: str, brief: Brief) -> str:
    """The question that fits what is measured: how long, how many, what rate? A name that says so itself needs none."""
    kinds = {f.kind for f in group}
    if measured(item, zh=brief.speech.zh):
        own = "how_much_own"
    else:
        own = f"how_much_{kinds.pop()}" if len(kinds) == 1 else "how_much"
    return own if brief.speech.has("question.any", own) else "how_much"


def entries(brief: Brief) -> Iterator[FaqDraft | None]:
    """Specific entries, one for each group of figures that answers "how much"."""
    asked = [f for f in brief.figures if f.key and intent(f, brief.category) is Intent.HOW_MUCH and brief.tellable(f)]
    grouped = groups([f for f in asked if not _told_elsewhere(f, brief)], brief)
    if len(grouped) > plan()["most"]["groups"] and not any(f.direction in MOVING for f in asked):
        return  # a long table of offers: the overview tells it
    taken: set[str] = set()
    for group in grouped:
        question, extra = _question(group, brief, taken), _related(group, brief)
        taken.add(question)
        yield told(brief, Intent.HOW_MUCH, question, group, extra, whole=False)
    yield _spoken_of(brief)


def portions(brief: Brief) -> Iterator[FaqDraft | None]:
    """Neighbouring figures, as many as an agent can take in at once: they are often asked about together."""
    for part in _portioned([f for f in brief.figures if _of_portion(f, brief)], brief):
        names = list(dict.fromkeys(short(head(f.item, zh=brief.speech.zh), brief) for f in part))
        if len(names) < 2 or not all(sound(n, zh=brief.speech.zh) for n in names[:2]):
            continue
        ellipsis = brief.speech.table["join"]["ellipsis"] if len(names) > 2 else ""
        items = brief.speech.join(names[:2], "list") + ellipsis
        if any(f.direction in MOVING for f in part):
            question = brief.speech.say(f"category.{brief.category}", "overview_of", items=items)
        else:
            question = brief.speech.ask("how_much", brief.category, item=items, subject=brief.subject)
        yield told(brief, Intent.HOW_MUCH, question, part)
        if sum(f.direction in MOVING for f in part) >= _CHANGES:
            yield told(brief, Intent.WHAT_CHANGES, question, part)


def _of_portion(figure: Figure, brief: Brief) -> bool:
    """Is a figure asked about with its neighbours? A row that stays as it is stands among those that change."""
    how_much = intent(figure, brief.category) is Intent.HOW_MUCH
    stays = figure.direction is Direction.UNCHANGED and brief.in_row(figure.evidence.span)
    return figure.key and brief.tellable(figure) and (how_much or stays)


def _portioned(figures: list[Figure], brief: Brief) -> Iterator[list[Figure]]:
    """Runs of figures under one heading with at most `_PORTION` values."""
    part: list[Figure] = []
    size = 0
    for figure in figures:
        together = part and brief.section(part[-1].evidence.span) == brief.section(figure.evidence.span)
        own = values(brief.speech.figure(figure))
        if part and not (together and size + own <= _PORTION):
            yield part
            part, size = [], 0
        part.append(figure)
        size += own
    if part:
        yield part


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
    said = [s for s in brief.statements if s.topic is Intent.HOW_MUCH and brief.passage(s.evidence.span) not in homes]
    left = [s for s in said if any(k[0] in _SUMS for k in keys(s.text))]
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

"""The other questions: sentences of the notice that answer one topic, with the facts that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.draft.apart import apart
from ingest.draft.asked import Asked, condition, labelled
from ingest.draft.brief import Brief, Point
from ingest.draft.entries import entry
from ingest.draft.excerpts import tidy
from ingest.draft.notation import values
from ingest.draft.plan import plan, planned
from ingest.draft.sections import sections
from ingest.draft.sentences import CONTINUES, behind
from ingest.draft.topic_facts import facts_of, genuine, outages, reasons, registration
from ingest.draft.units import BY_FACTS, VALUES, Unit, units
from ingest.draft.voice import core
from ingest.draft.worth import Offer
from ingest.model import Category, Evidence, FaqDraft, Intent, Statement

_CLEAR = 0.45
"""So sure must a sentence be of its topic to be told under it although its paragraph is of another."""
_ALONE, _FEW = 0.3, 3
"""So sure must a sentence be of its topic to be told under it beside its paragraph's, and so many are."""
_LIMITS = re.compile(
    r"[不未无無除但惟仅僅限须須应應若如]"
    r"|\b(?:not|no|never|only|except|unless|if|must|need|but|however|cannot|without)\b",
    re.I,
)
_BANDS = 6
"""Sentences whose own odds fall into one of so many bands are equally sure: the one with a value leads."""
_BARE = {True: 9, False: 5}
"""Characters, or words, of a unit that says too little to answer a further question: an address, a number."""
_HELD = 0.9
"""How sure a unit is of a topic for which it holds the day."""
_SECTIONS = 2
"""The topics under which a section is offered."""
_RANKS, _SECOND = 3, 0.15
"""The topics of a unit under which it is offered, and the least share of such a topic."""
_PLANNED_ELSEWHERE = (Intent.WHEN, Intent.HOW_MUCH)


def _said(statement: Statement) -> Point:
    return Point(
        statement.text, (statement.evidence,), statement.confidence, str(statement.topic) in plan()["topics"]["steps"]
    )


def _distinct(points: list[Point]) -> list[Point]:
    """Points that bring something that no earlier one says."""
    kept: list[tuple[Point, str]] = []
    for p in points:
        said = core(p.text)
        if said and not any(said in k or _inside(p, k) for _, k in kept):
            kept = [(k, words) for k, words in kept if words not in said]
            kept.append((p, said))
    return [p for p, _ in kept]


def _inside(p: Point, other: str) -> bool:
    """Does `p` rest on words that the text `other` already repeats?"""
    quotes = [core(e.quote) for e in p.evidence]
    return bool(quotes) and all(q in other for q in quotes)


def _ordered(topic: Intent, said: Sequence[Statement], brief: Brief) -> list[Statement]:
    """The surest sentence that can stand alone, then the others as the notice has them; whom to ask comes last."""
    asks = topic in (Intent.WHERE, Intent.VERIFY, Intent.WHAT_TO_DO)

    def late(statement: Statement) -> tuple[bool, bool]:
        return not asks and brief.only_contact(statement.text), bool(CONTINUES.search(statement.text))

    own = {s.evidence.span: s.confidence for s in (*brief.statements, *brief.also) if s.topic is topic}

    def sure(statement: Statement) -> float:
        return -round(own.get(statement.evidence.span, 0.0) * _BANDS)

    def against(statement: Statement) -> bool:
        excludes = bool(re.search(brief.speech.table["noise"]["excludes"], statement.text))
        return (topic is Intent.WHO and excludes) or (topic is Intent.EXEMPT and not excludes)

    ranked = sorted(said, key=lambda s: (*late(s), against(s), sure(s), not values(s.text)))
    rest = sorted(ranked[1:], key=lambda s: (late(s)[0], s.evidence.span.start))
    return [*ranked[:1], *rest]


def _also(topic: Intent, found: Sequence[Unit], points: list[Point], brief: Brief) -> list[Point]:
    """Units that serve another question a little better, and this one as well, as far as there is room."""
    room = brief.speech.limit("answer") // 2 - sum(brief.speech.size(p.text) for p in points)
    most = VALUES - sum(values(p.text) for p in points)
    also: list[Point] = []
    for said in brief.statements:
        if said.topic is topic and said.confidence >= _CLEAR and brief.speech.size(said.text) <= room:
            also.append(_said(said))
            room, most = room - brief.speech.size(said.text), most - values(said.text)
    for unit in sorted((u for u in found if u.serves(topic)), key=lambda u: -u.odds[topic]):
        if unit.size(brief) <= room and unit.values() <= most:
            also += [_said(s) for s in unit.under(topic).said]
            room, most = room - unit.size(brief), most - unit.values()
    return also


def _main(
    topic: Intent, said: Sequence[Statement], facts: list[Point], found: Sequence[Unit], brief: Brief
) -> FaqDraft | None:
    """What a topic's own facts and sentences say, with what serves it as well."""
    sentences = [_said(s) for s in _ordered(topic, said, brief)]
    points = _distinct(
        [
            *facts,
            *sentences,
            *registration(topic, brief),
            *reasons(topic, brief),
            *outages(topic, brief),
        ]
    )
    points = _distinct([*points, *_limits(said, brief), *genuine(topic, brief)])
    points = _distinct([*points, *_also(topic, found, points, brief)])
    question = brief.speech.ask(topic, brief.category, subject=brief.subject, item=brief.subject)
    return _labelled(brief, topic, question, points)


def _labelled(brief: Brief, topic: Intent, question: str, points: list[Point]) -> FaqDraft | None:
    """An entry; where its first sentence carries its own question, that one is asked and not repeated."""
    if points and (asked := labelled(points[0].text, brief.speech)):
        question, points = asked.question, [replace(points[0], text=points[0].text[asked.skip :]), *points[1:]]
    return entry(brief, topic, question, points)


def _limits(said: Sequence[Statement], brief: Brief) -> list[Point]:
    """The sentence right behind one that is told, where it limits it and no topic claims it."""
    taken = [s.evidence.span for s in brief.statements]
    found = []
    for span in filter(None, (behind(brief, s.evidence.span) for s in said)):
        text = tidy(span.of(brief.document.text))
        free = not any(t.start < span.end and span.start < t.end for t in taken)
        whole = text[-1:] not in "：:？?" and brief.tells(text) and not brief.only_contact(text)
        if free and whole and _LIMITS.search(text):
            found.append(Point(text, (Evidence(span, span.of(brief.document.text), "draft.limits"),), 0.9))
    return found


def _further(unit: Unit, brief: Brief, taken: set[str]) -> FaqDraft | None:
    """An entry for a unit beside the main one of its topic, asked for by the case that it settles."""
    points = [_said(s) for s in unit.said]
    text = points[0].text
    asked = labelled(text, brief.speech) or condition(text, brief.speech)
    if asked is None:
        question = brief.speech.ask(unit.topic, brief.category, subject=brief.subject, item=brief.subject)
        asked = Asked(apart(question, points[0].text, brief) if question in taken else question)
    taken.add(asked.question)
    points[0] = replace(points[0], text=text[asked.skip :])
    return entry(brief, unit.topic, asked.question, _distinct([*points, *_limits(unit.said, brief)]))


def _next_best(topic: Intent, found: Sequence[Unit], brief: Brief) -> list[Unit]:
    """Who answers a topic that has no unit of its own: single sentences, else the unit that serves it best."""
    said = tuple(s for s in brief.statements if s.topic is topic and s.confidence >= _ALONE)
    if said and not all(brief.only_contact(s.text) for s in said):
        return [Unit(topic, said[:_FEW], {topic: said[0].confidence})]
    able = sorted((u for u in found if u.serves(topic)), key=lambda u: -u.odds[topic])
    return [u.under(topic) for u in able[:1]]


def _holding(topic: Intent, found: Sequence[Unit], brief: Brief) -> list[Unit]:
    """Units told elsewhere that hold a window which answers the topic: the day by which to object, with what to do."""
    days = [w.evidence.span for w in brief.key_windows() if planned("window", w.role, brief.category) is topic]

    def holds(unit: Unit) -> bool:
        homes = [s.evidence.span for s in unit.said]
        return any(h.start <= d.start < h.end for h in homes for d in days)

    return [replace(u, odds={**u.odds, topic: _HELD}).under(topic) for u in found if holds(u)]


def _idle(unit: Unit, brief: Brief) -> bool:
    """Does a unit only say whom to ask? In a fraud warning that is an answer."""
    if brief.category is Category.FRAUD_WARNING:
        return False
    return all(brief.only_contact(s.text) for s in unit.said)


def _together(own: list[Unit], brief: Brief) -> tuple[list[Unit], list[Unit]]:
    """Of the units of one topic, those that one entry can tell, the surest first; and the others."""
    ranked = sorted(own, key=lambda u: -round(u.weight, 1))
    first, size = ranked[:1], sum(u.size(brief) for u in ranked[:1])
    rest: list[Unit] = []
    for unit in ranked[1:]:
        size += unit.size(brief)
        (first if size <= brief.speech.limit("together") else rest).append(unit)
    return first, rest


def offers(brief: Brief) -> Iterator[Offer]:
    """One entry for each topic that the notice speaks of; further ones for the cases that it settles, and for what
    answers a second topic as well."""
    overview = plan()["overview"][str(brief.category)]
    found = [u for u in units(brief) if not _idle(u, brief)]
    rests: list[Unit] = []
    taken: set[str] = set()
    for name in plan()["topics"]["order"]:
        topic = Intent(name)
        if topic in _PLANNED_ELSEWHERE or name == overview:
            continue
        facts, own = facts_of(topic, brief), [u for u in found if u.topic is topic]
        own += _holding(topic, [u for u in found if u.topic is not topic], brief)
        if not facts and not own:
            own = _next_best(topic, found, brief)
        first, rest = _together(own, brief)
        if facts or first:
            main = _main(topic, [s for u in first for s in u.said], facts, found, brief)
            taken |= {main.question} if main else set()
            yield from _offered("topic", main)
        rests += rest
    rests += [u for u in found if _timeless(u, brief)]
    yield from _offered("case", *(_further(u, brief, taken) for u in rests))
    yield from _offered("second", *_seconds(found, brief, taken))
    yield from _offered("section", *_sections(brief, taken))


def _sections(brief: Brief, taken: set[str]) -> Iterator[FaqDraft | None]:
    for section in sections(brief):
        for topic in section.topics(_SECTIONS):
            points = section.under(topic)
            question = brief.speech.ask(topic, brief.category, subject=brief.subject, item=brief.subject)
            question = apart(question, points[0].text, brief) if question in taken else question
            taken.add(question)
            step = str(topic) in plan()["topics"]["steps"]
            yield entry(brief, topic, question, _distinct([replace(p, step=step) for p in points]))


def _offered(kind: str, *entries: FaqDraft | None) -> Iterator[Offer]:
    for faq in entries:
        if faq:
            yield Offer(kind, faq)


def _timeless(unit: Unit, brief: Brief) -> bool:
    """Does a unit of when, how much or what changes say what no window and no figure tells?"""
    clear = any(s.confidence >= _CLEAR for s in unit.said)
    return unit.topic in BY_FACTS and clear and not _told_by_facts(unit, brief)


def _seconds(found: Sequence[Unit], brief: Brief, taken: set[str]) -> Iterator[FaqDraft | None]:
    """Units under the topics that they answer nearly as well as their own."""
    for unit in found:
        if unit.size(brief) < _BARE[brief.speech.zh]:
            continue
        ranked = sorted(unit.odds, key=lambda t: -unit.odds[t])
        for topic in ranked[:_RANKS]:
            if topic is not unit.topic and unit.odds[topic] >= _SECOND:
                yield _further(unit.under(topic), brief, taken)


def _told_by_facts(unit: Unit, brief: Brief) -> bool:
    """Is there a window or a figure in a unit that an entry of its own tells?"""
    facts = [f.evidence.span for f in brief.figures if f.key]
    if unit.topic is not Intent.WHAT_CHANGES:
        facts += [w.evidence.span for w in brief.key_windows()]
    return any(s.evidence.span.start <= f.start < s.evidence.span.end for s in unit.said for f in facts)


def held(brief: Brief) -> Iterator[FaqDraft | None]:
    """The questions and answers that the notice itself holds, but not where to call."""
    if brief.index:
        return
    calls = re.compile(brief.speech.table["noise"]["talk"])
    for qa in brief.facts.answers:
        if calls.search(qa.question.strip()):
            continue
        yield entry(brief, qa.intent or Intent.WHAT_CHANGES, qa.question, [Point(qa.answer, (qa.evidence,))])

"""The other questions: sentences of the notice that answer one topic, with the facts that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.draft.asked import Asked, condition, labelled
from ingest.draft.brief import Brief, Point
from ingest.draft.clauses import clause, intent
from ingest.draft.entries import entry
from ingest.draft.notation import values
from ingest.draft.plan import plan, planned
from ingest.draft.surroundings import around
from ingest.draft.timing import point as timed
from ingest.draft.timing import told
from ingest.draft.voice import core
from ingest.model import Category, FaqDraft, FigureKind, Intent, Span, Statement, WindowRole

_NEAR = 90
"""Characters between a sentence and a fact that belongs to it."""
_MORE = 2
_DOUBTFUL = 0.65
"""Below this nobody knows which question a sentence answers: it is not drafted by itself."""
_ATOMS = 15
"""An entry with more values than this answers several questions at once."""
_SURE = 0.7
"""A topic that the category's customers ask about may be answered by sentences that serve another one better."""
_PLANNED_ELSEWHERE = (Intent.WHEN, Intent.HOW_MUCH)


def _said(statement: Statement) -> Point:
    return Point(
        statement.text, (statement.evidence,), statement.confidence, str(statement.topic) in plan()["topics"]["steps"]
    )


def _of_topic(topic: Intent, brief: Brief) -> tuple[list[Point], list[Statement]]:
    """Windows and figures that answer the topic themselves; its sentences."""
    windows = [timed(w, brief) for w in brief.key_windows() if planned("window", w.role, brief.category) is topic]
    mine = [f for f in brief.figures if f.key and intent(f, brief.category) is topic]
    figures = [clause(f, brief) for f in sorted(mine, key=lambda f: f.kind is FigureKind.QUOTA)]
    figures = [] if topic is Intent.WHAT_STILL_WORKS else figures  # amounts.unchanged
    return [p for p in (*windows, *figures) if p.text], [s for s in brief.statements if s.topic is topic]


def _beside(topic: Intent, brief: Brief) -> list[Point]:
    """Key facts of the same passages that the topic's own sentences leave out: the deadline, the fee beside it."""
    if str(topic) not in plan()["topics"]["joins"]:
        return []
    spans = [s.evidence.span for s in brief.statements if s.topic is topic]
    spans += [w.evidence.span for w in brief.key_windows() if planned("window", w.role, brief.category) is topic]

    def near(span: Span) -> bool:
        same = [s for s in spans if not brief.in_row(s) and brief.passage(s) == brief.passage(span)]
        return any(s.start - _NEAR <= span.start <= s.end + _NEAR for s in same)

    figures = [f for f in brief.figures if f.key and near(f.evidence.span)]
    windows = [w for w in brief.key_windows() if w.role is not WindowRole.AS_OF and near(w.evidence.span)]
    return [*(clause(f, brief) for f in figures), *(timed(w, brief) for w in windows)][:4]


def _outages(topic: Intent, brief: Brief) -> list[Point]:
    """When service comes back is when each outage ends."""
    if topic is not Intent.RESUME or brief.category is not Category.MAINTENANCE:
        return []
    outages = [w for w in brief.key_windows() if w.role is WindowRole.OUTAGE][:4]
    ends = [replace(w, start=None) if n and w.end and not w.recurrence else w for n, w in enumerate(outages)]
    return [replace(timed(w, brief), text=told(end, brief)) for w, end in zip(outages, ends, strict=True)]


def _valid(topic: Intent, brief: Brief) -> list[Point]:
    """From when a sentence counts, where it does not say so itself."""
    said = [s for s in brief.statements if s.topic is topic]
    if topic not in (Intent.EXISTING, Intent.AFFECTED, Intent.WHAT_CHANGES) or not said:
        return []
    windows = {id(w): w for s in said if (w := brief.carrying(s.evidence.span))}
    return [p for w in windows.values() if (p := timed(w, brief)).text][:2]


def _reasons(topic: Intent, brief: Brief) -> list[Point]:
    """Why a customer may have missed a promotion: below the threshold, quota used up."""
    if topic is not Intent.WHY_NOT or brief.category is not Category.PROMOTION:
        return []
    key = [f for f in brief.figures if f.key]
    floors = [f for f in key if f.kind is FigureKind.AMOUNT and {q.qualifier for q in f.new} & {">=", "min", ">"}]
    quotas = [f for f in key if f.kind is FigureKind.QUOTA]
    return [clause(f, brief) for f in (*floors[:2], *quotas[:2])]


def _genuine(topic: Intent, brief: Brief) -> list[Point]:
    """The number to call belongs to every answer about a swindle."""
    phone = brief.official_phone() if brief.category is Category.FRAUD_WARNING else None
    if phone is None or topic not in (Intent.VERIFY, Intent.WHAT_TO_DO):
        return []
    return [Point(brief.speech.say("bulletin", "official", phone=phone[0]), (phone[1],), step=True)]


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


def _registration(topic: Intent, brief: Brief) -> list[Point]:
    if topic is not Intent.HOW_TO:
        return []
    return [timed(w, brief) for w in brief.key_windows() if w.role is WindowRole.REGISTRATION]


def _also(topic: Intent, brief: Brief, room: int) -> list[Point]:
    """Sentences that serve another question better, and this one as well."""
    said = [s for s in brief.also if s.topic is topic and brief.speech.size(s.text) <= room]
    return [_said(s) for s in said[:_MORE]]


def _cases(said: list[Statement], brief: Brief) -> tuple[list[Statement], list[tuple[Asked, list[Statement]]]]:
    """Sentences of one topic: those told together, and those that settle a case of their own, with its question.

    A few short ones stay together; where there is much to tell, one entry for everything helps nobody."""
    if len(said) < 2 or sum(brief.speech.size(s.text) for s in said) <= brief.speech.limit("together"):
        return said, []
    together: list[Statement] = []
    cases: list[tuple[Asked, list[Statement]]] = []
    last = -1
    for statement in said:
        home = brief.passage(statement.evidence.span)
        asked = labelled(statement.text, brief.speech) or condition(statement.text, brief.speech)
        if asked:
            cases.append((asked, [statement]))
        elif cases and home == last:
            cases[-1][1].append(statement)
        else:
            together.append(statement)
        last = home if asked or (cases and home == last) else -1
    if not together and cases:
        together = cases.pop(0)[1]
    return together, cases


_NEXT = re.compile(
    r"^(?:也|亦|或|另|此外|同时|同時|但|其中|其间|其間|届时|屆時|之后|之後|逾期"
    r"|(?:or|and|also|but|after that|then|however|otherwise)\b)",
    re.I,
)
"""A sentence that goes on from another one is no answer by itself."""


def _ordered(topic: Intent, said: list[Statement], brief: Brief) -> list[Statement]:
    """The surest sentence that can stand alone, then the others as the notice has them; whom to ask comes last."""
    asks = topic in (Intent.WHERE, Intent.VERIFY, Intent.WHAT_TO_DO)

    def late(statement: Statement) -> tuple[bool, bool]:
        return not asks and brief.only_contact(statement.text), bool(_NEXT.search(statement.text))

    ranked = sorted(said, key=lambda s: (*late(s), -round(s.confidence, 1)))
    rest = sorted(ranked[1:], key=lambda s: (late(s)[0], s.evidence.span.start))
    return [*ranked[:1], *rest]


def _main(topic: Intent, said: list[Statement], facts: list[Point], brief: Brief) -> FaqDraft | None:
    """What a topic's own facts and sentences say, with what stands around them."""
    sentences = [_said(s) for s in _ordered(topic, said, brief)]
    points = _distinct(
        [
            *facts,
            *sentences,
            *_beside(topic, brief),
            *_registration(topic, brief),
            *_reasons(topic, brief),
            *_outages(topic, brief),
        ]
    )
    points += [p for p in (*_genuine(topic, brief), *_valid(topic, brief)) if p not in points]
    points = _distinct([*points, *_around(said, points, brief)])
    room = brief.speech.limit("answer") // 2 - sum(brief.speech.size(p.text) for p in points)
    points = _distinct([*points, *_also(topic, brief, room)])
    question = brief.speech.ask(topic, brief.category, subject=brief.subject, item=brief.subject)
    return _labelled(brief, topic, question, points)


def _labelled(brief: Brief, topic: Intent, question: str, points: list[Point]) -> FaqDraft | None:
    """An entry; where its first sentence carries its own question, that one is asked and not repeated."""
    if points and (asked := labelled(points[0].text, brief.speech)):
        question, points = asked.question, [replace(points[0], text=points[0].text[asked.skip :]), *points[1:]]
    return entry(brief, topic, question, points)


def _around(said: list[Statement], points: list[Point], brief: Brief) -> list[Point]:
    taken = [s.evidence.span for s in brief.statements]
    most = _ATOMS - sum(values(p.text) for p in points)
    return around(brief, [s.evidence.span for s in said], taken, most)


def _case(topic: Intent, asked: Asked, said: list[Statement], brief: Brief) -> FaqDraft | None:
    points = [_said(s) for s in said]
    points[0] = replace(points[0], text=points[0].text[asked.skip :])
    return entry(brief, topic, asked.question, _distinct([*points, *_around(said, points, brief)]))


def _certain(said: list[Statement]) -> bool:
    return any(s.confidence >= _DOUBTFUL for s in said)


def entries(brief: Brief) -> Iterator[FaqDraft | None]:
    """One entry for each topic that the notice speaks of; further ones for the cases that its sentences settle."""
    overview = plan()["overview"][str(brief.category)]
    later: list[FaqDraft | None] = []
    for name in plan()["topics"]["order"]:
        topic = Intent(name)
        if topic in _PLANNED_ELSEWHERE or name == overview:
            continue
        facts, said = _of_topic(topic, brief)
        if not facts and not said and brief.speech.has(f"question.{brief.category}", name):
            said = [s for s in brief.also if s.topic is topic and s.confidence >= _SURE]
        if not facts and not said:
            continue
        together, cases = _cases(said, brief)
        if facts or _certain(together):
            yield _main(topic, together, facts, brief)
        later += [_case(topic, asked, mine, brief) for asked, mine in cases if _certain(mine)]
    yield from later


def held(brief: Brief) -> Iterator[FaqDraft | None]:
    """The questions and answers that the notice itself holds."""
    if brief.index:
        return
    for qa in brief.facts.answers:
        yield entry(brief, qa.intent or Intent.WHAT_CHANGES, qa.question, [Point(qa.answer, (qa.evidence,))])

"""One FAQ entry out of points: the direct answer first, then operation points and conditions, and what it rests on."""

from __future__ import annotations

from dataclasses import replace

from ingest.draft import fakes
from ingest.draft.atoms import keys
from ingest.draft.brief import Brief, Point
from ingest.draft.confidence import supported
from ingest.draft.excerpts import citations, clip, led, lines, unnumbered
from ingest.model import FaqDraft, Intent, Window


def _marked(text: str, brief: Brief) -> str:
    return fakes.mark(text, brief.fakes, brief.speech.say("fake", "mark")) if brief.fakes else text


def _spoken(text: str, brief: Brief) -> str:
    """`text` as a sentence of its own: list marks and the labels of paragraphs in brackets are left out."""
    return brief.speech.sentence(_marked(unnumbered(text), brief))


def entry(
    brief: Brief, intent: Intent, question: str, points: list[Point], window: Window | None = None
) -> FaqDraft | None:
    """The entry that answers `question` with `points`, the most important first; None when there is nothing to say.

    Lines keep within the lengths of the phrase table; points that do not fit any more are left out."""
    points = [p for p in points if p.text]
    if not points:
        return None
    speech, zh = brief.speech, brief.speech.zh
    own = points[0].text not in brief.document.text
    first, *rest = _dated(led(lines(points[0].text, speech.limit("told" if own else "lead"), zh=zh), zh=zh), window)
    answer = _spoken(first, brief)
    steps: list[str] = []
    conditions: list[str] = []
    used = [points[0]]
    room = speech.limit("answer") - speech.size(answer)
    queue = [(points[0], rest), *((p, lines(p.text, speech.limit("point"), zh=zh)) for p in points[1:])]
    for point, texts in queue:
        texts = [_spoken(t, brief) for t in texts]
        need = sum(map(speech.size, texts))
        if need > room:
            continue
        room -= need
        (steps if point.step else conditions).extend(texts)
        used.append(point)
    evidence = [e for p in used for e in p.evidence]
    return FaqDraft(
        intent=intent,
        question=_marked(question, brief),
        answer=answer,
        operation_points=tuple(dict.fromkeys(steps)),
        conditions=tuple(dict.fromkeys(conditions)),
        say=_say(answer, brief),
        valid_from=window.start if window else None,
        valid_until=window.end if window else None,
        keywords=brief.facts.keywords[:8],
        citations=citations(brief.document, evidence, zh=zh),
        confidence=supported(used),
        change=brief.index,
    )


def _dated(pieces: list[str], window: Window | None) -> list[str]:
    """The line that gives the day of `window` before the others: "when?" is not answered by an introduction."""
    if window is None or len(pieces) < 2:
        return pieces
    told = [m.day for m in (window.start, window.end) if m]
    days = {key for d in told for key in (("md", d.month, d.day), ("date", d))}
    at = next((i for i, text in enumerate(pieces) if days & keys(text)), 0)
    return [pieces[at], *pieces[:at], *pieces[at + 1 :]]


def paragraph(brief: Brief, entry_: FaqDraft | None, clauses: list[Point]) -> FaqDraft | None:
    """`entry_` with further clauses in our own words run on after its answer, as far as there is room."""
    if entry_ is None or not clauses:
        return entry_
    speech = brief.speech
    room = speech.limit("answer") - sum(map(speech.size, entry_.lines))
    fitting = []
    for clause in clauses:
        room -= speech.size(clause.text)
        if room > 0:
            fitting.append(clause)
    answer = ("" if speech.zh else " ").join([entry_.answer, *(speech.sentence(c.text) for c in fitting)])
    evidence = [e for c in fitting for e in c.evidence]
    more = tuple(c for c in citations(brief.document, evidence, zh=speech.zh) if c not in entry_.citations)
    return replace(
        entry_,
        answer=answer,
        citations=(*entry_.citations, *more),
        confidence=min([entry_.confidence, *(c.confidence for c in fitting)]),
    )


def _say(answer: str, brief: Brief) -> str:
    """The answer as one line that can be read out."""
    limit = brief.speech.limit("script")
    return answer if len(answer) <= limit else brief.speech.sentence(clip(answer, limit - 1, zh=brief.speech.zh))

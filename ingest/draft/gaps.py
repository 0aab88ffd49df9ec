"""Questions that customers of such a notice ask and that this one does not answer: to confirm with the department.

Found by reasoning over a checklist (`phrases/open_*.toml`): does the notice speak of the matter (`only`), does it
settle it (`unless`), how likely is it asked? What the facts themselves leave open goes first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ingest.draft.brief import Brief
from ingest.draft.calling import named
from ingest.draft.checklist import Text, checklist
from ingest.draft.untold import untold
from ingest.model import Category, EndKind, FaqDraft, OpenQuestion, WindowRole
from ingest.text.grams import similarity

MOST = 8
_ALIKE = 0.4
_NEAR = 3
"""Days before a holiday."""
_FACTS, _ASIDE = 8, 7
"""How likely what the facts leave open is asked; how much less likely the questions of a secondary category are."""
_MEMBER = 6
"""How likely a thing is asked about that goes with two of the notice."""


def gaps(brief: Brief, faqs: Iterable[FaqDraft]) -> tuple[OpenQuestion, ...]:
    """The likeliest first, each once; `faqs` are answered already."""
    asked = [f.question for f in faqs]
    found: list[str] = []
    for _, question in sorted((*_of_facts(brief), *untold(brief), *_of_checklist(brief)), key=lambda q: -q[0]):
        if len(found) == MOST:
            break
        if all(similarity(question, a) < _ALIKE for a in (*asked, *found)):
            found.append(question)
    reason = brief.speech.say("unanswered", "reason")
    return tuple(OpenQuestion(question, reason) for question in found)


def _of_facts(brief: Brief) -> Iterator[tuple[int, str]]:
    """An end that is still open; what comes after a concession."""
    speech = brief.speech
    for window in brief.key_windows():
        what = named(window, speech) or brief.subject
        if window.end_kind is EndKind.EVENT:
            yield _FACTS, speech.say("gap_of", "event", what=what)
        elif window.role is WindowRole.CONCESSION and window.end:
            what = named(window, speech)
            end = speech.moment(window.end, end=True)
            yield _FACTS + 1, speech.say("gap_of", "concession", end=end, what=what or speech.say("gap_of", "it"))
        elif window.planned and window.role is not WindowRole.OUTAGE:
            yield _FACTS - 1, speech.say("gap_of", "planned", what=what)
    if brief.category is Category.HOLIDAY_HOURS and (day := _beside(brief)):
        yield _FACTS, speech.say("gap_of", "next_day", day=speech.date(day))


def _beside(brief: Brief) -> dt.date | None:
    """The Saturday before the first closed day, else the day after the last, of which the notice says nothing."""
    closed = [w for w in brief.key_windows() if w.role is WindowRole.CLOSURE and w.start]
    if not closed:
        return None
    first = min(w.start.day for w in closed if w.start)
    last = max(w.end.day if w.end else first for w in closed)
    told = {m.day for w in brief.windows for m in (w.start, w.end) if m}
    saturday = first - dt.timedelta(days=(first.weekday() - 5) % 7 or 7)
    near = (saturday, last + dt.timedelta(days=1))
    return next((d for d in near if d not in told and not first <= d <= last and (first - d).days <= _NEAR), None)


def _of_checklist(brief: Brief) -> Iterator[tuple[int, str]]:
    facts = brief.facts
    table = checklist(facts.language)
    script = facts.script if facts.language == "zh" else ""
    text = Text.of(brief.document.text, script)
    title = Text.of(facts.title, script)
    for family in table.families:
        if str(brief.category) in family.of:
            yield from ((_MEMBER, table.worded(question, text)) for question in family.asks(text))
    beside = [str(c) for c in facts.secondary if c is not brief.category]
    for section, less in ((str(brief.category), 0), *((b, _ASIDE) for b in beside), ("any", 0)):
        for item in table.items.get(section, ()):
            if item.of and str(brief.category) not in item.of:
                continue
            if question := item.asks(text, brief.subject):
                yield item.weighs(text, title) - less, table.worded(question, text)

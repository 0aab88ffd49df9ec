"""The facts of a notice one by one, each beside the sentence that it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.model import ContactRole, Document, Facts, Span, StoredDraft
from ingest.publish.wording import say_period
from ingest.web.evidence import Tracer, spans_of_draft
from ingest.web.fields import texts
from ingest.web.i18n import Translator

_ENDS = re.compile(r"[。！？；!?;\n]|\.(?=\s|$)")
_AROUND = 160
"""Characters of a long sentence on either side of what stands in it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the source: what comes before the evidence, the evidence, what comes after. `head`: for a row of a
    table, what its columns are called: the unit often stands there alone."""

    before: str
    evidence: str
    after: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact. `quoted`: the drafts that wait say it. `label` is the notice's own word where `own`."""

    label: str
    old: str | None
    value: str
    sentence: Sentence
    quoted: bool
    own: bool = False
    fraudulent: bool = False


def fact_lines(document: Document, facts: Facts, drafts: Sequence[StoredDraft], t: Translator) -> list[FactLine]:
    """What the drafts quote first; then what else was read."""
    said = {span for draft in drafts for span in _said(document, facts, draft)}
    found = [line for line, span in _of_facts(document, facts, t, said)]
    read = [span for _, span in _of_facts(document, facts, t, said)]
    loose = [span for span in sorted(said, key=lambda s: s.start) if not any(_touch(span, other) for other in read)]
    found += [_loose(document, span) for span in loose]
    lines = list(dict.fromkeys(found))
    return [line for line in lines if line.quoted] + [line for line in lines if not line.quoted]


def sentence(document: Document, span: Span) -> Sentence:
    """The sentence around a place of the source; a row for a cell of a table."""
    text = document.text
    ends = [m.end() for m in _ENDS.finditer(text, max(0, span.start - 2000), span.start)]
    start = max(ends[-1] if ends else max(0, span.start - 2000), span.start - _AROUND)
    after = _ENDS.search(text, max(span.start, span.end - 1), span.end + 2000)
    end = min(max(after.end() if after else span.end, span.end), span.end + _AROUND, len(text))
    cut = "…" if start == span.start - _AROUND else ""
    before = cut + text[start : span.start].lstrip()
    return Sentence(before, text[span.start : span.end], text[span.end : end].rstrip(), _head(document, span))


def _head(document: Document, span: Span) -> str:
    table = next((t for t in document.tables if t.span.start <= span.start < t.span.end), None)
    if table is None or not table.rows or not all(cell.header for cell in table.rows[0]):
        return ""
    below = span.start >= max(cell.span.end for cell in table.rows[0])
    return " | ".join(dict.fromkeys(cell.text for cell in table.rows[0])) if below else ""


def _said(document: Document, facts: Facts, draft: StoredDraft) -> set[Span]:
    tracer = Tracer(document, facts, draft.content.citations)
    return spans_of_draft(tracer, texts(draft.content), draft.unsupported)


def _of_facts(document: Document, facts: Facts, t: Translator, said: Iterable[Span]) -> Iterator[tuple[FactLine, Span]]:
    spans = list(said)

    def line(label: str, old: str | None, value: str, span: Span, **more: bool) -> tuple[FactLine, Span]:
        quoted = any(_touch(span, other) for other in spans)
        return FactLine(label, old, value, sentence(document, span), quoted, **more), span

    for f in sorted(facts.figures, key=lambda f: not f.key):
        yield line(f.item, f.old_text, f.new_text or f.evidence.quote, f.evidence.span, own=True)
    for w in sorted(facts.windows, key=lambda w: not w.key):
        value = " · ".join(filter(None, (say_period(w.start, w.end, t.language), w.recurrence)))
        yield line(t(f"windowrole.{w.role.value}"), None, value, w.evidence.span)
    for c in facts.contacts:
        fake = c.role is ContactRole.FRAUDULENT
        yield line(t(f"contactrole.{c.role.value}"), None, c.value, c.evidence.span, fraudulent=fake)


def _loose(document: Document, span: Span) -> FactLine:
    """A value that the drafts say and no fact stands for."""
    return FactLine("", None, document.text[span.start : span.end], sentence(document, span), True)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end

"""`ingest draft --explain`: the notice's text with every fact marked in it, and what read each of them.

A mark stands behind its words, ‹like these›[w1], so that it can be read without colour. Statements are whole sentences:
they have a mark at their end only.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click

from ingest.cli import trace
from ingest.cli.words import say
from ingest.model import (
    Contact,
    ContactRole,
    Document,
    Evidence,
    Figure,
    Flag,
    PassageKind,
    Quantity,
    QuestionAnswer,
    Span,
    Statement,
    Window,
)
from ingest.pipeline.job import Read

_COLOURS = {"w": "cyan", "f": "green", "c": "magenta", "!": "yellow"}
_INDENT = "     "
_MOST_LINES = 4

Fact = Window | Figure | Contact | Statement | QuestionAnswer | Flag


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact with the sign that it goes by: "w1", "f3"."""

    sign: str
    fact: Fact

    @property
    def span(self) -> Span:
        return self.fact.evidence.span

    @property
    def colour(self) -> str | None:
        fake = isinstance(self.fact, Contact) and self.fact.role is ContactRole.FRAUDULENT
        return "red" if fake else _COLOURS.get(self.sign[0])


def show(name: str, read: Read) -> None:
    """Print it; plain where the output is no terminal or NO_COLOR is set (no-color.org)."""
    click.echo(explained(name, read), color=False if os.environ.get("NO_COLOR") else None)


def explained(name: str, read: Read) -> str:
    """The whole explanation of one file."""
    marks = _marks(read)
    parts = [
        [click.style(_safe(read.facts.title or name), bold=True), f"  {name}", f"  {say('explain_legend')}"],
        ["  " + line for line in marked(read.document.text, marks).split("\n")],
        [click.style(say("explain_category"), bold=True), *_reasons(read)],
        [click.style(say("explain_facts"), bold=True), *(line for m in marks for line in _fact(m, read.document))],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _marks(read: Read) -> list[Mark]:
    facts = read.facts
    kinds: Sequence[tuple[str, Sequence[Fact]]] = (
        ("w", facts.windows),
        ("f", facts.figures),
        ("c", facts.contacts),
        ("s", facts.statements),
        ("q", facts.answers),
        ("!", facts.flags),
    )
    return [Mark(f"{sign}{i}", fact) for sign, found in kinds for i, fact in enumerate(found, 1)]


# ------------------------------------------------------------------------------------------------------- text


def marked(text: str, marks: Sequence[Mark]) -> str:
    """The text with the marks in it. Its control characters are blanks: a page may not steer the terminal."""
    text = _safe(text)
    groups: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        if mark.span.start < mark.span.end <= len(text):
            groups.setdefault((mark.span.start, mark.span.end), []).append(mark)
    breaks = {i + 1 for i, c in enumerate(text) if c == "\n"}
    cuts = sorted({0, len(text), *breaks, *(at for span in groups for at in span)})
    pieces = (
        _closing(a, groups) + _opening(a, groups) + _painted(text[a:b], a, groups)
        for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)
    )
    return "".join(pieces)


def _opening(at: int, groups: dict[tuple[int, int], list[Mark]]) -> str:
    return "".join("‹" for (start, _), marks in groups.items() if start == at and _has_borders(marks))


def _closing(at: int, groups: dict[tuple[int, int], list[Mark]]) -> str:
    """The innermost closes first."""
    ending = sorted((span for span in groups if span[1] == at), reverse=True)
    return "".join(("›" if _has_borders(groups[s]) else "") + _signs(groups[s]) for s in ending)


def _signs(marks: Sequence[Mark]) -> str:
    return click.style(f"[{','.join(m.sign for m in marks)}]", dim=True)


def _has_borders(marks: Sequence[Mark]) -> bool:
    return any(m.colour for m in marks)


def _painted(piece: str, at: int, groups: dict[tuple[int, int], list[Mark]]) -> str:
    """In the colour of the shortest fact that covers it."""
    over = sorted(
        (end - start, m.colour) for (start, end), ms in groups.items() if start <= at < end for m in ms if m.colour
    )
    line = piece.rstrip("\n")
    return (click.style(line, fg=over[0][1]) if over and line else line) + piece[len(line) :]


def _safe(text: str) -> str:
    return "".join(" " if c != "\n" and unicodedata.category(c) == "Cc" else c for c in text)


# ------------------------------------------------------------------------------------------------------ facts


def _reasons(read: Read) -> Iterator[str]:
    facts = read.facts
    yield f"  {facts.relevance.value} · {facts.category.value if facts.category else '—'}"
    for reason in facts.reasons:
        lines = " ".join(str(line) for line in trace.of_reason(reason)) or reason.rule
        yield f"  {reason.weight:6.2f}  {reason.label}  {_safe(reason.words)}  ← {lines}"


def _fact(mark: Mark, document: Document) -> Iterator[str]:
    evidence = mark.fact.evidence
    yield "  " + click.style(f"{mark.sign:<4}", fg=mark.colour, bold=True) + " ".join(_value(mark.fact))
    yield f"{_INDENT} “{_safe(evidence.quote)}”"
    yield f"{_INDENT} {_place(evidence, document)}"
    yield f"{_INDENT} {_rule(mark.fact, document)}"


def _value(fact: Fact) -> Iterator[str]:
    match fact:
        case Window():
            end = fact.end or say("open")
            yield from (fact.role.value, f"{fact.start or '…'} – {end} ({fact.end_kind.value})", fact.recurrence or "")
            yield f"· {_safe(fact.applies_to)}" if fact.applies_to else ""
        case Figure():
            yield from (
                fact.kind.value,
                _safe(fact.item),
                f"{_amounts(fact.old)} → {_amounts(fact.new)}",
                f"({fact.direction.value})",
            )
        case Contact():
            yield from (fact.kind.value, _safe(fact.value), f"({fact.role.value})", _safe(fact.label or ""))
        case Statement():
            yield from (fact.topic.value, say("explain_exclusion") if fact.exclusion else "")
        case QuestionAnswer():
            yield from (fact.intent.value if fact.intent else "—", _safe(fact.question))
        case Flag():
            yield from (fact.code.value, _safe(fact.message))
    if not isinstance(fact, Contact | QuestionAnswer | Flag):
        yield f"· {say('explain_confidence')} {fact.confidence:.2f}"
    if isinstance(fact, Window | Figure) and not fact.key:
        yield f"· {say('explain_aside')}"


def _amounts(quantities: Iterable[Quantity]) -> str:
    return (
        ", ".join(f"{q.value.normalize():f} {q.unit}{f' ({q.qualifier})' if q.qualifier else ''}" for q in quantities)
        or "—"
    )


def _passage(evidence: Evidence, document: Document) -> str:
    """The passages of a fact, the heading above them, and the head of the table that it stands in."""
    here = [p.span.of(document.text) for p in document.passages if _touch(p.span, evidence.span)]
    above = [p for p in document.passages if p.kind is PassageKind.HEADING and p.span.end <= evidence.span.start]
    here += [p.span.of(document.text) for p in above[-1:]]
    heads = [c.text for t in document.tables if t.rows and _touch(t.span, evidence.span) for c in t.rows[0]]
    return "\n".join([*here, *heads])


def _touch(a: Span, b: Span) -> bool:
    return a.start < max(b.end, b.start + 1) and b.start < a.end


def _place(evidence: Evidence, document: Document) -> str:
    where = [f"{p.place} ({p.kind.value})" for p in document.passages if _touch(p.span, evidence.span)]
    more = " …" if len(where) > 1 else ""
    return f"{where[0] if where else '—'}{more} · {evidence.span.start}–{evidence.span.end}"


def _rule(fact: Fact, document: Document) -> str:
    if isinstance(fact, Flag):
        return fact.evidence.rule
    lines = trace.of_fact(fact, _passage(fact.evidence, document))
    told = "  ".join(str(line) for line in lines[:_MOST_LINES]) or say("explain_no_word")
    return f"{fact.evidence.rule} ← {told}"

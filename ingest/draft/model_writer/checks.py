"""May a wording of the model stand? Line by line against the rules' line that it rewords, then against the source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.draft.grounding import Ground, ground
from ingest.draft.model_writer.chat import Refusal
from ingest.draft.model_writer.language import same_language, same_thing
from ingest.draft.model_writer.phrases import Phrases, phrases
from ingest.draft.model_writer.reply import BulletinWording, FaqWording, Wording
from ingest.draft.model_writer.senses import same_sense
from ingest.draft.model_writer.values import names, same_names, same_values
from ingest.draft.voice import Voice, voice
from ingest.model import BulletinDraft, Document, Facts, FaqDraft

Draft = FaqDraft | BulletinDraft
_QUESTION = {"zh": 40, "en": 24}
"""Characters or words."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the rules' draft and what the model makes of it."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Standard:
    """What every wording of one notice is held to."""

    text: str
    language: str
    script: str
    ground: Ground
    names: tuple[str, ...]
    phrases: Phrases
    voice: Voice


def standard(document: Document, facts: Facts, today: dt.date) -> Standard:
    """The standard of a notice."""
    return Standard(
        document.text,
        facts.language,
        facts.script,
        ground(document, facts, today),
        names(facts),
        phrases(facts.language),
        voice(facts.language, facts.script),
    )


def judged(draft: Draft, wording: Wording, numbers: Iterable[str], by: Standard) -> Draft | Refusal:
    """`draft` in the words of the model, or why not. `numbers` are the ids of its citations, which stay as they are."""
    if sorted(wording.citations) != sorted(numbers):
        return Refusal("citation_dropped")
    lines = _lines(draft, wording)
    if isinstance(lines, Refusal):
        return lines
    around = "\n".join((*_texts(draft), *(c.quote for c in draft.citations)))
    for line in lines:
        if refusal := _line(line, around, by):
            return replace(refusal, detail=f"{refusal.detail} ({line.field})".strip())
    new = _reworded(draft, wording)
    if refusal := _too_long(draft, new, by.voice):
        return refusal
    loose = by.ground.loose(new) if new != draft else ()
    return Refusal("unsupported", f"{loose[0].text} ({loose[0].place})") if loose else new


def _lines(draft: Draft, wording: Wording) -> list[Line] | Refusal:
    match draft, wording:
        case FaqDraft(), FaqWording():
            single: tuple[str, ...] = ("question", "answer", "say")
            several: tuple[str, ...] = ("operation_points", "conditions")
        case BulletinDraft(), BulletinWording():
            single, several = ("headline", "what_changes", "who", "script"), ()
        case _:
            return Refusal("wrong_count")
    for name in several:
        if len(getattr(draft, name)) != len(getattr(wording, name)):
            return Refusal("lines", f"({name})")
    pairs = [(name, getattr(draft, name), getattr(wording, name)) for name in single]
    pairs += [(n, *pair) for n in several for pair in zip(getattr(draft, n), getattr(wording, n), strict=True)]
    return [Line(*pair) for pair in pairs]


def _line(line: Line, around: str, by: Standard) -> Refusal | None:
    if line.old.strip() == line.new.strip():
        return None
    if bool(line.old.strip()) != bool(line.new.strip()):
        return Refusal("empty")
    if any(m[0] not in line.old for m in by.phrases.placeholder.finditer(line.new)):
        return Refusal("placeholder")
    return (
        same_language(line.new.strip(), f"{by.text}\n{around}", by.language, by.script)
        or same_values(line.old, line.new, around)
        or same_names(line.old, line.new, by.names)
        or same_sense(line.old, line.new, by.phrases)
        or same_thing(line.old, line.new, around, by.language)
    )


def _reworded(draft: Draft, wording: Wording) -> Draft:
    words = wording.model_dump(exclude={"id", "citations"})
    tidy = {k: tuple(t.strip() for t in v) if isinstance(v, list) else v.strip() for k, v in words.items()}
    return replace(draft, **tidy)  # type: ignore[arg-type]  # the wording's fields are the draft's own


def _texts(draft: Draft) -> Iterator[str]:
    if isinstance(draft, FaqDraft):
        yield from (draft.question, *draft.lines)
    else:
        yield from (draft.headline, draft.what_changes, draft.when, draft.who, draft.script)


def _too_long(old: Draft, new: Draft, speech: Voice) -> Refusal | None:
    """The lengths of the phrase table; what the rules needed may be used too."""
    for (name, before, limit), (_, after, _) in zip(_sizes(old, speech), _sizes(new, speech), strict=True):
        if after > max(before, limit):
            return Refusal("too_long", f"{after} > {max(before, limit)} ({name})")
    return None


def _sizes(draft: Draft, speech: Voice) -> Iterator[tuple[str, int, int]]:
    """Field, size, limit."""
    if isinstance(draft, FaqDraft):
        lines = (*draft.operation_points, *draft.conditions)
        yield "question", speech.size(draft.question), _QUESTION["zh" if speech.zh else "en"]
        yield "answer", speech.size(draft.answer), speech.limit("told")
        yield "say", len(draft.say), speech.limit("script")
        yield "operation_points", max(map(speech.size, lines), default=0), speech.limit("point")
        yield "answer", sum(map(speech.size, (draft.answer, *lines))), speech.limit("answer")
    else:
        yield "headline", len(draft.headline), speech.limit("headline")
        yield "who", len(draft.who), speech.limit("who")
        yield "script", len(draft.script), speech.limit("script")
        yield "what_changes", sum(map(len, _texts(draft))), speech.limit("bulletin")

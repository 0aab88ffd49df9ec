"""Drafts, the queue and search hits as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterable

import click

from ingest.cli.words import say
from ingest.draft.model_writer.phrases import refusal_in_words
from ingest.errors import language
from ingest.model import BulletinDraft, FaqDraft, Flag
from ingest.pipeline.job import Read


def drafts(name: str, read: Read) -> str:
    """Everything that became of one file."""
    facts = read.facts
    about = facts.category.value if facts.category else read.document.problem or facts.relevance.value
    lines = [click.style(f"{facts.title or name}", bold=True), f"  {name} · {about} · {facts.published or '—'}"]
    for checked in read.checked:
        lines += ["", *(content(checked.content)), *_writer(checked.content)]
        lines += [click.style(f"  ! {say('untraced')}: {u.text} ({u.place})", fg="red") for u in checked.unsupported]
    for flag in facts.flags:
        lines.append(click.style(f"  ! {flagged(flag)}", fg="yellow"))
    if read.drafts.unanswered:
        lines += ["", f"  {say('to_confirm')}"]
        lines += [f"    · {q.question} — {q.reason}" for q in read.drafts.unanswered]
    return "\n".join([*lines, ""])


def content(draft: FaqDraft | BulletinDraft) -> Iterable[str]:
    """One draft, its fields on lines of their own."""
    if isinstance(draft, FaqDraft):
        yield click.style(f"  {say('question')} {draft.question}", fg="cyan")
        yield f"  {say('answer')} {draft.answer}"
        yield from (f"     · {p}" for p in draft.operation_points)
        yield from (f"     · {c}" for c in draft.conditions)
        yield from _pair("valid", draft.valid_from, draft.valid_until)
        if draft.keywords:
            yield f"     {say('keywords')}: {' '.join(draft.keywords)}"
        return
    yield click.style(f"  [{draft.urgency.value}] {draft.headline}", fg="magenta")
    for key, text in (("what", draft.what_changes), ("when", draft.when), ("who", draft.who), ("script", draft.script)):
        if text:
            yield f"     {say(key)}: {text}"
    if draft.do_not_say:
        yield f"     {say('do_not_say')}: {draft.do_not_say}"
    yield from _pair("valid", draft.starts, draft.expires)


def flagged(flag: Flag) -> str:
    """What a person has to look at, and the words that it is about."""
    from ingest.web.i18n import Translator

    t, problem = Translator(language()), flag.message.removeprefix("needs_text:")
    about = t(f"problem.{problem}") if t.has(f"problem.{problem}") else flag.evidence.quote or flag.message
    return f"{t(f'flag.{flag.code.value}')}: {about}"


def _writer(draft: FaqDraft | BulletinDraft) -> Iterable[str]:
    """Who worded it, where a model was asked."""
    if draft.written_by == "model":
        yield f"     {say('by_model')}"
    elif draft.model_refused:
        reason = refusal_in_words(draft.model_refused, language())
        yield click.style(f"     {say('by_rules', reason=reason)}", fg="yellow")


def _pair(key: str, start: object | None, end: object | None) -> Iterable[str]:
    if start or end:
        yield f"     {say(key)}: {start or '…'} – {end or say('open')}"

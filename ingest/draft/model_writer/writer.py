"""The model writer: each draft of the rules in better words, or as the rules wrote it, with the reason.

Nothing that a model says or fails to say can lose a draft: which questions are asked, what they rest on and when they
hold is decided before it is asked.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from ingest.draft.model_writer.chat import Chat, Refusal
from ingest.draft.model_writer.checks import Draft, Standard, judged, standard
from ingest.draft.model_writer.circuit import Circuit
from ingest.draft.model_writer.prompt import Batch, batch, message
from ingest.draft.model_writer.reply import Wording, parse
from ingest.draft.rules import RulesWriter
from ingest.model import BulletinDraft, Document, Drafts, Facts, FaqDraft, Writer

D = TypeVar("D", FaqDraft, BulletinDraft, Draft)
AT_A_TIME = 6
"""Drafts in one exchange: a failure costs these, and an answer stays far below what models can write at once."""


class ModelWriter:
    """Implements `model.Writer`. Thread-safe; one for each run, as its `circuit` is.

    `seconds`: no exchange is begun for a notice after so long; `plan` writes what is reworded."""

    def __init__(
        self,
        chat: Chat,
        *,
        plan: Writer | None = None,
        circuit: Circuit | None = None,
        seconds: float = 300.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._chat = chat
        self._plan = plan or RulesWriter()
        self._circuit = circuit or Circuit()
        self._seconds = seconds
        self._monotonic = monotonic

    def write(self, document: Document, facts: Facts, *, today: dt.date) -> Drafts:
        """The plan's drafts, reworded."""
        return self.reword(self._plan.write(document, facts, today=today), document, facts, today=today)

    def reword(self, drafts: Drafts, document: Document, facts: Facts, *, today: dt.date) -> Drafts:
        """`drafts` with the same entries in the same order, the same citations, windows and open questions."""
        if not drafts.faqs and not drafts.bulletins:
            return drafts
        by = standard(document, facts, today)
        until = self._monotonic() + self._seconds
        # bulletins first: they are what agents hear of a change, should the time be over
        planned: tuple[Draft, ...] = (*drafts.bulletins, *drafts.faqs)
        made: list[Draft] = []
        for at in range(0, len(planned), AT_A_TIME):
            part = planned[at : at + AT_A_TIME]
            late = self._monotonic() >= until
            made += [_marked(d, Refusal("timeout")) for d in part] if late else self._part(part, facts, by)
        bulletins = tuple(d for d in made if isinstance(d, BulletinDraft))
        faqs = [d for d in made if isinstance(d, FaqDraft)]
        return replace(drafts, bulletins=bulletins, faqs=_untwinned(drafts.faqs, faqs))

    def _part(self, part: Sequence[Draft], facts: Facts, by: Standard) -> list[Draft]:
        asked = batch(part)
        wordings = self._ask(asked, facts, by)
        if isinstance(wordings, Refusal):
            return [_marked(draft, wordings) for draft in part]
        return [_settled(d, judged(d, wordings[id_], asked.numbers[id_], by)) for id_, d in asked.drafts.items()]

    def _ask(self, asked: Batch, facts: Facts, by: Standard) -> dict[str, Wording] | Refusal:
        if not self._circuit.closed:
            return Refusal("not_asked")
        said = self._chat.answer(by.phrases.system, message(asked, facts, by.voice))
        got = said if isinstance(said, Refusal) else parse(said, asked.ids(FaqDraft), asked.ids(BulletinDraft))
        self._circuit.note(got if isinstance(got, Refusal) else None)
        return got


def _marked(draft: D, refusal: Refusal) -> D:
    return replace(draft, model_refused=str(refusal))


def _settled(draft: Draft, outcome: Draft | Refusal) -> Draft:
    """A wording that says exactly what the rules said is the rules'."""
    if isinstance(outcome, Refusal):
        return _marked(draft, outcome)
    return outcome if outcome == draft else replace(outcome, written_by="model")


def _untwinned(plan: Sequence[FaqDraft], made: Sequence[FaqDraft]) -> tuple[FaqDraft, ...]:
    """Two questions that became one are told apart again by the rules' words."""
    asked = Counter(_bare(faq.question) for faq in made)
    return tuple(
        _marked(old, Refusal("twin")) if new.written_by == "model" and asked[_bare(new.question)] > 1 else new
        for old, new in zip(plan, made, strict=True)
    )


def _bare(question: str) -> str:
    return "".join(sign for sign in question.casefold() if sign.isalnum())

"""The FAQ drafts against the questions that customers will ask.

An FAQ covers a question when it asks the same (by intent or in almost the same words) and its answer says everything
that the question needs, without burying it: an answer that is too long, copied, or full of other values covers nothing,
and one FAQ covers two questions at most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from gold import Case, Question
from values import Need, meets, needs, said
from wording import asks_alike, copies, first_sentence, holds_words, length, likeness, told

from ingest.draft import atoms as grammar
from ingest.model import FaqDraft, OpenQuestion

LONGEST = {"zh": 400, "en": 180}
LONGEST_COPY = {"zh": 120, "en": 80}
LONGEST_DIRECT = {"zh": 80, "en": 45}
LONGEST_OPEN = {"zh": 60, "en": 30}
"""Letters of a Chinese answer, words of an English one."""
OTHER_VALUES = 12
COUNTED, SPARE = 15, 5
SEATS = 2
ALIKE, TWINS, LISTED = 0.5, 0.8, 0.4
_SAYS_NOTHING = re.compile(
    r"未(?:作|予)?(?:说明|明确|提及|载明|列明)|没有(?:说明|写明|提及|明确)|尚未公布"
    r"|(?:does|did|do) not (?:say|state|specify|mention|give)|not (?:stated|specified|mentioned|given)|to be confirmed",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The FAQs of one notice, and which of them answer which question."""

    case: Case
    faqs: Sequence[FaqDraft]
    notice: str

    def counts(self, i: int) -> bool:
        """Is an FAQ short, its own, and among the first?"""
        text, language = told(self.faqs[i]), self.case.language
        within = i < max(COUNTED, len(self.case.questions) + SPARE)
        return (
            within
            and length(text, language) <= LONGEST[language]
            and not copies(text, self.notice, language, LONGEST_COPY[language])
        )

    def wanted(self, question: Question) -> list[Need]:
        """Each fact is needed as its question asks for it; an old value only where the change is asked for."""
        return [n for name in question.needs for n in needs(self.case.fact(name), question.intent)]

    def asks(self, i: int, question: Question) -> bool:
        """Does FAQ `i` ask the question, by its intent or in almost the same words?"""
        faq = self.faqs[i]
        return faq.intent.value in question.intents or any(likeness(faq.question, a) >= ALIKE for a in question.asks)

    def fits(self, i: int, question: Question) -> bool:
        """Does FAQ `i` ask the question and answer it?"""
        return self.asks(i, question) and self.counts(i) and self._answers(told(self.faqs[i]), question)

    def _answers(self, text: str, question: Question) -> bool:
        wanted = self.wanted(question)
        used = {k for n in wanted for k in n} | {k for w in question.words for k in said(w)}
        others = sum(not a.keys & used for a in grammar.atoms(text, draft=True))
        return others <= OTHER_VALUES and meets(text, wanted) and all(holds_words(text, w) for w in question.words)

    def direct(self, i: int, question: Question) -> bool:
        """Does the first sentence hold something that the question needs?"""
        first, wanted = first_sentence(self.faqs[i].answer), self.wanted(question)
        hit = any(n & said(first) for n in wanted) or any(holds_words(first, w) for w in question.words)
        short = length(first, self.case.language) <= LONGEST_DIRECT[self.case.language]
        return short and (hit or not (wanted or question.words))

    def covered(self) -> dict[str, int]:
        """Question → the FAQ that answers it, as many questions as possible."""
        offers = {q.id: [i for i in range(len(self.faqs)) if self.fits(i, q)] for q in self.case.questions}
        return seated({q.id: sorted(offers[q.id], key=partial(self._preference, q)) for q in self.case.questions})

    def _preference(self, question: Question, i: int) -> tuple[bool, float]:
        """The FAQ that answers at once goes first, then the one that asks most alike."""
        return not self.direct(i, question), -max(likeness(self.faqs[i].question, a) for a in question.asks)

    def useful(self) -> list[bool]:
        """By FAQ: does it answer a labelled question, or bring a key fact that none before it brought, and no copy?"""
        facts = [(w.id, needs(w.value)) for w in self.case.windows if w.value.key]
        facts += [(f.id, needs(f.value)) for f in self.case.figures if f.value.key]
        brought: set[str] = set()
        found = []
        for i, faq in enumerate(self.faqs):
            new = {name for name, wanted in facts if wanted and self.counts(i) and meets(told(faq), wanted)} - brought
            twin = any(likeness(_whole(faq), _whole(f)) > TWINS for f in self.faqs[:i])
            found.append(self.counts(i) and not twin and bool(new or any(self.fits(i, q) for q in self.case.questions)))
            brought |= new
        return found

    def answered_in_vain(self) -> int:
        """How many of the unanswerable questions some FAQ pretends to answer."""
        asks = [a for q in self.case.questions for a in q.asks]
        return sum(any(self._pretends(faq, ask, asks) for faq in self.faqs) for ask in self.case.unanswerable)

    def _pretends(self, faq: FaqDraft, ask: str, others: Sequence[str]) -> bool:
        nearest = max([ALIKE, *(likeness(faq.question, a) for a in others)])
        return likeness(faq.question, ask) >= nearest and not _SAYS_NOTHING.search(told(faq))

    def listed(self, open_questions: Sequence[OpenQuestion]) -> int:
        """How many of the unanswerable questions stand among the open ones."""
        return sum(any(self._lists(o.question, ask) for o in open_questions) for ask in self.case.unanswerable)

    def _lists(self, listed: str, ask: str) -> bool:
        language = self.case.language
        alike = length(listed, language) <= LONGEST_OPEN[language] and asks_alike(listed, ask, language)
        return likeness(listed, ask) >= LISTED or alike


def _whole(faq: FaqDraft) -> str:
    return faq.question + told(faq)


def seated(offers: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Each question at an FAQ that answers it, `SEATS` to an FAQ, moving others where that makes room (Kuhn 1955)."""
    place: dict[str, int] = {}

    def sit(question: str, tried: set[int]) -> bool:
        for faq in offers[question]:
            if faq in tried:
                continue
            tried.add(faq)
            here = [q for q, at in place.items() if at == faq]
            if len(here) < SEATS or any(sit(q, tried) for q in here):
                place[question] = faq
                return True
        return False

    for question in offers:
        sit(question, set())
    return place

"""Questions and answers that the notice itself holds: 问/答, Q:/A:, question headings, an FAQ section."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.model import Category, Document, Evidence, Intent, PassageKind, QuestionAnswer, Span
from ingest.text.normal import normalise
from ingest.understand.lexicon import load, pattern
from ingest.understand.regional import common
from ingest.understand.sentences import Sentence, unnumbered
from ingest.understand.topics.judge import NONE, judge, learnt

_SHORT = 60
_READ = 160
"""Characters of an answer that are looked at."""
_SURE = 1.0
"""The confidence of a question's own words."""


def read_answers(document: Document, sentences: Sequence[Sentence]) -> tuple[QuestionAnswer, ...]:
    """In the order of the text; question and answer verbatim, without 问/答, Q/A and numbers."""
    told = [s for s in sentences if s.kind is not PassageKind.TITLE]
    short = {question.start: (question, answer) for question, answer in _in_one_line(document, told) if answer}
    made = {question.start: (question, _until(short, question, answer)) for question, answer in _groups(told)} | short
    return tuple(_made(document, *made[start]) for start in sorted(made) if made[start][1])


def _until(others: Iterable[int], question: Sentence, answer: Sequence[Sentence]) -> list[Sentence]:
    """The answer up to where another question begins."""
    end = min((start for start in others if start > question.start), default=None)
    return [s for s in answer if end is None or s.start < end]


def _in_one_line(document: Document, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[Sentence]]]:
    """A short question that opens a line, and the rest of that line: "Can I still pay? Yes, until 5 May." """
    for at, question in enumerate(sentences):
        opens = not at or _broken(document, sentences[at - 1], question)
        if not (opens and question.text.endswith("?") and len(question.text) <= _SHORT and _plain_text(question)):
            continue
        answer: list[Sentence] = []
        for sentence in sentences[at + 1 :]:
            if _broken(document, (answer or [question])[-1], sentence) or sentence.text.endswith("?"):
                break
            answer.append(sentence)
        yield question, answer


def _plain_text(sentence: Sentence) -> bool:
    idle = pattern("statements", "boilerplate").search(sentence.text)
    return sentence.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM) and not idle


def _broken(document: Document, before: Sentence, after: Sentence) -> bool:
    """Does a new line begin between two sentences?"""
    return "\n" in document.text[before.span.end : after.span.start]


def _groups(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[Sentence]]]:
    question: Sentence | None = None
    answer: list[Sentence] = []
    for sentence in sentences:
        if _asks(sentence, bool(question and not answer)):
            if question:
                yield question, answer
            question, answer = sentence, []
        elif question and _ends(sentence, question, answer):
            yield question, answer
            question, answer = None, []
        elif question:
            answer.append(sentence)
    if question:
        yield question, answer


def _asks(sentence: Sentence, waiting: bool) -> bool:
    """Is it a question to be answered? Inside an answer only a marked one is."""
    text = sentence.text
    if not text.rstrip('"').endswith("?") or sentence.kind is PassageKind.ROW:
        return False
    if sentence.kind is PassageKind.HEADING or pattern("questions", "question").match(text):
        return True
    return bool(pattern("questions", "section").search(sentence.heading)) and not waiting and len(text) <= 80


def _ends(sentence: Sentence, question: Sentence, answer: Sequence[Sentence]) -> bool:
    """A heading, a table or the signature ends an answer; so does the section that it stands in."""
    if sentence.kind in (PassageKind.HEADING, PassageKind.ROW, PassageKind.SIGNATURE):
        return True
    if sentence.section != question.section:
        return True
    closing = pattern("statements", "boilerplate").search(sentence.text)
    return bool(closing or pattern("statements", "signature").search(sentence.text)) and bool(answer)


def _made(document: Document, question: Sentence, answer: Sequence[Sentence]) -> QuestionAnswer:
    asked = _plain(question.span.of(document.text), "question")
    whole = Span(question.span.start, answer[-1].span.end)
    said = _plain(document.text[answer[0].span.start : answer[-1].span.end], "answer")
    evidence = Evidence(whole, whole.of(document.text), "questions.toml")
    return QuestionAnswer(asked, said.replace("\n", " "), evidence, intent_of(asked))


def _plain(text: str, mark: str) -> str:
    folded = text.replace("：", ":").replace("．", ".")
    m = pattern("questions", mark).match(folded)
    return unnumbered(text[m.end() :] if m else text)


@functools.cache
def _intents() -> tuple[tuple[Intent, re.Pattern[str]], ...]:
    return tuple((Intent(r["intent"]), re.compile(r["words"], re.I)) for r in load("questions")["intent"])


def under(answers: Iterable[QuestionAnswer], category: Category) -> tuple[QuestionAnswer, ...]:
    """Each with what its question is after, in a notice of `category`: by the question's words and by the answer's."""
    return tuple(replace(a, intent=_judged(a, category)) for a in answers)


def _judged(answer: QuestionAnswer, category: Category) -> Intent | None:
    question, text = (common(normalise(t).text) for t in (answer.question, answer.answer[:_READ]))
    own = intent_of(question)
    said = judge(learnt(str(category), question, text), {own: _SURE} if own else {})
    told = {Intent(name): odds for name, odds in said.items() if name != NONE}
    return max(told, key=lambda i: told[i])


def intent_of(question: str) -> Intent | None:
    """What a customer's question is after."""
    return next((intent for intent, words in _intents() if words.search(question.replace("？", "?"))), None)

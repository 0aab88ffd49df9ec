"""Questions and answers that the notice itself holds: 问/答, Q:/A:, question headings, an FAQ section."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from ingest.model import Document, Evidence, Intent, PassageKind, QuestionAnswer, Span
from ingest.understand.lexicon import load, pattern
from ingest.understand.sentences import Sentence, unnumbered


def read_answers(document: Document, sentences: Sequence[Sentence]) -> tuple[QuestionAnswer, ...]:
    """In the order of the text; question and answer verbatim, without 问/答, Q/A and numbers."""
    groups = list(_groups([s for s in sentences if s.kind is not PassageKind.TITLE]))
    return tuple(_made(document, question, answer) for question, answer in groups if answer)


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


def intent_of(question: str) -> Intent | None:
    """What a customer's question is after."""
    return next((intent for intent, words in _intents() if words.search(question.replace("？", "?"))), None)

"""Is it a notice for customers at all? Tenders, vacancies, company news, winner lists and lists are turned away."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Category, Document, PassageKind, Reason, Relevance
from ingest.text.normal import normalise
from ingest.understand.evidence import Zone
from ingest.understand.lexicon import load, pattern
from ingest.understand.regional import common
from ingest.understand.sentences import Sentence

_CLASSES = (Relevance.PROCUREMENT, Relevance.RECRUITMENT, Relevance.WINNER_LIST, Relevance.CORPORATE)
_UNREADABLE = frozenset({"block_page", "soft_404", "script_only"})
_DATE = re.compile(
    r"\d{4}[年/.-]\s?\d{1,2}|\d{1,2}月\d{1,2}日|即日起|[〇一二三四五六七八九]{4}年"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{1,4}\b|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}",
    re.I,
)
_SAMPLE, _SHARE = 4000, 0.2
_FAINT, _WEAK = 1.25, 4.0
_SENTENCE = re.compile(r"[。;；\n]|(?<=[a-z%)][.!])\s")
_FULL = re.compile(r"[。;]|[a-z][.!](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A class of text and what speaks for it."""

    relevance: Relevance
    reasons: tuple[Reason, ...] = ()


VOUCHED = Verdict(Relevance.NOTICE)
"""Of what a person calls a notice."""


@functools.cache
def _listing() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = load("relevance")["listing"]
    return re.compile(rules["zh"]), re.compile(rules["en"]), re.compile(rules["title"], re.I)


def judge(document: Document, sentences: Sequence[Sentence], title: Zone, body: Zone, *, told: bool = False) -> Verdict:
    """The relevance of a document: first what it is not made of, then what it speaks of.

    `told`: a table sets old beside new; that is a notice however short it is.
    """
    if document.problem in _UNREADABLE:
        return _not_a_notice(document.problem)
    if foreign(body.text):
        return _not_a_notice("a language that is not read: only Chinese and English are")
    if people := _people(body.text):
        return Verdict(Relevance.WINNER_LIST, (people,))
    against = _for_customers(title, body)
    best = max((_weigh(c, title, body, against) for c in _CLASSES), key=lambda found: found[0])
    if best[0] >= load("relevance")["enough"]:
        return Verdict(best[1], best[2])
    if not told and not document.problem and (why := _shape(sentences, title.text)):
        return _not_a_notice(why)
    return Verdict(Relevance.NOTICE)


def confirm(document: Document, best: float, title: str) -> Verdict | None:
    """A text that speaks of nothing a bank announces, or faintly and without any date, is a page of another kind.

    `best` is the score of its best category. What could not be read stays: a person has to look at it.
    """
    if document.problem:
        return None
    lesson = _article(title)
    if best >= _WEAK and not lesson:
        return None
    if changes_something(common(normalise(document.text[:_SAMPLE]).text), addressed=not lesson):
        return None
    if lesson:
        return _not_a_notice("a lesson, without a change or a day of one")
    if best < _FAINT:
        return _not_a_notice("no word of any category")
    announced = pattern("relevance", "listing", "announces").search(title)
    if not announced and not document.published and not _DATE.search(document.text):
        return _not_a_notice("no date and no announcement")
    return None


def changes_something(text: str, *, addressed: bool = True) -> bool:
    """Does a sentence give a day, and say beside it what changes, opens or has to be done, or (`addressed`) to whom?"""
    said = [part for part in _SENTENCE.split(text) if pattern("relevance", "change", "day").search(part)]
    forms = ("act", "voice") if addressed else ("act",)
    return any(pattern("relevance", "change", form).search(part) for form in forms for part in said)


def _article(title: str) -> bool:
    warns = Zone("title", title).any(tuple(load("categories")[Category.FRAUD_WARNING]["title"]))
    return pattern("relevance", "change", "article").search(title) is not None and not warns


def _not_a_notice(why: str) -> Verdict:
    return Verdict(Relevance.NOT_A_NOTICE, (Reason("not_a_notice", 10.0, why, "relevance.shape"),))


def _weigh(kind: Relevance, title: Zone, body: Zone, against: float) -> tuple[float, Relevance, tuple[Reason, ...]]:
    found = [*title.reasons("relevance", kind, "title"), *body.reasons("relevance", kind, "body")]
    score = sum(r.weight for r in found)
    return score - (against if kind is Relevance.CORPORATE else against / 2), kind, tuple(found)


def _for_customers(title: Zone, body: Zone) -> float:
    """What speaks for a notice to customers, whatever else it may be."""
    against = title.weight("relevance", "customer", "title") + body.weight("relevance", "customer", "body")
    return against + 2 * title.weight("categories", Category.FRAUD_WARNING, "title")


def _people(text: str) -> Reason | None:
    """A list of people with masked names or numbers is a list of winners, and none of it may reach a draft."""
    rules = load("relevance")["people"]
    named = sum(1 for _ in pattern("relevance", "people", "masked").finditer(text))
    if named < rules["enough"] or not pattern("relevance", "people", "outcome").search(text):
        return None
    return Reason("winner_list", 10.0, f"{named} masked names and numbers", "relevance.toml:people")


def foreign(text: str) -> bool:
    """Is a text in another language than Chinese or English? Told by its script, or by its small words."""
    text = text[:_SAMPLE]
    letters = sum(map(str.isalpha, text))
    if len(pattern("relevance", "foreign", "scripts").findall(text)) > _SHARE * max(letters, 20):
        return True
    other = len(pattern("relevance", "foreign", "words").findall(text))
    return other >= 8 and other > 2 * len(pattern("relevance", "foreign", "english").findall(text))


def _shape(sentences: Sequence[Sentence], title: str) -> str | None:
    """Why the text can't be a notice by its build alone, or None."""
    zh, en, known = _listing()
    lines = [s.text for s in sentences if s.kind not in (PassageKind.TITLE, PassageKind.SIGNATURE)]
    if sum(map(len, lines)) < 24 and not any(changes_something(line) for line in lines):
        return "no text"
    full = sum(bool(_FULL.search(line)) for line in lines)
    listed = sum(bool(zh.search(line) or en.search(line)) and len(line) < 120 for line in lines)
    if listed >= 5 and listed >= 0.5 * len(lines) and full <= 0.35 * len(lines):
        return f"a list of {listed} titles"
    if known.search(title.strip()) and (listed >= 3 or full <= 0.3 * len(lines)):
        return "a list page"
    rows = sum(s.kind is PassageKind.ROW for s in sentences)
    if full == 0 and len(lines) >= 12 and not rows and not re.search(r"\d{4}[年/-]\d|\d{1,2}月", " ".join(lines)):
        return "no sentence and no date"
    return None

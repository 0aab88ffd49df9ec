"""From the rule that read a fact to the lines of the lexicon that made it: file, line and the words that were met.

A rule id names its file and entry ("contacts.toml:path.quoted", "categories.toml:fee_change.title (title)") or the
reader and the form that it met ("windows.range", "figures.table"). For the latter the entries that *can* decide such a
fact are searched for those that stand in its passage.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

from ingest.model import Contact, ContactKind, ContactRole, Direction, Figure, QuestionAnswer, Reason, Statement, Window
from ingest.text.normal import normalise
from ingest.understand.topics.nearest import nearest

LEXICON = "ingest/understand/lexicon/"
_RULE = re.compile(r"(?P<file>\w+)\.toml(?::(?P<entry>[\w.]+))?")
_HEADER = re.compile(r"\s*\[\[?([\w.]+)\]\]?")
_KEY = re.compile(r"""\s*("[^"]+"|'[^']+'|[\w-]+)\s*=""")
_STRING = re.compile(r"""'''.*?'''|'[^']*'|"(?:[^"\\]|\\.)*\"""")
_PLAIN = re.compile(r"[\w ,.'*-]+")
_CHANGES = {
    Direction.UP: ("up",),
    Direction.DOWN: ("down",),
    Direction.CHANGED: ("verbs", "en_verbs"),
    Direction.NEW: ("new",),
    Direction.REMOVED: ("removed",),
    Direction.EXEMPT: ("free",),
    Direction.UNCHANGED: ("unchanged", "still"),
}
"""The entries of figures.toml, [change] and [states], that a direction may come from."""
_SWINDLERS = ("claim", "scheme")
"""The entries of voices.toml that give a sentence to swindlers."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a lexicon (1-based), and the word or pattern of it that was met; "" where the whole line is meant."""

    file: str
    number: int
    word: str = ""

    def __str__(self) -> str:
        name = self.file if "." in self.file else f"{self.file}.toml"
        return f"{LEXICON}{name}:{self.number}" + (f" “{self.word}”" if self.word else "")


@dataclass(frozen=True, slots=True)
class _Entry:
    section: str
    key: str
    number: int
    text: str


@functools.cache
def _entries(file: str) -> tuple[_Entry, ...]:
    """The lines of a lexicon with the section and the key that they belong to."""
    found, section, key = [], "", ""
    for number, line in enumerate(
        files("ingest.understand.lexicon").joinpath(f"{file}.toml").read_text("utf-8").splitlines(), 1
    ):
        if header := _HEADER.match(line):
            section, key = header[1], ""
        elif named := _KEY.match(line):
            key = named[1].strip("\"'")
        found.append(_Entry(section, key, number, line))
    return tuple(found)


def _words(line: str) -> Iterator[str]:
    """The words and patterns of a line, weights aside."""
    for token in _STRING.findall(line):
        word = tomllib.loads(f"x = {token}")["x"]
        if not re.fullmatch(r"[\d.]*", word):
            yield word


@functools.lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str] | None:
    """A word of a lexicon is a pattern, or a plain word ("fee*": the beginning of one)."""
    if word.isascii() and _PLAIN.fullmatch(word):
        word = rf"\b{re.escape(word.rstrip('*'))}" + ("" if word.endswith("*") else r"\b")
    try:
        return re.compile(word, re.IGNORECASE)
    except re.error:
        return None


def _met(file: str, sections: Iterable[str], text: str, keys: Iterable[str] = ()) -> Iterator[Line]:
    """Words of some sections (of some of their keys) that stand in a text."""
    sections, keys = set(sections), set(keys)
    for entry in _entries(file):
        if entry.section in sections and (not keys or entry.key in keys):
            for word in _words(entry.text):
                if (pattern := _pattern(word)) and (m := pattern.search(text)) and m[0]:
                    yield Line(file, entry.number, m[0])


def of_reason(reason: Reason) -> list[Line]:
    """The line that weighs the reason's words."""
    rule = _RULE.match(reason.rule)
    if not rule:
        return []
    words = re.sub(r" ×\d+$", "", reason.words)
    entries = [e for e in _entries(rule["file"]) if e.section == rule["entry"]]
    return [Line(rule["file"], e.number, words) for e in entries if e.key.rstrip("*") == words] or _start(rule)


def of_fact(fact: Window | Figure | Contact | Statement | QuestionAnswer, passage: str) -> list[Line]:
    """The lines whose words stand in the fact's passage, most telling first; [] where only its place decided."""
    text = normalise(passage).text
    match fact:
        case Window():
            found = _met("windows", [f"role.{fact.role}"], text)
        case Figure():
            found = _of_figure(fact, text)
        case Statement():
            found = _of_statement(fact, text)
        case Contact():
            found = _of_contact(fact, text)
        case QuestionAnswer():
            found = _of_answer(fact)
    return _distinct(found)


def _of_statement(statement: Statement, text: str) -> Iterator[Line]:
    """The words of its topic, and the example of it that the sentence is most like."""
    yield from _met("statements", [f"topic.{statement.topic}"], text.lower(), ["heading", "strong", "weak"])
    if near := nearest(statement.text, statement.topic):
        yield Line(f"examples/{near.file}", near.line, near.text)


def _of_figure(figure: Figure, text: str) -> Iterator[Line]:
    yield from _met("figures", ["change", "states"], text, _CHANGES.get(figure.direction, ("-",)))
    if figure.evidence.rule == "figures.table":
        yield from _met("figures", ["headers.epochs"], text)
    yield from _met("figures", ["kinds"], f"{normalise(figure.item).text}\n{text}", [figure.kind])


def _of_contact(contact: Contact, text: str) -> Iterator[Line]:
    """The form that fits its value, then what gives its mention the role."""
    rule = _RULE.match(contact.evidence.rule)
    forms = [e for e in _entries("contacts") if e.section == "phone" and e.key == "form"]
    fitting = [e for e in forms if any(p and p.fullmatch(contact.value) for p in map(_pattern, _words(e.text)))]
    if contact.kind is ContactKind.PHONE and fitting:
        yield Line("contacts", fitting[0].number)
    elif rule:
        yield from _start(rule)
    yield from _met("contacts", ["role"], text, [contact.role])
    if contact.role is ContactRole.FRAUDULENT:
        yield from _met("voices", {e.section for e in _entries("voices")}, text, _SWINDLERS)


def _of_answer(answer: QuestionAnswer) -> Iterator[Line]:
    """The words of the question that gave its intent."""
    text, here = normalise(answer.question).text, False
    for entry in _entries("questions"):
        if entry.key == "intent":
            here = f'"{answer.intent}"' in entry.text
        elif here and entry.key == "words":
            met = (m for p in map(_pattern, _words(entry.text)) if p and (m := p.search(text)))
            yield from (Line("questions", entry.number, m[0]) for m in met)


def _start(rule: re.Match[str]) -> list[Line]:
    """Where the entry that a rule names begins."""
    file, entry = rule["file"], rule["entry"] or ""
    section, _, key = entry.rpartition(".")
    for e in _entries(file):
        if e.section == entry or (section and (e.section, e.key) == (section, key)):
            return [Line(file, e.number)]
    return []


def _distinct(lines: Iterable[Line]) -> list[Line]:
    return list(dict.fromkeys(lines))

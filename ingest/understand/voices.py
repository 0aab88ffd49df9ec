"""Whose words stand beside a number: the swindlers whose scheme is told, or the bank that says where to turn to.

A sentence is read clause by clause up to the mention. What swindlers claim or make people do governs the rest of its
sentence; a scheme that is told lasts until the bank orders something ("please call …") or names what is genuine. Words
in quotes are what somebody is made to believe, and prove nothing.
"""

from __future__ import annotations

import functools
import re
from enum import IntEnum

from ingest.understand.lexicon import load, pattern

_QUOTED = re.compile(r'"[^"]{0,60}"')
_REACH = 400
_BEHIND = 24


class Told(IntEnum):
    """What the words before a mention make of it, the worst last."""

    GENUINE = 0
    """The bank orders to use it, or says that it is its own."""
    LABELLED = 1
    """It has a label of the bank's, and no scheme is told."""
    NOTHING = 2
    SCHEME = 3
    CLAIM = 4
    """Inside of what swindlers say or make people do."""


def told(before: str, after: str, section: str) -> Told:
    """What the sentence says of a mention, given the text on either side and the heading or head of column above."""
    if _says("fraud_after", after[:200]):
        return Told.SCHEME
    if _says("official_after", after[:80]):
        return Told.GENUINE
    state = section_of(section)
    for clause in _clauses(_plain(before[-_REACH:])):
        state = _after(clause, state)
    return state


def tells_of_fraud(text: str) -> bool:
    """Does a text tell of swindlers, so that a number in it needs words for it to be genuine?"""
    return _says("guard", _plain(text))


@functools.lru_cache(maxsize=512)
def denounces(text: str) -> bool:
    """Does a sentence say of all that its paragraph named before that it is the swindlers'?"""
    plain = _plain(text.strip())
    return any(way.search(plain) for way in _denounced())


@functools.cache
def _denounced() -> tuple[re.Pattern[str], ...]:
    """The ways to denounce, with the words that they name."""
    words, ways = load("voices")["denounced"]["words"], load("voices")["denounced"]["ways"]

    def filled(way: str) -> str:
        return re.sub(r"<<(\w+)>>", lambda m: filled(words[m[1]]), way)

    return tuple(re.compile(filled(way), re.I) for way in ways.values())


def section_of(heading: str) -> Told:
    """What a heading says of the numbers below it; of several words the last one counts."""
    if not heading:
        return Told.NOTHING
    scheme, advice = (_last(pattern("voices", "section", name), heading) for name in ("scheme", "advice"))
    if scheme > advice:
        return Told.SCHEME
    return Told.LABELLED if advice >= 0 else Told.NOTHING


def _after(clause: str, state: Told) -> Told:
    """The state behind a clause. What stands last in it counts; a claim is not ended by what may be its content."""
    claim = _last_claim(clause)
    scheme = _last(pattern("voices", "scheme"), clause)
    advice = _last_after(pattern("voices", "advice"), clause, max(scheme, 0))
    if claim >= 0:
        return Told.SCHEME if _says("supposed", clause) else Told.CLAIM
    if state is Told.CLAIM:
        return state
    if advice >= 0:
        return Told.GENUINE
    if scheme >= 0:
        return Told.SCHEME
    if state in (Told.NOTHING, Told.LABELLED) and (_says("label", clause) or _says("soft", clause)):
        return Told.LABELLED
    return state


def _last_claim(clause: str) -> int:
    """Where the last claim of swindlers ends; what the bank says of itself is none."""
    found = [
        m.end()
        for m in pattern("voices", "claim").finditer(clause)
        if not pattern("voices", "not_claim").search(clause[max(0, m.start() - _BEHIND) : m.start()])
    ]
    return max(found, default=-1)


def _last(words: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in words.finditer(text)), default=-1)


def _last_after(words: re.Pattern[str], text: str, start: int) -> int:
    """Where the last match ends that is not over before `start`."""
    return max((m.end() for m in words.finditer(text) if m.start() >= start or m.end() > start + 1), default=-1)


def _clauses(text: str) -> list[str]:
    return pattern("voices", "clause").split(text)


def _plain(text: str) -> str:
    """Without what stands in quotes, and without the purpose of fighting fraud, which tells of no scheme."""
    return pattern("voices", "purpose").sub("", _QUOTED.sub('""', text))


def _says(rule: str, text: str) -> bool:
    return bool(pattern("voices", rule).search(text))

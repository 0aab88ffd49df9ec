"""What an agent typed → what to look for: each thing that was said, with every way in which an entry may say it.

A thing is a phrase of the lexicon of customers' words (with all phrases that mean the same), a number in any notation,
or a word: as it is, by its stem, by its parts, by its sound in pinyin (which also finds the homophones that an input
method offers first), or by the word that a slip of the keyboard may have meant.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.answer.needs import Need
from ingest.answer.pinyin import spelled_out
from ingest.answer.spoken import standard
from ingest.answer.synonyms import lexicon
from ingest.store.search_terms import Group, Term, Way
from ingest.store.tokens import is_han, is_latin, pairs, readings, stem, stop, words
from ingest.text.numerals import amounts

_MOST = 12
"""Things of a query that are looked for: more is a pasted text."""
_SHORTEST_SLIP = 4
_SHORTEST_SOUND = 2
HEARD = 0.6
"""What a thing counts that was not typed but sounds like what was."""

Slips = Callable[[str], Sequence[str]]
"""Known words that a word may have been meant to be, empty if it is one."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that was said. `ways` from the surest to the least; `sure` is how many of them say just that;
    `looser`: ways that say a part of it, for when no entry says it; `worth`: what it counts beside the others."""

    words: str
    ways: Group
    sure: int
    looser: Group = ()
    worth: float = 1.0


def read(typed: str, slips: Slips, *, unfinished: bool = False) -> tuple[Thing, ...]:
    """The things of a query, each once. `unfinished`: the last word may go on (search while typing)."""
    text = spelled_out(standard(typed))
    found: dict[str, Thing] = {}
    for piece, thing in _pieces(text):
        last = unfinished and text.endswith(piece)
        one = thing or _word(piece, slips, last)
        if one:
            found.setdefault(one.words, one)
    telling = [one for one in found.values() if not stop(one.words)]
    return tuple((telling or list(found.values()))[:_MOST])


def _pieces(text: str) -> Iterator[tuple[str, Thing | None]]:
    """Phrases of the lexicon and numbers first, the longest first; what is between them is cut into words."""
    marks = [(found.start, found.end, _number(text[found.start : found.end], found.token)) for found in amounts(text)]
    said = lexicon().phrases(text)
    marks += [(one.start, one.end, _phrase(one.phrase)) for one in said]
    at = 0
    for start, end, thing in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if start < at:
            continue
        yield from _between(text[at:start])
        yield text[start:end], thing
        at = end
    yield from _between(text[at:])


def _between(text: str) -> Iterator[tuple[str, Thing | None]]:
    """Words, and phrases that they only sound like."""
    for word in words(text):
        yield word, None
    for one in lexicon().heard(text):
        phrase = _phrase(one.phrase)
        yield one.phrase, Thing(phrase.words, phrase.ways, phrase.sure, worth=HEARD)


def _number(said: str, token: str) -> Thing:
    """3.5 may be meant where 3.5 % is written, and the other way round."""
    other = ("x" if token[0] == "p" else "p") + token[1:]
    return Thing(said, ((Term(token),), (Term(other),)), 1)


def _phrase(said: str) -> Thing:
    own = [way for way in (_all(said), *_by_parts(said)) if way]
    others = [way for phrase in lexicon().alike(said) if phrase != said and (way := _all(phrase))]
    parts = [way for phrase in lexicon().alike(said) if phrase != said for way in _by_parts(phrase)]
    ways = tuple(dict.fromkeys((*own[:1], *others, *own[1:], *parts)))
    return Thing(said, ways, len(set(own[:1] + others)), _looser(said))


@functools.lru_cache(maxsize=16384)
def _all(phrase: str) -> Way:
    """Every word of a phrase."""
    return tuple(Term(stem(word)) for word in dict.fromkeys(words(phrase)) if not stop(word))


def written(need: Need) -> Thing:
    """What entries write for a need; the first word of a phrase tells most of it."""
    whole = [way for phrase in need.written if (way := _all(phrase))]
    several = [phrase for phrase in need.written if " " in phrase and not phrase.isascii()]
    firsts = [way for phrase in several if (way := _all(phrase.split()[0]))]
    ways = tuple(dict.fromkeys((*whole, *firsts)))
    return Thing(need.written[0], ways, len(set(whole)), worth=need.share)


def _word(word: str, slips: Slips, last: bool) -> Thing | None:
    if is_han(word):
        ways: list[Way] = [(Term(word),), *_by_parts(word)]
        if len(word) >= _SHORTEST_SOUND:
            ways += [(Term("".join(reading), ("sounds",)),) for reading in readings(word)[:1]]
        return Thing(word, tuple(dict.fromkeys(ways)), 1, _looser(word))
    if not is_latin(word):
        return Thing(word, ((Term(word, prefix=last and len(word) > 1),),), 1)
    ways = [(Term(word, prefix=last and len(word) > 1),), (Term(stem(word), prefix=last and len(word) > 2),)]
    sure = len(ways)
    if len(word) >= _SHORTEST_SOUND:
        ways.append((Term(word, ("sounds",), prefix=last and len(word) > 1),))
    if len(word) >= _SHORTEST_SLIP:
        ways += [(Term(meant),) for meant in slips(word)]
    return Thing(word, tuple(dict.fromkeys(ways)), sure)


def _by_parts(phrase: str) -> Iterator[Way]:
    """A Chinese word by its neighbouring pairs of characters; a single one by itself."""
    if is_han(phrase):
        yield tuple(Term(part, ("parts",)) for part in (pairs(phrase) if len(phrase) > 1 else phrase))


def _looser(word: str) -> Group:
    """A Chinese word by any of its pairs, then by any of its characters that tell something."""
    if not is_han(word) or len(word) < 2:
        return ()
    some = [*pairs(word), *(sign for sign in word if not stop(sign))]
    return tuple((Term(part, ("parts",)),) for part in dict.fromkeys(some))

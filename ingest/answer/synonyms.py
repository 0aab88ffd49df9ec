"""The lexicon of customers' words, `lexicon/customers.toml`: phrases that mean the same, and what is said for what is
written.

A phrase is found in what was typed through small words (了, 的, my, the), in any English ending, and, in Chinese, also
where another word of the same sound was picked from an input method's list (动结 for 冻结, 刷练 for 刷脸).
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from ingest.answer.spoken import standard
from ingest.store.tokens import plain, readings, stem
from ingest.text.once import once

SMALL = frozenset("了的我你您呢吗啊吧呀嘛")
_SMALL_WORDS = frozenset("a an the my your our his her their i of was is are".split())
_WORD = re.compile(r"[a-z][a-z']*|\d+")
_HAN = re.compile(r"[\u3400-\u9fff]{2,5}")
_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))
"""Sounds that speakers of the south do not tell apart."""


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase of the lexicon in a text. `heard`: it only sounds like it."""

    start: int
    end: int
    phrase: str
    heard: bool = False


@dataclass(frozen=True)
class Lexicon:
    """`groups`: what to look for, by each phrase as it is found in a text."""

    groups: Mapping[str, Sequence[str]]
    han: re.Pattern[str]
    latin: Mapping[tuple[str, ...], str]
    longest: int
    sounds: Mapping[str, str]

    def alike(self, phrase: str) -> Sequence[str]:
        """Every phrase to look for, this one first."""
        return (phrase, *(other for other in self.groups.get(phrase, ()) if other != phrase))

    def phrases(self, text: str) -> list[Said]:
        """Where phrases of the lexicon stand in a plain text, in order: of several at one place the longest."""
        found = sorted((*self._han(text), *self._latin(text)), key=lambda said: (said.start, said.start - said.end))
        kept: list[Said] = []
        for said in found:
            if not kept or said.start >= kept[-1].end:
                kept.append(said)
        return kept

    def heard(self, text: str) -> list[Said]:
        """Words of a text that only sound like a phrase."""
        return [
            Said(at, at + size, phrase, heard=True)
            for run in _RUN.finditer(text)
            for size in (4, 3, 2)
            for at in range(run.start(), run.end() - size + 1)
            if (phrase := self.sounds.get(sound(text[at : at + size]))) and phrase != text[at : at + size]
        ]

    def _han(self, text: str) -> Iterator[Said]:
        kept = [at for at, sign in enumerate(text) if sign not in SMALL]
        bare = "".join(text[at] for at in kept)
        for found in self.han.finditer(bare):
            yield Said(kept[found.start()], kept[found.end() - 1] + 1, found[0])

    def _latin(self, text: str) -> Iterator[Said]:
        words = [found for found in _WORD.finditer(text) if found[0] not in _SMALL_WORDS]
        stems = [stem(found[0].replace("'", "")) for found in words]
        at = 0
        while at < len(words):
            step = 1
            for size in range(min(self.longest, len(words) - at), 0, -1):
                if phrase := self.latin.get(tuple(stems[at : at + size])):
                    yield Said(words[at].start(), words[at + size - 1].end(), phrase)
                    step = size
                    break
            at += step


_RUN = re.compile(r"[\u3400-\u9fff]{2,}")


@functools.lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """As it is spoken in the south; pinyin stands for itself."""
    said = "".join(readings(word)[0]) if readings(word) else word
    for sound, same in _FUZZY:
        said = said.replace(sound, same)
    return said


@once
def lexicon() -> Lexicon:
    listed = tomllib.loads(files("ingest.answer").joinpath("lexicon/customers.toml").read_text("utf-8"))
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for same in listed["same"]:
        for phrase in same:
            groups[_bare(phrase)] |= dict.fromkeys(map(plain, same))
    for said, meant in listed["means"]:
        for phrase in said:
            groups[_bare(phrase)] |= dict.fromkeys(map(plain, (phrase, *meant)))
    spelled = {phrase: stems_of(phrase) for phrase in groups if phrase.isascii()}
    han = sorted((phrase for phrase in groups if not phrase.isascii()), key=len, reverse=True)
    return Lexicon(
        {phrase: tuple(others) for phrase, others in groups.items()},
        re.compile("|".join(map(re.escape, han))),
        {stems: phrase for phrase, stems in spelled.items()},
        max(map(len, spelled.values())),
        {sound(phrase): phrase for phrase in reversed(han) if _HAN.fullmatch(phrase)},
    )


def stems_of(phrase: str) -> tuple[str, ...]:
    every = [found[0] for found in _WORD.finditer(phrase)]
    kept = [word for word in every if word not in _SMALL_WORDS] or every
    return tuple(stem(word.replace("'", "")) for word in kept)


def _bare(phrase: str) -> str:
    text = standard(phrase)
    return "".join(sign for sign in text if sign not in SMALL) or text

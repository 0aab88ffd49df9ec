"""The checklist of what customers ask (`phrases/open_zh.toml`, `open_en.toml`), compiled; see there for its fields."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from ingest.text.expressions import small

_USUAL = 5
_SPOKEN_OF, _IN_TITLE, _OFTEN, _MANY = 1, 2, 3, 20
_SPOKEN_OF_MEMBERS, _MEMBERS = 2, 2
_SLOT = re.compile(r"<<(\w+)>>")
_NUMBERED = re.compile(r"第([一二三四五六七八九十]{1,3}|\d{1,2})([期批次])")
_ORDINALS = ["", *"一二三四五六七八九", "十", *(f"十{n}" for n in "一二三四五六七八九"), "二十"]


@dataclass(frozen=True, slots=True)
class Text:
    """A notice to be searched: in simplified characters where it is traditional, its own words beside."""

    words: str
    own: str
    traditional: bool = False
    small: str = ""
    """`words` in small letters."""

    @staticmethod
    def of(text: str, script: str) -> Text:
        if script != "hant":
            return Text(text, text, small=text.lower())
        words = _converter("t2s").convert(text)
        return Text(words, text, traditional=True, small=words.lower())

    def where(self, pattern: re.Pattern[str]) -> str:
        """The form of the text that a pattern is made for."""
        return self.words if pattern.flags & re.I else self.small

    def written(self, match: re.Match[str], name: str) -> str:
        """A group as the notice writes it."""
        start, end = match.span(name)
        own = self.own if len(self.own) == len(self.words) else self.words
        return re.sub(r"\s+", " ", own[start:end]).strip()


@functools.cache
def _converter(config: str) -> Any:
    import opencc

    return opencc.OpenCC(config)


@functools.lru_cache(maxsize=2048)
def _traditional(text: str) -> str:
    return str(_converter("s2tw").convert(text))


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the checklist."""

    ask: str
    only: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    weight: int
    of: frozenset[str] = frozenset()
    """The categories in which it is asked; empty: all."""
    traditional: bool | None = None
    """Asked in traditional notices only, in simplified ones only, or in both."""

    def weighs(self, text: Text, title: Text) -> int:
        """How likely it is asked: more where the notice speaks of the matter, in its title or again and again."""
        if self.only is None:
            return self.weight
        if self.only.search(title.where(self.only)):
            return self.weight + _SPOKEN_OF + _IN_TITLE
        found = itertools.islice(self.only.finditer(text.where(self.only)), _OFTEN)
        return self.weight + _SPOKEN_OF + (sum(1 for _ in found) == _OFTEN)

    def _match(self, text: Text) -> re.Match[str] | None:
        """Where the matter is spoken of: of several names the one that comes most often."""
        if self.only is None or not self.only.groupindex:
            return self.only.search(text.where(self.only)) if self.only else None
        found = list(itertools.islice(self.only.finditer(text.where(self.only)), _MANY))
        names = [tuple(m.groupdict().values()) for m in found]
        return max(found, key=lambda m: names.count(tuple(m.groupdict().values())), default=None)

    def asks(self, text: Text, subject: str) -> str:
        """The question put to this notice; "" where it does not arise or is answered."""
        if self.traditional not in (None, text.traditional):
            return ""
        match = self._match(text)
        if (self.only and match is None) or (self.unless and self.unless.search(text.where(self.unless))):
            return ""
        named = match.groupdict() if match else {}
        # a name that this wording of the notice does not give is left out of the question
        words = {name: text.written(match, name) if match and value else "" for name, value in named.items()}
        following = _next(text.words) if "{next}" in self.ask else ""
        if "{next}" in self.ask and not following:
            return ""
        ask = self.ask
        if text.traditional:
            ask, following = _traditional(ask), _traditional(following)
        return ask.format(**{"subject": subject, "next": following, **words})


def _next(text: str) -> str:
    """The number after the greatest one of the notice: 第二批 → 第三批."""
    found = [(_ordinal(m[1]), m[1], m[2]) for m in _NUMBERED.finditer(text)]
    most, printed, unit = max(found, default=(0, "", ""))
    if not 0 < most < len(_ORDINALS) - 1:
        return ""
    return f"第{most + 1 if printed.isdigit() else _ORDINALS[most + 1]}{unit}"


def _ordinal(printed: str) -> int:
    return int(printed) if printed.isdigit() else _ORDINALS.index(printed) if printed in _ORDINALS else 0


@dataclass(frozen=True, slots=True)
class Family:
    """Things that go together: where a notice speaks of two of them, the others are asked about."""

    of: frozenset[str]
    ask: str
    members: tuple[tuple[str, ...], ...]
    """Each by its names, the usual one first, in small letters but for that."""

    def asks(self, text: Text) -> Iterator[str]:
        """The likeliest questions about members that the notice leaves out."""
        left = [names[0] for names in self.members if not any(n.lower() in text.small for n in names)]
        if len(self.members) - len(left) < _SPOKEN_OF_MEMBERS:
            return
        for name in left[:_MEMBERS]:
            ask = self.ask.format(item=name)
            yield _traditional(ask) if text.traditional else ask


@dataclass(frozen=True, slots=True)
class Checklist:
    """The questions of each category, and how notices call the things that they name."""

    items: Mapping[str, tuple[Item, ...]]
    words: Mapping[str, tuple[str, ...]]
    families: tuple[Family, ...] = ()

    def worded(self, question: str, text: Text) -> str:
        """`question` in the words of the notice: 网点 → 分行 where it only speaks of 分行."""
        for usual, others in self.words.items():
            usual = _traditional(usual) if text.traditional else usual
            if usual not in question:
                continue
            word = re.escape(usual) if text.traditional or not usual.isascii() else rf"\b{re.escape(usual)}\b"
            if not re.search(word, question) or usual.lower() in text.own.lower():
                continue
            if (other := next((o for o in others if o.lower() in text.small), "")) and other not in question:
                question = re.sub(word, _traditional(other) if text.traditional else other, question)
        if text.traditional and "帳" in text.own and "賬" not in text.own:
            question = question.replace("賬", "帳")
        return question[:1].upper() + question[1:]


@functools.cache
def checklist(language: str) -> Checklist:
    """The checklist of "zh" or "en"."""
    name = "open_zh" if language == "zh" else "open_en"
    table = tomllib.loads(files("ingest.draft.phrases").joinpath(f"{name}.toml").read_text("utf-8"))
    names = table.get("names", {})
    items = {section: tuple(_item(i, names) for i in listed) for section, listed in table["ask"].items()}
    families = (
        Family(frozenset(f["of"]), f["ask"], tuple(tuple(m.split("|")) for m in f["members"])) for f in table["family"]
    )
    return Checklist(items, {usual: tuple(others) for usual, others in table["words"].items()}, tuple(families))


def _item(row: Mapping[str, Any], names: Mapping[str, str]) -> Item:

    def pattern(name: str) -> re.Pattern[str] | None:
        return _folded(_SLOT.sub(lambda m: f"(?P<{m[1]}>{names[m[1]]})", row[name])) if name in row else None

    of = frozenset(row.get("of", ()))
    return Item(row["ask"], pattern("only"), pattern("unless"), row.get("w", _USUAL), of, row.get("traditional"))


def _folded(pattern: str) -> re.Pattern[str]:
    """In small letters, to be searched in a text in small letters (`re.I` is slow), but where capitals matter."""
    return re.compile(pattern, re.I) if "(?-i:" in pattern else small(pattern)

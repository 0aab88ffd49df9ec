"""Does a new version say something else than what it replaces, or is it only worded in another way?

Whoever has read what says the same need not read it again. So the doubt counts as "something else": facts, periods and
urgency have to be equal, and so have limits, steps, who is meant, refusals, and the products and people that are named.
The words are `turning.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from importlib.resources import files

from ingest.draft.atoms import atoms
from ingest.model import BulletinDraft, Entry, FaqDraft
from ingest.review.sameness import bearing
from ingest.text.normal import normalise

Content = FaqDraft | BulletinDraft
_SIGNS = re.compile(r"[\W_]+")


@functools.cache
def _words() -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """Words that turn a sentence, and the channels and things that it may name."""
    read = tomllib.loads(files("ingest.review").joinpath("turning.toml").read_text("utf-8"))
    turning = re.compile("|".join(f"(?:{form})" for form in read["turning"]), re.I)
    return turning, tuple(re.compile(form, re.I) for form in read["channels"])


def says_something_else(old: Entry, new: Entry) -> bool:
    """False only where facts and meaning are the same: keywords, signs, order or polite words changed."""
    if (old.kind, old.starts, old.expires, old.urgency) != (new.kind, new.starts, new.expires, new.urgency):
        return True
    return _strict(old.content) != _strict(new.content) or _meaning(old.content) != _meaning(new.content)


def _strict(content: Content) -> tuple[object, ...]:
    """Where every word counts."""
    if isinstance(content, FaqDraft):
        lines = (*content.operation_points, "", *content.conditions)
        return tuple(map(_plain, lines)), content.intent, content.valid_from, content.valid_until
    lines = (content.who, content.when, content.do_not_say or "", *content.operation_points)
    return tuple(map(_plain, lines)), content.starts, content.expires


def _meaning(content: Content) -> tuple[object, ...]:
    """Where another wording may say the same: figures, words that turn a sentence, products and people."""
    text = "\n".join(_sentences(content))
    seen = bearing(text)
    figures = frozenset(key for line in _sentences(content) for atom in atoms(line) for key in atom.keys)
    turning, channels = _words()
    plain = normalise(text).text
    turns = Counter(word.lower() for word in turning.findall(plain))
    named = frozenset(n for n, channel in enumerate(channels) if channel.search(plain))
    return figures, turns, seen.audience, seen.product, named


def _sentences(content: Content) -> tuple[str, ...]:
    if isinstance(content, FaqDraft):
        return content.question, content.answer, content.say
    return content.headline, content.what_changes, content.script


def _plain(text: str) -> str:
    return _SIGNS.sub("", normalise(text).text.lower())

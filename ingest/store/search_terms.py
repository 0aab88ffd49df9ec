"""What the index of words holds of an entry, and what can be asked of it.

Five fields: the question or headline; keywords; everything that answers; parts of the words of the first two; how
those are typed in pinyin. Both databases hold the same tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.model import BulletinDraft, Entry, FaqDraft
from ingest.store.tokens import indexed, parts, sounds, tokens

FIELDS = ("question", "keywords", "answer", "parts", "sounds")
SAID = FIELDS[:3]
"""Fields that hold whole words."""
ASKED = FIELDS[:1]
_LATIN = re.compile(r"[a-z]{4,64}")


@dataclass(frozen=True, slots=True)
class Term:
    """One token to look for. `fields`: where it counts (`SAID`, `ASKED`, or one of the others); `prefix`: the token may
    go on."""

    token: str
    fields: tuple[str, ...] = SAID
    prefix: bool = False


Way = tuple[Term, ...]
"""Terms that must all be there."""
Group = tuple[Way, ...]
"""Ways of saying one thing: one of them must be there."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that holds what is asked. `fields` are its token strings by the field's name."""

    entry_id: int
    fields: Mapping[str, str]


def asked(group: Group) -> Group:
    """The same in a question or headline alone."""
    return tuple(tuple(replace(term, fields=ASKED) if term.fields == SAID else term for term in way) for way in group)


def fields_of(entry: Entry) -> dict[str, str]:
    """Token strings of the indexed fields."""
    content = entry.content
    if isinstance(content, FaqDraft):
        answer = (content.answer, *content.operation_points, *content.conditions)
        question, keywords = content.question, (*content.keywords, entry.title)
    else:
        answer, question, keywords = _body(content), content.headline, (entry.title,)
    written = "\n".join((question, *keywords))
    return {
        "question": " ".join(indexed(question)),
        "keywords": " ".join(indexed("\n".join(keywords))),
        "answer": " ".join(indexed("\n".join(answer))),
        "parts": " ".join(parts(written)),
        "sounds": " ".join(sounds(written)),
    }


def _body(content: BulletinDraft) -> tuple[str, ...]:
    return (content.what_changes, content.when, content.who, content.script, *content.operation_points)


def latin(entry: Entry) -> set[str]:
    """The longer words in Latin letters of an entry's question or headline and keywords."""
    content = entry.content
    said = (content.question, *content.keywords) if isinstance(content, FaqDraft) else (content.headline,)
    return {word for word in tokens("\n".join((*said, entry.title))) if _LATIN.fullmatch(word)}

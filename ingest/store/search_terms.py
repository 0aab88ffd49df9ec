"""What the index of words holds of an entry, and what can be asked of it.

Five fields: the question or headline; keywords; everything that answers; parts of the words of the first two; how
those are typed in pinyin. Both databases hold the same tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.model import BulletinDraft, Category, DraftKind, Entry, FaqDraft
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


@dataclass(frozen=True, slots=True)
class Among:
    """Which entries are looked for; None: any. `ends_after`, to the minute: without those that are over then."""

    kind: DraftKind | None = None
    category: Category | None = None
    ends_after: str | None = None

    def clause(self, id: str) -> str:
        """SQL that goes behind another condition; `id` names the entry's number there. No other table is looked at
        where nothing asks for it."""
        asked = (("kind", "e.kind = :kind"), ("category", "e.category = :category"))
        said = [sql for name, sql in (*asked, ("ends", "(e.ends IS NULL OR e.ends > :ends)")) if name in self.values()]
        within = f"SELECT 1 FROM entries AS e WHERE e.id = {id} AND {' AND '.join(said)}"  # noqa: S608 - names of ours
        return f"AND EXISTS ({within})" if said else ""

    def values(self) -> dict[str, str]:
        values = {"kind": self.kind, "category": self.category, "ends": self.ends_after}
        return {name: str(value) for name, value in values.items() if value is not None}


EVERY = Among()


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

"""Values and names: the same ones, in the same order, as in the rules' line that was reworded.

That every value stands in the source is not enough: a wording that swaps two fees of one notice is wrong, and grounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.draft.atoms import Atom, atoms
from ingest.draft.model_writer.chat import Refusal
from ingest.draft.names import trimmed
from ingest.model import Facts

_MOVABLE = frozenset(
    {"date", "md", "ym", "year", "month", "day", "time", "weekday", "week", "phone", "url", "email", "code"}
)
"""A date, a phone, an address may stand elsewhere in a sentence without another meaning."""
_QUOTED = re.compile(r"《[^》]{2,40}》|“[^”]{2,40}”|「[^」]{2,40}」|\"[^\"]{2,40}\"")


def _movable(atom: Atom) -> bool:
    return any(key[0] in _MOVABLE for key in atom.keys)


def _missing(wanted: Iterable[Atom], there: Iterable[Atom]) -> str | None:
    have = frozenset(key for atom in there for key in atom.keys)
    return next((atom.text for atom in wanted if not atom.keys & have), None)


def same_values(line: str, new: str, around: str) -> Refusal | None:
    """Does `new` hold the values of `line`? Dates and contacts of the same entry (`around`) may stand there too."""
    old_atoms, new_atoms = atoms(line, draft=True), atoms(new, draft=True)
    if lost := _missing(old_atoms, new_atoms):
        return Refusal("value_lost", lost)
    amounts = [a for a in old_atoms if not _movable(a)], [a for a in new_atoms if not _movable(a)]
    if added := _missing(amounts[1], amounts[0]) or _missing(new_atoms, (*old_atoms, *atoms(around, draft=True))):
        return Refusal("value_added", added)
    moved = len(amounts[0]) != len(amounts[1]) or any(
        not a.keys & b.keys for a, b in zip(amounts[0], amounts[1], strict=True)
    )
    days = _days(old_atoms), _days(new_atoms)
    if moved or [d for d in days[1] if d in days[0]] != days[0]:
        return Refusal("value_moved", " ".join(a.text for a in amounts[1]) or new[:40])
    return None


def _days(found: Iterable[Atom]) -> list[object]:
    """Full dates in their order, each once: "from the 1st to the 5th" is not "from the 5th to the 1st"."""
    return list(dict.fromkeys(key for atom in found for key in atom.keys if key[0] == "date"))


def names(facts: Facts) -> tuple[str, ...]:
    """What the facts give values to, and what the title quotes, the longest first."""
    zh = facts.language == "zh"
    items = [f.item for f in facts.figures] + [w.applies_to for w in facts.windows if w.applies_to]
    found = {trimmed(item, zh=zh) for item in items} | set(_QUOTED.findall(facts.title))
    return tuple(sorted((n for n in found if len(n) >= 2), key=len, reverse=True))


def same_names(line: str, new: str, known: tuple[str, ...]) -> Refusal | None:
    """Does `new` name the same things in the same order?"""
    if not known:
        return None
    pattern = re.compile("|".join(map(re.escape, known)), re.I)
    old_names, new_names = (list(dict.fromkeys(m.lower() for m in pattern.findall(t))) for t in (line, new))
    if old_names == new_names:
        return None
    odd = next((n for n in (*old_names, *new_names) if (n in old_names) != (n in new_names)), " / ".join(new_names))
    return Refusal("name_moved", odd)

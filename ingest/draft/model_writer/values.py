"""Values and names: the same ones, in the same order, as in the rules' line that was reworded.

That every value stands in the source is not enough: a wording that swaps two fees of one notice is wrong, and grounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.draft.atoms import Atom, atoms
from ingest.draft.model_writer.chat import Refusal
from ingest.draft.names import trimmed
from ingest.draft.notation import fold
from ingest.model import Facts

_MOVABLE = frozenset(
    {"date", "md", "ym", "year", "month", "day", "time", "weekday", "week", "phone", "url", "email", "code"}
)
"""A date, a phone, an address may stand elsewhere in a sentence without another meaning."""
_SERIES = (frozenset({"date", "md"}), frozenset({"time"}), frozenset({"phone", "url", "email", "code", "number"}))
"""…but not another before it: "from the 1st to the 5th" is not "from the 5th to the 1st"."""
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
    placed = _placed(old_atoms, line), _placed(new_atoms, new)
    if not _alike(*amounts) or not all(_in_order(*placed, kinds) for kinds in _SERIES):
        return Refusal("value_moved", " ".join(a.text for a in new_atoms))
    return None


def _alike(some: Sequence[Atom], others: Sequence[Atom]) -> bool:
    return len(some) == len(others) and all(a.keys & b.keys for a, b in zip(some, others, strict=True))


def _placed(found: Iterable[Atom], text: str) -> list[Atom]:
    """Atoms in the order in which they stand; `atoms` gives them kind by kind."""
    folded = fold(text)
    return sorted(found, key=lambda atom: folded.find(atom.text))


def _in_order(old: Iterable[Atom], new: Iterable[Atom], kinds: frozenset[str]) -> bool:
    """Do the values of one series that `old` has follow each other in `new` too? Of repetitions the first counts."""
    first, then = (_each_once(a for a in atoms_ if any(k[0] in kinds for k in a.keys)) for atoms_ in (old, new))
    return _alike(first, [b for b in then if any(_same(a, b) for a in first)])


def _same(a: Atom, b: Atom) -> bool:
    """One value. A date that can be read in two ways is the same only in the same writing."""
    ambiguous = sum(key[0] == "date" for key in a.keys) > 1
    return a.text == b.text if ambiguous else bool(a.keys & b.keys)


def _each_once(found: Iterable[Atom]) -> list[Atom]:
    kept: list[Atom] = []
    for atom in found:
        if not any(_same(atom, k) for k in kept):
            kept.append(atom)
    return kept


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

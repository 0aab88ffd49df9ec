"""Meaning beside values: up or down, free, not, only, at most, from, until. The same ones as in the rules' line."""

from __future__ import annotations

from ingest.draft.model_writer.chat import Refusal
from ingest.draft.model_writer.phrases import Phrases


def same_sense(line: str, new: str, phrases: Phrases) -> Refusal | None:
    """Does `new` go the same way as `line`, under the same conditions?"""
    old_way, new_way = _way(line, phrases), _way(new, phrases)
    if old_way != new_way:
        return Refusal("meaning", f"{' '.join(old_way) or '—'} → {' '.join(new_way) or '—'}")
    for kind, pattern in phrases.counted.items():
        if len(pattern.findall(line)) != len(pattern.findall(new)):
            return Refusal("meaning", kind)
    for kind, pattern in phrases.present.items():
        if bool(pattern.search(line)) != bool(pattern.search(new)):
            return Refusal("meaning", kind)
    return None


def _way(text: str, phrases: Phrases) -> list[str]:
    """Kinds of `ordered` in their order, repetitions told once."""
    found = [m.lastgroup or "" for m in phrases.ordered.finditer(text)]
    return [kind for at, kind in enumerate(found) if at == 0 or found[at - 1] != kind]

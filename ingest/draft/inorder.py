"""A change is told from old to new, also where the notice prints the new value first ("£2, where it used to be £3").

Agents skim: of two values with "to" or 为 between them the first is taken for what was. Sentences of the notice that
drafts repeat are turned round for that; those that cannot be misread ("£22 instead of £27.50") stay as they are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ingest.draft.voice import Voice
from ingest.model import FaqDraft, Figure

_FAR: Final = 40
"""Values farther apart than this, in characters, are not read together."""
_TURNS: Final = re.compile(r"调整|调至|变|改|提高|降|升|[为為至到]|\bto\b", re.I)
_LED: Final = re.compile(r"(?:由|从|從|\bfrom)\s?$", re.I)
_STOP: Final = re.compile(r"[。；;！？\n]|\.\s")
_COMMA: Final = re.compile(r"[，,、](?!\d)")


def in_order(faq: FaqDraft, figures: Iterable[Figure], speech: Voice) -> FaqDraft:
    """`faq` with every line that repeats a change backwards told from old to new."""
    backwards = [f for f in figures if f.old_text and f.new_text and _between(f, f.evidence.quote)]

    def turned(line: str) -> str:
        for figure in backwards:
            line = _turned(line, figure, speech)
        return line

    return replace(
        faq,
        answer=turned(faq.answer),
        operation_points=tuple(map(turned, faq.operation_points)),
        conditions=tuple(map(turned, faq.conditions)),
        say=turned(faq.say),
    )


def _between(figure: Figure, text: str) -> re.Match[str] | None:
    """The two values of a figure in `text`, the new one first, where they can be misread."""
    new, old = ((side or "").strip() for side in (figure.new_text, figure.old_text))
    first = text.find(new)
    if first < 0 or text.find(old, first + len(new)) < 0:
        return None
    found = _backwards(new, old).search(text)
    return found if found and _TURNS.search(found["gap"]) and not _LED.search(found["gap"]) else None


@functools.lru_cache(maxsize=256)
def _backwards(new: str, old: str) -> re.Pattern[str]:
    one, other = re.escape(new), re.escape(old)
    return re.compile(rf"(?<![\d.,]){one}(?!\d)(?P<gap>[^。；;\n]{{0,{_FAR}}}?)(?<![\d.,]){other}(?!\d)")


def _turned(line: str, figure: Figure, speech: Voice) -> str:
    found = _between(figure, line)
    if found is None:
        return line
    told = speech.figure(figure)
    start = max((m.end() for m in _STOP.finditer(line, 0, found.start())), default=0)
    lead = line[start : found.start()]
    comma = max((m.end() for m in _COMMA.finditer(lead)), default=0)
    kept = lead[:comma] if figure.item not in lead[:comma] else ""
    return f"{line[:start]}{kept}{told}{line[found.end() :]}"

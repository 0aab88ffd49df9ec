"""A value that opens its line, below or behind the label that says what it is: Minimum amount: HK$10,000 and multiples.

Such a line is a cell with its head, in words: the label gives the value its period and its mark, and makes a length of
time a figure.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.understand.figures.cells import labelled
from ingest.understand.figures.groups import Group
from ingest.understand.lexicon import pattern as rule

_BEFORE: Final = re.compile(
    r"\s*(?:(?:\W{0,2}[\w]{1,2}[、.)]\s?|[-•·*]\s?)?(?P<label>[^:。;,\d]{2,40}):\s?)?"
    r"(?:约|共|合计|为|about |up to |a |an |the )?"
)
_LONGEST: Final = 40


def label_before(text: str, first: Group, heading: str) -> str:
    """The label that the first value of a line stands behind, else the heading below which it opens the line."""
    m = _BEFORE.fullmatch(text, 0, first.start)
    if m is None:
        return ""
    return (m["label"] or (heading if len(heading) <= _LONGEST else "")).strip()


def opened(groups: list[Group], text: str, heading: str) -> tuple[list[Group], str]:
    """`groups` with the first one as its label has it, and that label; "" where words stand before the value."""
    label = label_before(text, groups[0], heading) if groups else ""
    if not label:
        return groups, ""
    return [labelled(groups[0], label, ""), *groups[1:]], label


def lasts(label: str) -> bool:
    """Does a label name a length of time: tenor, 期限?"""
    return rule("figures", "term_context", "label").search(label) is not None

"""What examples say of a value of which no rule knows more than that it is told."""

from __future__ import annotations

from ingest.model import Direction
from ingest.understand.figures.groups import Group
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.stretch import Told
from ingest.understand.telling.odds import odds

RULE = "marked examples: unchanged"
_SURE = 0.75
_FAMILIES = ("money", "ratio", "points")


def stays(notice: Notice, told: Told, group: Group) -> bool:
    """Are the examples sure that a value stays as it is? What has to be reached (">=") is a threshold, whatever is
    said of it.

    That values end or begin they are not asked: half of what they say of it is about something beside the value.
    """
    if notice.category is None or group.family not in _FAMILIES or group.quantities[-1].qualifier in (">=", ">"):
        return False
    above = told.around.removesuffix(notice.about).strip()
    text = notice.text[told.start : told.end]
    parts = text[: group.start], text[group.start : group.end], text[group.end :]
    return odds(notice.category.value, above, *parts)[Direction.UNCHANGED] >= _SURE

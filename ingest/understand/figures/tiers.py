"""Bounds of a tier are no figures of their own: they name the charge that follows ("1万元以下（含）每笔2元")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.understand.figures.groups import Group
from ingest.understand.figures.mention import READ

_BOUND: Final = re.compile(
    r"^(?:\s?\((?:含|不含)\))?(?:(?:及|或)?(?:以上|以下|以内)|至|到|-|~"
    r"| or (?:above|more|less)| and (?:above|below|over))|^的|^者,"
    r"|^\s?\((?:含|不含)\)",
    re.I,
)
_WHEN: Final = re.compile(
    rf",?(?:自|从|于)?{READ}+(?:\(含\))?(?:[至到]{READ}+(?:\(含\))?)?(?:起|[之以]?[前后]|止|期间)*"
)
"""From when or how long a charge holds, between a bound and the charge."""
_TIER_AFTER: Final = re.compile(
    r" ?(?:(?:for|on) (?:[a-z]+ )?(?:balances?|amounts?|deposits?|dues?|loans?|transfers?"
    r"|transactions?)(?: [a-z]+){0,4}"
    r"|above|below|up to|thereafter) ",
    re.I,
)
_CONDITION: Final = re.compile(r"客户|户|人|\b(?:are|is)\b|的", re.I)
"""Who is at or above an amount pays nothing: the amount is a condition, and a figure."""
_PROMISE: Final = re.compile(
    r"立减|返现|优惠|领取|获赠|赠送?|话费|[^证债]券(?!商)|礼品|礼包|红包|抽取|抽奖|cashback|rebate|奖励|\boff\b|满\d",
    re.I,
)
MARKS: Final = ("<=", ">=", "<", ">", "to")


def is_bound(group: Group, follower: Group | None, text: str) -> bool:
    """Is this amount the bound of a tier whose charge is `follower`? Promotions set thresholds, not tiers."""
    if follower is None or group.family not in ("money", "term", "count"):
        return False
    gap = _WHEN.sub("", text[group.end : follower.start])
    if (
        group.quantities[-1].qualifier not in MARKS
        or len(gap) > (24 if group.family == "money" else 8)
        or re.search("[;。]", gap)
        or _PROMISE.search(text)
    ):
        return False
    if follower.family not in ("money", "ratio", "free", "share"):
        return False
    if follower.family == "free" and (group.family == "count" or _CONDITION.search(gap)):
        return False
    return _BOUND.search(gap) is not None or (len(group.quantities) == 2 and len(gap) <= 10)


def names_tier(gap: str) -> bool:
    """Do the words between a charge and an amount make it the charge's tier ("2.7% for balances up to ₹10 lakh")?"""
    return _TIER_AFTER.fullmatch(gap) is not None


def tiered(groups: Sequence[Group], text: str) -> list[Group]:
    """The groups without bounds; the charge that follows one carries the tier's words."""
    out: list[Group] = []
    tier = ""
    for i, g in enumerate(groups):
        follower = groups[i + 1] if i + 1 < len(groups) else None
        if is_bound(g, follower, text) and follower:
            words = re.split(r"[;。,:、]", text[max(0, g.start - 4) : g.start])[-1]
            tier = (words + text[g.start : follower.start]).split(":")[0].strip(" ,每按")
        else:
            out.append(replace(g, tier=tier) if tier else g)
            tier = ""
    return out

"""Several values in one cell: what each is the value of ("£25 at a branch £20 online", "金卡200元；白金卡800元")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.understand.figures.columns import STAGE
from ingest.understand.figures.context import dated, period
from ingest.understand.figures.groups import Group
from ingest.understand.figures.items import item_before

_BRACKET: Final = re.compile(r"\s?\(([^()\d]{2,40})\)")
_OPEN: Final = re.compile(r"\(([^()]{2,60}?)[::]\s?$")
_BEHIND: Final = re.compile(
    r"\s?((?:at|in|via|by|through|for|on|over|per|with) (?:an? |the |any )?[a-z][a-z '/&-]{2,40}|online|offline"
    r"|in person)"
    r"(?=$|[;,.()]|\s[£$€₹\d])",
    re.I,
)
_EXTRA: Final = re.compile(
    r"(?:另|额外|再|加)(?:送|赠|享|加|给)[^;。,]{0,6}$|\b(?:plus|additional|extra|another)\b[^;.,]{0,20}$"
    r"|\b(?:then|thereafter|after that|(?:above|beyond|over) that)(?: (?:at|it is|you earn))? ?$"
    r"|(?:此后|其后|之后|超出部?分?|超过部分)[^;。,\d]{0,6}$",
    re.I,
)
_REMARK: Final = re.compile(
    r"(?:不|均|已)?含|免收|未|variable|fixed|incl|excl|plus|net|gross|max|min|per |each|both|monthly|yearly"
    r"|annual(?:ly)?$|AER|free|nil|waived",
    re.I,
)
_STOP: Final = re.compile(r"[;。\n]|,(?!\d{3}(?!\d)|\d\d,\d{3}(?!\d))|\)")


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a cell with its own name, and whether it stands in brackets."""

    group: Group
    name: str
    aside: bool
    extra: bool = False
    """Given on top of the others, or from some amount on: 另送2次, then 0.5 points."""
    apart: bool = False
    """Behind a stop: what it names may be another thing."""


def listed(head: str, several: Sequence[Part]) -> list[Part]:
    """Values under a head that lists what they are: "限额（单笔/日累计）" over 5万元/20万元."""
    for inside in (*(m[1] for m in re.finditer(r"\(([^()]*)\)", head)), head):
        names = [n.strip() for n in re.split(r"/|、| and ", inside)]
        if len(names) == len(several) > 1 and not any(p.name for p in several):
            return [_dated(p, n) for p, n in zip(several, names, strict=True)]
    return list(several)


def _dated(part: Part, name: str) -> Part:
    g = part.group
    bare = (replace(q, unit=q.unit.partition("/")[0]) for q in g.quantities)
    per = period(name)
    return Part(g.but(*(dated(q, g.family, per) for q in bare)) if per else g, name, part.aside, part.extra, part.apart)


def parts(groups: Sequence[Group], text: str, start: int, end: int) -> list[Part]:
    """The groups of the cell `text[start:end]` with their names; a lone group needs none."""
    floors = [start, *(g.end for g in groups)]
    ends = [*(g.start for g in groups[1:]), end]
    several = len(groups) > 1
    return [
        Part(
            g,
            _name(g, text[f : g.start], text[g.end : e]) if several else "",
            _aside(text[start : g.start]),
            several and _EXTRA.search(text, f, g.start) is not None,
            re.search(r"[;。\n]", text[f : g.start]) is not None and g.family != "free",
        )
        for g, f, e in zip(groups, floors, ends, strict=False)
    ]


def _aside(before: str) -> bool:
    return before.count("(") > before.count(")")


def _name(g: Group, before: str, after: str) -> str:
    if g.tier:
        return g.tier
    m = _OPEN.search(before)
    if m:
        return m[1].strip()
    m = _BRACKET.match(after)
    if m and not _REMARK.match(m[1]):
        return m[1].strip()
    if m := _BEHIND.match(after):
        return m[1].strip()
    own = _STOP.split(before)[-1].lstrip(" (")
    if _aside(before) and (STAGE.search(own) or g.family == "free"):
        return own.strip(" :")
    if g.quantities[0].qualifier or _aside(before):
        return ""
    return item_before(own, len(own), 0) if re.search(r"[一-鿿]{2}|[A-Za-z]{3}", own) else ""


def sides(olds: list[Part], news: list[Part]) -> list[tuple[str, list[Part], list[Part]]]:
    """(name, old, new) of what belongs together: by name, else by place; what has no like stands alone."""
    more = [p for p in news if p.extra]
    if more and len(more) < len(news) and not any(p.extra for p in olds):
        return [*sides(olds, [p for p in news if not p.extra]), *((p.name, [], [p]) for p in more)]
    if len(olds) == 1 and len(news) == 2 and olds[0].group.family != "free" and _bounds_it(olds[0], *news):
        return [("", olds, news[:1]), ("", [], [replace(news[1], extra=True)])]
    if len(olds) != len(news):
        olds, news = _main(olds), _main(news)
    names = [p.name for p in olds], [p.name for p in news]
    if len(olds) == len(news) == 1:
        return [("", olds, news)]
    if len(olds) == len(news):
        if all(names[0]) and sorted(names[0]) == sorted(names[1]) and len(set(names[0])) == len(olds):
            news = [next(n for n in news if n.name == o.name) for o in olds]
        return [(n.name or o.name, [o], [n]) for o, n in zip(olds, news, strict=True)]
    if 1 in (len(olds), len(news)) and (alone := (olds if len(olds) == 1 else news)[0].name):
        alike = [p for p in (news if len(olds) == 1 else olds) if p.name == alone]
        if len(alike) == 1:
            return [(alone, olds if len(olds) == 1 else alike, alike if len(olds) == 1 else news)]
    if 1 in (len(olds), len(news)) and (untiered := _general(olds, news)):
        return [("", *untiered)]
    if len(olds) == 1 and _distinct(news):
        general = "" in names[1]
        return [(n.name, [] if _another(n) and general else olds, [n]) for n in news]
    if len(news) == 1 and _distinct(olds):
        return [(o.name, [o], news) for o in olds]
    if all(names[0]) and all(names[1]) and set(names[0]) & set(names[1]):
        return _by_name(olds, news)
    return [("", olds, news)]


def _bounds_it(old: Part, first: Part, second: Part) -> bool:
    """Is the second new value the highest amount of what the first says, of which the old one knew none?"""
    marks = [p.group.quantities[-1].qualifier for p in (old, first, second)]
    capped = marks[2] in ("max", "<=") and marks[1] not in ("max", "<=")
    return capped and marks[0] == marks[1] and not second.group.tier


def _general(olds: list[Part], news: list[Part]) -> tuple[list[Part], list[Part]] | None:
    """The general value of each side, where one has charges of tiers beside it (0.8%, from 5 million on 1,000)."""
    sides = [[p for p in several if not p.group.tier] for several in (olds, news)]
    tiered = any(p.group.tier for p in (*olds, *news))
    alike = tiered and len(sides[0]) == len(sides[1]) == 1 and sides[0][0].group.family == sides[1][0].group.family
    return (sides[0], sides[1]) if alike else None


def _another(part: Part) -> bool:
    """Is it a passing value in brackets, or a thing of its own behind a stop, beside the general value?"""
    return bool(part.name) and (part.apart or (part.aside and STAGE.search(part.name) is not None))


def _main(several: list[Part]) -> list[Part]:
    """Without what stands in brackets and is no class of its own ("12次（含同行2次）")."""
    return [p for p in several if p.name or not p.aside] or several


def _distinct(several: Sequence[Part]) -> bool:
    """Are values of one kind named apart, at most one of them left as the general case?"""
    names = [p.name for p in several]
    families = {p.group.family for p in several}
    alike = len(families) == 1 or families == {"money", "free"}
    return alike and len(names) > 1 and len(set(names)) == len(names) and names.count("") < 2


def _by_name(olds: list[Part], news: list[Part]) -> list[tuple[str, list[Part], list[Part]]]:
    every = dict.fromkeys(p.name for p in (*olds, *news))
    return [(n, [o for o in olds if o.name == n], [p for p in news if p.name == n]) for n in every]

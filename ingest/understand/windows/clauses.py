"""One window told in two clauses: what opens and, in the same sentence, closes."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.model import EndKind, WindowRole
from ingest.understand.windows.candidates import Found
from ingest.understand.windows.lexicon import words
from ingest.understand.windows.stretch import Shape

_R = WindowRole
_SPANS = (
    _R.PROMOTION, _R.SUBSCRIPTION, _R.REGISTRATION, _R.RESERVATION, _R.EXCHANGE, _R.COLLECTION, _R.CONCESSION,
    _R.REDEMPTION, _R.CLOSURE, _R.OUTAGE,
)  # fmt: skip
_ENTERED = (_R.REGISTRATION, _R.SUBSCRIPTION, _R.RESERVATION)
"""What is entered from a day and, in the same sentence, by a day."""
_PARTS = re.compile(
    r"第[一二三四五六七八九十\d]+[批期]|[。;|]|\b(?:first|second|third) (?:batch|phase|tranche)\b", re.I
)


_LASTS = re.compile(
    r"(?:执行|实行|实施|延续|持续|维持|试行|有效|适用)(?:期限?)?(?:至|到)|(?:期|期限|有效期)(?:暂定|暂|定|为)*(?:至|到)"
    r"|\b(?:stays?|remains?|lasts?|holds?|runs?|applies|continues?|is in place|in force)(?: \w+){0,3}"
    r" (?:until|till|through|up to)",
    re.I,
)
"""Between what takes effect and a day: it holds up to that day."""
_OVER, _TAIL = re.compile(r"截止|结束|为止|收官|止$"), 2
"""At the end of an offer, or directly behind its day."""
_OF_ALL = re.compile(r"统一|均|都|一律|一并|全部|同时|\b(?:all|both|each|every one)\b", re.I)
"""Before a day that ends several windows at once."""


_BOTH = re.compile(r"(?:统一|均|都|一律|全部|两者)(?:于|在|将)?$|\b(?:both|all|each)\b[^.;]{0,24}$", re.I)
"""At the end of what stands before the day that ends what was told in the sentences before it."""


def ended_together(text: str, got: list[Found]) -> list[Found]:
    """ "第一期5日起可领,第二期15日起可领,统一于30日截止": one day that ends what began before it in the sentence."""
    for at, end in enumerate(got):
        open_ = [f for f in got[:at] if _begins(f)]
        if not open_ or not _OF_ALL.search(text[got[at - 1].stretch.end : end.stretch.start]):
            continue
        last = end.last or end.first
        ends = end.stretch.shape is Shape.UNTIL or words().ends.match(text, end.stretch.end)
        if last is None or end.recurrence or (end.first and end.last) or not ends:
            continue
        closed = [replace(f, last=last, end_kind=EndKind.DATE) if f in open_ else f for f in got[:at]]
        return [*closed, *got[at + 1 :]]
    return got


def ends_those_above(text: str, got: list[Found], above: list[Found]) -> tuple[list[Found], list[Found]]:
    """ "…5月20日起,签到另送积分。活动均至6月20日结束": (what is left, what it ended in the sentences before it)."""
    for at, end in enumerate(got):
        said = text[end.place.start : end.stretch.start]
        if end.stretch.shape is not Shape.UNTIL or end.last is None or not _BOTH.search(said):
            continue
        open_ = [f for f in above if _begins(f) and f.role is end.role and f.place.section == end.place.section]
        if len(open_) > 1:
            return [*got[:at], *got[at + 1 :]], [replace(f, last=end.last, end_kind=EndKind.DATE) for f in open_]
    return got, []


def _begins(f: Found) -> bool:
    started = f.stretch.shape in (Shape.FROM, Shape.POINT) and f.first is not None and f.last is None
    return started and f.role in _SPANS and not f.condition


def joined(text: str, got: list[Found]) -> list[Found]:
    """ "on sale from the 1st …, until the 5th at the latest": what opens and closes in one sentence is one window."""
    out: list[Found] = []
    for f in got:
        before = out[-1] if out else None
        if before and _lasts_till(text, before, f):
            role = f.role if f.role is _R.CONCESSION else before.role
            out[-1] = replace(before, role=role, last=f.last, end_kind=EndKind.DATE, end=max(before.end, f.end))
        elif before and _ends(text, before, f) and not _PARTS.search(text[before.stretch.end : f.stretch.start]):
            out[-1] = replace(before, last=f.last, end_kind=EndKind.DATE, end=max(before.end, f.end))
        else:
            out.append(f)
    return out


def _lasts_till(text: str, one: Found, two: Found) -> bool:
    """ "自7月20日起由0.20%降为0.12%,优惠执行至10月20日": what takes effect, and how long it lasts."""
    begins = one.role is _R.EFFECTIVE and one.stretch.shape is Shape.FROM and one.last is None and not one.condition
    ends = two.first is None and two.last is not None and not two.condition and two.stretch.shape is Shape.UNTIL
    if not (begins and ends and one.first and two.last and one.first.day < two.last.day):
        return False
    between = text[one.stretch.end : two.stretch.start] + text[two.stretch.start : two.stretch.end]
    return _LASTS.search(between) is not None and not _PARTS.search(text[one.stretch.end : two.stretch.start])


def _ends(text: str, one: Found, two: Found) -> bool:
    over = one.role is _R.PROMOTION and _OVER.search(text, two.stretch.start, two.stretch.end + _TAIL)
    closes = two.role is _R.DEADLINE and (one.role in _ENTERED or over) and two.place.start == one.place.start
    if not (one.role is two.role or closes) or one.role not in _SPANS or one.condition or two.condition or two.first:
        return False
    return _begins(one) and one.first is not None and two.last is not None and one.first.day < two.last.day

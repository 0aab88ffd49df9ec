"""Time in a condition: whom or what it limits, and what the main clause then gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.model import Category, WindowRole
from ingest.understand.windows.lexicon import Roles, beside, roles
from ingest.understand.windows.stretch import Shape, Stretch

_R = WindowRole
_DONE = (_R.REDEMPTION, _R.EXCHANGE, _R.COLLECTION, _R.REGISTRATION, _R.RESERVATION, _R.SUBSCRIPTION)
"""What customers do: what is barred after a day is done by then."""
_LATEST = ("最迟", "最晚", "不晚于", "不迟于")
_DONE_THEN = re.compile(r"[日当天]{0,2}(?:将|由我行)?(?:统一|自动|批量|转为|划转|调整为|开始|正式)")
"""Behind a day: what happens on it, so the day is no condition."""
_ASKED = re.compile(
    r"\b(?:provided|as long as|so long as|if)\b[^.;]{0,40}"
    r"\b(?:requests?|applications?|notices?|claims?|forms?|instructions?|they|it|you)"
    r" (?:is|are|has been|have been|reach(?:es)?)\b[^.;]{0,16}$",
    re.I,
)
"""What the customer has to hand in by a day is a limit, though it is told as a condition."""
_ALREADY = re.compile(r"[日止,\s)]*(?:之前|前|以前)?[,\s]*(?:已|曾|既|发生|入账|受理|开立|持有|购买|到期|存入|生效|的)")
"""What had been done by a day tells cases apart; what is done by a day that is to come is rewarded."""
_NEWCOMERS = re.compile(
    r"\b(?:anyone|customers?|those|people|everyone|accounts?|cards?|applicants?)"
    r" (?:who|that|which|opening|joining|applying|taking)\b[^.;,]{0,40}$",
    re.I,
)
"""Before "after 10 August": whom something concerns."""
_WHO = re.compile(r"[^,。;:\d]{2,12}(?:者|的),(?:均|则|仍|一律)?(?:不|除外|另|仍|维持|照旧|按原)")
"""Behind "from 1 July on": whom something does not hold for, not what begins then."""
_FROM_STATEMENTS = re.compile(r"\bfrom (?:\w+ ){0,3}(?:statements?|bills?|invoices?)(?: \w+)? dated\s*$", re.I)
"""What begins with the statements of a day ("From statements dated 1 July, the fee rises …")."""
_IF_ITS_OWN = re.compile(
    r"\bif (?:your|the|an?|any|you)\b[^.;,]{0,40}"
    r"\b(?:ends?|expires?|matures?|falls?|is due|was|were|opened|joined|took|had)\b[^.;,]{0,16}$",
    re.I,
)
"""Whom something concerns ("If your fixed rate ends between 1 June and 31 August, …")."""
_HELD = re.compile(
    r"(?<=\w )(?<!be )(?<!is )(?<!are )\b(?:credited|awarded|granted|accrued|paid in|handed in)"
    r"(?: (?:to|into) (?:your|the|an) \w+)?\s*$", re.I,
)  # fmt: skip
"""What was credited up to a day is a class of points, not the day on which they are credited ("by")."""
_BY = ("by", "on or before", "no later than", "not later than", "latest by", "by no later than", "at the latest by")
_WILL = re.compile(r",? (?:onwards?,? )?(?:will|shall|carr(?:y|ies)|shows?|uses?)\b", re.I)
"""Behind the day on which the bank sends something: what it is like from then on."""
_LEAVES = re.compile(
    r"\b(?:if|where|when) you (?:close|cancel|leave|switch|withdraw|repay|transfer|end|return)\b[^.;,]{0,50}$", re.I
)
_TAKEN_BACK = re.compile(
    r"[^.;]{0,40}\b(?:(?:take|claw|claim|ask)\w*\b[^.;]{0,24}\bback|reclaim|recover|deduct|repay|forfeit|lose)\w*", re.I
)
"""Who leaves by a day gives back what the bank gave: nothing has to be done by that day."""
_MAIN = re.compile(r"[^。;]{0,60}?(?:的|者|时)(?:个人|新)?(?:客户|持卡人|用户|账户|单位|企业)?,(?P<main>[^。;]{1,40})")
_BREAK = re.compile(r"[。;]|\.\s")
_REACH = 120
"""Characters before a stretch within which a sentence says what it gives."""
_DENIED = 14
"""Characters before what is given within which a word denies it ("is not waived", 不再享受年费减免)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The role, how strongly words speak for it, and whether anything but the category does."""

    role: WindowRole
    score: float
    told: bool
    condition: bool = False
    margin: float = 1.0
    """Its lead over the second role."""
    limit: bool | None = None
    """What a day behind "after" is: the last on which something may be done (True), or the one it begins with."""


def is_condition(text: str, sentence: tuple[int, int], stretch: Stretch, lexicon: Roles) -> bool:
    if stretch.shape is Shape.FROM and text[stretch.end - 1 : stretch.end] == "后":
        return _WHO.match(text, stretch.end, sentence[1]) is not None
    if stretch.shape is Shape.FROM or stretch.lead.startswith(_LATEST):
        return False
    if stretch.shape is Shape.POINT and _DONE_THEN.match(text, stretch.end, sentence[1]):
        return False
    before, after = (
        text[max(sentence[0], stretch.start - 60) : stretch.start],
        text[stretch.end : min(sentence[1], stretch.end + 60)],
    )
    if text[stretch.end - 1 : stretch.end] == "止":
        return False  # "发放到7月31日为止" is said in full
    if re.search(r"[请应须需可将务必][于在至]?$", before) or (
        re.search(r"^[于请]", text[stretch.start : stretch.end]) and re.search(r"[请应须可将]$", before)
    ):
        return False
    if stretch.shape is Shape.AFTER and _NEWCOMERS.search(before):
        return True
    if _ASKED.search(before) or _FROM_STATEMENTS.search(before):
        return False
    if stretch.shape is Shape.POINT and lexicon.own_post.search(before) and _WILL.match(after):
        return False  # "letters sent on 1 July 2026 will use the new address"
    if _HELD.search(before) and stretch.lead not in _BY:
        return True
    if _IF_ITS_OWN.search(before) and after.startswith(","):
        return True
    if _LEAVES.search(before) and _TAKEN_BACK.match(after):
        return True
    return bool(lexicon.condition_after.search(after) or lexicon.condition_before.search(before))


def benefit(text: str, sentence: tuple[int, int], stretch: Stretch, category: Category | None) -> Verdict | None:
    """ "1日至30日期间存入的,利率上浮": a closed stretch in the condition bounds what the main clause gives."""
    bounds = stretch.shape is Shape.RANGE or (
        stretch.shape is Shape.UNTIL
        and category is not Category.PROMOTION
        and not _ALREADY.match(text, stretch.end, sentence[1])
    )
    clause = _BREAK.split(text[max(sentence[0], stretch.start - _REACH) : stretch.start])[-1]
    given = stretch.shape is Shape.RANGE and (_gives(text, sentence, stretch) or beside("not_paid").search(clause))
    main = _MAIN.match(text, stretch.end, sentence[1]) if bounds else None
    lexicon = roles()
    told = main is not None and lexicon.benefit.search(main["main"]) and not lexicon.kept.search(main["main"])
    if not (given or told):
        return None
    role = _R.PROMOTION if category is Category.PROMOTION else _R.CONCESSION
    return Verdict(role, 3.0, True)


def _gives(text: str, sentence: tuple[int, int], stretch: Stretch) -> bool | None:
    """Does a sentence say, before the stretch in which something has to be done for it, what it gives? False: that it
    does not give it; None: nothing."""
    lexicon = roles()
    clause = _BREAK.split(text[max(sentence[0], stretch.start - _REACH) : stretch.start])[-1]
    found = [m.start() for m in lexicon.given.finditer(clause)]
    if not found or lexicon.kept.search(clause):
        return None
    return any(not lexicon.not_given.search(clause, max(0, at - _DENIED)) for at in found)


def denied(text: str, sentence: tuple[int, int], stretch: Stretch) -> bool:
    """Does a sentence say that what it names is not given for what was done in the stretch?"""
    return _gives(text, sentence, stretch) is False


def conditional(scores: dict[WindowRole, float], stretch: Stretch, kept: bool) -> Verdict:
    if stretch.shape is Shape.AFTER:
        return Verdict(_R.DEADLINE, 2.5, True, condition=True)
    strong = scores.get(_R.CONCESSION, 0.0)
    if strong >= 2.4 and not kept:
        return Verdict(_R.CONCESSION, strong, True)
    if scores.get(_R.AS_OF, 0.0) >= 1.2 and stretch.shape in (Shape.POINT, Shape.UNTIL) and not kept:
        return Verdict(_R.AS_OF, scores[_R.AS_OF], True)
    return Verdict(_R.AS_OF, 2.5, True, condition=True)


def asked_after(text: str, sentence: tuple[int, int], stretch: Stretch, verdict: Verdict, closing: bool) -> Verdict:
    """What is barred after a day has that day as its limit; what is asked for after it opens then, or, where things
    were shut, is back."""
    if verdict.condition or not _has_day(stretch):
        return verdict
    before = text[max(sentence[0], stretch.start - 60) : stretch.start]
    if roles().lapses.search(before):
        role = verdict.role if verdict.role in (_R.DEADLINE, _R.REDEMPTION) else _R.DEADLINE
        return replace(verdict, role=role, limit=True)
    if verdict.role is _R.STOP_ACCEPTING and stretch.lead.isascii():
        return replace(verdict, role=_R.DEADLINE, limit=True)  # the printed day is the last one
    if verdict.role is not _R.DEADLINE and verdict.role not in _DONE:
        return verdict
    if roles().barred_before.search(before) or roles().barred_after.match(text[stretch.end : sentence[1]]):
        return replace(verdict, limit=True)
    if verdict.role in _DONE:
        return verdict
    if not roles().asked.search(before + text[stretch.end : min(sentence[1], stretch.end + 24)]):
        return verdict
    return replace(verdict, role=_R.RESUME) if closing else replace(verdict, limit=False)


def _has_day(stretch: Stretch) -> bool:
    return any(p is not None and (p.dated or p.day is not None) for p in (stretch.first, stretch.last))

"""What neither words nor shape alone can tell: how categories use the same words for different roles."""

from __future__ import annotations

import re

from ingest.model import Category, WindowRole
from ingest.understand.windows.lexicon import beside
from ingest.understand.windows.stretch import Shape, Stretch

_R = WindowRole
_FOR_DEVICES = (Category.CHANNEL_CHANGE, Category.PRODUCT_DISCONTINUE)
"""What cannot be used from a day on is over, where versions and products are left behind."""
_NO_CHARGE = re.compile(r"no longer (?:be )?(?:charge|levy|levied|appl|impos|collect)|不再收取|停止收取", re.I)
_READABLE = 2.0
"""From here on the words say that a text can be read from a day, not that it applies."""
_DOORS = re.compile(r"停业|网点|支行|分行|营业厅|营业部|对外营业|\b(?:branch(?:es)?|lobb(?:y|ies)|counters?)\b", re.I)
_NO_DOORS = (
    Category.REGULATORY, Category.TERMS_CHANGE, Category.CHANNEL_CHANGE, Category.PRODUCT_LAUNCH, Category.RATE_CHANGE,
    Category.LIMIT_CHANGE, Category.REWARDS_RULE,
)  # fmt: skip
_COMES_BACK = re.compile(r"恢复|重新|照常|正常|复原|\b(?:re-?open|resum|restor|back|again|normal|usual)", re.I)
"""What is only processed from a day on does not resume."""
_OPENS_AGAIN = re.compile(
    r"重新(?:开业|营业|开门|开放)|复业|恢复营业|\bre-?open|\bopens? again|\bwelcome you back", re.I
)
"""What shuts and, in the same sentence, opens again is not gone."""
_SUBSCRIBED = re.compile(r"认购|申购|募集|发售|\bsubscri", re.I)
_PREMIUM = re.compile(
    r"\b(?:premiums?|direct debits?|repayments?|instal?ments?)\b.{0,60}\bcollect"
    r"|collect(?:ed|ion)\b.{0,30}\b(?:new|usual) date",
    re.I,
)
"""Money that the bank collects; customers collect things."""
_GOES_LIVE = re.compile(
    r"(?:功能|版本|系统|平台|小程序|渠道)[^,。;]{0,20}(?:上线|开通|启用|投产)|\bgo(?:es)? live\b", re.I
)
_NOTHING_GIVEN = (
    Category.FEE_CHANGE, Category.LIMIT_CHANGE, Category.CHANNEL_CHANGE, Category.TERMS_CHANGE, Category.BRANCH_CHANGE,
    Category.ACCOUNT_GOVERNANCE, Category.PRODUCT_DISCONTINUE, Category.RATE_CHANGE,
)  # fmt: skip
"""What is credited, paid or refunded from a day on is how something is done from then on, and no reward."""
_LESS = re.compile(
    r"优惠|减半|减收|打?[一二三四五六七八九\d]折|(?:下调|降|减)(?:至|为|到)"
    r"|\b(?:reduced|discounted|halved|cut|lowered) (?:to|by)\b",
    re.I,
)
"""A fee that is lower from a day to a day is given for a time."""
_NOT_DOWN = (
    Category.REWARDS_RULE, Category.FEE_CHANGE, Category.RATE_CHANGE, Category.LIMIT_CHANGE, Category.WEALTH_DISCLOSURE,
)  # fmt: skip
_BETTER = re.compile(r"升级|\bupgrad", re.I)
_STOPPED = re.compile(r"停|中断|无法|不能|\b(?:suspen|unavailab|down|interrupt)", re.I)
"""Where nothing stops, an upgrade of what a card gives is no outage."""
_DESK = re.compile(
    r"\b(?:desks?|offices?|counters?|call cent(?:re|er)s?|lines)\b[^.;]{0,24}\bclosed on\b"
    r"|(?:柜台|网点|支行|办公室|营业厅)[^,。;]{0,10}(?:休息|不营业)",
    re.I,
)
"""People who are not there on a day are back on the next."""
_SHUT_FOR_GOOD = (
    Category.PRODUCT_DISCONTINUE, Category.CHANNEL_CHANGE, Category.ACCOUNT_GOVERNANCE, Category.BRANCH_CHANGE,
)  # fmt: skip
_ONLY_LIKELY = 1.2
"""No word says that anything stops: what holds from a day on takes effect."""
_BACK_LATER = re.compile(
    r"起[^。;]{0,40}(?:中断|暂停|停[办用机]|无法|不能|不可用)(?!的)[^。;]{0,40}恢复|\bfrom\b[^.;]{0,60}\b(?:down|unavailable|off)\b[^.;]{0,40}\bback\b",
    re.I,
)
"""What stops from an hour on and, later in the sentence, comes back stops at that hour."""
_NO_VOUCHERS = (Category.TERMS_CHANGE, Category.ACCOUNT_GOVERNANCE, Category.LIMIT_CHANGE, Category.BRANCH_CHANGE)
"""What expires there is an agreement or a document, and nothing to redeem."""
_UP_TO = ("至", "到", "直至", "直到", "until", "till", "through", "up to")
"""In an offer these tell how long it lasts rather than what is due."""
_SPENT = 1.8
"""From here on words say that vouchers or points can still be used."""
_SOLD, _BESIDE_SALE = 2.5, 0.4
"""Where words say that something is no longer sold, what only stops speaks less for the end of a service."""
_STOPS = (_R.STOP_SERVICE, _R.STOP_ACCEPTING)
_SHUT = (Category.HOLIDAY_HOURS, Category.BRANCH_CHANGE, Category.PROMOTION)
_FREE, _DOWN = 2.0, 3.0
_DONE_BY_THE_BANK = 2.5
"""What begins on a day that a warning names is a step of the bank, not the warning itself."""


def adjust(
    scores: dict[WindowRole, float], stretch: Stretch, category: Category | None, inside: str, row: str, heading: str
) -> None:
    """What neither words nor shape alone can tell."""
    if stretch.shape is Shape.UNTIL:
        scores[_R.DEADLINE] = scores.get(_R.DEADLINE, 0.0) + (
            3.0 if stretch.lead == "by" else 0.6 if category is Category.PROMOTION and stretch.lead in _UP_TO else 1.0
        )
    if stretch.shape in (Shape.FROM, Shape.POINT):
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 0.4
    if category is Category.REGULATORY or "纪念" in inside:
        scores[_R.EXCHANGE] = scores.get(_R.EXCHANGE, 0.0) + scores.pop(_R.REDEMPTION, 0.0)
    else:
        scores[_R.EXCHANGE] = scores.get(_R.EXCHANGE, 0.0) * 0.6
    if stretch.shape is Shape.UNTIL and scores.get(_R.OBJECTION, 0.0) >= 2.0:
        scores[_R.OBJECTION] += 2.0
    closes = bool(scores.get(_R.CLOSURE)) and category in _SHUT_FOR_GOOD
    back = closes and (_OPENS_AGAIN.search(inside) or _DESK.search(inside))
    if category in (Category.PRODUCT_DISCONTINUE, Category.CHANNEL_CHANGE, Category.ACCOUNT_GOVERNANCE) and not back:
        shut = scores.pop(_R.CLOSURE, 0.0) * (_BESIDE_SALE if scores.get(_R.STOP_ACCEPTING, 0.0) >= _SOLD else 1.0)
        scores[_R.STOP_SERVICE] = scores.get(_R.STOP_SERVICE, 0.0) + shut
    if category is Category.FEE_CHANGE and _NO_CHARGE.search(inside):
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + scores.pop(_R.STOP_SERVICE, 0.0)
    if category in _FOR_DEVICES and stretch.shape is Shape.FROM and stretch.first and not stretch.first.hour:
        scores[_R.STOP_SERVICE] = scores.get(_R.STOP_SERVICE, 0.0) + scores.pop(_R.OUTAGE, 0.0)
    if scores.get(_R.VALID_FROM, 0.0) >= _READABLE and category is not Category.FRAUD_WARNING:
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) * 0.6
    if stretch.shape is Shape.FROM and beside("from_value_to_value").search(inside):
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 2.0
    if stretch.shape in (Shape.RANGE, Shape.POINT) and beside("limit_moved").search(inside):
        down = max(scores.pop(r, 0.0) for r in (_R.OUTAGE, _R.CLOSURE))
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + down
    if category is Category.REWARDS_RULE and not beside("notes").search(inside):
        scores[_R.REDEMPTION] = scores.get(_R.REDEMPTION, 0.0) + scores.pop(_R.EXCHANGE, 0.0)
    if _days(stretch) and category not in _SHUT and beside("works_on").search(inside):
        scores[_R.CLOSURE] = scores.get(_R.CLOSURE, 0.0) + _DOWN
    if stretch.shape is Shape.RANGE and category in _NOTHING_GIVEN and beside("as_before_still").search(inside):
        scores[_R.CONCESSION] = scores.get(_R.CONCESSION, 0.0) + _DOWN
    if (
        category is Category.WEALTH_DISCLOSURE
        and stretch.shape is Shape.RANGE
        and scores.get(_R.REDEMPTION, 0.0) >= _SPENT
    ):
        scores[_R.REDEMPTION] += 0.5 * scores.pop(_R.OBJECTION, 0.0)  # who disagrees takes the money out
    if _only_holds(scores, stretch, category) and beside("to_nothing").search(inside):
        scores[_R.CONCESSION] = scores.get(_R.CONCESSION, 0.0) + scores.pop(_R.EFFECTIVE, 0.0) + _FREE
    if _short(stretch) and category not in _SHUT and beside("not_taken").search(inside):
        scores[_R.OUTAGE] = scores.get(_R.OUTAGE, 0.0) + _DOWN
        for role in (_R.RESERVATION, _R.REGISTRATION, _R.REDEMPTION, _R.SUBSCRIPTION):
            scores[role] = 0.3 * scores.get(role, 0.0)
    if stretch.shape is Shape.POINT and _GOES_LIVE.search(inside):
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 2.5
    if _PREMIUM.search(inside):
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + scores.pop(_R.COLLECTION, 0.0)
    if category is Category.HOLIDAY_HOURS and stretch.shape is Shape.FROM and not beside("no_doors").search(inside):
        scores[_R.CLOSURE] = 0.2 * scores.get(_R.CLOSURE, 0.0)
        if not _COMES_BACK.search(inside):
            scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 1.0
    if category is Category.HOLIDAY_HOURS:
        scores[_R.RESUME] = scores.get(_R.RESUME, 0.0) + 0.7 * scores.pop(_R.REWARD, 0.0)
    if category is Category.FRAUD_WARNING and stretch.shape is Shape.FROM and stretch.first and not stretch.first.now:
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + _DONE_BY_THE_BANK
    if category is Category.LIMIT_CHANGE and stretch.shape is Shape.RANGE:
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + scores.pop(_R.STOP_SERVICE, 0.0)
    if category is Category.LIMIT_CHANGE:
        scores[_R.CLOSURE] = scores.get(_R.CLOSURE, 0.0) * 0.3
    if any(beside("notes").search(said) for said in (inside, row, heading)):
        scores[_R.EXCHANGE] = scores.get(_R.EXCHANGE, 0.0) * 1.7 + scores.pop(_R.REDEMPTION, 0.0)
    if (
        category is Category.BRANCH_CHANGE
        and stretch.shape is not Shape.RANGE
        and (beside("for_good").search(inside) or beside("for_good").search(row))
        and not back
    ):
        scores[_R.STOP_SERVICE] = scores.get(_R.STOP_SERVICE, 0.0) + scores.pop(_R.CLOSURE, 0.0)
    system = _short(stretch) and bool(beside("channels").search(inside))
    if category is Category.BRANCH_CHANGE and _days(stretch) and not system:
        scores[_R.CLOSURE] = scores.get(_R.CLOSURE, 0.0) + scores.pop(_R.STOP_SERVICE, 0.0)
    if system and category in (Category.BRANCH_CHANGE, Category.HOLIDAY_HOURS):
        stops = max(scores.pop(r, 0.0) for r in (*_STOPS, _R.CLOSURE))
        scores[_R.OUTAGE] = scores.get(_R.OUTAGE, 0.0) + stops
    if category is Category.REWARDS_RULE and stretch.shape is Shape.RANGE:
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) * 0.6
        scores[_R.PROMOTION] = scores.get(_R.PROMOTION, 0.0) + 0.8
    if category in (Category.HOLIDAY_HOURS, Category.BRANCH_CHANGE) and scores.get(_R.OUTAGE, 0) > 0 and not system:
        scores[_R.CLOSURE] = scores.get(_R.CLOSURE, 0.0) + 0.8 * scores.pop(_R.OUTAGE)
    if category is Category.PROMOTION and scores.get(_R.OUTAGE, 0) > 0:
        scores[_R.CLOSURE] = 1.5 * max(scores.get(_R.CLOSURE, 0.0), scores.pop(_R.OUTAGE))
    if _short(stretch) and category is Category.MAINTENANCE:
        for role in (_R.SUBSCRIPTION, _R.PROMOTION, _R.REDEMPTION, _R.REWARD, _R.COLLECTION):
            scores[role] = scores.get(role, 0.0) * 0.3
    if _short(stretch) and category not in (Category.HOLIDAY_HOURS, Category.BRANCH_CHANGE):
        scores[_R.OUTAGE] = scores.get(_R.OUTAGE, 0.0) + 1.5 * max(scores.pop(r, 0.0) for r in _STOPS)
    if category is Category.MAINTENANCE and scores.get(_R.CLOSURE, 0) > 0 and (system or not _DOORS.search(inside)):
        scores[_R.OUTAGE] = scores.get(_R.OUTAGE, 0.0) + 0.8 * scores.pop(_R.CLOSURE)
    if category in _NO_DOORS and not _COMES_BACK.search(inside):
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 0.6 * scores.pop(_R.RESUME, 0.0)
    spent = stretch.shape is Shape.UNTIL and scores.get(_R.REDEMPTION, 0.0) >= _SPENT
    if category is Category.PROMOTION and stretch.shape in (Shape.RANGE, Shape.UNTIL) and not spent:
        scores[_R.PROMOTION] = max(scores.get(_R.PROMOTION, 0.0), scores.pop(_R.CONCESSION, 0.0))
    if category is Category.PROMOTION and not _SUBSCRIBED.search(inside):
        scores[_R.PROMOTION] = scores.get(_R.PROMOTION, 0.0) + 0.8 * scores.pop(_R.SUBSCRIPTION, 0.0)
    if category is Category.PRODUCT_LAUNCH and stretch.shape is Shape.RANGE and scores.get(_R.SUBSCRIPTION, 0.0):
        scores[_R.SUBSCRIPTION] += 0.8 * scores.pop(_R.PROMOTION, 0.0)
    if category is Category.MAINTENANCE:
        scores[_R.OUTAGE] = scores.get(_R.OUTAGE, 0.0) + 0.8 * scores.pop(_R.STOP_ACCEPTING, 0.0)

    if category is Category.MAINTENANCE and stretch.shape is Shape.FROM and scores.get(_R.OUTAGE, 0.0) <= _ONLY_LIKELY:
        scores[_R.OUTAGE] = 0.5 * scores.get(_R.OUTAGE, 0.0)
    if category is Category.MAINTENANCE and stretch.shape is Shape.FROM and _BACK_LATER.search(inside):
        scores[_R.RESUME] = scores.get(_R.RESUME, 0.0) * 0.2
    if category in _NOT_DOWN and stretch.shape is Shape.FROM and _BETTER.search(inside) and not _STOPPED.search(inside):
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 0.8 * scores.pop(_R.OUTAGE, 0.0)
    if category is Category.FEE_CHANGE and _days(stretch) and _LESS.search(inside):
        scores[_R.CONCESSION] = scores.get(_R.CONCESSION, 0.0) + scores.pop(_R.EFFECTIVE, 0.0)
    if category in (*_NO_VOUCHERS, Category.CHANNEL_CHANGE) and stretch.shape in (Shape.RANGE, Shape.UNTIL):
        scores[_R.REDEMPTION] = 0.2 * scores.get(_R.REDEMPTION, 0.0)
    if category in _NO_VOUCHERS and stretch.lead.startswith("expire"):
        scores[_R.DEADLINE] = scores.get(_R.DEADLINE, 0.0) + 0.8 * scores.pop(_R.REDEMPTION, 0.0)
    if category in _NOTHING_GIVEN and stretch.shape is Shape.FROM:
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 0.8 * scores.pop(_R.REWARD, 0.0)


def _only_holds(scores: dict[WindowRole, float], stretch: Stretch, category: Category | None) -> bool:
    """Does nothing but the category say what a stretch is for?"""
    best = max(scores, key=lambda role: scores[role], default=None)
    return stretch.shape is Shape.RANGE and category in _NOTHING_GIVEN and best in (_R.EFFECTIVE, _R.CONCESSION)


def _days(stretch: Stretch) -> bool:
    """From a day to a day, without hours."""
    return stretch.shape is Shape.RANGE and stretch.first is not None and not stretch.first.timed


def _short(stretch: Stretch) -> bool:
    """Hours on both ends, three days at most: what stops then comes back."""
    first, last = stretch.first, stretch.last
    if stretch.shape is not Shape.RANGE or first is None or last is None or not (first.timed and last.timed):
        return False
    if last.month is None or last.day is None or first.month is None or first.day is None:
        return True
    return 0 <= (last.month * 31 + last.day) - (first.month * 31 + first.day) <= 3

"""What a person has to look at: dates that are none, weekdays that do not fit, years that nobody printed, plans."""

from __future__ import annotations

import datetime as dt

from ingest.model import Evidence, Flag, FlagCode
from ingest.text.normal import Normal

_MESSAGES = {
    FlagCode.MALFORMED_DATE: "日期写法有误，未作推测 / malformed date, not guessed",
    FlagCode.WEEKDAY_MISMATCH: "星期与日期不符 / the weekday does not fit the date",
    FlagCode.YEAR_INFERRED: "原文未写年份，按发布日期推定 / year inferred from the publication date",
    FlagCode.PLANNED: "预计或计划时间，可能变动 / a plan that may change",
}
_WEEKDAYS_ZH = "一二三四五六日"


def evidence(text: str, normal: Normal, start: int, end: int, rule: str, longest: int = 240) -> Evidence:
    """Verbatim words of the document for a range of the normalised text."""
    span = normal.span(start, end)
    if span.end - span.start > longest:
        span = type(span)(span.start, span.start + longest)
    return Evidence(span, span.of(text), rule)


def flag(code: FlagCode, text: str, normal: Normal, start: int, end: int, day: dt.date | None = None) -> Flag:
    message = _MESSAGES[code]
    if day is not None:
        message += f": {day.isoformat()} = 星期{_WEEKDAYS_ZH[day.weekday()]} / {day:%A}"
    return Flag(code, evidence(text, normal, start, end, f"windows.{code.value}"), message)

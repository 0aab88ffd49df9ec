"""Numbers in passing: "in two steps", "40 people", "last 4 digits" are no figures of a notice."""

from __future__ import annotations

import functools
import re
from typing import Final

from ingest.understand.figures.groups import Group
from ingest.understand.figures.words import either, words

_LIMITING: Final = re.compile(
    r"[限仅]|最多|最[小大]|上限|名额|发行|发放|数量|总量|投放|供应|派送|(?<=[日天周月五六])放$|前\s?$|每(?:位|人|户|名|卡|客户|天|日|周|月|年|场|期|轮|批|档|店|区)|不超过|满"
    r"|[就只备共](?:备|有|剩|给|送|发|收)?(?:货|足)?$|头\s?$|先[^,;。]{0,4}的$|只(?!能保留)[^,;。\d]{0,3}$|首批[^,;。]{0,4}$"
    r"|可(?:享|领|办理|免费)|(?:可|只能|仅能|能)(?!保留)[^,;。\d]{1,6}$|共|合计|总计|累计"
    r"|limit|quota|\b(?:make|complete)s? (?:at least )?$|\b(?:pay|shop|tap|transact)\b[^,;.]{0,24}$"
    r"|(?:goes?|given|open|available|restricted) (?:only )?to the $"
    r"|\b(?:if|when) $|(?<!转)(?<!发)(?:送(?![达交货检审])|赠|奖|[获取]得?|可得|领取?)[^,;。\d]{0,8}$"
    r"|first|once|unless|as soon as|up to|max|only|each|every|per\b|cap|at most|than|avail",
    re.I,
)
_SERVED: Final = re.compile(
    r"(?:服务|拥有|覆盖|现有|共有|设有|遍布)[^,;。]{0,8}(?:客户|网点|城市|员工|用户)[^,;。]{0,6}$"
)
"""What the bank says of itself."""
_MULTIPLE: Final = re.compile("倍(?:积分|里程|哩数|累[计积])")
_AT_MOST: Final = re.compile(r"[限仅只最每]|就$|不超过|[一-鿿]*(?:内|期间)可?$")
"""Before 一份, 一次: it is a number, and no article."""
_WITHIN: Final = re.compile(r"[之以]?内[^,;。]{0,16}(?:合计|累计|最多|至多|不超过|不得超过)")
"""Behind 一年, 一日: it says per what a limit holds."""
_IN_ALL: Final = re.compile(r"[^,;.]{0,24}?\b(?:in all|in total|overall|altogether|before you)\b", re.I)
_STOP: Final = re.compile(r"[;。]|,(?!\d{3}(?!\d)|\d\d,\d{3}(?!\d))")
_ONCE: Final = re.compile(r"(?:only )?(?:once|twice) (?:per|a|each|every)\b", re.I)
_DELAY: Final = re.compile(
    r"(?:延迟|延后|顺延|推迟|延长|缩短|锁定|冻结"
    r"|冷静期|等待期|(?:cooling-off|waiting|holding) (?:period|time)|delayed (?:by|for)|held for|after)[^,;。]{0,6}$",
    re.I,
)
_SPENT_FOR: Final = re.compile(r"(?<=\d) (?:per|for every|for each|on every) $", re.I)
"""Before what is to be spent for so many points whose name stands elsewhere ("double to 4 per $1")."""
_THEN: Final = re.compile(
    r"\s?(?:之|以)?后(?:才|方|即|自动|可|将){0,2}(?:生效|到账|入账|恢复|开通|解除|解冻|办理|可用)"
)
"""Behind a length of time: what happens when it is over."""
_PROMISED: Final = re.compile(r"\bin\s$", re.I)
"""Before working days it says by when something is done."""
_ONE: Final = re.compile(r"(?:one|an?) (?!time)", re.I)
_IN_BRACKETS: Final = re.compile(r"[\"号期款只]\($")
"""Between the name of a product and its term ("2026年88期(182天,…)")."""
_DIGITS_OF: Final = re.compile(r"(?:卡号|证件号|号码|账号|手机号|尾号|末尾?|后)(?:的)?前?\s?$|last $", re.I)


def counts(g: Group, before: str, after: str, text: str, sentence: bool) -> bool:
    """Is `g` a figure, by the words before and after it in its part of `text`? In a cell every count is one."""
    clause, behind = _STOP.split(before)[-1], _STOP.split(after)[0]
    marked = g.quantities[0].qualifier is not None
    if g.family == "count":
        if _MULTIPLE.match(text, g.end - 1) or text[g.end - 1] in "xX":
            return True
        if _SERVED.search(clause):
            return False
        if _DIGITS_OF.search(clause) or (_ONE.match(text, g.start, g.end) and not _rationed(g.quantities[0].unit)):
            return False
        if text[g.start] == "一" and not marked and "/" not in g.quantities[0].unit and not _AT_MOST.search(clause):
            return False
        limited = (
            behind.startswith("名额") or _ONCE.match(text, g.start) or _LIMITING.search(clause) or _IN_ALL.match(behind)
        )
        return not sentence or marked or "/" in g.quantities[0].unit or limited is not None
    if g.family == "money" and _SPENT_FOR.search(clause):
        return False
    if g.family == "term":
        if _IN_BRACKETS.search(before) and re.match("[,)]", after) and g.quantities[0].unit in ("day", "month", "year"):
            return True
        if g.quantities[0].value == 1 and _WITHIN.match(after):
            return False
        then = _THEN.match(behind) is not None
        promised = g.quantities[0].unit == "workday" and _PROMISED.search(clause)
        near = marked or then or promised or _lasting()[0].search(clause) or _lasting()[1].match(behind)
        brief = g.quantities[0].unit in ("second", "minute", "hour", "week")
        return bool(near) and (not brief or marked or then or _DELAY.search(clause) is not None)
    return True


def _rationed(unit: str) -> bool:
    """ "One code per cardmember per day" is a limit, "for one cardmember in a month" is none."""
    base, _, per = unit.partition("/")
    return bool(per) and base != "persons"


@functools.cache
def _lasting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words before and after a length of time that make it a figure."""
    before, after = (either(list(words("term_context", side))) for side in ("before", "after"))
    return re.compile(rf"{before}\s?(?:的|为|[至到](?=\s?$)|of|the|to)?\s?$", re.I), re.compile(
        rf"['’]?\s?(?:的)?{after}", re.I
    )

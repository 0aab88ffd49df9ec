"""What a figure is a figure of, in the words of the notice: the noun phrase at its side."""

from __future__ import annotations

import re
from typing import Final

from ingest.understand.figures.quantities import READ

_CJK: Final = re.compile(r"[一-鿿]")
_MARKS: Final = re.compile(r"[*†‡§¶#¹²³⁰⁴-⁹]+")
_LEAD_ZH: Final = re.compile(
    rf"^(?:[{READ}\s,、;:。.)\]\"'>→-]|如上所述|但|自(?![助动身行选主])|于|起(?![购存点投售付步止])|将于|将|对(?!公|账|私)|其中|其(?!他)"
    rf"|同时|另外?|此外|且|并|我行|本行|因此|即(?!时)|和|及|在(?!线)|原公告(?:中|所载)?的?|由(?!我)|从(?!事)"
    r"|的|期间|时(?!间)|后|若|如|则|已|拟|该|上述|决定|现|统一|仍|继续|会|也|还|以及|至|到(?!期)|年(?!费|利|化|累)"
    r"|月(?!费|累)|日(?!累|利|均)|期(?=,)|\(含\)|以[上下]|全天)+"
)
_TAIL_ZH: Final = re.compile(
    rf"(?:[{READ}\s,、;:(\"\[]|由|从|为|按照?|至(?!尊)|到(?!期|账)|可(?:设|调|享|得|获)?|得|各?(?<![上下额期权时年])限(?:前"
    rf"|享|领|购|兑|得|参加)?|最高|最低|最多|至少|最少|不超过|不得超过|不低于|不得低于|不少于|统一|须|应|将"
    r"|每(?:年|月|日|天|份|次|笔|户|卡|张|人|季度?|周|位|枚|本)?|达到?|是|收取|计收|收|临时|调整|变更|修改|降|下调|上调"
    r"|提高|下降|降低|增加|减少|原来?|现行?|维持|保持|的|约|人民币|仍|继续|自(?!助)|起|前(?=$)|享受?|获得?|另可|送|赠送?"
    r"|下浮|上浮|再|共|以|与|和|及|或|一般|合计(?=$)|超过|超出|不足|不满|低于|高于|大于|小于|内|满|免收|免予|予以?|等|有"
    r"|后)+$"
)
_LEAD_EN: Final = re.compile(
    rf"^(?:[{READ}\s,;:.)\]\"'>*-]|(?:the|a|an|and|but|or|in (?:a|one) single \w+"
    rf"|and enjoy|our|your|its|this|that|these|from|on|with effect|effective|however"
    rf"|please note that|we|we're|will|also|then|if|when|where|for example|is|are"
    rf"|of|to|by|which|who|for(?= the))(?![a-z'-]))+",
    re.I,
)
_TAIL_EN: Final = re.compile(
    rf"(?:[{READ}\s,;:(\"*-]|(?<![a-z])(?:the|a|an|and|or|will|would|is|are|was"
    rf"|were|be|been|has|have|shall|may|can|must|should|from|to|of|at|by|for|with"
    rf"|in|on|within|costs?|remains?|stays?|falls?|falling|rises?|rising|increas(?:es?"
    rf"|ed|ing)|decreas(?:es?|ed|ing)|reduc(?:es?|ed|ing)|lower(?:ed|ing|s)?|rais(?:es?"
    rf"|ed|ing)|cut|chang(?:es?|ed|ing)|revis(?:es?|ed|ing)|go(?:es|ing)?|up|down"
    rf"|between|minimum|maximum|least|most|only|just|now|currently|capped|limited|more|less"
    rf"|than|not|no|over|under|above|exceed(?:s|ing)?|temporarily|get|earn|earns"
    rf"|receive|enjoy|spend|pay|per|each|every|still|continues?|as|low|high|first"
    rf"|set"
    rf"|fixed|equal|unchanged|extended|shortened|corrected|adjusted|being"
    rf"|longer|longer charge|receives?|introducing|available"
    rf"|charged|levied|existing|new))+$",
    re.I,
)
_NAME: Final = re.compile(r"[一-鿿](?:[费率额价息]|期限?|租金|押金)$")
_NUMBER: Final = re.compile(
    r"^\s*(?:\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)、.](?!\d)|第[一二三四五六七八九十]步:?)+"
)
_MEASURES = (
    r"(?:的|单笔|单日|当日|日累计|月累计|年累计|累计|每[年月日天笔次户卡人份]|最高|最低|限额|额度|手续费率?|费用|年费|工本费|利率|年利率|标准|上限|下限|起点"
    r"|起购金额|起存金额|金额|折扣|优惠|立减|名额|次数|超出部分|超过部分|日|月|年|转账|部分|限(?=$))"
)
_MEASURE: Final = re.compile(rf"{_MEASURES}+$")
_GENERIC: Final = re.compile(
    rf"{_MEASURES}+|(?:(?:the|per|a|of|and|daily|monthly|annual|maximum|minimum"
    rf"|total|single|transaction|limit|fee|charge|rate|cap|amount|transfer)[ ,]*)+",
    re.I,
)
_AFTER_ZH: Final = re.compile(
    r"^(?:\((?:含|不含)\))?(?:的|之|以上|以下|以内|内|后)?(?!降|调|提高|升|改|变|至|为)([^,;。()、\ue000]{2,20}?)(?=予以|保持|维持|仍|不变|下调|上调|调整|提高|免收|免除|取消|将|由|自|为|[,;。、(]|$)"
)
_AFTER_EN: Final = re.compile(
    r"^(?:/-)?\s?(?:of )?(?:the )?(?!(?:with|from|and|or|to|by|if|when|in|as|within|is"
    r"|are|will|shall|of|per|a|an|each|until|remains?)\b)((?:[A-Za-z][\w'’&/-]*)(?: (?!will\b"
    r"|is\b|are\b|remains?\b|shall\b|has\b|when\b|if\b|and\b|may\b|from\b|until\b"
    r"|with effect\b|per\b)[\w'’&/-]+){0,7})"
)


def cleaned(text: str) -> str:
    """A label without footnote marks and outer punctuation."""
    return re.sub(r"\s+", " ", _MARKS.sub("", text.replace(READ, ""))).strip(" ,;:。、-|\"'")


def _stripped(text: str, chinese: bool) -> str:
    lead, tail = (_LEAD_ZH, _TAIL_ZH) if chinese else (_LEAD_EN, _TAIL_EN)
    text = _NUMBER.sub("", re.sub(rf"\([^()]*$|{READ}+", " ", text))
    for _ in range(2):
        text = tail.sub("", lead.sub("", text))
    return cleaned(text)


def enough(item: str, chinese: bool) -> bool:
    if chinese and _NAME.search(item):
        return True
    return len(item) >= (3 if chinese else 4) and re.search(r"[一-鿿]{2}|[A-Za-z]{3}", item) is not None


def item_before(text: str, start: int, floor: int) -> str:
    """The noun phrase in `text[floor:start]`: the nearest clause that has one, with the one before when it is thin."""
    chinese = _CJK.search(text) is not None
    clauses = re.split(r"[;。:]|,(?!\d{3}(?!\d))" if chinese else r"[;:]|,(?!\d)|\.\s", text[floor:start])
    own = ""
    for clause in reversed(clauses[-4:]):
        part = _stripped(clause, chinese)
        if not part:
            continue
        own = f"{part}{'，' if chinese else ', '}{own}" if own else part
        if enough(own, chinese):
            break
    last = cleaned(re.sub(r"^[的,、]+", "", clauses[-1]))
    own = own or (last if len(last) > 2 and "(" not in last and chinese and last[-1] not in "为至到由" else "")
    return own[-60:] if chinese else own[-90:].lstrip()


def item_after(text: str, end: int) -> str:
    """The noun phrase that follows a quantity: "20元/月的账户管理费", "The £25 charge for a CHAPS payment"."""
    chinese = _CJK.search(text) is not None
    m = (_AFTER_ZH if chinese else _AFTER_EN).match(text[end : end + 90])
    return cleaned(m[1]) if m else ""


def item_of(text: str, start: int, end: int, floor: int, subject: str = "") -> str:
    """The item of the quantity at `text[start:end]`; `floor` is where the words that may name it begin."""
    chinese = _CJK.search(text) is not None
    before, after = item_before(text, start, floor), item_after(text, end)
    if not enough(before, chinese):
        before = after if enough(after, chinese) else before
    elif (
        not chinese
        and after
        and re.match(r"(?:\w+ )?(?:fee|charge|cashback|rebate|discount|limit|bonus|reward|notice|points?)\b", after)
    ):
        before = f"{after.split(',')[0]}, {before}"
    if not before and not chinese:
        before = cleaned(re.split(r"[;:]|,(?!\d)|\.\s", text[floor:start])[-1])[-60:]
        before = before if len(before) > 5 else ""
    if subject and before not in subject and (not before or _GENERIC.fullmatch(before)):
        owner = entity(subject) if before else subject
        before = f"{owner}{'' if not owner or not before else '：' if chinese else ', '}{before}"
    return before


def entity(item: str) -> str:
    """Whose figure it is, without the name of the measure: 手机银行转账单笔限额 → 手机银行转账."""
    return _MEASURE.sub("", item)

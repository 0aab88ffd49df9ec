"""Noun phrases out of the words beside a quantity: what is left when verbs, marks and half clauses are gone.

People read these as names in drafts: rather no name than half a sentence.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from ingest.text.gates import gated
from ingest.understand.figures.mention import READ
from ingest.understand.figures.words import words

CJK: Final = re.compile(r"[一-鿿]")
_MARKS: Final = re.compile(r"[*†‡§¶#¹²³⁰⁴-⁹]+")
_LEAD_ZH: Final = re.compile(
    rf"^(?:[{READ}\s,、;:。.)\]>→-]|如上所述|但|而|取消(?:收取)?(?!费用?$)|停收|恢复收?取?|新增|对外|再(?=[享交要加送获领减返])享?|即[便使]|自(?![助动身行选主有营然由提愿])|于|起(?![购存点投售付步止])|原[定本先来](?!息|币|则)|将于|将|对(?!公|账|私)|其中|其(?!他)|惟|经(?!营|济|常|办|理|销|纪)|此后|不含"
    rf"|同时|比如|例如|譬如|另外?设?|此外|且|并|我行|本行|因此|即(?!时)|和|及|在(?!线|途|职|岗)|原公告(?:中|所载)?的?|由(?!我)|从(?!事|头到尾|业)"
    r"|的|之(?![前后间])|期间|时(?!间)|后|若|如果|倘若|如(?!意|期)|[你您]的?|则|已(?![知绑开签持办认实注])|拟|该|上述|决定|现在|现(?!金|钞|场|行|有|货|代)|统一|仍|继续|会|也|还(?![款贷本息清])|(?:须|需|应)(?:另|按)?(?:缴[付交纳]|支付|交纳|付)|以及|至|到(?!期)"
    r"|期(?=,)|\(不?含[^()]{0,8}\)|以[上下]|全天|较(?:上期|上年|去年|此前|之前|原来|原先|原|现行|调整前|目前)?|以前|过去|原先|此前|以往|先前)+"
)
_TAIL_ZH: Final = re.compile(
    rf"(?:[{READ}\s,、;:(\"\[]|由|从|为|按照?|至(?!尊)|到(?!期|账)|可(?:设|调|享|得|获)?|得|各?(?<![上下额期权时年])限(?:前"
    rf"|享|领|购|兑|得|参加)?|最高|最低|最多|至少|最少|不超过|不得超过|不低于|不得低于|不少于|统一|须|应|将"
    r"|(?<![存现所])在|每(?:页|封|支|件|套|本|克|趟|台|年|月|日|天|份|次|笔|户|卡|张|人|季度?|周|位|枚|本)?|达到?|是|收取|计收|收|临时|(?:原|标|门市|市场)价|调整|变更|修改|降|下调|上调"
    r"|提高|下降|降低|增加|减少|原来?|(?<![取提兑变贴返体])现行?|(?<![规法细总准])则|价值|(?<!最)低至?|维持|保持|保留|的|(?<![预合违签条])约|人民币|仍|继续|自(?!助)|起|目前|当前|现时|眼下|前(?=$)|享受?|获得?|另可|(?<![推发派配报接寄])送|赠送?"
    r"|下浮|上浮|再|共|以|与|和|及|或|一般|合计(?=$)|不(?:高|多|大|小|少|低)于|超过|超出|不足|不满|低于|高于|大于|小于|(?<![国境省市行区店])内|满|免收|免予|予以?|等|有|(?<![日人月年平户笔])均|原先|先前|此前|以前|过去|以往|之前"
    r"|(?<=[率费额息])各|后|同时|全部|分别|不逾|逾|方|即|另|暂|公示|也|就|抬|压|缩|涨|砍|拉[高低]?|(?<![追附增外])加)+$"
)
_LEAD_EN: Final = re.compile(
    rf"^(?:[{READ}\s,;:.)\]>*-]|(?:the|a|an|no|and|but|or|in (?:a|one) single \w+"
    rf"|and enjoy|our|your|its|this|that|these|from|on|with effect|effective|however"
    rf"|please note that|we|we're|will|also|then|if|when|where|for example|is|are"
    rf"|of|to|by|with|which|who|for|while|whereas|meanwhile|likewise)(?![a-z'-]))+",
    re.I,
)
_TAIL_EN: Final = re.compile(
    rf"(?:[{READ}\s,;:(\"*-]|(?<![a-z])(?:the|a|an|and|or|you|we|they|will|would|is|are|was"
    rf"|were|be|been|has|have|shall|may|can|must|should|from|to|of|at|by|for|with"
    rf"|in|on|within|costs?|remains?|stays?|falls?|falling|rises?|rising|increas(?:es?"
    rf"|ed|ing)|decreas(?:es?|ed|ing)|reduc(?:es?|ed|ing)|lower(?:ed|ing|s)?|rais(?:es?"
    rf"|ed|ing)|cut|chang(?:es?|ed|ing)|revis(?:es?|ed|ing)|go(?:es|ing)?|up|down"
    rf"|between|minimum|maximum|least|most|only|just|now|currently|capped|limited|more|less"
    rf"|than|not|no|over|under|above|exceed(?:s|ing)?|temporarily|get|earn|earns"
    rf"|receive|enjoy|(?<!everyday )(?<!card )(?<!retail )(?<!eligible )"
    r"(?<!overseas )(?<!online )(?<!other )spend"
    r"|pay|per|each|every|still|continues?|as|low|high|first"
    rf"|set"
    rf"|fixed|equal|unchanged|extended|shortened|corrected|adjusted|being"
    rf"|longer|longer charge|receives?|introducing|available"
    rf"|charged|levied|existing|new))+$",
    re.I,
)
_EMPTIED: Final = re.compile(r"\s?[(（][\s/、→|-]*[)）]")
"""Brackets whose date was taken out."""
_BASIS: Final = re.compile(
    r"\s*[由从]?(?:原先?|现|均|统一|则|仍|改)?(?:按照?|依照|根据)(?![揭摩月年日季期笔户次天])[^,;:]{0,20}$"
    r"|\s*[^,;:(为按收是]{2,16}(?:部分|金额|余额|本金|总额|面值|面额)的$"
)
"""按取现金额的: what a charge is reckoned on, not what it is for."""
_NAMED_FIRST: Final = re.compile(r"(.{3,16}?[费率息价])[由从]\s?\"?")
"""What a charge is called, before what it was reckoned on (取现手续费由"取现金额的1%)."""
_NUMBER: Final = re.compile(
    r"^\s*(?:[※★▲◎]\s?|[〔\[]\d{1,2}[〕\]]|[甲乙丙丁戊己庚辛][、.]|\([甲乙丙丁戊IVXA-H]{1,4}\)\s?|【[^【】]{1,12}】(?=.)"
    r"|\(?[一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾]{1,3}[)、.]|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[)、.](?!\d)|第[一二三四五六七八九十]步:?"
    r"|(?:[问答]|[QA]\d{0,2})\s?[:、])+"
)
_DATED: Final = re.compile(
    rf"(?:自|从|于|至|到|截至)?{READ}+(?:\s?\((?:均?含|不含)[^()]{{0,4}}\))?(?:[之以]?[前后]|起|止|当?日|期间)*的?"
    rf"|\b(?:(?:on or )?(?:before|after)|until|till|from|on|by|up to|to|through|since|of)\s+{READ}+|{READ}+",
    re.I,
)
_CURRENCY_TAIL: Final = re.compile(r"\s(?:S|US|HK|NT|A|C|NZ|AU|CA)$")
_FOOTNOTE: Final = re.compile(r"(?:\s?(?:[①-⑳]|\(\d{1,2}\)|\[\d{1,2}\]|注\d{0,2}))+$")
_PAIRS: Final = (("(", ")"), ("（", "）"), ("“", "”"), ("「", "」"), ("《", "》"), ("[", "]"), ("【", "】"))
_ARTICLE: Final = re.compile(r"\b(?:an?|the|your|our)\s", re.I)
_WHO: Final = re.compile(
    r"(?:每[位名]|同一|单个|本行|我行|该?[类等]?)?(?:持卡人|客户|用户|投资者|参与者|申请人|会员|借款人|存款人|贷款人|储户|商户|企业|[您你])"
    r"(?:还|也|亦|均|都)?"
)
"""Who does it: what is done names the figure."""
_MADE: Final = re.compile(
    r"(?:把|(?<![即必])将(?![来会于]))(?P<what>(?![于在被由按从自其]|不再|统一|继续|依|执行|收取|适用)[^把将,;。:]{2,24})$"
)
"""The object that Chinese puts before its verb ("客户可以把重定价周期由…改为…"): the thing that changes."""
_CHARGE: Final = re.compile(r"\b(?:fee|charge|commission|rate|limit|price|rent|interest)s?\b", re.I)
_WHOSE: Final = re.compile(r",? (?:that|which|who|whom)(?: (?:we|you|they|it|customers|(?:the|our|your) bank))?$", re.I)
"""What opens a clause on the subject ("the fee for each item that | we pay")."""
_PREPOSED: Final = re.compile(
    r"^(?:following|at|in|with|under|during|through|after|before|when|where|as|once|since)\s", re.I
)
_PRONOUN: Final = re.compile(
    r"(?:(?:and|but|so|then|that|if|when|as|there|here|you|we|they|he|she|it|this|these|those|who|which|that|what|whose|i|nothing"
    r"|all|both|any|each|either|one|none|more|most|charges?|pays?|costs?|date|also)\s*)+",
    re.I,
)


@functools.lru_cache(maxsize=2048)
def cleaned(text: str) -> str:
    """A label without footnote marks and outer punctuation."""
    bare = re.sub(r"\s+", " ", _EMPTIED.sub("", _MARKS.sub("", text.replace(READ, "")))).strip(" ,;:。、-|'•·◆●■▪")
    return _FOOTNOTE.sub("", bare) or bare


@functools.cache
def _cut(name: str) -> re.Pattern[str]:
    """What ends the subject of a clause: a modal, a finite verb."""
    listed = gated("|".join(words("phrases", name)))
    return re.compile(listed if name == "zh" else rf"(?<![a-z'-])(?:{listed})(?![a-z'-])", re.I)


def whole(text: str) -> str:
    """Without an unpaired bracket or quotation mark and what stands outside it."""
    while (cut := _less(text)) != text:
        text = cut
    return text


def _less(text: str) -> str:
    for opened, closed in _PAIRS:
        if text.count(opened) > text.count(closed):
            return text[: text.rindex(opened)] if text.rindex(opened) > 1 else text.replace(opened, "")
        if text.count(opened) < text.count(closed):
            return text[text.index(closed) + 1 :] if text.index(closed) < len(text) - 2 else text.replace(closed, "")
    return text.replace('"', "") if text.count('"') % 2 else text


def _unverbed(text: str, chinese: bool) -> str:
    """The subject before the first modal or verb; in English else the object behind it."""
    if chinese:
        if made := _MADE.search(text):
            return made["what"]
        m = _cut("zh").search(text, 2)
        last = text.rsplit("、", 1)[-1]
        if m and len(last) < len(text) - m.end() and len(last) > 1 and not _cut("zh").search(last):
            return last
        if m is not None and _WHO.fullmatch(text[: m.start()]) and len(text) - m.end() > 3:
            return text[m.end() :]
        return text if m is None else text[: m.start()]
    if act := _cut("en_acts").search(text):
        rest = text[act.end() :].strip()
        return rest if len(rest) > 3 else _unverbed(text[: act.start()].strip(), chinese)
    m = _cut("en").search(text)
    if m is None:
        return text
    subject = text[: m.start()].strip()
    return subject if subject and not _PRONOUN.fullmatch(subject) else _unverbed(text[m.end() :].strip(), chinese)


def _grounded(text: str) -> str:
    """Without a place or condition before the noun: "At Commerce Street a box" → box."""
    if _PREPOSED.match(text) and (m := _ARTICLE.search(text)):
        return text[m.end() :]
    return text


@functools.lru_cache(maxsize=2048)
def phrase(text: str, chinese: bool) -> str:
    """The noun phrase of one clause, or nothing."""
    lead, tail = (_LEAD_ZH, _TAIL_ZH) if chinese else (_LEAD_EN, _TAIL_EN)
    if chinese and _BASIS.match(_DATED.sub(" ", text)):
        named = _NAMED_FIRST.match(_DATED.sub(" ", text))
        return phrase(named[1], chinese) if named else ""
    text = _NUMBER.sub("", re.sub(r"\([^()]*$", " ", _DATED.sub(" ", text)).strip(" •·◆●■▪"))
    for _ in range(2):
        text = _CURRENCY_TAIL.sub("", tail.sub("", lead.sub("", text)))
        text = _unverbed(text if chinese else _grounded(text), chinese)
    found = cleaned(whole(tail.sub("", lead.sub("", text))))
    found = _WHOSE.sub("", found) if _CHARGE.search(found) else found
    return "" if _PRONOUN.fullmatch(found) else found


@functools.cache
def _loose() -> re.Pattern[str]:
    return re.compile(gated("|".join(words("phrases", "loose"))), re.I)


@functools.lru_cache(maxsize=2048)
def sound(item: str) -> bool:
    """Can `item` be read as a name? No particle at its ends, no verb in it, brackets whole."""
    return (
        len(item) > 1
        and whole(item) == item
        and re.search(r"[。;；!?！？\n]", item) is None
        and not _loose().search(item)
    )


UNNUMBERED: Final = 9
_LEVELS: Final = (
    r"[一二三四五六七八九十]{1,3}[、.]",
    r"\([一二三四五六七八九十]{1,3}\)",
    r"\d{1,2}[.、](?!\d)",
    r"\(\d{1,2}\)",
)


def level(label: str) -> int:
    """How deep the list number of a label is: 一、 0, (一) 1, 1. 2, (1) 3, none 9."""
    return next((n for n, form in enumerate(_LEVELS) if re.match(form, label.strip())), UNNUMBERED)


def unnumbered(label: str) -> str:
    """A label without its list number."""
    return cleaned(_NUMBER.sub("", label)) or label

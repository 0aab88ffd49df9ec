"""The forms of words in which a change is told, over skeletons in which every value is one sign (`changes.py`)."""

from __future__ import annotations

import functools
import re

from ingest.understand.figures.words import either, words

Q = "\ue000"
"""Stands for a value."""


def gap(n: int) -> str:
    """Up to `n` characters without a value or a stop."""
    return rf"[^{Q}。;]{{0,{n}}}"


def forward(n: int) -> str:
    """A gap without a word that looks back at what was."""
    return rf"(?:(?!原[为来是先收定]|此前|以前|之前|先前|目前|现行)[^{Q}。;]){{0,{n}}}"


def looking_back(n: int) -> str:
    """A gap without a word that looks forward to what will be."""
    moves = "(?:drop|fall|rise|go|move|climb|change|increase|become)s?"
    return rf"(?:(?!\b(?:will|shall|going to|then|{moves})\b)[^{Q}。;]){{0,{n}}}"


def loose(n: int) -> str:
    """A gap that may cross a semicolon."""
    return rf"[^{Q}。]{{0,{n}}}"


@functools.cache
def verbs() -> str:
    """A Chinese verb of change with what leads to the new value."""
    chinese = "|".join(sorted(words("change", "verbs"), key=len, reverse=True))
    return rf"(?:{chinese})(?:{'|'.join(words('change', 'to'))})"


@functools.cache
def english() -> str:
    """An English verb of change."""
    return either(list(words("change", "en_verbs")))


@functools.cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """The forms in the order in which they are tried, each with the groups `old` and `new`."""
    old, new, verb = f"(?P<old>{Q})", f"(?P<new>{Q})", verbs()
    was = (
        r"(?:原(?:为|来为?|收费|标准|价|先|定)?|此前为?|调整前为?|previously|currently|formerly|from|(?<!what )was"
        r"|earlier|instead of|in place of|rather than|against|compared (?:with|to)|up from|down from|now|today)"
    )
    now = (
        r"(?:will be|will become|becomes?|revised to|is now|will change to|will increase to"
        r"|will decrease to|to be|changing to|new|from then|thereafter)"
    )
    back = r"(?:期满|期后|[节假]后|假期过后|到期|届满|届时|结束|此后|之后|逾期)"
    today = r"(?:today|now|at present|at the moment|for (?:now|the time being)|currently)"
    more = r"\b(?:each|every|any|all)(?: \w+)? (?:after|over|above|beyond)"
    ago = r"(?:currently|existing|presently|at present|previously|formerly|\bwas\b|until now|the current|today|so far)"
    moved = "".join(rf"(?<!\b{w} at )" for w in ("kept", "held", "left", "frozen"))  # what is kept has no old value
    forms = (
        rf"\b(?:hitherto|until now|so far|previously|formerly|earlier|to date) (?P<nil>){old}[^{Q}.]{{0,40}}"
        rf"\b(?:will|is|are|shall)\b{gap(40)}{new}",
        rf"(?:原先?|以前|过去|此前|之前|原来|以往|先前)[^{Q}。;]{{0,16}}(?P<nil>){old}[^{Q}。]{{0,20}}[,;。]\s?[^{Q}。]{{0,30}}"
        rf"(?:起|后|现){gap(12)}{new}",
        rf"{new}[^{Q}()。;]{{0,8}}\((?:原(?:为|来为?|收费|标准)?|此前为?|调整前为?|现行?为?|目前为?|previously|currently|was|formerly|earlier"
        rf"|up from|down from){gap(10)}{old}[^{Q}()。;]{{0,10}}\)",
        rf"{old}{loose(30)}(?:应为|应更正为|更正为|应当为|应是|should (?:have )?(?:read|been|be)|is corrected to"
        rf"|(?:has been )?corrected to){gap(20)}{new}",
        rf"{either(list(words('change', 'old_wording')))}{loose(30)}{old}[^{Q}]{{0,50}}"
        rf"{either(list(words('change', 'new_wording')))}{loose(30)}{new}",
        rf"should (?:have )?(?:read|been|be){gap(16)}{new}{gap(12)}(?:not|instead of|rather than){gap(16)}{old}",
        rf"{new}{gap(12)}[,;。]\s?[^{Q}。;]{{0,16}}{back}[^{Q}。;]{{0,24}}恢复(?:至|为|到|按){gap(8)}{old}",
        rf"{new}(?:[^{Q}.;]{{0,24}}{Q})?[^{Q}.;]{{0,50}}(?:then|after which|after that|thereafter|and) (?:it )?"
        rf"(?:revert|return|goes? back|go back)s? to"
        rf"{gap(24)}{old}",
        rf"{old}[^{Q}。;]{{0,12}}{Q}[^{Q}。;]{{0,16}}(?:门槛|标准|起点|条件|threshold|requirement|minimum)[^{Q}。;]{{0,16}}"
        rf"(?:{verb}|\bto\b){gap(8)}{new}",
        rf"(?:(?<![自理缘经事])由|从(?![业事属而未不来优严速])|自(?![助动由然有营提主行愿选身贸己])(?!{gap(20)}[起后]))(?:原来?|现行|目前|当前)?的?(?:(?!{verb})[^{Q}。;]){{0,24}}{old}{forward(30)}"
        rf"(?:{verb}|调整后为|至|到|变为|为){gap(18)}{new}",
        rf"原(?!因|则|件|路|卡){gap(24)}{old}{loose(26)}(?:现|{verb}|改|(?:这次|此次|如今|今后)[^{Q}。;]{{0,16}}[收为按是]){gap(22)}{new}",
        rf"\bused to (?:charge|pay|be|cost){gap(20)}{old}[^{Q}.]{{0,60}}[;,.]\s?(?:but )?"
        rf"(?:this|that|it|they|we)\b{gap(16)}"
        rf"(?:to|at|is|be|pay|charge){gap(12)}{new}",
        rf"(?:现行?|目前|当前|眼下|当下|时下){gap(12)}{old}[^{Q}。]{{0,24}}(?:起|后|{verb}){gap(10)}{new}",
        rf"(?:前|止|截至\S{{0,4}}){gap(12)}{old}[^{Q}。,;]{{0,8}}[,;]\s?[^{Q}。;]{{0,24}}(?:起|后|之后){gap(14)}{new}",
        rf"{old}[^{Q}。.;]{{0,40}}(?:\b(?:until|up to|through|till|before)\b"
        rf"|(?<![发放转存汇划送达入记])至|(?<![发放收得直达])到)[^{Q}。.]{{0,40}}"
        rf"(?:\bfrom\b|\bafter\b|thereafter|\bthen\b|起|之后|[此其]后(?![^{Q}。]{{0,12}}(?:恢复|回[到至])))[^{Q}。.;]{{0,60}}{new}",
        rf"(?:起|方?才?)改?为?{gap(6)}{new}{gap(8)}[,;]\s?(?:在此|此|在这)(?:之)?前{gap(24)}{old}",
        rf"{old}{forward(34)}{verb}{gap(14)}{new}",
        rf"{old}(?:[上下][调升降浮]|调[高低升降增减]|提高|降低|增加|减少|下降|[加减升降涨])了?{Q}[,后]?(?:至|到|为){gap(4)}{new}",
        rf"{old}改{new}",
        rf"{old}{gap(60)}\b(?:is|are|will be) (?:charged|levied|offered|collected|paid) at an? "
        rf"(?:preferential|reduced|discounted|special|lower|concessionary)(?: [a-z]+){{0,2}} (?:of )?{new}",
        rf"{old}\s?(?:→|->|=>|➜|⇒){gap(6)}{new}",
        rf"{new}[^{Q}。]{{0,12}}[,;]\s?(?:较|比)(?:此前|之前|原来|原先|现行|目前|以前|调整前)的?{gap(6)}{old}{gap(6)}"
        r"(?:下降|降低|下调|上升|提高|上调|增加|减少|[高低])",
        rf"(?:现有|现行|目前|原有?)的?{old}的?基础上[^{Q}。;]{{0,8}}{Q}[^{Q}。;]{{0,6}}(?:即|至|为|到){gap(6)}{new}",
        rf"{old}的{Q}{gap(14)}即{gap(8)}{new}",
        rf"(?:为|至|到){gap(6)}{new}{gap(6)}[(,]\s?(?:原(?:为|来为?|收费|标准|价)?|此前为?|调整前为?|现行?为?|目前为?){gap(10)}{old}",
        rf"\bto\s(?:the |an? )?{new},? from\s(?:the |an? )?{old}",
        rf"\bfrom\b{gap(24)}{old}{gap(60)}(?<!up )\bto\b{gap(24)}{new}",
        rf"\b(?:to|at|be|is|are|costs?|exceed|for){gap(24)}{moved}{new}"
        rf"(?:(?!\.\s)[^{Q}。;]){{0,40}}[ (]{was}{looking_back(20)}{old}",
        rf"{new}{gap(40)}[ ,(](?:up|down) from{gap(12)}{old}",
        rf"{moved}{new}{gap(20)}[ ,(](?:as )?(?:against|compared (?:with|to)|versus|vs\.?|as opposed to){gap(12)}{old}",
        rf"{ago}{gap(50)}{old}{gap(70)}{now}{gap(40)}{new}",
        rf"{old}{gap(30)}{english()}{gap(12)}\bto\b{gap(12)}{new}",
        rf"{new}{gap(50)}(?:instead of|rather than|in place of|而不是|而非|不再[是为按]){gap(16)}{old}",
        rf"(?:^|[.:;,] )(?:instead of|in place of|rather than){gap(20)}{old}[^{Q}.;]{{0,40}}"
        rf"\b(?:be|pay|is|are|costs?|charged?){gap(16)}{new}",
        rf"{today}[^{Q}.;]{{0,40}}(?P<nil>){old}[^{Q}.]{{0,12}}\.\s[^.]{{0,120}}?{more}[^{Q}.]{{0,24}}{new}",
        rf"(?P<nil>){old}[^{Q}.;]{{0,8}}{today}\.\s[^.]{{0,120}}?{more}[^{Q}.]{{0,24}}{new}",
        rf"(?:目前|现在|现时|当前|以往|此前)[^{Q}。]{{0,12}}(?P<nil>){old}[。;,][^。]{{0,60}}(?:超[出过][^{Q}。,]{{0,12}}|第{Q}[^{Q}。,]{{0,6}}起[^{Q}。,]{{0,8}}){new}",
        rf"{new}{gap(24)}\((?:previously|currently|was|formerly|before|earlier"
        rf"|up from|down from|old|原|原为|现|now|today){gap(10)}{old}",
        rf"{old}{gap(16)}{today}[,;]? (?:and |but |then )?{new}[^{Q}.;]{{0,30}}"
        r"\b(?:from|after|thereafter|then|with effect)\b",
        rf"{old}{gap(16)}{today}[^{Q}.]{{0,50}}\b(?:to|at|be|is|for|pay|charge|costs?|becomes?) {new}",
        rf"{new}{gap(14)}[,;(。]\s?而?(?:原先?|此前|之前|以前|以往|过去|先前|调整前)的?(?:收费|计费)?(?:标准|价格|费率|利率|限额|金额|比例|规定|要求|门槛)?"
        rf"(?:均|则)?(?:为|是|按|收取?|执行)?{gap(10)}{old}",
        rf"(?:原先?|以前|过去|此前|之前|原来|以往|先前)[^{Q}。;]{{0,20}}{old}[^{Q}。]{{0,8}}[,;。!]\s?[^{Q}。]{{0,30}}"
        rf"(?:起|后|今后|如今|现在?|现已){gap(12)}{new}",
        rf"{old}[^{Q}。]{{0,12}}(?:有误|错误|不准确)[^{Q}]{{0,16}}(?:应|正确|实为|实际)[^{Q}]{{0,10}}{new}",
        rf"\b(?:stated|showed|gave|listed|quoted|printed)\b[^{Q}]{{0,60}}{old}[^{Q}]{{0,30}}"
        rf"(?:correct|right|actual)[^{Q}]{{0,30}}{new}",
        rf"(?:was|were|been) (?:shown|given|printed|stated|listed|published|quoted)[^{Q}]{{0,12}}{old}[^{Q}]{{0,30}}"
        rf"(?:correct|right|actual|true)[^{Q}]{{0,30}}{new}",
        rf"{new}[^{Q}.;]{{0,40}}[;,.(]\s?"
        rf"(?:(?:it|this|that|which) (?:was|is (?:currently|now|today)|has been|used to be)"
        rf"|until now|until today|(?:previously|before|earlier|formerly|currently|at present"
        r"|having been|the old \w+|today)\b)"
        rf"[^{Q}.;]{{0,30}}{old}",
        rf"{new}[^{Q}.]{{0,60}}\({old}\s?(?:[a-z]+ ){{0,3}}"
        rf"(?:earlier|previously|before|until|till|up to|today|now|at present"
        rf"|currently|so far|as of now)\b",
        rf"{new}{gap(4)}[,(]\s?(?:由|从)(?:原来?的?|此前的?)?{gap(6)}{old}(?:下调|上调|提高|降低|调整|缩减|增加|下降)",
        rf"\b(?:was|were|used to be|previously|formerly|before):?{gap(8)}{old}{gap(12)}[,;]\s?"
        rf"(?:but )?(?:it is |is |are )?(?:now|becomes?|from now|will be"
        rf"|(?:goes|moves|rises|falls|changes|going) to){gap(20)}{new}",
        rf"{old}[^{Q}.;]{{0,50}}\b(?:becomes?|will become|(?:is|are) now)"
        rf"(?: an? (?:[a-z]+ ){{0,3}}(?:of|at))?{gap(4)}{new}",
        rf"{new}[^{Q}.]{{0,60}}\bused to (?:charge|pay|cost|be){gap(10)}{old}",
        rf"{new}(?:{gap(24)},|,?)(?: and)? not {old}",
        rf"{old}{gap(40)}(?:(?:makes?|gives?) way (?:for|to)|(?:is|are|will be) (?:replaced|superseded) (?:by|with)"
        rf"|is swapped for|(?:改|换)(?:为|成|收|按)(?:统一|固定)?){gap(30)}{new}",
        rf"{new}{gap(12)}(?:replaces?|takes the place of|will replace|取代|代替|替代)(?: the| an?|原)?{gap(30)}{old}",
        rf"{new}[^{Q}.;]{{0,40}}(?:{english()}|\bup|\bdown) from{gap(16)}{old}",
        rf"{old}[^{Q}.;]{{0,24}}\b(?:until|till|up to|through|before|to)\b[^{Q}.;]{{0,40}}[,;]\s?(?:and |then )?{new}"
        rf"[^{Q}.;]{{0,16}}\b(?:from|after|thereafter|then|onwards|with effect)\b",
        rf"{old}[^{Q}.]{{0,24}}\b(?:today|now|at present|currently|until now)\b[^{Q}]{{0,60}}"
        rf"\b(?:costs?|will|to|at|be|is|pay|charge)\b"
        rf"[^{Q}.]{{0,20}}{new}",
        rf"\b(?:at present|today|currently|until now|so far|at the moment|for the time being)\b"
        rf"[^{Q}.]{{0,40}}{old}[^{Q}]{{0,60}}"
        rf"\b(?:from|after|starting|as of)\b[^{Q}]{{0,60}}{new}",
        rf"^(?:until|up to|till|currently|at present|today|now)\b[^{Q}]{{0,90}}{old}[^{Q}.]{{0,40}}\.\s[^{Q}.]{{0,60}}"
        rf"\b(?:it|this|they|these|you|you'll"
        rf"|(?:the|our|your) (?:[a-z]+ )?(?:rates?|fees?|charges?|limits?|price|cost))\b[^{Q}.]{{0,50}}{new}",
        rf"^(?:until|up to|till)\b[^{Q}]{{0,90}}{old}[^{Q}.]{{0,60}}\.\s"
        rf"(?:thereafter|after that|from then(?: on)?|then),? (?:the )?(?:[a-z]+ ){{0,4}}{new}",
        rf"^(?:目前|现在|当前|现行|现阶段|眼下|当下)[^{Q}。]{{0,40}}{old}[^{Q}。]{{0,30}}。[^{Q}。]{{0,24}}(?:起|后)[^{Q}。]{{0,16}}{new}",
        rf"(?:原价|门市价|市场价|日常价|标价){gap(6)}{old}[^{Q}。;]{{0,8}}[,(]\s?(?:活动|优惠|特惠|现|折后|会员|秒杀|抢购|促销|专享)价?"
        rf"(?:仅|只)?(?:需|为|:)?{gap(4)}{new}",
        rf"{new}[^{Q}.;]{{0,12}}\([^{Q}()]{{0,40}}\b(?:pays?|charges?|is|costs?|earns?|at)\b[^{Q}()]{{0,10}}{old}"
        rf"[^{Q}()]{{0,14}}"
        rf"\b(?:today|now|currently|at present)\)",
        rf"(?:不再|no longer (?:be )?|ceases? to be |stops? being ){old}[^{Q}.。]{{0,80}}{new}",
    )
    return tuple(re.compile(f, re.I) for f in forms)

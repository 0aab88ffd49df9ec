"""Is a piece of text that was read as a name fit to stand in a question? Half a sentence is not."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from ingest.model import Table

_ZH_START = re.compile(
    r"^(?:但|予|均|可|并|且|的|将|會|会|在|由|为|為|于|於|取|同|每(?![户戶卡人笔筆月日张張年])|按|至|到|及|和|或|，|、|不|惟(?!一)|即(?:届|屆|将|將|日|使)|适用|適用|适逢|適逢|届时|屆時"
    r"|随着|隨著|凡|由于|由於|携带|攜帶)"
)
_ZH_END = re.compile(r"(?:的|在|为|為|于|於|由|均|可|将|將|予|按|及|和|或|并|每|自|至|到|从|從|不|需|须)$")
_ZH_LEAD = re.compile(
    r"^(?:(?:进行|進行)(?!中)|(?:实施|實施)(?!细则|細則|办法|辦法|[费費](?![率用]))|开展|開展|其中|该|該"
    r"|其(?![他它余餘]|次(?![数數]))|的(?!士)|了(?![结結解])"
    r"|[对對](?!公(?![众眾司务務积積共])|私(?!人)|外(?![币幣汇匯国國籍资資商地])|[内內](?!地)|[账賬帐帳](?![户戶号號])"
    r"|[沖冲](?!正)|[价價](?![格目款])|手(?![续續机機工])|方(?![式便案])|[应應](?![收付缴繳])|接(?![收受送])|等(?![额額级級])"
    r"|比(?!例)|[开開]信|[象讲講]))+"
)
"""Verbs and particles in front of a name, but for words that begin with the same sign: 对账单, 其他, 了结, 的士."""
_ZH_GENERIC = re.compile(r"^.{0,4}(?:内容|內容|时间|時間|安排|事项|事項|说明|說明|公告|通知|措施|规定|規定|结束|結束)$")
_ZH_BROKEN = re.compile(r"[均予应應须須将將可]\s|携带|攜帶|到任[一何]|还会|還會|【|】")
_ZH_VALUE = re.compile(
    r"(?:最高|最低|至多|至少|不超过|不超過|人民币|人民幣|日息|年息|每[笔筆卡户戶份年月日])*[\d.,]+\s*[%‰元万萬亿億角/卡笔筆年月日天户戶份次张張（）()含起]*"
)
"""A value is no name."""
_MEASURES = "费|費|利率|限额|限額|额度|額度|金额|金額|价|價|标准|標準|次数|次數|期限|名额|名額"
_ZH_OWN = re.compile(rf"(?:{_MEASURES})(?:[（(].*)?$")
_ZH_MEASURED = re.compile(
    rf"(?:{_MEASURES}|[率额額期]|比例|天数|天數|时间|時間|时限|時限|张数|張數|门槛|門檻|[上下]限|数量|數量)(?:[）)]|（[^）]*）)?$"
)
_EN_OWN = re.compile(
    r"\b(?:fee|charge|rate|limit|amount|price|cost|bonus|discount|cap|maximum|minimum|quota|balance|value)$", re.I
)
_EN_START = re.compile(
    r"^(?:will|be|is|are|was|in|of|to|or|and|but|earlier|apply|you|your|get|spend|from|on|by|with|that|which|who|if|when|must|can"
    r"|may|should|goes?|reserve|give|receive|earn|pay|paid|shows?|adds?|rather|make|made|don.t|smaller|larger|than|plus|we|it|they|there|this|these|at|for|as|up|once|after|before|until|within)\b",
    re.I,
)
_EN_END = re.compile(
    r"\b(?:will|is|are|be|to|between|within|of|in|on|your|you|the|a|an|and|or|by|for|with|from|at|up|than|every|each|before|after|that|which|who)$",
    re.I,
)
_NUMBERED = re.compile(
    r"\s*[（(]\d{1,2}[)）]\s*$|^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[)）、]|\.(?!\d))|\d{1,2}(?:\.\d{1,2})+(?=\s))\s*|\s*[*†‡]+$"
)
_EN_GENERIC = re.compile(
    r"(?:(?:all|the|our|these|other|each|every) )?(?:charges?|fees?|rates?|limits?|amounts?|prices?"
    r"|customers?|items?)",
    re.I,
)
_EN_VERB = re.compile(
    r"\b(?:will|is|are|was|were|has|have|can|must|may|should|be|you|falling|rising|shows|adds)\b", re.I
)


def _balanced(name: str) -> bool:
    """Are quotation marks and brackets whole? Else the name was cut out of the middle."""
    pairs = ("（）", "()", "“”", "「」", "《》", "『』", "【】")
    return all(name.count(p[0]) == name.count(p[1]) for p in pairs) and name.count('"') % 2 == 0


@functools.lru_cache(maxsize=4096)
def sound(name: str, *, zh: bool) -> bool:
    """Can `name` stand in a question?"""
    name = name.strip()
    if zh and len(_ZH_VALUE.sub("", name)) < 2:
        return False
    if len(name) < 2 or re.search(r"[。；;!?！？\n]", name) or not _balanced(name):
        return False
    if zh:
        return not (
            _ZH_START.search(name) or _ZH_END.search(name) or _ZH_GENERIC.search(name) or _ZH_BROKEN.search(name)
        )
    return not (_EN_GENERIC.fullmatch(name) or _EN_START.search(name) or _EN_END.search(name) or _EN_VERB.search(name))


def measured(name: str, *, zh: bool) -> bool:
    """Does a name say itself what is measured: 年费, 第一级（返现比例）, "annual fee"?"""
    return bool((_ZH_MEASURED if zh else _EN_OWN).search(name.strip()))


_TENOR = re.compile(
    r"(.{0,6}(?:[元镑鎊币幣铢銖盾]|法郎|卢布|盧布))((?:\d+|[一二两兩三四五六七八九十半]+)(?:个|個)?[年月天日]期?)(?:，|：)?(.*)"
)
"""A currency and a term: run together, "美元三个月" reads as three dollars."""
_FOLDED = str.maketrans("(),:;", "（），：；")
_BESIDE_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff）])\s*[(),:;]\s*|\s*[(),:;](?=\s*[\u4e00-\u9fff（])|(?<=\d)\)")
_GAP = re.compile(r"\s*[：:]\s*|(?<=[\u4e00-\u9fff）)”」》])\s+|\s+(?=[\u4e00-\u9fff（“「《])")


@functools.lru_cache(maxsize=4096)
def trimmed(name: str, *, zh: bool) -> str:
    """A name without list number, unit and the verb before it, its parts joined as a person writes them."""
    name = _NUMBERED.sub("", re.sub(r"\s+", " ", _UNIT.sub("", name))).strip(" ，,、：:")
    return _ZH_LEAD.sub("", _written(_ZH_LEAD.sub("", name))) if zh else re.sub(r":\s+", ", ", name)


def _written(name: str) -> str:
    """A group and its item as one name: "换卡费 普通卡" → 换卡费（普通卡）, "转账 柜面转账" → 柜面转账."""
    name = re.sub(r"\s+（", "（", _BESIDE_CHINESE.sub(lambda m: m[0].strip().translate(_FOLDED), name))
    parts = [p for p in _GAP.split(name) if p]
    parts = [p for i, p in enumerate(parts) if not any(p in later for later in parts[i + 1 :])]
    if len(parts) < 2:
        return _COLUMN.sub(_beside, parts[0]) if parts else name
    if tenor := _TENOR.fullmatch("".join(parts)):
        return f"{tenor[1]}（{tenor[2]}）{tenor[3]}"
    if _ZH_OWN.search(parts[-1]):
        return "".join(parts)
    head, rest = parts[0], "，".join(parts[1:])
    if head.endswith("）") and "（" in head:
        return head + rest
    inner = re.fullmatch(r"([^（）]*)（([^（）]*)）", rest)
    return f"{head}（{inner[1]}，{inner[2]}）" if inner and inner[1] else f"{head}（{rest.strip('（）')}）"


_COLUMN = re.compile(r"^([^，（）]{3,}(?:（[^（）]*）)?)，([^，（）：\d]{2,6})$")
"""A row and its column."""


def _beside(found: re.Match[str]) -> str:
    row, column = found.groups()
    return row + column if _ZH_OWN.search(column) else f"{row}（{column}）"


_UNIT = re.compile(
    r"\s*[（(](?:(?:单位|單位)[:：])?(?:人民[币幣]|新[台臺][币幣])?(?:[百千万萬]?(?:元|美元|港元|港[币幣]|[欧歐]元|日元)|笔|筆|%|％|‰|次|分)"
    r"(?:[/／每][^（）()]{1,4})?(?:[，,]年化)?[)）]"
    r"|\s*[（(](?:(?:单位|單位)[:：][^（）()]{1,12}|按[^（）()]{1,10}(?:计|計|计收|計收|收取|分[档檔])|折[合人][^（）()]{0,8}收取)[)）]"
    r"|\s*\((?:in )?(?:%|£|\$|€|₹|[A-Z]{1,3}\$|Rs\.?)(?: (?:p\.\s?a\.?|per \w+(?: \w+)?|a \w+))?\)"
    r"|\s*\((?:% ?p\.\s?a\.?|(?:per|each) [a-z]+(?: [a-z]+)?)\)"
)
"""The unit of a column or a row, and how it is counted, stand behind the name: the value has its own. A class of
customers or a currency in brackets (对公, NRE, USD) is a part of the name."""
_KIND = re.compile(
    r"(?:服务|服務|业务|業務|收费|收費|项目|項目|产品|產品)?(?:类别|類別|类型|類型|种类|種類|大类|大類|分类|分類)"
    r"|(?:service |fee |product )?(?:category|group|type)",
    re.I,
)


def kinds(tables: Iterable[Table]) -> frozenset[str]:
    """The words under heads like 类别: they sort the rows of a table and are no part of any name."""
    found = set()
    for table in tables:
        for at, head in enumerate(table.rows[0] if table.rows else ()):
            if _KIND.fullmatch(head.text.strip()):
                found |= {row[at].text.strip() for row in table.rows[1:]}
    return frozenset(found)


def _last(name: str) -> tuple[str, str]:
    mark = "：" if "：" in name else ": " if ": " in name else " "
    first, _, last = name.rpartition(mark)
    return first.strip(), last.strip()


def bare(name: str, others: list[str], sorting: frozenset[str] = frozenset()) -> str:
    """A name without the heading of its rows ("卡片服务：挂失补卡手续费"), unless `others` have the same rest.

    `sorting` are headings that only sort (`kinds`): they never belong to a name that can stand alone."""
    first, last = _last(name)
    same = [o for o in others if o != name and _last(o)[1] == last]
    zh = bool(re.search(r"[\u4e00-\u9fff]", last))
    whole = first in sorting or bool(
        re.fullmatch(r"[^（）：]{2,5}(?:服务|服務|业务|業務)", first) and _ZH_OWN.search(last)
    )
    return last if first and len(last) >= 4 and whole and not same and sound(last, zh=zh) else name

"""Names for values that no noun phrase stands before: by the label of their sentence, by verb and noun around them."""

from __future__ import annotations

import functools
import re
from typing import Final

from ingest.understand.figures.groups import Group
from ingest.understand.figures.phrases import CJK, phrase, sound
from ingest.understand.figures.topics import topic
from ingest.understand.figures.words import stems, words

_LABEL: Final = re.compile(r"\s*([^:。;,\n]{2,40}(?:, ?[^:。;,\n]{2,24})?):\s?(?=\S)")
_TOPIC: Final = re.compile(
    r"\s*([^:。;,\d\ue001]{3,20}(?:费|费用|费率|利率|限额|额度|上限|门槛|次数|积分|价格)),(?=[^,;。]*[的:])"
)
_OF: Final = re.compile(
    r"\b([a-z]{4,}) (?:of|above|over|under|below|exceeding) (?:up to |at (?:most|least) |no more than )?$",
    re.I,
)
_MEASURED: Final = re.compile(r"[费率额价息]$")
_FOR: Final = re.compile(
    r"(?:/-)?\s?(?:p\.?a\.?\s)?(?:each |per \w+ |off |discount |% )?"
    r"(?:(?:will |also )*(?:apply|applies|applied|be charged|is charged|be levied|payable) )?"
    r"(?:for|on|at|to|by|via|using) (?:an? |the |each |every |all |your )?"
    r"(?P<what>(?![A-Z][a-z]+ \d|least|most|once|present|\ue001)[A-Za-z](?:[^,.;:()\ue001]|\.(?=\w)){2,60}?)"
    r"(?=[,;:()\ue001]|\.(?!\w)|$| (?:instead|rather|from|until|when|if|with|and|in place|in full|as"
    r"|after|before|up|down|is|are|will)\b)"
)
WHERE: Final = re.compile(
    r"\s?(?:p\.?a\.?\s)?(?:per \w+ )?(?:(?:for|at|in|via|through|by|over|with) (?:an? |the |our |all )?"
    r"(?=[a-z])|(?=online|offline|domestic|international|overseas|abroad|local))"
    r"(?P<what>[A-Za-z][A-Za-z' -]{2,40}?)(?=[,.;()]|$| (?:and|or|but|from|until|with)\b)",
    re.I,
)
"""For whom or where a value holds, right behind it."""
_BRACKETED: Final = re.compile(r"\s?\((?P<what>[^()\d\ue000\ue001]{2,20})\)")
_REMARK: Final = re.compile(
    r"(?:不|均|已)?含|免|未|原|现|此前|调整|下调|上调|不变|持平|variable|fixed|incl|excl|plus|net|gross|max|min"
    r"|per |each|both|AER|p\.?a|annual|free|nil|waived|new|was|unchanged|no change|up|down|currently|previously",
    re.I,
)
"""What brackets behind a value say of it that is no name."""
_INNER: Final = re.compile(r"[^A-Za-z]{1,12}%? ?([a-z][a-z -]{2,40}?(?:fee|charge|rate|commission|interest))\b", re.I)
_NUMBER: Final = re.compile(r"^[\d.,\s]+|\s?/.*$|\s(?:a|per|each|every) \w+$")


def label_of(text: str) -> str:
    """What the label at the head of a sentence names: "账户管理费:日均余额不足500元的,…" → 账户管理费."""
    m = _LABEL.match(text)
    found = topic(m[1]) if m else ""
    return found if any(stems("phrases", told).search(found) for told in ("measures", "things")) else ""


def part_label(text: str) -> str:
    """The label of a later part of a sentence whose first part has one, whatever it names."""
    m = _LABEL.match(text)
    found = phrase(m[1], CJK.search(m[1]) is not None) if m else ""
    return found if sound(found) else ""


def topic_of(text: str) -> str:
    """What the first clause sets as the topic of a sentence: "单日转账限额,未绑定的…,已绑定的…" → 单日转账限额."""
    m = _TOPIC.match(text)
    return topic(m[1]) if m else ""


def noun_of(text: str) -> str:
    """English: the noun that a value is told of ("limited to withdrawals of Rs. 10,000")."""
    m = _OF.search(text)
    found = phrase(m[1], False) if m else ""
    return found if sound(found) else ""


def measured(item: str) -> bool:
    """Does an item end in what is measured?"""
    return _MEASURED.search(item) is not None


def owned(item: str, label: str) -> str:
    """`item` with the thing that the label of its sentence names, where it says itself only a part of it."""
    if not label or label in item:
        return item
    if item in label:
        return label
    chinese = CJK.search(label) is not None
    if chinese:
        return item if label[-2:] in item else f"{label}：{item}"
    told = set(re.findall(r"[a-z]{4,}", item.lower()))
    return item if told & set(re.findall(r"[a-z]{4,}", label.lower())) else f"{label}, {item}"


@functools.cache
def _rules(language: str) -> tuple[tuple[frozenset[str], str, re.Pattern[str], re.Pattern[str], str], ...]:
    return tuple(
        (
            frozenset(r["families"]),
            r.get("unit", ""),
            re.compile(f"(?:{r.get('before', '')})$", re.I),
            re.compile(r.get("after", ""), re.I),
            r["name"],
        )
        for r in words("names", language)
    )


def worded(text: str, g: Group, floor: int, chinese: bool) -> str:
    """A name that verb and noun on either side of a value give it (`[names]`): 20万元起存 → 起存金额."""
    before, after = text[floor : g.start], text[g.end : g.end + 40]
    for families, unit, ahead, behind, name in _rules("zh" if chinese else "en"):
        if g.family not in families or not g.quantities[0].unit.startswith(unit):
            continue
        m, n = ahead.search(before), behind.match(after)
        if m and n:
            parts = {k: v for k, v in ((m.groupdict() | n.groupdict()) or {}).items() if v}
            if all(k in parts for k in re.findall(r"{(\w+)}", name)):
                return name.format(**parts).strip()
    return ""


def behind(text: str, g: Group) -> str:
    """English: what a value is for ("£12 for a CHAPS payment", "20% off at partner cinemas")."""
    m = _FOR.match(text[g.end : g.end + 110])
    found = phrase(m["what"], False) if m else ""
    return found if sound(found) else ""


def where(text: str, g: Group) -> str:
    """English: for whom or where one of several values holds ("HK$120 online and HK$220 at branches")."""
    m = WHERE.match(text, g.end)
    return phrase(m["what"], False) if m else ""


def bracketed(text: str, g: Group) -> str:
    """The class that brackets right behind a value name ("5元（柜面）、2元（网银）", "£10,000 (personal)")."""
    m = _BRACKETED.match(text, g.end)
    return m["what"].strip() if m and not _REMARK.match(m["what"]) else ""


def inner(text: str, g: Group) -> str:
    """English: the noun inside of a value with its least or highest charge ("1.5% cash advance fee (minimum £3)")."""
    m = _INNER.match(text[g.start : g.end]) if len(g.quantities) > 1 else None
    return m[1] if m else ""


def counted(text: str, g: Group) -> str:
    """English: the words of the quantity itself ("2,000 bonus points", "500 customers")."""
    if g.family not in ("points", "count"):
        return ""
    found = _NUMBER.sub("", _NUMBER.sub("", text[g.start : g.end])).strip()
    return found if len(found) > 4 else ""

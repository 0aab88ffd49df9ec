"""What is no figure though it is a number: dates and times, phones, addresses, ages, numbers of a list."""

from __future__ import annotations

import functools
import re

from ingest.understand.figures.mention import READ

_DATES = tuple(
    re.compile(p, re.I)
    for p in (
        r"(?<!\d)(?:19|20)\d\d ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2}(?!\d) ?[日号]?|(?<!\d)(?:19"
        r"|20)\d\d ?年(?: ?\d{1,2} ?月)?(?!期)",
        r"[一二〇三四五六七八九]{4}年(?:[一二三四五六七八九十]{1,3}月)?(?:[一二三四五六七八九十]{1,3}[日号])?",
        r"(?<![\d百千万亿零一二三四五六七八九十])元月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|底|初|末|份|[中上下]旬)"
        r"|(?<!\d)\d{1,2} ?月 ?\d{1,2} ?[日号]?(?:(?:至|到|-|~|、|和|及)\d{1,2}[日号])*"
        r"|[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}[日号]|底|初|末|份|[中上下]旬)"
        r"|(?<!\d)\d{1,2} ?月(?:份|底|初|末|中旬|[上下]旬|(?=起|开始|[之以]?[前后]))"
        r"|[一二三四五六七八九十]{1,3}月(?=起|开始|[之以]?[前后])",
        r"(?<![\d.])\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d(?![\d%])",
        r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?: (?:to|and|-) \d{1,2}(?:st|nd|rd|th)?)?(?: of)?[ -](?:Jan"
        r"|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?(?:[ -](?:19"
        r"|20)\d\d)?(?![a-z])",
        r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:st"
        r"|nd|rd|th)?(?:,? (?:19|20)\d\d)?(?![\d%])",
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:19|20)\d\d"
        r"|(?<!(?-i:[A-Z]) )\b(?:January|February|April|June|July|August|September|October|November|December)\b"
        r"(?! (?-i:[A-Z]))"
        r"|(?:(?<=from )|(?<=until )|(?<=since )|(?<=in )|(?<=by ))(?:March|May)\b(?! (?-i:[A-Z]))",
        r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?|(?<!\d)\d{1,2}(?:\.\d\d)? ?[ap]\.?m\b\.?"
        r"|(?<![\d积计得送返扣抵赠换减给加原])(?:[01]?\d|2[0-4])[时点](?!\d*积|数|间|红利|[可即]?兑|换|折|抵)(?:\d{1,2}分|半|整)?",
    )
)
_DATED = re.compile(r"\d|[一二〇三四五六七八九十][年月]|元月|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.I)
"""One of these stands in every date and time."""
_NO_FIGURES = tuple(
    re.compile(p, re.I)
    for p in (
        r'"[^"\n]{1,24}(?:-|>|→)[^"\n]{1,40}"',
        r"(?:https?://|www\.)[\w./?=&%#:+-]+|[\w.+-]+@[\w.-]+",
        r"[〔\[(]20\d\d[〕\])] ?(?:第 ?)?\d+ ?号"
        r"|第 ?[\d一二三四五六七八九十百]+ ?(?:号|条|款|项|期|批|步|章|届|个|次|名|位|笔|天|日|年|季|档|轮|部分)",
        r"(?<![\d.,])\d{3,4}-\d{3,4}-?\d{3,4}(?!\d)|\(\+?\d{2,4}\) ?\d{3,4}[ -]?\d{4}"
        r"|(?<![\d.,])\d{9,}(?!\d)|(?<!\d)0?800 \d{3} \d{3,4}(?!\d)",
        r"\d{1,3}(?:周岁|岁)|(?<!\d)\d{1,3}[- ]years?[- ](?:old|of age)|\bage[ds]? (?:under "
        r"|over |between )?\d{1,3}(?: (?:to|and|or) \d{1,3})?(?: years)?|7[×x*]24(?:小时)?"
        r"|24小时(?=[客服热电自营不全人银在对均可]|$)|24-hour|24 hours a day|\d+(?:\.\d+){2,}",
        r"(?:每月|每季度?|每年|次月|当月|下月|本月|每季度末月)(?:的)?\d{1,2}[日号](?:、\d{1,2}[日号])*|(?<=(?<![增减长短整改升降加少])[至到~-])\d{1,2}日(?!内)",
        r"(?m)^\s*(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\))",
    )
)


@functools.lru_cache(maxsize=256)
def undated(text: str) -> str:
    """The same length of text with dates and times crossed out."""
    for found in _DATES if _DATED.search(text) else ():
        text = found.sub(_crossed, text)
    return text


def masked(text: str) -> str:
    """The same length of text with dates, times, phones, addresses, ages and list numbers crossed out."""
    text = undated(text)
    for found in _NO_FIGURES:
        text = found.sub(_crossed, text)
    return text


def _crossed(m: re.Match[str]) -> str:
    return READ * len(m.group())

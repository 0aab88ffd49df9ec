"""What a line is by its words, in any format: a byline, a signature, a numbered heading."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from ingest.extract.blocks import Block
from ingest.extract.chrome import lexicon
from ingest.model import PassageKind
from ingest.text.dates import find_dates, first_date

_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百\d]{1,4}[条章节]"
    r"|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[)）])"
)
_LONGEST_HEADING = 40
_LEADS = re.compile(
    r"(?:^|[^\W\d_a-zA-Z][:：]?\s+|[\d\s年月日|｜│／/¦•·\-—\[\]【】()（）,，:：]|(?:发文|成文|印发|发稿|登载|刊载|创建|生成|公开|文章|新闻|发帖|发|發|本行|我行))$"
)
"""What may stand before a label of a byline: nothing, a mark, a date; never the word that says what it dates."""
_LATIN = re.compile(r"[A-Za-z][a-z]+\s+$")
_RANGE = re.compile(r"\s*(?:[-—–~～至到]|to\b|until\b|till\b).{0,12}", re.I)
_ABOUT = re.compile(
    r"[。；]|[起止前]$|[-—–~至到]\s*\d{1,2}[月日]|期间|每[日天周月]|\b(?:from|until|till|before|after|effective|due|you|your|will|must|apply|pay)\b"
    r"|^by\s+(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s+\d|the\b)",
    re.I,
)
"""What a line says of a day of the notice itself: from, until, you must."""
_PLAIN = re.compile(r"\s*(?:时间|時間|日期|日)\s*[:：]")
_OFFICE = re.compile(
    r"部$|中心$|处$|處$|组$|組$|办公室$|公告|新闻|通知|分钟|分鐘|读完|阅读|閱讀|浏览|瀏覽|点击|來源|来源|记者|编辑"
    r"|\b(?:min(?:ute)?s?|reads?|views?|desk|team|department|dept|office|unit|relations|news|notices?|circulars?|announcements?)\b",
    re.I,
)
_TOLD = re.compile(
    r"[a-z] (?:by|on or before|until|from) +\d|\b(?:effective|starting|starts|from|until|w\.?e\.?f)\b"
    r"|(?:起|止|[起日]?(?:正式|开始|開始)?(?:执行|執行|生效|施行|实施|實施|启用|啟用))\W*$",
    re.I,
)
"""What a line says of its day: it is no signature then ("以上自6月1日起执行。")."""
_BARS = re.compile(r"\s*[|｜│／¦•·]\s*|\s{2,}|\s/\s")
_TOOLS = re.compile(
    r"[\[【（(]?\s*(?:字号|字號|字体|字體|文字大小|打印|列印|分享|Print|Share|Text size)[^\]】）)]{0,12}[\]】）)]?",
    re.I,
)
"""What a reader of the page may press beside its date."""
_RUNNING = re.compile(
    r"[，。；]|起|止|前|至|期间|[执執]行|生效|[实實]施|施行|[启啟]用|[适適]用|[开開]始|[结結]束|恢[复復]|[发發]售|[认認]购|到期|起息|[兑兌][换換付]"
    r"|\b(?:from|to|until|till|by|on|before|after|since|updated?|reviewed|effective|as of|next|due"
    r"|start(?:s|ing)?|ends?|ending|begin(?:s|ning)?|clos(?:e|es|ed|ing)|open(?:s|ing)?|launch(?:es)?|deadline|last|first|valid\w*|expir\w+|maturity"
    r"|settlement|payment)\b",
    re.I,
)


def is_numbered_heading(text: str) -> bool:
    """一、…, （二）…, 3. … and short, with no sentence in it."""
    short = len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", "，", "：", ";", ",", ".", ":"))
    return short and _NUMBERED.match(text) is not None


def sign(blocks: list[Block]) -> tuple[list[Block], int]:
    """The blocks with the bank's name and the date at their end marked as signature, and where that begins."""
    at = len(blocks)
    while at and len(blocks) - at < 4 and not blocks[at - 1].grid and is_signature(blocks[at - 1].text):
        at -= 1
    return [replace(b, kind=PassageKind.SIGNATURE) if n >= at else b for n, b in enumerate(blocks)], at


def is_byline(text: str) -> bool:
    """Date, source, font size: a short line that says who published when, and nothing else."""
    if len(text) > 120 or "\n" in text or text.endswith(("。", "；", "：", ":")):
        return False
    labelled = lexicon().byline.search(text)
    if labelled and labelled.start() < 30:
        return _published(text, labelled) and (len(text) < 60 or first_date(text) is not None)
    return (_bare_date(text) and len(text) < 45) or _in_parts(text)


def _published(text: str, label: re.Match[str]) -> bool:
    """Does the label date the page? "活动时间：…", "Apply by …" and ranges of days belong to the notice."""
    before = text[: label.start()]
    office = _OFFICE.search(before.strip()) is not None
    if not (office or _LEADS.search(before)) or (_LATIN.search(before) and not office and first_date(before) is None):
        return False
    dates = list(find_dates(text))
    if any(_RANGE.fullmatch(text[a.end : b.start]) for a, b in pairwise(dates)) or _ABOUT.search(text):
        return False
    return not (_PLAIN.match(label.group()) and dates and len(text) - dates[-1].end > 30)


def _in_parts(text: str) -> bool:
    """Short particulars between bars, one of them a date: "2026-12-03 | Security desk | read 2.3k times"."""
    parts = [p.strip() for p in _BARS.split(text)]
    if len(parts) < 2 or _RUNNING.search(text) or any(len(p) > 24 for p in parts):
        return False
    if len(list(find_dates(text))) != 1:
        return False
    return first_date(parts[0]) is not None or (
        any(_bare_date(p) for p in parts) and any(_OFFICE.search(p) for p in parts)
    )


def _bare_date(text: str) -> bool:
    """A date with no more than a place, an hour or a department beside it."""
    dates = list(find_dates(text))
    if len(dates) != 1 or _RUNNING.search(text):
        return False
    rest = _TOOLS.sub("", text[: dates[0].start] + text[dates[0].end :])
    return len(rest.encode("gb18030")) < 32


def is_signature(text: str) -> bool:
    """The bank's name or a bare date, as they stand under a notice."""
    if len(text) > 60:
        return False
    bare = first_date(text) is not None and len(re.sub(r"[\d〇一二三四五六七八九十年月日OoО○零\s./-]", "", text)) < 12
    if bare and _dates_something(text):
        return False
    return bare or (
        lexicon().signature.search(text.rstrip("（）() 。.")) is not None and not re.search(r"[。；，:：]", text)
    )


def _dates_something(text: str) -> bool:
    """ "活动时间：…", "Apply by …", a range: the day is one of the notice, not the day on which it is signed."""
    label = re.match(r"([^:：\d]{2,})[:：]", text)
    labelled = (
        label is not None and not is_byline(text) and not re.search("[签簽落发發布佈刊]|dated|sign", label[1], re.I)
    )
    return labelled or _TOLD.search(text) is not None

"""Lines of publication, signatures and links to other notices: their dates are no windows."""

from __future__ import annotations

import re

from ingest.model import PassageKind

_CN = "一二三四五六七八九十"
_DATE = (
    rf"(?:(?:19|20)\d\d|[一二三四五六七八九〇]{{4}})\s*[-年/.]\s*[\d{_CN}]{{1,3}}"
    rf"\s*[-月/.]\s*[\d{_CN}]{{1,3}}日?"
)
_DATE_EN = (
    r"\d{1,2}(?:st|nd|rd|th)?[ -][A-Z][a-z]{2,8},?[ -]\d{4}|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd"
    r"|th)?, ?\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
)
BYLINE = re.compile(
    r"^\W*(?:(?:发布|发文|公告|更新|刊登|上传|发表|录入)(?:时间|日期|于)|(?P<bare>时间|日期|Date\b)|来源|作者"
    r"|Dated|Published|Posted|Updated|Last updated"
    r"|Issued|Release date)"
    rf"\s*(?:on|date)?\s*[:：]?\s*(?:{_DATE}|{_DATE_EN}).{{0,80}}$",
    re.I | re.S,
)
_DATE_ALONE = re.compile(
    rf"^\W*(?:[A-Z][A-Za-z ]{{2,30}}, ?)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:{_DATE}|{_DATE_EN})"
    r"(?:\s*\d{1,2}:\d\d(?::\d\d)?)?(?:[\s\W]*(?:字号|来源|浏览|点击|阅读|作者|分享|打印|编辑|责任"
    r"|By|Source|Views?|Share|Print|Ends?\b).{0,80}|\s+[^\s,，。;:]{2,20}(?:中心|部|处|银行|支行|分行|公司))?\W*$",
    re.I | re.S,
)
_HOURS = re.compile(
    r"\d{1,2}[:：]\d\d(?::\d\d)?\s*(?:-|~|—|–|至|到|to)\s*\S{0,4}\d{1,2}[:：点时]|\d日?\s*(?:至|到|~)\s*\d"
    r"|(?:[日号)]|\d\s)\s*-{1,2}\s*\d{1,4}(?:[年月日/.]|-\d)|\d-{1,2}20\d\d"
)
"""From an hour to another, or from a day to another: no byline says so."""
_SAYS_MORE = re.compile(r"[至到~起]|生效|\beffective\b|\bto\b|\bfrom\b|until", re.I)
TRAILING_BYLINE = re.compile(rf"\s+{_DATE}\s*(?:点击|浏览|阅读|来源|字号)?[^。]{{0,30}}$")
_HAS_DATE = re.compile(r"\d|[一二三四五六七八九〇]年|上一|下一|相关|Previous|Next|Related")
LISTED = re.compile(r"^\W*(?:上一篇|下一篇|上一条|下一条|相关|Previous|Next|Related)\s*[:：]", re.I)


def is_byline(text: str, kind: PassageKind) -> bool:
    """A publication line, a signature, a link to another notice: its date is no window."""
    bare = text.strip()
    if kind is PassageKind.SIGNATURE or not bare:
        return True
    if len(bare) > 160 or not _HAS_DATE.search(bare):
        return False
    if LISTED.match(bare):
        return True
    if (m := BYLINE.match(bare)) and not _HOURS.search(bare):
        return not (m["bare"] and _SAYS_MORE.search(bare))
    return date_alone(bare)


def date_alone(text: str) -> bool:
    return bool(_DATE_ALONE.match(text)) and not _SAYS_MORE.search(text)

"""Why a page's text can't be trusted: block pages, pages that are gone, empty shells, garbled text."""

from __future__ import annotations

import re
import unicodedata

_SHORT, _LITTLE = 1500, 30
_BLOCKED = re.compile(
    r"access (?:to this page )?(?:is |has been |was )?(?:denied|blocked|forbidden)|request (?:was |has been |is )?(?:blocked|rejected|unsuccessful)"
    r"|you have been blocked|attention required|captcha|verify (?:that )?you are (?:a |not a )?(?:human|robot)|checking your browser|just a moment\.\.\."
    r"|unusual traffic|bot (?:detection|protection)|security check|incident id|(?:403|401) forbidden"
    r"|访问(?:被|已被)?(?:拒绝|拦截|禁止)|请求(?:被|已被)?(?:拦截|阻断|拒绝)|安全(?:验证|校验|检查)|人机(?:验证|校验)|请(?:完成|输入|先进行)\S{0,6}验证|web应用防火墙|访问过于频繁|行为异常"
    r"|存取被拒|拒絕存取|安全驗證",
    re.I,
)
_BLOCK_MARKS = re.compile(
    r"_Incapsula_Resource|incapsula incident|cf-chl|/cdn-cgi/(?:challenge|l/chk)|challenge-platform|_pxCaptcha|akamai.{0,20}reference",
    re.I,
)
_GONE = re.compile(
    r"(?:^|\b)404(?:\b|$)|page (?:was |is |could )?(?:cannot be |can ?not be |could not be |can't be |not )(?:be )?found|not found|no longer (?:available|exists)"
    r"|doesn.?t exist|(?:页面|网页|文章|内容|信息|頁面)(?:不存在|已删除|未找到|找不到|已下线|已失效)|(?:找不到|无法找到|没有找到|找不到您)\S{0,10}(?:页|文件|内容|頁|资源)|您(?:访问|查看|浏览)的\S{0,8}(?:不存在|已删除|已下线)",
    re.I,
)
_REDIRECT = re.compile(r"location\s*(?:\.href|\.replace|\.assign)?\s*[=(]|http-equiv=[\"']?refresh", re.I)


def page_problem(html: str, title: str, whole: str, notice: str, images: int, scripts: int) -> str | None:
    """Judge a page by its head's title, its whole visible text, and the notice's text found in it."""
    size = len(whole.strip())
    if size < _SHORT and (_BLOCKED.search(f"{title}\n{whole}") or (size < 300 and _BLOCK_MARKS.search(html))):
        return "block_page"
    if size < _SHORT and (_GONE.search(title) or (len(notice) < 200 and _GONE.search(notice or whole))):
        return "soft_404"
    if len(notice.strip()) >= _LITTLE:
        return garbled(notice)
    if images and len(notice.strip()) < _LITTLE and size >= 1:
        return "image_only"
    if size < _LITTLE:
        return "script_only" if scripts or _REDIRECT.search(html) else "empty"
    return None if notice.strip() else "empty"


def garbled(text: str) -> str | None:
    """ "mojibake" where too many signs are private, undefined or replaced ones, or the words are letter soup."""
    sample = text if len(text) < 20_000 else text[:: len(text) // 20_000 + 1]
    visible = sum(not c.isspace() for c in sample) or 1
    bad = sum(c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cc", "Cs") for c in sample if not c.isspace())
    return "mojibake" if bad > 0.03 * visible and bad > 3 else None


_WORD = re.compile(r"[A-Za-z]{2,}")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")


def soup(text: str) -> str | None:
    """ "mojibake" where a PDF's letters are shifted: words without vowels, signs between letters, rare ideographs."""
    words = _WORD.findall(text[:20_000])
    if len(words) > 50 and sum(_VOWEL.search(w) is None for w in words) > 0.5 * len(words):
        return "mojibake"
    odd = sum(c in "\"#$%&'()*+,-./<=>?@[]^_`{|}~\\!" for c in text[:20_000] if not c.isspace())
    visible = sum(not c.isspace() for c in text[:20_000]) or 1
    letters = sum(c.isalnum() for c in text[:20_000])
    return "mojibake" if visible > 200 and odd > 0.35 * visible and letters < 0.6 * visible else None

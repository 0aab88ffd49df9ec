"""Why a page's text can't be trusted: block pages, log-in pages, pages that are gone, empty shells, garbled text."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

from ingest.text.walls import is_blocked, is_login

_SHORT, _BRIEF, _LITTLE = 1500, 200, 30


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads((files(__package__) / "problems.toml").read_text("utf-8"))
    return {name: re.compile("|".join(f"(?:{p})" for p in parts), re.I) for name, parts in data.items()}


def page_problem(html: str, title: str, whole: str, notice: str, images: int, scripts: int) -> str | None:
    """Judge a page by its head's title, its whole visible text, and the notice's text found in it."""
    said, size = _patterns(), len(whole.strip())
    if is_blocked(html, title, whole):
        return "block_page"
    if len(notice.strip()) < _BRIEF and is_login(html, title, whole):
        return "login_page"
    if size < _SHORT and (said["gone"].search(title) or (len(notice) < 200 and said["gone"].search(notice or whole))):
        return "soft_404"
    if len(notice.strip()) >= _LITTLE:
        return garbled(notice)
    if images and len(notice.strip()) < _LITTLE and size >= 1:
        return "image_only"
    if size < _LITTLE:
        return "script_only" if scripts or said["redirect"].search(html) else "empty"
    return None if notice.strip() else "empty"


_GARBAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\uf8ff\ufffd-\uffff]")


def garbled(text: str) -> str | None:
    """ "mojibake" where too many signs are private, undefined or replaced ones."""
    bad = len(_GARBAGE.findall(text))
    return "mojibake" if bad > 3 and bad > 0.03 * sum(map(len, text.split())) else None


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

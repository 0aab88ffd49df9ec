"""Does something turn a list's pages that only a script can follow? Asked of first pages that have no next one.

A control that calls a function, or loads more, is proof. One without an address, and a pager without any, may be what
is left of a pager where there is but one page: they count where numbers beside them tell of a second page.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from ingest.sources.lexicon import lexicon, plain
from ingest.sources.links import pieces
from ingest.sources.paging import says_next, scripted_pager
from ingest.text.markup import collapse, visible_text

_TEXTUAL = 12
_AROUND = 200
_CALL = re.compile(r"javascript:(?!\s*(?:void\s*\(?\s*0?\s*\)?|;|$)).*\w\s*\(", re.I | re.S)
_PAGER = re.compile(r"(?:^|[\s_-])pag(?:er|ing|ination|e-?(?:list|bar|box|nav))|laypage", re.I)
_SLIDES = re.compile(r"carousel|slide|swiper|slick|banner|calendar|datepicker", re.I)
_OFF = re.compile(r"(?:^|[\s_-])disabled?(?:$|[\s_-])", re.I)
_TOTAL = re.compile(
    r"共\s*(\d{1,4})\s*[页頁]|/\s*共?\s*(\d{1,4})\s*[页頁]|\b\d{1,4}\s*/\s*(\d{1,4})\b|page \d{1,4} of (\d{1,4})", re.I
)
_SECOND = re.compile(r"(?<![\d.:/-])2(?![\d.:/-])")


def by_script(root: HtmlElement) -> bool:
    """Whether more pages are there, and only a script leads to them."""
    if scripted_pager(root):  # its pages are read without running it
        return False
    short = [
        e for e in root.iter("a", "button", "span", "li", "div", "input") if len(e.text_content().strip()) <= _TEXTUAL
    ]
    if any(_loads_more(e) or (says_next(e, _label(e)) and _turns(e)) for e in short):
        return True
    return any(_is_unfilled(e) for e in root.iter("div", "ul", "nav", "p", "section"))


def _label(control: HtmlElement) -> str:
    return visible_text(control) or (control.get("value") or "" if control.tag == "input" else "")


def _words(element: HtmlElement) -> str:
    """With a blank between any two pieces: numbers stand in elements of their own."""
    return collapse(" ".join(pieces(element)))


def _has_address(control: HtmlElement) -> bool:
    href = (control.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:"))


def _turns(control: HtmlElement) -> bool:
    parent = control.getparent()
    around = [control] if parent is None else [control, parent]
    if _has_address(control) or any(_OFF.search(e.get("class") or "") or e.get("disabled") is not None for e in around):
        return False
    if any(_SLIDES.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in around[:1] + _above(control)):
        return False  # what leads on there are pictures
    if control.tag in ("span", "li", "div") and next(control.iter("a", "button"), None) is not None:
        return False  # what stands inside is asked itself
    pages = _pages_told(control)
    if control.get("onclick") or _CALL.match((control.get("href") or "").strip()):
        return pages != 1
    return pages is not None and pages > 1


def _above(control: HtmlElement) -> list[HtmlElement]:
    return [e for _, e in zip(range(3), control.iterancestors(), strict=False)]


def _loads_more(control: HtmlElement) -> bool:
    if plain(_label(control)) not in lexicon().more or _has_address(control):
        return False
    return control.tag in ("a", "button", "input") or control.get("onclick") is not None


def _pages_told(control: HtmlElement) -> int | None:
    """How many pages the words round a control tell of: 2 stands for several; None where they tell nothing."""
    for above in _above(control):
        if above.tag == "body" or len(words := _words(above)) > _AROUND:
            break
        if told := _TOTAL.search(words):
            return int(next(number for number in told.groups() if number))
        if _SECOND.search(words):
            return 2
    return None


def _is_unfilled(pager: HtmlElement) -> bool:
    """A pager that a script has yet to fill, or whose numbers have no addresses."""
    if not _PAGER.search(f"{pager.get('class') or ''} {pager.get('id') or ''}"):
        return False
    words = _words(pager)
    if any(map(_has_address, pager.iter("a"))) or len(words) > _AROUND:
        return False
    told = _TOTAL.search(words)
    if told:
        return int(next(number for number in told.groups() if number)) > 1
    return not words or _SECOND.search(words) is not None

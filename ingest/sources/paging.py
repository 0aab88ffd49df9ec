"""The following list page: by the source's selectors, rel=next, the word "next", the next number, or a known script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement

from ingest.fetch.hosts import is_own
from ingest.model import Source
from ingest.sources.lexicon import lexicon, plain
from ingest.sources.selectors import links_of
from ingest.text.markup import absolute, base_address, visible_text

_TEXTUAL = 12
_NUMBER = re.compile(r"第? ?(\d{1,3}) ?页?")
# The pager of the content system that many Chinese institutions use: createPageHTML(pages, current, "index", "html")
_SCRIPT = re.compile(
    r"createPageHTML\w*\(\s*['\"]?(\d+)['\"]?\s*,\s*['\"]?(\d+)['\"]?\s*,\s*['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]"
)


def next_page(root: HtmlElement, page: str, source: Source) -> str | None:
    """The next page of the list, None on the last one or where only a script knows it."""
    base = base_address(root, page) or page
    for url in _proposals(root, base, page, source):
        if url and url != page and is_own(url, source):
            return url
    return None


def _proposals(root: HtmlElement, base: str, page: str, source: Source) -> Iterator[str | None]:
    if source.next:
        yield from (absolute(link.get("href") or "", base) for link in links_of(root, source.next))
        return
    for link in root.xpath("//*[self::a or self::link][contains(concat(' ', normalize-space(@rel), ' '), ' next ')]"):
        yield absolute(link.get("href") or "", base)
    short = [(link, visible_text(link)) for link in root.iter("a") if len(link.text_content().strip()) <= _TEXTUAL]
    yield from (absolute(link.get("href") or "", base) for link, text in short if says_next(link, text))
    yield _numbered(short, base)
    yield _scripted(root, page)


def says_next(link: HtmlElement, text: str) -> bool:
    """Whether a control with this text leads on, in the language of pagers."""
    words = plain(text) or plain(link.get("title") or "") or plain(link.get("aria-label") or "")
    return words in lexicon().next_texts or (
        not plain(text) and text.strip() in lexicon().next_signs and bool(text.strip())
    )


def _numbered(short: list[tuple[HtmlElement, str]], base: str) -> str | None:
    """Of a row of page numbers the one after the current page, which is the number that is missing or leads nowhere."""
    numbers = {
        int(m[1]): absolute(link.get("href") or "", base) for link, text in short if (m := _NUMBER.fullmatch(text))
    }
    open_ = {number: url for number, url in numbers.items() if url and url != base}
    if len(open_) < 2 and not (len(open_) == 1 and min(open_) == 2):
        return None
    current = next(number for number in range(1, max(open_) + 2) if number not in open_)
    return open_.get(current + 1)


def scripted_pager(root: HtmlElement) -> bool:
    """Whether a known script writes the pager."""
    return any(_SCRIPT.search(script.text or "") for script in root.iter("script"))


def _scripted(root: HtmlElement, page: str) -> str | None:
    for script in root.iter("script"):
        if m := _SCRIPT.search(script.text or ""):
            pages, current, name, suffix = int(m[1]), int(m[2]), m[3], m[4]
            return urljoin(page, f"{name}_{current + 1}.{suffix}") if current + 1 < pages else None
    return None

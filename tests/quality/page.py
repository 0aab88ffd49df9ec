"""Where the notice stands in an input file, found by its labels and never by the software under test.

So a number that stands only in a side bar supports no draft. In HTML it is the innermost element that holds every
labelled fragment, less what carries labelled chrome; other formats are taken whole, but for lines of labelled chrome.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from gold import Case
from wording import letters

_MOSTLY, _WHOLE_LINE = 0.6, 6
_SILENT = ("script", "style", "template", "noscript", "nav", "footer", "aside", "form", "button", "select")
_INLINE = frozenset("a abbr b bdi cite code del em font i ins label mark s small span strong sub sup time u".split())


def notice_text(case: Case) -> str:
    """The notice's own words, title and publication date included."""
    day = case.published.isoformat() if case.published else ""
    reader = _READERS.get(case.path.suffix.lower())
    return "\n".join([case.title, day, _html(case) if reader is None else _without_chrome(reader(case), case)])


def _without_chrome(text: str, case: Case) -> str:
    """Running heads and feet of a paged document: the lines that labelled chrome stands in."""
    kept = [line for line in text.splitlines() if not any(_shared(line, f) for f in case.outside)]
    return "\n".join(line for line in kept)


def _shared(line: str, fragment: str) -> bool:
    a, b = letters(line), letters(fragment)
    return b in a or (len(a) >= _WHOLE_LINE and a in b)


def _html(case: Case) -> str:
    soup = BeautifulSoup(case.path.read_bytes(), "lxml", from_encoding=case.encoding)
    inside = [letters(fragment) for fragment in case.inside]
    for tag in soup.find_all(_SILENT):
        if not tag.decomposed and not any(f in letters(tag.get_text()) for f in inside):
            tag.decompose()
    home = _innermost(soup, inside)
    _drop_chrome(home, inside, [letters(f) for f in case.outside])
    return "".join(_words(home))


def _innermost(tag: Tag, inside: list[str]) -> Tag:
    for child in tag.find_all(True, recursive=False):
        text = letters(child.get_text())
        if all(fragment in text for fragment in inside):
            return _innermost(child, inside)
    return tag


def _drop_chrome(home: Tag, inside: list[str], outside: list[str]) -> None:
    for tag in home.find_all(True):
        if tag.decomposed:
            continue
        text = letters(tag.get_text())
        if any(f in text for f in inside):
            continue
        if any(f in text for f in outside) or _is_link_list(tag, text):
            tag.decompose()


def _is_link_list(tag: Tag, text: str) -> bool:
    links = tag.find_all("a")
    return len(links) > 2 and sum(len(letters(a.get_text())) for a in links) > _MOSTLY * len(text)


def _words(tag: Tag) -> Iterator[str]:
    for child in tag.children:
        if isinstance(child, Tag):
            mark = "" if child.name in _INLINE else " | " if child.name in ("td", "th") else "\n"
            yield from (mark, *_words(child), mark)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield str(child).replace("\n", " ")


def _pdf(case: Case) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(case.path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _docx(case: Case) -> str:
    import docx

    document = docx.Document(str(case.path))
    rows = (" | ".join(c.text for c in row.cells) for table in document.tables for row in table.rows)
    return "\n".join([*(p.text for p in document.paragraphs), *rows])


def _plain(case: Case) -> str:
    return Path(case.path).read_text(case.encoding or "utf-8")


_READERS = {".pdf": _pdf, ".docx": _docx, ".txt": _plain}

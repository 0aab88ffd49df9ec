"""Where the notice stands on its page: in the box that holds what two pages of one site do not share.

Menus, footers and side bars say the same on both; links are no text of a notice. The box with nearly all of what is
the page's own, and little else, is the notice's; of several, the smallest that has a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ingest.sources.proposals.names import classes, is_name, speaks
from ingest.sources.proposals.proposal import Tried
from ingest.sources.selectors import select
from ingest.text.markup import collapse, visible_text

_BOXES = ("div", "article", "section", "main", "td", "table", "dd", "ul", "form", "span", "p")
_ENOUGH = 60
_HELD, _OWN = 0.75, 0.5


def find(pages: Sequence[HtmlElement], titles: Sequence[str]) -> tuple[str | None, tuple[Tried, ...]]:
    """A selector that finds one box on each of the pages, and the best ones of those that were tried. A title that
    stands on its page, and in no heading, must stand in the box: there is nothing else to know it by."""
    if len(pages) < 2:
        return None, ()
    own = [_own(page, [other for other in pages if other is not page]) for page in pages]
    if any(sum(map(len, lines)) < _ENOUGH for lines in own):
        return None, ()
    rated = sorted((_rate(name, pages, own) for name in _names(pages[0])), key=_worth, reverse=True)
    fit = [name for score, held, share, _, name in rated if held >= _HELD and share >= _OWN]
    good = [name for name in fit if all(_has_title(page, name, titles) for page in pages)]
    tried = tuple(Tried("body", name, len(pages), round(100 * held)) for _, held, _, _, name in rated[:3] if held > 0)
    return (good[0] if good else None), tried


def _has_title(page: HtmlElement, name: str, titles: Sequence[str]) -> bool:
    squeezed = ["".join(title.split()) for title in titles if title]
    headed = "".join("".join(h.text_content() for h in page.iter("h1", "h2", "h3")).split())
    inside = "".join("".join(box.text_content() for box in select(page, (name,))).split())
    shown = [title for title in squeezed if title in "".join(visible_text(page).split())]
    return not shown or any(title in headed or title in inside for title in shown)


def _worth(rated: tuple[float, float, float, int, str]) -> tuple[float, bool, int]:
    """Of boxes that hold about the same, one whose name says so, then the smallest."""
    return (round(rated[0], 1), speaks(rated[4]), rated[3])


def _lines(root: HtmlElement) -> list[str]:
    """What stands on a page outside links, scripts and forms' choices, piece by piece."""
    found = []
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "option", "title", "a", "noscript"):
            continue
        pieces = (element.text, *(child.tail for child in element))
        found += [text for text in map(collapse, filter(None, pieces)) if text]
    return found


def _own(page: HtmlElement, others: Sequence[HtmlElement]) -> list[str]:
    shared = {line for other in others for line in _lines(other)}
    body = page.find("body")
    headings = {line for h in page.iter("h1", "h2", "h3") for line in _lines(h)}
    return [line for line in _lines(body if body is not None else page) if line not in shared | headings]


def _names(root: HtmlElement) -> Iterator[str]:
    """Selectors that name one element of the page."""
    seen: set[str] = set()
    for element in root.iter(*_BOXES):
        names = [f"#{element.get('id')}"] if is_name(element.get("id") or "") else []
        names += [f"{element.tag}.{name}" for name in classes(element)]
        for name in names:
            if name not in seen and len(select(root, (name,))) == 1:
                seen.add(name)
                yield name


def _rate(
    name: str, pages: Sequence[HtmlElement], own: Sequence[Sequence[str]]
) -> tuple[float, float, float, int, str]:
    """(score, the least share of a page's own text that it holds, the least share of its text that is own, minus its
    size, its name)."""
    held, share, size = 1.0, 1.0, 0
    for page, lines in zip(pages, own, strict=True):
        boxes = select(page, (name,))
        if len(boxes) != 1:
            return 0.0, 0.0, 0.0, 0, name
        inside, mine = _lines(boxes[0]), set(lines)
        kept = sum(len(line) for line in inside if line in mine)
        held = min(held, kept / sum(map(len, lines)))
        share = min(share, kept / (len(visible_text(boxes[0])) or 1))
        size += len(inside)
    return round(held**2 * share, 3), held, min(share, 1.0), -size, name

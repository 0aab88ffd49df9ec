"""The title of a page: the heading near the notice; failing that what the head of the page says, without site names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.extract.blocks import tidy
from ingest.extract.chrome import furniture_line, lexicon, names_of, words_of
from ingest.extract.kinds import is_byline
from ingest.extract.lines import Line, Page

_HEADING = {"h1": 5.0, "h2": 3.5, "h3": 3.0, "h4": 1.5}
_NAMED = frozenset(("tit", "title", "headline", "heading", "bt", "biaoti", "subject", "ttl"))
_SEPARATOR = re.compile(r"\s*(?:[_|｜»›«]|--+|——| [-–—] |(?<=[\u4e00-\u9fff])[-–—](?=[\u4e00-\u9fff]))\s*")
_META = ("articletitle", "og:title", "dc.title", "dcterms.title", "twitter:title", "title")
_NOTICE = re.compile(
    r"公告|通知|通告|提示|说明|說明|公示|启事|安排|声明|问答|活动|notice|change|announce|update|hours|suspen|revis|amend|beware|alert",
    re.I,
)
_SITE = re.compile(
    r"(?:银行|銀行|信用社|官网|官方网站|股份有限公司|信用卡中心|\bBank\b.{0,20}|plc|Limited|Ltd\.?|Union|Society|Newsroom)$",
    re.I,
)
_SALUTATION = re.compile(r"(?:尊敬|亲爱|親愛|敬爱)的|各位|您好|你好|Dear\b|To (?:all|our)\b", re.I)
_FULL_TITLE = re.compile(
    r"[^。；，:：|]{0,24}关于[^。；|]{2,70}(?:公告|通知|通告|提示|说明|公示|启事|声明)(?:[（(][^）)]{1,12}[）)])?"
    r"|[^。；，:：|关]{4,40}(?:公告|通知|通告|温馨提示|风险提示|启事|公示|说明)"
)
_JOINED = re.compile(r"\s+and\s+|\s*[&/、·与與和及]\s*")
_RUNS_ON = ("。", "；", "：", "，")
_SHARE, _LONGEST, _LONGEST_NAME, _ENOUGH, _CLEAR = 0.8, 80, 32, 4.0, 4.5


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def head_titles(root: HtmlElement) -> list[str]:
    """What meta elements and JSON-LD call the page, best first; not `<title>`."""
    metas = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in _META and name not in metas and (content := tidy(meta.get("content") or "")):
            metas[name] = content
    found = [metas[n] for n in _META if n in metas]
    return [*found[:1], *json_ld(root, "headline"), *found[1:]]


def json_ld(root: HtmlElement, key: str) -> Iterator[str]:
    """Values of a key anywhere in the page's JSON-LD (schema.org Article)."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            stack = [json.loads(script.text or "null")]
        except (ValueError, RecursionError):
            continue
        while stack:
            node = stack.pop()
            if isinstance(node, dict):
                if isinstance(node.get(key), str):
                    yield tidy(node[key])
                stack.extend(node.values())
            elif isinstance(node, list):
                stack.extend(node)


def page_title(root: HtmlElement) -> str:
    found = root.find(".//title")
    return tidy(found.text_content()) if found is not None else ""


Headings = list[tuple[int, float]]
"""Lines that look like a heading, and how much."""


def declared_titles(root: HtmlElement) -> list[str]:
    """`<title>` first, then what meta elements and JSON-LD say."""
    return [page_title(root), *head_titles(root)]


def headings_of(page: Page, declared: list[str]) -> Headings:
    """Every line that looks like a heading, by its element, its class, its looks, and what the head declares."""
    keys = [squeezed(d) for d in declared if d]
    looks = [(n, max(_looks(line, keys), _over_a_byline(page.lines, n))) for n, line in enumerate(page.lines)]
    return [(n, score) for n, score in looks if score > 0]


def _over_a_byline(lines: list[Line], n: int) -> float:
    """A short line in larger or bolder letters with the day of publication right below it."""
    line = lines[n]
    stands = line.large + line.strong > _SHARE * len(line.text.replace(" ", ""))
    if (
        not stands
        or line.chrome
        or line.grid
        or line.linked
        or not 5 < len(line.text) <= _LONGEST
        or is_section(line.text)
    ):
        return 0.0
    return 3.5 if n + 1 < len(lines) and is_byline(lines[n + 1].text) else 0.0


def is_section(text: str) -> bool:
    """Is it the name of a section, or of two: "Circulars and Notices"?"""
    return all(p.strip() in lexicon().sections for p in _JOINED.split(text.lower()))


def main_heading(headings: Headings) -> int | None:
    """The line that is most clearly the page's heading, by its looks alone."""
    at, best = max(headings, key=lambda h: h[1], default=(0, 0.0))
    return at if best >= _CLEAR else None


def choose_title(page: Page, headings: Headings, declared: list[str], start: int, end: int) -> tuple[str, int | None]:
    """The title, and the line that holds it. `start`, `end`: the lines of the notice."""
    near = [(score + _nearness(n, start), -n) for n, score in headings if n < end]
    best, at = max(near, default=(0.0, 0))
    if best >= _ENOUGH:
        return _clean(page.lines[-at].text), -at
    if (over := _over_the_notice(page.lines, start)) is not None:
        return _clean(page.lines[over].text), over
    fallback = _declared(declared, page.lines[start:end])
    if fallback:
        return fallback, next((n for n in range(end) if squeezed(page.lines[n].text) == squeezed(fallback)), None)
    return _opening([x.text for x in page.lines[start:end] if not x.grid]), None


def _over_the_notice(lines: list[Line], start: int) -> int | None:
    """A short bold or centred line just above the text, or one right above the byline there."""
    for n in range(start, max(-1, start - 4), -1):
        line = lines[n] if n < len(lines) else None
        if line is None or line.chrome or line.grid or line.linked or furniture_line(line.text):
            continue
        if not 5 < len(line.text) <= 80 or line.text.endswith(_RUNS_ON) or is_byline(line.text):
            continue
        dated = n + 1 < len(lines) and n < start and is_byline(lines[n + 1].text)
        if dated or line.centred or line.strong > _SHARE * len(line.text.replace(" ", "")):
            return n
    return None


def _nearness(n: int, start: int) -> float:
    distance = start - n if n < start else (n - start) * 2
    return max(-3.0, 1.5 - 0.25 * distance)


def _opening(texts: list[str]) -> str:
    """What a notice without a title begins with, after the salutation."""
    said = [t for t in texts if not _SALUTATION.match(t)] or texts
    if not said:
        return ""
    sentence = re.split(r"(?<=[。！？])|(?<=[.!?])\s", said[0])[0]
    return _clean(sentence if len(sentence) <= _LONGEST else sentence[:_LONGEST] + "…")


def _looks(line: Line, declared: list[str]) -> float:
    text = line.text
    if not 3 < len(text) < 160 or line.grid or text.endswith(_RUNS_ON) or _SALUTATION.match(text):
        return 0.0
    plain, key = line.tag not in ("li", "a") and line.linked * 2 < len(text), ""
    score = _standing(line)
    said = False
    if score or plain:
        key = squeezed(text)
        said = len(key) > 5 and any(key in d for d in declared)
    if not score and plain:
        score = 2.5 if _FULL_TITLE.fullmatch(text) else 1.5 if said and len(key) > 7 else 0.0
    if not score or len(key) < 2:
        return 0.0
    notice = _NOTICE.search(text) is not None
    site = not notice and len(text) <= _LONGEST_NAME and _SITE.search(text) is not None
    score += 2.5 * (said and not site) + 1.0 * notice
    score -= 2.5 * (is_section(text)) + 3.0 * bool(line.chrome)
    score -= 2.0 * (line.linked > len(text) / 2) + 3.0 * site
    return max(score, 0.0)


def _standing(line: Line) -> float:
    """What the element, its class or its letters say."""
    named = line.tag not in ("li", "a") and bool(words_of(names_of(line.element)) & _NAMED)
    size = len(line.text.replace(" ", "")) * _SHARE
    shown = line.centred * 1.0 + (line.strong > size) * 1.0 + (line.large > size) * 1.5
    shown = shown if shown > 1.5 or line.centred else 0.0
    return max(_HEADING.get(line.heading or "", 0.0), 3.5 if named else 0.0, shown)


def _declared(declared: list[str], lines: list[Line]) -> str:
    """The best part of what the head says: neither site nor section, and said by a line of the notice if possible."""
    parts = [p for d in (*declared[1:], declared[0]) for p in _SEPARATOR.split(d) if len(squeezed(p)) > 3]
    fitting = [p for p in parts if not _SITE.search(p) and not is_section(p)]
    keys = {squeezed(x.text) for x in lines}
    said = " ".join(squeezed(x.text) for x in lines[:6])
    best = next((p for p in fitting if squeezed(p) in keys), None) or next(
        (p for p in fitting if squeezed(p) in said), None
    )
    return _clean(best or max(fitting, key=len, default=""))


def _clean(text: str) -> str:
    return tidy(re.sub(r"^[·•▪■◆\s]+|^【(?:公告|通知)】", "", text))

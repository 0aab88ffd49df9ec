"""Figures of a notice.

normalised text ─scan→ mentions of quantities
  table  ─heads→ old and new columns, units, row labels → figures, one a row and thing
  sentence ─group→ ranges, minima ─pairs→ old → new; the rest is stated, free, unchanged or removed
→ the same figure twice is one figure
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ingest.model import Category, Direction, Document, Figure, PassageKind, Reading, Span
from ingest.text.normal import Normal
from ingest.understand.figures.certainty import weighed
from ingest.understand.figures.epochs import WILL, epoch
from ingest.understand.figures.footnotes import Footnotes
from ingest.understand.figures.items import item_before
from ingest.understand.figures.notice import Notice, prepared
from ingest.understand.figures.phrases import CJK
from ingest.understand.figures.printed import as_printed
from ingest.understand.figures.repeats import distinct
from ingest.understand.figures.sided import sided
from ingest.understand.figures.statements import tell
from ingest.understand.figures.steps import followed
from ingest.understand.figures.stretch import Told
from ingest.understand.figures.tables import read_table
from ingest.understand.figures.together import together
from ingest.understand.figures.topics import title_topic, topic
from ingest.understand.figures.twins import joined
from ingest.understand.figures.words import pattern, stems
from ingest.understand.lexicon import pattern as rule
from ingest.understand.sentences import Sentence, read_sentences, unnumbered


def read_figures(
    document: Document,
    normal: Normal,
    reading: Reading,
    *,
    category: Category | None = None,
    masked: tuple[Span, ...] = (),
    sentences: Sequence[Sentence] | None = None,
) -> tuple[Figure, ...]:
    """The figures of a document in the order of its text.

    `normal` is `normalise(document.text)`. `masked` are spans of the document that other readers took (dates, phones,
    codes): no figure is read in them. `sentences` are those of the document, where they are read already. Spans and
    quotes are the document's, verbatim, at most 240 characters.
    """
    notice = prepared(document, normal, category, masked)
    tables = [
        weighed(f, "prose" if "。" in f.evidence.quote else "table")
        for table in joined(notice, document.tables)
        for f in read_table(notice, table)
    ]
    lined = [(table, found) for table in sided(notice, document.tables) if (found := read_table(notice, table))]
    tables += [weighed(f, "sentence") for _, found in lined for f in found]
    covered = [table.span for table in (*document.tables, *(table for table, _ in lined))]
    sentences = read_sentences(document, normal) if sentences is None else sentences
    notes, over = Footnotes(document), _examples_over(sentences)
    told = list(together(notice, sentences, list(_stretches(notice, sentences, notes))))
    body = [
        weighed(f, "sentence")
        for s, t in zip(sentences, told, strict=True)
        if _tells(s, covered, over)
        for f in tell(notice, t)
    ]
    heads = [weighed(f, "head") for s, t in zip(sentences, told, strict=True) if _heads(s) for f in tell(notice, t)]
    found = [replace(f, item=as_printed(notice, f.item, f.evidence.span)) for f in distinct([*tables, *body], heads)]
    found = followed([notes.noted(f) for f in found])
    return tuple(sorted(found, key=lambda f: (f.evidence.span.start, f.evidence.span.end)))


def _inside(span: Span, covered: list[Span]) -> bool:
    return any(c.start <= span.start and span.end <= c.end for c in covered)


def _examples_over(sentences: Sequence[Sentence]) -> dict[int, int]:
    """Where the worked examples of a section are over: the section and the start of the line that turns away."""
    over = dict[int, int]()
    for s in sentences:
        example = s.section not in over and pattern("skip", "headings").search(s.heading)
        if example and pattern("skip", "over").search(s.text):
            over[s.section] = s.start
    return over


def _tells(sentence: Sentence, covered: list[Span], over: Mapping[int, int]) -> bool:
    """Sentences of the body, not worked examples, not rows of a table that is read as one."""
    if sentence.kind in (PassageKind.SIGNATURE, PassageKind.TITLE, PassageKind.HEADING) or _inside(
        sentence.span, covered
    ):
        return False
    told_again = over.get(sentence.section, sentence.end) <= sentence.start
    return told_again or not pattern("skip", "headings").search(sentence.heading)


def _heads(sentence: Sentence) -> bool:
    return sentence.kind in (PassageKind.TITLE, PassageKind.HEADING)


_NEXT_SAYS: Final = {"all_left": Direction.UNCHANGED, "all_new": Direction.NEW, "all_gone": Direction.REMOVED}
_HEADS_SAY: Final = {"left": Direction.UNCHANGED, "going": Direction.REMOVED, "coming": Direction.NEW}
"""Lists of `lexicon/figures.toml` and what they say of all that stands below."""
_NAMED: Final = re.compile(
    r"([^\s,;。:、()\"]{2,24}(?:费|费率|利率|限额|价格))(?:收费|标准|分别|调整|变更|如下|为|分档|按|的|情况|将|明细)*[:]?$"
)


def _named(lead: str) -> str:
    """What the sentence before a list speaks of: "跨行转账手续费调整如下：" → 跨行转账手续费."""
    m = _NAMED.search(lead.rstrip(": "))
    return item_before(m[1], len(m[1]), 0) if m else ""


def _stretches(notice: Notice, sentences: Sequence[Sentence], notes: Footnotes) -> Iterator[Told]:
    """Each sentence with what its surroundings say; a sentence that is a name only speaks for those that follow it."""
    name, section, title = "", -1, title_topic(notice.title)
    last: Sentence | None = None
    for s, after in itertools.zip_longest(sentences, sentences[1:]):
        if s.numbered or s.section != section:
            name, section = "", s.section
        told, noted = _told(notice, s, name or _label(s) or title), notes.subject(s.span)
        way = told.way or (_way_of_next(notice, s, after) if after else None)
        way = way or (Direction.NEW if last and _had_none(notice, last, s) else None)
        last = s
        yield replace(told, subject=told.subject or noted, way=way)
        bare = s.text.rstrip("。.:")
        if not notice.within(s.start, s.end) and len(bare) <= 40 and stems("phrases", "ends").search(bare):
            name = topic(bare)


def _label(sentence: Sentence) -> str:
    return topic(_headed(sentence))


def _last(heading: str) -> str:
    """The nearest of the headings that stand above."""
    return heading.split(" ")[-1] if CJK.search(heading) else heading


def _headed(sentence: Sentence) -> str:
    """The nearest heading, without the label of the sentence where that names nothing ("before:")."""
    label = unnumbered(sentence.text).partition(":")[0]
    above = sentence.heading.removesuffix(label).rstrip()
    named = not label.isascii() or above in ("", sentence.heading) or topic(label)
    return _last(sentence.heading if named else above)


def _above(sentence: Sentence) -> str:
    """The headings above, without the words of the sentence that its section is named after."""
    text, words = unnumbered(sentence.text), sentence.heading.split(" ")
    return next(
        (" ".join(words[:i]) for i in range(len(words)) if text.startswith(" ".join(words[i:]))), sentence.heading
    )


def _told(notice: Notice, sentence: Sentence, about: str) -> Told:
    return Told(
        sentence.start,
        sentence.end,
        _named(sentence.lead),
        f"{sentence.heading} {sentence.lead} {notice.about}",
        "figures.sentence",
        about,
        _headed(sentence),
        _way(sentence),
    )


def _way_of_next(notice: Notice, sentence: Sentence, after: Sentence) -> Direction | None:
    """ "£50 in shops, £25 at cash machines. Neither figure changes.": the next sentence says it of all values."""
    if after.section != sentence.section or len(after.text) > 80 or notice.within(after.start, after.end):
        return None
    text = unnumbered(after.text)
    return next((way for said, way in _NEXT_SAYS.items() if pattern("states", said).match(text)), None)


def _had_none(notice: Notice, last: Sentence, sentence: Sentence) -> bool:
    """ "以前不封顶。新版里每月最多3,000分": the sentence before says there was none, this one what comes."""
    if last.section != sentence.section or notice.within(last.start, last.end):
        return False
    none = rule("figures", "states", "had_none").fullmatch(unnumbered(last.text).rstrip("。.!"))
    return none is not None and epoch(notice.undated[sentence.start : sentence.end]) == WILL


def _way(sentence: Sentence) -> Direction | None:
    """Do the heading above, the lead of its list or its own label say that what it tells stays, comes or goes?"""
    label = re.match(r"[^:。;,]{4,40}(?=:)", unnumbered(sentence.text))
    said = (_last(_above(sentence)), _last(sentence.heading), sentence.lead.rstrip(": "), label[0] if label else "")
    return next((way for text in said if text and (way := _way_said(text))), None)


@functools.lru_cache(maxsize=512)
def _way_said(text: str) -> Direction | None:
    return next((way for said, way in _HEADS_SAY.items() if pattern("states", said).search(text)), None)

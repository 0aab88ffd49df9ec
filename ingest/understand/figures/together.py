"""Sentences that tell of one thing at two times, told as one: what is and what will be, an old wording and the new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.understand.figures.clauses import looks_elsewhere
from ingest.understand.figures.forms import Q
from ingest.understand.figures.notice import Notice
from ingest.understand.figures.stretch import Told
from ingest.understand.figures.wordings import mirrors
from ingest.understand.figures.words import pattern
from ingest.understand.sentences import Sentence, unnumbered

_ASIDE: Final = re.compile(r"\s?\([^()]*\)")
_MOST: Final = 560
"""Longest pair of wordings, in characters."""


def together(notice: Notice, sentences: Sequence[Sentence], told: Sequence[Told]) -> Iterator[Told]:
    """`told` with the first of such sentences reaching to the end of the last; those behind it tell nothing more."""
    last = -1
    for i, t in enumerate(told):
        if i <= last:
            yield replace(t, end=t.start)
            continue
        last = _last(notice, sentences, i)
        yield replace(t, end=sentences[last].end) if last > i else t


def _last(notice: Notice, sentences: Sequence[Sentence], i: int) -> int:
    """The last sentence that belongs to the one at `i`: itself when it stands alone."""
    if i + 1 == len(sentences):
        return i
    now, then = sentences[i], sentences[i + 1]
    if _until_now(now, then) or _again(notice, now, then):
        return _wording(notice, sentences, i) or i + 1
    return _wording(notice, sentences, i) or i


def _wording(notice: Notice, sentences: Sequence[Sentence], i: int) -> int | None:
    """Where the new wording ends, if the sentence at `i` opens an old one; each goes on to the end of its line."""
    if not pattern("change", "old_wording").search(sentences[i].text):
        return None
    new = _line_end(notice, sentences, i) + 1
    if not pattern("change", "old_wording").match(unnumbered(sentences[i].text)):
        new = i + 1
    if new >= len(sentences) or not pattern("change", "new_wording").match(unnumbered(sentences[new].text)):
        return None
    olds, news = (len(notice.within(s.start, s.end)) for s in (sentences[i], sentences[new]))
    single = new == i + 1 and olds <= news != 0
    last = new if single else _line_end(notice, sentences, new)
    return last if sentences[last].end - sentences[i].start <= _MOST else None


def _line_end(notice: Notice, sentences: Sequence[Sentence], i: int) -> int:
    """The last sentence on the line of the one at `i` before a new wording opens."""
    while (
        i + 1 < len(sentences)
        and "\n" not in notice.text[sentences[i].end : sentences[i + 1].start]
        and not pattern("change", "new_wording").match(unnumbered(sentences[i + 1].text))
    ):
        i += 1
    return i


def _until_now(now: Sentence, then: Sentence) -> bool:
    """ "SMS alerts are free today. From August each costs …": what is, and in the next sentence what will be."""
    if now.kind != then.kind or len(now.text) > 160 or now.section != then.section:
        return False
    return bool(pattern("change", "until_now").search(now.text) and pattern("change", "from_then").match(then.text))


def _again(notice: Notice, now: Sentence, then: Sentence) -> bool:
    """ "A stopped cheque will cost £12. The charge today is £10.": the second sentence names nothing of its own."""
    said = notice.within(then.start, then.end)
    if now.section != then.section or len(then.text) > 160 or not said:
        return False
    if not notice.within(now.start, now.end) and not pattern("states", "free").search(now.text):
        return False
    if mirrors(now.text, then.text):
        return True
    rest = _ASIDE.sub("", re.split(r"[,;。]|\.\s", notice.undated[said[0].end : then.end])[0])
    clause = f"{notice.undated[then.start : said[0].start]}{Q}{rest}"
    return looks_elsewhere(clause, notice.undated[now.start : now.end])

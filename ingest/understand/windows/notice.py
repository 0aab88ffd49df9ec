"""What is known of one notice while its windows are read."""

from __future__ import annotations

import datetime as dt
import re

from ingest.model import Category, Document, Flag, Reading
from ingest.text.dates import order_of
from ingest.text.normal import Normal
from ingest.understand.windows import years
from ingest.understand.windows.bare import Months
from ingest.understand.windows.candidates import Found
from ingest.understand.windows.conditions import Verdict
from ingest.understand.windows.context import Place
from ingest.understand.windows.lexicon import Roles, Words, roles, words
from ingest.understand.windows.masks import mask
from ingest.understand.windows.points import Point
from ingest.understand.windows.recurrence import Rule
from ingest.understand.windows.roles import judge
from ingest.understand.windows.stretch import Stretch

_DAY_BEHIND = re.compile(r"\s*\(\s*(?:\d|即)")
"""Behind an event: its day is known ("至开学季结束(10月15日)")."""

_NAME = 16
"""Characters of a cell that names the row of the dates behind it ("原定", "Originally")."""


class Notice:
    """One notice while it is read: its masked text, the publication date, and what the calendar learns on the way."""

    def __init__(
        self, document: Document, normal: Normal, reading: Reading, published: dt.date | None, category: Category | None
    ) -> None:
        self.document, self.normal = document, normal
        self.text = mask(normal.text)
        self.events = [m for m in words().event.finditer(self.text) if not _DAY_BEHIND.match(self.text, m.end())]
        self.words: Words = words()
        self.lexicon: Roles = roles()
        self.told = _without(self.text, [*self.events, *self.lexicon.untold.finditer(self.text)])
        self.order = order_of(self.text) or reading.date_order
        self.category = category or _category_of(document.title, self.lexicon)
        self.told_day = published or document.published or reading.published
        self.published = self.told_day or reading.today
        self.months = Months(self.text, self.category, self.published)
        self.title = document.title
        self.where: tuple[int, tuple[int, int]] | None = None
        self.flags: list[Flag] = []
        self.found: list[Found] = []
        self.unclaimed: list[Found] = []
        """Days to come that no word says anything of: in a notice of a change one of them may be its day."""
        self.led: tuple[str, list[Stretch]] | None = None
        self.rules: list[tuple[Place, list[Rule], tuple[Point, Point] | None]] = []
        title_years = [y for y in years.years_in(document.title) if abs(y - self.published.year) <= 1]
        self.calendar = years.Calendar(self.published, title_years[0] if title_years else None)

    def enter(self, place: Place) -> None:
        """Years are inherited within a passage or a row, not beyond it."""
        if (place.passage, place.line) != self.where:
            self.calendar.last = None
            self.where = (place.passage, place.line)
        around = f"{self.text[place.start : place.end]} {place.heading} {place.lead}"
        near = (y for y in years.years_in(around) if abs(y - self.published.year) <= 1)
        self.calendar.here = next(near, None)

    def remember_hours(self, place: Place, hours: list[Stretch]) -> None:
        """Hours of a sentence that leads in a list of days ("… on these dates, each from 0:00 to 6:00:")."""
        sentence = self.text[place.start : place.end]
        if len(hours) == 1 and place.line == (0, 0) and sentence.rstrip().endswith(":"):
            self.led = sentence, hours

    def hours_over(self, place: Place) -> list[Stretch]:
        """The hours of the sentence that leads in the list in which `place` stands."""
        return self.led[1] if self.led and place.lead == self.led[0] else []

    def event_in(self, place: Place) -> re.Match[str] | None:
        return next((m for m in self.events if place.start <= m.start() and m.end() <= place.end), None)

    def history(self, place: Place, s: Stretch) -> bool:
        """The date of a law, an earlier notice, a contract: not of what this notice announces."""
        names = [cell for cell in place.left if len(cell) <= _NAME and not re.search(r"\d", cell)]
        named = names[-1] if names else ""
        if any(name and self.words.cell["old"].search(name) for name in (place.header, named)):
            return True
        before, behind = (
            self.text[max(place.start, s.start - 64) : s.start],
            self.text[s.end : min(place.end, s.end + 20)],
        )
        then = self.text[s.end - 1 : s.end] == "后"  # "适用于12月1日以后开始的"
        return bool(
            self.lexicon.history_before.search(before) or (self.lexicon.history_after.match(behind) and not then)
        )

    def verdict(self, place: Place, s: Stretch, others: list[Stretch]) -> Verdict:
        return judge(self.told, place, self.sentence(place, s), s, others, self.title, self.category)

    def sentence(self, place: Place, s: Stretch) -> tuple[int, int]:
        """What says what `s` is for: its sentence, or the row that a day opens and words go on."""
        rest = self.text[place.start : s.start] + self.text[s.end : place.end]
        return (place.start, place.end) if place.told == (0, 0) or re.search(r"[^\W\d]{3}", rest) else place.told


def _category_of(title: str, lexicon: Roles) -> Category | None:
    """A guess from the title, used only where the classifier gave no hint."""
    return next((category for pattern, category in lexicon.titles if pattern.search(title)), None)


def _without(text: str, matches: list[re.Match[str]]) -> str:
    """`text` with the matches blanked: "恢复时间另行通知" does not tell of a resumption."""
    for m in matches:
        text = text[: m.start()] + " " * len(m[0]) + text[m.end() :]
    return text

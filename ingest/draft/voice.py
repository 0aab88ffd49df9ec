"""How facts are put into words: moments, windows, quantities, figures, in the language and script of the notice."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from ingest.draft.atoms import keys
from ingest.draft.coarse import coarse
from ingest.draft.names import trimmed
from ingest.draft.phrases import Table, phrases
from ingest.model import Category, Direction, EndKind, Figure, FigureKind, Intent, Moment, Quantity, Window

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RECURRENCE = re.compile(r"(weekly|monthly|daily):([^\s;]+)")
_WORKED = [0, 1, 2, 3, 4]
"""Monday to Friday: how working days are read."""
_ROW = 4
"""So many days of the week one after the other are told as a row."""
_BOUND = re.compile(
    r"((?:最高|最低|封[顶頂]|上限|下限|不低于|不超过|至少|至多)\s*\d[\d,]*(?:\.\d+)?)(?![\d,.]|\s*[万千百元角分%‰])"
)
"""The bound of a share, whose unit stands in the head of its column."""
_SHARE_IN_WORDS = re.compile("一半|[一二三四五六七八九]成[一二三四五六七八九半]?")
_NOTE = re.compile(r"\s*(?:[①-⑳⑴-⒇¹²³⁴-⁹※†‡#*]+|[（(]?注\d*[)）]?)$")
"""The mark of a footnote behind a value."""
_REMARK = re.compile(r"[（(](?:保持不变|维持不变|不变|不變|unchanged|no change)[)）]", re.I)
_PRINTED = 44
"""A value as printed longer than this is a sentence, not a value."""


def plain(value: Decimal) -> str:
    """12500.50 → "12,500.5"."""
    whole = f"{value.normalize():,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


_WIDE = {0xFF10 + n: str(n) for n in range(10)} | {0xFF21 + n: chr(65 + n) for n in range(26)}
_WIDE |= {0xFF41 + n: chr(97 + n) for n in range(26)} | {0xFF05: "%", 0xFF0E: "."}


@functools.lru_cache(maxsize=4096)
def halfwidth(text: str) -> str:
    """Full-width digits and letters as people type them: ５０，０００元 → 50,000元; punctuation stays."""
    return re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", text.translate(_WIDE))


_FULL = str.maketrans(",;:?!", "，；：？！")
_SIGN = re.compile(r"(?<=[\u4e00-\u9fff）”》」])\s*([,;:?!])\s*(?=[\u4e00-\u9fff（“《「]|$)")
_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff\d%])\(([^()（）]*[\u4e00-\u9fff][^()（）]*)\)")


@functools.lru_cache(maxsize=4096)
def chinese_signs(text: str) -> str:
    """Half-width signs between Chinese characters as Chinese is set: 费用:免收(含手续费) → 费用：免收（含手续费）."""
    return _BRACKETS.sub(r"（\1）", _SIGN.sub(lambda m: m[1].translate(_FULL), text))


_WORDS_OF = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORD = re.compile(rf"({'|'.join(_WORDS_OF)})\b", re.I)
_PRINTED_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_GAPS = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、（）])[ \u3000]+(?=[，。；：、（）])"
    r"|(?<=[，。；：、（])[ \u3000]+(?=[\u4e00-\u9fff（“「])"
)
"""Blanks that a typesetter left around Chinese punctuation."""


@functools.lru_cache(maxsize=4096)
def core(text: str) -> str:
    """What two ways of printing a sentence have in common: no blanks, no full width, no stop at the end."""
    return re.sub(r"\s+", "", halfwidth(text)).rstrip("。.；;，,、")


def _percentage(printed: str, quantity: Quantity) -> bool:
    """Is a bare table cell the percentage that its head makes of it? Its noughts belong to it: 0.70%."""
    bare = re.fullmatch(r"-?\d+(?:\.\d+)?", printed)
    return (
        bool(bare)
        and quantity.unit.partition("/")[0] == "ratio"
        and not quantity.qualifier
        and Decimal(printed) / 100 == quantity.value
    )


def _otherwise(value: Decimal, printed: str) -> bool:
    """Is it printed in other measures: 20p for 0.2, 5.375厘 for 0.05375, "70p for every £100" for 0.007?"""
    if (told := _NUMBER_WORD.match(printed)) and value == _WORDS_OF.index(told[1].lower()) + 1:
        return True
    numbers = [Decimal(n.replace(",", "")) for n in _PRINTED_NUMBER.findall(printed)]
    if len(numbers) == 2:
        return any(value * numbers[1] * k == numbers[0] for k in (1, 100))
    return len(numbers) == 1 and any(value * k == numbers[0] for k in (100, 1000, 10000))


def _ordinal(n: int) -> str:
    return "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """A table of phrases that speaks. There is one for each language and script (`voice`)."""

    table: Table
    zh: bool

    def say(self, section: str, name: str, **words: object) -> str:
        """The phrase `name` of a section ("role.effective"), filled."""
        node = self.table
        for part in section.split("."):
            node = node[part]
        return cast(str, node[name]).format(**words)

    def has(self, section: str, name: str) -> bool:
        node = self.table
        for part in section.split("."):
            node = node.get(part, {})
        return name in node

    def limit(self, name: str) -> int:
        return int(self.table["limit"][name])

    def size(self, text: str) -> int:
        """Characters without blanks, or words."""
        words = text.split()
        return sum(map(len, words)) if self.zh else len(words)

    def join(self, parts: list[str], by: str = "clause") -> str:
        return cast(str, self.table["join"][by]).join(parts)

    def sentence(self, text: str) -> str:
        """`text` with a capital (English) and a full stop."""
        text = _GAPS.sub("", halfwidth(text)).strip().rstrip("。.；;，,、 ")
        if not self.zh:
            text = text if re.match(r"[a-z][A-Z]", text) else text[:1].upper() + text[1:]
        return text + self.table["join"]["stop"].strip() if text and text[-1] not in "！？!?" else text

    def ask(self, intent: Intent | str, category: Category, **words: object) -> str:
        """The question for an intent, in the wording of the category if it has one."""
        section = f"question.{category}" if self.has(f"question.{category}", str(intent)) else "question.any"
        text = self.say(section, str(intent), **words)
        return text if self.zh else text[:1].upper() + text[1:]

    # ---- time
    def date(self, day: dt.date, *, year: bool = True) -> str:
        month = str(day.month) if self.zh else self.table["date"]["months"][day.month - 1]
        return self.say("date", "full" if year else "short", y=day.year, month=month, m=day.month, d=day.day)

    def clock(self, time: dt.time) -> str:
        return f"{time.hour}:{time.minute:02d}" if self.zh else f"{time:%H:%M}"

    def moment(self, moment: Moment, *, year: bool = True, end: bool = False) -> str:
        """A moment in words; an end at midnight belongs to the day before (24:00)."""
        day, time = moment.day, None if moment.time is None else self.clock(moment.time)
        if end and moment.time == dt.time.min:
            day, time = day - dt.timedelta(days=1), cast(str, self.table["date"]["midnight"])
        date = self.date(day, year=year)
        return self.say("date", "at", date=date, time=time) if time else date

    def stretch(self, window: Window, *, year: bool = True) -> str:
        """From when to when, with its recurrence and exceptions: "2026年7月1日至9月30日，每周三10:00至22:00"."""
        when = self._borders(window, year=year)
        recurrence = self.recurrence(window.recurrence, window.evidence.quote)
        if recurrence:
            when = self.say("window", "recurring", when=when, recurrence=recurrence) if when else recurrence
        if window.exceptions:
            when += self.say("window", "except", exceptions=self.join(list(window.exceptions), "list"))
        return when + (self.table["window"]["planned"] if window.planned and when else "")

    def _borders(self, window: Window, *, year: bool) -> str:
        start, end = window.start, window.end
        if start and end:
            return self._closed(start, end, year=year)
        if end:
            return self.say("window", "until", end=self.moment(end, year=year, end=True))
        if window.end_kind is EndKind.EVENT:
            return (
                self.say("window", "event", start=self._begins(window, start, year=year))
                if start
                else self.say("window", "event_only")
            )
        return self.say("window", "from", start=self._begins(window, start, year=year)) if start else ""

    def _begins(self, window: Window, start: Moment, *, year: bool) -> str:
        """The beginning of an open window, no finer than the notice prints it."""
        if not (grain := coarse(window)):
            return self.moment(start, year=year)
        month = str(start.day.month) if self.zh else self.table["date"]["months"][start.day.month - 1]
        form = grain if year or grain == "year" else f"{grain}_short"
        return self.say("date", form, y=start.day.year, month=month, m=start.day.month)

    def since(self, window: Window) -> str:
        """The stretch without an event-bound or far end: what stands before "…" in a sentence about a value."""
        if window.start and not window.end:
            return self.say("window", "from", start=self._begins(window, window.start, year=True))
        return self.stretch(window)

    def _closed(self, start: Moment, end: Moment, *, year: bool) -> str:
        if start.day == end.day and start.time and end.time:
            day = self.date(start.day, year=year)
            return self.say("window", "same_day", day=day, **{"from": self.clock(start.time)}, to=self.clock(end.time))
        if start == end:
            return self.say("window", "day", start=self.moment(start, year=year))
        same = start.day.year == (end.day - dt.timedelta(days=1) if end.time == dt.time.min else end.day).year
        first = self.moment(start, year=year and (self.zh or not same or bool(start.time)))
        last = self.moment(end, year=year and (not self.zh or not same), end=True)
        return self.say("window", "closed", start=first, end=last)

    def _weekly(self, days: Sequence[int], quote: str) -> str:
        """Days of the week (0 is Monday). Several in a row are told by the first and the last of them, in English only
        where the notice (`quote`) names none of them ("on weekdays"): whoever looks for Tuesday finds it. Working days
        are told as such: a public holiday is a Tuesday too."""
        names = [self.table["recurrence"]["weekdays"][day] for day in days]
        printed = re.search(self.table["recurrence"]["named"], quote)
        working = self._working(quote, beside=bool(printed)) if list(days) == _WORKED else ""
        if working and not printed:
            return self.say("recurrence", "working", days=working)
        row = len(days) >= _ROW and list(days) == list(range(days[0], days[-1] + 1))
        if row and (self.zh or not printed):
            said = self.say("recurrence", "run", first=names[0], last=names[-1])
        else:
            said = self.say("recurrence", "weekly", days=self.join(names, "list"))
        return self.say("recurrence", "both", days=said, working=working) if working else said

    def _working(self, quote: str, *, beside: bool) -> str:
        """The notice's word for working days, "" if it has none; `beside` days of the week only in brackets."""
        words = self.table["recurrence"]["workdays"]
        bracketed = rf"[（(]\s*{words}|{words}\s*[（(]"
        found = re.search(bracketed if beside else words, quote)
        return next(filter(None, found.groups()), "").lower() if found else ""

    def recurrence(self, text: str | None, quote: str = "") -> str:
        """ "weekly:WE daily:10:00-22:00" → "每周三10:00至22:00"; other words stay as the notice has them."""
        if not text:
            return ""
        parts = dict(_RECURRENCE.findall(text))
        if not parts:
            return text
        days = parts.get("weekly", parts.get("monthly"))
        said = []
        if days and "weekly" in parts:
            said.append(self._weekly([_WEEKDAYS.index(d) for d in re.split("[,-]", days) if d in _WEEKDAYS], quote))
        elif days:
            numbers = [int(d) for d in re.findall(r"\d+", days)]
            named = [self.say("recurrence", "monthday", n=n, th=_ordinal(n)) for n in numbers]
            said.append(self.say("recurrence", "monthly", days=self.join(named, "list")))
        if hours := re.findall(r"(\d\d?:\d\d)", parts.get("daily", "")):
            name = "from_hour" if len(hours) == 1 else "hours" if said else "daily"
            said.append(
                self.say(
                    "recurrence",
                    name,
                    **{"from": hours[0].lstrip("0") if self.zh and hours[0] != "00:00" else hours[0]},
                    to=hours[-1],
                )
            )
        return ("" if self.zh else ", ").join(said)

    # ---- values
    def money(self, value: Decimal, code: str) -> str:
        scaled = plain(value)
        if self.zh:
            for step, sign in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
                if value >= step and value % (step / 10) == 0:
                    scaled = plain(value / step) + str(self.table["big"][sign])
                    break
        table = self.table["money"]
        return cast(str, table.get(code, table["other"])).format(n=scaled, code=code)

    def _bare(self, quantity: Quantity) -> str:
        unit = quantity.unit.partition("/")[0]
        value, counts = quantity.value, self.table["count"]
        if unit in ("ratio", "ratio_points"):
            if unit == "ratio_points":
                return cast(str, counts["ratio_points"]).format(n=plain(value * 10000))
            return f"{plain(value * 100)}%"
        if unit == "paid_share":
            return cast(str, counts["paid_share"]).format(n=plain(value * 10 if self.zh else (1 - value) * 100))
        if unit.isupper():
            return self.money(value, unit)
        return cast(str, counts.get(unit, counts["other"])).format(n=plain(value))

    def quantity(self, quantity: Quantity, *, per: bool = True) -> str:
        """ "最低5元", "40元/卡", "0.95%"."""
        text = self._bare(quantity)
        unit, _, each = quantity.unit.partition("/")
        if each and per and not unit.startswith("ratio") and unit not in ("points", "miles"):
            table = self.table["per"]
            text = cast(str, table.get(each, table["other"])).format(v=text)
        word = self.table["qualifier"].get(quantity.qualifier or "")
        return cast(str, word).format(v=text) if word else text

    def values(self, quantities: tuple[Quantity, ...], *, per: bool = True) -> str:
        """Several values of one side: a range, or a value with its minimum and maximum."""
        if len(quantities) == 2 and {q.qualifier for q in quantities} & {"to"}:
            low, high = quantities
            low_text, high_text = (self.quantity(Quantity(q.value, q.unit), per=per) for q in (low, high))
            return self.say("qualifier", "range", low=low_text, high=high_text)
        return self.join([self.quantity(q, per=per) for q in quantities], "comma")

    def side(self, figure: Figure, *, old: bool) -> str:
        """The old or the new value, as the notice prints it where that is a short value, else in our words."""
        return _side(self, figure, old=old)

    def _told(self, figure: Figure, *, old: bool) -> str:
        quantities = figure.old if old else figure.new
        printed = (figure.old_text if old else figure.new_text) or ""
        printed = _NOTE.sub("", _REMARK.sub("", re.sub(r"\s+", " ", halfwidth(printed)))).strip(" 。；;，,")
        if self.zh and {q.unit[:3] for q in quantities} == {"CNY", "rat"}:
            printed = _BOUND.sub(r"\1元", printed)
        short = 0 < len(printed) <= _PRINTED
        if short and (self._prints(printed, quantities) if quantities else figure.direction is Direction.CHANGED):
            return printed
        if len(quantities) == 1 and _percentage(printed, quantities[0]):
            return f"{printed}%"
        return self.values(quantities, per=figure.kind is not FigureKind.LIMIT)

    def _prints(self, printed: str, quantities: tuple[Quantity, ...]) -> bool:
        if not re.search(r"[^\d.,\s]", printed):  # a bare table cell lacks its unit
            return False
        if _SHARE_IN_WORDS.fullmatch(printed):
            return True
        said = keys(printed)
        return all(
            q.value == 0
            or any(len(k) > 1 and k[1] in (q.value, 1 - q.value, -q.value) for k in said)
            or _otherwise(q.value, printed)
            for q in quantities
        )

    def figure(self, figure: Figure, *, section: str = "figure") -> str:
        """One clause: what the figure was and what it becomes; `section` "brief" for narrow columns."""
        item = trimmed(figure.item, zh=self.zh)
        old, new = self.side(figure, old=True), self.side(figure, old=False)
        return self.say(section, self._manner(figure, old, new, section), item=item, old=old, new=new or old)

    def _manner(self, figure: Figure, old: str, new: str, section: str) -> str:
        free = (
            bool(figure.new)
            and all(q.value == 0 for q in figure.new)
            and figure.kind in (FigureKind.FEE, FigureKind.PRICE)
        )
        match figure.direction:
            case Direction.UNCHANGED:
                return "unchanged_free" if free else "unchanged" if new or old else "unchanged_bare"
            case Direction.REMOVED:
                return "removed" if old else "removed_bare"
            case Direction.EXEMPT:
                return "exempt"
            case _ if free:
                return "freed" if old else "free"
            case Direction.UP | Direction.DOWN if (
                old and new and figure.kind is FigureKind.TERM and section == "figure"
            ):
                return "longer" if figure.direction is Direction.UP else "shorter"
            case Direction.UP | Direction.DOWN | Direction.CHANGED if old and new:
                return figure.direction.value
            case _:
                return "new" if figure.direction is Direction.NEW else "stated"


@functools.lru_cache(maxsize=1024)
def _side(speech: Voice, figure: Figure, *, old: bool) -> str:
    return speech._told(figure, old=old)


@functools.cache
def voice(language: str, script: str = "hans") -> Voice:
    """The voice of a notice's language ("zh" or "en") and script."""
    return Voice(phrases(language, script), language == "zh")

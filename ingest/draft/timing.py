"""When-questions: one entry for each window that customers can ask about, windows of the same kind together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ingest.draft.apart import apart
from ingest.draft.atoms import keys
from ingest.draft.brief import Brief, Point, once
from ingest.draft.calling import called, happening, known, label, named
from ingest.draft.carriers import CARRIERS, carrier
from ingest.draft.entries import entry
from ingest.draft.notation import values
from ingest.draft.outages import services
from ingest.draft.plan import plan, planned
from ingest.draft.voice import core
from ingest.model import Category, EndKind, FaqDraft, Intent, Moment, Window, WindowRole
from ingest.text.grams import similarity


def told(window: Window, brief: Brief, *, year: bool = True) -> str:
    """A window as a sentence: 新的收费标准自2026年4月15日起执行."""
    speech, section = brief.speech, f"role.{window.role}"
    what, when = label(window, brief), speech.stretch(window, year=year)
    if window.end_kind is EndKind.EVENT and window.start and not window.end and speech.zh:
        open_ = speech.say(section, "open", what=what, when=speech.since(window))
        return speech.join([open_, speech.say("window", "event_only")], "comma")
    if window.start is None and window.end:
        word, end = "until", speech.moment(window.end, year=year, end=True)
    elif when:
        word, end = "closed" if window.end or window.recurrence else "open", ""
    else:
        return ""
    if not called(window, brief) and speech.has(section, f"{word}_bare"):
        word = f"{word}_bare"
    return speech.say(section, word, what=what, when=when, end=end)


@once
def point(window: Window, brief: Brief) -> Point:
    """A window in our words; where it has no name beside others, in the words of the notice, if these say the year."""
    span = window.evidence.span
    if not known(window, brief) and len(brief.key_windows()) > 1 and brief.running(span):
        sentence = brief.sentence(span)
        dated = _dated(sentence, window)
        room = brief.speech.limit("lead") * (2 if not brief.speech.zh or happening(window, brief) else 1)
        says = len(core(sentence)) > len(core(window.evidence.quote)) + 6  # more than the date itself
        if sentence and dated and says and not window.recurrence and brief.speech.size(sentence) <= room:
            return Point(sentence, (brief.stated(span),), window.confidence)
    if not known(window, brief) and len(brief.key_windows()) > 1 and (row := _row(window, brief)):
        return row
    also = () if named(window, brief.speech) else services(window, brief)[1]
    return Point(told(window, brief), (window.evidence, *also), window.confidence)


def _row(window: Window, brief: Brief) -> Point | None:
    """A window without a name in a table: what its row says happens then."""
    span = window.evidence.span
    happens, when = next(iter(brief.cells_beside(span)), ""), brief.speech.stretch(window)
    if not happens or not when or brief.speech.size(happens) > brief.speech.limit("lead"):
        return None
    return Point(brief.speech.join([when, happens], "colon"), (window.evidence, brief.stated(span)), window.confidence)


def _dated(sentence: str, window: Window) -> bool:
    """Does a sentence print the days of a window? 即日起 and "until further notice" print none."""
    printed = keys(sentence)
    days = [m.day for m in (window.start, window.end) if m]
    midnight = window.end is not None and window.end.time == dt.time.min
    wanted = days[:-1] if midnight and len(days) > 1 else days
    return bool(days) and all(printed & {("date", d), ("md", d.month, d.day)} for d in wanted)


def question(window: Window, brief: Brief) -> str:
    speech, section = brief.speech, f"role.{window.role}"
    bare = not called(window, brief)
    if bare and len(brief.key_windows()) > 1 and (happens := happening(window, brief)):
        if window.start and _NOUN.search(happens):
            return speech.say(section, "ask", what=happens)
        return speech.say("case", "until" if window.start is None else "date", case=happens)
    if bare and speech.has(section, "ask_bare"):
        return speech.say(section, "ask_bare", what=label(window, brief))
    what = label(window, brief)
    if bare and window.role in (WindowRole.PROMOTION, *CARRIERS) and what != brief.subject:
        what = brief.subject
    return speech.say(section, "ask", what=what)


_NOUN = re.compile(
    r"(?:客户|客戶|账户|賬戶|帳戶|交易|业务|業務|服务|服務|费用|費用|费率|費率|利率|合同|贷款|貸款|存款|产品|產品)$"
)


def _first(window: Window) -> tuple[int, str]:
    moment: Moment | None = window.start or window.end
    return (0, str(moment)) if moment else (1, "")


_LINK = re.compile(
    r"(?:公告|通知|通告|说明|提示|须知|notice|announcement)"
    r"\s*[（(\[]?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[）)\]]?[。.]?$",
    re.I,
)
"""The name and the day of another notice, to which a page leads on."""
_TOGETHER = (*CARRIERS, WindowRole.STOP_ACCEPTING, WindowRole.SUBSCRIPTION, WindowRole.REDEMPTION)
"""Roles whose windows are asked for in one breath ("from when?"), as long as they are few."""
_FEW = 12
"""Values in one when-entry; beyond them an agent looks for the needle."""


def _groups(windows: list[Window], brief: Brief) -> Iterator[list[Window]]:
    """Windows of one role together as long as they are few, else those of things alike; each outage for itself."""
    weights = {id(w): values(told(w, brief)) for w in windows}
    groups: list[list[Window]] = []
    for window in windows:
        for group in groups:
            fits = sum(weights[id(w)] for w in (*group, window)) <= _FEW
            apart = brief.category is Category.MAINTENANCE and not _one_service(group[0], window, brief)
            same = group[0].role is window.role and not apart
            asked = same and (group[0].role in _TOGETHER or _related(group[0], window))
            if fits and (asked or _paired(group[0], window)):
                group.append(window)
                break
        else:
            groups.append([window])
    yield from groups


def _one_service(a: Window, b: Window, brief: Brief) -> bool:
    """Do two outages take the same service away, at home and abroad, one night and the next?"""
    if brief.passage(a.evidence.span) == brief.passage(b.evidence.span):
        return True
    return (
        bool(a.applies_to and b.applies_to) and similarity(a.applies_to or "", b.applies_to or "", 2) >= _SAME_SERVICE
    )


def _related(a: Window, b: Window) -> bool:
    if not a.applies_to or not b.applies_to:
        return not a.applies_to and not b.applies_to
    return similarity(a.applies_to, b.applies_to, 2) >= 0.2


_SAME_SERVICE = 0.5
_PAIRS = (
    {WindowRole.CLOSURE, WindowRole.RESUME},
    {WindowRole.RESERVATION, WindowRole.COLLECTION, WindowRole.EXCHANGE},
)


def _paired(a: Window, b: Window) -> bool:
    """Closed and open again, reserved and collected: two times of one thing."""
    return a.role is not b.role and a.applies_to == b.applies_to and any({a.role, b.role} <= pair for pair in _PAIRS)


def _carried(window: Window, brief: Brief) -> list[Point]:
    """What changes on that day, where the notice has several days."""
    if window.role not in CARRIERS or sum(w.role in CARRIERS for w in brief.windows) < 2:
        return []
    mine = [f for f in brief.figures if f.key and named(window, brief.speech) and carrier(f, brief) is window]
    return [Point(brief.speech.figure(f), (f.evidence,), f.confidence) for f in mine[:3] if brief.nameable(f)]


def _pauses(group: list[Window], brief: Brief) -> list[Point]:
    """The days on which a promotion pauses belong to the answer when it runs."""
    if group[0].role is not WindowRole.PROMOTION:
        return []
    pauses = [w for w in brief.windows if w.role is WindowRole.CLOSURE and w not in group]
    return [Point(brief.sentence(w.evidence.span), (brief.stated(w.evidence.span),), w.confidence) for w in pauses[:2]]


def remarks(group: list[Window], brief: Brief, *, main: bool) -> list[Point]:
    """What the notice says of a time beyond the dates: it ends early when sold out, some days are left out."""
    homes = {brief.passage(w.evidence.span) for w in group}
    others = {brief.passage(w.evidence.span) for w in brief.key_windows()}
    said = [s for s in brief.statements if s.topic is Intent.WHEN]
    said = [s for s in said if not _LINK.search(s.text)]
    mine = [s for s in said if (at := brief.passage(s.evidence.span)) in homes or (main and at not in others)]
    points = [Point(s.text, (s.evidence,), s.confidence) for s in mine[:3]]
    worded = [w for w in group if w.exceptions and not brief.in_row(w.evidence.span)]
    return points + [Point(brief.sentence(w.evidence.span), (brief.stated(w.evidence.span),)) for w in worded]


def entries(brief: Brief) -> Iterator[FaqDraft | None]:
    """The entries of the windows that answer "when", in the order of the notice."""
    asked = [w for w in brief.key_windows() if _timed(w, brief)]
    main, taken, said = True, set[str](), set[str]()
    for group in list(_groups(asked, brief))[: plan()["most"]["windows"]]:
        if all(w.role is WindowRole.RESUME for w in group):
            continue
        points = [point(w, brief) for w in group]
        points += _pauses(group, brief) + (_carried(group[0], brief) if len(group) == 1 else [])
        beside = [p for p in remarks(group, brief, main=main) if p.text not in said and not repeats(p, points)]
        said |= {p.text for p in beside}
        points += beside
        asks = question(group[0], brief)
        asks = apart(asks, brief.sentence(group[0].evidence.span), brief) if asks in taken else asks
        taken.add(asks)
        yield entry(brief, Intent.WHEN, asks, _once(points), group[0])
        main = False


def _timed(window: Window, brief: Brief) -> bool:
    if brief.category is Category.PROMOTION and window.role is WindowRole.CLOSURE:
        return False
    if brief.category is Category.MAINTENANCE and any(carrier(f, brief) is window for f in brief.figures):
        return False  # told with its figure
    closing = any(w.role is WindowRole.CLOSURE and w.applies_to == window.applies_to for w in brief.windows)
    asked = planned("window", window.role, brief.category) is Intent.WHEN
    return asked or (window.role is WindowRole.RESUME and closing)


def repeats(said: Point, points: list[Point]) -> bool:
    """Does a sentence of the notice say little more than a point that rests on it?"""
    text = core(said.text)
    return any(text == core(e.quote) and len(text) <= 1.3 * len(core(p.text)) for p in points for e in p.evidence)


def _once(points: list[Point]) -> list[Point]:
    return list({p.text: p for p in points if p.text}.values())

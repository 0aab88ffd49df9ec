"""When-questions: one entry for each window that customers can ask about, windows of the same kind together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ingest.draft.apart import apart
from ingest.draft.atoms import keys
from ingest.draft.brief import CARRIERS, Brief, Point, similarity
from ingest.draft.entries import entry
from ingest.draft.excerpts import sentence_span, tidy
from ingest.draft.names import sound, trimmed
from ingest.draft.notation import values
from ingest.draft.outages import services
from ingest.draft.plan import plan, planned
from ingest.draft.subject import fitting
from ingest.draft.voice import Voice, core
from ingest.model import Category, EndKind, FaqDraft, Intent, Moment, Window, WindowRole

_STOPPED = re.compile(
    r"^(?:调整|調整|修订|修訂|停止受理|停止办理|停止|暂停受理|暂停办理|暂停|終止|终止|恢复|恢復|不再受理|不再|办理|辦理)+(?:的)?"
)
_NO_NAME = re.compile(
    r"^(?:其他|其它|其余|其餘|上述|全部|所有|各项|各項)|除.{1,8}外|以下|下列|任一|上述|另行通知|过期|過期|逾期|作废|作廢|全额|全額|迁至|遷至|\d\s*[元月日:%]"
)


_MOVED = re.compile(r"(?<=.{3})(?:迁址|遷址|搬迁|搬遷|撤并|撤併|停业|停業|开业|開業|升级|升級|维护|維護|改造)$")
_DOING = re.compile(
    r"(?:终止|終止|停止|暂停|暫停)(?:营业|營業|服务|服務|办理|辦理|受理|使用)?$|^(?:搬迁|搬遷|停用|停业|停業|停办|停辦|关闭|關閉)$"
    r"|^.{2,8}(?:后|後|时|時|前)(?=.{2})"
)
"""What happens to a thing is not its name."""


def named(window: Window, speech: Voice) -> str:
    """What a window applies to, when that is a name and not half a sentence; else nothing."""
    bare = re.sub(r"\s*[（(][^（）()]*\d{4}.*$", "", window.applies_to or "")
    text = trimmed(re.split(r"[:：;；。\n]", bare)[0], zh=speech.zh)
    text = _MOVED.sub("", _STOPPED.sub("", text)) if speech.zh else text
    odd = _NO_NAME.search(re.sub(r"[A-Z0-9]{4,}", "", text)) if speech.zh else re.search(r"[\u4e00-\u9fff]", text)
    if (speech.zh and _DOING.search(text)) or odd or len(text) > speech.limit("what") or not sound(text, zh=speech.zh):
        return ""
    return text


def known(window: Window, brief: Brief) -> str:
    """What a window applies to by name: its own, with the part of it that is meant, or the services that stop."""
    name = named(window, brief.speech) or _in_row(window, brief)
    if window.role is not WindowRole.OUTAGE:
        return name
    first, _, part = (window.applies_to or "").partition(": ")
    if name == first and part and len(whole := f"{name}（{part}）") <= brief.speech.limit("what") and brief.speech.zh:
        return whole
    return name or services(window, brief)[0]


def _in_row(window: Window, brief: Brief) -> str:
    """The label of the row in which a window stands, where that is a name."""
    cells = brief.cells_beside(window.evidence.span, before=True)
    first = trimmed(cells[0], zh=brief.speech.zh) if cells else ""
    fits = 0 < len(first) <= brief.speech.limit("what") and sound(first, zh=brief.speech.zh)
    return first if fits and not (brief.speech.zh and _DOING.search(first)) else ""


_SECTIONED = (
    WindowRole.PROMOTION,
    WindowRole.REGISTRATION,
    WindowRole.SUBSCRIPTION,
    WindowRole.RESERVATION,
    WindowRole.COLLECTION,
    WindowRole.EXCHANGE,
    WindowRole.REDEMPTION,
)
"""What the parts of a notice have each for itself; a deadline or a day of change is told in the words around it."""
_ASIDE = re.compile(r"^[（(][甲乙丙丁戊一二三四五六七八九十\d]{1,2}[)）]\s*|\s*(?:——|—|–| - |[:：]).*$")


_KIND = re.compile(
    r"(?:日子|日期|日程|须知|須知|规则|規則|细则|細則|对象|對象|方式|流程|条件|條件|范围|範圍|要点|要點|亮点|亮點|详情|詳情|期)$"
    r"|\b(?:dates?|details?|rules|terms|conditions|period|timeline|eligibility|how|when|where|who|what|why|need|know|forget)\b",
    re.I,
)
"""A heading that says what kind of thing stands below it names nothing."""


def called(window: Window, brief: Brief) -> str:
    """What a window is known by, or the heading under which it stands, where other parts have nameless ones too."""
    if (name := known(window, brief)) or window.role not in _SECTIONED:
        return name
    peers = [w for w in brief.key_windows() if w.role is window.role and not named(w, brief.speech)]
    if len({brief.section(w.evidence.span) for w in peers}) < _PARTS or not (at := brief.section(window.evidence.span)):
        return ""
    text = _ASIDE.sub("", tidy(brief.document.passages[at].span.of(brief.document.text)))
    fits = 0 < len(text) <= brief.speech.limit("what") and sound(text, zh=brief.speech.zh)
    return text if fits and not _KIND.search(text) and fitting(text, brief.speech) else ""


def label(window: Window, brief: Brief) -> str:
    """What a window is about: what it applies to, or the usual word of its role."""
    speech = brief.speech
    if name := called(window, brief):
        return name
    if window.role is WindowRole.EFFECTIVE:
        return speech.say(f"category.{brief.category}", "new")
    noun = brief.subject if brief.category is not Category.MAINTENANCE else speech.say("category.maintenance", "noun")
    return speech.say(f"role.{window.role}", "what", noun=noun)


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
_DATED = re.compile(
    r"^(?:将|將|拟|擬|于|於|在|自(?![助动動])|从|從|起|止|前|内|內|的|，|,|\s)+|(?:将|將|于|於|在|自|从|從|截至|至|定|拟|擬|计划|計劃)+$"
)


def happening(window: Window, brief: Brief) -> str:
    """What happens then, in the words of the notice: its clause without the date. Nothing where that is no clause."""
    span, text = window.evidence.span, brief.document.text
    if not brief.speech.zh or brief.in_row(span):
        return ""
    home = sentence_span(text, span, zh=True)
    before = re.split(r"[，,；;：:]", text[home.start : span.start])[-1]
    after = text[span.end : home.end]
    after = re.split(r"[，,；;。]", after.lstrip("，, "))[0] if len(before) < 6 else re.split(r"[，,；;。]", after)[0]
    joined = tidy(_DATED.sub("", before.strip()) + _DATED.sub("", after.strip()))
    joined = re.sub(r"^(?:我行|本行|[请請須须应應]|最[迟遲晚])+", "", re.sub(r"[（(][^）)]*[）)]", "", joined))
    fit = 6 <= len(joined) <= 30 and not re.search(
        r"\d{1,2}[日月:：时]|[“”「」：:]|[下如][列下]|以下|^[的等及和或其该該此]|期[间間]$|(?:请|請|按|将|將|自|于|於)$",
        joined,
    )
    return joined if fit and sound(joined, zh=True) else ""


def _first(window: Window) -> tuple[int, str]:
    moment: Moment | None = window.start or window.end
    return (0, str(moment)) if moment else (1, "")


_LINK = re.compile(
    r"(?:公告|通知|通告|说明|提示|须知|notice|announcement)"
    r"\s*[（(\[]?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[）)\]]?[。.]?$",
    re.I,
)
"""The name and the day of another notice, to which a page leads on."""
_PARTS = 2
"""Parts of a notice with a window each, that are told apart by their headings."""
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
    mine = [f for f in brief.figures if f.key and named(window, brief.speech) and brief.carrier(f) is window]
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
    if brief.category is Category.MAINTENANCE and any(brief.carrier(f) is window for f in brief.figures):
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

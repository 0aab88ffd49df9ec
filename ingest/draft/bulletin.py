"""The notice for the bulletin board: what changes, when, for whom, what to say and what not to say, for how long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.draft import fakes
from ingest.draft.board import by_weight, told
from ingest.draft.board import figures as key_figures
from ingest.draft.brief import Brief, Point
from ingest.draft.calling import happening, known, label
from ingest.draft.clauses import MOVING, clause, dated
from ingest.draft.confidence import telling
from ingest.draft.excerpts import citations, clip, lines
from ingest.draft.outages import services
from ingest.draft.plan import plan
from ingest.draft.series import series
from ingest.draft.story import scheme
from ingest.draft.subject import heading
from ingest.draft.timing import point
from ingest.draft.urgency import by_rule, expires, starts, urgency
from ingest.draft.voice import chinese_signs, core, halfwidth
from ingest.model import BulletinDraft, Category, Direction, Evidence, Figure, Intent, Statement, Window, WindowRole
from ingest.text.grams import grams

_MANY = 4
"""Times beyond which they are written short."""
_FROM_TO = re.compile(r"\bfrom (\d[^;]{1,30}?) to (?=\d)")
_MONTH = re.compile(
    r"(?<=\d )(Jan(?=uary)|Feb(?=ruary)|Mar(?=ch)|Apr(?=il)|Jun(?=e)|Jul(?=y)|Aug(?=ust)|Sep(?=tember)|Oct(?=ober)"
    r"|Nov(?=ember)|Dec(?=ember))[a-z]+\b(?! [A-Z])"
)
_STOPS = (WindowRole.OUTAGE, WindowRole.CLOSURE)
"""What stops until a day is back on that day: said once."""
_PART = re.compile(r"（[^（）]*）")
_NUMBERED = re.compile(r"(?<![\d,.])\d{5,}(?![\d,.])|\d{3,4}[- ]\d{6,}")
"""Telephone numbers: the sentence says whom to ask, not whom it is for."""
_WHO = (Intent.WHO, Intent.AFFECTED)
_SELF = (Category.MAINTENANCE, Category.HOLIDAY_HOURS, Category.BRANCH_CHANGE)
"""Notices whose times say themselves what stops."""
_GIST = (Intent.WHAT_CHANGES, Intent.AFFECTED, Intent.WHERE, Intent.RISK, Intent.VERIFY, Intent.EXISTING, Intent.HOW_TO)


def _gist(brief: Brief) -> list[Statement]:
    """What tells the change in the notice's own words; the sentence nearest to its title first."""
    told = [s for topic in _GIST for s in brief.statements if s.topic is topic]
    title = grams(brief.title)
    return sorted(told, key=lambda s: -min(len(title & grams(s.text)), len(title) // 2))


def _windows(brief: Brief) -> list[Window]:
    mine = [w for w in brief.key_windows() if brief.speech.stretch(w)]
    ends = {w.end.day for w in mine if w.end and w.role in _STOPS}
    told = [w for w in mine if not (w.role is WindowRole.RESUME and w.start and w.start.day in ends)]
    return [w for w in told if w.role is not WindowRole.AS_OF] or mine


def _when(brief: Brief, room: int) -> Point:
    """The windows, each with its name where there are several; the weightiest where the room does not reach for all."""
    speech, windows = brief.speech, _windows(brief)
    if not windows:
        start = starts(brief.windows, brief.facts.published, brief.today)
        known_day = brief.facts.published
        text = speech.say("bulletin", "when_default", start=speech.moment(start)) if known_day else ""
        return Point(text or speech.say("bulletin", "no_date"), ())
    if len(windows) == 1:
        return Point(speech.stretch(windows[0]), (windows[0].evidence,))
    chosen = by_weight(windows)[:1]
    for window in by_weight(windows)[1:]:
        wider = [w for w in windows if any(w is c for c in (*chosen, window))]
        if len(_times(wider, brief)) <= room:
            chosen = wider
    return Point(_times(chosen, brief), tuple(w.evidence for w in chosen))


def _times(windows: list[Window], brief: Brief) -> str:
    """ "网点、保管箱：2026年2月16日至18日；…": things of one time, times of one thing together, each year said once."""
    speech, year = brief.speech, None
    together: dict[str, list[str]] = {}
    things: dict[str, set[object]] = {}
    for window in windows:
        moment = window.start or window.end
        when = speech.stretch(window, year=moment is None or moment.day.year != year)
        last = window.end or moment
        year = last.day.year if last else year
        same = next((w for w in together if w.endswith(when)), when)
        together.setdefault(same, []).append(_brief_label(window, brief))
        things.setdefault(same, set()).add((window.role, known(window, brief) or window.evidence.span))
    names = {when: speech.join(list(dict.fromkeys(filter(None, n))), "list") for when, n in together.items()}
    whens: dict[tuple[str, frozenset[object]], list[str]] = {}
    for when, name in names.items():
        whens.setdefault((name or when, frozenset(things[when])), []).append(when)
    times = ((n, speech.join(w, "list")) for (n, _), w in whens.items())
    text = speech.join([speech.say("brief", "window", what=n, when=w) if n != w else w for n, w in times])
    return text if speech.zh or len(windows) < _MANY else _MONTH.sub(r"\1", _FROM_TO.sub(r"\1 – ", text))


def _brief_label(window: Window, brief: Brief) -> str:
    limit = 14 if brief.speech.zh else 36
    if window.role is WindowRole.OUTAGE and not known(window, brief) and len(brief.key_windows()) > 1:
        return ""
    name = label(window, brief)
    if window.role is WindowRole.DEADLINE and not known(window, brief):
        happens = happening(window, brief)  # 办理 alone does not say of what
        name = happens if 0 < len(happens) <= limit else name
    if len(name) <= limit or not brief.speech.zh:
        return clip(name, limit, zh=brief.speech.zh)
    cuts = [m.start() for m in re.finditer(r"[、，（的和及与]", name[: limit + 1]) if m.start() > 2]
    if cuts and name.count("（", 0, cuts[-1]) > name.count("）", 0, cuts[-1]):
        return name[: name.index("（")]
    return name[: cuts[-1]] + brief.speech.table["join"]["ellipsis"] if cuts else clip(name, limit, zh=True)


def _suspended(brief: Brief, room: int) -> Point:
    """The services that an outage takes away; by their shorter names where there are many."""
    outages = [w for w in brief.key_windows() if w.role is WindowRole.OUTAGE]
    if not any(known(w, brief) for w in outages) and (not outages or brief.category is not Category.MAINTENANCE):
        return Point("", ())
    named = [w for w in outages if known(w, brief)] or outages[:1]
    names = list(dict.fromkeys(label(w, brief) for w in named))
    if sum(map(len, names)) + 2 * len(names) > room - 10:
        names = list(dict.fromkeys(_PART.sub("", n) for n in names))
    what = brief.speech.say("bulletin", "suspended", what=brief.speech.join(names).rstrip("；; "))
    return Point(clip(what, room, zh=brief.speech.zh), tuple(e for w in named for e in services(w, brief)[1]))


def _what(brief: Brief, room: int) -> Point:
    """Old → new, as far as the room reaches; without figures the gist of the notice."""
    speech = brief.speech
    if brief.category is Category.FRAUD_WARNING and (story := scheme(brief)):
        room -= 7 * sum(value in story[0].text for value in brief.fakes)  # for the marks
        return Point(clip(story[0].text, room, zh=speech.zh), story[0].evidence)
    parts: list[str] = []
    used: list[Evidence] = []
    if (suspended := _suspended(brief, room // 2)).text:
        parts.append(suspended.text)
        used += suspended.evidence
        room -= len(suspended.text) + 2
    chosen = key_figures(brief)
    if not parts and chosen and all(f.direction is Direction.EXEMPT for f in chosen) and (gist := _gist(brief)):
        parts.append(clip(gist[0].text, room, zh=speech.zh).rstrip("。."))
        used.append(gist[0].evidence)
        room -= len(parts[0]) + 2
    if (figures := told(chosen, brief, room)).text and figures.text not in "".join(parts):
        parts.append(figures.text)
        used += figures.evidence
    if parts:
        return Point(speech.join(parts), tuple(used))
    for statement in _gist(brief):
        return Point(clip(statement.text, room, zh=speech.zh), (statement.evidence,))
    windows = _windows(brief)
    if windows:
        return Point(clip(point(windows[0], brief).text, room, zh=speech.zh), (windows[0].evidence,))
    return Point(clip(heading(brief.title, speech), room, zh=speech.zh), ())


def _who(brief: Brief) -> Point:
    speech = brief.speech
    for statement in (s for topic in _WHO for s in brief.statements if s.topic is topic and not s.exclusion):
        if not re.search(speech.table["noise"]["people"], statement.text) or _NUMBERED.search(statement.text):
            continue
        line = lines(statement.text, 30 if speech.zh else 14, zh=speech.zh)[0]
        if len(line) <= speech.limit("who"):
            return Point(line.rstrip("。.；;"), (statement.evidence,))
    return Point(speech.say("bulletin", "who_default"), ())


def _script(brief: Brief) -> Point:
    """One line that can be read out to a customer."""
    speech, limit = brief.speech, brief.speech.limit("script") - 1
    if brief.category is Category.FRAUD_WARNING:
        phone = brief.official_phone()
        if phone is None:
            return Point(speech.say("bulletin", "fraud_script_bare"), ())
        return Point(speech.say("bulletin", "fraud_script", phone=phone[0]), (phone[1],))
    moving = _breath([f for f in key_figures(brief) if f.direction in MOVING], brief, limit)
    windows = [_named(point(w, brief), brief, limit) for w in _windows(brief)]
    stated = [clause(f, brief) for f in key_figures(brief)]
    gist = [Point(s.text, (s.evidence,)) for s in _gist(brief)]
    order = [*windows, *moving] if brief.category is Category.MAINTENANCE else [*moving, *windows, *stated, *gist]
    for p in order:
        if p.text and len(speech.sentence(p.text)) <= limit:
            return Point(speech.sentence(p.text), p.evidence)
    text = order[0].text if order else heading(brief.title, speech)
    return Point(speech.sentence(clip(text, limit, zh=speech.zh)), order[0].evidence if order else ())


def _named(p: Point, brief: Brief, limit: int) -> Point:
    """A time that does not say of what begins with what the notice is about."""
    speech, subject = brief.speech, brief.subject
    if not p.text or brief.category in _SELF or subject == speech.say(f"category.{brief.category}", "noun"):
        return p
    text = speech.join([subject, p.text], "colon")
    told = core(subject).strip("“”「」《》") in core(p.text)
    return p if told or len(speech.sentence(text)) > limit else replace(p, text=text)


def _breath(moving: list[Figure], brief: Brief, limit: int) -> list[Point]:
    """As many changing figures as one line holds, else one after the other."""
    for count in range(min(len(moving), 4), 1, -1):
        told = series(moving[:count], brief)
        if len(told) == 1 and len(brief.speech.sentence(told[0].text)) <= limit:
            return told
    return [dated(f, brief) for f in moving]


def _headline(brief: Brief) -> str:
    return clip(heading(brief.title, brief.speech), brief.speech.limit("headline"), zh=brief.speech.zh)


def _steps(brief: Brief) -> list[Point]:
    topics = plan()["topics"]["steps"]
    short = [
        s
        for s in brief.statements
        if str(s.topic) in topics and brief.speech.size(s.text) <= brief.speech.limit("point")
    ]
    return [Point(s.text, (s.evidence,)) for s in short[:3]]


def _confidence(brief: Brief, points: Iterable[Point]) -> float:
    return telling("\n".join(p.text for p in points), _windows(brief), key_figures(brief))


def bulletin(brief: Brief) -> BulletinDraft:
    """The bulletin of one change. All its fields together keep within the board's length."""
    speech = brief.speech
    headline, who, script = _headline(brief), _who(brief), _script(brief)
    room = speech.limit("bulletin") - len(headline) - len(who.text) - len(script.text) - 5
    when = _when(brief, room * 7 // 10)
    what = _what(brief, room - len(when.text))
    when = _when(brief, room - len(what.text)) if _windows(brief) else when
    steps = _steps(brief)
    evidence, mark = [e for p in (what, when, who, script, *steps) for e in p.evidence], speech.say("fake", "mark")

    def safe(text: str) -> str:
        plain = halfwidth(fakes.mark(text, brief.fakes, mark))
        return chinese_signs(plain) if speech.zh else plain

    return BulletinDraft(
        headline=safe(headline),
        what_changes=safe(what.text),
        when=when.text,
        who=safe(who.text),
        script=safe(script.text),
        do_not_say=speech.table["do_not_say"].get(str(brief.category)),
        operation_points=tuple(safe(p.text) for p in steps),
        urgency=urgency(brief.windows, brief.category, brief.today),
        starts=starts(brief.windows, brief.facts.published, brief.today),
        expires=expires(brief.windows, brief.category, brief.facts.published, brief.today),
        review=by_rule(brief.windows, brief.category, brief.facts.published, brief.today),
        citations=citations(brief.document, evidence, zh=speech.zh),
        confidence=_confidence(brief, (what, when, who, script, *steps)),
        change=brief.index,
    )

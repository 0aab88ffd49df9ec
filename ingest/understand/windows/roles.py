"""What a window is for, told by the words around it.

Each word of the lexicon that stands near the window speaks for its role: nearer words more, words beyond another
window less; column heads, labels, headings, the sentence before and the title add to it, and the category what is
likely. The shape of the window ("from", "until", "from-to", a day) rules roles out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from ingest.model import Category, WindowRole
from ingest.understand.windows.conditions import Verdict, benefit, conditional, denied, is_condition
from ingest.understand.windows.context import Place
from ingest.understand.windows.habits import adjust
from ingest.understand.windows.lexicon import Cue, Phrase, beside, roles
from ingest.understand.windows.own_clause import COMES_OF_IT, given_later, returned
from ingest.understand.windows.stretch import Shape, Stretch

_R = WindowRole
_REACH = 70
_OWN_VERB = 2.2
"""What a cell says itself, from this weight on, goes before the head of its column."""
_STRETCHED = (Shape.RANGE, Shape.UNTIL)
_KEPT_WITHIN = 12
"""Characters behind a stretch within which "仍按原标准" says what it is for."""
_LABEL_CELL = 0.8
"""In a table of two columns the first cell says what the second is."""
_IS = (":", "为", "是", "定为", "is", "are", "runs")
"""Between a label and its window."""
_CLAUSE = re.compile(r"[^,;:。(]{0,24}")
_NEXT_CLAUSE = re.compile(r"^,? (?:and|but|while|so|which|where) (?:is|are|may|can|will|you|we|it|they|must|should)\b")
"""What an English sentence goes on with behind a date is about something else."""
_ONCE = re.compile(r"[,;][^,;。]{2,16}(?<!最)后[^,;。]{0,10}$")
"""What happens once something else is done ("…, 更新后次日恢复") does not happen on the day."""
_FOR_IT = 0.4
"""What the bank gives for something that is done by a day is not given until that day."""
_LATER_CLAUSE = 0.4
"""What goes on as usual, in a clause behind the one that says what happens on the day."""
_OF_ANOTHER = 0.2
"""A phrase around another window speaks of that one."""
_MEANWHILE = re.compile(r"[,;][^,;。]{0,16}(?:同[日天时]|当[日天])")
"""Behind a window: another thing that happens on its day ("…1日启用,旧版同日停用")."""
_CJK = re.compile(r"[一-鿿]")
_BACK_THEN = re.compile(
    r"(?:起|已|将|正式|全面|陆续|在[^,。;\d]{2,14})*(?:恢复(?![至到为原收计征扣]|按[^,。;]{0,12}(?:标准|价目|收|计|执行))|复业)"
)
"""Directly behind a day: what begins again on it."""
_SENTENCE_END = re.compile(r"[;。]")
_HEADED = 0.7
_CREDITED = re.compile(r"(?<!be )(?<!are )(?<!is )\b(?:credited|awarded|granted)\s*$", re.I)
_OF_THEN = re.compile(r"新?(?:入账|发放|获得|累积|取得|开立|领取|兑换|预约|购买|申请|办理|下单|签约|登记|报名)的")
_OF_ITEMS = (_R.REWARD, _R.REDEMPTION, _R.COLLECTION, _R.REGISTRATION, _R.RESERVATION)
"""What points, cards or bookings of a day on undergo, is no event of that day: what is said of them takes effect."""
_SILENT = 0.6
"""Below it the words of a sentence do not say what its days are for."""
_AWAY = 2.4
"""What stops and comes back is away meanwhile."""
_BARRED = 4.0
"""From here on words say that a promotion does not count what is done on a day."""
_GIVES_MORE = 3.0
"""From here on words say that an offer gives more for what is done on a day."""
_THIS = 0.8
"""Where a sentence says "you can do this from …", the one before it says what."""
_FIRST_SAID = 24
"""Characters behind a stretch in which its sentence tells what is open then."""
_SPOKEN = 2.5
"""From here on words say what a stretch is for, whatever is likely."""
_STAGE = 1.6
"""Under the head "Phase" a day is the one from which the row holds."""
_MOVES = re.compile(r"(?:moves?|drops?) from", re.I)
_SHORT_HEADING = 28
_AROUND = 200
"""How far from a window its words are sought: beyond it they would not count, and a page of dates stays fast."""


@functools.lru_cache(maxsize=4096)
def _cues(text: str) -> tuple[tuple[int, int, tuple[Cue, ...]], ...]:
    """The cues of a text. Those of several words may overlap: "the offer is valid till" tells two things."""
    lexicon, at = roles(), 0
    text = beside("called").sub(lambda m: " " * len(m[0]), text)
    found = []
    while m := lexicon.pattern.search(text, at):
        found.append((m.start(), m.end(), lexicon.cues[" ".join(m[0].lower().split())]))
        at = m.start() + m[0].index(" ") + 1 if " " in m[0] else m.end()
    return tuple(found)


def _add(scores: dict[WindowRole, float], found: Iterator[tuple[WindowRole, float]]) -> None:
    best: dict[WindowRole, float] = {}
    for role, weight in found:
        best[role] = max(best.get(role, 0.0), weight)
    for role, weight in best.items():
        scores[role] = scores.get(role, 0.0) + weight


def _of(text: str, factor: float) -> Iterator[tuple[WindowRole, float]]:
    for _, _, cues in _cues(text):
        for cue in cues:
            yield cue.role, cue.weight * factor


def _near(text: str, begin: int, stretch: Stretch, others: list[Stretch]) -> Iterator[tuple[WindowRole, float]]:
    """Cues of the sentence; `begin` is its offset, `others` are the other windows in it."""
    predicate = _predicate(text, stretch.end - begin) if stretch.shape in (Shape.FROM, Shape.POINT) else 0
    within = text[stretch.start - begin : stretch.end - begin]
    later_on = _comes_of_it(text, stretch, begin)
    for a, b, cues in _cues(text):
        of_it = later_on(a)
        a, b = a + begin, b + begin
        if a < stretch.end and b > stretch.start:
            distance, factor = 0, 0.9
            noted = within.rfind("(", 0, a - stretch.start) > within.rfind(")", 0, a - stretch.start)
            joining = stretch.shape is Shape.RANGE and within.isascii()
            if joining and a < stretch.start and _MOVES.fullmatch(text[a - begin : b - begin]):
                continue  # "shut for the move from … to …" tells no change from a value to another
            cues = tuple(c for c in cues if c.role is not _R.CLOSURE) if noted or joining else cues
        elif a >= stretch.end:
            distance, factor = a - stretch.end, 1.0
        else:
            distance, factor = stretch.start - b, 0.92
            if text[b - begin : stretch.start - begin].strip(" (") in _IS:
                factor = 1.3
            elif predicate and ":" not in text[b - begin : stretch.start - begin]:
                factor = 0.5
        if distance and a >= stretch.end:
            factor *= _further(text[stretch.end - begin : a - begin], predicate)
        factor *= 1 - min(distance, _REACH) / 110
        if distance > 0:
            factor *= _crossing(text, begin, a, b, stretch, others)
        later = predicate and a >= stretch.end and "," in text[stretch.end - begin : a - begin]
        for cue in cues:
            beyond = (later and cue.role is _R.RESUME) or cue.role in of_it
            yield cue.role, cue.weight * factor * (_LATER_CLAUSE if beyond else 1.0)


def _comes_of_it(text: str, stretch: Stretch, begin: int) -> Callable[[int], tuple[WindowRole, ...]]:
    """The roles for which words at a place of `text` only tell what comes of the days of `stretch`."""
    cues = ((a, b, c.role, c.weight) for a, b, cues in _cues(text) for c in cues)
    given, back = given_later(text, stretch, begin, cues), returned(text, stretch, begin)

    def roles_at(at: int) -> tuple[WindowRole, ...]:
        return COMES_OF_IT if given and at >= given else (_R.REWARD,) if back and at >= back else ()

    return roles_at


@functools.lru_cache(maxsize=1024)
def _said(text: str) -> tuple[tuple[int, int, Phrase], ...]:
    """The phrases of a text, of its own script."""
    chinese = _CJK.search(text) is not None
    found = ((one, one.chinese if chinese else one.english) for one in roles().phrases)
    return tuple((m.start(), m.end(), one) for one, pattern in found if pattern for m in pattern.finditer(text))


def _phrases(
    text: str, begin: int, stretch: Stretch, others: list[Stretch], category: Category | None, condition: bool
) -> Iterator[tuple[WindowRole, float]]:
    """Phrases of the sentence that suit the shape of the stretch; they count less with distance, as single words do."""
    at, until = stretch.start - begin, stretch.end - begin
    later_on = _comes_of_it(text, stretch, begin)
    for a, b, one in _said(text):
        if stretch.shape.value not in one.shapes or (one.categories and category not in one.categories):
            continue
        if condition and not one.always:
            continue
        if stretch.shape is Shape.RANGE and a < at < b <= until:
            continue  # the words from … to are those of the window
        distance = max(0, a - until, at - b)
        factor = 1 - min(distance, _REACH) / 110
        if any(o.start < b + begin and a + begin < o.end for o in others):
            factor *= _OF_ANOTHER
        elif distance:
            factor *= _crossing(text, begin, a + begin, b + begin, stretch, others)
        if one.cue.role in (_R.CONCESSION, _R.REWARD) and a >= until and _NEXT_CLAUSE.match(text[until:b]):
            factor *= _FOR_IT  # "tell us by 31 May and we'll refund the fees"
        if one.cue.role in later_on(a):
            factor *= _LATER_CLAUSE
        if one.cue.role is _R.REWARD and stretch.shape is Shape.RANGE and a >= until:
            factor *= _OF_ANOTHER  # "for every £10 saved between … and … you'll get one entry"
        yield one.cue.role, one.cue.weight * factor


def _further(between: str, predicate: int) -> float:
    """How much a cue behind a window still counts when its sentence has gone on to something else in between."""
    factor = 0.8 ** max(0, between.count(",") - 1) if predicate else 1.0
    if _MEANWHILE.search(between):
        factor *= 0.4
    if ("后" in between and _ONCE.search(between)) or _NEXT_CLAUSE.match(between):
        factor *= 0.4
    return factor


def _predicate(text: str, at: int) -> int:
    """Where a verb that tells a role stands behind a Chinese date in its own clause: what stands before the date is
    then only whom or what it is about ("快速赎回自1日起暂停"). 0 when there is none."""
    clause = _CLAUSE.match(text, at)
    if clause is None or not _CJK.search(clause[0]):
        return 0
    strong = (a for a, b, cues in _cues(text) if at <= a and b <= clause.end() and any(c.weight >= 2.4 for c in cues))
    return next(strong, 0)


def _crossing(text: str, begin: int, a: int, b: int, stretch: Stretch, others: list[Stretch]) -> float:
    """How much a cue at `a:b` still counts when it stands beyond another window, or between two.

    English verbs stand before their dates, Chinese ones behind them."""
    factor, english = 1.0, text.isascii()
    for other in others:
        if min(b, stretch.end) <= other.start and other.end <= max(a, stretch.start):
            factor = min(factor, 0.6 if other.shape in (Shape.UNTIL, Shape.AFTER) else 0.3)
        elif (english and stretch.end <= a and b <= other.start) or (
            not english and other.end <= a and b <= stretch.start
        ):
            apart = not english and "," in text[b - begin : stretch.start - begin]
            factor = min(factor, 0.45 if english else 0.25 if apart else 0.6)
        elif (
            stretch.end <= a
            and b <= other.start
            and _labels(text[stretch.end - begin : a - begin], text[b - begin : other.start - begin])
        ):
            factor = min(factor, 0.4)
    return factor


def _answers(text: str, place: Place, sentence: tuple[int, int], stretch: Stretch) -> bool:
    """Does a sentence that opens with a window answer the short heading above it ("Sign-up" / "25 May to 8 June")?"""
    before, behind = text[sentence[0] : stretch.start], text[stretch.end : sentence[1]]
    alone = (not re.search(r"\w", before) or before.rstrip()[-1:] == ":") and len(behind) <= _SHORT_HEADING
    return alone and place.line == (0, 0) and not place.before and len(place.heading) <= _SHORT_HEADING


def _silent(scores: dict[WindowRole, float], place: Place, stretch: Stretch) -> bool:
    """Does a sentence leave it to the short heading above it to say what a period is for?"""
    alone = place.line == (0, 0) and stretch.shape is Shape.RANGE and len(place.heading) <= _SHORT_HEADING
    return alone and max(scores.values(), default=0.0) < _SILENT


def _labels(before: str, behind: str) -> bool:
    """Is a cue the label of the window behind it ("…起, 兑换截止日为…"), not what happens at the one before it?"""
    return "," in before and "," not in behind and len(behind) < 8


def judge(
    text: str,
    place: Place,
    sentence: tuple[int, int],
    stretch: Stretch,
    others: list[Stretch],
    title: str,
    category: Category | None,
) -> Verdict:
    """The role of `stretch`, which stands in `text[sentence[0]:sentence[1]]` beside the windows `others`."""
    lexicon = roles()
    scores: dict[WindowRole, float] = {}
    begin = text.rfind(";", sentence[0], stretch.start) + 1 or sentence[0]
    finish = text.find(";", stretch.end, sentence[1])
    if any(o.start <= stretch.start and stretch.end <= o.end for o in others):
        begin = stretch.start
    begin = max(begin, stretch.start - _AROUND)
    finish = min(finish if finish >= 0 else sentence[1], stretch.end + _AROUND)
    inside = text[begin:finish]
    others = [o for o in others if o.end > begin and o.start < finish]
    _add(scores, _near(inside, begin, stretch, others))
    condition = is_condition(text, sentence, stretch, lexicon)
    _add(scores, _phrases(inside, begin, stretch, others, category, condition))
    if place.is_header:
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 1.0
    own = place.line != (0, 0) and max(scores.values(), default=0.0) >= _OWN_VERB
    _add(scores, _of(place.header, 0.5 if own else 1.1))
    headed = _silent(scores, place, stretch) or _answers(text, place, sentence, stretch)
    _add(scores, _of(place.heading, _HEADED if headed else 0.32))
    _add(scores, _of(place.lead, 0.4 if place.line != (0, 0) else 0.35))
    _add(scores, _of(place.before, _THIS if place.before and beside("do_this").search(inside) else 0.15))
    neutral = bool(place.header) and not _cues(place.header)
    for at, cell in enumerate(place.row[:3]):
        names = place.left and (len(place.row) == 1 or (neutral and not at))
        _add(scores, _of(cell, _LABEL_CELL if names else 0.25))
    if stretch.shape in (Shape.POINT, Shape.FROM) and beside("stage_head").fullmatch(place.header):
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + _STAGE
    if stretch.away:
        scores[_R.OUTAGE] = scores.get(_R.OUTAGE, 0.0) + _AWAY
        scores.pop(_R.CONCESSION, None)
    said = max(scores.values(), default=0.0)
    told = said >= 1.0
    _add(scores, _of(title, 0.12))
    for role, weight in lexicon.priors.get(category, {}).items() if category else ():
        scores[role] = scores.get(role, 0.0) + weight
    if stretch.lead.startswith("截") and text[stretch.end : stretch.end + 1] == ",":
        scores[_R.AS_OF] = scores.get(_R.AS_OF, 0.0) + 1.8
    if stretch.lead in ("截至", "as at") and scores.get(_R.AS_OF, 0) < 1 and category is not Category.PROMOTION:
        scores[_R.DEADLINE] = scores.get(_R.DEADLINE, 0.0) + 0.8
    behind = _SENTENCE_END.split(text[stretch.end : min(sentence[1], stretch.end + _KEPT_WITHIN)])[0]
    if stretch.shape in _STRETCHED and lexicon.kept.search(behind):
        scores[_R.CONCESSION] = scores.get(_R.CONCESSION, 0.0) + 4.0
    if stretch.shape in (Shape.FROM, Shape.POINT) and _BACK_THEN.match(behind):
        scores[_R.RESUME] = scores.get(_R.RESUME, 0.0) + 5.0
    limits = lexicon.limits.get(stretch.shape.value, {})
    scores = {r: s * limits.get(r, 1.0) for r, s in scores.items()}
    for role, weight in () if condition else _likely(stretch, category, said, text[stretch.end : sentence[1]]):
        scores[role] = scores.get(role, 0.0) + weight
    adjust(scores, stretch, category, inside, " ".join(place.row), place.heading)
    opens = lexicon.opens.match(text[stretch.end : min(sentence[1], stretch.end + 40)])
    opens = opens or lexicon.opens.search(text[stretch.start : stretch.end])
    opens = opens or lexicon.stays.search(text[max(sentence[0], stretch.start - 48) : stretch.start])
    daily = stretch.shape is Shape.FROM and stretch.hours is not None
    if opens or daily or stretch.lead in lexicon.deferred:
        for role in (_R.CLOSURE, _R.OUTAGE, *((_R.STOP_SERVICE,) if daily else ())):
            scores[role] = scores.get(role, 0.0) * 0.2
    if opens and stretch.shape is Shape.RANGE:
        scores[_R.EFFECTIVE] = scores.get(_R.EFFECTIVE, 0.0) + 2.5
    if (
        condition
        and stretch.shape is Shape.RANGE
        and category is Category.PROMOTION
        and not lexicon.kept.search(inside)
        and scores.get(_R.CLOSURE, 0.0) < max(scores.values())
    ):
        return Verdict(_R.PROMOTION, max(2.0, scores.get(_R.PROMOTION, 0.0)), True)
    if condition and category is Category.PROMOTION and scores.get(_R.CLOSURE, 0.0) >= _BARRED:
        return Verdict(_R.CLOSURE, scores[_R.CLOSURE], True)
    of_an_offer = condition and category is Category.PROMOTION and stretch.shape is Shape.POINT
    if of_an_offer and scores.get(_R.PROMOTION, 0.0) >= _GIVES_MORE:
        return Verdict(_R.PROMOTION, scores[_R.PROMOTION], True)
    if condition and (given := benefit(text, sentence, stretch, category)):
        return given
    if condition:
        kept = lexicon.kept.search(inside) is not None or denied(text, sentence, stretch)
        return conditional(scores, stretch, kept)
    if not any(scores.values()):
        return Verdict(_default(stretch), 0.0, False)
    role = max(scores, key=lambda r: scores[r])
    before = text[begin : stretch.start]
    done = lexicon.condition_before.search(before) or _CREDITED.search(before) or _OF_THEN.match(behind)
    if role in _OF_ITEMS and stretch.shape is Shape.FROM and done:
        return Verdict(_R.EFFECTIVE, 2.0, True)
    second = max((score for r, score in scores.items() if r is not role), default=0.0)
    return Verdict(role, scores[role], told, margin=scores[role] - second)


def _likely(
    stretch: Stretch, category: Category | None, said: float, behind: str
) -> Iterator[tuple[WindowRole, float]]:
    """What stretches are for in notices of a category; less, the more the words say."""
    first, last = stretch.first, stretch.last
    if stretch.shape is not Shape.RANGE or category is None or not (first and last) or not (last.dated or last.day):
        return
    if first.timed is not last.timed or (category is Category.FEE_CHANGE and beside("amount").search(behind)):
        return  # a price for a time is one of several in a row
    if beside("attended").search(behind[:_FIRST_SAID]):
        return  # when something is open
    for role, weight in roles().stretches["hours" if first.timed else "days"].get(category, {}).items():
        yield role, weight * max(0.0, 1 - said / _SPOKEN)


def _default(stretch: Stretch) -> WindowRole:
    return _R.DEADLINE if stretch.shape is Shape.UNTIL else _R.EFFECTIVE

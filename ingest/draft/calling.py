"""What a window is called: what it applies to, the row or the heading under which it stands, or what happens then."""

from __future__ import annotations

import functools
import re

from ingest.draft.brief import Brief, once
from ingest.draft.excerpts import sentence_span, tidy
from ingest.draft.names import sound, trimmed
from ingest.draft.outages import services
from ingest.draft.subject import fitting
from ingest.draft.voice import Voice
from ingest.model import Category, Window, WindowRole

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
    return _name(window.applies_to, speech) if window.applies_to else ""


@functools.lru_cache(maxsize=2048)
def _name(thing: str, speech: Voice) -> str:
    bare = re.sub(r"\s*[（(][^（）()]*\d{4}.*$", "", thing)
    text = trimmed(re.split(r"[:：;；。\n]", bare)[0], zh=speech.zh)
    text = _MOVED.sub("", _STOPPED.sub("", text)) if speech.zh else text
    odd = _NO_NAME.search(re.sub(r"[A-Z0-9]{4,}", "", text)) if speech.zh else re.search(r"[\u4e00-\u9fff]", text)
    if (speech.zh and _DOING.search(text)) or odd or len(text) > speech.limit("what") or not sound(text, zh=speech.zh):
        return ""
    return text


@once
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
_PARTS = 2
"""Parts of a notice with a window each, that are told apart by their headings."""
_ASIDE = re.compile(r"^[（(][甲乙丙丁戊一二三四五六七八九十\d]{1,2}[)）]\s*|\s*(?:——|—|–| - |[:：]).*$")
_KIND = re.compile(
    r"(?:日子|日期|日程|须知|須知|规则|規則|细则|細則|对象|對象|方式|流程|条件|條件|范围|範圍|要点|要點|亮点|亮點|详情|詳情|期)$"
    r"|\b(?:dates?|details?|rules|terms|conditions|period|timeline|eligibility|how|when|where|who|what|why|need|know|forget)\b",
    re.I,
)
"""A heading that says what kind of thing stands below it names nothing."""


@once
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


@once
def label(window: Window, brief: Brief) -> str:
    """What a window is about: what it applies to, or the usual word of its role."""
    speech = brief.speech
    if name := called(window, brief):
        return name
    if window.role is WindowRole.EFFECTIVE:
        return speech.say(f"category.{brief.category}", "new")
    noun = brief.subject if brief.category is not Category.MAINTENANCE else speech.say("category.maintenance", "noun")
    return speech.say(f"role.{window.role}", "what", noun=noun)


_DATED = re.compile(
    r"^(?:将|將|拟|擬|于|於|在|自(?![助动動])|从|從|起|止|前|内|內|的|，|,|\s)+|(?:将|將|于|於|在|自|从|從|截至|至|定|拟|擬|计划|計劃)+$"
)


@once
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

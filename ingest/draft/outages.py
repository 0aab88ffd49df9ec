"""Which services an outage takes away: named in its own sentence, or in the lines that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.draft.brief import Brief, once
from ingest.draft.excerpts import sentence_span, tidy
from ingest.draft.leadin import announces
from ingest.draft.names import sound
from ingest.model import Evidence, PassageKind, Span, Window, WindowRole

_STOPS_ZH = re.compile(
    r"(?:^|[，,；;。：:])(?P<x>[^，,；;。：:]{2,44}?)"
    r"[：:]?(?:将|將|会|會|均|也|全部|于|於|在|自|起|[暂暫][时時])*"
    r"(?:[暂暫]停|停[止办辦收用]|中[断斷]|[无無]法|不能|不可|不支持)"
    r"(?:[对對]外)?(?:提供)?(?:服[务務]|使用|[办辦]理|受理|交易|[营營][业業])*(?=[，,；;。（(]|$)"
)
_OBJECT_ZH = re.compile(
    r"(?:[暂暫]停|停止|中[断斷])(?:提供|受理|[办辦]理)?(?P<x>[^，,；;。：:]{3,44}?)(?:等)?(?=[，,；;。]|$)"
)
_EDGES_ZH = re.compile(
    r"^(?:我行|本行|届时|屆時|期间|期間|其间|其中|上述时间|本次|我行的|将|將|于|於|在|从|從|对|對|至|起|的|自(?![助动動]))+"
    r"|(?:[将將会會均于於在自起也]|全部|[暂暫][时時])+$"
)
_VAGUE_ZH = re.compile(
    r"^(?:部分|相关|相關|有关|有關|上述|下列|以下|该|該|系统|系統|升级|升級|维护|維護|渠道|各项|各項|此|其)*"
    r"(?:服务|服務|业务|業務|功能|系统|系統|交易|营业|營業|期间|期間)?$|[下如][列下]|上述|期间$|期間$|客户$|客戶$|^如|^若"
)
_STOPS_EN = re.compile(
    r"(?:^|[,;:]\s)(?P<x>[^,;:.]{3,90}?(?:, [^,;:.]{3,40}?){0,3})\s"
    r"(?:will|may|is|are)(?: also| temporarily| all)* (?:be )?"
    r"(?:(?:temporarily )?unavailable|not (?:be )?(?:available|work)|offline|suspended|interrupted|out of service)\b"
)
_VAGUE_EN = re.compile(
    r"^(?:(?:the|our|this|these|some|following|certain|all|related|affected|it|they|we|you) ?)*(?:services?|systems?)?$"
    r"|\bfollowing\b|^(?:if|when|while|during|please|from|between)\b",
    re.I,
)
_COMMON_EN = re.compile(
    r"^(?:Online|Mobile|Internet|Telephone|Phone|Our|The|Card|Cards|Some|All|Cash|Branch|Digital|Transfers|Payments)\b"
)
_KEPT = re.compile(r"不受影响|不受影響|正常|照常|\bnot affected|\bas usual|\bunaffected", re.I)
_FAR = 6
_MOST = 3
"""Names taken from the lines behind a window."""


def _clean(name: str, *, zh: bool) -> str:
    """A name as it stands in a sentence; "" when it names no service."""
    name = name.strip(" 　、")
    if zh:
        name = re.sub(r"(?<=.{4})(?:服务|服務)$", "", _EDGES_ZH.sub("", name))
        return "" if _VAGUE_ZH.search(name) or re.search(r"\d[日时時:：]", name) or not sound(name, zh=True) else name
    if _VAGUE_EN.search(name) or not sound(name, zh=False):
        return ""
    return name[:1].lower() + name[1:] if _COMMON_EN.match(name) else name


def _named(text: str, *, zh: bool) -> str:
    for pattern in (_STOPS_ZH, _OBJECT_ZH) if zh else (_STOPS_EN,):
        for m in pattern.finditer(text):
            if name := _clean(m["x"], zh=zh):
                return name
    return ""


def _behind(start: int, brief: Brief) -> Iterator[tuple[Span, PassageKind]]:
    """The sentences behind a place, each with the kind of its passage."""
    text, at = brief.document.text, start
    for _ in range(_FAR):
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            return
        span = sentence_span(text, Span(at, at + 1), zh=brief.speech.zh)
        span = Span(max(at, span.start), max(span.end, at + 1))
        yield span, brief.document.passages[brief.passage(span)].kind
        at = span.end


@once
def services(window: Window, brief: Brief) -> tuple[str, tuple[Evidence, ...]]:
    """What stops in an outage, in the words of the notice, and where it says so; ("", ()) when it names nothing."""
    if window.role is not WindowRole.OUTAGE or brief.in_row(window.evidence.span):
        return "", ()
    text, zh, span = brief.document.text, brief.speech.zh, window.evidence.span
    home = sentence_span(text, span, zh=zh)
    if name := _named(tidy(text[home.start : span.start] + text[span.end : home.end]), zh=zh):
        return name, (brief.stated(span),)
    others = [w.evidence.span.start for w in brief.windows]
    listed = announces(home.of(text).strip())
    names: dict[str, Evidence] = {}
    for place, kind in _behind(home.end, brief):
        line = tidy(place.of(text))
        if any(place.start <= o < place.end for o in others):
            if listed:
                continue
            break
        found = "" if _KEPT.search(line) else _named(line, zh=zh)
        if not found and listed and kind is PassageKind.ITEM and len(line) <= (24 if zh else 60):
            found = _clean(line.rstrip("。；;."), zh=zh)
        if found and len(names) < _MOST:
            names.setdefault(found, brief.stated(place))
    return brief.speech.join(list(names), "list"), tuple(names.values())

"""The question that a sentence itself raises: its condition (若退款，…), its subject, or its label (怎么升级：…)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.draft.names import sound
from ingest.draft.voice import Voice

_ASKING_ZH = (
    r"怎么|怎样|怎樣|如何|哪些|哪里|哪裡|哪天|什么|什麼|为什么|為什麼|为何|為何"
    r"|何时|何時|谁|誰|多少|多久|几|幾|是否|能否|可否"
)
_LABEL_ZH = re.compile(rf"^(?P<x>[^：:，,。；;]{{0,10}}(?:{_ASKING_ZH})[^：:，,。；;]{{0,12}})[：:？?]\s*(?=\S)")
_LABEL_EN = re.compile(
    r"^(?P<x>(?!(?:how|what|when|where|who|why|which) (?:we|you|our|your|they|it|the)\b)"
    r"(?:how|what|when|where|who|why|which|can|do|does|will|is|are)\b[^:?.;]{4,70})[:?]\s+(?=\S)",
    re.I,
)
_REASON_ZH = re.compile(
    r"^(?:为|為|因|由于|由於|根据|根據"
    r"|经|經|按|依|自|从|從|鉴于|鑒於|此外|同时|同時|其中|请|請|本次|以上|上述|届时|屆時)"
)
_IF_ZH = re.compile(
    r"^(?:若|如果|如|倘若|倘|假如)(?!下|上|期|有疑|需(?:咨询|帮助|了解)|遇)"
    r"(?P<x>[^，,。；;：]{4,26}?)(?P<y>的|时|時|后|後)?[，,]"
)
_WHOM_ZH = re.compile(r"^(?:对于|對於|凡|对|對)?(?P<x>[^，,。；;：]{4,28}?)(?P<y>的)[，,]")
_AFTER_ZH = re.compile(r"^(?P<x>[^，,。；;：]{4,22}?)(?P<y>后|後|时|時|期间|期間)[，,]")
_IF_EN = re.compile(r"^(?:if|should) (?P<x>[^,;.:]{8,90}),\s", re.I)
_WHEN_EN = re.compile(r"^(?:when|once|after|where|while) (?P<x>[^,;.:]{8,80}),\s", re.I)
_WHOM_EN = re.compile(
    r"^(?P<x>(?:(?:any|all|existing|new|other|those) )?"
    r"(?:customers?|members?|cardholders?|holders|accounts?|cards?|anyone|people"
    r"|applications?|requests?|orders?|payments?|transactions?|instructions?|transfers?|cheques?|deposits?|cardmembers?|purchases?)\b[^,;.:]{6,80}?)"
    r"\s(?:will|(?-i:may)|must|can|cannot|need|needs|are|is|keep|keeps|stay|stays|do|does|remain|shall|have|has)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and how many characters at the head of the sentence only say what it is about."""

    question: str
    skip: int = 0


def labelled(text: str, speech: Voice) -> Asked | None:
    """The question that stands before its own answer."""
    m = (_LABEL_ZH if speech.zh else _LABEL_EN).match(text)
    if m is None:
        return None
    words = m["x"].strip(" 、．.")
    return Asked(words + ("？" if speech.zh else "?"), m.end())


def condition(text: str, speech: Voice) -> Asked | None:
    """A question made of the case that a sentence settles."""
    for name, pattern in (("if", _IF_ZH), ("whom", _WHOM_ZH), ("after", _AFTER_ZH)) if speech.zh else (
        ("if", _IF_EN), ("when", _WHEN_EN), ("whom", _WHOM_EN)):  # fmt: skip
        m = pattern.match(text)
        if m is None:
            continue
        case = m["x"].strip() + (m["y"] or "" if speech.zh and name != "if" else "")
        if speech.zh and (_REASON_ZH.search(case) or not sound(m["x"], zh=True)):
            continue
        case = case if speech.zh else _lower(case)
        return Asked(speech.say("case", name, case=case))
    return None


def _lower(text: str) -> str:
    return text if text[:2].isupper() or text.startswith("I ") else text[:1].lower() + text[1:]

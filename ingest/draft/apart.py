"""Two entries under one question are told apart by the thing that the second one is about, or by its first words."""

from __future__ import annotations

import re

from ingest.draft.brief import Brief
from ingest.draft.excerpts import clip
from ingest.draft.names import sound

_LABEL_ZH = re.compile(r"^(?P<x>(?:[^：:，,。；;（]|（[^（）]{1,16}）){2,16}?)(?<![有是为為如下的])[：:](?=.{2})")
_LABEL_EN = re.compile(r"^(?P<x>(?!(?:now|new|old|note|important|example)\b)[A-Z][^:;,.?]{2,50}):\s+(?=\S)", re.I)
_THING_ZH = re.compile(
    r"^(?:对于|對於|凡(?:是)?)?(?P<x>[^，,。；;：:？?]{3,16}?)(?:的)?"
    r"(?=[，,]?(?:不|可(?!用|选|靠)|须|須|需|应(?!用)|應(?!用)|将|將|按|由(?!.{0,4}[改调])|仍|均|无|無|享(?!受过)|统一|統一|暂|暫|如需|如希|若|保持|照|免|继续|繼續))"
)
_WHOM_ZH = re.compile(
    r"^(?P<x>[^，,。；;：:？?]{2,14}的(?:客户|客戶|账户|賬戶|帳戶|持卡人|卡片|商户|商戶|企业|企業|单位|單位|交易|申请|申請|业务|業務))"
)
_THING_EN = re.compile(
    r"^(?:the |your |our |any |all )?(?P<x>[^,;.:?]{3,48}?) "
    r"(?=(?:will|must|can|cannot|may|is|are|was|were|has|have|does|do|should|shall|stays?|keeps?|remains?)\b)",
    re.I,
)
_NO_THING = re.compile(
    r"^(?:您|你|我|本|该|該|此|其|这|這|那|上述|以上|以下|如|若|因|当|當|请|請|经|經|自|从|從|在|为|為|只要|只有|届|屆)"
    r"|^(?:套路|第|其|情形|类型|方式|步骤)[一二三四五六七八九十\d]+[步条种]?$|.由."
    r"|(?:期间|期間|照常|[时時后後前])$"
    r"|^(?:if|when|where|once|after|before|while|unless|as|by|we|you|they|it|he|she|there|this|that|these|those|who|what|i|no|not|please)\b",
    re.I,
)


def thing(text: str, *, zh: bool) -> str:
    """What a sentence is about: its label or its subject, where that is a name; else nothing."""
    for pattern in (_LABEL_ZH, _WHOM_ZH, _THING_ZH) if zh else (_LABEL_EN, _THING_EN):
        if found := pattern.match(text):
            name = found["x"].strip(" 、")
            if not _NO_THING.search(name) and sound(name, zh=zh):
                return name
    return ""


def apart(question: str, text: str, brief: Brief) -> str:
    """`question` for an entry that begins with `text`, beside another entry that has it."""
    speech = brief.speech
    if topic := thing(text, zh=speech.zh):
        topic = topic if speech.zh else topic[:1].upper() + topic[1:]
        return speech.ask("more", brief.category, ask=question, topic=topic)
    return speech.ask("more_said", brief.category, ask=question, said=begun(text, zh=speech.zh))


_CUT = re.compile(r"[\s（(]*[+＋]?[\d０-９][\d０-９\s,.:/－-]*$")
"""A number at the end of what was cut off may be half of one."""
_TORN = re.compile(
    r"(?:\s+(?:on|by|from|to|at|of|the|a|an|in|is|are|will|and|or|for|with|that|than))*(?:\s*[£$€₹]?\d[\d,.:/年月日-]*)?$",
    re.I,
)


def begun(text: str, *, zh: bool) -> str:
    """The beginning of a sentence, without half a number at its end and without the words that led to one."""
    whole = text.rstrip("，,。;； ")
    text = clip(text, 16 if zh else 50, zh=zh).rstrip("，,。;； ")
    text = text if text == whole else _CUT.sub("", text)
    shorter = _TORN.sub("", text).rstrip("，,。;；:： ")
    return shorter if len(shorter) > len(text) / 2 else text

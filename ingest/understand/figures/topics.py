"""What a stretch of the notice speaks of, for figures whose own sentence does not name them: label, heading, title."""

from __future__ import annotations

import functools
import re
from typing import Final

from ingest.understand.figures.phrases import CJK, phrase, sound
from ingest.understand.figures.words import pattern, stems
from ingest.understand.sentences import unnumbered

_ABOUT: Final = re.compile(
    r"关于(?P<zh>.{2,40}?)的?(?:公告|通知|通告|说明|公示|启事|提示)?$"
    r"|(?P<zh2>[^,。]{2,30}?)(?:调整|变更|变动|修订|下调|上调|优惠)的?"
    r"(?:公告|通知|通告|说明)$"
    r"|(?:(?:changes?|revisions?|amendments?|adjustments?|updates?|increases?|reductions?|cuts?) (?:to|in|of)"
    r"|new) (?P<en>.{4,60})$",
    re.I,
)
_VERB: Final = re.compile(
    r"^.{0,12}(?:银行|公司|中心|我行|本行)"
    r"|^(?:统一|阶段性|部分|继续|进一步|临时)*(?:调整|变更|修订|下调|上调|降低|提高|减免|减收"
    r"|免收|取消|优化|暂停|更新|完善|规范|推出|开展|新增)(?:部分|个人|的)?"
    r"|(?:调整|变更|修订|下调|上调|有关事项|相关事宜|收费标准|标准)+$"
)


@functools.lru_cache(maxsize=1024)
def topic(words: str) -> str:
    """The noun phrase of a label or heading, when it names something that has figures; else nothing."""
    text = unnumbered(words).strip(" :：").split(":")[-1].strip()
    if not re.search("[一-鿿]{2}|[A-Za-z]{3}", text):
        return ""
    chinese = CJK.search(text) is not None
    found = phrase(re.sub(r"(?:收费标准|标准|调整|变更|变动|如下)+$", "", text) if chinese else text, chinese)
    if not sound(found) or len(found) > (24 if chinese else 60) or pattern("phrases", "hollow").fullmatch(found):
        return ""
    return found if not chinese or stems("phrases", "measures").search(found) or len(found) <= 8 else ""


def title_topic(title: str) -> str:
    """What a title says the notice is about: 关于调整短信服务费的公告 → 短信服务费."""
    m = _ABOUT.search(title.strip())
    if m is None:
        return ""
    text = next(g for g in m.groups() if g)
    for _ in range(2):
        text = _VERB.sub("", text)
    found = phrase(text, CJK.search(text) is not None)
    named = stems("phrases", "measures").search(found) and not pattern("phrases", "hollow").fullmatch(found)
    return found if named and sound(found) and len(found) <= 40 else ""

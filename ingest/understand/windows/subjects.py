"""What a window applies to: the service, card or step that its row, label or sentence names."""

from __future__ import annotations

import re

from ingest.model import WindowRole
from ingest.understand.sentences import unnumbered
from ingest.understand.windows.context import Place
from ingest.understand.windows.ranges import Stretch

_LONGEST = 40
_TIME_WORD = re.compile(
    r"时间|日期|期间|期限|期$|安排$|说明$|公告|通知|\bperiod\b|\bdates?\b|\btime\b|\bwhen\b|hours$"
    r"|what |how |where |important"
    r"|effective|^(?:注|附|一|二|三)$",
    re.I,
)
_LABEL = re.compile(r"([^。;,:\d][^。;:]{1,40}?):\s*$")
_ZH_SUBJECT = re.compile(
    r"^[,，\s]*(?:我行|本行|我公司)?(?:将)?(?:对|就)?([^,。;:的()\d\s][^,。;:()]{1,24}?)(?=由|将|均|不再|停止|暂停|恢复|统一|全部|改|调整|上调|下调|[,。;:(]|$)"
)
_GENERIC = re.compile(
    r"^(?:我行|本行|下列|上述|以上|下表|以下|届时|届|客户|您|请|the|we|you|our|all|各|持卡人|逾期|同时|并|及|为|按|每)",
    re.I,
)


def _label(text: str, place: Place, stretch: Stretch) -> str | None:
    """ "代码20260304：2026年3月9日…"."""
    m = _LABEL.search(unnumbered(text[place.start : stretch.start]))
    if not m:
        return None
    words = m[1].strip(" ()\"'")
    return None if _TIME_WORD.search(words) or len(words) > _LONGEST else words


def _row(place: Place) -> str | None:
    named = [c for c in place.row if not re.search(r"\d{4}|\d{1,2}[:：]\d\d|^\W*[\d.,%]+\W*$", c)][:2]
    joined = ": ".join(named)
    return joined[:60] or None


def subject(text: str, place: Place, stretch: Stretch, role: WindowRole, sentence_end: int) -> str | None:
    """A few words, or None when the window is for the whole notice."""
    if place.line != (0, 0) and not place.is_header and place.row:
        return _row(place)
    if label := _label(text, place, stretch):
        return label
    behind = text[stretch.end : min(sentence_end, stretch.end + 60)]
    if (m := _ZH_SUBJECT.match(behind)) and not _GENERIC.match(m[1]) and len(m[1]) <= 20:
        return m[1].strip()
    heading = place.heading
    if heading and len(heading) <= _LONGEST and not _TIME_WORD.search(heading) and not heading.endswith("?"):
        return heading
    return None

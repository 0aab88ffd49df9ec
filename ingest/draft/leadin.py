"""Sentences that only announce what follows them ("…，具体如下：", "as follows:") are no answer by themselves."""

from __future__ import annotations

import functools
import re

_TAIL_ZH = re.compile(
    r"[，,；;。][^，,；;。：:]{0,16}(?:如下|见下表|見下表|见附表|見附表)(?:所示)?[：:。]?$"
    r"|(?:具体|具體|详情|詳情|内容|內容|安排)*(?:如下|见下表|見下表)(?:所示)?[：:。]?$"
)
_TAIL_EN = re.compile(r"[,;]?\s*(?:as follows|as (?:set out|listed|shown) below|as below)\s*[:.]?$", re.I)
_NEXT_ZH = re.compile(r"下列|以下|如下|下述")
_NEXT_EN = re.compile(r"\b(?:following|below|as follows|these)\b", re.I)
_DOES_ZH = re.compile(
    r"[调調]整|修[订訂]|[变變]更|停[止办辦]|[暂暫]停|升级|升級|[维維][护護]|优化|優化|取消|降低|提高|恢[复復]|推出|[上下][调調]"
)
_DOES_EN = re.compile(r"\b(?:will|are|is|we’re|we're|has|have)\b")
_LEAST = {True: 12, False: 40}


def announces(text: str) -> bool:
    """Does a sentence end by pointing to what stands behind it?"""
    bare = text.rstrip(" 。.")
    return bare.endswith(("：", ":")) or bool(re.search(r"(?:如下|见下表|見下表)$|as follows$", bare, re.I))


@functools.lru_cache(maxsize=2048)
def without_tail(text: str, *, zh: bool) -> str:
    """`text` without its pointer, when a statement is left; "" when the sentence says nothing by itself."""
    if not announces(text):
        return text
    head = (_TAIL_ZH if zh else _TAIL_EN).sub("", text.strip())
    head = head.rstrip(" ，,；;。：:")
    says = (_DOES_ZH if zh else _DOES_EN).search(head) and not (_NEXT_ZH if zh else _NEXT_EN).search(head)
    return head if says and len(head) >= _LEAST[zh] else ""

"""What a fraud warning says of the swindle itself, apart from what the bank never does and what to do about it."""

from __future__ import annotations

import re

_ACTS = re.compile(
    r"不法分子|[诈詐][骗騙]分子|犯罪分子|不法人[员員]|[骗騙]徒|[骗騙]子|有人|自[称稱]|冒充|假冒|仿冒|[谎謊][称稱]|[伪偽][装裝造]|[声聲][称稱]"
    r"|[诱誘][导導骗騙使]|以.{2,40}[为為]由|[钓釣][鱼魚]|[虚虛]假|木[马馬]"
    r"|\b(?:fraudsters?|scammers?|criminals?|swindlers?|impersonat\w+|pretend\w*|posing|claim\w*|bogus|fake|phishing"
    r"|purport\w*|says? that|leads? to|someone|callers?)\b",
    re.I,
)
_DENIES = re.compile(
    r"(?:我行|本行|[银銀]行|客服|工作人[员員])[^，,。；;]{0,16}(?:不[会會]|[从從][不未]|[绝絕]不)|^不[会會]"
    r"|\b(?:the bank|we|our staff)\b[^.;]{0,30}\b(?:never|not)\b|\b(?:nothing to do with|no connection)\b",
    re.I,
)
_ADVISES = re.compile(
    r"^(?:\d[.、]\s*)?(?:[请請切谨謹如若凡]|不要|接到|收到|[发發][现現]|[对對].{0,10}不[满滿]|已[经經])|[请請](?:立即|勿|[务務]必|您|[广廣]大)"
    r"|郑重|鄭重|提醒|核[实實]|[报報]警|^(?:please|if|do not|don[’']t|never|report|call|customers)\b"
    r"|\bto alert\b|\bhang up\b",
    re.I,
)


def denies(text: str) -> bool:
    """Does a sentence say what the bank itself never does?"""
    return bool(_DENIES.search(text))


def tells(text: str) -> bool:
    """Does a sentence tell how the swindle goes?"""
    return bool(_ACTS.search(text)) and not denies(text) and not _ADVISES.search(text)

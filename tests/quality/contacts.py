"""Numbers and addresses: the bank's own have to be found, a swindler's may never be given as the bank's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gold import Case

from ingest.model import Contact, ContactRole

_FAKE = re.compile(
    r"假|冒|伪|诈|骗|可疑|不法|非官方|并?非我行|不是(?:我行|本行|官方)|勿|不要|不得|别"
    r"|fake|fraud|scam|spoof|phish|bogus|imperson|suspicious|unauthori|pretend|never|n[’']t|\bnot\b",
    re.I,
)
_GO = re.compile(
    r"(?:拨打|致电|联系|咨询|访问|登录|\bcall|\bcontact|\bdial|\bring|\bvisit|\bemail)"
    r"\s*(?:我行|本行|银行|官方|客服|热线|电话|us\b|on\b|at\b|[:：\s])*$",
    re.I,
)
_DENIED = re.compile(
    r"勿|不要|别|不得|骗|诱|谎|冒|要求|称|not|never|n[’']t|scam|fraud|\bask|trick|claim|pretend|\bsa(?:id|ys?|ying)\b",
    re.I,
)
_SENTENCE = re.compile(r"[。!！?？;；\n]|\.(?=\s|$)")


def plain(kind: str, value: str) -> str:
    """One form of a contact: digits, an address without its scheme, letters of a path."""
    text = unicodedata.normalize("NFKC", value).lower()
    if kind == "phone":
        return re.sub(r"\D", "", text)
    if kind == "url":
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", text).rstrip("./,;:")
    return re.sub(r"[\W_]+", "", text) if kind == "path" else text.strip()


def official_found(case: Case, found: Iterable[Contact]) -> tuple[int, int]:
    """How many of the labelled official contacts were read as official ones."""
    have = {plain(c.kind.value, c.value) for c in found if c.role is ContactRole.OFFICIAL}
    labels = [(kind, plain(kind, value)) for kind, value, role in case.contacts if role == "official"]
    hits = sum(v in have or (kind == "path" and any(v in h for h in have)) for kind, v in labels)
    return hits, len(labels)


def fakes(case: Case) -> list[tuple[str, str]]:
    """(kind, value) of what only swindlers use."""
    real = {plain(kind, value) for kind, value, role in case.contacts if role != "fraudulent"}
    named = dict.fromkeys((kind, plain(kind, value)) for kind, value, role in case.contacts if role == "fraudulent")
    return [(kind, value) for kind, value in named if value and value not in real]


def given_as_real(kind: str, value: str, found: Iterable[Contact], texts: Iterable[str]) -> bool:
    """Is a fake read as somebody's real contact, or named in a draft without a warning, or as one to call?"""
    if any(plain(c.kind.value, c.value) == value and c.role is not ContactRole.FRAUDULENT for c in found):
        return True
    return any(_trusted(kind, value, s) for text in texts for s in _SENTENCE.split(unicodedata.normalize("NFKC", text)))


def _trusted(kind: str, value: str, sentence: str) -> bool:
    line = re.sub(r"(?<=\d)[\s()-]+(?=\d)", "", sentence.lower()) if kind == "phone" else sentence.lower()
    for m in re.finditer(rf"(?<![\w]){re.escape(value)}(?!\w)", line, re.A):
        before = line[: m.start()]
        if not _FAKE.search(line) or (_GO.search(before) and not _DENIED.search(before)):
            return True
    return False

"""The subject of a message as the title of a notice, and the block that mail programs put above a forwarded text."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from importlib.resources import files

_LEAST_PARTICULARS = 2
_LONGEST = 300


@functools.cache
def _forms() -> dict[str, re.Pattern[str]]:
    """`subjects.toml`, its four lists as one pattern each."""
    data = tomllib.loads(files(__package__).joinpath("subjects.toml").read_text("utf-8"))
    either = {name: "|".join(f"(?:{form})" for form in forms) for name, forms in data.items()}
    before = rf"\s*(?:(?:{either['prefixes']})\s*(?:\[\d+\]|\(\d+\))?\s*[:：]|{either['marks']})"
    return {
        "before": re.compile(rf"(?:{before})+\s*", re.I),
        "forwarded": re.compile(rf"[>\s]*(?:{either['forwarded']})\s*", re.I),
        "particular": re.compile(rf"[>*\s]*(?:{either['particulars']})", re.I),
    }


def title_of(subject: str) -> str:
    """The subject on one line, without "Fw:", "转发：" and the marks of gateways."""
    line = " ".join("".join(c if c.isprintable() else " " for c in subject).split())[:_LONGEST]
    return _forms()["before"].sub("", line, count=1) if _forms()["before"].match(line) else line


def header_of(message: Message, name: str) -> str:
    """A header in words, on one line; "" where there is none."""
    value = next((str(v) for k, v in message.raw_items() if k.lower() == name.lower()), "")
    try:
        raw = value.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return " ".join(value.split())
    line = _text(raw, None) if not raw.isascii() else value
    return " ".join(decoded(" ".join(line.split())).split())


def decoded(header: str) -> str:
    """A header whose words are encoded as in RFC 2047; bytes that stand there as they are count as UTF-8, then GBK."""
    try:
        parts = decode_header(header)
    except (MessageError, ValueError):
        return header
    return "".join(part if isinstance(part, str) else _text(part, charset) for part, charset in parts)


def _text(raw: bytes, charset: str | None) -> str:
    wider = {"gb2312": "gb18030", "gbk": "gb18030"}
    for name in (wider.get((charset or "").lower(), charset), "utf-8", "gb18030"):
        try:
            return raw.decode(name) if name and name != "unknown-8bit" else raw.decode("utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("latin-1")


def without_forwarding(lines: Sequence[str]) -> list[str]:
    """The lines of a text without the block of a forwarded message above them: a rule, and sender, date, subject."""
    forms = _forms()
    at = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    start, rule = at, at < len(lines) and bool(forms["forwarded"].fullmatch(lines[at]))
    at += rule
    seen = 0
    while at < len(lines) and (not lines[at].strip() or forms["particular"].fullmatch(lines[at])):
        seen += bool(lines[at].strip())
        at += 1
    return list(lines[at:]) if seen >= _LEAST_PARTICULARS or (rule and seen) else list(lines[start:])

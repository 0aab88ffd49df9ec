"""Where phones, addresses, e-mails and app paths stand in a sentence, by their form and the words beside them.

Numbers that look like phones but are amounts, dates, card prefixes, product codes or licence numbers are left alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import ContactKind
from ingest.understand.lexicon import load, pattern

_LONGEST = 32
_OPENS = 3
_DIGIT = re.compile(r"\d")
_HAN = re.compile("[一-鿿]")
_ARROWS = dict.fromkeys(map(ord, "→›»⟩⇒➔➜▶➝➞⟶►▸❯"), ">")


@dataclass(frozen=True, slots=True)
class Mention:
    """A candidate in the normalised text."""

    kind: ContactKind
    start: int
    end: int
    rule: str


@functools.cache
def _phone_forms() -> tuple[tuple[re.Pattern[str], bool, bool], ...]:
    """(form, sure, short) in the order of the lexicon."""
    forms = load("contacts")["phone"]
    return tuple((re.compile(rf"(?:{p['form']})(?!\d)", re.I), p["sure"], p.get("short", False)) for p in forms)


_NUMBER = re.compile(r"(?<![A-Za-z\d.@_])(?:\+\s?)?\(?\d[\d() +.-]*(?:-[A-Z]{4,9})?(?<=[\dA-Z])")
_URLISH = re.compile(r"//|www|\.[a-z]{2}|@|\[\.\]", re.I)


def _addresses(text: str) -> Iterator[Mention]:
    if not _URLISH.search(text):
        return
    taken: list[tuple[int, int]] = []
    for m in pattern("contacts", "url", "email").finditer(text):
        taken.append(m.span())
        yield Mention(ContactKind.EMAIL, m.start(), m.end(), "contacts.toml:url.email")
    for m in pattern("contacts", "url", "form").finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in taken):
            end = m.start() + len(m.group().rstrip(".,:;!?'/-") or m.group())
            yield Mention(ContactKind.URL, m.start(), end, "contacts.toml:url.form")


def _phone(text: str, m: re.Match[str], own: frozenset[str], named: bool) -> Iterator[Mention]:
    """The phones in one run of digits, brackets and hyphens."""
    at = m.start()
    while at < m.end():
        if not (text[at].isdigit() or text[at] in "(+") or (at and text[at - 1].isdigit()):
            at += 1
            continue
        end = _form_at(text, at, m.end(), own, named and at == m.start())
        if end:
            yield Mention(ContactKind.PHONE, at, end, "contacts.toml:phone")
            at = end
        else:
            at = next((i for i in range(at + 1, m.end()) if text[i] in " "), m.end())


def _form_at(text: str, at: int, limit: int, own: frozenset[str], named: bool) -> int | None:
    if pattern("contacts", "not_a_phone", "before").search(text[max(0, at - 28) : at]):
        return None
    limit = min(limit, at + _LONGEST)
    whole = text[at:limit].rstrip(" .-(+")
    for form, sure, short in _phone_forms():
        m = form.match(text, at, limit)
        if not m or (short and m.end() < at + len(whole)):
            continue
        if pattern("contacts", "not_a_phone", "after").search(text[m.end() : m.end() + 12]):
            continue
        if sure or named or digits(m.group()) in own or _in_context(text, at, m.end(), short):
            return m.end()
    return None


def _in_context(text: str, start: int, end: int, short: bool) -> bool:
    after = text[end : end + 40]
    if pattern("contacts", "context", "near").search(text[max(0, start - 120) : start]):
        return True
    if short:
        return bool(re.match(r"[^。;,]{0,2}(?:号码|来电)", after))
    around = f"{text[max(0, start - 30) : start]} {after}"
    return bool(
        pattern("contacts", "context", "zh").search(around) or pattern("contacts", "context", "en").search(around)
    )


def digits(value: str) -> str:
    """The digits of a phone number, by which two mentions are the same number."""
    return "".join(_DIGIT.findall(value))


def _paths(text: str) -> Iterator[Mention]:
    text = text.translate(_ARROWS)
    for m in pattern("contacts", "path", "chain").finditer(text):
        yield Mention(ContactKind.PATH, m.start(), m.end(), "contacts.toml:path.chain")
    for m in pattern("contacts", "path", "quoted").finditer(text):
        group = next(i for i in range(1, 4) if m[i] is not None)
        if _is_path(m[group]) or _is_menu(text, m):
            yield Mention(ContactKind.PATH, m.start(group), m.end(group), "contacts.toml:path.quoted")
    for m in pattern("contacts", "path", "zh_slash").finditer(text) if "/" in text else ():
        yield Mention(ContactKind.PATH, m.start(1), m.end(1), "contacts.toml:path.zh_slash")
    for rule, sign in (("en_open", ">"), ("zh_open", ">"), ("zh_hyphen", "-")):
        for m in _open_forms()[rule].finditer(text) if sign in text else ():
            start, end = _trim(m, rule)
            if rule != "zh_open" or _HAN.search(text, start, end):
                yield Mention(ContactKind.PATH, start, end, f"contacts.toml:path.{rule}")


@functools.cache
def _open_forms() -> dict[str, re.Pattern[str]]:
    """Paths outside quotes; capitals count."""
    return {rule: re.compile(load("contacts")["path"][rule]) for rule in ("en_open", "zh_open", "zh_hyphen")}


def _is_path(inner: str) -> bool:
    parts = [p.strip() for p in re.split(load("contacts")["path"]["separator"], inner)]
    named = all(re.search(r"[A-Za-z一-鿿]", p) and len(p) <= 24 for p in parts)
    return len(parts) > 1 and named and not re.search(r"[。;,!?]|https?:|[a-z]-[a-z]", inner)


def _is_menu(text: str, m: re.Match[str]) -> bool:
    before, after = text[max(0, m.start() - 12) : m.start()], text[m.end() : m.end() + 6]
    return bool(pattern("contacts", "path", "menu_before").search(before)) and not pattern(
        "contacts", "path", "menu_after"
    ).search(after)


def _trim(m: re.Match[str], rule: str) -> tuple[int, int]:
    start, end = m.span()
    if rule != "en_open" and (lead := re.match(load("contacts")["path"]["zh_trim"], m.group())):
        start += lead.end()
    if rule != "en_open" and (tail := re.search(load("contacts")["path"]["zh_end"], m.group())):
        end = m.start() + tail.start()
    if rule == "en_open":
        if lead := re.match(load("contacts")["path"]["en_lead"], m.group()):
            start += lead.end()
        last = m.group().rfind(">")
        if tail := re.search(load("contacts")["path"]["en_end"], m.group()[last + 2 :]):
            end = m.start() + last + 2 + tail.start()
    return start, end


def mentions(text: str, own: frozenset[str], above: str = "") -> list[Mention]:
    """All candidates; what overlaps an earlier kind is dropped (a number inside an address is no phone).

    `above` is the heading or head of column: below "Phone" a number that opens the text needs no word of its own.
    """
    named = bool(pattern("contacts", "context", "heading").search(above))
    found = [*_addresses(text), *_paths(text)]
    for m in pattern("contacts", "context", "ussd").finditer(text) if "#" in text else ():
        found.append(Mention(ContactKind.PHONE, m.start(), m.end(), "contacts.toml:ussd"))
    for m in _NUMBER.finditer(text):
        found += _phone(text, m, own, named and m.start() <= _OPENS)
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda x: (x.kind is ContactKind.PHONE, x.start, -x.end, x.rule)):
        if not any(k.start < mention.end and mention.start < k.end for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda x: x.start)

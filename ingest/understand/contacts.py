"""Phones, addresses, e-mails and app paths with their roles (domain.md §1.2).

The role belongs to the mention, not to the number: a bank's own hotline is fraudulent where the notice says that
swindlers show it on the display, and official where it asks to call it. In doubt a number is never official: a fake
number that reaches an agent's screen as the one to call is the worst mistake this program can make.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Category, Contact, ContactKind, ContactRole, Document, Evidence, PassageKind, Reading
from ingest.text.normal import Normal
from ingest.understand.lexicon import load, pattern
from ingest.understand.mentions import Mention, digits, mentions
from ingest.understand.sentences import Sentence

_MOST = 60
"""Mentions of one sentence or table row."""
_REACH = 200
"""So many characters on either side of a mention are looked at: no page can make the reading slow."""
_NEAR = 40
"""In a notice that does not warn of fraud, a word of fraud speaks of a number within so many characters."""


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends, or -1."""
    return max((m.end() for m in pattern.finditer(text)), default=-1)


def _clause(before: str) -> str:
    """The part of the sentence since its last full break; quoted numbers of one enumeration stay together."""
    cut = max(before.rfind("。"), before.rfind(";"), before.rfind("\n"))
    return before[cut + 1 :]


def _fraudulent(before: str, after: str, warning: bool) -> bool:
    """Do the words around a mention say that it is a swindler's? `warning`: the notice warns of fraud."""
    if _says("fraud_after", after) or _says("fraud_hard", before):
        return True
    fraud = _last(pattern("contacts", "role", "fraud_before"), before)
    claim = _last(pattern("contacts", "role", "claim"), before)
    official = pattern("contacts", "role", "official_before").search(before)
    if warning and claim >= 0 and before[claim:].count('"') % 2:
        return True
    if official:
        return max(claim, fraud) > official.start() or (claim >= 0 and _unbroken(before[claim:]))
    return max(fraud, claim) >= 0 if warning else 0 <= len(before) - fraud <= _NEAR and fraud >= 0


def _says(rule: str, text: str) -> bool:
    return bool(pattern("contacts", "role", rule).search(text))


def _unbroken(since: str) -> bool:
    """Does a claim of the swindlers still run on: no comma, and nothing of the bank's own between?"""
    return "," not in since and not re.search("我行|本行|官方|bank", since, re.I)


def _belongs(value: str, hosts: frozenset[str]) -> bool:
    """Is an address one of the bank's own hosts, or below one?"""
    host = _host(value.rpartition("@")[2])
    return any(host == own or host.endswith(f".{own}") for own in hosts)


def _role(value: str, before: str, after: str, warning: bool, kind: ContactKind, hosts: frozenset[str]) -> ContactRole:
    clause, number = _clause(before), digits(value)
    if kind is ContactKind.PATH:
        return ContactRole.OFFICIAL
    if kind is ContactKind.PHONE and number in load("contacts")["role"]["police_numbers"]:
        return ContactRole.POLICE
    if kind is ContactKind.PHONE and number in load("contacts")["role"]["regulator_numbers"]:
        return ContactRole.REGULATOR
    if _belongs(value, hosts) and not _says("fraud_after", after):
        return ContactRole.OFFICIAL
    if re.match(r"hxxp", value, re.I) or "[.]" in value or _fraudulent(before, after, warning):
        return ContactRole.FRAUDULENT
    near = clause[-40:]
    for role in (ContactRole.POLICE, ContactRole.REGULATOR):
        if pattern("contacts", "role", role).search(near):
            return role
    short = re.match(r"9[56]|400|800|\+", value)
    if kind is ContactKind.PHONE and not short and pattern("contacts", "role", "branch").search(near):
        return (
            ContactRole.OFFICIAL if pattern("contacts", "role", "not_branch").search(near[-16:]) else ContactRole.BRANCH
        )
    return ContactRole.OFFICIAL


def _host(url: str) -> str:
    return re.split(r"[/:?#]", re.sub(r"^\w+://", "", url.lower()))[0].removeprefix("www.")


def _safe(contacts: Sequence[Contact], reading: Reading, explicit: Sequence[bool]) -> list[Contact]:
    """A value that is fraudulent anywhere is official only where the words say so."""
    fake = {_same(c) for c in contacts if c.role is ContactRole.FRAUDULENT}
    own = {digits(p) for p in reading.bank_phones} | {h.lower().removeprefix("www.") for h in reading.bank_hosts}
    out: list[Contact] = []
    for contact, plain in zip(contacts, explicit, strict=True):
        doubtful = contact.role in (ContactRole.OFFICIAL, ContactRole.BRANCH) and _same(contact) in fake
        if doubtful and not plain and _same(contact) not in own:
            out.append(replace(contact, role=ContactRole.FRAUDULENT))
        else:
            out.append(contact)
    return out


def _same(contact: Contact) -> str:
    if contact.kind is ContactKind.PHONE:
        return digits(contact.value)
    return _host(contact.value) if contact.kind is ContactKind.URL else contact.value.lower()


def read_contacts(
    document: Document,
    normal: Normal,
    sentences: Sequence[Sentence],
    reading: Reading,
    *,
    category: Category | None = None,
) -> tuple[Contact, ...]:
    """Every mention of a phone, address, e-mail or app path, in the order of the text; values verbatim."""
    own = frozenset(digits(p) for p in reading.bank_phones)
    hosts = frozenset(_host(h) for h in (*reading.bank_hosts, document.url or "") if h)
    warning = category is Category.FRAUD_WARNING
    found: list[Contact] = []
    explicit: list[bool] = []
    for sentence in sentences:
        for mention in mentions(sentence.text, own)[:_MOST]:
            contact, plain = _contact(document, normal, sentence, mention, warning, hosts)
            found.append(contact)
            explicit.append(plain)
    return tuple(_safe(found, reading, explicit))


def _contact(
    document: Document, normal: Normal, sentence: Sentence, mention: Mention, warning: bool, hosts: frozenset[str]
) -> tuple[Contact, bool]:
    span = normal.span(sentence.start + mention.start, sentence.start + mention.end)
    value = span.of(document.text)
    before = sentence.text[max(0, mention.start - _REACH) : mention.start]
    after = sentence.text[mention.end : mention.end + _REACH]
    if sentence.heading and sentence.kind is not PassageKind.HEADING:
        before = f"{sentence.heading}。{before}"
    role = _role(value, before, after, warning, mention.kind, hosts)
    plain = bool(pattern("contacts", "role", "official_before").search(before))
    label = _label(before)
    start, end = _around(sentence.text, mention)
    stated = normal.span(sentence.start + start, sentence.start + end)
    evidence = Evidence(stated, stated.of(document.text), mention.rule)
    return Contact(mention.kind, value, role, evidence, label), plain


def _around(text: str, mention: Mention) -> tuple[int, int]:
    """The clause that holds a mention, at most about 200 characters."""
    start = max(text.rfind("。", 0, mention.start), text.rfind(";", 0, mention.start)) + 1
    ends = [at for at in (text.find("。", mention.end), text.find(";", mention.end)) if at >= 0]
    end = min(ends, default=len(text))
    return max(start, mention.start - 120), min(end, mention.end + 80)


def _label(before: str) -> str | None:
    """The words that introduce the contact: "客服热线", "member helpline"."""
    m = re.search(r"([一-鿿A-Za-z0-9 ]{2,24}?)\s?(?::|是|为|\bon|\bat)?\s?[\"(]?$", _clause(before))
    return m[1].strip() if m else None

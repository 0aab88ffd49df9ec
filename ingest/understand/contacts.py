"""Phones, addresses, e-mails and app paths with their roles (domain.md §1.2).

The role belongs to the mention, not to the number: a bank's own hotline is fraudulent where the notice says that
swindlers show it on the display, and official where it asks to call it. In doubt a number is never official: a fake
number that reaches an agent's screen as the one to call is the worst mistake this program can make. So in a notice that
warns of fraud, and in a sentence that tells of it, nothing is official without words that say so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.model import Category, Cell, Contact, ContactKind, ContactRole, Document, Evidence, PassageKind, Reading
from ingest.text.normal import Normal, normalise
from ingest.understand.lexicon import load, pattern
from ingest.understand.mentions import Mention, digits, mentions
from ingest.understand.quoted import message
from ingest.understand.sentences import Sentence
from ingest.understand.voices import Told, denounces, tells_of_fraud, told

_MOST = 60
"""Mentions of one sentence or table row."""
_REACH = 400
"""So many characters on either side of a mention are looked at: no page can make the reading slow."""
_NATIONAL = re.compile(r"9[56]|400|800|0800|\+|1[38]00[ -]|0[38]\d\d[ -]\d{3}[ -]\d{4}(?!\d)")
"""Numbers of the whole bank: short ones, toll-free ones, those that belong to no place."""
_NEAR = 40
_AND = re.compile(
    r"\band (?=(?:e-?)?mail|write|forward|send|visit|log)|[,，]?(?:并|同时|另|也)可?(?=发|邮|登|访)", re.I
)
"""What follows is another place to turn to: "report to the police and mail to …"."""
_STATE = re.compile(r"(?:^|\.)(?:gov|police)(?:\.[a-z]{2})?$")


def national(number: str) -> bool:
    """Does a number ring for the whole bank, not for a branch?"""
    return _NATIONAL.match(number) is not None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A contact with the role that its label gives, what the words make of it, and whether fraud is told of there."""

    contact: Contact
    told: Told
    guarded: bool


@dataclass(frozen=True, slots=True)
class _Own:
    """What is known to be the bank's without reading: digits of its phones, its hosts."""

    phones: frozenset[str]
    hosts: frozenset[str]

    def holds(self, contact: Contact) -> bool:
        if contact.kind is ContactKind.PHONE:
            return digits(contact.value) in self.phones
        return contact.kind is not ContactKind.PATH and _below(contact.value, self.hosts)


def read_contacts(
    document: Document,
    normal: Normal,
    sentences: Sequence[Sentence],
    reading: Reading,
    *,
    category: Category | None = None,
) -> tuple[Contact, ...]:
    """Every mention of a phone, address, e-mail or app path, in the order of the text; values verbatim."""
    own = _Own(
        frozenset(digits(p) for p in reading.bank_phones),
        frozenset(_host(h) for h in (*reading.bank_hosts, document.url or "") if h),
    )
    warning = category is Category.FRAUD_WARNING
    denounced = _denounced(document, sentences)
    seen = [
        _seen(document, normal, sentence, mention, own, warning, sentence.start in denounced)
        for sentence in sentences
        for mention in mentions(sentence.text, own.phones, sentence.heading)[:_MOST]
    ]
    return tuple(_settled(seen, own, warning))


def _denounced(document: Document, sentences: Sequence[Sentence]) -> set[int]:
    """Where sentences start that a later one of their paragraph calls the swindlers' ("All of these are fakes.")."""
    found: set[int] = set()
    breaks = [match.start() for match in re.finditer("\n", document.text)]
    paragraph = [bisect_right(breaks, sentence.span.start) for sentence in sentences]
    last: int | None = None
    for sentence, number in zip(reversed(sentences), reversed(paragraph), strict=True):
        if denounces(sentence.text):
            last = number
        elif number == last:
            found.add(sentence.start)
    return found


def _seen(
    document: Document, normal: Normal, sentence: Sentence, mention: Mention, own: _Own, warning: bool, denounced: bool
) -> _Seen:
    span = normal.span(sentence.start + mention.start, sentence.start + mention.end)
    value = span.of(document.text)
    before, after, above = _beside(document, sentence, mention, span.start)
    label = _label(before)
    start, end = _around(sentence.text, mention)
    stated = normal.span(sentence.start + start, sentence.start + end)
    evidence = Evidence(stated, stated.of(document.text), mention.rule)
    guarded = warning or tells_of_fraud(f"{above} {before[-_REACH:]} {after[:_REACH]}")
    of_branch = _branch_line(document.text, span.start) or above
    contact = Contact(mention.kind, value, _labelled(value, before, of_branch, mention.kind), evidence, label)
    said = told(before, after, above) if guarded or denounced else Told.NOTHING
    if guarded and (opened := message(document.text, span.start, span.end)) is not None:
        said = _of_a_message(document.text, opened, above)
    if denounced and said is not Told.GENUINE and not own.holds(contact):
        return _Seen(contact, Told.SCHEME, True)
    return _Seen(contact, said if guarded else Told.NOTHING, guarded)


def _of_a_message(text: str, opened: int, above: str) -> Told:
    """A message is what swindlers make people believe, unless the bank orders to look for it."""
    before = normalise(text[max(text.rfind("\n", 0, opened) + 1, opened - _REACH) : opened]).text
    said = told(before[max(before.rfind("。"), before.rfind(". ")) + 1 :], "", above)
    return said if said is Told.GENUINE else Told.CLAIM


def _beside(document: Document, sentence: Sentence, mention: Mention, at: int) -> tuple[str, str, str]:
    """The words before and after a mention, and what stands above it: heading or head of column."""
    text, heading = sentence.text, sentence.heading if sentence.kind is not PassageKind.HEADING else ""
    if sentence.kind is PassageKind.ROW and " | " in text:
        start = text.rfind(" | ", 0, mention.start) + 3 if " | " in text[: mention.start] else 0
        end = text.find(" | ", mention.end)
        return text[start : mention.start], text[mention.end : end if end >= 0 else None], _head(document, at, heading)
    before = f"{sentence.lead} {text[: mention.start]}" if sentence.lead else text[: mention.start]
    return before, text[mention.end :], heading


def _head(document: Document, at: int, heading: str) -> str:
    """The section's heading, the caption, the row's first cell and the head of the column of the cell at `at`."""
    for table in document.tables:
        for row in table.rows[1:] if table.span.start <= at < table.span.end else ():
            column = next((n for n, cell in enumerate(row) if cell.span.start <= at < cell.span.end), None)
            if column is not None:
                parts: list[Cell] = [table.rows[0][column], *(row[:1] if column else ())]
                return " ".join([heading, normalise(" ".join([table.caption or "", *(c.text for c in parts)])).text])
    return heading


def _labelled(value: str, before: str, above: str, kind: ContactKind) -> ContactRole:
    """The role by the number itself or the words just before it, as if no fraud were about."""
    if kind is ContactKind.PATH:
        return ContactRole.OFFICIAL
    rules, number = load("contacts")["role"], digits(value)
    if kind is ContactKind.PHONE and number in rules["police_numbers"]:
        return ContactRole.POLICE
    if kind is ContactKind.PHONE and number in rules["regulator_numbers"]:
        return ContactRole.REGULATOR
    near = _clause(before)[-_NEAR:] if kind is ContactKind.PHONE else _AND.split(_clause(before)[-_NEAR:])[-1]
    for role in (ContactRole.POLICE, ContactRole.REGULATOR):
        if pattern("contacts", "role", role).search(near):
            return role
    return _of_a_branch(value, near, above) if kind is ContactKind.PHONE else ContactRole.OFFICIAL


def _of_a_branch(value: str, near: str, above: str) -> ContactRole:
    """A branch is named just before the number, or above one that is not the whole bank's."""
    if national(value) or _role_word("not_branch", near[-24:]):
        return ContactRole.OFFICIAL
    below = _role_word("branch_section", above) and not _role_word("hotline", near)
    return ContactRole.BRANCH if _role_word("branch", near) or below else ContactRole.OFFICIAL


def _branch_line(text: str, at: int) -> str:
    """What a line opens with that tells of one branch: its number stands further on in it; else ""."""
    line = normalise(text[text.rfind("\n", 0, at) + 1 : at]).text
    opening = pattern("contacts", "role", "branch_line").match(line)
    return opening.group() if opening else ""


def _role_word(name: str, text: str) -> bool:
    return bool(pattern("contacts", "role", name).search(text))


def _settled(seen: Sequence[_Seen], own: _Own, warning: bool) -> Iterable[Contact]:
    """The roles, with the whole notice in view: what is called genuine once is no swindler's where nothing is said."""
    genuine = {_same(s.contact) for s in seen if s.told is Told.GENUINE or not s.guarded}
    fake = {_same(s.contact) for s in seen if s.guarded and s.told >= Told.SCHEME}
    for s in seen:
        if _fraudulent(s, own, warning, genuine, fake):
            yield replace(s.contact, role=ContactRole.FRAUDULENT)
        else:
            yield s.contact


def _fraudulent(seen: _Seen, own: _Own, warning: bool, genuine: set[str], fake: set[str]) -> bool:
    contact = seen.contact
    if contact.kind is ContactKind.PATH or _by_number(contact):
        return False
    if re.match(r"hxxp", contact.value, re.I) or "[.]" in contact.value:
        return True
    if contact.kind is not ContactKind.PHONE and own.holds(contact):
        return False
    if contact.kind is ContactKind.URL and _of_the_state(contact):
        return False
    if seen.guarded and seen.told >= Told.SCHEME:
        return True
    known = own.holds(contact) or seen.told is Told.GENUINE
    if not known and _same(contact) in fake:
        return True
    if seen.guarded and seen.told is Told.NOTHING:
        return warning and not (known or _same(contact) in genuine or _of_the_state(contact))
    return False


def _by_number(contact: Contact) -> bool:
    """Is it a number of the police or a regulator that everybody knows?"""
    rules = load("contacts")["role"]
    known = (*rules["police_numbers"], *rules["regulator_numbers"])
    return contact.kind is ContactKind.PHONE and digits(contact.value) in known


def _of_the_state(contact: Contact) -> bool:
    return contact.kind is not ContactKind.PHONE and bool(_STATE.search(_host(contact.value.rpartition("@")[2])))


def _below(value: str, hosts: frozenset[str]) -> bool:
    """Is an address one of these hosts, or below one?"""
    host = _host(value.rpartition("@")[2])
    return any(host == own or host.endswith(f".{own}") for own in hosts)


def _host(url: str) -> str:
    return re.split(r"[/:?#]", re.sub(r"^\w+://", "", url.lower()))[0].removeprefix("www.")


def _same(contact: Contact) -> str:
    if contact.kind is ContactKind.PHONE:
        return digits(contact.value)
    return _host(contact.value) if contact.kind is ContactKind.URL else contact.value.lower()


def _clause(before: str) -> str:
    """The part of the sentence since its last full break."""
    return before[max(before.rfind("。"), before.rfind(";"), before.rfind("\n")) + 1 :]


def _around(text: str, mention: Mention) -> tuple[int, int]:
    """The clause that holds a mention, at most about 200 characters."""
    start = max(text.rfind("。", 0, mention.start), text.rfind(";", 0, mention.start)) + 1
    ends = [at for at in (text.find("。", mention.end), text.find(";", mention.end)) if at >= 0]
    end = min(ends, default=len(text))
    return max(start, mention.start - 120), min(end, mention.end + 80)


def _label(before: str) -> str | None:
    """The words that introduce the contact: "客服热线", "member helpline"."""
    m = re.search(r"([一-鿿A-Za-z0-9 ]{2,24}?)\s?(?::|是|为|\bon|\bat)?\s?[\"(]?$", _clause(before)[-80:])
    return m[1].strip() if m else None

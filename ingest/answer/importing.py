"""FAQ entries that come as a file. First the difference is shown; only then, and only if a person says so, each new or
changed row becomes a notice of its own with a draft, in one transaction a row. The file is the source: so the draft has
evidence, grounding, sign-offs and record like any other. The same file again makes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from ingest.answer.questions.rules import Rules
from ingest.answer.rows import Refused, Row, rows_of
from ingest.draft.grounding import check
from ingest.model import (
    Actor,
    Category,
    Citation,
    Document,
    Entry,
    Facts,
    FaqDraft,
    Intent,
    Known,
    Passage,
    PassageKind,
    Reading,
    Relevance,
    Snapshot,
    Span,
    Tier,
    Urgency,
    Validators,
)
from ingest.review.access import Permission, require
from ingest.review.refusals import NoSuchNotice
from ingest.review.splitting import sentences
from ingest.review.transaction import Clock, deciding
from ingest.store.columns import key
from ingest.store.drafts import NewDraft
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.text.normal import normalise
from ingest.understand.category import tier as category_tier
from ingest.understand.facts import understand
from ingest.understand.identity import fingerprint

SOURCE = "imported-faq"
"""The source that these notices come from."""
_PREFIX = "ingest:faq/"


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What would become of one row. `entry`: what is published and would be replaced; `differs`: the fields in which
    it does; `notice_id`: of the row as it came before."""

    fate: Fate
    row: Row | None = None
    refused: Refused | None = None
    entry: Entry | None = None
    differs: tuple[str, ...] = ()
    notice_id: int | None = None

    @property
    def number(self) -> int:
        return self.row.line if self.row else self.refused.line if self.refused else 0


@dataclass(frozen=True, slots=True)
class Difference:
    """`sha`: of the file."""

    sha: str
    lines: tuple[Line, ...]

    def counts(self) -> Mapping[Fate, int]:
        found = Counter(line.fate for line in self.lines)
        return {fate: found[fate] for fate in Fate}


def keep_file(store: Store, actor: Actor, raw: bytes, clock: Clock) -> str:
    """Keep the file, which is to be looked at first: its SHA-256. Raises WrongRole, InputError."""
    with deciding(store, actor, "import", "entries", clock) as tx:
        require(actor, Permission.CURATE)
        rows_of(raw)
        return _keep(tx, raw, clock)


def kept_file(store: Store, actor: Actor, sha: str) -> bytes:
    """Raises WrongRole, NoSuchNotice."""
    require(actor, Permission.CURATE)
    with store.reading() as tx:
        meta = tx.snapshots.meta(sha)
        raw = tx.snapshots.raw(sha) if meta and meta.url == _PREFIX else None
    if raw is None:
        raise NoSuchNotice
    return raw


def difference(store: Store, raw: bytes) -> Difference:
    """What an import would do. Nothing is stored. Raises InputError."""
    rows = rows_of(raw)
    with store.reading() as tx:
        return Difference(hashlib.sha256(raw).hexdigest(), tuple(_line(tx, row) for row in rows))


def bring_in(store: Store, actor: Actor, raw: bytes, bank: Rules, clock: Clock) -> tuple[int, ...]:
    """The drafts of what is new or changed, with the sign-offs that `bank` asks for. A row that somebody else brought
    in meanwhile makes none. Raises WrongRole, InputError."""
    with deciding(store, actor, "import", "entries", clock) as tx:
        require(actor, Permission.CURATE)
        rows = rows_of(raw)
        sha = _keep(tx, raw, clock)
    made = []
    for row in rows:
        if isinstance(row, Row):
            with store.writing() as tx:
                line = _line(tx, row)
                if line.fate in (Fate.NEW, Fate.CHANGED):
                    made.append(_draft(tx, actor, line, row, sha, bank, clock))
    return tuple(made)


def _keep(tx: Transaction, raw: bytes, clock: Clock) -> str:
    sha = hashlib.sha256(raw).hexdigest()
    kind = "application/zip" if raw[:2] == b"PK" else "text/plain"
    tx.snapshots.keep(Snapshot(_PREFIX, _PREFIX, 200, kind, None, raw, sha, Validators(sha256=sha), clock(), 0))
    return sha


def _line(tx: Transaction, row: Row | Refused) -> Line:
    if isinstance(row, Refused):
        return Line(Fate.REFUSED, refused=row)
    known = tx.notices.at(_url(row))
    entry = _published(tx, row, known)
    differs = _differs(row, entry.content) if entry and isinstance(entry.content, FaqDraft) else ()
    notice_id = known.notice_id if known else None
    if (known and known.fingerprint.content == _print(row)) or (entry and not differs):
        return Line(Fate.SAME, row, entry=entry, notice_id=notice_id)
    return Line(Fate.CHANGED if known or entry else Fate.NEW, row, None, entry, differs, notice_id)


def _published(tx: Transaction, row: Row, known: Known | None) -> Entry | None:
    """What is in use of the same row, or answers the same question."""
    mine = tx.entries.of_notice(known.notice_id) if known else []
    found = [*reversed(mine), *tx.search.find(row.question, limit=5)]
    live = [one for one in found if isinstance(one.content, FaqDraft) and not (one.superseded_by or one.withdrawn)]
    same = (one for one in live if one in mine or _plain(_question(one)) == _plain(row.question))
    return next(same, None)


def _question(entry: Entry) -> str:
    return entry.content.question if isinstance(entry.content, FaqDraft) else ""


def _plain(text: str) -> str:
    return "".join(sign for sign in normalise(text).text.lower() if sign.isalnum())


_COMPARED = ("question", "answer", "operation_points", "conditions", "say", "keywords", "valid_from", "valid_until")


def _differs(row: Row, content: FaqDraft) -> tuple[str, ...]:
    """A field that the file leaves out says nothing."""
    pairs = ((name, getattr(row, name), getattr(content, name)) for name in _COMPARED)
    return tuple(name for name, new, old in pairs if new and _same(new) != _same(old))


def _same(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _url(row: Row) -> str:
    return f"{_PREFIX}{key(row.key)}"


def _print(row: Row) -> str:
    fields = {name: str(value) for name, value in asdict(row).items() if name != "line"}
    return "row:" + hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _draft(tx: Transaction, actor: Actor, line: Line, row: Row, sha: str, bank: Rules, clock: Clock) -> int:
    today = clock().date()
    document = _document(row, line.number, today)
    facts = _facts(document, row, bank, today)
    print_ = replace(fingerprint(document), content=_print(row))
    content = _content(row, document)
    notice_id, revision_id = _notice(tx, line, document, facts, print_, sha)
    draft_id = tx.drafts.add(
        NewDraft.of(
            facts,
            content,
            notice_id,
            revision_id,
            urgency=Urgency.P2,
            source_ids=(SOURCE,),
            starts=row.valid_from,
            expires=row.valid_until,
            unsupported=check(content, document, facts, today=today),
            revises=line.entry.id if line.entry else None,
            last_editor=actor.name,
        )
    )
    detail = {"draft": draft_id, "file": sha, "line": line.number, "key": row.key, "fate": line.fate.value}
    tx.audit.append(actor.name, "imported", f"notice:{notice_id}", detail, clock())
    return draft_id


def _notice(tx: Transaction, line: Line, document: Document, facts: Facts, print_: object, sha: str) -> tuple[int, int]:
    """The row's notice: a new one, or the next revision of the one that it had."""
    values = {"snapshot_sha": sha, "fingerprint": print_, "document": document, "facts": facts}
    if line.notice_id is None:
        return tx.notices.add(source_id=SOURCE, url=document.url or "", **values)  # type: ignore[arg-type]
    revision_id = tx.notices.revise(line.notice_id, differences=(), **values)  # type: ignore[arg-type]
    tx.drafts.supersede_open(line.notice_id, except_revision=revision_id)
    return line.notice_id, revision_id


def _document(row: Row, number: int, today: dt.date) -> Document:
    """The row as a text of its own; each passage is a cell."""
    window = " ".join(str(moment).replace("T", " ") for moment in (row.valid_from, row.valid_until) if moment)
    cells = [row.question, row.answer, *row.operation_points, *row.conditions, row.say, window]
    said = [cell for cell in cells if cell]
    passages, at = [], 0
    for n, cell in enumerate(said):
        kind = PassageKind.PARAGRAPH if n else PassageKind.TITLE
        passages.append(Passage(kind, Span(at, at + len(cell)), f"row {number}"))
        at += len(cell) + 1
    return Document(
        "\n".join(said),
        row.question,
        tuple(passages),
        language=row.language,
        published=today,
        published_from="import",
        media_type="text/plain",
        url=_url(row),
    )


def _facts(document: Document, row: Row, bank: Rules, today: dt.date) -> Facts:
    """Read by the same rules as any notice; that it is one, and which category, the person says who brings it in."""
    hint = row.category.value if row.category else None
    reading = Reading(
        today,
        title=row.question,
        language=row.language,
        category_hint=hint,
        bank_phones=bank.phones,
        bank_hosts=bank.hosts,
    )
    facts = understand(document, reading)
    category = row.category or facts.category
    tier = _tier(facts, category, document, bank)
    return replace(
        facts, title=row.question, language=row.language, relevance=Relevance.NOTICE, category=category, tier=tier
    )


def _tier(facts: Facts, category: Category | None, document: Document, bank: Rules) -> Tier:
    """As the bank has it for the category, else as the category asks; of what has none, figures need two people."""
    if category is None:
        return Tier.REGULATED if facts.figures else Tier.STANDARD
    return bank.tiers.get(category) or category_tier(category, normalise(document.text).text)


def _content(row: Row, document: Document) -> FaqDraft:
    return FaqDraft(
        Intent.FULL_TEXT,
        row.question,
        row.answer,
        operation_points=row.operation_points,
        conditions=row.conditions,
        say=row.say,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        keywords=row.keywords,
        citations=tuple(_citations([*sentences(row.answer), *row.operation_points, *row.conditions], document)),
        confidence=1.0,
        written_by="person",
    )


def _citations(said: Sequence[str], document: Document) -> Iterator[Citation]:
    for sentence in dict.fromkeys(said):
        at = document.text.find(sentence)
        if at >= 0:
            yield Citation(sentence, Span(at, at + len(sentence)))

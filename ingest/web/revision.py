"""A notice that changed after its entries were approved: old text, new text and the published words side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from ingest.model import BulletinDraft, FactDifference, FaqDraft
from ingest.publish.inert import link
from ingest.publish.wording import say_moment
from ingest.review.carrying import accept, keep
from ingest.review.comparison import Line, changed_spans, words
from ingest.review.revisions import Proposal, RevisionView, revision_for_review
from ingest.web.compared import new_blocks, old_blocks, place
from ingest.web.fields import fields_of
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter(prefix="/revisions/{revision_id}")
DONE = ("carried", "kept", "withdrawn")
_CHOSEN = re.compile(r"entry_(\d{1,18})")


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field of a published entry: how people had changed the rules' words, and what carrying makes of it."""

    name: str
    edits: tuple[Line, ...]
    carried: tuple[Line, ...]


@router.get("")
def show(visitor: Member, revision_id: Id) -> Response:
    return _page(visitor, revision_for_review(visitor.store, visitor.actor, revision_id))


@router.post("/carry")
def carry(visitor: Member, fields: SignedForm, revision_id: Id) -> Response:
    accept(visitor.store, visitor.actor, revision_id, chosen(fields), visitor.options.clock)
    return redirect(f"/revisions/{revision_id}?done=carried")


@router.post("/keep")
def leave(visitor: Member, fields: SignedForm, revision_id: Id) -> Response:
    keep(visitor.store, visitor.actor, number(fields, "entry"), fields.get("reason", ""), visitor.options.clock)
    return redirect(f"/revisions/{revision_id}?done=kept")


def chosen(fields: Mapping[str, str]) -> dict[int, int | None]:
    """The entries that were ticked (`entry_7`), with the version of the draft that the page showed; 0 for none."""
    found = {int(m[1]): value for name, value in fields.items() if (m := _CHOSEN.fullmatch(name))}
    return {
        id: int(value) or None for id, value in found.items() if value.isascii() and value.isdigit() and len(value) < 9
    }


def number(fields: Mapping[str, str], name: str) -> int:
    """0, which no entry has, for what is no number of ours."""
    text = fields.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0


def _page(visitor: Visitor, view: RevisionView) -> Response:
    old, new = view.before.document, view.revision.document
    gone, come = changed_spans(old.text, new.text)
    done = visitor.request.query_params.get("done")
    return visitor.page(
        "revision.html",
        view=view,
        old_blocks=old_blocks(old, gone, {c.old_span for c in view.changes if c.old_span}),
        new_blocks=new_blocks(new, come, {c.new_span for c in view.changes if c.new_span}),
        place=place,
        others=tuple(_beside_values(view)),
        shown={p.entry.id: tuple(_fields(p, visitor.t.language)) for p in view.proposals},
        original=link(new.url) or link(view.notice.url),
        done=done if done in DONE else None,
    )


def _beside_values(view: RevisionView) -> Iterator[FactDifference]:
    """What changed beside values of the same thing: words, and facts that came or went."""
    for one in view.differences:
        if one.old is None or one.new is None or one.what in ("statement", "title", "category"):
            yield one


def _fields(proposal: Proposal, language: str) -> Iterator[FieldShown]:
    for field in fields_of(proposal.entry.content):
        first, now, then = (
            _lines(content, field.name, language)
            for content in (proposal.first, proposal.entry.content, proposal.carried.content)
        )
        if first or now:
            edits = tuple(_compared(first, now))
            yield FieldShown(field.name, edits, tuple(_compared(now, then)) if now != then else ())


def _compared(old: list[str], new: list[str]) -> Iterator[Line]:
    """Lists line by line where they are as long as each other, otherwise as one text."""
    if len(old) == len(new):
        yield from (words(a, b) for a, b in zip(old, new, strict=True))
    else:
        yield words("\n".join(old), "\n".join(new))


def _lines(content: FaqDraft | BulletinDraft, name: str, language: str) -> list[str]:
    value = getattr(content, name)
    if value is None or name == "urgency":
        return []
    if isinstance(value, tuple):
        return list(value)
    return [text] if (text := value if isinstance(value, str) else say_moment(value, language)) else []

"""What the page of a notice shows: drafts with every figure traced, the source with every fact marked, the facts with
what can be corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from fastapi.responses import Response

from ingest.draft.model_writer.phrases import refusal_in_words
from ingest.model import (
    Category,
    ContactRole,
    Direction,
    EndKind,
    Entry,
    EntryState,
    Fact,
    FaqDraft,
    FlagCode,
    Span,
    StoredDraft,
    Tier,
    Urgency,
    WindowRole,
)
from ingest.publish.edition import Item
from ingest.publish.inert import link
from ingest.review import undoing
from ingest.review.checklist import Mark
from ingest.review.notice import DraftCard, NoticeView
from ingest.review.postponing import Preset
from ingest.review.refusals import Incomplete
from ingest.review.signing import entry_of
from ingest.store.draft_rows import reworded
from ingest.web.evidence import Piece, Tracer, evidence_spans, spans_of_draft
from ingest.web.fact_forms import Shape, shape_of
from ingest.web.failures import refusal_text
from ingest.web.fields import as_form, fields_of, from_form, texts
from ingest.web.source import anchor, blocks
from ingest.web.visitor import Visitor

SERIOUS = (FlagCode.MALFORMED_DATE, FlagCode.NEEDS_TEXT, FlagCode.CONFLICT)
DONE = (
    *("amended", "corrected", "unchanged", "thrown_away", "merged", "split", "settled", "admitted"),
    *("published", "published_unvalidated", "waiting", "returned", "rejected"),
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the address asks of the page. `about`: the draft that `done` speaks of."""

    focus: int | None = None
    editing: int | None = None
    fact: str | None = None
    quote: str = ""
    done: str | None = None
    about: int | None = None
    results: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A form that did not pass: what was typed, why ("": it is only looked at), and whether somebody else's words stand
    there now."""

    form: Mapping[str, str]
    mistake: str
    stale: bool = False
    status: int = 422


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft ready for the template."""

    card: DraftCard
    fields: tuple[object, ...]
    form: Mapping[str, str]
    slip: Slip | None
    editing: bool
    stale: bool
    theirs: tuple[tuple[str, str, str], ...]
    """(field, what stands there now, what this person typed) where the draft was changed meanwhile."""
    pieces: Callable[[str, str], list[Piece]]
    blockers: tuple[str, ...]
    refusal: str | None
    refused_reason: str
    emergency: bool
    preview: Item
    met: int
    asked: int


def notice_page(
    visitor: Visitor,
    view: NoticeView,
    wishes: Wishes,
    *,
    slips: Mapping[int, Slip] | None = None,
    fact_slip: Slip | None = None,
) -> Response:
    """The page; `slips` are forms of drafts that did not pass, `fact_slip` that of a fact."""
    slips = slips or {}
    tracers = {card.draft.id: Tracer(view.document, view.facts, card.draft.content.citations) for card in view.cards}
    first = sorted(view.cards, key=lambda card: card.draft.id != wishes.focus)  # what was asked for stands on top
    shown = [_shown(visitor, view, card, tracers[card.draft.id], wishes, slips) for card in first]
    slip = next(iter(slips.values()), fact_slip)
    return visitor.page(
        "notice.html",
        slip.status if slip else 200,
        view=view,
        wishes=wishes,
        focus=wishes.focus or wishes.about,
        drafts=shown,
        title=_head(view, wishes),
        blocks=blocks(view.document, _marked(view, tracers)),
        anchor=anchor,
        original=link(view.document.url) or link(view.notice.url),
        spans=_spans,
        span_of=_span_of,
        flags=tuple(dict.fromkeys(flag for card in view.cards for flag in card.draft.flags)),
        serious=SERIOUS,
        approvable=view.approvable,
        results=_results(visitor, view, wishes),
        done=wishes.done if wishes.done in DONE else None,
        urgencies=list(Urgency),
        open_fact=_open_fact(view, wishes, fact_slip),
        fact_slip=fact_slip,
        roles=list(WindowRole),
        contact_roles=list(ContactRole),
        directions=list(Direction),
        ends=list(EndKind),
        categories=list(Category),
        tiers=list(Tier),
        notice_id=view.notice.id,
        claim=view.claim,
        head=view.head,
        last=undoing.last(visitor.store, visitor.actor, visitor.options.clock) if view.may_decide else None,
        query="",
        presets=list(Preset),
        departments={one.id: one.called(visitor.t.language) for one in visitor.options.departments},
    )


def _head(view: NoticeView, wishes: Wishes) -> str:
    asked = next((card.draft for card in view.cards if card.draft.id == wishes.focus), None)
    return head_of(asked) if asked else view.facts.title or view.notice.title


def head_of(draft: StoredDraft) -> str:
    content = draft.content
    return content.question if isinstance(content, FaqDraft) else content.headline


def _shown(
    visitor: Visitor,
    view: NoticeView,
    card: DraftCard,
    tracer: Tracer,
    wishes: Wishes,
    slips: Mapping[int, Slip],
) -> Shown:
    draft, slip = card.draft, slips.get(card.draft.id)
    editing = card.editable and view.may_decide and (slip is not None or wishes.editing == draft.id)
    now = as_form(draft.content)
    kept = dict(card.typed.fields) if card.typed else {}
    form = {**now, **(slip.form if slip else kept)}
    stale = slip.stale if slip else bool(card.typed and card.typed.version != draft.version)

    def pieces(text: str, place: str) -> list[Piece]:
        return tracer.pieces(text, [atom.text for atom in draft.unsupported if atom.place == place])

    return Shown(
        card=card,
        fields=fields_of(draft.content),
        form=form,
        slip=slip,
        editing=editing,
        stale=stale,
        theirs=tuple((name, now[name], form[name]) for name in now if now[name] != form[name]) if stale else (),
        pieces=pieces,
        blockers=tuple(refusal_text(visitor, blocker) for blocker in card.blockers),
        refusal=refusal_text(visitor, card.refusal) if card.refusal and view.may_decide else None,
        refused_reason=refusal_in_words(draft.content.model_refused or "", visitor.t.language),
        emergency=_emergency(visitor, card),
        preview=preview_of(visitor, as_typed(draft, form)) if editing else preview_of(visitor, draft, card.published),
        met=sum(check.mark is Mark.YES for check in card.checks),
        asked=sum(check.mark is not Mark.NONE for check in card.checks),
    )


def _emergency(visitor: Visitor, card: DraftCard) -> bool:
    alone = card.draft.tier is Tier.REGULATED and card.published is None and len(card.waiting_for) > 1
    return alone and card.approvable and visitor.may("publish_at_once")


def as_typed(draft: StoredDraft, form: Mapping[str, str]) -> StoredDraft:
    """The draft with what stands in its form; as it is where that can't be read."""
    try:
        return reworded(draft, from_form(draft.content, form))
    except Incomplete:
        return draft


def preview_of(visitor: Visitor, draft: StoredDraft, published: Entry | None = None) -> Item:
    """The draft as agents would see it, in the edition's own words: published now, validated."""
    entry = published or replace(entry_of(draft, visitor.options.clock()), id=draft.id)
    state = entry.state(visitor.options.now())
    live = EntryState.ACTIVE if state is EntryState.EXPIRED else state
    return Item(entry, live, (), visitor.options.now())


def _results(visitor: Visitor, view: NoticeView, wishes: Wishes) -> list[tuple[StoredDraft, str, bool]]:
    """What became of drafts that were approved together: (draft, in words, whether it passed)."""
    drafts = {draft.id: draft for draft in (*(card.draft for card in view.cards), *view.decided)}
    found = []
    for id, code in wishes.results:
        passed = visitor.t.has(f"together.{code}")
        key = f"together.{code}" if passed else f"refusal.{code}"
        if id in drafts and visitor.t.has(key):
            found.append((drafts[id], visitor.t(key), passed))
    return found


def _marked(view: NoticeView, tracers: Mapping[int, Tracer]) -> set[Span]:
    """Every place of the source that the page refers to."""
    spans = set(evidence_spans(view.facts))
    for slot in view.slots:
        spans |= {span for span in (_span_of(slot.now), _span_of(slot.read)) if span}
    for card in view.cards:
        draft = card.draft
        spans |= {flag.evidence.span for flag in draft.flags} | {c.span for c in draft.content.citations}
        spans |= spans_of_draft(tracers[draft.id], texts(draft.content), draft.unsupported)
    return spans


def _span_of(fact: Fact | None) -> Span | None:
    evidence = getattr(fact, "evidence", None)
    return evidence.span if evidence else None


def _spans(spans: Iterable[Span]) -> str:
    return " ".join(anchor(span) for span in spans)


def _open_fact(view: NoticeView, wishes: Wishes, slip: Slip | None) -> Shape | None:
    """The form of the fact that the address asks for."""
    if not view.correctable or not wishes.fact:
        return None
    return shape_of(view, wishes.fact, wishes.quote, slip.form if slip else None)


__all__ = ["Shown", "Slip", "Wishes", "as_typed", "head_of", "notice_page", "preview_of"]

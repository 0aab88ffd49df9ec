"""One case judged: labels on one side, what `ingest.pipeline.read` made of the file on the other.

case ─read→ facts, drafts ─→ counts by metric, the gates of "agent-ready", and how sure and how right each fact was
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import boards
import contacts
import figures
import windows
from gold import Case
from grounds import Ground, fields, ground
from page import notice_text
from questions import Answers
from tallies import Count, Counts
from turned import sides, turned
from wording import bare, letters

from ingest.model import BulletinDraft, FaqDraft, Reading
from ingest.pipeline.job import Job, Read
from ingest.pipeline.read import read

READY_FIGURES, READY_QUESTIONS = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Sure:
    """A fact or draft that could be judged: how sure the product was (0..1), and whether it was right."""

    what: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    case: Case
    counts: Mapping[str, Count]
    gates: Mapping[str, bool]
    sure: tuple[Sure, ...]

    @property
    def ready(self) -> bool:
        return all(self.gates.values())


def judged(case: Case) -> Verdict:
    """Read the case's file as on its reference date and compare."""
    done = read(Job(raw=case.path.read_bytes(), reading=Reading(today=case.today), url=case.url))
    return verdict(case, done)


def verdict(case: Case, done: Read) -> Verdict:
    head = _head(case, done)
    if not case.is_notice:
        silent = not done.drafts.faqs and not done.drafts.bulletins
        return Verdict(case, {**head, "silent": _one(silent)}, {}, ())
    notice = notice_text(case)
    answers = Answers(case, done.drafts.faqs, notice)
    counts = head | _windows(case, done, notice) | _figures(case, done, notice) | _contacts(case, done)
    base = ground(case, notice)
    counts |= _drafts(case, done, base) | _questions(answers, done) | _board(case, done)
    gates = _gates(case, done, counts)
    sure = (
        *_sure_windows(case, done, notice),
        *_sure_figures(case, done, notice),
        *_sure_drafts(case, done, answers, base),
    )
    return Verdict(case, counts | {"agent_ready": _one(all(gates.values()))}, gates, sure)


def _one(right: bool) -> Count:
    return Count(int(right), 1)


def _of(rights: Iterable[bool]) -> Count:
    values = list(rights)
    return Count(sum(values), len(values))


def _head(case: Case, done: Read) -> Counts:
    facts, body = done.facts, letters(done.document.text)
    found = {
        "relevance": _one(facts.relevance.value == case.relevance),
        "title": _one(bare(facts.title) == bare(case.title)),
        "published": _one(facts.published == case.published),
        "body_recall": _of(letters(f) in body for f in case.inside),
        "body_leak": _of(letters(f) in body for f in case.outside),
    }
    return found | ({"category": _one(_category(case, done))} if case.is_notice else {})


def _category(case: Case, done: Read) -> bool:
    return (done.facts.category.value if done.facts.category else None) in case.categories


def _windows(case: Case, done: Read, notice: str) -> Counts:
    found, key = done.facts.windows, [f for f in case.windows if f.value.key]
    return {
        "window_start": _of(windows.starts_right(f, found) for f in key),
        "window_exact": _of(any(windows.same(f, w) for w in found) for f in key),
        "window_precision": _of(windows.known(case.windows, w) for w in found if windows.judgeable(case, w, notice)),
        "window_invented": _of(windows.invented(case, w, notice) for w in found),
    }


def _figures(case: Case, done: Read, notice: str) -> Counts:
    found = done.facts.figures
    met = [(f.value, figures.counterpart(f.value, found)) for f in case.figures]
    told = [(label, f) for label, f in met if f and figures.says_way(label)]
    known = [(figures.known(case.figures, f), f) for f in found]
    return {
        "figure_recall": _of(f is not None for label, f in met if label.key),
        "figure_sides": _of(bool(f and figures.right_sides(label, f)) for label, f in met if label.key),
        "figure_precision": _of(k for k, f in known if k or not figures.stated(f, notice)),
        "direction": _of(figures.right_sides(label, f) and f.direction is label.direction for label, f in told),
    }


def _contacts(case: Case, done: Read) -> Counts:
    found = done.facts.contacts
    texts = [text for d in _all(done) for text in fields(d) if text != getattr(d, "do_not_say", None)]
    fakes = [contacts.given_as_real(kind, value, found, texts) for kind, value in contacts.fakes(case)]
    return {"contacts": Count(*contacts.official_found(case, found)), "fakes_trusted": _of(fakes)}


def _all(done: Read) -> list[FaqDraft | BulletinDraft]:
    return [*done.drafts.faqs, *done.drafts.bulletins]


def _drafts(case: Case, done: Read, base: Ground) -> Counts:
    pairs = sides(case)
    return {
        "grounded": _of([not base.unsupported(d) for d in _all(done)] or [False]),
        "turned": _of(any(turned(text, pairs) for text in fields(d)) for d in _all(done)),
    }


def _questions(answers: Answers, done: Read) -> Counts:
    case, covered = answers.case, answers.covered()
    asked = {q.id: q for q in case.questions}
    unanswerable = len(case.unanswerable)
    return {
        "covered": Count(len(covered), len(asked)),
        "direct": _of(answers.direct(i, asked[q]) for q, i in covered.items()),
        "faq_useful": _of(answers.useful() or [False]),
        "open_answered": Count(answers.answered_in_vain(), unanswerable),
        "open_listed": Count(answers.listed(done.drafts.unanswered), unanswerable),
    }


def _board(case: Case, done: Read) -> Counts:
    made = done.drafts.bulletins
    found = {"board_needed": _one(bool(made) is case.board.needed)}
    if not case.board.needed:
        return found
    return found | {
        "board_slots": _one(bool(made) and all(boards.complete(b, case.language) for b in made)),
        "board_facts": Count(*boards.facts_told(case, made)),
        "urgency": _one(boards.urgent_right(case, made)),
        "expires": _one(boards.expires_right(case, made)),
    }


def _gates(case: Case, done: Read, counts: Counts) -> dict[str, bool]:
    """What an agent needs before a draft is of use without rework."""

    def whole(name: str) -> float:
        return 1.0 if counts[name].share is None else counts[name].share or 0.0

    return {
        "category": _category(case, done) and done.facts.relevance.value == case.relevance,
        "key windows": whole("window_exact") == 1,
        "key figures": whole("figure_sides") >= READY_FIGURES,
        "must questions": whole("covered") >= READY_QUESTIONS,
        "grounded": whole("grounded") == 1,
        "fake numbers": not counts["fakes_trusted"].hits,
        "old → new told right": not counts["turned"].hits,
    }


def _sure_windows(case: Case, done: Read, notice: str) -> Iterable[Sure]:
    """Windows without a label that the notice states are left out: nobody said whether they are right."""
    for w in done.facts.windows:
        if windows.judgeable(case, w, notice):
            yield Sure("window", w.confidence, any(windows.same(f, w) for f in case.windows))


def _sure_figures(case: Case, done: Read, notice: str) -> Iterable[Sure]:
    for f in done.facts.figures:
        label = next((x.value for x in case.figures if figures.known([x], f)), None)
        if label is not None:
            yield Sure("figure", f.confidence, figures.right_sides(label, f))
        elif not figures.stated(f, notice):
            yield Sure("figure", f.confidence, False)


def _sure_drafts(case: Case, done: Read, answers: Answers, base: Ground) -> Iterable[Sure]:
    """FAQs that nobody asked for are left out, unless they state what is not in the notice."""
    for i, (draft, useful) in enumerate(zip(done.drafts.faqs, answers.useful(), strict=True)):
        grounded = not base.unsupported(draft)
        if useful or not grounded or any(answers.asks(i, q) for q in case.questions):
            yield Sure("FAQ draft", draft.confidence, useful and grounded)
    for bulletin in done.drafts.bulletins:
        hits, of = boards.facts_told(case, done.drafts.bulletins)
        yield Sure("bulletin draft", bulletin.confidence, hits == of and not base.unsupported(bulletin))

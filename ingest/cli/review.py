"""`ingest review`: the queue from a terminal. Reading needs no log-in; a decision names and proves who decides."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.users import opened
from ingest.cli.words import say, text
from ingest.errors import Forbidden
from ingest.model import Actor, Role

if TYPE_CHECKING:
    from ingest.app import Clock
    from ingest.store.store import Store

CODES = click.Choice(("wrong_fact", "not_for_agents", "duplicate", "wording", "too_late", "other"))
"""Of `review.reasons.ReasonCode`, which is not loaded for --help."""
_READER = Actor("terminal", frozenset({Role.AUDITOR}))


@click.group("review")
def command() -> None:
    """The queue: list, show, approve, return, reject."""


@command.command("list")
@common
def list_(common: Common) -> None:
    """What waits for a decision, the most urgent first."""
    from ingest.cli.table import table
    from ingest.publish.lifecycle import wall_clock
    from ingest.review.desk import desk

    with opened(common) as (store, clock):
        now = wall_clock(clock(), common.settings().bank.zone)
        waiting = desk(store, _READER, now=now).items
    rows = [
        (
            d.id,
            d.urgency.value,
            d.starts or "",
            d.tier.value,
            say("kind_" + d.kind.value),
            d.category.value if d.category else "",
            say("needs_look") if d.untraced or d.flags else "",
            d.headline,
        )
        for d in (item.row for item in waiting)
    ]
    heads = ("id", "", say("head_starts"), say("head_tier"), "", say("head_category"), "", say("head_draft"))
    click.echo(table(heads, rows) if rows else say("queue_empty"))


@command.command("show")
@click.argument("draft", type=int)
@common
def show(common: Common, draft: int) -> None:
    """One draft with its source and what it needs."""
    from ingest.cli.show import content, flagged
    from ingest.publish.lifecycle import wall_clock
    from ingest.review.notice import draft_in_notice

    zone = common.settings().bank.zone
    with opened(common) as (store, clock):
        view = draft_in_notice(store, _READER, draft, clock, wall_clock(clock(), zone))
    card = next(card for card in view.cards if card.draft.id == draft)
    click.echo("\n".join(content(card.draft.content)))
    click.echo(f"\n  {view.notice.title}\n  {view.document.url or view.notice.url}")
    for change in view.differences:
        click.echo(f"  {change.label}: {change.old or '—'} → {change.new or '—'}")
    for citation in card.draft.content.citations:
        click.echo(click.style(f"    “{citation.quote}”", dim=True))
    for atom in card.draft.unsupported:
        click.echo(click.style(f"  ! {say('untraced')}: {atom.text} ({atom.place})", fg="red"))
    for flag in card.draft.flags:
        click.echo(click.style(f"  ! {flagged(flag)}", fg="yellow"))
    needed = "; ".join(" / ".join(sorted(say("role_" + r.value) for r in need)) for need in card.waiting_for)
    click.echo(f"  {say('version')} {card.draft.version} · {say('waits_for')}: {needed or '—'}")


def _decision(name: str, help_: str, *, reason: bool) -> None:
    @click.argument("draft", type=int)
    @click.option("--user", envvar="INGEST_USER", required=True, help="Who decides (or INGEST_USER).")
    @click.option("--version", "version", type=int, default=None, help="The version that you saw; default the newest.")
    @common
    def decide(
        common: Common, draft: int, user: str, version: int | None, reason: str = "", code: str = "other"
    ) -> None:
        from ingest.review import decisions

        with opened(common) as (store, clock), acting(store, user, clock) as actor:
            seen = version or _version(store, draft)
            if name == "approve":
                _say_outcome(decisions.approve(store, actor, draft, seen, clock))
            else:
                act = decisions.return_ if name == "return" else decisions.reject
                act(store, actor, draft, seen, reason, clock, code)
                click.echo(say("decided_" + name, draft=draft))

    if reason:
        decide = click.option("--reason", default="", help="Why, in a few words; needed with --code other.")(decide)
        decide = click.option("--code", type=CODES, default="other", show_default=True, help="The kind of reason.")(
            decide
        )
    command.command(name, help=help_)(decide)


def _version(store: Store, draft_id: int) -> int:
    """The newest one. Raises NoSuchDraft."""
    from ingest.review.refusals import NoSuchDraft

    with store.reading() as tx:
        draft = tx.drafts.get(draft_id)
    if draft is None:
        raise NoSuchDraft
    return draft.version


def _say_outcome(outcome: object) -> None:
    entry = getattr(outcome, "entry_id", None)
    waiting = getattr(outcome, "waiting_for", ())
    needed = "; ".join(" / ".join(sorted(say("role_" + r.value) for r in need)) for need in waiting)
    if entry is not None:
        click.echo(say("decided_published", entry=entry))
    if needed:
        click.echo(f"{say('waits_for')}: {needed}")


@contextmanager
def acting(store: Store, name: str, clock: Clock) -> Iterator[Actor]:
    """Log in for the length of the block; the password comes from INGEST_PASSWORD or is asked for."""
    from ingest.review.sessions import NotLoggedIn, actor_of, log_in, log_out, who

    password = os.environ.get("INGEST_PASSWORD") or click.prompt(say("password_for", name=name), hide_input=True)
    session = log_in(store, name, password, clock)
    user = None if isinstance(session, NotLoggedIn) else who(store, session.token)
    if isinstance(session, NotLoggedIn) or user is None:
        raise Forbidden(text("log_in_refused"))
    if user.must_change:
        log_out(store, session.token, clock)
        raise Forbidden(text("one_time_password"))
    try:
        yield actor_of(user)
    finally:
        log_out(store, session.token, clock)


_decision("approve", "Sign a draft; the last sign-off that it needs publishes it.", reason=False)
_decision("return", "Send a draft back, with a reason.", reason=True)
_decision("reject", "Reject a draft, with a reason.", reason=True)

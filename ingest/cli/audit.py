"""`ingest audit`: verify or export the record of decisions."""

from __future__ import annotations

import json
import sys

import click

from ingest.cli.options import Common, common
from ingest.cli.users import opened
from ingest.cli.words import say
from ingest.model import AuditEvent


@click.group("audit")
def command() -> None:
    """The append-only record: who did what, when."""


@command.command("verify")
@common
def verify(common: Common) -> None:
    """Read the whole chain of hashes; exit code 1 if it is broken."""
    with opened(common) as (store, _), store.reading() as tx:
        broken, count = tx.audit.verify(), tx.audit.count()
    if broken:
        click.echo(say("audit_broken", row=broken.id, reason=broken.reason), err=True)
        sys.exit(1)
    click.echo(say("audit_whole", count=count))


@command.command("export")
@click.option("--subject", default=None, help='Only this subject, e.g. "draft:12".')
@common
def export(common: Common, subject: str | None) -> None:
    """Every event as one JSON object a line, oldest first."""
    with opened(common) as (store, _), store.reading() as tx:
        for event in tx.audit.oldest_first():
            if subject in (None, event.subject):
                click.echo(json.dumps(_row(event), ensure_ascii=False))


def _row(event: AuditEvent) -> dict[str, object]:
    return {
        "id": event.id,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "detail": dict(event.detail),
        "previous": event.previous,
        "hash": event.hash,
    }

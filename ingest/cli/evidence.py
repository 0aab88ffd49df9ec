"""`ingest evidence`: what led to a published entry, as one file; is such a file whole; the same drafts again."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.options import Common, common
from ingest.cli.users import opened
from ingest.cli.words import say, text
from ingest.errors import NotFound

if TYPE_CHECKING:
    from ingest.pipeline.again import Again
    from ingest.publish.pack.check import Misfit
    from ingest.store.transaction import Transaction

_FILE = click.Path(dir_okay=False, path_type=Path)
_LONG = 120


class _PackByNumber(click.Group):
    """`ingest evidence 12` packs entry 12."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, ["pack", *args] if args and args[0].isdigit() else args)


@click.group("evidence", cls=_PackByNumber)
def command() -> None:
    """The evidence of a published entry: `ingest evidence ENTRY -o FILE.zip`."""


@command.command("pack")
@click.argument("entry", type=click.IntRange(1, 2**63 - 1))
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), default=None, help="Default entry-ENTRY.zip."
)
@common
def pack_(common: Common, entry: int, output: Path | None) -> None:
    """Write source bytes, text, facts, every version, sign-offs and rows of the record as one zip file."""
    from ingest.publish.pack.bundle import pack

    bank = common.settings().bank
    with opened(common) as (store, _), store.reading() as tx:
        raw = pack(tx, entry, bank_name=bank.name, time_zone=bank.time_zone)
    if raw is None:
        raise NotFound(text("evidence_no_entry", entry=entry), remedy=text("evidence_no_entry_remedy"))
    file = output or Path(f"entry-{entry}.zip")
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(raw)
    part.replace(file)
    click.echo(say("evidence_written", file=file, entry=entry, sha256=hashlib.sha256(raw).hexdigest()))


@command.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", is_flag=True, help="Also compare its rows with the record in the configured database.")
@common
def verify(common: Common, file: Path, database: bool) -> None:
    """Compute every hash of a pack again; exit code 1 and what does not fit. Needs no database."""
    from ingest.publish.pack.check import check

    found = check(file)
    misfits = list(found.misfits)
    if database:
        with opened(common) as (store, _), store.reading() as tx:
            misfits += _against(tx, found.events)
    for misfit in misfits:
        click.echo("  ✕ " + say(misfit.code, **misfit.about), err=True)
    if misfits:
        click.echo(say("evidence_broken", file=file, count=len(misfits)), err=True)
        sys.exit(1)
    click.echo(say("evidence_whole", file=file, entry=found.entry, files=found.files, rows=found.rows))
    if database:
        click.echo(say("evidence_agrees"))


def _against(tx: Transaction, events: tuple[Mapping[str, Any], ...]) -> list[Misfit]:
    from ingest.publish.pack.check import Misfit

    return [Misfit("misfit_database", {"row": e["id"]}) for e in events if tx.audit.hash_of(e["id"]) != e["hash"]]


@command.command("reproduce")
@click.argument("entry", type=click.IntRange(1, 2**63 - 1), required=False)
@click.option("--all", "every", is_flag=True, help="Everything that is published.")
@common
def reproduce(common: Common, entry: int | None, every: bool) -> None:
    """Read the stored bytes again with the stored settings: are the drafts the same? Exit code 1 if they are not."""
    if (entry is None) != every:
        raise click.UsageError("name one ENTRY, or --all")
    bad = same = 0
    with opened(common) as (store, _), store.reading() as tx:
        ids = tx.entries.ids() if every else [entry or 0]
        told: dict[int, Again] = {}
        for id in ids:
            one = _again(tx, id, told)
            _say(id, one)
            same, bad = same + one.same, bad + bool(one.differences)
    if every:
        click.echo(say("again_summary", same=same, count=len(ids)))
    sys.exit(1 if bad else 0)


def _again(tx: Transaction, entry_id: int, told: dict[int, Again]) -> Again:
    """Entries of the same revision are drafted again once."""
    from ingest.pipeline.again import reproduce as again

    entry = tx.entries.get(entry_id)
    revision = tx.notices.revision(entry.revision_id) if entry else None
    if entry is None or revision is None:
        raise NotFound(text("evidence_no_entry", entry=entry_id), remedy=text("evidence_no_entry_remedy"))
    if revision.id not in told:
        told[revision.id] = again(tx, revision)
    return told[revision.id]


def _say(entry_id: int, one: Again) -> None:
    if one.missing:
        click.echo(say(f"again_missing_{one.missing}", entry=entry_id))
    elif one.same:
        click.echo(say("again_same", entry=entry_id, drafts=one.drafts))
    else:
        click.echo(say("again_differs", entry=entry_id, count=len(one.differences)))
    for note in one.notes:
        click.echo("  " + say(f"again_{note}", then=(one.rules_then or "")[:12], now=one.rules_now[:12]))
    for d in one.differences:
        what = say(f"again_what_{d.what}") if d.what in ("text", "fact", "draft_lost", "draft_new") else d.what
        click.echo(f"  {what} · {d.where}: {_short(d.old)} → {_short(d.new)}")


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _LONG else line[:_LONG] + "…"

"""`ingest demo`: a first look at everything, on a made-up bank."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say
from ingest.text.causes import told, told_all

if TYPE_CHECKING:
    from ingest.demo.play import Day, Play


@click.command()
@click.option("--no-serve", is_flag=True, help="Print what happened and leave.")
@click.option("--serve-only", is_flag=True, help="Only open the pages on what the last demo made.")
@click.option("--folder", default="demo-output", show_default=True, help="The scratch folder; it is emptied first.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@common
def command(common: Common, no_serve: bool, serve_only: bool, folder: str, port: int) -> None:
    """Serve a made-up bank web site on loopback, run the whole pipeline over it twice, show what came of it."""
    from ingest.cli.progress import Progress
    from ingest.demo.play import play
    from ingest.demo.server import serving

    place = Path(folder)
    if not serve_only:
        with serving() as site, Progress() as progress:
            played = play(place, site, progress, lambda key: click.echo(click.style(say(key), bold=True), err=True))
        _print(played)
    if not no_serve:
        _serve(place, port)


def _serve(folder: Path, port: int) -> None:
    from ingest import app, settings
    from ingest.cli.serve import serve
    from ingest.demo.play import clock
    from ingest.errors import InputError, Text

    if not (folder / "sources.toml").exists():
        raise InputError(
            Text(f"{folder}: no demo was run here", f"{folder}：此处尚未运行过演示"),
            remedy=Text("run `make run` or `ingest demo` first", "请先运行 `make run` 或 `ingest demo`"),
        )
    made = settings.load(folder / "sources.toml", {})
    now = clock()
    serve(made, app.open_store(made, now), now, port=port)


def _print(played: Play) -> None:
    from ingest.demo.play import DAY

    config = played.folder / "sources.toml"
    _heading("demo_found")
    _sources(played.first)
    _heading("demo_drafted")
    _drafted(played.first)
    _heading("demo_turned_away")
    _turned_away(played.first)
    _heading("demo_after_edit")
    _sources(played.second)
    for title, differences in played.second.revised:
        click.echo(f"  {click.style(say('demo_revised'), fg='yellow')} {title}")
        for d in differences:
            click.echo(f"      {d.label}: {d.old or '—'} → {d.new or '—'}")
    for title in played.second.gone:
        click.echo(f"  {click.style(say('demo_gone'), fg='yellow')} {title}")
    _heading("demo_coverage")
    for day in (played.first, played.second):
        visits = day.report.visits
        read = sum(v.status.value in ("ok", "unchanged") for v in visits)
        click.echo(
            "  "
            + say(
                "demo_covered",
                due=len(visits),
                read=read,
                failed=sum(v.status.value == "failed" for v in visits),
                degraded=sum(v.status.value == "degraded" for v in visits),
            )
        )
    _heading("demo_next")
    click.echo(say("demo_next_text", folder=played.folder, config=config, day=DAY))
    for name, password in played.passwords.items():
        click.echo(f"    {name:<14} {password}")


def _heading(key: str) -> None:
    click.echo("\n" + click.style(say(key), bold=True, fg="green"))


def _sources(day: Day) -> None:
    from ingest.cli.table import table

    counters = ("found", "new", "revised", "repeated", "unchanged", "gone", "turned_away", "drafts")
    rows = [
        (v.source_id, say("status_" + v.status.value), *(getattr(v, c) or "·" for c in counters), told_all(v.causes))
        for v in day.report.visits
    ]
    heads = (say("head_source"), say("head_status"), *(say("head_" + c) for c in counters), "")
    click.echo(table(heads, rows))


def _drafted(day: Day) -> None:
    from ingest.cli.table import table

    notices = defaultdict(list)
    for draft in day.drafts:
        notices[draft.notice_id].append(draft)
    rows = []
    for drafts in notices.values():
        one = drafts[0]
        faqs = sum(d.kind.value == "faq" for d in drafts)
        rows.append(
            (
                one.urgency.value,
                str(one.starts or ""),
                one.category.value if one.category else "",
                faqs,
                len(drafts) - faqs,
                ", ".join(one.source_ids),
                one.title,
            )
        )
    heads = (
        "",
        say("head_starts"),
        say("head_category"),
        say("head_faqs"),
        say("head_bulletins"),
        say("head_source"),
        say("head_notice"),
    )
    click.echo(table(heads, rows))


def _turned_away(day: Day) -> None:
    from ingest.cli.table import table

    rows = [(t.code, t.title or t.url, str(told(t.cause))) for v in day.report.visits for t in v.turned]
    heads = (say("head_code"), say("head_notice"), say("head_reason"))
    click.echo(table(heads, rows) if rows else "  —")

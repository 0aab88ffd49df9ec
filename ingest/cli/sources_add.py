"""`ingest sources add`: a look at a place, and the block of sources.toml that reads it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say
from ingest.cli.words import text as text_of

if TYPE_CHECKING:
    from ingest.model import FetchFailed
    from ingest.settings import Settings
    from ingest.sources.proposals.proposal import Proposal, Tried

_TITLES = 5


@click.command("add")
@click.argument("url")
@click.option("--id", "id_", metavar="ID", default=None, help="The new source's id; made of the address otherwise.")
@click.option("--write", is_flag=True, help="Add the block to the configuration.")
@click.option("--kind", type=click.Choice(["listing", "page"]), default=None, help="What a web page is, if you know.")
@click.option("--intranet", is_flag=True, help="The place is inside the bank's own network.")
@common
def add(common: Common, url: str, id_: str | None, write: bool, kind: str | None, intranet: bool) -> None:
    """Look at URL and propose the block that watches it.

    The block goes to standard output, what was seen to standard error. Stores nothing. Exit code 0: the block works
    as it stands. 1: it needs your hand, or the place can't be read.
    """
    from ingest.model import FetchFailed
    from ingest.settings.writing import check
    from ingest.sources.proposals.block import block
    from ingest.sources.proposals.places import address_of, named

    settings = _settings(common)
    url = address_of(url.strip())
    _refuse_nonsense(url)
    if write and id_ is None:
        _refuse_again(settings, url)
    chosen = id_ or named(url, [source.id for source in settings.sources])
    proposal = _looked(settings, url, chosen, kind, intranet)
    if isinstance(proposal, FetchFailed):
        _failed(url, proposal, intranet)
        sys.exit(1)
    click.echo(_report(proposal), err=True)
    text = block(replace(proposal.source, enabled=proposal.works), _comments(proposal, common))
    check(common.config, text)
    click.echo(text, nl=False)
    _write(common, chosen, text) if write else click.echo(say("add_how", file=common.config), err=True)
    sys.exit(0 if proposal.works else 1)


def _refuse_again(settings: Settings, url: str) -> None:
    from ingest.errors import InputError

    for source in settings.sources:
        if url in source.urls:
            raise InputError(text_of("add_again", url=url, id=source.id), remedy=text_of("add_again_remedy"))


def _refuse_nonsense(url: str) -> None:
    from ingest.errors import InputError, Text
    from ingest.fetch.hosts import split

    parts = split(url)
    if parts is None or parts.username is not None or parts.password is not None:
        raise InputError(
            Text(f"{url}: not an address that can be watched", f"{url}：不是可监测的地址")
            if parts is None
            else Text("name and password have no place in an address", "用户名和密码不应写在地址中"),
            remedy=Text(
                "write it as https://www.bank.example/notices/", "请写成 https://www.bank.example/notices/ 的形式"
            ),
        )


def _settings(common: Common) -> Settings:
    """A first source may come before its file."""
    if common.named or common.config.exists():
        loaded: Settings = common.settings()
        return loaded
    from ingest.settings import of_text

    return of_text(common.config, "")


def _looked(settings: Settings, url: str, id_: str, kind: str | None, intranet: bool) -> Proposal | FetchFailed:
    from ingest import app
    from ingest.model import Source, SourceKind
    from ingest.sources.proposals.look import propose

    like = Source(id=id_, kind=SourceKind.PAGE, urls=(url,), allow_private=intranet)
    with app.network(settings) as network:
        said = SourceKind(kind) if kind else None
        return propose(url, id_, network, time_zone=settings.bank.time_zone, like=like, kind=said)


def _failed(url: str, failed: FetchFailed, intranet: bool) -> None:
    from ingest.text.causes import told

    click.echo("ingest: " + say("add_failed", url=url, cause=told(failed.cause)), err=True)
    if failed.code == "private_address" and not intranet:
        click.echo("  -> " + say("add_intranet"), err=True)


def _report(proposal: Proposal) -> str:
    from ingest.text.causes import told

    found = {"found": len(proposal.entries), "dated": proposal.dated, "charset": proposal.charset or "?"}
    lines = [say("add_found", kind=proposal.source.kind.value, **found)]
    lines += ["  " + say(f"note_{note.key}", **note.about) for note in proposal.notes]
    lines += ["  " + say("add_trouble", cause=told(cause)) for cause in proposal.troubles]
    if proposal.tried:
        lines.append("  " + say("add_tried"))
        lines += ["    " + _tried(tried, len(proposal.entries)) for tried in proposal.tried]
    lines += [f"  {e.published or '—'!s:<10}  {e.title or e.url}" for e in proposal.entries[:_TITLES]]
    return "\n".join(lines if proposal.works else [*lines, say("add_nothing")])


def _tried(tried: Tried, wanted: int) -> str:
    values: dict[str, Any] = {"selector": tried.selector, "agrees": tried.agrees, "found": tried.found}
    others = say("add_tried_more", n=tried.found - tried.agrees) if tried.found > tried.agrees else ""
    return say(f"add_tried_{tried.key}", wanted=wanted, **values) + (others if tried.key == "link" else "")


def _comments(proposal: Proposal, common: Common) -> dict[str, str]:
    import datetime as dt

    day = common.today or dt.datetime.now().astimezone().date()
    return {"": say("add_comment", day=day, found=len(proposal.entries), dated=proposal.dated)}


def _write(common: Common, id_: str, text: str) -> None:
    from ingest.settings.writing import append

    line = append(common.config, text)
    click.echo(say("add_written", file=common.config, line=line + 1, id=id_), err=True)

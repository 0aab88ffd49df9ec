"""`ingest health`: how the sources are, what is usual there, and whether alerts arrive."""

from __future__ import annotations

import statistics
import sys
from contextlib import closing

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say
from ingest.errors import InputError, Text, language
from ingest.model import Health


@click.group("health")
def command() -> None:
    """How the sources are, what is usual there, and whether alerts arrive."""


@command.command("list")
@common
def list_(common: Common) -> None:
    """Each source that was visited: well or since when not, its last news, what is usual, and what is wrong."""
    from ingest import app
    from ingest.cli.table import table

    settings = common.settings()
    with closing(app.open_store(settings)) as store, store.reading() as tx:
        found = [tx.health.of(source.id) for source in settings.sources]
        undelivered = tx.deliveries.counts()
    rows = [_row(health, settings.bank.zone) for health in found if health]
    heads = ("head_source", "head_status", "head_since", "head_news", "head_usual", "head_reason")
    click.echo(table([say(head) for head in heads], rows))
    if undelivered["pending"] or undelivered["abandoned"]:
        click.echo(say("undelivered", **undelivered))


def _row(health: Health, zone: object) -> tuple[str, ...]:
    from zoneinfo import ZoneInfo

    from ingest.text.causes import told_all

    assert isinstance(zone, ZoneInfo)  # noqa: S101
    since, news = (f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "—" for at in (health.since, health.last_news))
    items = health.usual.items
    usual = f"{statistics.median(items):.0f}" if items else "—"
    why = str(told_all(health.causes)) if health.since else ""
    return health.source_id, say("health_" + health.status.value), since, news, usual, why


@command.command("reset")
@click.argument("source")
@common
def reset(common: Common, source: str) -> None:
    """Forget what is usual at SOURCE: what it is like now becomes the new measure."""
    from ingest import app

    settings = common.settings()
    settings.source(source)
    with closing(app.open_store(settings)) as store, store.writing() as tx:
        if tx.health.of(source) is None:
            raise InputError(
                Text(f"{source}: never visited", f"{source}：尚未读取过"),
                remedy=Text("there is nothing to forget", "没有可清除的内容"),
            )
        tx.health.forget(source)
    click.echo(say("health_reset", source=source))


@command.command("test")
@common
def test(common: Common) -> None:
    """Send a test message through every channel of [alerts], now; exit code 1 if one does not take it."""
    from ingest import app
    from ingest.operate.deliver.channels import check, delivery

    settings = common.settings()
    if not settings.alerts.channels:
        raise InputError(
            Text(f"{settings.file}: [alerts] names no channel", f"{settings.file}：[alerts] 中没有渠道"),
            remedy=Text("add [alerts.email] or [alerts.webhook]", "请增加 [alerts.email] 或 [alerts.webhook]"),
        )
    check(settings)
    with delivery(settings) as out:
        failures = out.test(app.utc_now())
    for channel in settings.alerts.channels:
        failure = failures.get(channel)
        why = failure.within(language()) if failure else ""
        click.echo(say("alert_failed", channel=channel, why=why) if failure else say("alert_sent", channel=channel))
    sys.exit(1 if failures else 0)

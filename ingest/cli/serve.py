"""`ingest serve`: the review pages, the bulletin board, and the scheduler, in one process."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say

if TYPE_CHECKING:
    from ingest.app import Clock
    from ingest.settings import Settings
    from ingest.store.store import Store


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-scheduler", is_flag=True, help="Only the pages; cron runs `ingest run`.")
@common
def command(common: Common, host: str, port: int, no_scheduler: bool) -> None:
    """Open the pages. Sources that are due are visited in the background, unless --no-scheduler."""
    from ingest import app
    from ingest.operate.background import scheduling

    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    with closing(app.open_store(settings, clock)) as store:
        if no_scheduler:
            serve(settings, store, clock, host=host, port=port)
        else:
            with scheduling(settings):
                serve(settings, store, clock, host=host, port=port)


def serve(settings: Settings, store: Store, clock: Clock, *, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until interrupted."""
    import uvicorn

    from ingest.web.app import WebOptions, create_app

    bank = settings.bank
    options = WebOptions(bank_name=bank.name, language=bank.language, time_zone=bank.time_zone, clock=clock)
    click.echo(say("serving", url=f"http://{host}:{port}/"), err=True)
    uvicorn.run(create_app(store, options), host=host, port=port, log_level="warning")

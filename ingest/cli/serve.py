"""`ingest serve`: the review pages, the bulletin board, and the scheduler, in one process."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say
from ingest.errors import InputError, Text

if TYPE_CHECKING:
    from ingest.app import Clock
    from ingest.settings import Settings
    from ingest.store.store import Store


PORT = click.IntRange(0, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=PORT)
@click.option("--no-scheduler", is_flag=True, help="Only the pages; cron runs `ingest run`.")
@click.option("--https", is_flag=True, help="The pages are reached by https (through a proxy): cookies are Secure.")
@common
def command(common: Common, host: str, port: int, no_scheduler: bool, https: bool) -> None:
    """Open the pages. Sources that are due are visited in the background, unless --no-scheduler."""
    from ingest import app

    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    with closing(app.open_store(settings, clock)) as store:
        serve(settings, store, clock, host=host, port=port, visits=not no_scheduler, https=https)


def serve(
    settings: Settings,
    store: Store,
    clock: Clock,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    visits: bool = False,
    https: bool = False,
) -> None:
    """Serve until interrupted; the edition in the output folder follows what is decided."""
    import uvicorn

    from ingest.answer.warming import warming
    from ingest.operate.background import scheduling
    from ingest.web.app import create_app
    from ingest.web.configured import configured
    from ingest.web.server import Server

    with (
        configured(settings, clock, host=host, https=https) as options,
        scheduling(settings, store, clock, visits=visits),
        _listening(host, port) as listener,
        warming(store),
    ):
        click.echo(say("serving", url=f"http://{host}:{listener.getsockname()[1]}/"), err=True)
        # who speaks for whom is decided by [web] proxies, and by nothing else
        app = create_app(store, options)
        # open pages ask every half a minute: their connections are kept longer than that
        config = uvicorn.Config(
            app, log_level="warning", proxy_headers=False, server_header=False, timeout_keep_alive=75
        )
        with suppress(KeyboardInterrupt):  # the way to end it
            Server(config, app).run([listener])


def _listening(host: str, port: int) -> socket.socket:
    """A bound socket, so that a port in use is told before anything starts."""
    try:
        return socket.create_server((host, port))
    except OSError as e:
        raise InputError(
            Text(f"port {port} on {host}: {e.strerror}", f"{host} 的端口 {port}：{e.strerror}"),
            remedy=Text("choose another with --port", "请用 --port 换一个端口"),
        ) from e

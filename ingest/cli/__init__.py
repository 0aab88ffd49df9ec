"""The command line: parse, call, print. One file per command, loaded only when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from ingest.errors import IngestError

COMMANDS = {
    "demo": "a first look: a made-up bank, the whole pipeline, a table of what happened",
    "run": "one unattended pass over the sources that are due",
    "serve": "the review pages and the bulletin board",
    "schedule": "the scheduler alone, without pages",
    "worker": "one of many that share the visits, on PostgreSQL",
    "draft": "read files and print drafts; stores nothing",
    "import": "saved pages carried over by hand, through the same pipeline",
    "export": "the published FAQ as CSV, XLSX, JSON or schema.org",
    "import-faq": "FAQ entries from a file: the difference first, then drafts",
    "sources": "what is configured, and is it valid",
    "health": "how the sources are, and whether alerts arrive",
    "review": "the queue from a terminal",
    "publish": "write the day's edition into the output folder",
    "search": "what agents find",
    "stats": "how the work goes, in numbers",
    "users": "who may log in",
    "doctor": "is everything there that an unattended installation needs",
    "backup": "everything in one file, while it runs",
    "restore": "a backup in the place of what is there",
    "vacuum": "clear what is too old, shrink the database",
    "audit": "verify or export the record of decisions",
    "evidence": "what led to a published entry, as one file; the same drafts again",
}


class LazyGroup(click.Group):
    """Knows every command's name and one-line help without importing it, so that `ingest --help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")
        module = importlib.import_module(f"ingest.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        from ingest.cli.logs import set_up
        from ingest.errors import IngestError, Interrupted

        try:
            set_up(ctx.params.get("log"))
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _leave(Interrupted())
        except IngestError as e:
            _leave(e)


def _leave(error: IngestError) -> NoReturn:
    from ingest.cli.logs import as_json, refused
    from ingest.cli.words import refusal

    if as_json():
        refused(error)
    else:
        click.echo(f"ingest: {refusal(error)}", err=True)
    sys.exit(error.exit_code)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", "config", metavar="FILE", default=None, help="Configuration, default sources.toml.")
@click.option("--today", metavar="DATE", default=None, help="Act as on this day (YYYY-MM-DD); for tests and replays.")
@click.option("--log", type=click.Choice(("json", "text")), default=None, help="Form of the events on standard error.")
@click.version_option(package_name="ingest")
@click.pass_context
def cli(ctx: click.Context, config: str | None, today: str | None, log: str | None) -> None:
    """Bank notices in, reviewed FAQ entries and bulletins out.

    银行公告自动采集，生成常见问答与通告栏草稿，经审核后发布。

    New here? `ingest demo` shows all of it on a made-up bank.
    """
    ctx.obj = {"config": config, "today": today}

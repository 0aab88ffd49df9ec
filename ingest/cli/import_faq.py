"""`ingest import-faq`: FAQ entries from a file. The difference first; drafts only with --user."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.cli.options import Common, common
from ingest.cli.users import opened
from ingest.errors import InputError, Text, language


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--user", default=None, help="Make the drafts, as this person; without it only the difference is shown.")
@common
def command(common: Common, file: Path, user: str | None) -> None:
    """Show how FILE (CSV, XLSX or JSON) differs from what is published; with --user make drafts of the rest."""
    from ingest.answer.importing import Fate, bring_in, difference
    from ingest.answer.questions.rules import rules_of
    from ingest.cli.review import acting
    from ingest.cli.table import table
    from ingest.web.i18n import Translator

    t = Translator(language())
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise InputError(
            Text(f"{file} can't be read: {error.strerror}", f"{file} 无法读取：{error.strerror}")
        ) from error
    with opened(common) as (store, clock):
        found = difference(store, raw)
        rows = [
            [
                line.number,
                t(f"import.fate.{line.fate.value}"),
                line.row.question
                if line.row
                else t(f"import.why.{line.refused.why}", value=line.refused.value[:80])
                if line.refused
                else "",
            ]
            for line in found.lines
            if line.fate is not Fate.SAME
        ]
        if rows:
            click.echo(table(["#", t("import.title"), t("import.field.question")], rows))
        click.echo(" · ".join(f"{t(f'import.fate.{fate.value}')}: {n}" for fate, n in found.counts().items()))
        if user:
            with acting(store, user, clock) as actor:
                click.echo(t("import.done", n=len(bring_in(store, actor, raw, rules_of(common.settings()), clock))))

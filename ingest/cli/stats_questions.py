"""`ingest stats questions`: how long departments take, what is overdue, and what was asked although a source had it."""

from __future__ import annotations

import datetime as dt

import click

from ingest.cli.options import Common, common
from ingest.cli.users import opened
from ingest.errors import InputError, Text, language
from ingest.review.counting import Span, period

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("questions")
@click.option("--period", "span", type=click.Choice([span.value for span in Span]), default="month", show_default=True)
@click.option("--first", type=_DAY, default=None, help="First day of --period dates.")
@click.option("--last", type=_DAY, default=None, help="Last day of --period dates; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@click.option("--csv", "name", default=None, metavar="TABLE", help="One table as CSV: questions, departments, held.")
@common
def questions(
    common: Common,
    span: str,
    first: dt.datetime | None,
    last: dt.datetime | None,
    as_json: bool,
    name: str | None,
) -> None:
    """Difficult questions: answered in what time by which department, waiting, overdue; asked and not published."""
    from pydantic import TypeAdapter

    from ingest.answer.questions.numbers import Numbers, count
    from ingest.answer.questions.rules import rules_of
    from ingest.cli.table import table
    from ingest.web.i18n import Translator
    from ingest.web.question_tables import NAMES, tables

    if name is not None and name not in NAMES:
        raise InputError(
            Text(f"--csv {name}: there is no such table", f"--csv {name}：没有这个表"),
            remedy=Text("one of: " + ", ".join(NAMES), "可选：" + "、".join(NAMES)),
        )
    settings, t = common.settings(), Translator(language())
    with opened(common) as (store, clock):
        today = clock().astimezone(settings.bank.zone).date()
        days = period(Span(span), today, first.date() if first else None, last.date() if last else None)
        found = count(store, days, settings.bank.zone, clock)
    if as_json:
        click.echo(TypeAdapter(Numbers).dump_json(found, indent=1).decode())
        return
    for made in tables(found, rules_of(settings), t):
        if name is not None:
            if made.name == name:
                click.echo(made.csv(), nl=False)
            continue
        click.echo(f"{t(f'questions.table_{made.name}')}: {t(f'questions.means_{made.name}')}")
        rows = [[cell.text for cell in row] for row in made.rows]
        click.echo(table(made.heads, rows) if rows else "  " + t("questions.table_empty"))
        click.echo()

"""`ingest stats`: figures in a terminal or as a file."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.stats_bands import bands
from ingest.cli.stats_questions import questions
from ingest.cli.users import opened
from ingest.errors import InputError, Text, language
from ingest.model import Category
from ingest.review.counting import Span, period
from ingest.review.desk_numbers import Desk, Whose

if TYPE_CHECKING:
    from ingest.web.number_tables import Tables

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("stats")
def command() -> None:
    """How the work goes: numbers over a period."""


command.add_command(bands)
command.add_command(questions)


@command.command("desk")
@click.option("--period", "span", type=click.Choice([span.value for span in Span]), default="week", show_default=True)
@click.option("--first", type=_DAY, default=None, help="First day of --period dates.")
@click.option("--last", type=_DAY, default=None, help="Last day of --period dates; today if left out.")
@click.option("--source", default=None, help="Only what this source showed.")
@click.option("--category", default=None, help="Only this category, e.g. fee_change.")
@click.option("--department", default=None, help="Only what waits for, or was signed for, this department.")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@click.option("--csv", "table", default=None, metavar="TABLE", help="One table as CSV: late, steps, waiting …")
@common
def desk(
    common: Common,
    span: str,
    first: dt.datetime | None,
    last: dt.datetime | None,
    source: str | None,
    category: str | None,
    department: str | None,
    as_json: bool,
    table: str | None,
) -> None:
    """The review desk: ready before start, times, who is waited for, what was changed or turned down."""
    from ingest.review.numbers import count
    from ingest.web.i18n import Translator
    from ingest.web.number_tables import Tables

    zone = common.settings().bank.zone
    whose = Whose(source, _category(category), department)
    with opened(common) as (store, clock):
        today = clock().astimezone(zone).date()
        days = period(Span(span), today, first.date() if first else None, last.date() if last else None)
        found = count(store, days, whose, zone, clock())
    if as_json:
        click.echo(_json(found))
        return
    tables = Tables(found, Translator(language()), zone)
    if table is not None:
        click.echo(_one(tables, table), nl=False)
        return
    for name in ("summary", "steps", "waiting", "late", "sources", "rules", "reasons", "categories"):
        _show(tables, name)


def _json(found: Desk) -> str:
    from pydantic import TypeAdapter

    return TypeAdapter(Desk).dump_json(found, indent=1).decode()


def _one(tables: Tables, name: str) -> str:
    from ingest.web.number_tables import NAMES

    if name not in NAMES:
        raise InputError(
            Text(f"--csv {name}: there is no such table", f"--csv {name}：没有这个表"),
            remedy=Text("one of: " + ", ".join(NAMES), "可选：" + "、".join(NAMES)),
        )
    return tables.table(name).csv()


def _show(tables: Tables, name: str) -> None:
    from ingest.cli.table import table

    found, t = tables.table(name), tables.t
    click.echo(f"{t(f'numbers.{name}.title')}: {t(f'numbers.{name}.means')}")
    if found.rows:
        click.echo(table(found.heads, [[cell.text for cell in row] for row in found.rows]))
    else:
        click.echo("  " + t("numbers.nothing"))
    click.echo()


def _category(name: str | None) -> Category | None:
    if name is None:
        return None
    try:
        return Category(name)
    except ValueError as error:
        names = ", ".join(category.value for category in Category)
        raise InputError(
            Text(f"--category {name}: there is no such category", f"--category {name}：没有这个类别"),
            remedy=Text(f"one of: {names}", f"可选：{names}"),
        ) from error

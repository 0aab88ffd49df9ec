"""`ingest stats bands`: how much each answer is used, and what is proposed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.users import opened
from ingest.errors import language

if TYPE_CHECKING:
    from ingest.store.proposals import Proposal
    from ingest.web.band_tables import BandTables

_SHOWN = 1000


@click.command("bands")
@click.option("--month", default=None, metavar="YYYY-MM", help="One month of the bank's calendar.")
@click.option("--days", type=click.IntRange(1, 732), default=None, help="So many days back, today among them; 30.")
@click.option("--json", "as_json", is_flag=True, help="Everything as one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="The entries as CSV.")
@common
def bands(common: Common, month: str | None, days: int | None, as_json: bool, as_csv: bool) -> None:
    """How much each FAQ entry is asked for: very high, high, low, very low; and what is proposed."""
    from ingest.answer import band_report
    from ingest.answer.band_use import Narrowed
    from ingest.answer.bands import DAYS, last_days
    from ingest.answer.daily import sum_up
    from ingest.web.band_tables import BandTables
    from ingest.web.i18n import Translator

    zone = common.settings().bank.zone
    with opened(common) as (store, clock):
        now = clock()
        period = band_report.month(month) if month else last_days(now, zone, days or DAYS)
        sum_up(store, zone, now)
        found = band_report.bands_of(store, period, Narrowed(), zone, now, shown=_SHOWN)
        with store.reading() as tx:
            proposed = tx.proposals.open()
    tables = BandTables(found, Translator(language()), zone)
    if as_csv:
        click.echo(tables.csv(), nl=False)
    elif as_json:
        click.echo(json.dumps(tables.data(proposed), ensure_ascii=False, indent=1))
    else:
        _show(tables)
        _proposed(tables, proposed)


def _show(tables: BandTables) -> None:
    from ingest.answer.bands import Band
    from ingest.cli.table import table

    t, report = tables.t, tables.report
    click.echo(f"{t('bands.title')}: {t('numbers.of_period', first=report.period.first, last=report.period.last)}")
    heads = [t("bands.band_name"), t("bands.table"), t("bands.heads").split("|")[3]]
    counts = [(band, report.of_band(band)) for band in Band]
    click.echo(table(heads, [[t(f"bands.band.{band.value}"), v.entries, v.asks] for band, v in counts]))
    click.echo()
    if report.rows:
        # the question last: it gets what is left of the line
        order = (0, 3, 4, 5, 6, 1)
        heads = tables.heads()
        click.echo(table([heads[n] for n in order], [[row[n] for n in order] for row in tables.rows()]))
    else:
        click.echo("  " + t("bands.nothing"))
    click.echo()


def _proposed(tables: BandTables, proposed: Sequence[Proposal]) -> None:
    from ingest.cli.table import table
    from ingest.web.band_tables import evidence

    t = tables.t
    click.echo(f"{t('proposals.title')}: {len(proposed) or t('proposals.none')}")
    rows = [
        [one.id, t(f"proposals.kind.{one.kind}"), " ".join(f"#{id}" for id in one.entries), "; ".join(evidence(one, t))]
        for one in proposed
    ]
    if rows:
        click.echo(table([tables.heads()[0], t("proposals.title"), t("bands.table"), t("proposals.evidence")], rows))

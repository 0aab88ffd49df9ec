"""`ingest export`: the published FAQ as a file."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.cli.options import Common, common
from ingest.cli.users import opened
from ingest.errors import InputError, Text, language


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(("csv", "xlsx", "json", "jsonld")), default=None)
@common
def command(common: Common, file: Path, form: str | None) -> None:
    """Write all FAQ entries in use into FILE; the format follows from its name, or from --format."""
    from ingest.answer.exporting import Format, House, exported
    from ingest.publish.wording import LANGUAGES

    name = form or file.suffix.lstrip(".").lower()
    if name not in {one.value for one in Format}:
        raise InputError(
            Text(f"{file}: no known format", f"{file}：格式无法识别"),
            remedy=Text("name it .csv, .xlsx, .json or .jsonld", "请以 .csv、.xlsx、.json 或 .jsonld 结尾"),
        )
    bank = common.settings().bank
    spoken = language() if language() in LANGUAGES else bank.language
    with opened(common) as (store, clock):
        raw = exported(store, Format(name), spoken, House(bank.name, bank.time_zone), clock())
        with store.writing() as tx:
            tx.audit.append("terminal", "exported", "entries", {"format": name, "file": file.name}, clock())
    try:
        file.write_bytes(raw)
    except OSError as error:
        raise InputError(
            Text(f"{file} can't be written: {error.strerror}", f"{file} 无法写入：{error.strerror}")
        ) from error
    click.echo(str(file))

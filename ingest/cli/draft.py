"""`ingest draft`: files in, drafts out; stores nothing."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.errors import InputError, Text

if TYPE_CHECKING:
    from ingest.model import Reading
    from ingest.pipeline.job import Read
    from ingest.pipeline.pool import ReaderPool
    from ingest.pipeline.reword import Reword

log = logging.getLogger(__name__)


@click.command()
@click.argument("file", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in the order of the files.")
@click.option(
    "--explain", is_flag=True, help="Where each fact stands in the text, and which line of which lexicon read it."
)
@click.option("--url", default=None, help="The address that the (one) file came from.")
@common
def command(common: Common, file: tuple[str, ...], as_json: bool, explain: bool, url: str | None) -> None:
    """Read FILEs (html, pdf, docx, xlsx, xls, ods, zip, eml, txt, pictures) and print what they would become.

    Exit code 1: some file could not be read because of a fault of ours; the others were.
    """
    if as_json and explain:
        raise InputError(
            Text("--json and --explain: one of them", "--json 与 --explain 只能选一个"),
            remedy=Text("--explain is for people, --json for programs", "--explain 供人阅读，--json 供程序使用"),
        )
    paths = [_readable(name) for name in file]
    reading = _reading(common)
    reword = click.get_current_context().with_resource(_rewording(common))
    readers = click.get_current_context().with_resource(_readers())
    stumbled = False
    for path in paths:
        read = _read(path, reading, url, readers)
        if read is None:
            stumbled = True
        else:
            read = reword(read, reading.today) if reword else read
            _show(path, read, as_json, explain)
    if stumbled:
        sys.exit(1)


def _readable(name: str) -> Path:
    path = Path(name)
    if path.is_dir():
        raise InputError(
            Text(f"{name}: is a folder", f"{name}：是文件夹"),
            remedy=Text(
                "name its files, or `ingest import` the folder", "请写明其中的文件，或用 `ingest import` 导入该文件夹"
            ),
        )
    if not path.is_file():
        raise InputError(Text(f"{name}: no such file", f"{name}：没有这个文件"))
    return path


def _reading(common: Common) -> Reading:
    """As the pipeline reads: with the bank's own phones where a configuration is named."""
    from ingest.model import Reading
    from ingest.settings import Bank

    bank = common.settings().bank if common.named else Bank()
    today = common.today or dt.datetime.now(bank.zone).date()
    return Reading(today=today, bank_phones=bank.phones, bank_hosts=bank.hosts)


def _rewording(common: Common) -> AbstractContextManager[Reword | None]:
    """A model's turn, where a configuration is named that has one."""
    if not common.named:
        return nullcontext()
    from ingest import app

    return app.rewording(common.settings())


def _readers() -> ReaderPool:
    """One process for the files that may kill their reader; it starts with the first of them."""
    from ingest.pipeline.pool import ReaderPool

    return ReaderPool(1)


def _read(path: Path, reading: Reading, url: str | None, readers: ReaderPool) -> Read | None:
    """None, and a line in the log, where a fault of ours made the reader stumble or a file killed it: the other files
    are read."""
    from ingest.pipeline.job import Job
    from ingest.pipeline.pool import Unreadable
    from ingest.pipeline.read import read
    from ingest.text.causes import told

    try:
        raw = path.read_bytes()
    except OSError as e:
        raise InputError(Text(f"{path}: can't be read: {e.strerror}", f"{path}：无法读取：{e.strerror}")) from e
    # of all kinds only this one can't be told by its bytes
    kind = "text/csv" if path.suffix.lower() in (".csv", ".tsv") else None
    job = Job(raw=raw, reading=reading, url=url, media_type=kind, name=path.name)
    try:
        return readers.result(readers.submit(job)) if _risky(raw) else read(job)
    except Unreadable as e:
        log.error("%s: %s", path, told(e.cause))
        return None
    except Exception as e:
        log.exception("%s: our reader stumbled over it (%r); INGEST_DEBUG=1 shows where", path, e)
        return None


def _risky(raw: bytes) -> bool:
    """Is it a kind of file whose reader is not written in Python, or that holds other files?"""
    from ingest.extract.detect import MESSAGE, SPREADSHEETS, ZIP, media_type_of

    kind = media_type_of(raw)
    return kind in SPREADSHEETS or kind in (ZIP, MESSAGE) or kind.startswith("image/")


def _show(path: Path, read: Read, as_json: bool, explain: bool) -> None:
    if explain:
        from ingest.cli.explain import show

        show(str(path), read)
    else:
        click.echo(_as_json(path, read) if as_json else _as_text(path, read))


def _as_json(path: Path, read: Read) -> str:
    from ingest.draft.contract import contract

    return json.dumps(contract(str(path), read.document, read.facts, read.drafts), ensure_ascii=False)


def _as_text(path: Path, read: Read) -> str:
    from ingest.cli.show import drafts

    return drafts(str(path), read)

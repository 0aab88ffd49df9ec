"""Files that notices come with: workbooks, zip files, what can't be read; and files that are notices themselves."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
from bank_web import LIST, BankWeb, Runs, fee_page
from click.testing import CliRunner

from ingest.cli import cli
from ingest.model import FlagCode, VisitStatus


def workbook(fee: str) -> bytes:
    book = openpyxl.Workbook()
    for row in (
        ["收费项目", "调整前", "调整后"],
        ["存折补办手续费", "5元/本", fee],
        ["保管箱逾期费率", 0.0005, 0.0008],
    ):
        book.active.append(row)
    for cell in ("B3", "C3"):
        book.active[cell].number_format = "0.00%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(name: str, raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, raw)
    return out.getvalue()


def linked(*names: str) -> bytes:
    return fee_page(6, extra="".join(f"<a href='/files/{n}'>附件：{n}</a>" for n in names))


def told(runs: Runs) -> str:
    with runs.store.reading() as tx:
        drafts = [d for d in tx.drafts.queue() if "2026年6月" in d.title]
    assert all(not d.unsupported for d in drafts)
    return "\n".join(str(d.content) for d in drafts)


def test_a_workbook_of_a_notice_is_read_with_it_and_its_change_is_a_revision(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"], bank.pages["/files/fees.xlsx"] = linked("fees.xlsx"), workbook("8元/本")
    assert runs.one(LIST).new == 3
    assert "8元/本" in told(runs) and "0.08%" in told(runs)
    bank.pages["/files/fees.xlsx"] = workbook("9元/本")
    assert runs.one(LIST).revised == 1
    assert "9元/本" in told(runs)


def test_a_zipped_workbook_is_read_like_one(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"] = linked("all.zip")
    bank.pages["/files/all.zip"] = zipped("收费表.xlsx", workbook("8元/本"))
    runs.one(LIST)
    assert "8元/本" in told(runs)


def test_a_file_that_can_t_be_read_is_named_to_the_reviewer(runs: Runs, bank: BankWeb) -> None:
    bank.pages["/n/6.html"], bank.pages["/files/fees.rar"] = linked("fees.rar"), b"Rar!\x1a\x07\x00" + b"\x00" * 200
    assert runs.one(LIST).status is VisitStatus.OK
    with runs.store.reading() as tx:
        flags = [f for d in tx.drafts.queue() if "2026年6月" in d.title for f in d.flags]
    said = {f.message for f in flags if f.code is FlagCode.NEEDS_TEXT}
    assert len(said) == 1 and "fees.rar" in said.pop()


def test_files_carried_over_by_hand_are_notices_and_a_hostile_one_costs_itself(tmp_path: Path) -> None:
    folder = tmp_path / "carried"
    folder.mkdir()
    (folder / "关于调整存折收费的公告.xlsx").write_bytes(workbook("8元/本"))
    (folder / "扫描件.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "bomb.zip").write_bytes(zipped("a.txt", b"x"))
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 60_000_000)
    (tmp_path / "sources.toml").write_text("[bank]\nname = '我的银行'\n", "utf-8")
    done = CliRunner().invoke(cli, ["import", "--config", str(tmp_path / "sources.toml"), str(folder)])
    assert done.exit_code == 0, done.output
    assert "3 found" in done.output and "3 new" in done.output
    shown = CliRunner().invoke(cli, ["review", "list", "--config", str(tmp_path / "sources.toml")])
    assert all(name in shown.output for name in ("存折", "扫描件", "bomb"))

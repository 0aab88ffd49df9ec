"""Zip files: members read as attachments, under caps, whatever their names say."""

from __future__ import annotations

import io
import zipfile

import pytest
from spreadsheet_files import rates, xlsx, zipped

from ingest.extract import extract
from ingest.extract.archive import Unsafe, members
from ingest.model import Unread

NOTICE = "关于调整借记卡收费的公告\n\n我行自2026年6月1日起将补卡手续费调整为15元/卡。\n"


def test_members_are_read_one_behind_the_other() -> None:
    document = extract(zipped({"公告.txt": NOTICE, "附件/利率.xlsx": xlsx(rates)}))
    assert (document.title, document.media_type, document.problem) == (
        "关于调整借记卡收费的公告",
        "application/zip",
        None,
    )
    assert document.tables[0].rows[1][2].text == "0.65%"
    assert document.tables[0].place.startswith("利率.xlsx: sheet")
    assert all(document.text[p.span.start : p.span.end] for p in document.passages)


def test_a_member_that_can_t_be_read_is_named() -> None:
    document = extract(zipped({"公告.txt": NOTICE, "扫描件.png": b"\x89PNG\r\n\x1a\n\x00\x00"}))
    assert document.unread == (Unread("扫描件.png", "image_only"),)


def test_a_zip_inside_a_zip_is_not_opened() -> None:
    inner = zipped({"公告.txt": NOTICE})
    assert extract(zipped({"里面.zip": inner})).problem == "unsupported"
    document = extract(zipped({"公告.txt": NOTICE, "里面.zip": inner}))
    assert document.unread == (Unread("里面.zip", "unsupported"),)


def named(name: bytes, data: str = NOTICE) -> bytes:
    """A zip as Windows writes it: the name in the bytes of its code page, not marked as UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x" * len(name), data)
    return out.getvalue().replace(b"x" * len(name), name)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("附件一：收费表.txt".encode("gbk"), "附件一：收费表.txt"),
        ("镕基路网点.txt".encode("gbk"), "镕基路网点.txt"),
        ("利率.txt".encode(), "利率.txt"),
        ("Gebühren.txt".encode("cp437"), "Gebühren.txt"),
        (b"fees.txt", "fees.txt"),
        (b"../../etc/passwd", "passwd"),
        (b"..\\..\\windows\\fees.txt", "fees.txt"),
        (b"/fees\x07\x1b.txt", "fees.txt"),
        (b"....", "?"),
    ],
)
def test_names_are_decoded_and_lead_nowhere(raw: bytes, name: str) -> None:
    assert [m.name for m in members(named(raw))] == [name]


def test_links_folders_and_what_systems_leave_behind_are_passed_over() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("folder/", "")
        archive.writestr("__MACOSX/._公告.txt", "x")
        archive.writestr("folder/.DS_Store", "x")
        archive.writestr("公告.txt", NOTICE)
    assert [m.name for m in members(out.getvalue())] == ["公告.txt"]


def test_a_bomb_is_no_notice() -> None:
    bomb = zipped({"公告.txt": b"0" * 40_000_000})
    assert len(bomb) < 60_000
    with pytest.raises(Unsafe):
        members(bomb)
    assert extract(bomb).problem == "unsupported"


def test_a_size_that_lies_does_not_pass() -> None:
    raw = bytearray(zipped({"公告.txt": b"0" * 40_000_000}))
    for at in (raw.find(b"PK\x01\x02") + 24, raw.find(b"PK\x03\x04") + 22):
        raw[at : at + 4] = (1000).to_bytes(4, "little")
    document = extract(bytes(raw))
    assert document.problem in ("broken", "unsupported") and document.text == ""


def test_more_files_than_a_notice_has_are_a_library() -> None:
    assert extract(zipped({f"{n}.txt": NOTICE for n in range(51)})).problem == "unsupported"


def test_a_member_with_a_password_says_so() -> None:
    raw = bytearray(zipped({"公告.txt": NOTICE}))
    for at in (raw.find(b"PK\x01\x02") + 8, raw.find(b"PK\x03\x04") + 6):
        raw[at] |= 1
    assert extract(bytes(raw)).problem == "password"


@pytest.mark.parametrize("cut", [20, 80, 150])
def test_a_damaged_zip_says_so(cut: int) -> None:
    document = extract(zipped({"公告.txt": NOTICE})[:cut])
    assert (document.problem, document.text) == ("broken", "")

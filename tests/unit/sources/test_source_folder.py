"""Folders and single pages need no list; kinds are found by the name of their file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shelf import Shelf, failure, source, visit

from ingest.model import Kind, SourceKind
from ingest.sources import kind_of, kinds


def test_a_folder_lists_its_documents_in_order_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in (
        "b.html",
        "sub/a.PDF",
        "公告.docx",
        ".hidden.html",
        "~$lock.docx",
        "x.exe",
        ".git/c.html",
        "rates.xlsx",
    ):
        (tmp_path / name).write_text("x")
    listing = visit(Shelf({}), source("folder", path=str(tmp_path)))
    expected = [tmp_path / name for name in ("b.html", "rates.xlsx", "sub/a.PDF", "公告.docx")]
    assert [c.url for c in listing.candidates] == [path.as_uri() for path in expected]
    assert (listing.requests, listing.warnings) == (0, ())
    assert len(visit(Shelf({}), source("folder", path=str(tmp_path), max_items=2)).candidates) == 2


def test_one_file_is_a_place_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "公告.final"
    file.write_text("x")
    assert [c.url for c in visit(Shelf({}), source("folder", path=str(file))).candidates] == [file.as_uri()]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.html").write_text("x")
    os.symlink(tmp_path, tmp_path / "in" / "up")
    assert visit(Shelf({}), source("folder", path=str(tmp_path / "in"))).candidates == ()


def test_an_empty_folder_is_a_warning_and_a_missing_one_a_failure(tmp_path: Path) -> None:
    assert visit(Shelf({}), source("folder", path=str(tmp_path))).warnings[0].code == "empty_folder"
    assert failure(Shelf({}), source("folder", path=str(tmp_path / "none"))).code == "not_found"
    assert failure(Shelf({}), source("folder")).code == "not_found"


def test_single_pages_are_their_own_notices_and_need_no_request() -> None:
    shelf = Shelf({})
    urls = ("http://www.bank.example/fees#a", "http://www.bank.example/rates", "http://www.bank.example/fees")
    assert [c.url for c in visit(shelf, source("page", *urls)).candidates] == [
        "http://www.bank.example/fees",
        "http://www.bank.example/rates",
    ]
    assert shelf.asked == []


@pytest.mark.parametrize("kind", SourceKind)
def test_every_kind_has_a_file_that_says_what_it_is(kind: SourceKind) -> None:
    found: Kind = kind_of(source(kind.value))
    assert callable(found.visit)
    assert kinds()[kind.value].endswith(".")

"""Files of a folder source are fetched like pages, and nothing outside the folder is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.model import Fetched, FetchFailed, NotModified, Snapshot, Source, SourceKind

Get = Callable[..., Fetched]


@pytest.fixture
def folder(tmp_path: Path) -> Source:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "公告 1.htm").write_bytes("<p>公告</p>".encode())
    (tmp_path / "secret.txt").write_text("no")
    return Source("files", SourceKind.FOLDER, path=str(tmp_path / "in"))


def test_a_file_is_a_snapshot_and_unchanged_the_second_time(folder: Source, get: Get) -> None:
    path = Path(folder.path or "") / "公告 1.htm"
    first = get(path.as_uri(), source=folder)
    assert isinstance(first, Snapshot)
    assert (first.media_type, first.requests, first.raw) == ("text/html", 0, "<p>公告</p>".encode())
    assert get(path.as_uri(), source=folder, validators=first.validators) == NotModified(path.as_uri(), 0)
    path.write_text("changed")
    assert isinstance(get(path.as_uri(), source=folder, validators=first.validators), Snapshot)


def test_nothing_outside_the_folder_is_read(folder: Source, get: Get) -> None:
    inside = Path(folder.path or "")
    os.symlink(inside.parent / "secret.txt", inside / "link.txt")
    for url in (
        (inside / "link.txt").as_uri(),
        (inside.parent / "secret.txt").as_uri(),
        inside.as_uri() + "/../secret.txt",
        inside.as_uri() + "/%2e%2e/secret.txt",
        "file://evil.example" + str(inside / "a"),
    ):
        refused = get(url, source=folder)
        assert isinstance(refused, FetchFailed) and (refused.code, refused.permanent) == ("outside_folder", True), url


def test_other_kinds_of_source_read_no_files(folder: Source, get: Get, tmp_path: Path) -> None:
    other = Source("web", SourceKind.LISTING, urls=("http://bank.example/",), path=folder.path)
    refused = get((tmp_path / "in" / "公告 1.htm").as_uri(), source=other)
    assert isinstance(refused, FetchFailed) and refused.code == "no_folder_source"


def test_missing_files_folders_and_large_files_are_failures(folder: Source, get: Get) -> None:
    inside = Path(folder.path or "")
    (inside / "sub").mkdir()
    for name, code in (("gone.htm", "not_found"), ("sub", "not_a_file"), ("a\0b", "bad_url")):
        failed = get(inside.as_uri() + "/" + name.replace("\0", "%00"), source=folder)
        assert isinstance(failed, FetchFailed) and failed.code == code
    large = get((inside / "公告 1.htm").as_uri(), source=folder, max_megabytes=0.000001)
    assert isinstance(large, FetchFailed) and large.code == "too_large"

"""A block is added to sources.toml wholly or not at all, and nothing of what stood there is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest import settings
from ingest.errors import ConfigurationError, InputError
from ingest.settings import writing
from ingest.settings.writing import append

BLOCK = '# seen today\n[[source]]\nid = "new"\nkind = "feed"\nurl = "https://a.example/"\n'
OLD = "# 我们的来源\n[bank]   # ours\nname = '我行'\n\n[[source]]\nid = 'old'\nkind = 'feed'\nurl = 'https://b.example/'  # why\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "sources.toml"
    made.write_text(OLD, "utf-8")
    return made


def test_what_stood_there_stays_to_the_letter(file: Path) -> None:
    line = append(file, BLOCK)
    text = file.read_text("utf-8")
    assert text == OLD + "\n" + BLOCK
    assert text.splitlines()[line - 1] == "# seen today"
    assert [s.id for s in settings.load(file, {}).sources] == ["old", "new"]


def test_a_file_without_a_last_line_end_and_one_of_windows_are_continued_in_their_way(file: Path) -> None:
    file.write_bytes(OLD.rstrip("\n").replace("\n", "\r\n").encode())
    line = append(file, BLOCK)
    raw = file.read_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.split(b"\r\n")[line - 1] == b"# seen today"


def test_a_first_source_makes_the_file(tmp_path: Path) -> None:
    append(tmp_path / "sources.toml", BLOCK)
    assert settings.load(tmp_path / "sources.toml", {}).sources[0].id == "new"


def test_an_id_that_is_taken_is_refused_and_nothing_is_written(file: Path) -> None:
    with pytest.raises(InputError, match="already") as refused:
        append(file, BLOCK.replace('"new"', '"old"'))
    assert refused.value.remedy and file.read_text("utf-8") == OLD


@pytest.mark.parametrize("before", [OLD + "[bank]\n", OLD + "link = 'a[['\n", "source = []\n", "source = [\n"])
def test_where_the_whole_would_not_be_valid_nothing_is_written(file: Path, before: str) -> None:
    file.write_text(before, "utf-8")
    with pytest.raises(ConfigurationError):
        append(file, BLOCK)
    assert file.read_text("utf-8") == before


def test_a_crash_in_the_middle_leaves_the_old_file_and_no_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(ConfigurationError, match="No space left"):
        append(file, BLOCK)
    assert file.read_text("utf-8") == OLD and list(file.parent.iterdir()) == [file]


def test_a_link_stays_a_link_and_the_mode_stays(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    link = tmp_path / "here" / "sources.toml"
    link.parent.mkdir()
    link.symlink_to(file)
    append(link, BLOCK)
    assert link.is_symlink() and file.read_text("utf-8").endswith(BLOCK)
    assert os.stat(file).st_mode & 0o777 == 0o640

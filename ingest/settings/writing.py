"""Adding a block to sources.toml: behind what stands there, every sign of which is kept, wholly or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from pathlib import Path

from ingest.errors import ConfigurationError, InputError, Text
from ingest.settings import of_text

_NEW = "# What is watched. `ingest sources check` finds every mistake in this file.\n"


def append(file: Path, block: str) -> int:
    """Write `block` at the end of `file`, which is made if it is not there; gives the line where it begins.

    Raises ConfigurationError, and leaves the file as it was, where the whole would not be valid or its id is taken."""
    before, whole = _joined(file, block)
    place = file.resolve()  # a link stays a link
    try:
        _write(place, whole)
    except OSError as e:
        raise ConfigurationError(
            Text(f"{file}: can't be written: {e.strerror}", f"{file}：无法写入：{e.strerror}"),
            remedy=Text("nothing was changed; add the block by hand", "未作任何改动；请手工加入该段"),
        ) from e
    return before.count("\n") + 2


def check(file: Path, block: str) -> None:
    """Raises what `append` would raise of the text."""
    _joined(file, block)


def _joined(file: Path, block: str) -> tuple[str, str]:
    """What stands before the block, and the whole, which is valid."""
    text = _read(file) if file.exists() else _NEW
    ends = "\r\n" if "\r\n" in text else "\n"
    before = text if text.endswith("\n") or not text else text + ends
    whole = before + ends + block.replace("\n", ends)
    _refuse_taken(file, text, block)
    of_text(file, whole)
    return before, whole


def _read(place: Path) -> str:
    with place.open(encoding="utf-8", newline="") as opened:
        return opened.read()


def _refuse_taken(file: Path, text: str, block: str) -> None:
    try:
        known = tomllib.loads(text).get("source", ())
    except tomllib.TOMLDecodeError:
        return  # told by the check of the whole
    id_ = tomllib.loads(block)["source"][0]["id"]
    if isinstance(known, list) and any(isinstance(s, dict) and s.get("id") == id_ for s in known):
        raise InputError(
            Text(f"{file}: there is a source {id_!r} already", f"{file}：已有来源 {id_!r}"),
            remedy=Text("choose another one with --id", "请用 --id 另选一个"),
        )


def _write(place: Path, text: str) -> None:
    """Through a file beside it: whoever reads meanwhile sees the old one or the new one."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if place.exists():
            shutil.copymode(place, name)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

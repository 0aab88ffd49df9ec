"""Pictures → text, where Tesseract is installed: a program of the operating system with its languages, offline.

It is an extra. Without it a picture has no text, and the notice is drafted as "needs text".
"""

from __future__ import annotations

import functools
import io
import os
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_PROGRAM = "tesseract"
_LISTED = (_PROGRAM, "--list-langs")
_LANGUAGES = ("chi_sim", "chi_tra", "eng")
_SECONDS = 45
"""For one picture. The reader's own time is longer, so that it lives to tell."""
_SECONDS_IN_ALL = 75
"""For all pictures of one document."""
_MOST_PIXELS = 40_000_000
_WIDTH = 1600
"""Narrower pictures are enlarged: small letters are what it reads worst."""
_SURE = 40.0
"""Words below this confidence (0–100) are noise: borders, logos, stamps."""


@functools.cache
def languages() -> tuple[str, ...]:
    """Those of ours that are installed; empty where there is no Tesseract."""
    if shutil.which(_PROGRAM) is None:
        return ()
    try:
        told = subprocess.run(_LISTED, capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    installed = (told.stdout + told.stderr).decode("utf-8", "replace").split()
    return tuple(name for name in _LANGUAGES if name in installed)


class Budget:
    """How long the pictures of the document under way may still take; one for each process."""

    def __init__(self) -> None:
        self._until = float("inf")

    def begin(self) -> None:
        self._until = time.monotonic() + _SECONDS_IN_ALL

    def left(self) -> float:
        return min(_SECONDS, self._until - time.monotonic())


BUDGET = Budget()


def available() -> bool:
    """Can pictures be read here?"""
    return bool(languages()) and _pillow()


def _pillow() -> bool:
    try:
        import PIL  # noqa: F401
    except ImportError:
        return False
    return True


def lines_of(raw: bytes) -> list[str] | None:
    """The lines of a picture file, from top to bottom; None where it can't be opened or pictures can't be read here."""
    if not available():
        return None
    import PIL.Image
    import PIL.ImageOps

    try:
        with PIL.Image.open(io.BytesIO(raw)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            return read(PIL.ImageOps.exif_transpose(opened).convert("L"))
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning):
        return None


def read(picture: Image) -> list[str] | None:
    """The lines of a picture; None where Tesseract gave up on it."""
    if picture.width < _WIDTH:
        factor = min(4, -(-_WIDTH // max(1, picture.width)))
        picture = picture.resize((picture.width * factor, picture.height * factor))
    if BUDGET.left() <= 0:
        return None
    sheet = io.BytesIO()
    picture.save(sheet, "PNG")
    command = [_PROGRAM, "stdin", "stdout", "-l", "+".join(languages()), "--psm", "3", "tsv"]
    try:
        told = subprocess.run(  # noqa: S603
            command,
            input=sheet.getvalue(),
            capture_output=True,
            timeout=BUDGET.left(),
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _lines(told.stdout.decode("utf-8", "replace")) if told.returncode == 0 else None


def _lines(table: str) -> list[str]:
    """Tesseract's words by block, paragraph and line; Chinese words are set without blanks."""
    lines: dict[tuple[str, ...], list[str]] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip() and float(cells[10]) >= _SURE:
            lines.setdefault(tuple(cells[1:5]), []).append(cells[11].strip())
    return [_joined(words) for words in lines.values()]


def _joined(words: list[str]) -> str:
    text = words[0]
    for word in words[1:]:
        glued = not (text[-1].isascii() and word[0].isascii())
        text += word if glued else f" {word}"
    return text

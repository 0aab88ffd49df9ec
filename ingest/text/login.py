"""Is a page a log-in page? A bank's pages may all carry a log-in box: only one that is about nothing else counts."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.I)
_LITTLE = 300


@functools.cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(files("ingest.text").joinpath("login.toml").read_text("utf-8"))
    title, text = ("|".join(f"(?:{part})" for part in data[name]) for name in ("title", "text"))
    return re.compile(title, re.I), re.compile(text, re.I)


def is_login(html: str, title: str, text: str) -> bool:
    """`title` of the page's head, `text` all that it shows."""
    if not _PASSWORD.search(html):
        return False
    of_title, of_text = _words()
    return bool(of_title.search(title.strip())) or (len(text.strip()) < _LITTLE and bool(of_text.search(text)))

"""Walls between us and a page: is it a log-in page, or the block page of a firewall? A bank's pages may all carry a
log-in box, and a notice may speak of security checks: only a page that is about nothing else counts."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.I)
_SHORT, _LITTLE = 1500, 300


@functools.cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = tomllib.loads(files("ingest.text").joinpath("walls.toml").read_text("utf-8"))
    return {name: re.compile("|".join(f"(?:{p})" for p in parts), re.I) for name, parts in data.items()}


def is_login(html: str, title: str, text: str) -> bool:
    """`title` of the page's head, `text` all that it shows."""
    if not _PASSWORD.search(html):
        return False
    said, size = _patterns(), len(text.strip())
    return bool(said["login_title"].search(title.strip())) or (size < _LITTLE and bool(said["login_text"].search(text)))


def is_blocked(html: str, title: str, text: str) -> bool:
    """As above: the server's firewall, or a check for robots, answered instead of the page."""
    said, size = _patterns(), len(text.strip())
    if size >= _SHORT:
        return False
    return bool(said["blocked"].search(f"{title}\n{text}")) or (
        size < _LITTLE and bool(said["blocked_code"].search(html))
    )

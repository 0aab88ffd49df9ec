"""Files with everything that is in use may be large: they are written when something in them is another, and once a
day.

What that depends on is kept beside them, in a hidden file: the stamp of the entries, the day, the last moments at
which one of them began or ended, and the program that wrote them.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from importlib import metadata, resources
from pathlib import Path

from ingest.publish.renderers import renderers
from ingest.store.stamp import Kind
from ingest.store.transaction import Transaction

STATE = ".whole"
NAMES = tuple(renderer.filename for renderer in renderers() if renderer.every_faq)


def state(tx: Transaction, now: dt.datetime, *about: str) -> bytes:
    """Equal states, equal files, in the form in which it is kept; `about`: what else they depend on."""
    parts = (*about, program(), tx.stamps.get(Kind.ENTRIES), now.date().isoformat(), *tx.board.passed(now))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest().encode()


@functools.cache
def program() -> str:
    """Another one may write the same entries otherwise: its version, and what these files are made with."""
    hashed = hashlib.sha256(metadata.version("ingest").encode())
    for file in sorted(resources.files("ingest.publish.renderers").iterdir(), key=lambda file: file.name):
        hashed.update(file.read_bytes() if file.name.endswith(".py") else b"")
    return hashed.hexdigest()


def up_to_date(folder: Path, wanted: bytes) -> bool:
    """Are all of them there, in this state?"""
    try:
        return (folder / STATE).read_bytes() == wanted and all((folder / name).is_file() for name in NAMES)
    except OSError:
        return False

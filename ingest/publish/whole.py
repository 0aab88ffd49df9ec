"""Files with everything that is in use may be large: they are written when something in them is another, and once a
day.

What that depends on is kept beside them, in a hidden file: the stamp of the entries, the day, and the last moments at
which one of them began or ended.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from ingest.publish.renderers import renderers
from ingest.store.stamp import Kind
from ingest.store.transaction import Transaction

STATE = ".whole"
NAMES = tuple(renderer.filename for renderer in renderers() if renderer.every_faq)


def state(tx: Transaction, now: dt.datetime, *about: str) -> bytes:
    """Equal states, equal files, in the form in which it is kept; `about`: what else they depend on."""
    parts = (*about, tx.stamps.get(Kind.ENTRIES), now.date().isoformat(), *tx.board.passed(now))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest().encode()


def up_to_date(folder: Path, wanted: bytes) -> bool:
    """Are all of them there, in this state?"""
    try:
        return (folder / STATE).read_bytes() == wanted and all((folder / name).is_file() for name in NAMES)
    except OSError:
        return False

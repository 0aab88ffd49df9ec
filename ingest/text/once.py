"""Dictionaries and word lists are read once, also where many threads ask for them at the same moment.

`functools.cache` alone lets each of them read: forty agents who search while a server starts made it forty times as
slow.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


def once(make: Callable[[], _T]) -> Callable[[], _T]:
    """`make`, called by the first that asks; the others wait for what it makes."""
    kept, lock = functools.cache(make), threading.RLock()

    @functools.wraps(make)
    def get() -> _T:
        with lock:
            return kept()

    return get

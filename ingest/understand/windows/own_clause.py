"""The clause of a Chinese date says what its day is for; what the clauses behind it tell comes of that.

"可于4日至8日提出赎回,本次赎回不收费": the days are those of the redemption, and the waiver is what it costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.model import WindowRole
from ingest.understand.windows.stretch import Shape, Stretch

_R = WindowRole
_DONE = (
    _R.REDEMPTION, _R.REGISTRATION, _R.RESERVATION, _R.COLLECTION, _R.SUBSCRIPTION, _R.REWARD, _R.OBJECTION,
    _R.EXCHANGE,
)  # fmt: skip
COMES_OF_IT = (_R.CONCESSION, _R.REWARD, _R.REDEMPTION)
"""What is given for something that was done, or is done with what was given."""
_STRONG = 2.4
_OWN = re.compile(r"[^,;。:(]{0,28},")
_ACTS = re.compile(r"[\s)之以]*[前内止间]?[^,;。:]{2,},")
"""Words between the date and the comma, that say what is done by then."""


def given_later(text: str, stretch: Stretch, begin: int, cues: Iterable[tuple[int, int, WindowRole, float]]) -> int:
    """Where in `text` the clauses begin that tell what comes of what is done on the days of `stretch`; 0: nowhere.

    `begin` is the offset of `text`; `cues` are (start, end, role, weight) within it.
    """
    at = stretch.end - begin
    own = _OWN.match(text, at) if stretch.shape in (Shape.UNTIL, Shape.RANGE) and not text.isascii() else None
    if own is None:
        return 0
    ends = own.end()
    strong = any(
        b <= ends and w >= _STRONG and (r is _R.OBJECTION or (r in _DONE and at <= a and text[b] != "的"))
        for a, b, r, w in cues
    )
    return ends if strong else 0


def returned(text: str, stretch: Stretch, begin: int) -> int:
    """Where the clauses begin that tell what customers get for what they do by a day ("9月28日前…点退订,积分退回")."""
    own = _ACTS.match(text, stretch.end - begin) if stretch.shape is Shape.UNTIL and not text.isascii() else None
    return own.end() if own and not own[0].endswith(("内,", "前,")) else 0

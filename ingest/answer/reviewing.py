"""When an entry is to be looked at again. Reuse is review (KCS): an entry that is used and that nobody flagged was
looked at by everybody who used it, and counts as reviewed on the day of its last ask."""

from __future__ import annotations

import datetime as dt

from ingest.answer.bands import Band

AFTER = {
    Band.VERY_HIGH: dt.timedelta(days=30),
    Band.HIGH: dt.timedelta(days=60),
    Band.LOW: dt.timedelta(days=120),
    Band.VERY_LOW: dt.timedelta(days=180),
}
"""A mistake in what is asked all day does the most harm."""


def next_review(
    band: Band, published: dt.datetime, last_ask: dt.datetime | None, flagged: dt.datetime | None
) -> dt.datetime:
    """`flagged`: when it was flagged first since it was published, by a flag that was not turned down: then it is due
    since that moment."""
    if flagged is not None:
        return flagged
    return max(published, last_ask or published) + AFTER[band]

"""Notices whose addresses say that they are no more: gone for good, or is the whole site out of order?

A page that is really gone is one of few, on a site that answers for the others. Where many vanish at once, or where the
host answers errors as well, nothing is concluded; the visit says so. Only what stays away for days is believed then.
"""

from __future__ import annotations

import datetime as dt

from ingest.model import Cause, Health

CODE = "many_gone"
_BELIEVED_AFTER = dt.timedelta(days=3)


def outage(gone: int, there: int, troubled: int) -> Cause | None:
    """`gone` known notices answer 404 or 410, `there` answer as they should, `troubled` pages could not be asked."""
    asked = gone + there
    many = gone * 10 >= asked * 3 and (gone >= 3 or (gone >= 2 and not there))
    if gone and (many or troubled * 10 > asked):
        return Cause(CODE, {"n": gone, "of": asked})
    return None


def stays_away(health: Health | None, now: dt.datetime) -> bool:
    """Did they vanish long ago, and the source has answered ever since?"""
    if health is None or health.since is None or not any(cause.code == CODE for cause in health.causes):
        return False
    return now - health.since >= _BELIEVED_AFTER

"""One document for a person who waits for it: read in a process of its own, which ends with it.

What strangers wrote is not read in the process that serves pages: it may take long, or all the memory there is.
"""

from __future__ import annotations

import datetime as dt

from ingest.model import Document, Reading
from ingest.pipeline.job import Job, Read
from ingest.pipeline.pool import ReaderPool, Unreadable
from ingest.review.refusals import CannotBeRead

_SECONDS = 45.0


def read_alone(job: Job) -> Read:
    """Raises CannotBeRead."""
    with ReaderPool(1, seconds=_SECONDS) as pool:
        try:
            return pool.result(pool.submit(job))
        except Unreadable as e:
            raise CannotBeRead from e


def read_mail(raw: bytes) -> Document:
    """What a message says. Raises CannotBeRead."""
    today = dt.date.today()  # no fact is taken from this reading
    return read_alone(Job(raw, Reading(today), media_type="message/rfc822")).document

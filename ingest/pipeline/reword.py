"""A second writer's turn, where a model is configured: in the visit's thread, since it waits for the network.

Readers are processes with a time limit and read a page at every visit; a model is asked once for each new or revised
notice, when identity has told it from the known ones.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.model import Relevance
from ingest.pipeline.job import Read

if TYPE_CHECKING:
    from ingest.draft.model_writer.writer import ModelWriter

log = logging.getLogger(__name__)

Reword = Callable[[Read, dt.date], Read]
"""What was read and the day on which → the same with its drafts reworded."""


def rewording_with(writer: ModelWriter) -> Reword:
    """Rewords with `writer`. A fault of ours costs the wording and is logged; the rules' drafts stand."""

    def reword(read: Read, today: dt.date) -> Read:
        from ingest.pipeline.read import checked  # all that reads is loaded where a model is configured, no sooner

        if read.document.problem or read.facts.relevance is not Relevance.NOTICE or read.facts.category is None:
            return read
        try:
            drafts = writer.reword(read.drafts, read.document, read.facts, today=today)
        except Exception as e:
            log.exception("%s: the drafts were not reworded: %s: %s", read.document.url, type(e).__name__, e)
            return read
        return replace(read, drafts=drafts, checked=checked(drafts, read.document, read.facts, today=today))

    return reword

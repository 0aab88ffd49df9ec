"""A model that is down must not slow a run: after some failures in a row it is not asked again."""

from __future__ import annotations

import logging
import threading

from ingest.draft.model_writer.chat import Refusal

log = logging.getLogger(__name__)


class Circuit:
    """Counts exchanges that gave nothing usable, of all threads; `most` in a row end the asking for its whole life.

    Make one for each run."""

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._failures = 0
        self._lock = threading.Lock()

    @property
    def closed(self) -> bool:
        """May the model be asked?"""
        return self._failures < self._most

    def note(self, failure: Refusal | None) -> None:
        """How an exchange ended: None, or why its answer can't be used at all."""
        with self._lock:
            was = self.closed
            # an answer that was under way when the others failed does not call the model back
            self._failures = self._failures + 1 if failure else 0 if was else self._failures
            opened = was and not self.closed
        if opened:
            log.warning("the model is not asked any more in this run, the rules write alone: %s", failure)

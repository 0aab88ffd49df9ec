"""A failure on its way from where it is noticed to where it becomes a `FetchFailed`. It never leaves this folder."""

from __future__ import annotations

from ingest.model import FetchFailed


class Failure(Exception):
    """`transient`: worth another attempt now. `permanent`: not worth one tomorrow. `wait`: Retry-After in seconds."""

    def __init__(
        self,
        code: str,
        reason: str,
        *,
        permanent: bool = False,
        transient: bool = False,
        status: int | None = None,
        wait: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = " ".join(reason.split())[:300]
        self.permanent = permanent
        self.transient = transient
        self.status = status
        self.wait = wait

    def told(self, requested: str, requests: int) -> FetchFailed:
        """The value that callers get; `requests` counts what was sent on the way here."""
        return FetchFailed(requested, self.code, self.reason, self.permanent, self.status, requests)

    def again(self) -> Failure:
        """The same failure for another address, without the trace of this one."""
        return Failure(self.code, self.reason, permanent=self.permanent, status=self.status)

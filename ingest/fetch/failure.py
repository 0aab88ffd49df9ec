"""A failure on its way from where it is noticed to where it becomes a `FetchFailed`. It never leaves this folder."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.model import Cause, FetchFailed


class Failure(Exception):
    """`code`, `about` and `because` as `model.FetchFailed` has them; `detail` is what somebody else said of it.
    `transient`: worth another attempt now. `permanent`: not worth one tomorrow. `wait`: Retry-After in seconds."""

    def __init__(
        self,
        code: str,
        about: Mapping[str, str | int | float] | None = None,
        *,
        because: tuple[Cause, ...] = (),
        permanent: bool = False,
        transient: bool = False,
        status: int | None = None,
        wait: float | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.about = {name: _line(value) for name, value in (about or {}).items()}
        self.because = because
        self.permanent = permanent
        self.transient = transient
        self.status = status
        self.wait = wait

    def told(self, requested: str, requests: int) -> FetchFailed:
        """The value that callers get; `requests` counts what was sent on the way here."""
        return FetchFailed(requested, self.code, self.about, self.permanent, self.status, requests, self.because)

    @property
    def cause(self) -> Cause:
        return Cause(self.code, self.about, self.because)

    def again(self) -> Failure:
        """The same failure for another address, without the trace of this one."""
        return Failure(self.code, self.about, because=self.because, permanent=self.permanent, status=self.status)


def _line(value: str | float) -> str | float:
    """One line of a bearable length: it may come from a server."""
    return " ".join(value.split())[:300] if isinstance(value, str) else value

"""What a visit hears of the servers' clocks, beside what it came for."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.model import Fetched, Fetcher, NotModified, Post, Snapshot, Source, Validators


class Heard:
    """A fetcher that passes everything on. `skew`: seconds that the server was ahead of us at the last answer."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.skew: int | None = None

    def get(
        self,
        url: str,
        *,
        source: Source,
        validators: Validators | None = None,
        post: Post | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        more = {name: value for name, value in (("post", post), ("headers", headers)) if value is not None}
        got = self._fetcher.get(url, source=source, validators=validators, **more)  # type: ignore[arg-type]
        if isinstance(got, Snapshot | NotModified) and got.ahead is not None:
            self.skew = got.ahead
        return got

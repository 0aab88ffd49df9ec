"""A fetcher that asks each address once, however often its answer is looked at."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.model import Fetched, Fetcher, Post, Source, Validators


class Once:
    """A fetcher that asks each address once, however often its answer is looked at."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._had: dict[tuple[str, str], Fetched] = {}

    def get(
        self,
        url: str,
        *,
        source: Source,
        validators: Validators | None = None,
        post: Post | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        if post is not None:
            return self._fetcher.get(url, source=source, post=post, headers=headers)
        key = (url, (headers or {}).get("Accept", ""))
        if key not in self._had:
            self._had[key] = self._fetcher.get(url, source=source, headers=headers)
        return self._had[key]

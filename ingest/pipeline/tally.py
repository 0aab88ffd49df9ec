"""What a visit counts, and how its counts become a status: silence is never shown as "nothing new"."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import Cause, Listing, Measures, Source, TurnedAway, VisitReport, VisitStatus
from ingest.pipeline.measure import PageMeasure, with_pages

_NAMED = 3
"""At most so many pages are named in a cause."""


@dataclass(slots=True)
class Tally:
    """Counts of one visit while it goes on."""

    source: Source
    requests: int = 0
    not_modified: int = 0
    found: int = 0
    new: int = 0
    revised: int = 0
    repeated: int = 0
    unchanged: int = 0
    gone: int = 0
    drafts: int = 0
    turned: list[TurnedAway] = field(default_factory=list)
    refused: list[Cause] = field(default_factory=list)
    """Those of `turned` whose address said no for good."""
    unreached: list[Cause] = field(default_factory=list)
    suspicious: list[Cause] = field(default_factory=list)
    there: int = 0
    """Notices that are not on the list any more and answer all the same."""
    unasked: int = 0
    """Those of them that could not be asked this time."""
    measures: Measures | None = None
    pages: list[PageMeasure] = field(default_factory=list)

    def list_read(self, listing: Listing, before: int) -> None:
        """Count a listing; `before` is how many entries the last good one had."""
        self.requests += listing.requests
        self.not_modified += listing.not_modified
        self.found = len(listing.candidates)
        self.suspicious.extend(listing.warnings)
        if not self.found and not listing.may_be_empty:
            self.suspicious.insert(0, Cause("list_emptied", {"before": before}) if before else Cause("list_empty"))
        elif self.source.expect and self.found * 2 < self.source.expect:
            self.suspicious.insert(0, Cause("few_items", {"found": self.found, "expected": self.source.expect}))

    def read(self, page: PageMeasure | None) -> None:
        if page:
            self.pages.append(page)

    def failed(self, cause: Cause) -> VisitReport:
        return self._report(VisitStatus.FAILED, (cause,))

    def report(self) -> VisitReport:
        causes = list(self.suspicious)
        if self.unreached:
            more = (Cause("and_more"),) if len(self.unreached) > _NAMED else ()
            about = {"n": len(self.unreached), "of": self.found}
            causes.append(Cause("unread", about, (*self.unreached[:_NAMED], *more)))
        if self.unreached and len(self.unreached) >= self.found > 0:
            return self.failed(causes[-1])
        if self.refused and len(self.refused) + len(self.unreached) >= self.found:
            causes.append(Cause("none_had", {"of": self.found}, (self.refused[0],)))
        if causes:
            return self._report(VisitStatus.DEGRADED, tuple(causes))
        moved = self.new or self.revised or self.repeated or self.gone or self.turned
        return self._report(VisitStatus.OK if moved else VisitStatus.UNCHANGED, ())

    def _report(self, status: VisitStatus, causes: tuple[Cause, ...]) -> VisitReport:
        return VisitReport(
            source_id=self.source.id,
            status=status,
            requests=self.requests,
            not_modified=self.not_modified,
            found=self.found,
            new=self.new,
            revised=self.revised,
            repeated=self.repeated,
            unchanged=self.unchanged,
            gone=self.gone,
            turned_away=len(self.turned),
            drafts=self.drafts,
            causes=causes,
            turned=tuple(self.turned),
            measures=with_pages(self.measures, self.pages, self.turned) if self.measures else None,
        )

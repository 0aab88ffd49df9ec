"""What a visit counts, and how its counts become a status: silence is never shown as "nothing new"."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import Listing, Source, TurnedAway, VisitReport, VisitStatus

_NAMED = 3
"""At most so many pages are named in a reason."""


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
    refused: list[str] = field(default_factory=list)
    """Those of `turned` whose address said no for good."""
    unreached: list[str] = field(default_factory=list)
    suspicious: list[str] = field(default_factory=list)

    def list_read(self, listing: Listing, before: int) -> None:
        """Count a listing; `before` is how many entries the last good one had."""
        self.requests += listing.requests
        self.not_modified += listing.not_modified
        self.found = len(listing.candidates)
        self.suspicious.extend(listing.warnings)
        if not self.found:
            had = f", where {before} were before" if before else ""
            self.suspicious.insert(0, f"the list is empty{had}")
        elif self.source.expect and self.found * 2 < self.source.expect:
            self.suspicious.insert(0, f"{self.found} items where about {self.source.expect} are expected")

    def failed(self, reason: str) -> VisitReport:
        return self._report(VisitStatus.FAILED, reason)

    def report(self) -> VisitReport:
        reasons = list(self.suspicious)
        if self.unreached:
            named = "; ".join(self.unreached[:_NAMED]) + ("; …" if len(self.unreached) > _NAMED else "")
            reasons.append(f"{len(self.unreached)} of {self.found} pages could not be read: {named}")
        if self.unreached and len(self.unreached) >= self.found > 0:
            return self.failed(reasons[-1])
        if self.refused and len(self.refused) + len(self.unreached) >= self.found:
            reasons.append(f"not one of {self.found} pages could be had: {self.refused[0]}")
        if reasons:
            return self._report(VisitStatus.DEGRADED, "; ".join(reasons))
        moved = self.new or self.revised or self.repeated or self.gone or self.turned
        return self._report(VisitStatus.OK if moved else VisitStatus.UNCHANGED, None)

    def _report(self, status: VisitStatus, reason: str | None) -> VisitReport:
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
            reason=reason,
            turned=tuple(self.turned),
        )

"""What a look at a place gave."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import Candidate, Cause, FetchFailed, Listing, Source


@dataclass(frozen=True, slots=True)
class Tried:
    """A selector, for which key of the source, and what it found: `agrees` entries like the ones wanted of `found`.
    `spare`: links that it finds beside."""

    key: str
    selector: str
    found: int
    agrees: int
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know of the place: a stable key and what it is about."""

    key: str
    about: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source that was tried as it stands. `outcome` is what its visit gave; `charset` how its list is encoded."""

    source: Source
    outcome: Listing | FetchFailed
    notes: tuple[Note, ...] = ()
    tried: tuple[Tried, ...] = ()
    charset: str | None = None

    @property
    def entries(self) -> tuple[Candidate, ...]:
        return self.outcome.candidates if isinstance(self.outcome, Listing) else ()

    @property
    def dated(self) -> int:
        return sum(c.published is not None for c in self.entries)

    @property
    def works(self) -> bool:
        """Whether the block can be used as it is."""
        return bool(self.entries)

    @property
    def troubles(self) -> tuple[Cause, ...]:
        return self.outcome.warnings if isinstance(self.outcome, Listing) else (self.outcome.cause,)

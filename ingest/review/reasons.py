"""Why a draft goes back or is turned down: a code that can be counted, and words that its author reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.review.refusals import ReasonMissing


class ReasonCode(StrEnum):
    WRONG_FACT = "wrong_fact"
    NOT_FOR_AGENTS = "not_for_agents"
    DUPLICATE = "duplicate"
    WORDING = "wording"
    TOO_LATE = "too_late"
    OTHER = "other"
    """Needs words."""


@dataclass(frozen=True, slots=True)
class Reason:
    """`words` is None where the code says all."""

    code: ReasonCode
    words: str | None

    @classmethod
    def of(cls, code: str | ReasonCode, words: str) -> Reason:
        """Raises ReasonMissing where neither code nor words say anything; a code that is not known needs words."""
        known = next((one for one in ReasonCode if one.value == code), ReasonCode.OTHER)
        if known is ReasonCode.OTHER and not words.strip():
            raise ReasonMissing
        return cls(known, words.strip() or None)

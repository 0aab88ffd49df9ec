"""What a language model is to the writer: two texts in, one out, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a wording of the model is not taken. `code` is a stable key, shown to reviewers in their language:

    of the exchange: "unreachable", "timeout", "http", "cut_short", "broken_reply", "wrong_count", "not_asked";
    of one draft: "empty", "lines", "citation_dropped", "value_lost", "value_added", "value_moved", "name_moved",
    "meaning", "strayed", "language", "placeholder", "too_long", "twin", "unsupported".
    """

    code: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Chat(Protocol):
    """A model. The answer is text of any kind: it is not to be trusted."""

    def answer(self, system: str, user: str) -> str | Refusal: ...

"""Questions that are asked for one another: whoever asks "who can take part?" is helped by "who is excluded?"."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files

from ingest.model import Intent


@functools.cache
def _kin() -> dict[Intent, dict[Intent, float]]:
    """Question → those that are accepted for it, as shares of those who ask."""
    table = tomllib.loads(files("ingest.draft.phrases").joinpath("kin.toml").read_text("utf-8"))
    return {Intent(a): {Intent(b): n / 100 for b, n in row.items()} for a, row in table.items()}


def helped(asked: Mapping[Intent, float]) -> dict[Intent, float]:
    """Of those who ask each question with the odds `asked`, how many an entry under each topic helps."""
    odds = dict(asked)
    for one, share in asked.items():
        for other, accepted in _kin().get(one, {}).items():
            odds[other] = odds.get(other, 0.0) + share * accepted
    return odds

"""Errors that ingest itself makes are asked, as they are made, whether they speak Chinese and English."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable

from ingest.errors import IngestError, ReviewError, Text
from ingest.web.i18n import catalogue

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def checked(init: Callable[..., None]) -> Callable[..., None]:
    """`init` of IngestError, with a look at what came of it. Tests may make errors of their own in one language."""

    @functools.wraps(init)
    def made(self: IngestError, *args: object, **options: object) -> None:
        init(self, *args, **options)
        if str(sys._getframe(1).f_globals.get("__name__")).startswith("ingest."):
            _ask(self.message, type(self))
            _ask(self.remedy, type(self))

    return made


def _ask(text: Text | None, kind: type[IngestError]) -> None:
    key = f"refusal.{kind.__name__}"
    if text is None or (issubclass(kind, ReviewError) and all(key in catalogue(tongue) for tongue in ("zh", "en"))):
        return  # refusals of a decision are said by the pages' catalogues
    assert text.en != text.zh and _CHINESE.search(text.zh), f"{kind.__name__} speaks one language: {text.en}"

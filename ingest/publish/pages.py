"""The Jinja2 environment of pages: everything escaped, everything made inert, no undefined name passes silently."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from ingest.model import Cause
from ingest.publish.inert import SUSPECT, TABLE, link
from ingest.publish.wording import say_day, say_moment, say_period, say_since, say_time, say_validity
from ingest.text.causes import told_all


@functools.cache
def environment(*packages: str) -> Environment:
    """Templates of `packages`, then those of `ingest.publish`."""
    names = (*packages, "ingest.publish")
    made = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in names]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        auto_reload=False,  # no look at the disk for each page
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": say_day, "moment": say_moment, "time": say_time, "link": link, "told": _told}
    made.globals |= {"say_period": say_period, "say_since": say_since, "say_validity": say_validity}
    return made


def _told(causes: Sequence[Cause], language: str) -> str:
    return told_all(causes).within(language)


def _inert(value: object) -> object:
    """Keeps Markup what it is: `translate` of a Markup gives a Markup."""
    return value.translate(TABLE) if isinstance(value, str) and SUSPECT.search(value) else value

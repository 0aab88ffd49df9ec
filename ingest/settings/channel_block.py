"""`[[publish.channel]]`: where an edition goes beside the output folder. Each kind is one file in `publish/channels/`.
What the keys of a block must agree on stands in `channel_rules.py`."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ingest.errors import Text
from ingest.model import Category
from ingest.settings.values import ClockTime, MailAddress, Variable, whole_address

MAIL = "email"


@functools.cache
def kinds() -> tuple[str, ...]:
    """The names of the files there: a new one needs nothing else edited."""
    found = (files("ingest") / "publish" / "channels").iterdir()
    return tuple(sorted(f.name[:-3] for f in found if f.name.endswith(".py") and not f.name.startswith("_")))


def _kind(value: str) -> str:
    if value not in kinds():
        raise ValueError(Text(f"write one of {', '.join(kinds())}", f"应为 {'、'.join(kinds())} 之一"))
    return value


def _one_or_several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class ChannelBlock(BaseModel):
    """`at`: the whole edition at this time each day; `changes`: what is new or changed, as soon as it is. `link` is
    where readers find all of it, the board of these pages unless said. Empty `categories` means all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]
    kind: Annotated[str, AfterValidator(_kind)]
    url_env: Variable | None = None
    secret_env: Variable | None = None
    to: Annotated[tuple[MailAddress, ...], BeforeValidator(_one_or_several)] = ()
    language: Literal["zh", "en"] | None = None
    at: ClockTime | None = None
    changes: bool = True
    categories: Annotated[tuple[Category, ...], BeforeValidator(_one_or_several)] = ()
    link: Annotated[str, AfterValidator(whole_address)] | None = None
    allow_private: bool = False

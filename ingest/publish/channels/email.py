"""E-mail: one message for each list of recipients, in plain text and as HTML (multipart/alternative)."""

from __future__ import annotations

import datetime as dt

from ingest.model import Cause
from ingest.publish.channels import Channel, Letter, Told, Way
from ingest.publish.channels._told import fitted
from ingest.publish.pages import environment
from ingest.publish.wording import labels

_BYTES = 200_000
_ENTRIES = 300
"""What mail programs still show at once; the link leads to the rest."""


def send(told: Told, way: Way, at: dt.datetime) -> Cause | None:
    return way.mail(Letter(told.id, told.title, fitted(told, _BYTES), html(told), way.to), at)


def html(told: Told) -> str:
    """A page without scripts, images or addresses of others; its styles stand in its elements, as mail programs ask."""
    page = environment().get_template("mail.html")
    shown, more = told.blocks[:_ENTRIES], max(0, len(told.blocks) - _ENTRIES)
    return page.render(told=told, blocks=shown, more=more, words=labels(told.language), language=told.language) + "\n"


CHANNEL = Channel(send)

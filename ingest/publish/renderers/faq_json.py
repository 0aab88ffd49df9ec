"""faq.json: every live FAQ entry, for a search index or a robot.

Without what a board of one moment says of it: the file is written when an entry is another, not when the hours pass.
"""

from __future__ import annotations

from ingest.publish.edition import Edition, Item
from ingest.publish.inert import safe_json
from ingest.publish.renderers import Renderer
from ingest.publish.renderers.json import of_item


def render(edition: Edition) -> str:
    return safe_json(
        {
            "schema": "ingest.faq/2",
            "bank": edition.bank_name,
            "time_zone": edition.time_zone,
            "since": edition.since.isoformat(timespec="minutes"),
            "faqs": [_lasting(item) for item in edition.faqs],
        }
    )


def _lasting(item: Item) -> dict[str, object]:
    return {name: value for name, value in of_item(item).items() if name not in _OF_A_MOMENT}


_OF_A_MOMENT = ("marks", "pinned_until")
RENDERER = Renderer("faq.json", render, every_faq=True)

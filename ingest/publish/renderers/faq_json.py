"""faq.json: every live FAQ entry, for a search index or a robot."""

from __future__ import annotations

from ingest.publish.edition import Edition
from ingest.publish.inert import safe_json
from ingest.publish.renderers import Renderer
from ingest.publish.renderers.json import of_item


def render(edition: Edition) -> str:
    return safe_json(
        {
            "schema": "ingest.faq/1",
            "bank": edition.bank_name,
            "time_zone": edition.time_zone,
            "since": edition.since.isoformat(timespec="minutes"),
            "faqs": [of_item(item) for item in edition.faqs],
        }
    )


RENDERER = Renderer("faq.json", render, every_faq=True)

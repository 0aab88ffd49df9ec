"""bulletin.html: one self-contained page that agents can open from a folder, print, or read on a phone."""

from __future__ import annotations

import functools
from importlib import resources

from markupsafe import Markup

from ingest.publish.edition import Edition
from ingest.publish.pages import environment
from ingest.publish.renderers import Renderer
from ingest.publish.wording import labels


def render(edition: Edition) -> str:
    page = environment().get_template("bulletin.html")
    return page.render(edition=edition, words=labels(edition.language), language=edition.language, style=style()) + "\n"


@functools.cache
def style() -> Markup:
    """Our own style sheet, the same that the web pages use for entries."""
    file = resources.files("ingest.publish") / "templates" / "edition.css"
    return Markup(file.read_text(encoding="utf-8"))  # noqa: S704 - a file of this package


RENDERER = Renderer("bulletin.html", render)

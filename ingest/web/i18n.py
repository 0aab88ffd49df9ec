"""The reader's language: asked for by `?lang=`, kept in a cookie, else what the browser prefers, else the bank's."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from ingest.publish.wording import LANGUAGES, flat, labels

COOKIE = "ingest_language"


@functools.cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every text of the pages by its dotted key: those of the bulletin, then those of `catalogues/*.<language>.toml`,
    a file for each group of screens."""
    folder = resources.files("ingest.web") / "catalogues"
    texts = dict(labels(language))
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(f".{language}.toml"):
            texts |= flat(tomllib.loads(file.read_text(encoding="utf-8")))
    return texts


@dataclass(frozen=True, slots=True)
class Translator:
    """`t("queue.title")`; a key that is missing is a mistake in the program and raises KeyError."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        text = catalogue(self.language)[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        return key in catalogue(self.language)

    @property
    def tag(self) -> str:
        """For `lang` attributes (BCP 47)."""
        return "zh-CN" if self.language == "zh" else self.language


def choose(asked: str | None, kept: str | None, accepts: str, default: str) -> str:
    """The first of these that we speak."""
    for wish in (asked, kept, *_accepted(accepts), default):
        if wish in LANGUAGES:
            return str(wish)
    return LANGUAGES[0]


def _accepted(header: str) -> list[str]:
    """Languages of an Accept-Language header, best first (RFC 9110 §12.5.4)."""
    wishes: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    return [language for weight, language in sorted(wishes, key=lambda wish: wish[0]) if weight < 0]

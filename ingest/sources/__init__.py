"""Kinds of place where notices are listed.

A new kind is one new file here: its name is the kind, its last line is `KIND = …`.
"""

from __future__ import annotations

import importlib
import pkgutil

from ingest.model import Kind, Source, SourceKind


def kind_of(source: Source) -> Kind:
    """The reader of the source's list; its file is imported when it is first asked for."""
    module = importlib.import_module(f"{__name__}.{SourceKind(source.kind).value}")
    kind: Kind = module.KIND
    return kind


def kinds() -> dict[str, str]:
    """Every kind that has a file, and the first line of what it says about itself."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        kind = getattr(importlib.import_module(f"{__name__}.{info.name}"), "KIND", None)
        if kind is not None:
            found[info.name] = (type(kind).__doc__ or "").strip().splitlines()[0]
    return found

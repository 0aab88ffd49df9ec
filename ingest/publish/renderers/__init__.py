"""One file per format. A module here that declares `RENDERER` is found by itself: nothing else to edit."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from ingest.publish.edition import Edition


@dataclass(frozen=True, slots=True)
class Renderer:
    """How one file of the edition is written; the same edition always gives the same text. `every_faq`: it holds all
    that is in use, not the day's alone."""

    filename: str
    render: Callable[[Edition], str]
    every_faq: bool = False


@functools.cache
def renderers() -> tuple[Renderer, ...]:
    """Every renderer of this folder, by file name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    found = [module.RENDERER for module in modules if isinstance(getattr(module, "RENDERER", None), Renderer)]
    return tuple(sorted(found, key=lambda renderer: renderer.filename))

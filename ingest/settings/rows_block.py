"""`[source.rows]`: the tables of a page, watched row by row."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from ingest.model import WatchedRows
from ingest.settings.values import Selectors, Several


class RowsBlock(BaseModel):
    """Which tables, which columns name a row, and which do not count. All of it may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: Selectors = ()
    keys: Several = ()
    ignore: Several = ()

    def to_rows(self) -> WatchedRows:
        return WatchedRows(**self.model_dump())

"""The record as lines of JSON, or as a table that no spreadsheet computes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import TextIO

from ingest.model import AuditEvent
from ingest.publish.pack.gather import event_row
from ingest.publish.separated import plain

COLUMNS = ("id", "at", "actor", "action", "subject", "detail", "previous", "hash")


def write(events: Iterable[AuditEvent], form: str, out: TextIO) -> int:
    """`form` is "jsonl" or "csv"; how many rows were written."""
    rows = (event_row(event) for event in events)
    if form == "jsonl":
        return sum(1 for row in rows if out.write(json.dumps(row, ensure_ascii=False) + "\n"))
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    count = 0
    for row in rows:
        row["detail"] = json.dumps(row["detail"], ensure_ascii=False, sort_keys=True)
        table.writerow([plain(str(row[name])) for name in COLUMNS])
        count += 1
    return count

"""`--log json|text` and INGEST_LOG: how events are written to standard error."""

from __future__ import annotations

import logging
import os

from ingest import logs
from ingest.errors import IngestError, InputError, Text

log = logging.getLogger(__name__)


def set_up(form: str | None = None, *, events: bool = False) -> None:
    """`form` is what `--log` says. The readers, processes of their own, learn it from the environment."""
    if form:
        os.environ["INGEST_LOG"] = form
    logs.set_up(events=events)
    given = os.environ.get("INGEST_LOG")
    if given and given not in logs.FORMS:
        raise InputError(
            Text(f"INGEST_LOG={given}: no such form of logs", f"INGEST_LOG={given}：没有这种日志格式"),
            remedy=Text("write json or text", "请写 json 或 text"),
        )


def as_json() -> bool:
    return logs.form() == "json"


def refused(error: IngestError) -> None:
    """A refusal, where standard error takes nothing but objects."""
    told = {"code": f"refused.{type(error).__name__}", "exit_code": error.exit_code}
    log.error("%s", error.message, extra={**told, "remedy": str(error.remedy) if error.remedy else None})

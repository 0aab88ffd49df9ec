"""A difficult question to the department that can answer it, in words; a reminder; and that the answer is overdue.

The subject carries the question's mark: every reply has it, whatever the mail program does with the other headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.store.deliveries import Payload

if TYPE_CHECKING:
    from ingest.operate.deliver.message import Readers


_OPENING = {"asked": "question_ask", "remind": "question_remind", "escalate": "question_escalate"}


def question(payloads: Sequence[Payload], readers: Readers) -> tuple[str, str, None, Mapping[str, Any]]:
    """Subject, text, no HTML, data. Each of these mails travels alone."""
    one = payloads[-1]
    readers = replace(readers, language=one["language"])
    kind = one["kind"]
    short = one["question"] if len(one["question"]) <= 60 else one["question"][:59] + "…"
    subject = f"{one['tag']} " + readers.subject(readers.say(f"question_subject_{kind}", question=short))
    return subject, "\n".join(_lines(one, readers, kind)), None, {"schema": "ingest.question/1", **_data(one)}


def _lines(one: Payload, readers: Readers, kind: str) -> list[str]:
    name = one["department"]["zh" if readers.language == "zh" else "en"]
    lines = [readers.say(_OPENING[kind], department=name), "", f"  {one['question']}", ""]
    if one["asked"]:
        lines.append(readers.say("question_count", n=one["asked"]))
    if one["due"]:
        lines.append(readers.say("question_due", time=readers.time(one["due"])))
    if one["note"]:
        lines += ["", one["note"]]
    lines += [""]
    if kind != "escalate":
        lines.append(readers.say("question_how"))
    if one["address"] and kind == "escalate":
        lines.append(f"{one['address'].rstrip('/')}/questions/{one['id']}")
    return lines


def _data(one: Payload) -> Mapping[str, Any]:
    return {name: one[name] for name in ("id", "kind", "question", "asked", "due")}

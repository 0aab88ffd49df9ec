"""The mail to business experts, in words: notice by notice, what starts first on top, each with its link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.store.deliveries import Payload

if TYPE_CHECKING:
    from ingest.operate.deliver.message import Readers


def waits(payloads: Sequence[Payload], readers: Readers) -> tuple[str, str, None, Mapping[str, Any]]:
    """Subject, text, no HTML, data."""
    last = payloads[-1]
    readers = replace(readers, language=last["language"])
    new = _by_notice(payloads)
    before = [one for one in _by_notice(last["others"]) if one["notice"] not in {n["notice"] for n in new}]
    starts = min((one["starts"] for one in new if one["starts"]), default=None)
    key = "subject_waits" if starts else "subject_waits_open"
    subject = readers.subject(readers.say(key, n=len(new), starts=_moment(starts)))
    lines = [readers.say("waits_new"), *(_notice(one, last["address"], readers) for one in new)]
    if before:
        lines += ["", readers.say("waits_before"), *(_notice(one, last["address"], readers) for one in before)]
    lines += ["", readers.say("waits_how" if last["address"] else "waits_where")]
    events = [{k: one[k] for k in ("draft", "title", "starts", "due")} for one in new]
    return subject, "\n".join(lines), None, {"schema": "ingest.waits/1", "waits": events}


def _by_notice(payloads: Sequence[Payload]) -> list[Payload]:
    """One of each notice, the most urgent first, then what starts first."""
    found: dict[int, Payload] = {}
    for payload in sorted(payloads, key=lambda p: (p["urgency"], p["starts"] or "9", p["draft"])):
        found.setdefault(payload["notice"], payload)
    return list(found.values())


def _notice(one: Payload, address: str | None, readers: Readers) -> str:
    parts = [readers.say("waits_starts", time=_moment(one["starts"])) if one["starts"] else readers.say("waits_open")]
    if one["due"]:
        parts.append(readers.say("waits_due", time=readers.time(one["due"])))
    if one["published"]:
        parts.append(readers.say("waits_published"))
    link = [f"  {address.rstrip('/')}/expert/{one['draft']}"] if address else []
    title = " ".join(one["title"].split())
    return "\n".join([f"- {title}", "  " + readers.say("between").join(parts), *link])


def _moment(text: str | None) -> str:
    return (text or "").replace("T", " ")

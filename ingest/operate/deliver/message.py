"""What a batch from the outbox says: a subject, a text for people, and the same as data."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from ingest.answer.questions.handling import QUESTION
from ingest.model import Cause
from ingest.operate.deliver.editions import EDITION
from ingest.operate.deliver.question_message import question
from ingest.operate.deliver.waiting import WAITS
from ingest.operate.deliver.waiting_message import waits
from ingest.operate.deliver.words import say
from ingest.store.deliveries import Batch, Payload
from ingest.text.causes import told_all

ALERT, DIGEST, PLAIN = "alert", "digest", "plain"
"""Topics. A PLAIN payload holds a message as it is: "subject", "text", and perhaps "html" and "data"."""
PARTLY = "smtp_partly_refused"
"""The code of a cause: it was taken for some of those that it is for."""


@dataclass(frozen=True, slots=True)
class Message:
    """`html` is for channels that show it; `data` is JSON-safe. `id` is the same for another attempt at the same."""

    id: str
    subject: str
    text: str
    html: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    """Addresses of its own, in place of those that the settings name for alerts."""
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads it: how their bank is called, their language, and their time."""

    bank: str
    language: str
    zone: ZoneInfo

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def time(self, instant: str) -> str:
        """An ISO instant in the readers' time, to the minute."""
        return f"{dt.datetime.fromisoformat(instant).astimezone(self.zone):%Y-%m-%d %H:%M}"

    def subject(self, what: str) -> str:
        return self.say("subject", bank=self.bank, what=what)


def message_of(batch: Batch, readers: Readers) -> Message:
    """Raises KeyError for a topic or a payload that is not known here."""
    made = _TOPICS[batch.topic.partition(":")[0]](batch.payloads, readers)
    last = batch.payloads[-1]
    return Message(batch.id, *made, to=tuple(last.get("to", ())), reply_to=last.get("reply_to"))


_Made = tuple[str, str, str | None, Mapping[str, Any]]


def _alert(payloads: Sequence[Payload], readers: Readers) -> _Made:
    counts = Counter(payload["change"] for payload in payloads)
    what = readers.say("between").join(
        readers.say(f"subject_{change}", n=counts[change])
        for change in ("trouble", "missed", "recovered")
        if counts[change]
    )
    lines = [_event(payload, readers) for payload in payloads]
    if counts["trouble"] or counts["missed"]:
        lines += ["", readers.say("what_to_do")]
    return readers.subject(what), "\n".join(lines), None, {"schema": "ingest.alert/1", "events": list(payloads)}


_CAUSES: TypeAdapter[tuple[Cause, ...]] = TypeAdapter(tuple[Cause, ...])


def _event(payload: Payload, readers: Readers) -> str:
    key = f"trouble_{payload['status']}" if payload["change"] == "trouble" else payload["change"]
    why = told_all(_CAUSES.validate_python(payload["causes"])).within(readers.language)
    return "- " + readers.say(key, source=payload["source"], since=readers.time(payload["since"]), why=why)


def _digest(payloads: Sequence[Payload], readers: Readers) -> _Made:
    """Of several that could not be delivered, the last one tells all that still matters."""
    digest = payloads[-1]
    coverage, found, waiting = digest["coverage"], digest["found"], digest["waiting"]
    lines = [
        readers.say("digest_coverage", **coverage) if coverage["due"] else readers.say("digest_never"),
        readers.say("digest_found", **found),
        readers.say("digest_queue", **waiting),
    ]
    if digest["undelivered"]["pending"] or digest["undelivered"]["abandoned"]:
        lines.append(readers.say("digest_undelivered", **digest["undelivered"]))
    troubles = [_event(trouble, readers) for trouble in digest["troubles"]]
    text = "\n".join([*lines, *(["", *troubles, "", readers.say("what_to_do")] if troubles else [])])
    subject = readers.say(
        "subject_digest",
        day=digest["day"],
        well=coverage["read"],
        due=coverage["due"],
        new=found["new"],
        open=waiting["open"],
    )
    return readers.subject(subject), text, None, {"schema": "ingest.digest/1", **digest}


def _plain(payloads: Sequence[Payload], readers: Readers) -> _Made:
    one = payloads[-1]
    return one["subject"], one["text"], one.get("html"), one.get("data", {})


def _edition(payloads: Sequence[Payload], readers: Readers) -> _Made:
    """As it waited: each channel makes its own of it (`publish/channels/`)."""
    return "", "", None, {"payloads": list(payloads)}


_TOPICS: Mapping[str, Callable[[Sequence[Payload], Readers], _Made]] = {
    ALERT: _alert,
    DIGEST: _digest,
    PLAIN: _plain,
    WAITS: waits,
    QUESTION: question,
    EDITION: _edition,
}

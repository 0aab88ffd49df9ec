"""What difficult questions need without anybody looking: replies read, departments reminded, published answers told."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from collections.abc import Mapping

from ingest import app
from ingest.answer.questions.reminding import remind
from ingest.answer.questions.replies import Letter, letter_of, receive
from ingest.answer.questions.rules import rules_of
from ingest.answer.questions.telling import settle
from ingest.errors import IngestError
from ingest.fetch.client import Client
from ingest.fetch.imap import address_of
from ingest.model import Cause, Document, FetchFailed, NotModified, Reading, Snapshot, Source, Validators
from ingest.pipeline.job import Job
from ingest.pipeline.manners import Manners
from ingest.pipeline.pool import ReaderPool, Unreadable
from ingest.settings import Settings
from ingest.settings.questions_block import ReplyBox
from ingest.store.addresses import Address
from ingest.store.store import Store
from ingest.text.causes import told

log = logging.getLogger(__name__)

_ASKED = "questions.replies.asked"
"""When the mailbox was asked last."""


def chase(settings: Settings, store: Store, clock: app.Clock, environment: Mapping[str, str] = os.environ) -> None:
    """Called every minute; the mailbox is asked as often as `[questions.mailbox] every` says. Before the outbox is
    sent, so that what is put there leaves at once. A mailbox that can't be read holds nothing else up."""
    box = settings.questions.mailbox
    if box and _due(store, box, clock()):
        try:
            failure = read_replies(settings, store, clock, box, environment)
        except IngestError:
            raise
        except Exception:
            log.exception("replies were not read", extra={"code": "questions.stumbled"})
        else:
            if failure:
                log.error("replies were not read: %s", told(failure), extra={"code": f"questions.{failure.code}"})
    settle(store, clock)
    remind(store, rules_of(settings), clock)


def read_replies(
    settings: Settings,
    store: Store,
    clock: app.Clock,
    box: ReplyBox,
    environment: Mapping[str, str] = os.environ,
) -> Cause | None:
    """Each message that was not there before is read once. Why not, where the mailbox could not be read."""
    source = box.to_source()
    place = address_of(box.server, box.port, box.folder)
    network = Client(app.fetch_policy(settings), clock=clock, memory=Manners(store), environment=environment)
    with network as client, ReaderPool(1) as readers:
        listed = client.get(place, source=source)
        if isinstance(listed, FetchFailed):
            return listed.cause
        urls = [entry["url"] for entry in json.loads(listed.raw)] if isinstance(listed, Snapshot) else []
        with store.reading() as tx:
            known = tx.addresses.known(urls)
        for url in urls:
            if url not in known and (failure := _read(settings, store, client, readers, source, url, box)):
                return failure
    return None


def _read(
    settings: Settings, store: Store, client: Client, readers: ReaderPool, source: Source, url: str, box: ReplyBox
) -> Cause | None:
    """One message and the note that it was read, in one transaction. What can never be read is passed over."""
    got = client.get(url, source=source)
    if isinstance(got, NotModified):
        return None
    if isinstance(got, FetchFailed):
        if got.permanent:
            _pass_over(store, url, got.code)
            log.error("a mail was not read: %s", told(got.cause), extra={"code": f"questions.{got.cause.code}"})
            return None
        return got.cause
    try:
        _take(settings, store, got, _letter(readers, got, store.clock().date()), box)
    except IngestError:
        raise
    except Exception:  # one strange mail must not hold up those behind it
        _pass_over(store, url, "stumbled")
        log.exception("a mail was not read", extra={"code": "questions.stumbled"})
    return None


def _take(settings: Settings, store: Store, got: Snapshot, letter: Letter, box: ReplyBox) -> None:
    with store.writing() as tx:
        kind = receive(tx, got, letter, rules_of(settings), box.senders)
        tx.addresses.record([Address(got.url, got.validators, None, "question_mail", tx.clock())])
    if kind:
        log.info("a mail came: %s", kind.value, extra={"code": "questions.mail"})


def _pass_over(store: Store, url: str, why: str) -> None:
    with store.writing() as tx:
        tx.addresses.record([Address(url, Validators(), None, why, tx.clock())])


def _letter(readers: ReaderPool, got: Snapshot, today: dt.date) -> Letter:
    """Read outside any transaction. What kills its reader has come all the same: without its words."""
    try:
        job = Job(got.raw, Reading(today), media_type="message/rfc822")
        return letter_of(got.raw, readers.result(readers.submit(job)).document)
    except Unreadable as e:
        log.error("a mail was not read: %s", told(e.cause), extra={"code": f"questions.{e.cause.code}"})
        return letter_of(got.raw, Document("", ""))


def _due(store: Store, box: ReplyBox, now: dt.datetime) -> bool:
    """Is it time to ask the mailbox? Then it is this caller's turn."""
    with store.writing() as tx:
        last = tx.meta.get(_ASKED)
        if last and dt.timedelta(0) <= now - dt.datetime.fromisoformat(last) < box.every:
            return False
        tx.meta.set(_ASKED, now.isoformat())
        return True

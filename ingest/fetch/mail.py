"""A folder of messages as if it were fetched: its address gives the list, as JSON, a message's address its bytes.

A message never changes: one that the store has read is not asked for again, and that it was moved or deleted in the
folder says nothing about what it announced. Nothing is ever deleted; what was read stays unread for others, is marked
as seen, or is moved, as the source says — the latter two once it is stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import imaplib
import json
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TypeVar

from ingest.fetch.circuit import Circuit
from ingest.fetch.clocks import Clocks
from ingest.fetch.failure import Failure
from ingest.fetch.guard import Guard, Refused, Unresolved
from ingest.fetch.imap import Connection, address_of, failure_of, modified_utf7, quoted
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.secrets import Secrets
from ingest.fetch.wire import trust
from ingest.model import Mailbox, NotModified, Snapshot, Source, SourceKind, Validators
from ingest.text.messages import head_of, senders_of
from ingest.text.subjects import header_of

_BATCH = 200
_MOST = 5000
"""Messages of one list; a folder with more within the source's `since` is an archive."""
_ITEMS = "(UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)])"
_PLACE = re.compile(r";UIDVALIDITY=(\d+)/;UID=(\d+)$")
_UID, _SIZE = re.compile(rb"\bUID (\d+)"), re.compile(rb"\bRFC822\.SIZE (\d+)")
_SEEN, _RECEIVED = re.compile(rb"\bFLAGS \([^)]*\\Seen", re.I), re.compile(rb'\bINTERNALDATE "([^"]+)"')
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_PATIENCE = 3
"""Connections in a row that broke; then the visit gives up."""
_Got = TypeVar("_Got", Snapshot, NotModified, Snapshot | NotModified)


@dataclass(slots=True)
class _Folder:
    """The folder as it was opened: `unseen` of those listed have no mark yet."""

    validity: int
    listed: set[int]
    unseen: set[int]
    sizes: dict[int, int] = field(default_factory=dict)


class MailReader:
    """One source's folder. Thread-safe; `close` ends the connection."""

    def __init__(self, source: Source, policy: FetchPolicy, clocks: Clocks, secrets: Secrets, gate: Circuit) -> None:
        self.source, self._policy, self._clocks, self._secrets, self._gate = source, policy, clocks, secrets, gate
        self._connection: Connection | None = None
        self._folder = _Folder(0, set(), set())
        self._broken = 0
        self._lock = threading.Lock()

    @property
    def _box(self) -> Mailbox:
        if self.source.kind is not SourceKind.MAILBOX or self.source.mailbox is None:
            raise Failure("bad_url", {"detail": "mail is read for mailbox sources only"}, permanent=True)
        return self.source.mailbox

    @property
    def _home(self) -> str:
        return address_of(self._box.server, self._box.port, self._box.folder)

    def get(self, url: str, validators: Validators | None) -> Snapshot | NotModified:
        """The list, or one message. Raises `Failure`."""
        with self._lock:
            if url == self._home:
                return self._guarded(lambda: self._list(url, validators))
            place = _PLACE.search(url)
            if not place or url != f"{self._home}{place[0]}":
                raise Failure("bad_url", {"detail": "not an address of this mailbox"}, permanent=True)
            validity, uid = int(place[1]), int(place[2])
            if validators and validators.etag == _tag(validity, uid):
                return self._had(url, validity, uid)
            return self._guarded(lambda: self._message(url, validity, uid))

    def _guarded(self, work: Callable[[], _Got]) -> _Got:
        """A connection that broke is dropped, and the next request opens another, a few times."""
        try:
            found = work()
        except (imaplib.IMAP4.error, OSError, ValueError, Failure, Refused, Unresolved) as error:
            failure = failure_of(error)
            if not isinstance(error, Failure) or failure.code == "too_large":
                self._drop()
            self._broken += failure.transient
            raise failure from error
        self._broken = 0
        return found

    # ------------------------------------------------------------------------------------------------ the connection

    def _opened(self, room: int = 0) -> Connection:
        if self._connection is None:
            if self._broken >= _PATIENCE:
                raise Failure("connection", {"detail": "the connection broke again and again"}, transient=True)
            self._connection = self._entered()
            self._select(self._connection)
        self._connection.renew(room)
        return self._connection

    def _entered(self) -> Connection:
        login = self.source.login
        if login is None:
            raise Failure("secret_missing", {"name": "login"})
        password = self._secrets.named(login.password_env)
        self._gate.check()
        box, guard = self._box, Guard(self._policy.allow_private, intranet=self.source.allow_private)
        tls = trust(self._policy.ca_file, *map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR")))
        made = Connection(box.server, box.port, guard=guard, tls=tls, policy=self._policy, clock=self._clocks.monotonic)
        try:
            made.enter(login.user, password)
        except BaseException as error:
            made.leave()
            if isinstance(error, Failure) and error.code == "login_failed":
                self._gate.note(error)
            raise
        self._gate.note(None)
        return made

    def _select(self, connection: Connection) -> None:
        connection.renew()
        read_only = self._box.afterwards == "leave"
        answer, said = connection.select(quoted(modified_utf7(self._box.folder)), readonly=read_only)
        if answer != "OK":
            raise Failure("no_mailbox", {"folder": self._box.folder, "detail": _line(said)})
        validity = int(_line(connection.response("UIDVALIDITY")[1]) or 0)
        if validity != self._folder.validity:
            self._folder = _Folder(validity, set(), set())

    def _drop(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.leave()

    def close(self) -> None:
        with self._lock:
            self._drop()

    # -------------------------------------------------------------------------------------------------------- the list

    def _list(self, url: str, validators: Validators | None) -> Snapshot | NotModified:
        self._broken = 0
        self._drop()  # opened anew for each visit: what was selected an hour ago is not what is there now
        connection = self._opened()
        since = (self._clocks.now() - self._box.since).date()
        answer, said = connection.uid("SEARCH", f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}")
        if answer != "OK":
            raise Failure("mail_refused", {"detail": _line(said)})
        uids = [int(n) for n in _line(said).split()]
        if len(uids) > _MOST:
            raise Failure("mailbox_full", {"n": len(uids), "limit": _MOST})
        self._folder.listed = set(uids)
        heads = list(self._heads(connection, uids))
        self._folder.unseen = {uid for uid, seen, _ in heads if not seen}
        raw = json.dumps([head for _, _, head in heads], ensure_ascii=False, sort_keys=True).encode()
        digest = hashlib.sha256(raw).hexdigest()
        tag = f'"{self._folder.validity}-{digest}"'
        if validators and validators.etag == tag:
            return NotModified(url)
        return self._snapshot(url, raw, "application/json", tag, digest)

    def _heads(self, connection: Connection, uids: list[int]) -> Iterator[tuple[int, bool, dict[str, object]]]:
        """Number, whether it was seen, and what the list says, of each message, the oldest first."""
        for at in range(0, len(uids), _BATCH):
            batch = uids[at : at + _BATCH]
            connection.renew(room=len(batch) * 20_000)
            answer, data = connection.uid("FETCH", ",".join(map(str, batch)), _ITEMS)
            if answer != "OK":
                raise Failure("mail_refused", {"detail": _line(data)})
            for line, head in _literals(data):
                if uid := _UID.search(line):
                    told = self._told(int(uid[1]), line, head)
                    yield int(uid[1]), _SEEN.search(line) is not None, told

    def _told(self, uid: int, line: bytes, head: bytes) -> dict[str, object]:
        message = head_of(head)
        size = int(m[1]) if (m := _SIZE.search(line)) else 0
        self._folder.sizes[uid] = size
        received = _RECEIVED.search(line)
        sent = _day(header_of(message, "Date")) or _day((received[1] if received else b"").decode("ascii", "replace"))
        return {
            "url": f"{self._home};UIDVALIDITY={self._folder.validity}/;UID={uid}",
            "subject": header_of(message, "Subject"),
            "senders": senders_of(message),
            "date": sent,
            "size": size,
        }

    # ----------------------------------------------------------------------------------------------------- one message

    def _message(self, url: str, validity: int, uid: int) -> Snapshot:
        connection = self._opened(self._policy.max_bytes)
        if validity != self._folder.validity:
            raise Failure("mail_renumbered")
        size = self._folder.sizes.get(uid) or self._size(connection, uid)
        if size is None:
            raise Failure("mail_moved")
        if size > self._policy.max_bytes:
            raise Failure("too_large", {"limit": self._policy.max_bytes}, permanent=True)
        connection.renew(self._policy.max_bytes)
        answer, data = connection.uid("FETCH", str(uid), "(UID BODY.PEEK[])")
        raw = next((body for line, body in _literals(data) if (m := _UID.search(line)) and int(m[1]) == uid), None)
        if answer != "OK" or raw is None:
            raise Failure("mail_refused", {"detail": _line(data)})
        return self._snapshot(url, raw, "message/rfc822", _tag(validity, uid), hashlib.sha256(raw).hexdigest(), 2)

    def _size(self, connection: Connection, uid: int) -> int | None:
        answers = self._fetch(connection, uid, "(UID RFC822.SIZE)")
        return next((int(m[1]) for line in answers if (m := _SIZE.search(line))), None)

    def _fetch(self, connection: Connection, uid: int, items: str) -> Iterator[bytes]:
        """The answers about one message that carry no literal."""
        answer, data = connection.uid("FETCH", str(uid), items)
        if answer != "OK":
            raise Failure("mail_refused", {"detail": _line(data)})
        for line in data:
            if isinstance(line, bytes) and (m := _UID.search(line)) and int(m[1]) == uid:
                yield line

    def _had(self, url: str, validity: int, uid: int) -> NotModified:
        """It is stored: now it may be marked or moved."""
        wish, folder = self._box.afterwards, self._folder
        wished = wish == "move" or (wish == "seen" and uid in folder.unseen)
        if not wished or folder.validity != validity or uid not in folder.listed:
            return NotModified(url, requests=0)
        return self._guarded(lambda: self._settle(url, uid))

    def _settle(self, url: str, uid: int) -> NotModified:
        connection = self._opened()
        if self._box.afterwards == "seen":
            answer, said = connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
            self._folder.unseen.discard(uid)
        elif "MOVE" in connection.capabilities and self._box.move_to:
            answer, said = connection.uid("MOVE", str(uid), quoted(modified_utf7(self._box.move_to)))
            self._folder.listed.discard(uid)
        else:
            # without MOVE a message would have to be copied and deleted, and nothing is ever deleted
            raise Failure("mail_no_move", {"server": self._box.server})
        if answer != "OK":
            raise Failure("mail_not_settled", {"folder": self._box.move_to or "", "detail": _line(said)})
        return NotModified(url)

    def _snapshot(self, url: str, raw: bytes, kind: str, tag: str, digest: str, requests: int = 1) -> Snapshot:
        found = Validators(etag=tag, sha256=digest)
        return Snapshot(url, url, 200, kind, "utf-8", raw, digest, found, self._clocks.now(), requests)


def _tag(validity: int, uid: int) -> str:
    return f'"{validity}-{uid}"'


def _literals(data: Iterable[object]) -> Iterator[tuple[bytes, bytes]]:
    """Each answer's line and the literal in it; what stands behind the literal belongs to the line."""
    held: tuple[bytes, bytes] | None = None
    for part in data:
        if isinstance(part, tuple):
            if held:
                yield held
            held = (bytes(part[0]), bytes(part[1]))
        elif held and isinstance(part, bytes):
            yield held[0] + b" " + part, held[1]
            held = None
    if held:
        yield held


def _line(said: Iterable[object] | None) -> str:
    """What the server said, as one line."""
    parts = [p[0] if isinstance(p, tuple) else p for p in said or ()]
    return b" ".join(p for p in parts if isinstance(p, bytes)).decode("utf-8", "replace")


def _day(date: str) -> str | None:
    try:
        return parsedate_to_datetime(date).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        return dt.datetime.strptime(date.strip(), "%d-%b-%Y %H:%M:%S %z").date().isoformat()
    except ValueError:
        return None

"""An IMAP server on loopback, with TLS: as much of RFC 9051 as a reader needs, and faults on request."""

from __future__ import annotations

import base64
import datetime as dt
import re
import shlex
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest
from certificates import certificate

PASSWORD = 'a pass"word\\ 密'
USER = "kb@bank.example"


@dataclass(slots=True)
class Stored:
    """One message in a folder."""

    uid: int
    raw: bytes
    received: dt.date
    flags: set[str] = field(default_factory=set)


class Imap:
    """`folders` by their name as people write it. Set `fault` to break things:

    "drop": the connection ends in the middle of a message; "drip": a message comes byte by byte; "flood": a literal
    says that it is larger than any limit; "later": the log-in says [UNAVAILABLE]; "garbage": what comes is no IMAP; "silent": nothing comes; "no_move"."""

    def __init__(self, folder: Path) -> None:
        self.folders: dict[str, list[Stored]] = {"INBOX": []}
        self.validity, self.next = 7, 1
        self.password = PASSWORD
        self.mechanisms = "AUTH=PLAIN"
        self.fault = ""
        self.commands: list[str] = []
        self.over = threading.Event()
        self.ca = certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca)
        imap = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with suppress(OSError, ValueError), context.wrap_socket(self.request, server_side=True) as secured:
                    secured.settimeout(10)
                    _Talk(imap, secured).go()

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def put(
        self, message: EmailMessage | bytes, folder: str = "INBOX", received: dt.date = dt.date(2026, 11, 20)
    ) -> int:
        """Deliver a message; gives its number."""
        raw = message if isinstance(message, bytes) else message.as_bytes().replace(b"\n", b"\r\n")
        self.folders.setdefault(folder, []).append(Stored(self.next, raw, received))
        self.next += 1
        return self.next - 1

    def renumber(self) -> None:
        """What a server does that lost its index: all numbers are new, and it says so."""
        self.validity += 1
        for number, stored in enumerate(self.folders["INBOX"], 1):
            stored.uid = number

    def asked(self, what: str) -> int:
        return sum(what in command for command in self.commands)

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


class _Talk:
    """One connection."""

    def __init__(self, imap: Imap, sock: socket.socket) -> None:
        self.imap, self.sock = imap, sock
        self.file = sock.makefile("rb")
        self.folder: list[Stored] = []
        self.entered = False

    def say(self, line: str | bytes) -> None:
        self.sock.sendall((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def go(self) -> None:
        try:
            self.say(f"* OK [CAPABILITY IMAP4rev1 {self.imap.mechanisms}] ready")
            while line := self.file.readline():
                tag, _, command = line.decode().strip().partition(" ")
                self.imap.commands.append(command)
                if not self.answer(tag, command):
                    return
        finally:
            self.file.close()

    def answer(self, tag: str, command: str) -> bool:
        name, _, rest = command.partition(" ")
        name = name.upper()
        if name == "LOGOUT":
            self.say("* BYE good-bye")
            self.say(f"{tag} OK done")
            return False
        if name == "CAPABILITY":
            move = "" if self.imap.fault == "no_move" else " MOVE"
            self.say(f"* CAPABILITY IMAP4rev1 {self.imap.mechanisms}{move}")
            self.say(f"{tag} OK done")
        elif name in ("AUTHENTICATE", "LOGIN"):
            self.enter(tag, name, rest)
        elif not self.entered:
            self.say(f"{tag} NO log in first")
        elif name in ("SELECT", "EXAMINE"):
            self.open(tag, name, rest)
        elif name == "UID":
            return self.uid(tag, *rest.split(" ", 1))
        else:
            self.say(f"{tag} BAD what?")
        return True

    def enter(self, tag: str, name: str, rest: str) -> None:
        if name == "AUTHENTICATE":
            self.say("+ ")
            _, user, password = base64.b64decode(self.file.readline()).decode().split("\0")
        else:
            user, password = shlex.split(rest)
        if self.imap.fault == "later":
            self.say(f"{tag} NO [UNAVAILABLE] the directory is being mended")
        elif (user, password) == (USER, self.imap.password):
            self.entered = True
            self.say(f"{tag} OK [CAPABILITY IMAP4rev1] welcome")
        else:
            self.say(f"{tag} NO [AUTHENTICATIONFAILED] {password} is wrong")

    def open(self, tag: str, name: str, rest: str) -> None:
        folder = self.imap.folders.get(_people_s(shlex.split(rest)[0]))
        if folder is None:
            self.say(f"{tag} NO [NONEXISTENT] no such folder")
            return
        self.folder = folder
        self.say(f"* {len(folder)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.imap.validity}] numbers")
        self.say(f"* OK [UIDNEXT {self.imap.next}] next")
        self.say(f"{tag} OK [{'READ-ONLY' if name == 'EXAMINE' else 'READ-WRITE'}] open")

    def uid(self, tag: str, name: str, rest: str) -> bool:
        if name.upper() == "SEARCH":
            day = dt.datetime.strptime(rest.split()[1], "%d-%b-%Y").date()
            found = " ".join(str(s.uid) for s in self.folder if s.received >= day)
            self.say(f"* SEARCH {found}".rstrip())
            self.say(f"{tag} OK done")
            return True
        numbers, _, items = rest.partition(" ")
        chosen = [s for s in self.folder if s.uid in {int(n) for n in numbers.split(",")}]
        if name.upper() == "FETCH":
            return all(self.fetch(stored, items) for stored in chosen) and self.done(tag)
        if name.upper() == "STORE":
            for stored in chosen:
                stored.flags.add("\\Seen")
        elif name.upper() == "MOVE":
            target = self.imap.folders.get(_people_s(shlex.split(items)[0]))
            if target is None:
                self.say(f"{tag} NO [TRYCREATE] no such folder")
                return True
            target.extend(chosen)
            self.folder[:] = [s for s in self.folder if s not in chosen]
        return self.done(tag)

    def done(self, tag: str) -> bool:
        self.say(f"{tag} OK done")
        return True

    def fetch(self, stored: Stored, items: str) -> bool:
        number = self.folder.index(stored) + 1
        told = f"UID {stored.uid} FLAGS ({' '.join(sorted(stored.flags))}) RFC822.SIZE {len(stored.raw)}"
        told += f' INTERNALDATE "{stored.received:%d-%b-%Y} 08:00:00 +0800"'
        if "BODY" not in items:
            self.say(f"* {number} FETCH ({told})")
            return True
        part = re.search(r"BODY(?:\.PEEK)?\[([^\]]*)\]", items)
        assert part
        body = stored.raw if not part[1] else _headers(stored.raw, re.findall(r"[A-Z-]+", part[1].partition("(")[2]))
        if "PEEK" not in items:
            stored.flags.add("\\Seen")
        fault = self.imap.fault if not part[1] else ""
        if fault == "garbage":
            self.sock.sendall(b"\x00\xff) {3}\r\n* 1 FETCH (UID\r\n")
            return True
        if fault == "silent":
            return not self.imap.over.wait(10)
        size = 10**12 if fault == "flood" else len(body)
        self.sock.sendall(f"* {number} FETCH ({told} BODY[{part[1]}] {{{size}}}\r\n".encode())
        if fault == "drop":
            self.sock.sendall(body[: len(body) // 2])
            self.sock.shutdown(socket.SHUT_RDWR)
            return False
        for at in range(0, len(body) if fault == "drip" else 0):
            self.sock.sendall(body[at : at + 1])
        if fault != "drip":
            self.sock.sendall(body)
        self.say(")")
        return True


def _headers(raw: bytes, names: list[str]) -> bytes:
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    lines = re.findall(rb"[^\r\n]+(?:\r?\n[ \t][^\r\n]*)*", head)
    kept = [line for line in lines if line.split(b":")[0].decode("latin-1").upper() in names]
    return b"\r\n".join(kept) + b"\r\n\r\n"


def _people_s(name: str) -> str:
    """A folder's name from modified UTF-7."""

    def wide(m: re.Match[str]) -> str:
        if not m[1]:
            return "&"
        coded = m[1].replace(",", "/")
        return base64.b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-16-be")

    return re.sub(r"&([^-]*)-", wide, name)


def message(
    subject: str = "关于调整借记卡收费的公告", text: str = "", sender: str = "个人金融部 <retail@bank.example>"
) -> EmailMessage:
    """A notice as a department sends it."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, USER, subject
    made["Date"] = "Fri, 20 Nov 2026 09:00:00 +0800"
    made["Message-ID"] = "<1@bank.example>"
    made.set_content(
        text or "我行将自2026年12月1日起将借记卡挂失补卡手续费由10元/卡调整为15元/卡。\n60周岁（含）以上客户免收。\n"
    )
    return made


@contextmanager
def serving(folder: Path) -> Iterator[Imap]:
    made = Imap(folder)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def imap(tmp_path: Path) -> Iterator[Imap]:
    with serving(tmp_path) as made:
        yield made

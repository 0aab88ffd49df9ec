"""Places that messages go to, on loopback: a mail server and a webhook."""

from __future__ import annotations

import email
import email.policy
import json
import socket
import ssl
import threading
from collections.abc import Callable
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class MailHouse(Controller):
    """Keeps what it is given in `mails`; answers `refusal` instead, where one is set, and knows nobody of
    `unknown`."""

    def __init__(self, context: ssl.SSLContext | None = None, *, starttls: bool = False, password: str = "") -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.users: list[str] = []
        self.refusal = ""
        self.unknown: set[str] = set()
        self._password = password
        self._sock = socket.create_server(("127.0.0.1", 0))
        later = {"tls_context": context, "require_starttls": True} if starttls else {}
        if password:
            later |= {"authenticator": self._known, "auth_required": starttls, "auth_require_tls": starttls}
        port = self._sock.getsockname()[1]
        super().__init__(self, "127.0.0.1", port, ssl_context=None if starttls else context, **later)
        if context:  # its own would wait for a greeting, which comes after TLS
            self._trigger_server = lambda: socket.create_connection(("127.0.0.1", port)).close()
        self.start()

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._sock, ssl=self.ssl_context)

    def _known(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.users.append(data.login.decode())
        known = data.password.decode() == self._password
        return AuthResult(success=known, handled=known)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusal:
            return self.refusal
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"


class HookHouse:
    """Keeps what is posted; `answer` is a status, or called with the handler before anything is answered."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], Any]] = []
        self.answer: int | Callable[[], int] = 204
        house = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                house.calls.append((self.path, dict(self.headers), json.loads(body)))
                status = house.answer() if callable(house.answer) else house.answer
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context

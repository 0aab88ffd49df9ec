"""Messages by e-mail: SMTP with STARTTLS or TLS (RFC 8314), the certificate checked."""

from __future__ import annotations

import datetime as dt
import email.policy
import smtplib
import ssl
from dataclasses import dataclass, field
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any

from ingest.model import Cause
from ingest.operate.deliver.message import PARTLY, Message

_POLICY = email.policy.compat32.clone(linesep="\r\n")


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends one message to all of `to`, or to those that it names itself. `security`: "starttls", "tls" or "none"."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    seconds: float = 20.0

    def __call__(self, message: Message, at: dt.datetime) -> Cause | None:
        """None when the server took it, else why not; PARTLY when it took it for some of them. The same message has the
        same Message-ID at every attempt, so that the reader's server can tell a second copy."""
        try:
            with self._connected() as server:
                if self.user and self.password is not None:
                    server.login(self.user, self.password)
                refused = server.sendmail(self.sender, list(message.to or self.to), self._mail(message, at))
        except smtplib.SMTPRecipientsRefused as e:
            return Cause("smtp_refused", {"detail": _said(next(iter(e.recipients.values())))})
        except smtplib.SMTPResponseException as e:
            return Cause("smtp_refused", {"detail": _said((e.smtp_code, e.smtp_error))})
        except ssl.SSLError as e:
            return Cause("tls", {"detail": str(e)})
        except TimeoutError:
            return Cause("timeout")
        except (OSError, smtplib.SMTPException) as e:
            return Cause("connection", {"detail": str(e) or type(e).__name__})
        if not refused:
            return None
        return Cause(PARTLY, {"addresses": ", ".join(refused), "detail": _said(next(iter(refused.values())))})

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.ca_file:
            context.load_verify_locations(cafile=self.ca_file)
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=self.seconds)
        if self.security == "starttls":
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        return server

    def _mail(self, message: Message, at: dt.datetime) -> bytes:
        """Of the older classes of `email`: what folds headers in the newer ones loses blanks between Chinese words."""
        plain = MIMEText(message.text + "\n", "plain", "utf-8")
        mail: MIMEText | MIMEMultipart = plain
        if message.html:
            mail = MIMEMultipart("alternative", _subparts=[plain, MIMEText(message.html, "html", "utf-8")])
        mail["From"] = self.sender
        mail["To"] = ", ".join(message.to or self.to)
        subject: Any = Header(" ".join(message.subject.split()), "utf-8")
        mail["Subject"] = subject
        if message.reply_to:
            mail["Reply-To"] = message.reply_to
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{message.id}.ingest@{self.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office replies stay away
        return mail.as_bytes(policy=_POLICY)


def _said(answer: tuple[int, bytes | str]) -> str:
    code, text = answer
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {words}".split())[:300]

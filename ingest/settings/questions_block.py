"""`[questions]`: how difficult questions are chased, and the mailbox in which departments' replies are read."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ingest.model import Login, Source, SourceKind
from ingest.settings.mail_block import MailboxBlock
from ingest.settings.values import Interval, MailAddress, Variable


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class ReplyBox(MailboxBlock):
    """A folder over IMAP with TLS, asked `every` so often. `senders`: who may answer beside the departments' own
    addresses. The password stands in the environment variable `password_env` and nowhere else."""

    user: Annotated[str, Field(min_length=1)]
    password_env: Variable
    every: Interval = dt.timedelta(minutes=5)
    allow_private: bool = False
    move_to: None = None
    afterwards: Literal["leave"] = "leave"

    def to_source(self) -> Source:
        """The folder as the network knows it."""
        return Source(
            id="questions",
            kind=SourceKind.MAILBOX,
            login=Login(self.user, self.password_env),
            mailbox=self.to_mailbox(),
            allow_private=self.allow_private,
        )


class Questions(BaseModel):
    """`address`: where replies are to go (that of the mailbox); `remind`: so long before it is due the department is
    reminded; `escalate`: who is told when it is overdue, the administrators where nobody is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: MailAddress | None = None
    remind: Interval = dt.timedelta(hours=4)
    escalate: Annotated[tuple[MailAddress, ...], BeforeValidator(_several)] = ()
    mailbox: ReplyBox | None = None

"""`[source.mailbox]`: a folder of messages. What it must agree on with the rest of its block stands in `kinds.py`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ingest.errors import Text
from ingest.model import Mailbox
from ingest.settings.values import Interval, Several


def _host(value: str) -> str:
    if not value or not value.isprintable() or set(value) & set(' /@:"\\[]'):
        raise ValueError(
            Text(
                'write the server\'s name alone, such as "imap.bank.example"; the port has a key of its own',
                '只写服务器名称，例如 "imap.bank.example"；端口另用 port 填写',
            )
        )
    return value.lower()


def _folder(value: str) -> str:
    if not value.strip() or not value.isprintable():
        raise ValueError(Text('write the folder\'s name, such as "INBOX"', '请写文件夹名称，例如 "INBOX"'))
    return value


def _sender(value: str) -> str:
    name, at, host = value.rpartition("@")
    if not at or not host or set(value) & set(' <>,;:"') or "@" in name:
        raise ValueError(
            Text(
                'write an address, or "@bank.example" for all of that domain',
                '请写邮件地址，或用 "@bank.example" 表示该域的全部地址',
            )
        )
    return value.lower()


Folder = Annotated[str, AfterValidator(_folder)]


def _senders(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_sender, values))


Senders = Annotated[Several, AfterValidator(_senders)]


class MailboxBlock(BaseModel):
    """Messages as notices. The password stands in the environment variable that `login.password_env` names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    server: Annotated[str, AfterValidator(_host)]
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    folder: Folder = "INBOX"
    since: Interval = dt.timedelta(days=30)
    senders: Senders = ()
    afterwards: Literal["leave", "seen", "move"] = "leave"
    move_to: Folder | None = None

    def to_mailbox(self) -> Mailbox:
        return Mailbox(**self.model_dump(include={*MailboxBlock.model_fields}))

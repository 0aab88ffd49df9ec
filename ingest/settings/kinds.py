"""What the blocks of a kind's own must agree on with the rest of their source: `[source.mailbox]`, `[source.rows]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.errors import Text
from ingest.model import SourceKind
from ingest.settings.mistakes import Mistake

_NEEDED = Text(
    'a source of kind "mailbox" needs [source.mailbox] with server = "…", and no url and no path',
    '类型为 "mailbox" 的来源需要 [source.mailbox] 并写明 server = "…"，且不写 url 和 path',
)
_LOGIN = Text(
    'a mailbox needs login = { user = "…", password_env = "NAME" }',
    '邮箱来源需要 login = { user = "…", password_env = "名称" }',
)
_Found = Iterator[tuple[tuple[str, ...], Text]]


def broken(sources: Sequence[Any]) -> Iterator[Mistake]:
    """The rules that these blocks break, as the file says them. Values of a wrong type are passed over."""
    for at, block in enumerate(sources):
        if isinstance(block, dict):
            for key, said in (*_mailbox(block), *_rows(block)):
                yield Mistake(("source", at, *key), said)


def _mailbox(block: Mapping[str, Any]) -> _Found:
    box, login = block.get("mailbox"), block.get("login")
    if block.get("kind") != SourceKind.MAILBOX:
        if box is not None:
            yield ("mailbox",), Text('only a source of kind "mailbox" has this', '只有类型为 "mailbox" 的来源才有此项')
        return
    if box is None or any(key in block for key in ("url", "urls", "path")):
        yield (), _NEEDED
    if login is None:
        yield (), _LOGIN
    elif isinstance(login, dict) and (more := sorted(login.keys() - {"user", "password_env"})):
        said = Text("a mailbox is entered with user and password_env alone", "邮箱只用 user 和 password_env 登录")
        yield ("login", more[0]), said
    if isinstance(box, dict) and (box.get("afterwards") == "move") != ("move_to" in box):
        key = "move_to" if "move_to" in box else "afterwards"
        said = Text('afterwards = "move" and move_to go together', 'afterwards = "move" 与 move_to 须同时填写')
        yield ("mailbox", key), said


def _rows(block: Mapping[str, Any]) -> _Found:
    if block.get("rows") is not None and block.get("kind") != SourceKind.PAGE:
        yield ("rows",), Text('only a source of kind "page" has this', '只有类型为 "page" 的来源才有此项')

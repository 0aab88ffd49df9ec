"""What no key can tell alone: keys that must agree, and the world beside the file.

These are asked of what the file says, not of what was made of it: so they are told in the same round as the mistakes
of single values.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import Text
from ingest.model import SourceKind
from ingest.settings import access, channel_rules, desk_rules, kinds, lists
from ingest.settings.mistakes import Mistake
from ingest.settings.values import whole_address

_PLACELESS = Text(
    'needs url = "https://…", or path = "…" if it is a folder', '需要 url = "https://…"；如为文件夹，则需要 path = "…"'
)
_FOLDER = Text(
    'a source of kind "folder" needs path = "…" and no url', '类型为 "folder" 的来源需要 path = "…"，且不写 url'
)


def broken(data: Mapping[str, Any], folder: Path) -> Iterator[Mistake]:
    """The rules that `data` breaks, relative paths counted from `folder`. Values of a wrong type are passed over."""
    sources = data.get("source")
    if isinstance(sources, list):
        yield from _ids(sources)
        yield from _places(sources)
        yield from access.broken(sources)
        yield from lists.broken(sources)
        yield from kinds.broken(sources)
    yield from desk_rules.broken(data)
    yield from channel_rules.broken(data)
    if isinstance(fetch := data.get("fetch"), dict):
        yield from _certificates(fetch, folder)
        yield from access.of_fetching(fetch)
    if isinstance(drafting := data.get("drafting"), dict):
        yield from _model(drafting)
    alerts = data.get("alerts")
    if isinstance(alerts, dict) and isinstance(email := alerts.get("email"), dict):
        yield from _mail(email)


def _ids(sources: Sequence[Any]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for at, block in enumerate(sources):
        id_ = block.get("id") if isinstance(block, dict) else None
        if not isinstance(id_, str):
            continue
        if id_ in seen:
            said = Text("this id stands twice; give each source its own", "此 id 重复出现；请为每个来源写不同的 id")
            yield Mistake(("source", at, "id"), said)
        seen.add(id_)


def _places(sources: Sequence[Any]) -> Iterator[Mistake]:
    for at, block in enumerate(sources):
        if isinstance(block, dict) and (said := _misplaced(block)):
            yield Mistake(("source", at), said)


def _misplaced(block: Mapping[str, Any]) -> Text | None:
    kind, path, web = block.get("kind"), block.get("path"), block.get("url") or block.get("urls")
    if kind == SourceKind.FOLDER:
        return None if path and not web else _FOLDER
    if kind == SourceKind.MAILBOX:  # told with what it needs instead
        return None
    if kind not in list(SourceKind):  # told by itself; what place it needs is not known yet
        return None if path or web else _PLACELESS
    if web and not path:
        return None
    return Text(
        f'a source of kind "{kind}" needs url = "https://…" and no path',
        f'类型为 "{kind}" 的来源需要 url = "https://…"，且不写 path',
    )


def _certificates(fetch: Mapping[str, Any], folder: Path) -> Iterator[Mistake]:
    named = fetch.get("ca_file")
    if isinstance(named, str) and named and not _is_file(folder / named):
        yield Mistake(("fetch", "ca_file"), Text(f"no such file: {folder / named}", f"没有这个文件：{folder / named}"))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _model(drafting: Mapping[str, Any]) -> Iterator[Mistake]:
    if drafting.get("writer") == "model" and not {"url", "model"} <= drafting.keys():
        needs = 'url = "https://…/v1"', 'model = "…"'
        said = Text(
            f'writer = "model" needs {needs[0]} and {needs[1]}, as the service names it',
            f'writer = "model" 需要 {needs[0]} 和 {needs[1]}（按该服务的命名）',
        )
        yield Mistake(("drafting", "writer"), said)
    if drafting.get("allow_private") is not True and (said_of := _exposed(drafting)):
        yield Mistake(("drafting", "url"), said_of)


def _exposed(drafting: Mapping[str, Any]) -> Text | None:
    try:
        parts = urlsplit(whole_address(str(drafting.get("url"))))
    except ValueError:  # told by itself
        return None
    if _private(parts.hostname or ""):
        return Text(
            f"{parts.hostname} is a private address; set allow_private = true if that is meant",
            f"{parts.hostname} 是内网地址；如确需使用，请设 allow_private = true",
        )
    if drafting.get("key_env") and parts.scheme == "http":
        return Text(
            "the key would travel readable over http://; write https://", "通过 http:// 密钥会以明文传输；请写 https://"
        )
    return None


def _private(host: str) -> bool:
    """Is a host private on the face of it? What names resolve to is checked when they are asked."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _mail(email: Mapping[str, Any]) -> Iterator[Mistake]:
    user, password = email.get("user"), email.get("password_env")
    if bool(user) != bool(password):
        said = Text("user and password_env go together", "user 和 password_env 须同时填写")
        yield Mistake(("alerts", "email", "user" if user else "password_env"), said)
    if user and email.get("security") == "none" and not _private(str(email.get("host"))):
        said = Text(
            'the password would travel readable: write security = "starttls" or "tls"',
            '密码会以明文传输：请写 security = "starttls" 或 "tls"',
        )
        yield Mistake(("alerts", "email", "security"), said)

"""How places are entered: headers, cookies, proxies, log-ins, hosts. What keys of a block must agree on, and that no
secret stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import Text
from ingest.model import SourceKind
from ingest.settings.mistakes import Mistake

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ENV = re.compile(r"\benv:[A-Za-z_]")
_SECRET = re.compile(r"(?:proxy-)?authorization|.*(?:token|secret|password|api[-_]?key|session[-_]?id).*", re.I)
_OURS = frozenset(("host", "content-length", "content-type", "connection", "transfer-encoding", "te", "upgrade"))
_OURS |= frozenset(("accept-encoding", "if-none-match", "if-modified-since", "cookie"))
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.?(?::\d{1,5})?", re.I)
_OF_THE_WEB = ("headers", "cookies", "proxy", "proxy_password_env")

NO_SECRET = Text(
    'a secret has no place in this file: write "env:NAME", and set NAME where ingest runs',
    '密钥不应出现在此文件中：请写 "env:NAME"，并在 ingest 的运行环境中设置 NAME',
)


def broken(sources: Sequence[Any]) -> Iterator[Mistake]:
    """The rules that these blocks break, as the file says them. Values of a wrong type are passed over."""
    for at, block in enumerate(sources):
        if isinstance(block, dict):
            for key, said in _of(block):
                yield Mistake(("source", at, *key), said)


def of_fetching(fetch: Mapping[str, Any]) -> Iterator[Mistake]:
    """The same of `[fetch]`."""
    for key, said in _proxy(fetch):
        yield Mistake(("fetch", *key), said)
    for key, said in _hosts(fetch.get("allow_private"), "allow_private", networks=True):
        yield Mistake(("fetch", *key), said)


_Found = Iterator[tuple[tuple[str, ...], Text]]


def _of(block: Mapping[str, Any]) -> _Found:
    yield from _addresses(block)
    yield from _headers(block)
    yield from _cookies(block)
    yield from _proxy(block)
    yield from _login(block)
    yield from _hosts(block.get("hosts"), "hosts")
    if block.get("kind") == SourceKind.FOLDER:
        for key in (*_OF_THE_WEB, "login"):
            if key in block:
                yield (key,), Text("a folder is read from the disk: leave this out", "文件夹从磁盘读取：请删去此项")


def _addresses(block: Mapping[str, Any]) -> _Found:
    urls = block.get("urls")
    for key, url in (("url", block.get("url")), *(("urls", u) for u in (urls if isinstance(urls, list) else ()))):
        if _userinfo(url):
            said = Text(
                'name and password have no place in an address: write login = { user = "…", password_env = "NAME" }',
                '用户名和密码不应写在地址中：请写 login = { user = "…", password_env = "NAME" }',
            )
            yield (key,), said


def _headers(block: Mapping[str, Any]) -> _Found:
    for name, value in _texts(block.get("headers")):
        if not _TOKEN.fullmatch(name) or not value.isprintable():
            yield ("headers", name), Text("is not a header that can be sent", "不是可以发送的请求头")
        elif name.lower() == "cookie":
            yield ("headers", name), Text('write cookies = { name = "value" }', '请写 cookies = { 名称 = "值" }')
        elif name.lower() in _OURS:
            yield ("headers", name), Text("this header is set by ingest itself", "此请求头由 ingest 自行设置")
        elif _SECRET.fullmatch(name) and not _ENV.search(value):
            yield ("headers", name), NO_SECRET


def _cookies(block: Mapping[str, Any]) -> _Found:
    for name, value in _texts(block.get("cookies")):
        if not _TOKEN.fullmatch(name) or not re.fullmatch(r"[^\s;,\"\\\x00-\x1f\x7f]*", value):
            yield ("cookies", name), Text("is not a cookie that can be sent", "不是可以发送的 cookie")
        elif _SECRET.fullmatch(name) and not _ENV.search(value):
            yield ("cookies", name), NO_SECRET


def _texts(table: object) -> Iterator[tuple[str, str]]:
    if isinstance(table, dict):
        yield from ((k, v) for k, v in table.items() if isinstance(v, str))


def _proxy(block: Mapping[str, Any]) -> _Found:
    proxy, named = block.get("proxy"), "proxy_password_env" in block
    parts = _split(proxy)
    if parts and parts.password is not None:
        said = Text(
            'the password has no place in this file: write proxy = "http://user@host:port" and '
            'proxy_password_env = "NAME"',
            '密码不应出现在此文件中：请写 proxy = "http://用户@主机:端口" 和 proxy_password_env = "NAME"',
        )
        yield ("proxy",), said
    elif named and not (parts and parts.username):
        said = Text(
            'needs the user in proxy = "http://user@host:port"', '需要在 proxy = "http://用户@主机:端口" 中写明用户'
        )
        yield ("proxy_password_env",), said


def _login(block: Mapping[str, Any]) -> _Found:
    login = block.get("login")
    if not isinstance(login, dict):
        return
    page = login.get("url")
    if _userinfo(page):
        yield ("login", "url"), Text("write the user in user = …", "请将用户写在 user = … 中")
    if not page and (without := sorted(login.keys() & {"form", "user_field", "password_field", "fields", "success"})):
        said = Text(
            'belongs to a form: name its page, url = "https://…"', '属于登录表单：请写明其页面 url = "https://…"'
        )
        yield ("login", without[0]), said
    if isinstance(headers := block.get("headers"), dict) and not page:
        for name in headers:
            if str(name).lower() == "authorization":
                said = Text("login sends this header already", "login 已发送此请求头")
                yield ("headers", str(name)), said
    if block.get("kind") not in ("folder", "mailbox") and not block.get("allow_private"):
        yield from _readable(page, block)


def _readable(page: object, block: Mapping[str, Any]) -> _Found:
    """A password over http:// is read by everybody on the way."""
    places = [page] if page else [block.get("url"), *(u if isinstance(u := block.get("urls"), list) else ())]
    if any(isinstance(place, str) and place.lower().startswith("http://") for place in places):
        said = Text(
            "the password would travel readable over http://; write https:// (or allow_private = true inside the bank)",
            "通过 http:// 密码会以明文传输；请写 https://（仅限行内网络时可设 allow_private = true）",
        )
        yield (("login", "url") if page else ("login",)), said


def _hosts(value: object, key: str, *, networks: bool = False) -> _Found:
    for host in value if isinstance(value, list) else [value] if value else ():
        bare = isinstance(host, str) and (_HOST.fullmatch(host) or (networks and re.fullmatch(r"[0-9a-f.:/]+", host)))
        if isinstance(host, str) and not bare:
            said = Text(
                f'{host!r}: write exact hosts, such as "www.bank.example", without https://, paths and *',
                f'{host!r}：请写确切的主机名，例如 "www.bank.example"，不带 https://、路径和 *',
            )
            yield (key,), said


def _userinfo(url: object) -> bool:
    parts = _split(url)
    return parts is not None and (parts.username is not None or parts.password is not None)


def _split(url: object) -> Any:
    try:
        return urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        return None

"""What `[[department]]`, `[web]` and the sources must agree on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import Text
from ingest.settings.mistakes import Mistake


def broken(data: Mapping[str, Any]) -> Iterator[Mistake]:
    """The rules that these blocks break, as the file says them. Values of a wrong type are passed over."""
    departments = data.get("department")
    if isinstance(departments, list):
        yield from _departments(departments, data.get("source"))
    if isinstance(web := data.get("web"), dict):
        yield from _web(web)


def _departments(blocks: Sequence[Any], sources: object) -> Iterator[Mistake]:
    known: list[str] = []
    for at, block in enumerate(blocks):
        id_ = block.get("id") if isinstance(block, dict) else None
        if isinstance(id_, str) and id_ in known:
            said = Text("this id stands twice; give each department its own", "此 id 重复出现；请为每个部门写不同的 id")
            yield Mistake(("department", at, "id"), said)
        elif isinstance(id_, str):
            known.append(id_)
    names = ", ".join(known)
    for at, block in enumerate(sources if isinstance(sources, list) else ()):
        named = block.get("department") if isinstance(block, dict) else None
        if isinstance(named, str) and named not in known:
            said = Text(
                f"there is no [[department]] {named!r}; there are: {names}",
                f"没有 id 为 {named!r} 的 [[department]]；现有：{names}",
            )
            yield Mistake(("source", at, "department"), said)


def _web(web: Mapping[str, Any]) -> Iterator[Mistake]:
    address = web.get("address")
    if isinstance(address, str) and urlsplit(address).path not in ("", "/"):
        said = Text("write scheme and host alone; pages stand at the root", "只写协议和主机；页面位于根路径")
        yield Mistake(("web", "address"), said)
    sso, header = web.get("sso"), web.get("header")
    if isinstance(sso, dict) and not address:
        said = Text(
            'single sign-on needs address = "https://…" of these pages: people are sent back there',
            '单点登录需要本站地址 address = "https://…"：登录后将返回该地址',
        )
        yield Mistake(("web", "sso"), said)
    if isinstance(sso, dict) and sso.get("create") and not sso.get("roles"):
        said = Text(
            'create = true needs roles = { "value of the claim" = "agent" }',
            'create = true 需要 roles = { "声明中的值" = "agent" }',
        )
        yield Mistake(("web", "sso", "create"), said)
    if isinstance(sso, dict) and isinstance(issuer := sso.get("issuer"), str) and _open(issuer, sso):
        said = Text("write https://: who reads the way can log in as anybody", "请写 https://：否则途中可被冒充登录")
        yield Mistake(("web", "sso", "issuer"), said)
    if isinstance(header, dict) and not web.get("proxies"):
        said = Text(
            'a trusted header needs proxies = ["10.0.0.5"] in [web]: from where it is believed',
            '受信请求头需要在 [web] 中写 proxies = ["10.0.0.5"]：只信任来自这些地址的请求',
        )
        yield Mistake(("web", "header"), said)
    if web.get("passwords") is False and not (sso or header):
        said = Text(
            "nobody could log in: add [web.sso] or [web.header]", "将无人能登录：请配置 [web.sso] 或 [web.header]"
        )
        yield Mistake(("web", "passwords"), said)


def _open(issuer: str, sso: Mapping[str, Any]) -> bool:
    return issuer.lower().startswith("http://") and sso.get("allow_private") is not True

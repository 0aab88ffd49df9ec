"""Mistakes in sources.toml as a person reads them: line, place, what to write instead; in both languages."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from ingest.errors import Text
from ingest.settings.blocks import (
    Alerting,
    Bank,
    Calling,
    Drafting,
    Fetching,
    File,
    LoginBlock,
    Mailing,
    Publishing,
    Retaining,
    Reviewing,
    SourceBlock,
)
from ingest.settings.channel_block import ChannelBlock
from ingest.settings.desk_blocks import Department, Serving, SingleSignOn, TrustedHeader
from ingest.settings.json_block import JsonBlock
from ingest.settings.lines import line_of
from ingest.settings.mail_block import MailboxBlock
from ingest.settings.rows_block import RowsBlock


@dataclass(frozen=True, slots=True)
class Mistake:
    """`loc` leads to the key from the file's root: ("source", 2, "url")."""

    loc: tuple[int | str, ...]
    said: Text


def found_by_pydantic(error: ValidationError) -> Iterator[Mistake]:
    for e in error.errors():
        yield Mistake(e["loc"], _said(e))


_MISTAKES = Text("{n} mistake(s)", "{n} 处错误")


def told(
    file: Path, text: str, data: Mapping[str, Any], mistakes: Iterable[Mistake], *, head: Text = _MISTAKES
) -> Text:
    """All of them in the order of the file, `text` being its text and `data` what TOML makes of it."""
    found = sorted(((line_of(text, m.loc) or 0, m) for m in mistakes), key=lambda one: one[0])
    en, zh = [f"{file}: {head.en.format(n=len(found))}"], [f"{file}：{head.zh.format(n=len(found))}"]
    for line, mistake in found:
        place = _place(mistake.loc, data)
        en.append(("  " + (f"line {line}: " if line else "")) + f"{place.en}: {mistake.said.en}")
        zh.append(("  " + (f"第 {line} 行：" if line else "")) + f"{place.zh}：{mistake.said.zh}")
    return Text("\n".join(en), "\n".join(zh))


@functools.cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    """pydantic's own messages by language and type."""
    return tomllib.loads(files("ingest.settings").joinpath("mistakes.toml").read_text("utf-8"))


def _said(e: Any) -> Text:
    if e["type"] == "extra_forbidden":
        known = _known_keys(e["loc"])
        return Text(f"there is no such key; known here: {known}", f"没有这个键；此处可用：{known}")
    if e["type"] == "missing":
        return Text("is missing", "缺少此项")
    own = getattr(e.get("ctx", {}).get("error"), "args", ())
    if own and isinstance(own[0], Text):
        return own[0]
    english = _catalogue()["en"].get(e["type"]) or e["msg"][:1].lower() + e["msg"][1:]
    chinese = _catalogue()["zh"].get(e["type"])
    return Text(english, _listed(chinese.format(**e.get("ctx", {}))) if chinese else english)


def _listed(text: str) -> str:
    """pydantic lists choices as "'a', 'b' or 'c'"."""
    return text.replace("', '", "'、'").replace("' or '", "' 或 '")


def _known_keys(loc: Sequence[int | str]) -> str:
    blocks: dict[str, type[BaseModel]] = {
        "bank": Bank,
        "fetch": Fetching,
        "review": Reviewing,
        "publish": Publishing,
        "drafting": Drafting,
        "retention": Retaining,
        "alerts": Alerting,
        "web": Serving,
        "department": Department,
        "source": SourceBlock,
    }
    block = blocks.get(str(loc[0]), File) if len(loc) > 1 else File
    if block is SourceBlock and "login" in loc[2:-1]:
        block = LoginBlock
    if block is SourceBlock and "json" in loc[2:-1]:
        block = JsonBlock
    if block is SourceBlock and "mailbox" in loc[2:-1]:
        block = MailboxBlock
    if block is SourceBlock and "rows" in loc[2:-1]:
        block = RowsBlock
    if block is Publishing and len(loc) > 2:
        block = ChannelBlock
    if block is Alerting and len(loc) > 2:
        block = Mailing if loc[1] == "email" else Calling
    if block is Serving and len(loc) > 2:
        block = SingleSignOn if loc[1] == "sso" else TrustedHeader
    return ", ".join(field.alias or name for name, field in block.model_fields.items())


def _place(loc: Sequence[int | str], data: Mapping[str, Any]) -> Text:
    if len(loc) >= 2 and loc[0] == "source" and isinstance(loc[1], int):
        block = data["source"][loc[1]]
        name = block.get("id") if isinstance(block, dict) else None
        key = ".".join(map(str, loc[2:]))
        en, zh = (f"source {name!r}", f"来源 {name!r}") if name else (f"source {loc[1] + 1}", f"第 {loc[1] + 1} 个来源")
        return Text(f"{en}, {key}", f"{zh}，{key}") if key else Text(en, zh)
    if len(loc) >= 2 and loc[0] == "department" and isinstance(loc[1], int):
        block = data["department"][loc[1]]
        name, key = (block.get("id") if isinstance(block, dict) else None) or loc[1] + 1, ".".join(map(str, loc[2:]))
        return Text(f"department {name!r}, {key}", f"部门 {name!r}，{key}")
    if len(loc) >= 3 and tuple(loc[:2]) == ("publish", "channel") and isinstance(loc[2], int):
        block = data["publish"]["channel"][loc[2]]
        name, key = (block.get("id") if isinstance(block, dict) else None) or loc[2] + 1, ".".join(map(str, loc[3:]))
        return Text(f"channel {name!r}, {key}", f"渠道 {name!r}，{key}")
    key = ".".join(map(str, loc))
    return Text(key or "the file", key or "文件")

"""Every error that ingest raises on purpose, and the two languages that it speaks.

    IngestError                 what a person reads: what is wrong, where, what to do; exit code 2
    ├── ConfigurationError      sources.toml or the environment can't be used (holds every mistake at once)
    ├── InputError              a file or an argument can't be used
    ├── StoreError              the database can't be used
    │   ├── NewerDatabase       it was written by a newer version
    │   └── DiskFull            nothing more can be written
    ├── LockHeld                another run is at work; exit code 75
    ├── Interrupted             the run was told to stop; exit code 130
    └── ReviewError             a decision is refused
        ├── NotFound            no such thing, or not for this person
        ├── Forbidden           the role does not allow it, or the four-eyes rule
        ├── Stale               somebody else changed it meanwhile
        └── NotReady            the draft can't be approved as it stands

A class's docstring is its default message, `zh` beside it says the same in Chinese; a message of its own is a `Text`.
What the world does (a dead host, a 500, a broken PDF) is a value (`model.FetchFailed`, `model.Document.problem`), not
an error: one bad source never stops the others.
"""

from __future__ import annotations

import inspect
import os
from dataclasses import dataclass
from typing import ClassVar


def language() -> str:
    """The terminal's language, "zh" or "en": INGEST_LANG, then what POSIX says (LC_ALL, LC_MESSAGES, LANG)."""
    for name in ("INGEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


@dataclass(frozen=True, slots=True)
class Text:
    """What a person reads, in both languages; str() gives the terminal's."""

    en: str
    zh: str

    def within(self, language: str) -> str:
        """ "zh" gives the Chinese, anything else the English."""
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        return self.within(language())


class IngestError(Exception):
    """Something went wrong."""

    zh: ClassVar[str] = "出现错误。"
    exit_code = 2

    def __init__(self, message: Text | str | None = None, *, remedy: Text | str | None = None) -> None:
        self.message = _text(message or None) or self._default()
        self.remedy = _text(remedy)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message}\n  -> {self.remedy}" if self.remedy else str(self.message)

    @classmethod
    def _default(cls) -> Text:
        """A class without a `zh` of its own has English only: its parent's Chinese would say something else."""
        english = inspect.getdoc(cls) or ""
        return Text(english, vars(cls).get("zh", english))


def _text(given: Text | str | None) -> Text | None:
    """A plain text is one that is the same in both languages, or that was translated where it was made."""
    return Text(given, given) if isinstance(given, str) else given


class ConfigurationError(IngestError):
    """The configuration can't be used."""

    zh = "配置无法使用。"


class InputError(IngestError):
    """The input can't be used."""

    zh = "输入无法使用。"


class StoreError(IngestError):
    """The database can't be used."""

    zh = "数据库无法使用。"


class NewerDatabase(StoreError):
    """The database was written by a newer version of ingest."""

    zh = "数据库由更新版本的 ingest 写入。"


class DiskFull(StoreError):
    """The disk is full: nothing was written."""

    zh = "磁盘已满：未写入任何内容。"


class LockHeld(IngestError):
    """Another run is at work."""

    zh = "另一次运行正在进行。"
    exit_code = 75


class Interrupted(IngestError):
    """The run was stopped; what was read until then is stored, and the next run goes on from there."""

    zh = "运行已中止；此前读到的内容均已保存，下次运行将接着进行。"
    exit_code = 130


class ReviewError(IngestError):
    """The decision is refused."""

    zh = "该决定不被接受。"


class NotFound(ReviewError):
    """There is no such thing."""

    zh = "没有这项内容。"


class Forbidden(ReviewError):
    """Your role does not allow this."""

    zh = "您的角色不允许此操作。"


class Stale(ReviewError):
    """Somebody else changed this meanwhile: load it again."""

    zh = "其间已被他人修改，请重新打开。"


class NotReady(ReviewError):
    """The draft can't be approved as it stands."""

    zh = "此草稿目前不能批准。"

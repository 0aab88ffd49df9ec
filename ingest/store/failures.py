"""What a database says when it fails, in words for the person who runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from ingest.errors import DiskFull, StoreError, Text

ELSEWHERE = Text("Name another database in INGEST_DATABASE_URL.", "请在 INGEST_DATABASE_URL 中写明另一个数据库。")
_HINTS = {
    "not a database": Text(
        f"The file is damaged or not a database. {ELSEWHERE.en}", f"文件已损坏或不是数据库。{ELSEWHERE.zh}"
    ),
    "malformed": Text("The file is damaged: put a backup in its place.", "文件已损坏：请用备份替换。"),
    "unable to open": Text(
        "Check that the folder exists and that this account may write to it.",
        "请确认文件夹存在，且当前账户有写入权限。",
    ),
    "not a directory": Text(
        "Name a path inside a folder in INGEST_DATABASE_URL.", "请在 INGEST_DATABASE_URL 中写明某个文件夹内的路径。"
    ),
    "permission denied": Text(
        "Check that this account may write to the folder and the file.", "请确认当前账户对该文件夹和文件有写入权限。"
    ),
    "readonly database": Text(
        "Check that this account may write to the file and its folder.", "请确认当前账户对该文件及其文件夹有写入权限。"
    ),
    "read-only file system": Text(
        "Name a place that can be written to in INGEST_DATABASE_URL.", "请在 INGEST_DATABASE_URL 中写明可写入的位置。"
    ),
    "is locked": Text(
        "Another process holds the database: try again, or look for a program that keeps it open.",
        "数据库被其他进程占用：请稍后重试，或查找一直打开它的程序。",
    ),
    "disk i/o error": Text(
        "The disk is full or fails, or it is a network share: SQLite needs a local disk.",
        "磁盘已满或有故障，或位于网络共享上：SQLite 需要本地磁盘。",
    ),
    "does not exist": Text(
        "Create the database and the account first, or correct INGEST_DATABASE_URL.",
        "请先创建数据库和账户，或更正 INGEST_DATABASE_URL。",
    ),
    "authentication failed": Text(
        "Correct the name or the password in INGEST_DATABASE_URL.", "请更正 INGEST_DATABASE_URL 中的用户名或密码。"
    ),
    "refused": Text(
        "Check that the PostgreSQL server runs and that INGEST_DATABASE_URL names its host and port.",
        "请确认 PostgreSQL 服务已启动，且 INGEST_DATABASE_URL 中的主机和端口正确。",
    ),
}
_MAKE_ROOM = Text(
    "Make room, then start again: what was written before is intact.", "请腾出空间后重新运行：此前写入的内容完好。"
)
_FULL = ("disk is full", "no space left on device", "could not extend file")
_OURS = ("no such table", "no such column", "syntax error")
_DISK_FULL = "53100"
"""SQLSTATE disk_full."""


def hint(words: str) -> Text:
    """What to do about the database's own message."""
    said = words.lower()
    check = Text("Check INGEST_DATABASE_URL.", "请检查 INGEST_DATABASE_URL。")
    return next((remedy for phrase, remedy in _HINTS.items() if phrase in said), check)


def unusable(name: str, words: str) -> Text:
    """The database's own message stays as it is: it is what one searches for."""
    return Text(f"The database {name} can't be used: {words}.", f"数据库 {name} 无法使用：{words}。")


@contextmanager
def explained(place: URL) -> Iterator[None]:
    """Turn failures of the world (disk, server, lock) into StoreError; mistakes in our own SQL pass unchanged."""
    try:
        yield
    except DBAPIError as error:
        words = str(error.orig).strip()
        if _full(error, words):
            raise DiskFull(remedy=_MAKE_ROOM) from error
        if not _worldly(error, words):
            raise
        raise StoreError(unusable(_name(place), words), remedy=hint(words)) from error
    except TimeoutError as error:
        said = Text(f"The database {_name(place)} is too busy.", f"数据库 {_name(place)} 过于繁忙。")
        raise StoreError(said, remedy=Text("Try again in a moment.", "请稍后重试。")) from error


def _name(place: URL) -> str:
    return place.render_as_string(hide_password=True)


def _full(error: DBAPIError, words: str) -> bool:
    return getattr(error.orig, "sqlstate", None) == _DISK_FULL or any(phrase in words.lower() for phrase in _FULL)


def _worldly(error: DBAPIError, words: str) -> bool:
    if any(phrase in words for phrase in ("not a database", "malformed")):
        return True
    return isinstance(error, (OperationalError, InterfaceError)) and not any(phrase in words for phrase in _OURS)

"""The file of a backup: a tar with checksums, written beside its place and exchanged when it is whole.

sources.toml               the configuration (secrets never stand in it)
published/…                what agents see, and saw on past days
database.sqlite3           the whole database; or for PostgreSQL
TABLE.copy                 the rows of each table, as COPY writes them
manifest.json              what is in the file, with sizes and SHA-256; when and from what it was made
manifest.sha256            the manifest's own
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ingest.errors import DiskFull, InputError, Text

FORMAT = 1
_MANIFEST, _SUM = "manifest.json", "manifest.sha256"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `members`: name → (SHA-256, bytes); `columns`: table → its columns in the order of its rows;
    `audit`: how many events, and the hash of the last one."""

    made: dt.datetime
    version: str
    database: str
    revision: str
    audit: tuple[int, str]
    members: Mapping[str, tuple[str, int]]
    columns: Mapping[str, tuple[str, ...]]
    format: int = FORMAT

    def written(self) -> bytes:
        return json.dumps(asdict(self) | {"made": self.made.isoformat()}, indent=1, ensure_ascii=False).encode()

    @staticmethod
    def read(raw: bytes) -> Manifest:
        said = json.loads(raw)
        return Manifest(
            dt.datetime.fromisoformat(said["made"]),
            said["version"],
            said["database"],
            said["revision"],
            (said["audit"][0], said["audit"][1]),
            {name: (sha, size) for name, (sha, size) in said["members"].items()},
            {table: tuple(columns) for table, columns in said["columns"].items()},
            said["format"],
        )


class Writer:
    """Adds members and remembers their sums."""

    def __init__(self, tar: tarfile.TarFile, scratch: Path) -> None:
        self._tar, self._scratch = tar, scratch
        self.members: dict[str, tuple[str, int]] = {}

    def add(self, name: str, write: Callable[[BinaryIO], None]) -> None:
        """A member of unknown length: written to the disk first, for a tar tells lengths in advance."""
        with tempfile.TemporaryFile(dir=self._scratch) as file:
            write(file)
            size = file.tell()
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            self._put(name, size, file)
        self.members[name] = digest, size

    def add_bytes(self, name: str, raw: bytes) -> None:
        self._put(name, len(raw), io.BytesIO(raw))
        self.members[name] = hashlib.sha256(raw).hexdigest(), len(raw)

    def close_with(self, manifest: Manifest) -> None:
        raw = manifest.written()
        self._put(_MANIFEST, len(raw), io.BytesIO(raw))
        digest = hashlib.sha256(raw).hexdigest().encode()
        self._put(_SUM, len(digest), io.BytesIO(digest))

    def _put(self, name: str, size: int, content: Any) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(dt.datetime.now(dt.UTC).timestamp())
        self._tar.addfile(entry, content)


@contextmanager
def writing(path: Path) -> Iterator[tuple[Writer, Path]]:
    """A new archive that stands at `path` when the block ends well, and a folder for scratch. Only its owner may read
    it: it holds the users' password hashes. DiskFull or InputError; what stood at `path` then still does."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as scratch:
            with open(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as file:  # noqa: PTH123
                with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                    yield Writer(tar, Path(scratch)), Path(scratch)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(remedy=Text("make room, or name another place", "请腾出空间，或指定其他位置")) from error
        raise InputError(
            Text(f"{path}: can't be written: {error.strerror}", f"{path}：无法写入：{error.strerror}"),
            remedy=Text("check the folder and its owner", "请检查该文件夹及其所有者"),
        ) from error
    finally:
        part.unlink(missing_ok=True)


class Reader:
    """An archive whose sums are all as they were written."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar, self.manifest = tar, manifest

    def open(self, name: str) -> BinaryIO:
        file = self._tar.extractfile(name)
        if file is None:
            raise KeyError(name)
        return file  # type: ignore[return-value]

    def bytes(self, name: str) -> bytes:
        with self.open(name) as file:
            return file.read()

    def extract(self, name: str, to: Path) -> None:
        with self.open(name) as source, to.open("wb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """The archive at `path`, every byte of it checked first. Raises InputError."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield Reader(tar, _checked(path, tar))
    except FileNotFoundError as e:
        raise InputError(Text(f"{path}: no such file", f"{path}：没有这个文件")) from e
    except (tarfile.TarError, EOFError, IsADirectoryError, PermissionError) as e:
        raise _damaged(path, Text(str(e), str(e))) from e


def _checked(path: Path, tar: tarfile.TarFile) -> Manifest:
    names = tar.getnames()
    if names[-2:] != [_MANIFEST, _SUM] or len(set(names)) != len(names):
        raise _damaged(path, Text("its end is missing", "缺少结尾"))
    raw, said = (_read(tar, name) for name in (_MANIFEST, _SUM))
    if hashlib.sha256(raw).hexdigest() != said.decode("ascii", "replace"):
        raise _damaged(path, Text("the manifest is not as it was written", "清单与写入时不符"))
    if json.loads(raw).get("format") != FORMAT:
        raise InputError(
            Text(f"{path}: made by a newer version of ingest", f"{path}：由更新版本的 ingest 生成"),
            remedy=Text("install that version", "请安装该版本"),
        )
    manifest = Manifest.read(raw)
    if set(names[:-2]) != set(manifest.members):
        raise _damaged(path, Text("members are missing", "缺少内容"))
    for name, (digest, size) in manifest.members.items():
        file = tar.extractfile(name)
        if file is None or tar.getmember(name).size != size or _sum(file) != digest:
            raise _damaged(path, Text(f"{name} is not as it was written", f"{name} 与写入时不符"))
    return manifest


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    return file.read() if file else b""


def _sum(file: Any) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _damaged(path: Path, what: Text) -> InputError:
    return InputError(
        Text(
            f"{path}: is no whole backup ({what.en}); nothing was changed",
            f"{path}：不是完整的备份（{what.zh}）；未作任何改动",
        ),
        remedy=Text("take another backup file", "请使用另一个备份文件"),
    )

"""Files of a folder source as if they were fetched: only inside `source.path`, links that lead out of it included."""

from __future__ import annotations

import datetime as dt
import hashlib
import mimetypes
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from ingest.fetch.failure import Failure
from ingest.fetch.policy import FetchPolicy
from ingest.model import NotModified, Snapshot, Source, SourceKind, Validators

_TYPES = {".mht": "multipart/related", ".mhtml": "multipart/related", ".htm": "text/html", ".txt": "text/plain"}
_TYPES[".eml"] = "message/rfc822"
_TYPES[".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(
    url: str, source: Source, validators: Validators | None, policy: FetchPolicy, now: dt.datetime
) -> Snapshot | NotModified:
    """The file behind a file:// address. The ETag is made of its time and size. Raises `Failure`."""
    path = _inside(url, source)
    try:
        stat = path.stat()
        tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        if validators and validators.etag == tag:
            return NotModified(url, requests=0)
        if stat.st_size > policy.max_bytes:
            raise Failure("too_large", {"bytes": stat.st_size, "limit": policy.max_bytes}, permanent=True)
        raw = path.read_bytes()
    except OSError as error:
        gone = isinstance(error, FileNotFoundError)
        about = {"place": path.name, "detail": error.strerror or ""}
        raise Failure("not_found" if gone else "unreadable", about, permanent=gone) from error
    digest = hashlib.sha256(raw).hexdigest()
    found = Validators(etag=tag, last_modified=formatdate(stat.st_mtime, usegmt=True), sha256=digest)
    media_type = _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
    return Snapshot(url, url, 200, media_type, None, raw, digest, found, now, requests=0)


def _inside(url: str, source: Source) -> Path:
    if source.kind is not SourceKind.FOLDER or not source.path:
        raise Failure("no_folder_source", permanent=True)
    parts = urlsplit(url)
    try:
        folder = Path(source.path).resolve()
        path = Path(url2pathname(parts.path)).resolve()
        if parts.netloc not in ("", "localhost") or not path.is_relative_to(folder):
            raise Failure("outside_folder", permanent=True)
        if path.exists() and not path.is_file():
            raise Failure("not_a_file", {"place": path.name}, permanent=True)
    except (OSError, ValueError) as error:
        raise Failure("bad_url", {"detail": str(error)}, permanent=True) from error
    return path

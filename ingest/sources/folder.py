"""Files on disk, as an administrator saves them or a department drops them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.model import Candidate, Cause, Fetcher, FetchFailed, Kind, Listing, ListPage, Source, Validators

# fmt: off
_SUFFIXES = frozenset((
    ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".eml", ".txt", ".md", ".csv", ".pdf", ".docx", ".xlsx", ".xlsm",
    ".xlsb", ".xls", ".ods", ".zip", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp",
))
# fmt: on


class Folder:
    """A folder of saved pages and documents, with its sub-folders; hidden files and other formats are passed over.

    The path may also be that of one file, whatever its name says that it is."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """Candidates are file:// addresses in the order of their paths; no file is opened here."""
        folder = Path(source.path or "")
        try:
            if source.path and folder.is_file():
                alone = Candidate(folder.resolve().as_uri())
                return Listing((ListPage(alone.url, Validators(), (alone,)),))
            if not source.path or not folder.is_dir():
                return FetchFailed(str(source.path), "not_found", {"place": str(source.path)}, requests=0)
            files = sorted(_files(folder.resolve()))
        except OSError as error:
            about = {"place": str(source.path), "detail": error.strerror or ""}
            return FetchFailed(str(source.path), "unreadable", about, requests=0)
        candidates = tuple(Candidate(path.as_uri()) for path in files[: source.max_items])
        warnings = () if files else (Cause("empty_folder", {"place": str(source.path)}),)
        return Listing((ListPage(folder.resolve().as_uri(), Validators(), candidates),), warnings=warnings)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.suffix.lower() in _SUFFIXES and path.is_file():
            yield path


KIND: Kind = Folder()

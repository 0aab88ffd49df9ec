"""The rows of a file with FAQ entries: CSV, XLSX or JSON. A row that can't be read is told with its line and why."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.answer.exporting import columns
from ingest.errors import InputError, Text
from ingest.model import Category, Moment
from ingest.text.normal import normalise

MOST_BYTES = 20_000_000
_UNPACKED = 200_000_000
MOST_ROWS = 5000
_LONGEST = 20_000
_LISTS = ("operation_points", "conditions", "keywords")


@dataclass(frozen=True, slots=True)
class Row:
    """`key` is what names the row from one import to the next: its number, or else its question."""

    line: int
    key: str
    question: str
    answer: str
    operation_points: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    say: str = ""
    keywords: tuple[str, ...] = ()
    category: Category | None = None
    language: str = "zh"
    valid_from: Moment | None = None
    valid_until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """`why` is a stable key ("no_question", "bad_date", …), `value` what it was about."""

    line: int
    why: str
    value: str = ""


def rows_of(raw: bytes) -> list[Row | Refused]:
    """What the bytes hold; the kind of file is told by them. Raises InputError for what is no such file."""
    if len(raw) > MOST_BYTES:
        raise _unusable("larger than 20 MB", "大于 20 MB")
    if raw[:2] == b"PK":
        lines = list(_table(_sheet(raw)))
    elif raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{"):
        lines = list(_objects(raw))
    else:
        lines = list(_table(csv.reader(io.StringIO(_decoded(raw), newline=""))))
    if len(lines) > MOST_ROWS:
        raise _unusable(f"more than {MOST_ROWS} rows", f"超过 {MOST_ROWS} 行")
    return list(_once(_row(line, fields) for line, fields in lines))


_Line = tuple[int, Mapping[str, str]]


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unusable("neither UTF-8 nor GB 18030 text", "既不是 UTF-8 也不是 GB 18030 文本")


def _sheet(raw: bytes) -> Iterator[Sequence[Any]]:
    """The first sheet."""
    from python_calamine import CalamineWorkbook

    from ingest.extract.sheets import DAMAGED, TooLarge, looks

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _UNPACKED:
                raise _unusable("unpacks to more than 200 MB", "解压后大于 200 MB")
        first = next(iter(looks(raw, "xlsx").sheets.values()), None)
        if first and first.last[0] * first.last[1] > _UNPACKED // 40:
            raise _unusable("a sheet of this size", "工作表过大")
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            yield from book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
    except (*DAMAGED, TooLarge) as error:
        raise _unusable("damaged, or no workbook", "文件损坏，或不是工作簿") from error


def _table(lines: Iterator[Sequence[Any]]) -> Iterator[_Line]:
    """Rows below the first line that names both a question and an answer."""
    names: list[str | None] = []
    try:
        for number, cells in enumerate(lines, 1):
            texts = [_text(cell) for cell in cells]
            if not names:
                heads = [_known().get(_plain(text)) for text in texts]
                if "question" in heads and "answer" in heads:
                    names = heads
                continue
            if any(texts):
                yield number, {name: text for name, text in zip(names, texts, strict=False) if name}
    except csv.Error as error:
        raise _unusable("not CSV", "不是 CSV") from error
    if not names:
        raise _unusable("no columns for question and answer", "没有“问题”和“答案”两列")


def _objects(raw: bytes) -> Iterator[_Line]:
    try:
        found = json.loads(_decoded(raw))
    except (ValueError, RecursionError) as error:
        raise _unusable("not JSON", "不是 JSON") from error
    listed = found.get("entries") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise _unusable("no list of entries", "没有条目列表")
    for number, one in enumerate(listed, 1):
        fields = one if isinstance(one, dict) else {}
        yield number, {_known().get(_plain(str(name)), str(name)): _text(value) for name, value in fields.items()}


@functools.cache
def _known() -> Mapping[str, str]:
    return {
        _plain(said): name
        for language in ("zh", "en")
        for name, all_said in columns(language).items()
        for said in (name, *all_said)
    }


def _plain(text: str) -> str:
    return normalise(text).text.strip().lower()


def _text(value: Any) -> str:
    """A cell, or a value of JSON, as text; without the mark that keeps spreadsheets from computing it."""
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        value = value.date()
    text = "" if value is None else str(value).strip()
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _row(line: int, fields: Mapping[str, str]) -> Row | Refused:
    question, answer = " ".join(fields.get("question", "").split()), fields.get("answer", "")
    for name, value in (("no_question", question), ("no_answer", answer)):
        if not value:
            return Refused(line, name)
    if any(len(value) > _LONGEST for value in fields.values()):
        return Refused(line, "too_long")
    category = fields.get("category", "").strip()
    if category and category not in {one.value for one in Category}:
        return Refused(line, "bad_category", category)
    language = fields.get("language", "").strip()[:2].lower() or _language(question)
    if language not in ("zh", "en"):
        return Refused(line, "bad_language", language)
    try:
        begins, ends = _moment(fields.get("valid_from", "")), _moment(fields.get("valid_until", ""))
    except ValueError:
        return Refused(line, "bad_date", " ".join(fields.get(name, "") for name in ("valid_from", "valid_until")))
    points, conditions, keywords = (_list(fields.get(name, ""), name) for name in _LISTS)
    return Row(
        line,
        fields.get("key", "").strip() or question,
        question,
        answer,
        points,
        conditions,
        " ".join(fields.get("say", "").split()),
        keywords,
        Category(category) if category else None,
        language,
        begins,
        ends,
    )


def _once(found: Iterator[Row | Refused]) -> Iterator[Row | Refused]:
    """The first row of a key counts."""
    seen: set[str] = set()
    for row in found:
        if isinstance(row, Row) and row.key in seen:
            yield Refused(row.line, "twice", row.key)
            continue
        if isinstance(row, Row):
            seen.add(row.key)
        yield row


def _list(text: str, name: str) -> tuple[str, ...]:
    lines = text.replace("；", "\n").replace(";", "\n") if name == "keywords" else text
    parts = lines.replace("，", "\n").replace("、", "\n").replace(",", "\n") if name == "keywords" else lines
    return tuple(dict.fromkeys(part.strip() for part in parts.splitlines() if part.strip()))


def _moment(text: str) -> Moment | None:
    """ "2026-12-01", "2026/12/1", "2026-12-01 22:00"; None for nothing. Raises ValueError."""
    said = text.strip().replace("/", "-").replace(" ", "T", 1)
    if not said:
        return None
    day, _, time = said.partition("T")
    year, month, date = (int(part) for part in day.split("-"))
    return Moment(dt.date(year, month, date), dt.time.fromisoformat(time) if time else None)


def _language(text: str) -> str:
    return "zh" if any("\u3400" <= sign <= "\u9fff" for sign in text) else "en"


def _unusable(en: str, zh: str) -> InputError:
    return InputError(
        Text(f"The file can't be imported: {en}.", f"文件无法导入：{zh}。"),
        remedy=Text(
            "Give a CSV, XLSX or JSON file as the export writes it: a line of heads, then one entry a line.",
            "请提供与导出相同格式的 CSV、XLSX 或 JSON 文件：首行为表头，其后每行一条。",
        ),
    )

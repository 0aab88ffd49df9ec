"""Formats of an .xlsx file, from its parts (ECMA-376 part 1 §18.3, §18.8); strict and transitional files alike."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree

from ingest.extract.cell_formats import Look, Looks, coded, spans

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_OFFICE = "officeDocument"
_TRUE = ("1", "true", "on")
_BUILT_IN_STYLE = "0"


def looks(archive: zipfile.ZipFile) -> Looks:
    """Raises KeyError, zipfile.BadZipFile or etree.XMLSyntaxError for a damaged file."""
    workbook = _target(archive, "", "officeDocument")
    styles = _target(archive, workbook, "styles")
    code = _codes(archive, styles) if styles in archive.namelist() else coded([], {})
    found, parts = Looks(), related(archive, workbook)
    for _, element in _elements(archive, workbook, ("workbookPr", "sheet")):
        if etree.QName(element).localname == "workbookPr":
            found.since_1904 = element.get("date1904") in _TRUE
            continue
        link = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), "")
        look = Look(str(element.get("name", "")), hidden=element.get("state", "visible") != "visible")
        found.sheets[look.name] = look
        part = parts.get(str(link))
        if part and part in archive.namelist() and not look.hidden:
            _read(archive, part, look, code)
    return found


def _read(archive: zipfile.ZipFile, part: str, look: Look, code: Callable[[int], str]) -> None:
    row = column = -1
    for event, element in _elements(archive, part, ("row", "c", "col"), ("start", "end")):
        name = etree.QName(element).localname
        if event == "start":
            if name == "row":
                row, column = int(element.get("r") or row + 2) - 1, -1
                if element.get("hidden") in _TRUE:
                    look.hidden_rows.add(row)
            elif name == "c":
                column = _column(element.get("r"), column)
        elif name == "col" and element.get("hidden") in _TRUE:
            look.hidden_columns |= spans(int(element.get("min") or 1) - 1, int(element.get("max") or 1) - 1)
        elif name == "c" and len(element):
            look.saw(row, column, code(int(element.get("s") or _BUILT_IN_STYLE)))


def _column(reference: str | None, before: int) -> int:
    m = _REFERENCE.match(reference or "")
    if not m:
        return before + 1
    number = 0
    for letter in m[1].upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _codes(archive: zipfile.ZipFile, part: str) -> Callable[[int], str]:
    own: dict[int, str] = {}
    numbers: list[int] = []
    inside = False
    for event, element in _elements(archive, part, ("numFmt", "cellXfs", "xf"), ("start", "end")):
        name = etree.QName(element).localname
        if name == "cellXfs":
            inside = event == "start"
        elif event == "end" and name == "numFmt":
            own[int(element.get("numFmtId") or 0)] = str(element.get("formatCode") or "")
        elif event == "end" and name == "xf" and inside:
            numbers.append(int(element.get("numFmtId") or 0))
    return coded(numbers, own)


def _target(archive: zipfile.ZipFile, part: str, kind: str) -> str:
    """The part of this kind that `part` ("" for the file itself) points to; "" where there is none."""
    for _, element in _elements(archive, _relations(part), ("Relationship",)):
        if str(element.get("Type", "")).endswith(f"/{kind}"):
            return _path(part, str(element.get("Target", "")))
    return ""


def related(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The parts that `part` points to, by the name it has for each."""
    return {
        str(e.get("Id", "")): _path(part, str(e.get("Target", "")))
        for _, e in _elements(archive, _relations(part), ("Relationship",))
    }


def _relations(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _path(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _elements(
    archive: zipfile.ZipFile, part: str, names: tuple[str, ...], events: tuple[str, ...] = ("end",)
) -> Iterator[tuple[str, etree._Element]]:
    """The elements of these names, whatever the namespace, freed once they are read. Entities are not resolved."""
    if part not in archive.namelist():
        return
    with archive.open(part) as file:
        tags = [f"{{*}}{name}" for name in names]
        walk = etree.iterparse(file, events=events, tag=tags, resolve_entities=False, no_network=True, load_dtd=False)
        for event, element in walk:
            yield str(event), element
            if event == "end" and etree.QName(element).localname not in ("cellXfs",):
                element.clear()
                while element.getprevious() is not None:
                    parent = element.getparent()
                    if parent is None:
                        break
                    del parent[0]

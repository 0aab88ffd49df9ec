"""Pictures: read where a reader for them is installed, else said to need a text."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import PIL.Image
import pypdfium2
import pytest

from ingest.extract import extract, ocr
from ingest.extract.attach import with_attachments
from ingest.model import Link

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
WORDS = [
    (1, 96.0, "关于"),
    (1, 95.0, "系统维护"),
    (1, 91.0, "的公告"),
    (2, 12.0, "~|~"),
    (3, 90.0, "我行定于7月5日"),
    (3, 93.0, "进行系统维护，网上银行暂停服务。"),
]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stand-in for the program: answers as Tesseract does, whatever the picture shows."""
    rows = "\n".join(f"5\t1\t1\t1\t{line}\t1\t0\t0\t9\t9\t{sure}\t{text}" for line, sure, text in WORDS)
    (tmp_path / "answer").write_text(f"{HEAD}\n{rows}\n", "utf-8")
    file = tmp_path / "tesseract"
    file.write_text(
        "#!/bin/sh\nhere=$(dirname \"$0\")\nif [ \"$1\" = --list-langs ]; then printf 'List of available languages (2):\\nchi_sim\\neng\\n'; exit; fi\n"
        "echo \"$@\" > \"$here/asked\"\ncat > \"$here/picture\"\ncat \"$here/answer\"\n"
    )  # fmt: skip
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    ocr.languages.cache_clear()
    yield tmp_path
    ocr.languages.cache_clear()


@pytest.fixture
def no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PATH", str(tmp_path))
    ocr.languages.cache_clear()
    yield
    ocr.languages.cache_clear()


def picture(kind: str = "PNG", size: tuple[int, int] = (200, 50)) -> bytes:
    out = io.BytesIO()
    PIL.Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


@pytest.mark.usefixtures("no_program")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_without_the_extra_a_picture_is_one(kind: str) -> None:
    document = extract(picture(kind))
    assert (document.problem, document.text, document.media_type) == ("image_only", "", f"image/{kind.lower()}")


def test_with_it_the_lines_are_the_text_and_noise_is_none(program: Path) -> None:
    document = extract(picture())
    assert (document.title, document.problem, document.media_type) == ("关于系统维护的公告", None, "image/png")
    assert document.text.split("\n")[1:] == ["我行定于7月5日进行系统维护，网上银行暂停服务。"]
    assert "-l chi_sim+eng" in (program / "asked").read_text()
    with PIL.Image.open(program / "picture") as shown:
        assert shown.width >= 800


def test_a_scan_is_read_page_by_page(program: Path) -> None:
    pdf = pypdfium2.PdfDocument.new()
    for _ in range(2):
        page = pdf.new_page(300, 400)
        shown = pypdfium2.PdfImage.new(pdf)
        shown.set_bitmap(pypdfium2.PdfBitmap.from_pil(PIL.Image.new("RGB", (60, 80), "white")))
        shown.set_matrix(pypdfium2.PdfMatrix().scale(300, 400))
        page.insert_obj(shown)
        page.gen_content()
    out = io.BytesIO()
    pdf.save(out)
    pdf.close()
    document = extract(out.getvalue())
    assert (document.title, document.problem) == ("关于系统维护的公告", None)
    assert document.text.count("网上银行暂停服务") == 2


def test_a_program_that_fails_leaves_the_picture_as_it_was(program: Path) -> None:
    (program / "tesseract").write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo eng && exit 0\nexit 1\n')
    assert extract(picture()).problem == "image_only"


def test_the_pictures_of_one_document_have_an_end_together(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_SECONDS_IN_ALL", 0)
    assert extract(picture()).problem == "image_only"
    assert not (program / "asked").exists()


def test_a_picture_that_is_none_and_one_beyond_measure_are_not_opened(program: Path) -> None:
    assert extract(b"\x89PNG\r\n\x1a\n\x00\x00" + b"x" * 100).problem == "image_only"
    assert extract(picture("GIF", (9000, 9000))).problem == "image_only"
    assert not (program / "asked").exists()


PAGE = b"<html><meta charset='utf-8'><body><h1>\xe5\x85\xac\xe5\x91\x8a</h1><div><img src='/a.png' width='800'><img src='/dot.gif' width='10'></div></body></html>"


def test_what_was_recognised_says_so_to_the_reviewer(program: Path) -> None:
    assert extract(picture()).recognised
    inside = with_attachments(extract(b"# Notice\n\nSee the picture."), [(Link("", "a.png"), extract(picture()))])
    assert inside.recognised and "网上银行暂停服务" in inside.text


def test_a_page_of_pictures_names_them_as_its_files(program: Path) -> None:
    document = extract(PAGE, url="https://bank.example/n/1.html")
    assert (document.problem, document.links) == (
        "image_only",
        (Link("https://bank.example/a.png", "", attachment=True),),
    )
    whole = with_attachments(document, [(document.links[0], extract(picture()))])
    assert whole.problem is None and "网上银行暂停服务" in whole.text


@pytest.mark.usefixtures("no_program")
def test_without_the_extra_a_page_of_pictures_asks_for_none_of_them() -> None:
    document = extract(PAGE, url="https://bank.example/n/1.html")
    assert (document.problem, document.links) == ("image_only", ())

"""Letters that are set close together or far apart make the words that a reader sees."""

from __future__ import annotations

import pytest

from ingest.extract.pdf import read_pdf


def _pdf(*operations: str) -> bytes:
    """One page of Helvetica; `operations` show text."""
    stream = ("BT /F1 11 Tf 50 780 Td 16 TL " + " T* ".join(operations) + " ET").encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def _text(*operations: str) -> str:
    return read_pdf(_pdf(*operations), url=None, order="DMY").text


@pytest.mark.parametrize("closer", [60, 120, 200])
def test_a_letter_under_the_arm_of_another_is_told_once(closer: int) -> None:
    text = _text(f"[(Y) {closer} (ou can refuse the new T) {closer} (erms until Monday, y) {closer} (es or no.)] TJ")
    assert text == "You can refuse the new Terms until Monday, yes or no."


def test_words_in_wide_letters_stay_words() -> None:
    text = _text("[(Registered in Engla) -120 (nd No. 0418) -100 (837. Call cha) -130 (rges va) -120 (ry.)] TJ")
    assert text == "Registered in England No. 0418837. Call charges vary."


def test_a_move_instead_of_a_blank_is_a_blank() -> None:
    assert _text("[(Call) -600 (us) -700 (today)] TJ") == "Call us today"

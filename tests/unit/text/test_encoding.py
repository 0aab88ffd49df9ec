from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.encoding import charset_name, decode

SIMPLIFIED = "本行自下月起下调跨行转账手续费，详情请咨询各网点。"
TRADITIONAL = "本行由下月起調低跨行轉賬手續費，詳情請向各分行查詢。"


@pytest.mark.parametrize("header", [None, "utf-8", "gb2312", "big5", "iso-8859-1", "no-such-charset", "rot13"])
@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "big5"),
        ("网点停业", "gb18030"),
        ("The café charge rises to £7 — see “Fees”.", "cp1252"),
        ("The café charge rises to £7 — see “Fees”.", "utf-8"),
    ],
)
def test_text_is_read_whatever_the_header_says(text: str, charset: str, header: str | None) -> None:
    assert decode(text.encode(charset), header=header).text == text


def test_a_right_meta_declaration_beats_a_wrong_header() -> None:
    page = f'<html><head><meta charset="gbk"></head><body>{SIMPLIFIED}</body></html>'
    decoded = decode(page.encode("gb18030"), header="utf-8")
    assert (decoded.text, decoded.charset, decoded.how) == (page, "gb18030", "meta")


def test_the_configured_charset_goes_before_the_header() -> None:
    decoded = decode(SIMPLIFIED.encode("gb18030"), header="iso-8859-1", hint="GBK")
    assert (decoded.text, decoded.how) == (SIMPLIFIED, "hint")


def test_a_byte_order_mark_ends_all_doubt() -> None:
    decoded = decode(b"\xef\xbb\xbf" + SIMPLIFIED.encode(), header="big5")
    assert (decoded.text, decoded.how) == (SIMPLIFIED, "bom")
    assert decode("\ufeff转账".encode("utf-16-le")).text == "转账"


def test_a_gb2312_label_stands_for_all_of_gb18030() -> None:
    text = "㙍头村镇银行公告：網點照常营业，费用€5"
    assert decode(text.encode("gb18030"), header="GB2312").text == text


def test_latin_1_means_windows_1252() -> None:
    assert decode(b"\x93No fee\x94 \x96 \xa35", header="ISO-8859-1").text == "“No fee” – £5"


def test_a_few_broken_bytes_are_replaced_and_counted() -> None:
    raw = (SIMPLIFIED * 4).encode() + b"\xe4\xb8" + SIMPLIFIED.encode()
    decoded = decode(raw, header="utf-8")
    assert decoded.charset == "utf-8"
    assert decoded.replaced == 1
    assert decoded.text.count("\ufffd") == 1


def test_a_replacement_sign_of_the_author_is_not_counted() -> None:
    assert decode("乱码\ufffd示例文字".encode()).replaced == 0


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("GB2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("Big5-HKSCS", "big5hkscs"),
        ("latin1", "cp1252"),
        ("'utf8'", "utf-8"),
        ("hex", None),
        ("", None),
        (None, None),
        ("unicode_escape", None),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str | None, name: str | None) -> None:
    assert charset_name(label) == name


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gbk", "big5", "utf-16", "x\x00y"]))
def test_any_bytes_become_text(raw: bytes, header: str | None) -> None:
    assert isinstance(decode(raw, header=header).text, str)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=40))
def test_utf_8_stays_utf_8(text: str) -> None:
    assert decode(text.encode(), header="utf-8").text == text

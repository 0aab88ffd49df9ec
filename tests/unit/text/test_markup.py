from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.markup import absolute, base_address, collapse, parse, visible_text


def hrefs(markup: str) -> list[str]:
    return [str(h) for h in parse(markup).xpath("//a/@href")]


def test_a_bare_ampersand_word_in_an_address_stays_as_it_is() -> None:
    assert hrefs('<a href="list?a=1&currentPage=2&copy2=x&amp;reg1=y">x</a>') == [
        "list?a=1&currentPage=2&copy2=x&reg1=y"
    ]


@pytest.mark.parametrize(
    "markup", ["", "   ", "\x00", "<!-- only a comment -->", "<frameset><frame src=a></frameset>", "<?xml?>"]
)
def test_anything_gives_an_html_element(markup: str) -> None:
    assert parse(markup).tag == "html"


def test_an_xml_declaration_with_a_charset_does_no_harm() -> None:
    assert visible_text(parse('<?xml version="1.0" encoding="gbk"?><html><body>公告</body></html>')) == "公告"


def test_what_follows_an_early_end_of_the_page_is_kept() -> None:
    assert visible_text(parse("<html><body><p>first</p></body></html><p>second</p>")) == "first second".replace(" ", "")


def test_nul_and_control_signs_vanish() -> None:
    assert visible_text(parse("<p>转\x00账\x0b手续费</p>")) == "转账手续费"


def test_a_very_deep_page_is_parsed() -> None:
    assert parse("<div>" * 20_000 + "x").tag == "html"


def test_scripts_and_styles_are_not_visible() -> None:
    page = parse("<body>a<script>var b=1</script><style>c{}</style><b>d</b><noscript>e</noscript>f</body>")
    assert visible_text(page) == "adf"


def test_every_kind_of_blank_collapses() -> None:
    assert collapse("\u3000 a\u00a0\n b\t") == "a b"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("../b.html", "https://bank.example/b.html"),
        ("//cdn.example/c.pdf", "https://cdn.example/c.pdf"),
        ("d.html#part", "https://bank.example/a/d.html"),
        (" e.\nhtml ", "https://bank.example/a/e.html"),
        ("javascript:void(0)", None),
        ("mailto:x@bank.example", None),
        ("#top", None),
        ("http://[broken", None),
    ],
)
def test_addresses_are_made_absolute(href: str, address: str | None) -> None:
    assert absolute(href, "https://bank.example/a/index.html") == address


def test_a_base_element_moves_the_links() -> None:
    page = parse('<head><base href="/sub/"></head><a href="x">x</a>')
    assert base_address(page, "https://bank.example/a/b") == "https://bank.example/sub/"
    assert base_address(parse("<p>x"), "https://bank.example/") == "https://bank.example/"


@given(st.text(max_size=200))
def test_any_text_can_be_parsed(text: str) -> None:
    assert parse(text).tag == "html"


def test_what_stands_in_a_head_by_mistake_is_moved_to_the_body() -> None:
    page = parse("<title>t</title><meta name=a><header><h1>x</h1></header>y<main><p>z</p></main>")
    assert [el.tag for el in page.find("body")] == ["header", "main"]
    assert [el.tag for el in page.find("head")] == ["title", "meta"]
    assert visible_text(page) == "xyz"

"""Whatever an expression finds has its signs; an index tries no other."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Category
from ingest.text.expressions import Expressions, Sought, small, ways
from ingest.text.signs import Index, marks, signs_of
from ingest.understand.lexicon import load

WRITTEN = [r["words"] for c in Category for r in load("categories")[c].get("pattern", ())]
"""The longest expressions that there are."""


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("(?:monthly|yearly) fee", "a MONTHLY FEE"),
        ("每[月年].{0,4}收费", "每年也收费"),
        (r"\d+元|免费", "第٣元"),
        ("(?:a|bc)?x+", "x"),
        ("[^a]b{2,}", "xbb"),
        ("(?=fees)f", "fees"),
        ("(?:Ⅱ|II)类户", "Ⅱ类户"),
    ],
)
def test_what_an_expression_finds_has_its_signs(expression: str, text: str) -> None:
    assert re.search(expression, text, re.I)
    assert not any(marks(text).isdisjoint(needed) for needed in signs_of(re.compile(expression)))


def test_an_expression_that_may_find_anything_has_no_signs() -> None:
    assert signs_of(re.compile(r"(?:fee)?[^\d].*")) == []


@pytest.mark.parametrize("expression", WRITTEN[::9])
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_an_index_finds_what_the_expression_itself_finds(expression: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(expression, re.I))).lower()
    found = small(expression).search(text)
    told = list(Expressions([("it", expression)]).found(Sought.of(text)))
    assert told == ([("it", found[0])] if found else [])


def test_of_several_alternatives_the_first_in_the_text_is_found() -> None:
    index = Expressions([("fee", "waived|annual fee"), ("none", "card")])
    assert list(index.found(Sought.of("The Annual Fee is waived."))) == [("fee", "Annual Fee")]


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("a|b", ["a", "b"]),
        ("(a|b)|[|)]|c", ["(a|b)", "[|)]", "c"]),
        (r"\||\(a|[]|]", [r"\|", r"\(a", "[]|]"]),
        ("[^]|]x", ["[^]|]x"]),
    ],
)
def test_an_expression_is_parted_between_its_alternatives(expression: str, parts: list[str]) -> None:
    assert list(ways(expression)) == parts


def test_things_are_told_in_their_order_and_only_with_all_their_signs() -> None:
    things = [("both", [frozenset({"fe"}), frozenset({"z"})]), ("any", []), ("one", [frozenset({"fees"})])]
    assert Index(things).able(marks("Fees")) == ["any", "one"]
    assert Index(things).able(marks("fez")) == ["both", "any"]


def test_letters_that_grow_in_small_letters_keep_their_place() -> None:
    assert Sought.of("İA").small == "İa"

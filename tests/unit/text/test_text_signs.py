"""Whatever an expression finds has its signs; an index tries no other."""

import functools
import random
import re
from collections.abc import Iterator

import pytest
from expressible import text_of

from ingest.text.expressions import Expressions, Sought, ways
from ingest.text.signs import Index, marks, signs_of
from ingest.understand.evidence import signs_of_phrase
from ingest.understand.lexicon import load


def _categories() -> Iterator[tuple[str, object]]:
    for table in load("categories").values():
        if isinstance(table, dict):
            yield from table.items()


STRENGTHS = ("strong", "broad", "weak")
WRITTEN = [
    rule["words"] for name, told in _categories() if name == "pattern" and isinstance(told, list) for rule in told
]
WRITTEN += [form for rules in load("statements")["topic"].values() for s in STRENGTHS for form in rules.get(s, ())]
PHRASES = {word for rule in load("keywords")["word"] for word in rule["find"]}
PHRASES |= {phrase for _, told in _categories() if isinstance(told, dict) for phrase in told}
TEXTS = 3
"""So many are made for each expression, and looked in as they are, in capitals, and amid letters."""


@functools.cache
def index() -> Expressions[int]:
    return Expressions(enumerate(WRITTEN))


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


@pytest.mark.parametrize("at", range(len(WRITTEN)))
def test_an_index_finds_what_the_expression_itself_finds(at: int) -> None:
    made = [text_of(WRITTEN[at], random.Random(at + n)) for n in range(TEXTS)]
    for text in [*made, *map(str.upper, made), *(f"un{text}un" for text in made)]:
        found = re.search(WRITTEN[at], text, re.I)
        assert dict(index().found(Sought.of(text))).get(at) == (found[0] if found else None), text


def test_nearly_all_expressions_find_a_text_made_from_them() -> None:
    found = [any(re.search(w, text_of(w, random.Random(n)), re.I) for n in range(TEXTS)) for w in WRITTEN]
    assert sum(found) > 0.9 * len(WRITTEN) > 300


@pytest.mark.parametrize("around", ["{}", "x {}", "{}s.", "，{}。"])
def test_what_holds_a_phrase_has_its_signs(around: str) -> None:
    held = {phrase: marks(around.format(phrase.rstrip("*"))) for phrase in PHRASES}
    assert [p for p, present in held.items() if any(map(present.isdisjoint, signs_of_phrase(p)))] == []
    assert len(held) > 1000


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

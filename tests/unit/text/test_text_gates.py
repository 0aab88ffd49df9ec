"""A gate lets through whatever the expression behind it finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.gates import gated
from ingest.understand.figures.words import pattern, words

LISTS = [
    (table, name)
    for table in ("states", "change", "skip", "phrases")
    for name, listed in words(table).items()
    if isinstance(listed, list)
]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("fees?|收费", "a FEE"),
        (r"(?<!un)changed|\bnew\b", "no change, NEW"),
        (r"(?:(?:the|a) )?\d+ days", "5 days"),
        ("[免减]收|[^a]x", "减收"),
        (r"\s*free|", "x"),
        (".*(?:if|whether).*", "say whether"),
        ("(?i)fee|charge", "Charge"),
        ("(?>ab|c)+d", "cD"),
    ],
)
def test_what_an_expression_finds_it_finds_behind_its_gate(expression: str, text: str) -> None:
    plain, found = (re.search(form, text, re.I) for form in (expression, gated(expression)))
    assert plain and found and plain.span() == found.span()


def test_a_gate_stands_before_what_begins_with_known_characters_only() -> None:
    assert gated("fee|收费").startswith("(?-i:(?=[")
    assert gated("fee|.x") == "fee|.x"


@pytest.mark.parametrize("path", LISTS, ids="-".join)
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_the_lists_of_the_lexicon_find_behind_their_gates_what_their_words_find(path, data) -> None:
    word = data.draw(st.sampled_from(words(*path)))
    text = f" {data.draw(st.from_regex(re.compile(word, re.I)))} "
    if re.search(rf"(?<![a-z])(?:{word})(?![a-z])", text, re.I):
        assert pattern(*path).search(text)

"""The right card is among the first three for what customers say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from customers import Finder, filled, ours, places, questions, score, texts

THREE, FIRST = 0.95, 0.85
"""What the search may not fall under, in either language."""
SECOND = 0.75


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    store, names = filled(tmp_path_factory.mktemp("questions") / "s.db")
    yield ours(store, names)
    store.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_customers_questions_are_answered_among_the_first_three(find: Finder, language: str) -> None:
    asked = [question for question in questions() if question.language == language]
    found = score(places(find, asked))
    assert found.three / found.of >= THREE and found.first / found.of >= FIRST, found


def test_questions_that_nobody_had_seen_are_found_as_often_as_they_were(find: Finder) -> None:
    found = score(places(find, questions("second.tsv")))
    assert found.three / found.of >= SECOND, found


def test_every_question_names_entries_that_are_there() -> None:
    named = {name for question in questions() for name in question.entries}
    assert named <= {entry["id"] for entry in texts()} and len(questions()) == 200

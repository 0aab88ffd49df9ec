"""Nothing that looks like a number, however long, and no row of values makes the reading of figures slow."""

import datetime as dt
import time

import pytest

from ingest.model import Document, Reading
from ingest.text.normal import normalise
from ingest.understand.figures.currency import money_of
from ingest.understand.figures.quantities import scan
from ingest.understand.figures.read import read_figures
from ingest.understand.topics.features import words_of


def test_a_numeral_without_end_is_read_in_time() -> None:
    text = "一" * 2000
    begin = time.process_time()
    assert scan(text, money_of(text)) == []
    assert time.process_time() - begin < 1.4


@pytest.mark.parametrize("value", ["5元、", "£5, "])
def test_values_in_a_row_are_each_looked_at_once(value: str) -> None:
    text = f"公告\n手续费为{value * 400}"
    begin = time.process_time()
    assert read_figures(Document(text, "公告"), normalise(text), Reading(dt.date(2026, 1, 1)))
    assert time.process_time() - begin < 0.8


def test_a_number_of_many_digits_has_the_shape_of_a_number() -> None:
    begin = time.process_time()
    assert words_of("1" * 12000) == {"t0"}
    assert time.process_time() - begin < 0.2

"""In which order a text writes day and month."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.text.dates import first_date, order_of


@pytest.mark.parametrize(
    "text",
    [
        "Mail it to Cedar Creek Bank, P.O. Box 12, Boise, ID 83701 by 03/05/2027.",
        "The change takes effect 03/05/2027. Member FDIC.",
        "Call us by 03/05/2027, 8 a.m. to 5 p.m. Pacific Time.",
        "Your checking account changes on 03/05/2027.",
    ],
)
def test_banks_in_the_united_states_write_the_month_first(text: str) -> None:
    assert first_date(text) == dt.date(2027, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "Write to us at 14 Corn Street, Leeds LS1 4AB, by 03/05/2027.",
        "Checking your account details takes effect from 03/05/2027.",
        "Calls are answered in Central London from 03/05/2027.",
        "Member FDIC. The change of 31/05/2027 replaces that of 03/05/2027.",
    ],
)
def test_elsewhere_the_day_comes_first(text: str) -> None:
    assert order_of(text) in (None, "DMY")

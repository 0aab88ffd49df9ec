from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from builders import ADMIN, AUDITOR, CUSTOMER, fee_page, outage_page, publish_all, put

from ingest.publish.separated import separated
from ingest.review.decisions import reject
from ingest.web.charts import Bar, Line, bars, lines
from ingest.web.number_tables import NAMES

EVIL = '=HYPERLINK("http://evil.example")<script>alert(1)</script>\u202e'


@pytest.fixture
def week(store, clock):
    """A notice published in time, one that still waits after its start, one that was turned down."""
    publish_all(store, put(store, *fee_page()), clock)
    faq, _ = put(store, *outage_page())
    reject(store, CUSTOMER, faq.id, 1, EVIL, clock)
    clock.forward(hours=20)


def soup(answer):
    return BeautifulSoup(answer.text, "lxml")


def rows(answer):
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_stands_beside_what_it_means(week, logged_in, language):
    page = soup(logged_in(ADMIN).get(f"/numbers?lang={language}"))
    for part in page.select(".figure, .part"):
        assert part.h2.text.strip() and part.select_one(".small").text.strip()
    late = page.select_one("section[aria-labelledby=part-late]")
    assert "Mobile banking down tonight" in late.text
    assert ("still not published" if language == "en" else "至今未发布") in late.text


def test_a_chart_has_a_title_a_description_and_its_values_as_text(week, logged_in):
    page = soup(logged_in(ADMIN).get("/numbers?lang=en"))
    charts = page.select("svg.chart")
    assert len(charts) >= 5
    for chart in charts:
        named = chart["aria-labelledby"].split()
        assert [page.find(id=name).name for name in named] == ["title", "desc"]
        assert chart.find_parent("section").select("table.numbers tbody tr")
        assert chart.select("text") and not chart.select("[style], style, script")


def test_an_empty_period_says_what_to_do_next(store, logged_in):
    page = soup(logged_in(AUDITOR).get("/numbers?span=last_month&lang=en"))
    assert "Choose a longer period" in page.text and not page.select("svg.chart")


def test_dates_that_make_no_period_are_told_and_lose_nothing(store, logged_in):
    answer = logged_in(ADMIN).get("/numbers?span=dates&first=2026-12-01&last=2026-11-01&source=x&lang=en")
    assert answer.status_code == 422 and soup(answer).select_one("[role=alert]")
    assert logged_in(ADMIN).get("/numbers?span=dates&first=nonsense").status_code == 422
    assert logged_in(ADMIN).get("/numbers/late.csv?span=dates&first=9999-99-99").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_each_table_is_a_file_that_no_spreadsheet_computes(week, logged_in, name):
    answer = logged_in(ADMIN).get(f"/numbers/{name}.csv?lang=en")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}-2026-11-23-2026-11-29.csv"'
    found = rows(answer)
    assert len({len(row) for row in found}) == 1 and len(found) > 1
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "@", "\t"))]


def test_hostile_reasons_stay_text_on_the_page_and_in_the_file(week, logged_in):
    browser = logged_in(ADMIN)
    page = browser.get("/numbers")
    assert "<script>alert" not in page.text and "\u202e" not in page.text
    reason = rows(browser.get("/numbers/reasons.csv"))[1][2]
    assert reason.startswith("'=HYPERLINK") and "\u202e" not in reason


def test_nothing_is_a_name_of_a_table_that_is_none(week, logged_in):
    assert logged_in(ADMIN).get("/numbers/passwords.csv").status_code == 404


# ------------------------------------------------------------------------------------------------------------ pieces


def test_texts_that_a_spreadsheet_would_compute_become_texts():
    file = separated(["a", "-b"], [["=1+1", -2], [" @x", 3.5], ["plain, with a comma", None], ["－全角", 0]])
    found = list(csv.reader(io.StringIO(file.removeprefix("\ufeff"))))
    assert found == [["a", "'-b"], ["'=1+1", "-2"], ["' @x", "3.5"], ["plain, with a comma", ""], ["'－全角", "0"]]


def test_charts_are_whole_xml_whatever_their_labels_say():
    drawn = bars("x", EVIL, "a & b", [Bar(EVIL, 3, "3", 9), Bar("零", 0, "0")])
    drawn += lines("y", "t", "d", ["1", "2", "3"], [Line("a", [0, 2, 1]), Line("b", [0, 0, 0])])
    root = ET.fromstring(f"<r>{drawn}</r>")
    assert len(root.findall("svg")) == 2
    assert not list(root.iter("script"))


@pytest.mark.parametrize("labels", [[], ["only"], ["a", "b"]])
def test_a_line_may_be_as_short_as_one_day_or_none(labels):
    ET.fromstring(lines("y", "t", "d", labels, [Line("a", [1.0] * len(labels))]))

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from builders import Page, fee_page, malformed_page, moment
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import (
    BulletinDraft,
    Contact,
    ContactKind,
    ContactRole,
    Document,
    EndKind,
    FaqDraft,
    Intent,
    Span,
    Urgency,
    Window,
    WindowRole,
)
from ingest.review.refusals import Incomplete
from ingest.web.evidence import Tracer
from ingest.web.fields import as_form, from_form
from ingest.web.source import Marker, anchor, blocks


def shown(page: Page, value: str, **facts: object) -> str | None:
    span = Tracer(page.document(), page.facts(**facts)).find(value)
    return span.of(page.text) if span else None


@pytest.mark.parametrize(
    ("source", "value", "place"),
    [
        ("手续费为每笔６元。", "6元", "６元"),
        ("年费由300元调整为零。", "300元", "300元"),
        ("存款利率下调至1.10%，请知悉。", "1.1%", "1.10%"),
        ("单笔限额调整为5万元。", "50,000元", "5万元"),
        ("The fee will be US$10 per transfer.", "US$10", "US$10"),
        ("Effective 1 July 2026.", "1 July 2026", "1 July 2026"),
        ("自2026-07-01起执行。", "2026年7月1日", "2026-07-01"),
        ("满800减100。", "800", "800"),
        ("致电95077咨询。", "95077", "95077"),
        ("手续费为每笔6元。", "8元", None),
        ("2026年7月1日起。", "2026年7月2日", None),
    ],
)
def test_a_value_is_found_in_whatever_notation_the_source_has(source, value, place):
    assert shown(Page("公告", source), value) == place


def test_a_year_that_the_notice_leaves_out_leads_to_the_window_it_was_derived_for():
    page = Page("公告", "活动时间为3月8日至5月31日。")
    window = Window(
        WindowRole.PROMOTION, moment("2027-03-08"), moment("2027-05-31"), EndKind.DATE, page.evidence("3月8日至5月31日")
    )
    assert shown(page, "2027年5月31日", windows=(window,)) == "3月8日至5月31日"


def test_the_evidence_of_a_fact_comes_before_the_same_value_elsewhere():
    page = Page("公告", "参考号6元样例。", "手续费每笔6元。")
    facts = page.facts(contacts=(Contact(ContactKind.PATH, "x", ContactRole.OFFICIAL, page.evidence("手续费每笔6元")),))
    span = Tracer(page.document(), facts).find("6元")
    assert span.start > page.text.index("手续费")


def test_pieces_put_together_are_the_text_and_untraced_ones_lead_nowhere():
    document, facts, faq, _ = fee_page()
    text = "12月1日起每笔6元，优惠至每笔 8 元；编码AB。"
    pieces = Tracer(document, facts, faq.citations).pieces(text, ["8 元", "AB"])
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.untraced] == ["8 元", "AB"]
    assert [piece.text for piece in pieces if piece.span] == ["12月1日", "6元"]


@given(
    st.text(alphabet="2026年12月1日6元%.,起 a", max_size=40),
    st.lists(st.text(alphabet="6元2年", max_size=4), max_size=3),
)
def test_no_text_is_lost_in_pieces(text, untraced):
    document, facts, _, _ = fee_page()
    assert "".join(piece.text for piece in Tracer(document, facts).pieces(text, untraced)) == text


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12)


@given(st.text(alphabet="ab<&费\n", min_size=30, max_size=30), SPANS)
def test_any_marks_leave_the_text_whole_and_well_formed(text, pairs):
    spans = [Span(min(pair), max(pair)) for pair in pairs]
    html = str(Marker(text, spans).html(Span(0, len(text))))
    found = BeautifulSoup(f"<pre>x{html}</pre>", "html.parser")
    assert found.text == "x" + text and str(found.pre)[6:-6].count("<mark") == html.count("<mark")
    ids = [mark["id"] for mark in found.select("mark[id]")]
    assert sorted(ids) == sorted({anchor(span) for span in spans if span.start < span.end})
    for span in spans:
        marked = "".join(m.text for m in found.select(f"[data-span='{anchor(span)}']"))
        assert set(marked) == set(span.of(text))


def test_a_fact_that_runs_over_two_passages_is_marked_in_both():
    page = Page("公告", "第一段", "第二段")
    span = Span(page.text.index("一段"), page.text.index("二段") + 1)
    html = [str(block.html) for block in blocks(page.document(), [span])]
    assert 'id="' in html[1] and "<mark data-span=" in html[2]


def test_cells_that_span_rows_and_columns_are_written_once():
    page = Page("公告")
    page.table(("项目", "标准", "标准"), ("转账", "甲", "乙"))
    grid = next(block.grid for block in blocks(page.document(), []) if block.kind == "table")
    assert [(str(cell.html), cell.columns, cell.header) for cell in grid[0]] == [("项目", 1, True), ("标准", 2, True)]


def test_text_around_tables_stays_in_order():
    page = Page("公告", "前").table(("项目", "标准"), ("转账", "甲"))
    page.line("后")
    assert [block.kind for block in blocks(page.document(), [])] == ["title", "paragraph", "table", "paragraph"]


def test_a_document_without_passages_is_one_block():
    assert [str(block.html) for block in blocks(Document("a<b", "a"), [])] == ["a&lt;b"]


def test_a_form_shows_and_reads_back_the_same_draft():
    _, _, faq, bulletin = fee_page()
    for content in (faq, bulletin, malformed_page()[2]):
        assert from_form(content, as_form(content)) == content


LINES = st.text(alphabet="费用6元 a,;：", min_size=1, max_size=20).map(str.strip).filter(bool)


@given(LINES, LINES, st.lists(LINES, max_size=3).map(tuple))
def test_what_is_typed_is_what_is_stored(question, answer, points):
    content = FaqDraft(Intent.WHEN, question, answer, operation_points=points)
    assert from_form(content, as_form(content)) == content


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "tomorrow", "2026-12-01 25:00", "12-01", "2026-12-01T"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(Incomplete):
        from_form(fee_page()[2], {"valid_from": text})


def test_an_empty_field_of_what_not_to_say_says_nothing():
    content = BulletinDraft("h", "w", "", "", "s", do_not_say="x", urgency=Urgency.P1)
    assert from_form(content, {"do_not_say": " ", "urgency": "P9"}) == BulletinDraft("h", "w", "", "", "s")

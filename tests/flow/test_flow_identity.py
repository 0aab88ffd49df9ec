"""What counts as new, revised, repeated and unchanged, over HTTP and into the store."""

from __future__ import annotations

import datetime as dt

from bank_web import FEED, LIST, BankWeb, Runs, fee_page, said

from ingest.model import DraftKind, DraftState, VisitStatus


def test_the_first_run_finds_each_notice_once_and_drafts_it(runs: Runs) -> None:
    visit = runs.one(LIST)
    assert (visit.found, visit.new, visit.revised, visit.turned_away) == (3, 3, 0, 0)
    assert visit.drafts >= 6 and visit.status is VisitStatus.OK


def test_a_second_run_over_an_unchanged_place_makes_no_draft_and_asks_conditionally(runs: Runs) -> None:
    runs.one(LIST)
    visit = runs.one(LIST)
    assert (visit.new, visit.revised, visit.drafts, visit.unchanged) == (0, 0, 0, 3)
    assert visit.not_modified == 4 and visit.status is VisitStatus.UNCHANGED


def test_a_view_counter_and_the_chrome_are_no_edit(runs: Runs, bank: BankWeb) -> None:
    bank.validators = False
    runs.one(LIST)
    bank.pages["/n/6.html"] = fee_page(6, views=101).replace("首页".encode(), "返回首页".encode())
    visit = runs.one(LIST)
    assert (visit.revised, visit.drafts, visit.unchanged) == (0, 0, 3)


def test_the_same_notice_in_a_feed_and_a_list_is_one_notice_with_two_sources(runs: Runs) -> None:
    report = runs.run(LIST, FEED)
    assert sum(v.new for v in report.visits) == 3
    assert sum(v.repeated for v in report.visits) == 3
    with runs.store.reading() as tx:
        assert {d.source_ids for d in tx.drafts.queue()} == {("feed", "list")}


def test_an_edited_notice_is_a_revision_with_a_difference_in_facts(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    bank.pages["/n/7.html"] = fee_page(7, fee=12)
    visit = runs.one(LIST)
    assert (visit.new, visit.revised, visit.unchanged) == (0, 1, 2)
    with runs.store.reading() as tx:
        drafts = tx.drafts.queue()
        revised = next(r for r in map(tx.notices.revision, {d.revision_id for d in drafts}) if r and r.number == 2)
        old = [d for d in tx.drafts.of_notice(revised.notice_id) if d.revision_id != revised.id]
    assert any("15" in (d.old or "") and "12" in (d.new or "") for d in revised.differences)
    assert old and all(d.state is DraftState.SUPERSEDED for d in old)


def test_three_notices_of_one_template_with_other_dates_are_three(runs: Runs, bank: BankWeb) -> None:
    for path, _ in bank.listed:
        bank.pages[path] = fee_page(int(path[3]), title="关于调整借记卡收费标准的公告")
    assert runs.one(LIST).new == 3


def test_a_removed_notice_is_gone_once_and_back_when_it_is_back(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    page, entry = bank.pages.pop("/n/8.html"), bank.listed.pop()
    assert runs.one(LIST).gone == 1
    assert runs.one(LIST).gone == 0
    bank.pages["/n/8.html"] = page
    bank.listed.append(entry)
    visit = runs.one(LIST)
    assert (visit.new, visit.drafts) == (0, 0)


def test_a_notice_that_only_fell_off_the_list_is_not_gone(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    bank.listed.pop()
    visit = runs.one(LIST)
    assert visit.gone == 0 and visit.found == 2


def test_a_changed_attachment_revises_the_notice(runs: Runs, bank: BankWeb) -> None:
    link = "<a href='/files/table.txt'>附件：价目表.txt</a>"
    page = fee_page(6, extra=link).replace(b"table.txt", b"table.docx")
    bank.pages["/n/6.html"], bank.pages["/files/table.docx"] = page, _docx("加急费20元/份")
    runs.one(LIST)
    assert runs.one(LIST).revised == 0
    bank.pages["/files/table.docx"] = _docx("加急费25元/份")
    assert runs.one(LIST).revised == 1


def test_a_list_is_read_anew_when_its_block_of_the_configuration_changed(runs: Runs) -> None:
    assert runs.one(LIST + "\nmax_items = 1").found == 1
    visit = runs.one(LIST)
    assert (visit.found, visit.new) == (3, 2)


def _docx(text: str) -> bytes:
    import io

    from docx import Document

    document = Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_the_answer_about_a_new_fee_stays_when_its_bulletin_is_no_news_any_more(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    with runs.store.reading() as tx:
        drafts = tx.drafts.queue()
    faqs = [d for d in drafts if d.kind is DraftKind.FAQ]
    assert faqs and all(d.expires is None for d in faqs)
    assert all(d.expires for d in drafts if d.kind is DraftKind.BULLETIN)


def test_the_answers_about_a_promotion_end_with_it(runs: Runs, bank: BankWeb) -> None:
    bank.listed = [("/n/p.html", "周末商圈满100元减20元活动公告")]
    bank.pages["/n/p.html"] = (
        "<html><meta charset='utf-8'><body><h1>周末商圈满100元减20元活动公告</h1><div><p>活动时间：2026年12月1日至2026年12月31日。</p>"
        "<p>活动对象：我行信用卡持卡客户。</p><p>活动内容：活动期间，持我行信用卡在指定商户单笔消费满100元立减20元，每位客户每日限1次。</p>"
        "</div></body></html>"
    ).encode()
    runs.one(LIST)
    with runs.store.reading() as tx:
        drafts = tx.drafts.queue()
    assert {d.kind for d in drafts} == {DraftKind.FAQ, DraftKind.BULLETIN}
    assert {d.expires.day for d in drafts if d.expires} == {dt.date(2026, 12, 31)}
    assert all(d.expires for d in drafts)


def test_an_attachment_that_can_not_be_had_for_once_is_no_edit(runs: Runs, bank: BankWeb) -> None:
    bank.validators = False
    link = "<a href='/files/table.docx'>附件：价目表.docx</a>"
    bank.pages["/n/6.html"], bank.pages["/files/table.docx"] = fee_page(6, extra=link), _docx("加急费20元/份")
    runs.one(LIST)
    file, bank.pages["/files/table.docx"] = bank.pages["/files/table.docx"], 503
    bank.pages["/n/6.html"] = fee_page(6, extra=link, views=101)
    visit = runs.one(LIST)
    assert visit.revised == 0 and "can't be had" in said(visit)
    visit = runs.one(LIST)
    assert visit.revised == 0 and visit.status is VisitStatus.DEGRADED
    bank.pages["/files/table.docx"] = file
    assert runs.one(LIST).revised == 0


def test_an_attachment_that_comes_late_is_read_when_it_comes(runs: Runs, bank: BankWeb) -> None:
    link = "<a href='/files/table.docx'>附件：价目表.docx</a>"
    bank.pages["/n/6.html"], bank.pages["/files/table.docx"] = fee_page(6, extra=link), 503
    assert runs.one(LIST).new == 3
    bank.pages["/files/table.docx"] = _docx("加急费20元/份")
    assert runs.one(LIST).revised == 1
    assert runs.one(LIST).revised == 0

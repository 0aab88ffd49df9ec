"""A page that a visit turned away, and that a person calls a notice after all."""

from __future__ import annotations

import pytest
from bank_web import LIST, BankWeb, Runs, fee_page
from builders import ADMIN, AGENT

from ingest.model import Category, Tier
from ingest.pipeline.admitted import admit, turned_away
from ingest.pipeline.again import reproduce
from ingest.pipeline.job import Job, Read
from ingest.pipeline.read import read
from ingest.review.refusals import AlreadyDecided, CannotBeRead, NoSuchPage, NothingKept, WrongRole
from ingest.store.turned import Turned

TENDER = "关于网点装修项目公开招标的公告"
WINNERS = "“开门红”抽奖活动中奖名单公示"


def _listed(bank: BankWeb, path: str, title: str, body: str) -> None:
    page = (
        f"<html><meta charset='utf-8'><h1>{title}</h1><div>发布时间：2026-03-05</div><div class='content'>{body}</div>"
    )
    bank.pages[path] = page.encode()
    bank.listed.append((path, title))


@pytest.fixture
def turned(runs: Runs, bank: BankWeb) -> dict[str, Turned]:
    """By title, after a visit."""
    _listed(
        bank,
        "/n/t.html",
        TENDER,
        "<p>我行现就网点装修项目进行公开招标，欢迎合格供应商投标。</p><p>装修期间，城东支行自2026年4月1日起暂停营业，"
        "恢复营业时间另行公告。</p><p>咨询电话：95260</p>",
    )
    _listed(bank, "/n/w.html", WINNERS, "<p>中奖名单如下：</p><p>张*三 138****0001</p><p>李*四 138****0002</p>")
    assert runs.one(LIST).turned_away == 2
    return {str(one.title): one for one in turned_away(runs.store, ADMIN)[0]}


def test_a_person_takes_it_in_and_the_next_visit_knows_it(runs: Runs, bank: BankWeb, turned: dict[str, Turned]) -> None:
    tender = turned[TENDER]
    assert (tender.code, tender.source_id) == ("procurement", "list") and "招标" in tender.words
    before = len(bank.requests)
    notice_id = admit(runs.store, ADMIN, tender.id, {}, runs.clock)
    assert len(bank.requests) == before  # from the bytes that were read
    with runs.store.reading() as tx:
        drafts = tx.drafts.of_notice(notice_id)
        assert drafts and {draft.title for draft in drafts} == {TENDER}
        assert tx.audit.events(f"notice:{notice_id}")[0].action in ("notice.found", "notice.admitted")
        assert tx.audit.verify() is None
        revision = tx.notices.revision(drafts[0].revision_id)
        assert revision and reproduce(tx, revision).same
    assert [one.title for one in turned_away(runs.store, ADMIN)[0]] == [WINNERS]
    with pytest.raises(AlreadyDecided):
        admit(runs.store, ADMIN, tender.id, {}, runs.clock)
    again = runs.one(LIST)
    assert (again.new, again.revised, again.drafts) == (0, 0, 0)
    page = bank.pages["/n/t.html"]
    assert isinstance(page, bytes)
    bank.pages["/n/t.html"] = page.replace("4月1日".encode(), "4月8日".encode())
    assert runs.one(LIST).revised == 1


def test_the_tier_that_the_bank_has_settled_for_its_category_holds(runs: Runs, turned: dict[str, Turned]) -> None:
    tiers = dict.fromkeys(Category, Tier.REGULATED)
    notice_id = admit(runs.store, ADMIN, turned[TENDER].id, tiers, runs.clock)
    with runs.store.reading() as tx:
        drafts = tx.drafts.of_notice(notice_id)
    assert [draft.tier for draft in drafts if draft.category] == [Tier.REGULATED] * len(drafts) != []


def test_others_write_while_a_page_is_read(runs: Runs, turned: dict[str, Turned]) -> None:
    written = []

    def slowly(job: Job) -> Read:
        with runs.store.writing() as tx:
            written.append(tx.audit.append("ada", "signed", "draft:1", {}, runs.clock()))
        return read(job)

    assert admit(runs.store, ADMIN, turned[TENDER].id, {}, runs.clock, slowly) and len(written) == 1


def test_what_stops_its_reader_is_refused_and_stays_where_it_was(runs: Runs, turned: dict[str, Turned]) -> None:
    def dies(job: Job) -> Read:
        raise CannotBeRead

    with pytest.raises(CannotBeRead):
        admit(runs.store, ADMIN, turned[TENDER].id, {}, runs.clock, dies)
    assert TENDER in {one.title for one in turned_away(runs.store, ADMIN)[0]}
    with runs.store.reading() as tx:
        assert tx.audit.events(f"turned_away:{turned[TENDER].id}")[0].action == "refused"


def test_a_list_of_winners_is_known_by_its_title_alone(runs: Runs, turned: dict[str, Turned]) -> None:
    winners = turned[WINNERS]
    assert (winners.code, winners.sha256, winners.reading) == ("winner_list", None, None)
    with pytest.raises(NothingKept):
        admit(runs.store, ADMIN, winners.id, {}, runs.clock)
    assert WINNERS in {one.title for one in turned_away(runs.store, ADMIN)[0]}


def test_agents_take_nothing_in_and_what_is_not_there_is_said(runs: Runs, turned: dict[str, Turned]) -> None:
    with pytest.raises(WrongRole):
        admit(runs.store, AGENT, turned[TENDER].id, {}, runs.clock)
    with pytest.raises(NoSuchPage):
        admit(runs.store, ADMIN, 9999, {}, runs.clock)


def test_a_page_that_is_a_notice_is_no_longer_among_them(runs: Runs, bank: BankWeb, turned: dict[str, Turned]) -> None:
    bank.pages["/n/t.html"] = fee_page(9, title="关于调整转账汇款收费标准的公告")
    runs.clock.forward(days=2)
    assert runs.one(LIST).new == 1
    assert [one.title for one in turned_away(runs.store, ADMIN)[0]] == [WINNERS]

"""Published entries and finding them by words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from store_samples import NOON, URL, add_draft, bulletin, entry_for, faq, publish

from ingest.model import Approval, DraftKind, Entry, FaqDraft, Moment, Role
from ingest.store import Store
from ingest.store.tokens import tokens


def test_an_entry_comes_back_as_it_was_published(store: Store) -> None:
    with store.writing() as tx:
        entry = entry_for(tx, add_draft(tx), starts=Moment(dt.date(2026, 5, 1)), expires=Moment(dt.date(2026, 6, 1)))
        id = tx.entries.publish(entry)
    with store.reading() as tx:
        assert tx.entries.get(id) == replace(entry, id=id)
        assert tx.entries.of_draft(entry.draft_id) == tx.entries.of_notice(entry.notice_id) == [replace(entry, id=id)]
        assert tx.entries.get(id + 1) is None


def test_publishing_the_same_version_again_gives_the_same_entry(store: Store) -> None:
    with store.writing() as tx:
        entry = entry_for(tx, add_draft(tx))
        assert tx.entries.publish(entry) == tx.entries.publish(entry)
        assert len(tx.search.find("管理费")) == 1


def test_a_newer_version_stands_beside_the_old_until_it_supersedes_it(store: Store) -> None:
    with store.writing() as tx:
        draft = add_draft(tx)
        old = tx.entries.publish(entry_for(tx, draft))
        new = tx.entries.publish(entry_for(tx, draft, version=2, content=faq(answer="改为每月12元。")))
        assert tx.entries.supersede(old, new) and not tx.entries.supersede(old, new)
        assert [e.id for e in tx.entries.all()] == [new]
        assert [e.id for e in tx.entries.all(include_ended=True)] == [new, old]
        assert (kept := tx.entries.get(old)) and kept.superseded_by == new and "5月1日" in str(kept.content)
        assert [e.id for e in tx.search.find("管理费")] == [new]


def test_a_withdrawn_entry_is_kept_but_no_longer_found(store: Store) -> None:
    with store.writing() as tx:
        id = publish(tx, faq(), URL)
        assert tx.entries.withdraw(id, "公告有误") and not tx.entries.withdraw(id, "again")
        assert tx.entries.all() == [] and tx.search.find("管理费") == []
        assert (kept := tx.entries.get(id)) and kept.withdrawn == "公告有误"


@pytest.mark.parametrize(
    "statement", ["UPDATE entries SET content = '{}'", "UPDATE entries SET version = 2", "DELETE FROM entries"]
)
def test_the_database_itself_keeps_what_was_published(store: Store, statement: str) -> None:
    with store.writing() as tx:
        id = publish(tx, faq(), URL)
    with pytest.raises(DBAPIError, match="a published entry is not"), store.writing() as tx:
        tx.conn.execute(text(statement))
    with store.reading() as tx:
        assert (kept := tx.entries.get(id)) and kept.content == faq()


def test_a_changed_source_marks_the_live_entries_of_its_notice_once(store: Store) -> None:
    with store.writing() as tx:
        one = publish(tx, faq(), URL)
        other = publish(tx, faq(), URL + "?2")
        entry = tx.entries.get(one)
        assert entry
        assert tx.entries.source_changed(entry.notice_id, True) == 1
        assert tx.entries.source_changed(entry.notice_id, True) == 0
        assert [e.source_changed for e in map(tx.entries.get, (one, other)) if e] == [True, False]
        assert tx.entries.source_changed(entry.notice_id, False) == 1


def test_the_second_sign_off_validates_a_fast_lane_entry_once(store: Store) -> None:
    with store.writing() as tx:
        id = publish(tx, faq(), URL, validated=False)
        both = tuple(Approval(1, 1, name, Role.CUSTOMER_EXPERT, NOON) for name in ("li", "wang"))
        assert tx.entries.validate(id, both) and not tx.entries.validate(id, ())
        assert (entry := tx.entries.get(id)) and entry.validated and entry.approvals == both


def test_what_is_over_is_left_out_to_the_minute(store: Store) -> None:
    day = dt.date(2026, 4, 15)
    with store.writing() as tx:
        publish(tx, faq("停机 day"), URL + "?1", expires=Moment(day))
        publish(tx, faq("停机 minute"), URL + "?2", expires=Moment(day, dt.time(22)))
        publish(tx, faq("停机 open"), URL + "?3")
        for now, running in [
            (dt.datetime(2026, 4, 15, 21, 59), {"day", "minute", "open"}),
            (dt.datetime(2026, 4, 15, 22, 0), {"day", "open"}),
            (dt.datetime(2026, 4, 15, 23, 59, 59), {"day", "open"}),
            (dt.datetime(2026, 4, 16), {"open"}),
        ]:
            listed = {_question(e)[3:] for e in tx.entries.all(now=now)}
            found = {_question(e)[3:] for e in tx.search.find("停机", now=now)}
            assert listed == found == running, now
        assert len(tx.entries.all()) == len(tx.search.find("停机")) == 3


def _question(entry: Entry) -> str:
    assert isinstance(entry.content, FaqDraft)
    return entry.content.question


def test_entries_are_listed_by_kind_newest_first(store: Store) -> None:
    with store.writing() as tx:
        old = publish(tx, faq(), URL + "?1", published_at=NOON)
        new = publish(tx, faq(), URL + "?2", published_at=NOON + dt.timedelta(hours=1))
        board = publish(tx, bulletin(), URL + "?3", published_at=NOON - dt.timedelta(hours=1))
        assert [e.id for e in tx.entries.all()] == [new, old, board]
        assert [e.id for e in tx.entries.all(DraftKind.BULLETIN)] == [board]


CORPUS = {
    "年费": faq("信用卡年费什么时候调整？", "自2026年5月1日起，白金卡年费调整为每年580元。", keywords=("白金卡",)),
    "利率": faq("存款挂牌利率是多少？", "一年期定期存款利率为0.95%。"),
    "停机": faq("系统维护期间哪些服务停用？", "手机银行转账汇款暂停，ATM取现不受影响。"),
    "card": faq("How can I replace my debit card?", "Visit any branch with your ID. Fee: HKD 50."),
}


WANTED = {
    "年费": "年费",
    "利率": "利率",
    "挂牌利率": "利率",
    "信用卡 年费": "年费",
    "信用卡年费调整": "年费",
    "白金卡": "年费",
    "信用卡年費": "年费",
    "转账": "停机",
    "ATM": "停机",
    "ａｔｍ　取现": "停机",
    "580": "年费",
    "Debit CARD": "card",
    "hkd 50": "card",
    "0.95%": "利率",
    "利率 完全不相干的词": "利率",
}


def test_words_find_the_entry_that_answers(store: Store) -> None:
    with store.writing() as tx:
        names = {publish(tx, content, f"{URL}?{name}"): name for name, content in CORPUS.items()}
    with store.reading() as tx:
        found = {words: tx.search.find(words) for words in WANTED}
    assert {words: names[hits[0].id] if hits else None for words, hits in found.items()} == WANTED


def test_words_that_say_nothing_do_not_spoil_a_query(store: Store) -> None:
    with store.writing() as tx:
        id = publish(tx, CORPUS["停机"], URL + "?1")
        publish(tx, faq("网点怎么预约？", "请致电您的网点，怎么预约都可以。"), URL + "?2")
        assert [e.id for e in tx.search.find("请问手机银行怎么转账的呢")] == [id]
        assert len(tx.search.find("怎么")) == 1


def test_the_question_weighs_more_than_the_answer(store: Store) -> None:
    with store.writing() as tx:
        publish(tx, faq("转账限额怎么调？", "在手机银行的设置里调整，积分不受影响。"), URL + "?1", title="t")
        asked = publish(tx, faq("积分怎么兑换？", "在手机银行的商城里兑换。"), URL + "?2", title="t")
        assert tx.search.find("积分")[0].id == asked


def test_a_bulletin_notice_is_found_by_its_headline_and_text(store: Store) -> None:
    with store.writing() as tx:
        id = publish(tx, bulletin("网点迁址", operation_points=("提醒客户改道",)), URL)
        assert [tx.search.find(w)[0].id for w in ("迁址", "改道", "个人客户")] == [id] * 3


def test_no_query_is_a_mistake(store: Store) -> None:
    with store.writing() as tx:
        publish(tx, faq(), URL)
        for words in (
            "",
            "  ",
            "？！",
            '"',
            "' OR 1=1 --",
            "a AND",
            "NEAR(",
            "*",
            "(((",
            "年费:*",
            "\\",
            "\0",
            "\ud800",
        ):
            assert isinstance(tx.search.find(words), list)


def test_a_pasted_page_is_searched_by_its_beginning(store: Store) -> None:
    with store.writing() as tx:
        id = publish(tx, faq(), URL)
        assert [e.id for e in tx.search.find("管理费" + "很长的文字" * 5000)] == [id]


def test_the_answer_is_limited(store: Store) -> None:
    with store.writing() as tx:
        for n in range(5):
            publish(tx, faq(), f"{URL}?{n}")
        assert len(tx.search.find("管理费", limit=3)) == 3


def test_the_index_can_be_built_anew(store: Store) -> None:
    with store.writing() as tx:
        id, gone = publish(tx, faq(), URL), publish(tx, faq(), URL + "?2")
        tx.entries.withdraw(gone, "x")
        assert tx.search.rebuild() == 1
        assert [e.id for e in tx.search.find("管理费")] == [id]


def test_tokens_are_the_same_for_either_script_and_width() -> None:
    assert tokens("信用卡還款３５元") == tokens("信用卡还款35元")
    assert "信用卡" in tokens("信用卡还款") and "还款" in tokens("信用卡还款")
    assert tokens("3.5%") == ["3", "5"]

"""A source's health as runs over a bank show it: what is learnt, what is suspicious, what is gone and what only seems so."""

from __future__ import annotations

import pytest
from bank_web import FEED, LIST, BankWeb, Runs, fee_page, said

from ingest.model import Disappearance, Health, HealthStatus, VisitStatus


def health(runs: Runs, source: str = "list") -> Health:
    with runs.store.reading() as tx:
        found = tx.health.of(source)
    assert found
    return found


def undecided(runs: Runs) -> list[Disappearance]:
    with runs.store.reading() as tx:
        return tx.disappearances.undecided()


def more(bank: BankWeb, n: int) -> None:
    """A list of `n` more notices."""
    for number in range(n):
        title = f"关于调整第{number}类借记卡收费标准的公告"
        bank.pages[f"/m/{number}.html"] = fee_page(6, title=title, fee=20 + number)
        bank.listed.append((f"/m/{number}.html", title))


def test_what_a_source_measures_is_remembered_and_a_good_visit_is_well(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    runs.one(LIST)
    found = health(runs)
    assert (found.status, found.usual.items, len(found.usual.lengths)) == (HealthStatus.WELL, (3, 3), 3)
    assert all(100 < length < 1000 for length in found.usual.lengths)
    assert found.requests > 4 and dict(found.visits) == {"ok": 1, "unchanged": 1}


def test_a_list_that_shrinks_is_degraded_with_since_when(runs: Runs, bank: BankWeb) -> None:
    more(bank, 9)
    for _ in range(5):
        runs.one(LIST)
    bank.listed = bank.listed[:3]
    began = runs.clock.now
    for _ in range(2):
        visit = runs.one(LIST)
        assert visit.status is VisitStatus.DEGRADED and "3 items where about 12 are expected" in said(visit)
        assert visit.since == began
    assert visit.gone == 0 and undecided(runs) == []


def test_a_feed_whose_window_turned_over_is_told(runs: Runs, bank: BankWeb) -> None:
    runs.one(FEED)
    bank.listed = []
    more(bank, 4)
    visit = runs.one(FEED)
    assert visit.new == 4 and visit.status is VisitStatus.DEGRADED and "may have been missed" in said(visit)
    assert runs.one(FEED).status is VisitStatus.UNCHANGED


def test_one_notice_of_many_that_is_gone_is_a_proposal_for_a_person(runs: Runs, bank: BankWeb) -> None:
    more(bank, 4)
    runs.one(LIST)
    del bank.pages["/n/6.html"]
    visit = runs.one(LIST)
    assert visit.gone == 1 and visit.status is VisitStatus.OK
    (one,) = undecided(runs)
    assert one.source_id == "list" and one.url.endswith("/n/6.html") and "2026年6月" in one.title
    assert runs.one(LIST).gone == 0 and undecided(runs) == [one]


def test_a_notice_that_comes_back_takes_its_proposal_along(runs: Runs, bank: BankWeb) -> None:
    more(bank, 4)
    runs.one(LIST)
    page = bank.pages.pop("/n/6.html")
    runs.one(LIST)
    assert undecided(runs)
    bank.pages["/n/6.html"] = page
    runs.clock.forward(days=2)
    runs.one(LIST)
    assert undecided(runs) == []
    del bank.pages["/n/6.html"]
    assert runs.one(LIST).gone == 1 and len(undecided(runs)) == 1


def test_many_that_vanish_at_once_are_an_outage_and_believed_only_when_they_stay_away(
    runs: Runs, bank: BankWeb
) -> None:
    more(bank, 4)
    runs.one(LIST)
    taken = {path: bank.pages.pop(path) for path in ("/m/0.html", "/m/1.html", "/m/2.html", "/n/6.html")}
    visit = runs.one(LIST)
    assert visit.gone == 0 and visit.status is VisitStatus.DEGRADED
    assert "4 of 7 known notices vanished at once" in said(visit) and undecided(runs) == []
    back = dict(taken)
    bank.pages.update(back)
    assert runs.one(LIST).status is VisitStatus.UNCHANGED
    for path in taken:
        del bank.pages[path]
    runs.one(LIST)
    runs.clock.forward(days=4)
    assert runs.one(LIST).gone == 4 and len(undecided(runs)) == 4


@pytest.mark.parametrize("status", [500, 503])
def test_a_host_that_answers_errors_beside_a_missing_page_concludes_nothing(
    runs: Runs, bank: BankWeb, status: int
) -> None:
    bank.validators = False
    more(bank, 4)
    runs.one(LIST)
    del bank.pages["/n/6.html"]
    page, bank.pages["/n/7.html"] = bank.pages["/n/7.html"], status
    visit = runs.one(LIST)
    assert visit.gone == 0 and undecided(runs) == [] and visit.status is VisitStatus.DEGRADED
    bank.pages["/n/7.html"] = page
    runs.clock.forward(hours=12)
    assert runs.one(LIST).gone == 1 and len(undecided(runs)) == 1


def test_a_list_that_became_a_log_in_page_says_so(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    bank.pages["/list.html"] = (
        "<html><head><title>用户登录</title></head><body><form action=/in><input name=user>"
        "<input type=password name=p><button>登录</button></form></body></html>"
    ).encode()
    visit = runs.one(LIST)
    assert visit.status is VisitStatus.DEGRADED and "asks for a log-in" in said(visit) and visit.gone == 0


def test_a_list_that_became_a_block_page_says_so(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    bank.pages["/list.html"] = (
        b"<html><title>Access Denied</title><body><h1>Access Denied</h1>Reference 18.2</body></html>"
    )
    visit = runs.one(LIST)
    assert visit.status is VisitStatus.DEGRADED and "answered with a block page" in said(visit) and visit.gone == 0


def test_a_notice_that_became_a_log_in_page_is_no_revision(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    bank.pages["/n/6.html"] = (
        "<html><head><title>登录 - 我的银行</title></head><body><h1>请登录</h1><form><p>用户名</p><input name=u>"
        "<p>密码</p><input type='password' name=p><button>登录</button></form></body></html>"
    ).encode()
    visit = runs.one(LIST)
    assert visit.revised == 0 and visit.status is VisitStatus.DEGRADED and "asks for a log-in" in said(visit)


def test_other_selectors_find_other_entries_and_miss_nothing_by_that(runs: Runs, bank: BankWeb) -> None:
    runs.one(LIST)
    bank.pages["/list.html"] = b""
    more(bank, 4)
    links = "".join(f"<li class='new'><a href='{path}'>{title}</a></li>" for path, title in bank.listed[3:])
    bank.pages["/list.html"] = f"<html><body><ul>{links}</ul></body></html>".encode()
    visit = runs.one(LIST + "\nlink = ['li.new a']")
    assert visit.new == 4 and visit.status is VisitStatus.OK and said(visit) == ""

"""Every fault of a server, from the outside: `ingest run` before it, during it, and when it is over.

Each fault has a host of its own on loopback, all in one configuration and one run, so that each shows on the way that it
costs no other. While it goes on, a notice is published there and another edited; the fault stands either before the list
or before these two pages. When it is over, nothing is lost and nothing doubled: what is stored is what an installation
holds that never met a fault.

Here, as `CASES`:

    refusals                 429, 500, 503, 403, 404, 410; with Retry-After; once and then well; 304 to a question never asked
    connections              silence, drops, a reset, no HTTP, a length that is too long or too short
    bodies                   endless, a gzip bomb, not gzip at all, oversize by its header, wrong charset, wrong media type
    redirects                to itself, to ever new addresses, to cloud metadata, to a foreign host
    pages for other pages    a block page, a log-in page, a soft 404, an empty list

Elsewhere, also from the outside:

    hostile PDFs, XML entities, pagers without end, DNS rebinding,
    unknown hosts, lost dates, a full disk, the clock     test_flow_hostile
    the lock (75), bad configuration (2), Ctrl-C          test_flow_unattended
    kill -9 at every stage, on both databases             test_flow_killed
    a week of faults on a clock                           test_flow_week
    Retry-After kept from run to run, log-in              test_flow_manners
    disappearance, feed overflow, shrinking lists         test_flow_health
    an edited page, one that comes back                   test_flow_identity
    mailbox: breaks, sizes, strangers, wrong password     test_flow_mailbox
    a browser page that hangs, eats memory, asks on       test_flow_rendered
    JSON that is an error; columns and tables that go     test_flow_kinds, test_flow_rows
    hostile spreadsheets, zip files and messages          test_flow_files
    damaged backups and databases                         test_flow_backup
    a scheduler beside a slow place, or stopped           test_flow_schedule
    workers that are killed, or share a host              test_flow_workers
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import hostile
import pytest
from bank_web import BankWeb, fee_page
from hostile import Fault
from installation import Installation
from stored import stored


@dataclass(frozen=True)
class Case:
    """A fault before the list ("list") or before two of its pages ("pages"), and what a run says of it."""

    name: str
    fault: Fault
    where: str
    status: str
    codes: tuple[str, ...] = ()
    """All codes of the causes, outside in, of which these are some."""
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.name}-{self.where}"


BLOCK = "<html><title>Access Denied</title><body><h1>Access Denied</h1>You don't have permission. Reference #18.2</body></html>"
LOGIN = (
    "<html><meta charset='utf-8'><title>用户登录</title><body><form action=/in><input name=user>"
    "<input type=password name=p><button>登录</button></form></body></html>"
)
MISSING = "<html><meta charset='utf-8'><title>404</title><body>您访问的页面不存在</body></html>"
METADATA = "http://169.254.169.254/latest/meta-data/"


def both(name: str, fault: Fault, code: str) -> tuple[Case, Case]:
    """What fails as a list leaves two pages unread as pages."""
    return Case(name, fault, "list", "failed", (code,)), Case(
        name, fault, "pages", "degraded", ("unread", "page", code)
    )


READ = {"new": 1, "revised": 1}
CASES = (
    Case("429", hostile.status(429, Retry_After=7200), "list", "failed", ("http_429",)),
    Case("429", hostile.status(429, Retry_After=7200), "pages", "failed", ("http_429", "left_alone"), {"requests": 2}),
    *both("500", hostile.status(500), "http_500"),
    Case("503", hostile.status(503, Retry_After=7200), "list", "failed", ("http_503",)),
    Case("503", hostile.status(503, Retry_After=7200), "pages", "failed", ("http_503", "left_alone"), {"requests": 2}),
    *both("403", hostile.status(403), "http_403"),
    *both("silent", hostile.silent, "timeout"),
    *both("reset", hostile.reset, "connection"),
    *both("nonsense", hostile.nonsense, "connection"),
    *both("loop", hostile.loop(), "redirect_loop"),
    *both("growing-loop", hostile.loop(grow=True), "many_redirects"),
    *both("metadata", hostile.status(302, Location=METADATA), "foreign_host"),
    *both("elsewhere", hostile.status(302, Location="http://www.elsewhere.example/x"), "foreign_host"),
    *both("too-long", hostile.wrong_length(+1000), "truncated"),
    *both("too-short", hostile.wrong_length(-300), "wrong_length"),
    *both("no-gzip", hostile.no_gzip, "bad_encoding"),
    Case("304", hostile.status(304), "pages", "degraded", ("http_304",)),
    Case("once-429", hostile.once(429, Retry_After=1), "pages", "ok", (), READ),
    Case("once-500", hostile.once(500), "list", "ok", (), READ),
    Case("once-503", hostile.once(503), "pages", "ok", (), READ),
    Case("slow", hostile.slow(1.0), "pages", "ok", (), READ),
    Case("charset", hostile.with_headers(Content_Type="text/html; charset=big5"), "list", "ok", (), READ),
    Case("charset", hostile.with_headers(Content_Type="text/html; charset=big5"), "pages", "ok", (), READ),
    Case("ctype", hostile.with_headers(Content_Type="application/pdf"), "list", "ok", (), READ),
    Case("ctype", hostile.with_headers(Content_Type="application/pdf"), "pages", "ok", (), READ),
    Case("endless", hostile.endless, "list", "failed", ("too_large",)),
    Case("endless", hostile.endless, "pages", "degraded", ("too_large",)),
    Case("bomb", hostile.bomb, "list", "failed", ("too_large",)),
    Case("bomb", hostile.bomb, "pages", "degraded", ("too_large",)),
    Case("oversize", hostile.oversize, "list", "failed", ("too_large",)),
    Case("oversize", hostile.oversize, "pages", "degraded", ("too_large",)),
    Case("gone", hostile.status(410), "list", "failed", ("http_410",)),
    Case("404", hostile.status(404), "list", "failed", ("http_404",)),
    Case("404", hostile.status(404), "pages", "ok", (), {"gone": 1, "turned_away": 1}),
    Case("block-page", hostile.instead(BLOCK), "list", "degraded", ("list_blocked",)),
    Case("block-page", hostile.instead(BLOCK), "pages", "degraded", ("block_page",)),
    Case("log-in", hostile.instead(LOGIN), "list", "degraded", ("list_login",)),
    Case("log-in", hostile.instead(LOGIN), "pages", "degraded", ("login_page",)),
    Case("soft-404", hostile.instead(MISSING), "pages", "degraded", ("soft_404",)),
    Case(
        "empty",
        hostile.instead("<html><body><ul class='list'></ul></body></html>"),
        "list",
        "degraded",
        ("list_emptied",),
    ),
    Case("well", lambda body: lambda _: body, "pages", "ok", (), READ),
)


class Place:
    """A host with two notices, later with a third and an edit."""

    def __init__(self, number: int, case: Case) -> None:
        self.case, self.web = case, BankWeb(f"127.0.1.{number + 1}")
        self.dice = Random(number)
        for month in (6, 7):
            self._publish(f"/n/{month}.html", month)

    def _publish(self, path: str, month: int) -> None:
        """No notice is taken for one of another place."""
        words = "".join(chr(self.dice.randrange(0x4E00, 0x9000)) for _ in range(90))
        title = f"关于调整{words[:6]}收费标准的公告"
        self.web.pages[path] = fee_page(month, title=title, extra=f"</p><p>{words}")
        self.web.listed.append((path, title))

    def edition(self) -> None:
        """A new notice, and an edited one."""
        self._publish("/n/new.html", 5)
        page = self.web.pages["/n/6.html"]
        assert isinstance(page, bytes)
        self.web.pages["/n/6.html"] = page.replace("15元".encode(), "19元".encode())

    def break_down(self) -> None:
        paths = ("/list.html",) if self.case.where == "list" else ("/n/6.html", "/n/new.html")
        self.right = {path: self.web.pages.get(path) for path in paths}
        for path in paths:
            body = self.right[path] or self.web._made(path)
            assert isinstance(body, bytes)
            self.web.pages[path] = self.case.fault(body)

    def mend(self) -> None:
        for path, page in self.right.items():
            if page is None:
                del self.web.pages[path]
            else:
                self.web.pages[path] = page

    @property
    def block(self) -> str:
        return f"[[source]]\nid = '{self.case.id}'\nkind = 'listing'\nurl = '{self.web.base}/list.html'\nallow_private = true\n"


HEAD = "[bank]\nphones = ['95260']\n[fetch]\nseconds_between_requests = 0\ntimeout_seconds = 1\nmax_megabytes = 1\n"


@dataclass
class Told:
    """What three runs of one installation said, and what it holds beside one that met no fault."""

    codes: list[int]
    runs: list[dict[str, Any]]
    held: dict[str, Any]
    expected: dict[str, Any]

    def visit(self, run: int, case: Case) -> dict[str, Any]:
        (found,) = [v for v in self.runs[run]["sources"] if v["id"] == case.id]
        return dict(found)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    places = [Place(number, case) for number, case in enumerate(CASES)]
    folders = [tmp_path_factory.mktemp(name) for name in ("met", "spared")]
    for folder in folders:
        (folder / "sources.toml").write_text(HEAD + "".join(p.block for p in places), "utf-8")
    met, spared = map(Installation, folders)
    codes, runs = [], []
    days = [(dt.date.today() + dt.timedelta(days=n)).isoformat() for n in (0, 0, 3, 3)]
    """What a host asked for, and what it refused, counts for a day."""
    for n, day in enumerate(days):
        if n == 1:
            for place in places:
                place.edition()
                place.break_down()
        elif n == 2:
            for place in places:
                place.mend()
        done = met("run", "--all", "--json", "--today", day, code=None)
        codes.append(done.returncode)
        runs.append(json.loads(done.stdout))
        if n in (0, 2):
            spared("run", "--all", "--today", day)
    yield Told(codes, runs, stored(met.url), stored(spared.url))
    for place in places:
        place.web.close()


def chain(causes: list[dict[str, Any]]) -> list[str]:
    """Codes of causes and of those behind them, outside in."""
    return [code for cause in causes for code in (cause["code"], *chain(cause["because"]))]


def test_the_exit_code_tells_that_there_was_trouble_and_that_it_is_over(told: Told) -> None:
    assert told.codes == [0, 1, 0, 0]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_a_fault_is_told_and_costs_what_it_stands_before(told: Told, case: Case) -> None:
    visit = told.visit(1, case)
    assert visit["status"] == case.status, visit
    assert set(case.codes) <= set(chain(visit["causes"])), visit
    assert bool(visit["reason"]) == bool(case.codes)
    nothing = {"new": 0, "revised": 0, "gone": 0}
    assert {n: visit[n] for n in nothing | case.counts} == nothing | case.counts, visit
    if case.where == "pages" and visit["status"] != "failed":
        assert visit["unchanged"] >= 1, visit  # the page that is well was asked


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_when_it_is_over_what_was_published_meanwhile_is_found_once(told: Told, case: Case) -> None:
    assert told.visit(0, case)["new"] == 2
    during, after, later = (told.visit(n, case) for n in (1, 2, 3))
    assert during["new"] + after["new"] == during["revised"] + after["revised"] == 1, after
    assert after["status"] in ("ok", "unchanged"), after
    assert (later["status"], later["unchanged"], later["drafts"]) == ("unchanged", 3, 0), later


def test_what_is_stored_is_what_an_installation_holds_that_met_no_fault(told: Told) -> None:
    for name in ("notices", "revisions", "drafts", "sources", "sightings", "lists", "questions"):
        assert told.held[name] == told.expected[name], name
    for name in ("notices", "revisions", "drafts"):
        assert set(told.held[name].values()) == {1}, name

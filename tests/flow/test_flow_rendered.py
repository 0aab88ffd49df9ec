"""Lists that only a script fills, in a real Chromium: what it reads, what it may not reach, what it may not take."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from bank_web import BankWeb, Runs, fee_page

from ingest.errors import Interrupted
from ingest.fetch.client import Client
from ingest.fetch.policy import FetchPolicy
from ingest.model import Cause, Fetched, FetchFailed, Listing, Source, SourceKind, VisitStatus
from ingest.sources import chromium, gate, kind_of, rendered, tab
from ingest.text.causes import told

APP = """
let page = 1;
async function load() {
  const answer = await fetch('/api?page=' + page, {headers: {'X-Requested-With': 'XMLHttpRequest'}});
  const rows = await answer.json();
  const items = rows.map(r => `<li><a href="${r[0]}">${r[1]}</a><span>2026-03-05</span></li>`);
  document.getElementById('list').innerHTML = items.join('');
  document.querySelector('.next').disabled = page >= 2;
}
document.querySelector('.next').addEventListener('click', () => { page++; load(); });
setTimeout(load, 100);
"""
SHELL = (
    "<!doctype html><meta charset='utf-8'><title>公告</title><ul id='list'></ul><button class='next'>下一页</button>"
    "<script src='http://cdn.example/analytics.js'></script><script src='/app.js'></script>"
)
RENDERED = "id = 'app'\nkind = 'rendered'\nurl = '{base}/app'\npages = 5\n"
ITEMS = "".join(f"<li><a href='/n/{n}.html'>关于调整第{n}项收费标准的公告</a> 2026-03-0{n}</li>" for n in range(1, 5))


@pytest.fixture
def application(bank: BankWeb) -> BankWeb:
    """A page whose list a script fetches, two entries at a time."""

    def api(handler: BaseHTTPRequestHandler) -> bytes:
        at = int(parse_qs(urlsplit(handler.path).query)["page"][0]) - 1
        assert handler.headers["X-Requested-With"] == "XMLHttpRequest"
        return json.dumps(bank.listed[2 * at : 2 * at + 2]).encode()

    bank.pages |= {"/app": SHELL.encode(), "/app.js": APP.encode(), "/api": api}
    return bank


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that never come to rest need not be waited for as long as in earnest."""
    monkeypatch.setattr(tab, "_LONGEST_WAIT", 3.0)
    monkeypatch.setattr(tab, "_AFTER_A_CLICK", 1.0)


def source(bank: BankWeb, path: str, **changes: object) -> Source:
    given = {"urls": (bank.base + path,), "hosts": ("127.0.0.1",), "allow_private": True} | changes
    return Source("app", SourceKind.RENDERED, **given)  # type: ignore[arg-type]


def visit(bank: BankWeb, path: str, spacing: float = 0, **changes: object) -> Listing | FetchFailed:
    of = source(bank, path, **changes)
    with Client(FetchPolicy(seconds_between_requests=spacing, attempts=1, use_environment=False)) as client:
        return kind_of(of).visit(of, client, {})


def found(bank: BankWeb, page: str, **changes: object) -> tuple[int, list[str]]:
    """How many entries a page gives, and the codes of what was suspicious."""
    bank.pages["/page"] = f"<!doctype html><meta charset='utf-8'><body>{page}</body>".encode()
    listing = visit(bank, "/page", **changes)
    assert isinstance(listing, Listing), listing
    return len(listing.candidates), [w.code for w in listing.warnings]


def test_a_list_that_a_script_fills_is_read_page_by_page(runs: Runs, application: BankWeb) -> None:
    report = runs.one(RENDERED + "link = '#list a'\nnext = '.next'\n")
    assert (report.status, report.found, report.new, report.causes) == (VisitStatus.OK, 3, 3, ())
    assert [p for p in application.requests if p.startswith("/api")] == ["/api?page=1", "/api?page=2"]
    assert report.requests == len(application.requests)
    application.listed.append(("/n/9.html", "关于调整借记卡收费标准的公告（2026年9月）"))
    application.pages["/n/9.html"] = fee_page(9)
    report = runs.one(RENDERED + "link = '#list a'\nnext = '.next'\n")
    assert (report.found, report.new, report.unchanged) == (4, 1, 3)


def test_without_selectors_the_list_and_its_pager_are_found(application: BankWeb) -> None:
    listing = visit(application, "/app", pages=5)
    assert isinstance(listing, Listing) and len(listing.candidates) == 3 and not listing.warnings
    assert [page.url.partition("#")[2] for page in listing.pages] == ["", "page=2"]


def test_what_was_remembered_of_a_page_that_looks_the_same_is_kept(application: BankWeb) -> None:
    of = source(application, "/app")
    with Client(FetchPolicy(seconds_between_requests=0, use_environment=False)) as client:
        first = kind_of(of).visit(of, client, {})
        assert isinstance(first, Listing)
        kept = {p.url: p for p in first.pages}
        again = kind_of(of).visit(of, client, kept)
    assert isinstance(again, Listing) and again.pages[0].candidates is kept[again.pages[0].url].candidates


def test_links_that_are_clicked_and_lists_that_grow_are_followed(bank: BankWeb) -> None:
    grown = ITEMS.replace("/n/", "/m/")
    page = f"<ul id='l'>{ITEMS}</ul><a id='m' href='javascript:void(0)'>加载更多</a><script>m.onclick = () => l.innerHTML += `{grown}`</script>"
    assert found(bank, page, pages=2, next=("#m",)) == (8, [])
    bank.pages["/second"] = f"<!doctype html><ul>{grown}</ul>".encode()
    assert found(bank, f"<ul>{ITEMS}</ul><a class='n' href='/second'>&gt;</a>", pages=3) == (8, [])
    scrolled = f"<ul id='l'>{ITEMS}</ul><script>onscroll = () => {{ onscroll = null; l.innerHTML += `{grown}` }}</script><p style='height:4000px'>"
    assert found(bank, scrolled, pages=2) == (8, [])


def test_a_pager_that_does_nothing_is_told_and_one_that_is_switched_off_is_the_end(bank: BankWeb) -> None:
    assert found(bank, f"<ul>{ITEMS}</ul><button>下一页</button>", pages=3) == (4, ["next_does_nothing"])
    assert found(bank, f"<ul>{ITEMS}</ul><ul><li class='disabled'><a href='#'>下一页</a></li></ul>", pages=3) == (4, [])
    assert found(bank, f"<ul>{ITEMS}</ul><button class='n' disabled>x</button>", pages=3, next=(".n",)) == (4, [])


def test_a_list_behind_a_route_is_opened_there(bank: BankWeb) -> None:
    shown = f"document.body.innerHTML = location.hash === '#/notices' ? `<ul>{ITEMS}</ul>` : 'home'"
    bank.pages["/"] = f"<!doctype html><meta charset='utf-8'><body></body><script>{shown}</script>".encode()
    listing = visit(bank, "/#/notices")
    assert isinstance(listing, Listing) and len(listing.candidates) == 4
    assert [page.url for page in listing.pages] == [f"{bank.base}/#/notices"]


def test_a_page_and_its_scripts_are_read_in_whatever_charset_they_are(bank: BankWeb) -> None:
    bank.pages["/app.js"] = f"document.getElementById('l').innerHTML = `{ITEMS}`".encode("gb18030")
    page = "<!doctype html><meta charset='big5'><title>公告列表</title><ul id='l'></ul><script src='/app.js'></script>"
    bank.pages["/page"] = page.encode("gb18030")
    listing = visit(bank, "/page", encoding="gb18030")
    assert isinstance(listing, Listing)
    assert [c.title for c in listing.candidates] == [f"关于调整第{n}项收费标准的公告" for n in range(1, 5)]


def test_a_page_that_stays_empty_says_which_hosts_it_asked_for(bank: BankWeb) -> None:
    bank.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private\n"
    count, codes = found(
        bank, "<div id=app></div><script src='http://cdn.example/app.js'></script><script src='/private.js'></script>"
    )
    assert count == 0 and codes == ["no_list", "browser_refused", "page_failed"]
    assert "/private.js" not in bank.requests


class Elsewhere:
    """A place on this machine that no page may reach, by TCP or UDP."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        place = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                place.seen.append(self.path)
                self.send_error(404)

            do_POST = do_CONNECT = do_OPTIONS = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(("127.0.0.1", 0))
        self.datagrams.setblocking(False)

    def reached(self) -> list[str]:
        try:
            return [*self.seen, f"{len(self.datagrams.recv(2000))} bytes by UDP"]
        except BlockingIOError:
            return self.seen


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    place = Elsewhere()
    yield place
    place.datagrams.close()
    place.server.shutdown()
    place.server.server_close()


ESCAPES = """<link rel=preconnect href=http://AT><link rel=prefetch href=http://AT/prefetch><link rel=dns-prefetch href=//AT>
<iframe src="http://AT/frame"></iframe><img src="http://AT/image"><video src="http://AT/video"></video>
<a id=d href="http://AT/down" download>x</a><form id=f action="http://AT/form" method=post target=_blank></form><script>
const tries = [
  () => new WebSocket('ws://AT/socket'), () => fetch('http://AT/fetch', {mode: 'no-cors'}),
  () => navigator.sendBeacon('http://AT/beacon', 'x'), () => new EventSource('http://AT/events'),
  () => window.open('http://AT/window'), () => d.click(), () => f.submit(), () => navigator.serviceWorker.register('/sw.js'),
  () => new Worker(URL.createObjectURL(new Blob(["fetch('http://AT/worker', {mode: 'no-cors'}); importScripts('http://AT/import')"]))),
  () => { const p = new RTCPeerConnection({iceServers: [{urls: 'stun:UDP'}]}); p.createDataChannel('x');
          p.createOffer().then(o => p.setLocalDescription(o)); },
  () => alert('x'), () => print(), () => setTimeout(() => location = 'http://AT/away', 50)];
for (const t of tries) try { t() } catch (e) {}
</script>"""


def test_nothing_of_a_page_reaches_any_other_place(bank: BankWeb, elsewhere: Elsewhere) -> None:
    udp = f"127.0.0.1:{elsewhere.datagrams.getsockname()[1]}"
    page = ESCAPES.replace("AT", f"127.0.0.1:{elsewhere.port}").replace("UDP", udp)
    assert found(bank, f"<ul>{ITEMS}</ul>{page}")[0] == 4
    assert elsewhere.reached() == []
    assert set(bank.requests) == {"/robots.txt", "/page"}


@pytest.mark.parametrize("script", ["while (true) {}", "setTimeout(() => { while (true) {} }, 150)"])
def test_a_script_without_end_costs_its_page(bank: BankWeb, script: str) -> None:
    bank.pages["/page"] = f"<!doctype html><body><ul>{ITEMS}</ul><script>{script}</script></body>".encode()
    failed = visit(bank, "/page")
    assert isinstance(failed, FetchFailed) and failed.code == "browser_slow"


def test_a_page_that_takes_all_memory_ends_one_way_or_the_other(bank: BankWeb) -> None:
    taking = (
        "const a = []; setInterval(() => { for (let i = 0; i < 20; i++) a.push(new Array(1e6).fill(Math.random())) })"
    )
    bank.pages["/page"] = f"<!doctype html><body><ul>{ITEMS}</ul><script>{taking}</script></body>".encode()
    got = visit(bank, "/page")
    assert isinstance(got, Listing) or got.code in ("browser_failed", "browser_slow")


def test_a_page_that_never_rests_is_read_as_it_is(bank: BankWeb) -> None:
    bank.pages["/api"] = b"[]"
    assert found(bank, f"<ul>{ITEMS}</ul><script>setInterval(() => fetch('/api'), 50)</script>")[0] == 4
    assert found(bank, f"<ul>{ITEMS}</ul><p id=p></p><script>setInterval(() => p.append('x'), 20)</script>")[0] == 4


def test_a_page_that_asks_without_end_is_cut_off(bank: BankWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_REQUESTS", 6)
    bank.pages["/api"] = b"[]"
    asking = "for (let n = 0; n < 50; n++) fetch('/api?' + n).catch(() => 0)"
    assert found(bank, f"<ul>{ITEMS}</ul><script>{asking}</script>")[0] == 4
    assert len(bank.requests) <= 8  # the ones under way are let through


def test_scripts_that_come_slowly_are_waited_for(bank: BankWeb) -> None:
    bank.pages |= {f"/{n}.js": b"1" for n in range(5)}
    bank.pages["/9.js"] = f"document.getElementById('l').innerHTML = `{ITEMS}`".encode()
    scripts = "".join(f"<script src='/{n}.js'></script>" for n in (0, 1, 2, 3, 4, 9))
    bank.pages["/page"] = f"<!doctype html><meta charset='utf-8'><ul id='l'></ul>{scripts}".encode()
    listing = visit(bank, "/page", spacing=1.0)
    assert isinstance(listing, Listing) and len(listing.candidates) == 4


def test_scripts_are_asked_for_once_a_visit(bank: BankWeb) -> None:
    bank.pages["/s.js"] = b"1"
    bank.pages["/second"] = (
        f"<!doctype html><script src='/s.js'></script><ul>{ITEMS.replace('/n/', '/m/')}</ul>".encode()
    )
    page = f"<script src='/s.js'></script><ul>{ITEMS}</ul><a href='/second'>下一页</a>"
    assert found(bank, page, pages=2) == (8, [])
    assert bank.requests.count("/s.js") == 1


def test_what_the_address_answers_is_told_as_for_other_lists(bank: BankWeb) -> None:
    bank.pages["/gone"] = 404
    failed = visit(bank, "/gone")
    assert isinstance(failed, FetchFailed) and (failed.code, failed.requests) == ("http_404", 2)
    foreign = visit(bank, "/x", hosts=("www.bank.example",))
    assert isinstance(foreign, FetchFailed) and foreign.code == "foreign_host"


class Stopping:
    """A fetcher whose run is told to end after its first answer."""

    def __init__(self, client: Client) -> None:
        self.client, self.asked = client, 0

    def get(self, url: str, *, source: Source, **more: object) -> Fetched:
        self.asked += 1
        if self.asked > 1:
            raise Interrupted
        return self.client.get(url, source=source)


def test_a_run_that_is_told_to_end_ends(application: BankWeb) -> None:
    of = source(application, "/app")
    with Client(FetchPolicy(seconds_between_requests=0, use_environment=False)) as client, pytest.raises(Interrupted):
        kind_of(of).visit(of, Stopping(client), {})  # type: ignore[arg-type]


def test_what_the_browser_says_is_told_in_a_line() -> None:
    log = "BrowserType.launch: Target closed\n- [pid=1][err] FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! …"
    assert rendered.failure("http://a.example/", log).code == "browser_sandbox"
    failed = rendered.failure("http://a.example/", "\n  Page.goto: net::ERR_FAILED at x\nCall log:\n  - …", 2)
    assert (failed.code, failed.about, failed.requests) == (
        "browser_failed",
        {"detail": "Page.goto: net::ERR_FAILED at x"},
        2,
    )


@pytest.mark.parametrize(
    ("gone", "code", "remedy"),
    [("find_spec", "no_playwright", "ingest[rendered]"), ("which", "no_browser", "apt install chromium")],
)
def test_a_missing_extra_or_browser_fails_the_source_with_a_remedy(
    runs: Runs,
    application: BankWeb,
    monkeypatch: pytest.MonkeyPatch,
    gone: str,
    code: str,
    remedy: str,
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
    monkeypatch.setattr(chromium.shutil if gone == "which" else chromium.importlib.util, gone, lambda name: None)
    report = runs.one(RENDERED)
    assert report.status is VisitStatus.FAILED and report.causes == (Cause(code),)
    assert remedy in told(report.causes[0]).en and remedy in told(report.causes[0]).zh
    assert application.requests == []

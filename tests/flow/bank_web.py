"""A small bank on loopback whose pages a test edits, and runs over it with readers in the test's own thread."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from clocked import Clock

from ingest import settings
from ingest.app import fetch_policy
from ingest.fetch.client import Client
from ingest.model import RunReport, VisitReport
from ingest.pipeline.collect import collect
from ingest.pipeline.health.watch import Watch
from ingest.pipeline.job import Job, Read
from ingest.pipeline.parts import Pipeline
from ingest.pipeline.pool import Pending, ReaderPool
from ingest.pipeline.read import read
from ingest.sources import kind_of
from ingest.store.store import Store
from ingest.text.causes import told_all

FEE = """<p>我行将自2026年{month}月1日（含）起调整下列收费：</p>
<table><tr><th>项目</th><th>调整前</th><th>调整后</th></tr>
<tr><td>借记卡挂失补卡手续费</td><td>10元/卡</td><td>{fee}元/卡</td></tr></table>
<p>60周岁（含）以上客户免收。{extra}</p><p>咨询电话：95260</p>"""


def fee_page(month: int = 6, fee: int = 15, extra: str = "", views: int = 100, title: str = "") -> bytes:
    title = title or f"关于调整借记卡收费标准的公告（2026年{month}月）"
    body = FEE.format(month=month, fee=fee, extra=extra)
    return (
        f"<html><head><meta charset='utf-8'><title>{title}_我的银行</title></head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<h1>{title}</h1><div>发布时间：2026-03-0{month % 9 + 1} 浏览次数：{views}</div><div class='content'>{body}</div>"
        "<div class='footer'>版权所有 ICP备10000001号</div></body></html>"
    ).encode()


Answer = bytes | int | Callable[[BaseHTTPRequestHandler], bytes | int | None]


class BankWeb:
    """`pages[path]` is bytes, a status, or a function that answers or gives one of them. `listed` makes /list.html and
    /feed.xml; `posted` are the bodies of POST requests."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Answer] = {}
        self.listed: list[tuple[str, str]] = []
        self.requests: list[str] = []
        self.posted: list[bytes] = []
        self.validators = True
        bank = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5

            def do_GET(self) -> None:
                bank.requests.append(self.path)
                try:
                    bank.answer(self)
                except OSError:
                    self.close_connection = True

            def do_POST(self) -> None:
                bank.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://{host}:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path.partition("?")[0]
        page = self.pages.get(path) or self._made(path)
        given = page(handler) if callable(page) else page
        if isinstance(given, int):
            self._send(handler, given, b"<html><title>error</title></html>")
        elif given is not None:
            self._send(handler, 200, given)

    def _made(self, path: str) -> Answer:
        if path == "/list.html":
            rows = "".join(f"<li><a href='{p}'>{t}</a><span>2026-03-05</span></li>" for p, t in self.listed)
            return f"<html><meta charset='utf-8'><body><ul class='list'>{rows}</ul></body></html>".encode()
        if path == "/feed.xml":
            items = "".join(f"<item><title>{t}</title><link>{self.base}{p}</link></item>" for p, t in self.listed)
            return f"<rss version='2.0'><channel><title>n</title>{items}</channel></rss>".encode()
        return 404

    def _send(self, handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        same = status == 200 and self.validators and handler.headers.get("If-None-Match") == tag
        handler.send_response(304 if same else status)
        kinds = {b"<r": "application/xml", b"<u": "application/xml", b"{": "application/json", b"[": "application/json"}
        handler.send_header("Content-Type", next((v for k, v in kinds.items() if body.startswith(k)), "text/html"))
        if self.validators:
            handler.send_header("ETag", tag)
        handler.send_header("Content-Length", "0" if same else str(len(body)))
        handler.end_headers()
        if not same:
            handler.wfile.write(body)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class InThread(ReaderPool):
    """Reads in the caller's thread: no processes to start, for tests that are not about them."""

    def submit(self, job: Job) -> Pending:
        future: Future[Read] = Future()
        future.set_result(read(job))
        return Pending(job, future)


class Runs:
    """Runs over the bank, one after the other, an hour apart."""

    def __init__(self, bank: BankWeb, store: Store, folder: Path, clock: Clock) -> None:
        self.bank, self.store, self.folder, self.clock = bank, store, folder, clock
        self.watch = Watch()

    def settings(self, *blocks: str) -> settings.Settings:
        file = self.folder / "sources.toml"
        fetch = "[fetch]\nseconds_between_requests = 0\ntimeout_seconds = 2\n"
        made = "".join(f"\n[[source]]\nallow_private = true\n{b.format(base=self.bank.base)}\n" for b in blocks)
        file.write_text(f"[bank]\nname = '我的银行'\nphones = ['95260']\n{fetch}{made}", "utf-8")
        return settings.load(file, {})

    def run(self, *blocks: str) -> RunReport:
        made = self.settings(*blocks)
        policy = replace(fetch_policy(made), attempts=1, total_seconds=5, max_wait_seconds=0.1)
        with Client(policy) as client, InThread() as pool:
            zone, clock = made.bank.zone, self.store.clock
            report = collect(made.sources, Pipeline(self.store, client, kind_of, pool, clock, zone, watch=self.watch))
        self.clock.forward(hours=1)
        return report

    def one(self, block: str) -> VisitReport:
        return self.run(block).visits[0]


LIST = "id = 'list'\nkind = 'listing'\nurl = '{base}/list.html'"
FEED = "id = 'feed'\nkind = 'feed'\nurl = '{base}/feed.xml'"


def said(visit: VisitReport) -> str:
    """Why it failed or is degraded, in English."""
    return told_all(visit.causes).en

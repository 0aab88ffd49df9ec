"""Several hosts of one bank, each a loopback address of its own, and a record of who was asked what, from when to when."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

from bank_web import fee_page


@dataclass(frozen=True, slots=True)
class Asked:
    host: str
    path: str
    began: float
    ended: float


class Houses:
    """Hosts 127.0.0.2, 127.0.0.3 …, each with the lists /a.html and /b.html of some notices. `seconds` is what an
    answer takes; `hold`, once cleared, makes the notices of the first host wait."""

    def __init__(self, hosts: int = 4, notices: int = 3, seconds: float = 0.03) -> None:
        self.hosts = [f"127.0.0.{n + 2}" for n in range(hosts)]
        self.notices, self.seconds = notices, seconds
        self.log: list[Asked] = []
        self.hold = threading.Event()
        self.hold.set()
        self.pages = {(h, p): body for n, h in enumerate(self.hosts) for p, body in self._made(n).items()}
        self.servers = [self._serve(self.hosts[0], 0)]
        self.port = self.servers[0].server_address[1]
        self.servers += [self._serve(host, self.port) for host in self.hosts[1:]]

    def _made(self, host: int) -> dict[str, bytes]:
        made: dict[str, bytes] = {}
        for name in "ab":
            rows = ""
            for n in range(self.notices):
                words = _words(f"{host}{name}{n}")
                title = f"关于调整{words[:6]}收费标准的公告"
                path = f"/{name}/{n}.html"
                made[path] = fee_page(1 + n % 9, title=title, extra=f"</p><p>{words}")
                rows += f"<li><a href='{path}'>{title}</a><span>2026-03-05</span></li>"
            made[f"/{name}.html"] = f"<meta charset='utf-8'><ul class='list'>{rows}</ul>".encode()
        return made

    def _serve(self, host: str, port: int) -> ThreadingHTTPServer:
        houses = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_GET(self) -> None:
                began = time.monotonic()
                time.sleep(houses.seconds)
                if host == houses.hosts[0] and self.path.count("/") == 2:
                    houses.hold.wait(60)
                body = houses.pages.get((host, self.path))
                houses.log.append(Asked(host, self.path, began, time.monotonic()))
                try:
                    self.send_response(200 if body else 404)
                    self.send_header("Content-Type", "text/html")
                    self.send_header("Content-Length", str(len(body or b"")))
                    self.end_headers()
                    self.wfile.write(body or b"")
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer((host, port), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return server

    def sources(self, spacing: float = 0.0) -> str:
        """The text of sources.toml."""
        fetch = f"[fetch]\nseconds_between_requests = {spacing}\ntimeout_seconds = 90\n"
        blocks = "".join(
            f"\n[[source]]\nid = '{host}-{name}'\nkind = 'listing'\nallow_private = true\n"
            f"url = 'http://{host}:{self.port}/{name}.html'\n"
            for host in self.hosts
            for name in "ab"
        )
        return f"[bank]\nname = '我的银行'\nphones = ['95260']\n{fetch}{blocks}"

    def by_host(self) -> dict[str, list[Asked]]:
        found: dict[str, list[Asked]] = defaultdict(list)
        for asked in sorted(self.log, key=lambda a: a.began):
            found[asked.host].append(asked)
        return found

    def times(self, path: str) -> list[int]:
        """How often each host was asked for `path`."""
        return [sum(a.path == path for a in self.by_host()[host]) for host in self.hosts]

    def close(self) -> None:
        self.hold.set()
        for server in self.servers:
            server.shutdown()
            server.server_close()


def _words(name: str) -> str:
    """Chinese characters of no meaning, others for each name: no notice is taken for another."""
    dice = Random(name)
    return "".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(90))

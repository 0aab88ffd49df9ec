"""The chat services of others, played on loopback as they document themselves: each checks what it is given, answers in
its own words, and misbehaves when told to."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, str, str]
"""Status, media type, body."""
KEYS = {
    "wecom": "wecom-key",
    "dingtalk": "SEC-dingtalk",
    "feishu": "feishu-secret",
    "webhook": "whsec_c2VjcmV0LW9mLWEtYmFuaw==",
}


class Services:
    """`messages[kind]` are those that were taken; `next_answers` are given first, in place of its own."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        self.now = now
        self.messages: dict[str, list[Any]] = {kind: [] for kind in (*KEYS, "slack")}
        self.requests: list[tuple[str, Mapping[str, str], bytes]] = []
        self.next_answers: list[Answer | None] = []
        house = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                house.requests.append((self.path, dict(self.headers), raw))
                own = house.answer(self.path, dict(self.headers), raw) if not house.next_answers else None
                given = own or house.next_answers.pop(0)
                if given is None:  # hangs up
                    self.close_connection = True
                    return
                status, media_type, body = given
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, headers: Mapping[str, str], raw: bytes) -> Answer:
        kind = urlsplit(path).path.strip("/")
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        taken, said = getattr(self, f"_{kind}")(json.loads(raw), query, headers, raw)
        if taken is not None:
            self.messages[kind].append(taken)
        return said

    def _wecom(self, body: Any, query: Mapping[str, str], headers: Mapping[str, str], raw: bytes) -> tuple[Any, Answer]:
        if query.get("key") != KEYS["wecom"]:
            return None, _json(errcode=93000, errmsg="invalid webhook url")
        content = body["text"]["content"]
        if body["msgtype"] != "text" or len(content.encode()) > 2048:
            return None, _json(errcode=40058, errmsg="text.content exceed max length 2048")
        return content, _json(errcode=0, errmsg="ok")

    def _dingtalk(
        self, body: Any, query: Mapping[str, str], headers: Mapping[str, str], raw: bytes
    ) -> tuple[Any, Answer]:
        stamp = query.get("timestamp", "")
        whole = f"{stamp}\n{KEYS['dingtalk']}"
        right = base64.b64encode(hmac.new(KEYS["dingtalk"].encode(), whole.encode(), hashlib.sha256).digest())
        if query.get("sign", "").encode() != right or not self._near(int(stamp or 0) / 1000):
            return None, _json(errcode=310000, errmsg="sign not match")
        if len(raw) > 20_000:
            return None, _json(errcode=460101, errmsg="message too long")
        return body["text"]["content"], _json(errcode=0, errmsg="ok")

    def _feishu(
        self, body: Any, query: Mapping[str, str], headers: Mapping[str, str], raw: bytes
    ) -> tuple[Any, Answer]:
        stamp = body.get("timestamp", "0")
        right = base64.b64encode(hmac.new(f"{stamp}\n{KEYS['feishu']}".encode(), b"", hashlib.sha256).digest()).decode()
        if body.get("sign") != right or not self._near(int(stamp)):
            return None, _json(code=19021, msg="sign match fail or timestamp is not within one hour from current time")
        if len(raw) > 20 * 1024:
            return None, _json(code=9499, msg="Bad Request")
        (post,) = body["content"]["post"].values()
        assert all(e["tag"] in ("text", "a") for line in post["content"] for e in line)
        return post, _json(StatusCode=0, StatusMessage="success", code=0, data={}, msg="success")

    def _slack(self, body: Any, query: Mapping[str, str], headers: Mapping[str, str], raw: bytes) -> tuple[Any, Answer]:
        if len(body["text"]) > 4000:
            return None, (400, "text/html", "msg_too_long")
        return body, (200, "text/html", "ok")

    def _webhook(
        self, body: Any, query: Mapping[str, str], headers: Mapping[str, str], raw: bytes
    ) -> tuple[Any, Answer]:
        return body, (202, "text/plain", "")

    def _near(self, seconds: float) -> bool:
        return abs(self.now().timestamp() - seconds) < 3600


def _json(**body: object) -> Answer:
    return 200, "application/json; charset=utf-8", json.dumps(body)

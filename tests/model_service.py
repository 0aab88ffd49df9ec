"""A service of our own on loopback that speaks the chat protocol, and answers as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ingest.draft.model_writer.completions import Completions
from ingest.draft.model_writer.writer import ModelWriter
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.post import Poster
from ingest.model import Writer

Json = dict[str, Any]
Answer = Callable[[Json], Any]
"""What was asked (the quoted data) → the text to answer with, or an object to be written as JSON, or (status, text)."""

FIELDS = {
    "faqs": ("id", "question", "answer", "operation_points", "conditions", "say", "citations"),
    "bulletins": ("id", "headline", "what_changes", "who", "script", "citations"),
}


def echo(asked: Json) -> Json:
    """Every draft as it came."""
    return {kind: [{name: item[name] for name in names} for item in asked[kind]] for kind, names in FIELDS.items()}


def changing(*replaced: tuple[str, str]) -> Answer:
    """Every draft with one text for another, in every field but its id and citations."""

    def change(value: Any) -> Any:
        if isinstance(value, list):
            return [change(v) for v in value]
        for old, new in replaced:
            value = value.replace(old, new)
        return value

    def answer(asked: Json) -> Json:
        return {
            kind: [{k: v if k in ("id", "citations") else change(v) for k, v in item.items()} for item in items]
            for kind, items in echo(asked).items()
        }

    return answer


class Service:
    """`service.answer` answers; `service.seen` lists what was asked: (headers, request, quoted data)."""

    def __init__(self) -> None:
        self.answer: Answer = echo
        self.delay = threading.Event()
        self.seconds = 0.0
        self.seen: list[tuple[dict[str, str], Json, Json]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                status, body = service.reply({k.lower(): v for k, v in self.headers.items()}, json.loads(raw))
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def reply(self, headers: dict[str, str], request: Json) -> tuple[int, bytes]:
        asked = json.loads("\n".join(request["messages"][1]["content"].split("\n")[1:-1]))
        self.seen.append((headers, request, asked))
        self.delay.wait(self.seconds)
        said = self.answer(asked)
        if isinstance(said, tuple):
            return said[0], said[1].encode()
        text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
        envelope = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
        return 200, json.dumps(envelope).encode()

    def close(self) -> None:
        self.delay.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    yield made
    made.close()


@pytest.fixture
def writer(service: Service, plan: Writer) -> Iterator[ModelWriter]:
    """A writer that asks the service to reword the fixture `plan`, and waits for nothing."""
    policy = FetchPolicy(use_environment=False, timeout_seconds=0.3, total_seconds=0.3, attempts=2)
    with Poster(policy, intranet=True, sleep=lambda _: None) as poster:
        yield ModelWriter(Completions(poster.post, service.url, "small", key="s3cret"), plan=plan)

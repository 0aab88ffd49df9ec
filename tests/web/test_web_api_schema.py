"""Made-up requests, sound and unsound, against the running interface with the token of every role: nothing breaks,
every answer is as the document says, and nothing is told without a token."""

from __future__ import annotations

import dataclasses
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
import uvicorn
from builders import fee_page, outage_page, publish_all, put
from clocked import Clock
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from visits import PEOPLE

from ingest.model import Actor
from ingest.review.tokens import make
from ingest.store.store import Store
from ingest.web.api.interface import PATH, document
from ingest.web.app import create_app
from ingest.web.options import WebOptions

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
PROBLEM = "application/problem+json"
_QUIET = settings(
    max_examples=2,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Running:
    """The application behind a real server, and a token for each person."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.store = Store.open(str(folder / "store.db"), clock=self.clock)
        with self.store.writing() as tx:
            for person in PEOPLE:
                tx.users.add(person.name, person.name.title(), person.roles, "no password")
        publish_all(self.store, put(self.store, *fee_page()), self.clock)
        for n in range(6):
            document, *rest = outage_page() if n % 2 else fee_page()
            put(
                self.store,
                dataclasses.replace(document, url=f"{document.url}-{n}", text=f"{document.text}\n{n}"),
                *rest,
            )
        self.tokens = {person: make(self.store, person, "fuzz", None, self.clock).token for person in PEOPLE}
        app = create_app(self.store, WebOptions("湖滨银行", clock=self.clock))
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off", ws="none"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}{PATH}"

    def session(self, person: Actor) -> requests.Session:
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {self.tokens[person]}"
        return session

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(5)
        self.store.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = Running(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def operations() -> list[Any]:
    return [found.ok() for found in openapi.from_dict(document()).get_all_operations()]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_whatever_a_program_sends_is_answered_as_the_document_says(
    running: Running, operations: list[Any], mode: GenerationMode
) -> None:
    with ExitStack() as stack:
        sound = mode is GenerationMode.POSITIVE
        people = PEOPLE if sound else PEOPLE[::3]  # what can't be read is refused to everybody alike
        sessions = [stack.enter_context(running.session(person)) for person in people]
        for operation in operations:
            _try(operation.as_strategy(generation_mode=mode), sessions, running.address, sound)


def _try(strategy: Any, sessions: list[requests.Session], address: str, sound: bool) -> None:
    """Each request for every person in turn."""

    @seed(1)
    @_QUIET
    @given(strategy)
    def asked(case: Any) -> None:
        if sound:
            _aim(case)
        for session in sessions:
            answer = case.call(base_url=address, session=session, headers=dict(session.headers))
            case.validate_response(answer, checks=CHECKS)

    asked()


def _aim(case: Any) -> None:
    """At what is there: most numbers that can be made up lead nowhere, and most versions were never seen."""
    apart = zlib.crc32(case.operation.label.encode())
    case.path_parameters = {name: 1 + (value + apart) % 12 for name, value in (case.path_parameters or {}).items()}
    if "if-match" in {header.name for header in case.operation.headers}:
        case.headers = {**(case.headers or {}), "if-match": '"1"'}


@pytest.mark.parametrize("token", [None, "Bearer ingest_nobodys", "Basic YWRhOmFkYQ=="])
def test_nothing_is_told_without_a_token(running: Running, operations: list[Any], token: str | None) -> None:
    for operation in operations:
        path = f"{running.address}{operation.path}".replace("{", "").replace("}", "")
        answer = requests.request(operation.method, path, headers={"Authorization": token} if token else {}, timeout=5)
        assert answer.status_code in (401, 429) and answer.headers["content-type"] == PROBLEM, operation.path

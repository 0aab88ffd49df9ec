"""Events on standard error: one a line, with run and source, and without secrets."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from ingest import logs
from ingest.settings.variables import named

log = logging.getLogger("ingest.somewhere")


class Lines:
    """What is written by `ingest` and by a library."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logs.handler(self.stream)

    def written(self) -> str:
        return self.stream.getvalue()

    def told(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.written().splitlines()]


@pytest.fixture(params=["json"])
def lines(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Lines]:
    monkeypatch.setenv("INGEST_LOG", request.param)
    monkeypatch.setattr(logs, "_hidden", set())
    made, loggers = Lines(), [logging.getLogger("ingest"), logging.getLogger("library")]
    for one in loggers:
        one.addHandler(made.handler)
        one.setLevel(logging.INFO)
    yield made
    for one in loggers:
        one.removeHandler(made.handler)
        one.setLevel(logging.NOTSET)


def test_each_event_is_one_object_with_time_level_code_run_and_source(lines: Lines) -> None:
    with logs.about(run=7, source="my-bank"):
        log.info("two\nlines", extra={"code": "visit.end", "found": 3})
    (told,) = lines.told()
    assert told["run"] == 7 and told["source"] == "my-bank" and told["code"] == "visit.end"
    assert (told["level"], told["message"], told["found"]) == ("info", "two\nlines", 3)
    assert str(told["at"]).endswith("+00:00")


def test_what_libraries_say_is_an_object_too(lines: Lines) -> None:
    logging.getLogger("library").warning("trouble %d", 1)
    (told,) = lines.told()
    assert told["message"] == "trouble 1" and told["code"] is None and told["run"] is None


def test_threads_do_not_mix_their_sources_up(lines: Lines) -> None:
    ready = threading.Barrier(2)

    def visit(source: str) -> None:
        with logs.about(source=source):
            ready.wait()
            log.info(source)

    threads = [threading.Thread(target=visit, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = lines.told()
    assert all(one["source"] == one["message"] for one in told) and len(told) == 2


@pytest.mark.parametrize(
    "said",
    [
        "postgresql://ingest:hunter22@db/ingest can't be reached",
        "http://user:hunter22@proxy.example:3128: refused",
        "Authorization: Bearer hunter22",
        "{'Authorization': 'Basic hunter22'}",
        "GET https://api.bank.example/list?page=1&access_token=hunter22&x=1",
        "password='hunter22' was refused",
        "Set-Cookie: hunter22; path=/",
        "X-Api-Key: hunter22",
        "the value hunter22 was sent",
    ],
)
@pytest.mark.parametrize("lines", ["json", "text"], indirect=True)
def test_no_secret_is_written(lines: Lines, said: str) -> None:
    if "value" in said:
        logs.hide("hunter22", "", None, "ab")
    log.warning(said, extra={"url": said})
    try:
        raise ValueError(said)
    except ValueError:
        log.exception("it failed")
    written = lines.written()
    assert "hunter22" not in written and "***" in written


def test_an_error_says_its_kind_and_with_debugging_where(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        try:
            raise ValueError("x")
        except ValueError:
            log.exception("it failed")

    fail()
    monkeypatch.setenv("INGEST_DEBUG", "1")
    fail()
    without, traced = lines.told()
    assert without["error"] == "ValueError" and "trace" not in without
    assert "in fail" in str(traced["trace"])


@pytest.mark.parametrize("lines", ["text"], indirect=True)
def test_text_is_one_line_an_event(lines: Lines) -> None:
    log.info("the sun rose")
    assert lines.written() == "INFO ingest.somewhere: the sun rose\n"


@pytest.mark.parametrize(
    ("form", "events", "expected"),
    [("text", False, ["ours"]), ("text", True, ["step", "ours"]), ("json", False, ["step", "ours"])],
)
def test_steps_are_told_in_json_or_when_asked_for_and_the_chatter_of_libraries_never(
    form: str, events: bool, expected: list[str]
) -> None:
    code = f"""
import logging; from ingest import logs
logs.set_up(events={events})
logging.getLogger("library").info("chatter")
logging.getLogger("ingest.x").info("step")
logging.getLogger("ingest.x").debug("detail")
logging.getLogger("ingest.x").warning("ours")
"""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("INGEST_")} | {"INGEST_LOG": form}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    said = [json.loads(line)["message"] if form == "json" else line.split()[-1] for line in done.stderr.splitlines()]
    assert said == expected


def test_every_variable_that_the_configuration_names_is_known() -> None:
    data = {
        "fetch": {"proxy_password_env": "PROXY"},
        "source": [{"headers": {"X-Key": "key env:KEY"}, "login": {"password_env": "LOGIN", "user": "env"}}],
    }
    assert named(data) == ("KEY", "LOGIN", "PROXY")

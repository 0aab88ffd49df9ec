"""`ingest run` as cron starts it: exit codes, the lock, kill -9."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from bank_web import FEED, LIST, BankWeb, Runs, fee_page
from commands import run
from installation import patient

from ingest.store.store import Store


def ingest(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("INGEST_")} | {"INGEST_LANG": "en"}
    return run(args, cwd, environment, timeout=60)


def test_run_prints_one_line_a_source_and_leaves_with_0_then_says_nothing_new(runs: Runs, tmp_path: Path) -> None:
    runs.settings(LIST, FEED)
    first = ingest("run", "--all", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert [line.partition(":")[0] for line in first.stdout.splitlines()[:2]] == ["list", "feed"]
    second = json.loads(ingest("run", "--all", "--json", cwd=tmp_path).stdout)
    assert second["totals"]["drafts"] == 0 and second["totals"]["unchanged"] == 6
    assert {s["status"] for s in second["sources"]} == {"unchanged"}
    assert (tmp_path / "output" / "bulletin.html").exists()


def test_a_failing_source_gives_1_and_bad_configuration_gives_2(runs: Runs, tmp_path: Path) -> None:
    runs.settings(LIST, "id = 'dead'\nkind = 'feed'\nurl = 'http://127.0.0.1:9/x'")
    assert ingest("run", "--all", cwd=tmp_path).returncode == 1
    (tmp_path / "sources.toml").write_text("[bank]\nname = 'x'\nunknown = 1\n[[source]]\nid = 'a'\nkind = 'feed'\n")
    broken = ingest("run", cwd=tmp_path)
    assert broken.returncode == 2
    assert "line 3" in broken.stderr and "unknown" in broken.stderr and "source 'a'" in broken.stderr
    assert "Traceback" not in broken.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["run", "nobody"], "there is no source 'nobody'"),
        (["draft", "missing.html"], "no such file"),
        (["run", "--today", "tomorrow"], "not a date"),
        (["serve", "--port", "80000"], "80000 is not in the range"),
        (["--config", "missing.toml", "run"], "no such file"),
    ],
)
def test_bad_arguments_say_what_is_wrong_and_leave_with_2(
    runs: Runs, tmp_path: Path, args: list[str], says: str
) -> None:
    runs.settings(LIST)
    done = ingest(*args, cwd=tmp_path)
    assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr


def test_a_database_that_is_none_or_of_a_newer_version_is_left_alone(runs: Runs, tmp_path: Path) -> None:
    runs.settings(LIST)
    (tmp_path / "output").mkdir()
    database = tmp_path / "output" / "ingest.db"
    database.write_bytes(b"this is not a database" * 100)
    before = database.read_bytes()
    done = ingest("run", "--all", cwd=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert database.read_bytes() == before


def test_a_second_run_at_the_same_time_leaves_with_75(runs: Runs, bank: BankWeb, tmp_path: Path) -> None:
    runs.settings(LIST)
    patient(tmp_path)
    released = threading.Event()
    bank.pages["/list.html"] = lambda handler: released.wait(60) and None
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "run", "--all"], cwd=tmp_path, stdout=subprocess.DEVNULL
    )
    _wait_for(lambda: "/list.html" in bank.requests or "/robots.txt" in bank.requests)
    assert ingest("run", "--all", cwd=tmp_path).returncode == 75
    released.set()
    process.kill()
    process.wait()


@pytest.mark.parametrize("pages_before_the_kill", [1, 4, 9])
def test_kill_9_in_the_middle_loses_nothing_and_doubles_nothing(
    runs: Runs, bank: BankWeb, tmp_path: Path, pages_before_the_kill: int
) -> None:
    bank.listed = []
    for n in range(12):
        title = f"关于调整第{n}类借记卡收费标准的公告"
        bank.pages[f"/n/k{n}.html"] = fee_page(1 + n % 9, fee=15 + n, title=title)
        bank.listed.append((f"/n/k{n}.html", title))
    runs.settings(LIST)
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "run", "--all"], cwd=tmp_path, stdout=subprocess.DEVNULL
    )
    _wait_for(lambda: sum(p.startswith("/n/k") for p in bank.requests) >= pages_before_the_kill)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = ingest("run", "--all", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    again = json.loads(ingest("run", "--all", "--json", cwd=tmp_path).stdout)
    assert again["totals"]["drafts"] == 0 and again["totals"]["unchanged"] == 12
    store = Store.open(f"sqlite:///{tmp_path / 'output' / 'ingest.db'}")
    with store.reading() as tx:
        drafts = tx.drafts.queue(limit=5000)
        assert tx.audit.verify() is None
        assert len({d.notice_id for d in drafts}) == 12
        assert len({(d.revision_id, d.kind, str(d.content)) for d in drafts}) == len(drafts)
    store.close()


def test_ctrl_c_ends_a_run_at_once_with_130_and_the_next_run_goes_on(runs: Runs, bank: BankWeb, tmp_path: Path) -> None:
    bank.listed = []
    for n in range(40):
        title = f"关于调整第{n}类借记卡收费标准的公告"
        bank.pages[f"/n/c{n}.html"] = _slowly(bank, fee_page(1 + n % 9, fee=15 + n, title=title))
        bank.listed.append((f"/n/c{n}.html", title))
    runs.settings(LIST)
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "run", "--all"],
        cwd=tmp_path,
        env=dict(os.environ) | {"INGEST_LANG": "zh"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _wait_for(lambda: sum(p.startswith("/n/c") for p in bank.requests) >= 3)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the readers get it too
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "运行已中止" in said and "Traceback" not in said
    assert sum(p.startswith("/n/c") for p in bank.requests) < 40
    done = json.loads(ingest("run", "--all", "--json", cwd=tmp_path).stdout)
    assert done["totals"]["new"] + done["totals"]["unchanged"] == 40


def test_the_pages_end_with_ctrl_c_and_without_a_complaint(runs: Runs, tmp_path: Path) -> None:
    runs.settings(LIST)
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "serve", "--port", "0", "--no-scheduler"],
        cwd=tmp_path,
        env=dict(os.environ) | {"INGEST_LANG": "en"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    address = process.stderr.readline()
    assert "http://127.0.0.1:" in address
    url = next(word for word in address.split() if word.startswith("http"))
    _wait_for(lambda: _answers(url))
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (0, "")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _slowly(bank: BankWeb, page: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.1)
        bank._send(handler, 200, page)

    return answer


def _wait_for(happened: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)

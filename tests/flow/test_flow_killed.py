"""kill -9 at every stage of a run, again and again: in the end all is as after runs that nobody disturbed.

The stages are the events that a run tells, and what the bank's server sees; nothing in the program knows of the tests.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from random import Random

import pytest
from bank_web import FEED, LIST, BankWeb, Runs, fee_page
from docx import Document
from installation import Installation, Started
from stored import stored

STAGES: list[tuple[str, int, float]] = [
    ("run.begin", 1, 0),
    ("visit.listed", 1, 0),
    ("page.fresh", 1, 0),
    ("page.fresh", 3, 0.6),
    ("page.saved", 1, 0),
    ("page.saved", 2, 0.02),
    ("visit.remembered", 1, 0),
    ("visit.end", 1, 0),
    ("visit.end", 2, 0),
    ("run.end", 1, 0),
    ("edition.written", 1, 0),
]
"""The event, which one of its kind, and how many seconds after it."""


@pytest.fixture(params=["sqlite", "postgresql"])
def killed(request: pytest.FixtureRequest, runs: Runs, tmp_path: Path) -> Installation:
    """The installation that is killed, with an empty database of each kind."""
    runs.settings(LIST, FEED)
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else None
    return Installation(tmp_path, url)


@pytest.fixture
def undisturbed(killed: Installation, tmp_path: Path) -> Installation:
    """Its twin, which watches the same bank from a folder of its own, on SQLite."""
    folder = tmp_path / "twin"
    folder.mkdir()
    (folder / "sources.toml").write_text((tmp_path / "sources.toml").read_text("utf-8"), "utf-8")
    return Installation(folder)


class Publishing:
    """The bank's web editor: at each turn a notice comes, and one is edited, gets another file, or goes."""

    def __init__(self, bank: BankWeb, turns: int) -> None:
        self.bank, self.turns = bank, iter(range(turns))
        bank.listed = []
        for n in range(turns):
            self._add(f"o{n}", extra=f"<a href='/files/o{n}.docx'>附件：价目表{n}.docx</a>" if n % 6 == 1 else "")
            bank.pages[f"/files/o{n}.docx"] = _docx(f"加急费{20 + n}元/份")

    def _add(self, name: str, **more: str) -> None:
        words = _words(name)
        title = f"关于调整{words[:6]}收费标准的公告"
        extra = more.get("extra", "") + f"</p><p>{words}"
        self.bank.pages[f"/n/{name}.html"] = fee_page(1 + len(self.bank.listed) % 9, title=title, extra=extra)
        self.bank.listed.insert(0, (f"/n/{name}.html", title))

    def turn(self) -> None:
        n = next(self.turns)
        self._add(f"a{n}")
        path = f"/n/o{n}.html"
        page = self.bank.pages[path]
        assert isinstance(page, bytes)
        if n % 6 == 0:
            del self.bank.pages[path]
            self.bank.listed = [entry for entry in self.bank.listed if entry[0] != path]
        elif n % 6 == 1:
            self.bank.pages[f"/files/o{n}.docx"] = _docx(f"加急费{50 + n}元/份")
        else:
            self.bank.pages[path] = page.replace("15元".encode(), "19元".encode())


def _words(name: str) -> str:
    """Chinese characters of no meaning, others for each name: no notice is taken for another."""
    dice = Random(name)
    return "".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(90))


def _docx(text: str) -> bytes:
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


def _cut_short(bank: BankWeb, path: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Half an answer, and then nothing more."""
    body = bank._made(path) if path.endswith("list.html") else bank.pages[path]
    assert isinstance(body, bytes)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        bank.requests.append(f"half of {path}")
        handler.connection.recv(1)  # until the other end is gone

    return answer


def _kills(bank: BankWeb, publishing: Publishing, ingest: Installation) -> Iterator[Started]:
    """Every way to die, each in a run that finds something new."""
    for code, nth, after in STAGES:
        publishing.turn()
        run = ingest.started("run", "--all")
        run.kill_at(code, nth, after)
        yield run
    for path in ("/list.html", "/n/a0.html"):
        publishing.turn()
        whole = bank.pages.get(path)
        bank.pages[path] = _cut_short(bank, path)
        run = ingest.started("run", "--all")
        run.wait_for(lambda path=path: f"half of {path}" in bank.requests)  # type: ignore[misc]
        run.process.kill()
        yield run
        bank.pages.pop(path)
        if whole is not None:
            bank.pages[path] = whole


def test_whenever_it_is_killed_nothing_is_lost_and_nothing_doubled(
    bank: BankWeb, killed: Installation, undisturbed: Installation
) -> None:
    publishing = Publishing(bank, turns=len(STAGES) + 2)
    killed("run", "--all")
    undisturbed("run", "--all")
    codes: list[int] = []
    for run in _kills(bank, publishing, killed):
        codes.append(run.ended())
        assert not [e for e in run.events if e["level"] == "error"], run.said
    assert codes.count(-9) >= len(codes) - 2, codes  # some end before a late kill reaches them
    for _ in range(2):  # what comes late, such as a file, is read in the second
        killed("run", "--all")
    undisturbed("run", "--all")
    found, expected = stored(killed.url), stored(undisturbed.url)
    for name in expected:
        assert found[name] == expected[name], name
    assert all(count == 1 for name in ("notices", "revisions", "drafts", "audit") for count in found[name].values())
    assert '"drafts": 0' in killed("run", "--all", "--json").stdout

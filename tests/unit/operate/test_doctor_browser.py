"""D15: the browser, asked for only where a source needs it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest import settings
from ingest.operate.doctor import CHECKS
from ingest.operate.doctor.findings import Look, Patient, State
from ingest.sources import chromium

RENDERED = "[[source]]\nid = 'a'\nkind = 'rendered'\nurl = 'https://www.bank.example/'\n"


def browser(tmp_path: Path, text: str) -> Look:
    (tmp_path / "sources.toml").write_text(text)
    patient = Patient(settings.load(tmp_path / "sources.toml", {}), None, None, dt.datetime.now(dt.UTC), {})
    check = next(check for id_, _, check in CHECKS if id_ == "D15")
    return check(patient)


@pytest.mark.parametrize("text", ["", RENDERED + "enabled = false\n", RENDERED.replace("rendered", "listing")])
def test_it_is_not_asked_for_where_no_source_needs_it(tmp_path: Path, text: str) -> None:
    assert browser(tmp_path, text).state is State.SKIPPED


def test_where_it_is_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}")
    look = browser(tmp_path, RENDERED)
    assert (look.state, look.said.en) == (State.OK, "/usr/bin/chromium")


@pytest.mark.parametrize(("gone", "remedy"), [("library", "ingest[rendered]"), ("browser", "apt install chromium")])
def test_what_is_missing_has_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str, remedy: str) -> None:
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    if gone == "library":
        monkeypatch.setattr(chromium.importlib.util, "find_spec", lambda name: None)
    look = browser(tmp_path, RENDERED)
    assert look.state is State.FAILED and look.remedy
    assert remedy in look.remedy.en and remedy in look.remedy.zh

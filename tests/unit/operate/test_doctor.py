"""What the doctor finds, each trouble made by hand."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from clocked import Clock, clock, store
from sqlalchemy import text

from ingest import settings
from ingest.errors import Text
from ingest.model import VisitReport, VisitStatus
from ingest.operate.backup import backup
from ingest.operate.doctor import CHECKS, examine
from ingest.operate.doctor.findings import Finding, Patient, State
from ingest.operate.lock import only_run
from ingest.pipeline.agenda import Visited, appointment
from ingest.store import Store

__all__ = ["clock", "store"]

BLOCK = "[[source]]\nid = 'bank'\nkind = 'feed'\nurl = 'https://www.bank.example/feed.xml'\n"


@dataclass
class Ward:
    """An installation that is well but for what a test does to it."""

    folder: Path
    url: str
    store: Store
    clock: Clock
    extra: str = ""

    @property
    def settings(self) -> settings.Settings:
        (self.folder / "sources.toml").write_text(self.extra + BLOCK)
        return settings.load(self.folder / "sources.toml", {"INGEST_DATABASE_URL": self.url})

    def patient(self, **more: object) -> Patient:
        values = {"environment": {}, **more}
        return Patient(self.settings, self.store, None, self.clock.now, **values)  # type: ignore[arg-type]

    def finding(self, id_: str, **more: object) -> Finding:
        return next(f for f in examine(self.patient(**more)) if f.id == id_)

    def visited(self, skew: int | None = 0, status: VisitStatus = VisitStatus.OK) -> None:
        source, now = self.settings.sources[0], self.clock.now
        visit = Visited(source, VisitReport(source.id, status), now, now, skew)
        with self.store.writing() as tx:
            run = tx.runs.begin(now)
            tx.runs.visit(run, visit.report)
            following = appointment(visit, tx.agenda.get(source.id), self.settings.bank.zone)
            assert following
            tx.agenda.put(following)


@pytest.fixture
def ward(tmp_path: Path, sqlite_url: str, store: Store, clock: Clock) -> Ward:
    (tmp_path / "output").mkdir()
    tmp_path.chmod(0o700)
    return Ward(tmp_path, sqlite_url, store, clock)


def test_an_installation_that_is_well_has_no_failure_and_every_check_has_its_own_id(ward: Ward) -> None:
    ward.visited()
    found = list(examine(ward.patient()))
    assert [f.id for f in found if f.state is State.FAILED] == []
    assert len({id_ for id_, _, _ in CHECKS}) == len(CHECKS) == len(found)
    for finding in found:
        assert finding.said.zh and finding.said.en and finding.name.zh != finding.name.en
        assert (finding.remedy is not None) == (finding.state in (State.WARNING, State.FAILED))


@pytest.mark.parametrize(
    ("skew", "state"), [(3, State.OK), (-90, State.WARNING), (7200, State.FAILED), (None, State.SKIPPED)]
)
def test_the_clock_is_held_against_what_the_servers_told(ward: Ward, skew: int | None, state: State) -> None:
    ward.visited(skew)
    finding = ward.finding("D01")
    assert finding.state is state
    if skew == 7200:
        assert "7200 s behind" in finding.said.en


def test_a_disk_that_is_nearly_full_is_told(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(ward.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=500 << 20))
    assert ward.finding("D03").state is State.WARNING
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=100 << 20))
    assert ward.finding("D03").state is State.FAILED


def test_a_database_that_every_account_may_read_is_told(ward: Ward) -> None:
    database = Path(ward.url.removeprefix("sqlite:///"))
    database.chmod(0o644)
    assert ward.finding("D04").state is State.OK  # the folder above is shut
    for folder in (ward.folder, *ward.folder.parents):
        if folder != Path("/tmp") and str(folder).startswith("/tmp"):
            folder.chmod(0o755)
    assert ward.finding("D04").state is State.WARNING
    database.chmod(0o640)
    assert ward.finding("D04").state is State.OK


def test_a_database_that_can_not_be_opened_fails_and_the_other_checks_are_made_all_the_same(ward: Ward) -> None:
    broken = replace(ward.patient(), store=None, trouble=Text("no such thing", "没有"))
    found = {f.id: f for f in examine(broken)}
    assert found["D06"].state is State.FAILED and "no such thing" in found["D06"].said.en
    assert found["D11"].state is State.SKIPPED and found["D03"].state is not State.SKIPPED


def test_a_record_of_decisions_that_was_tampered_with_is_told(ward: Ward) -> None:
    with ward.store.writing() as tx:
        tx.audit.append("li.na", "draft.approved", "draft:1", {}, tx.clock())
        tx.conn.execute(text("DROP TRIGGER audit_no_update"))
        tx.conn.execute(text("UPDATE audit SET actor = 'somebody'"))
    finding = ward.finding("D08")
    assert finding.state is State.FAILED and "event 1" in finding.said.en


def test_backups_that_were_never_made_or_long_ago_are_told(ward: Ward) -> None:
    assert ward.finding("D09").state is State.WARNING
    backup(ward.settings, ward.store, ward.folder / "b.tar", ward.clock)
    assert ward.finding("D09").state is State.OK
    ward.clock.forward(days=8)
    assert ward.finding("D09").state is State.WARNING


def test_who_has_the_lock_is_told(ward: Ward) -> None:
    assert ward.finding("D10").said.en == "free"
    with only_run(ward.settings.folder, ward.url):
        assert "process" in ward.finding("D10").said.en


def _never(ward: Ward) -> None:
    pass


def _long_ago(ward: Ward) -> None:
    ward.visited()
    ward.clock.forward(hours=5)


def _failing(ward: Ward) -> None:
    ward.visited(status=VisitStatus.FAILED)


def _suspicious(ward: Ward) -> None:
    ward.visited(status=VisitStatus.DEGRADED)


def _in_time(ward: Ward) -> None:
    ward.visited()
    ward.clock.forward(minutes=50)


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        (_never, State.FAILED),
        (_long_ago, State.FAILED),
        (_failing, State.WARNING),
        (_suspicious, State.WARNING),
        (_in_time, State.OK),
    ],
)
def test_sources_that_are_not_visited_in_time_are_told(
    ward: Ward, happened: Callable[[Ward], None], state: State
) -> None:
    happened(ward)
    finding = ward.finding("D11")
    assert finding.state is state
    if state is not State.OK:
        assert "bank" in finding.said.en


def test_variables_that_are_not_set_are_told_by_name_and_never_by_value(ward: Ward) -> None:
    ward.extra = "[alerts.webhook]\nurl_env = 'HOOK'\n"
    assert "HOOK" in ward.finding("D12").said.en
    finding = ward.finding("D12", environment={"HOOK": "https://hooks.example/s3cret"})
    assert finding.state is State.OK and "s3cret" not in finding.said.en


def test_nobody_to_tell_is_a_warning_and_channels_are_tried_only_over_the_network(ward: Ward) -> None:
    assert ward.finding("D13").state is State.WARNING
    ward.extra = (
        "[alerts.email]\nhost = '127.0.0.1'\nport = 9\nsecurity = 'none'\nfrom = 'a@b.example'\nto = ['c@b.example']\n"
    )
    assert ward.finding("D13").state is State.OK and ward.finding("D14").state is State.SKIPPED
    finding = ward.finding("D14", network=True)
    assert finding.state is State.FAILED and "email" in finding.said.en


def test_a_run_that_began_yesterday_is_told(ward: Ward) -> None:
    with only_run(ward.settings.folder, ward.url):
        later = replace(ward.patient(), now=dt.datetime.now(dt.UTC) + dt.timedelta(hours=30))
        assert next(f for f in examine(later) if f.id == "D10").state is State.WARNING


def test_a_new_database_is_not_for_strangers(tmp_path: Path) -> None:
    Store.open(str(tmp_path / "new.db")).close()
    assert (tmp_path / "new.db").stat().st_mode & 0o007 == 0

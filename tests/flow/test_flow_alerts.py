"""Alerts as runs of cron send them: once for each trouble, by e-mail and webhook; the digest; the monitor's ping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bank_web import LIST, BankWeb, Runs
from click.testing import CliRunner
from houses import HookHouse, MailHouse

from ingest import settings
from ingest.cli import cli
from ingest.errors import ConfigurationError, LockHeld, StoreError
from ingest.operate import unattended
from ingest.operate.deliver.channels import Delivery, check, delivery
from ingest.operate.deliver.digest import put_digest
from ingest.operate.deliver.ping import Ping
from ingest.pipeline.health.course import Patience
from ingest.pipeline.health.watch import Watch

ALERTS = """
[alerts]
after_failures = 2
[alerts.email]
host = "127.0.0.1"
port = {port}
security = "none"
from = "ingest@bank.example"
to = ["ops@bank.example"]
[alerts.webhook]
url_env = "ALERT_URL"
allow_private = true
[alerts.ping]
url_env = "PING_URL"
allow_private = true
"""


@pytest.fixture
def hook() -> Iterator[HookHouse]:
    house = HookHouse()
    yield house
    house.close()


@pytest.fixture
def mail() -> Iterator[MailHouse]:
    house = MailHouse()
    yield house
    house.stop()


@pytest.fixture
def environment(hook: HookHouse, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    made = {"ALERT_URL": f"{hook.url}/alert?key=sesame", "PING_URL": f"{hook.url}/ping/uuid"}
    for name, value in made.items():
        monkeypatch.setenv(name, value)
    return made


def configured(runs: Runs, mail: MailHouse, *blocks: str) -> settings.Settings:
    runs.settings(*blocks)
    file = runs.folder / "sources.toml"
    file.write_text(file.read_text("utf-8") + ALERTS.format(port=mail.port), "utf-8")
    return settings.load(file, {})


@pytest.fixture
def out(runs: Runs, mail: MailHouse, environment: dict[str, str]) -> Iterator[Delivery]:
    with delivery(configured(runs, mail, LIST), environment) as made:
        yield made


def alerts(hook: HookHouse) -> list[tuple[str, str]]:
    """(change, source) of what the webhook was told."""
    told = [body for path, _, body in hook.calls if path.startswith("/alert")]
    return [(event["change"], event["source"]) for body in told for event in body.get("events", ())]


def test_a_trouble_is_told_once_on_every_channel_and_its_end_once(
    runs: Runs, bank: BankWeb, out: Delivery, mail: MailHouse, hook: HookHouse
) -> None:
    runs.watch = Watch(Patience(visits=2), ("email", "webhook"))

    def visit() -> None:
        runs.one(LIST)
        out.send(runs.store, runs.clock)

    visit()
    bank.pages["/list.html"] = 503
    for _ in range(5):
        visit()
    assert alerts(hook) == [("trouble", "list")] and len(mail.mails) == 1
    assert "1 个来源异常" in mail.mails[0]["Subject"]
    assert "list 自 2026-11-23 09:30 起无法读取：服务器返回 503" in mail.mails[0].get_content()
    del bank.pages["/list.html"]
    for _ in range(4):
        visit()
    assert alerts(hook) == [("trouble", "list"), ("recovered", "list")] and len(mail.mails) == 2
    assert "list 已恢复正常" in mail.mails[1].get_content()


def test_an_alert_that_could_not_leave_waits_and_then_leaves_once(
    runs: Runs, bank: BankWeb, out: Delivery, mail: MailHouse, hook: HookHouse
) -> None:
    runs.watch = Watch(Patience(visits=1, minutes=0), ("webhook",))
    bank.pages["/list.html"], hook.answer = 503, 500
    runs.one(LIST)
    assert out.send(runs.store, runs.clock) == 0
    hook.answer = 204
    runs.clock.forward(minutes=5)
    assert out.send(runs.store, runs.clock) == 1 and out.send(runs.store, runs.clock) == 0
    assert len({headers["Idempotency-Key"] for _, headers, _ in hook.calls}) == 1


def test_the_digest_leaves_once_a_day_at_its_time(runs: Runs, out: Delivery, mail: MailHouse) -> None:
    zone, time = ZoneInfo("Asia/Shanghai"), dt.time(9, 0)
    runs.one(LIST)
    runs.clock.now = dt.datetime(2026, 11, 23, 0, 59, tzinfo=dt.UTC)
    assert not put_digest(runs.store, ("email",), time, zone, runs.clock())
    runs.clock.forward(minutes=1)
    assert put_digest(runs.store, ("email",), time, zone, runs.clock())
    assert not put_digest(runs.store, ("email",), time, zone, runs.clock())
    assert out.send(runs.store, runs.clock) == 1
    assert mail.mails[0]["Subject"].startswith("[ingest] 我的银行：2026-11-23 日报：1 个来源中 1 个正常，新公告 3 则")
    runs.clock.forward(hours=24)
    assert put_digest(runs.store, ("email",), time, zone, runs.clock())


def test_a_run_sends_what_waits_and_pings_the_monitor(
    runs: Runs, bank: BankWeb, mail: MailHouse, hook: HookHouse, environment: dict[str, str]
) -> None:
    with runs.store.writing() as tx:
        tx.deliveries.put("email", "k", "plain", {"subject": "s", "text": "t"})
    made = configured(runs, mail, LIST)
    report = unattended.run(made, everything=True)
    assert [v.status.value for v in report.visits] == ["ok"] and report.coverage
    assert [path for path, _, _ in hook.calls] == ["/ping/uuid/start", "/ping/uuid"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [(StoreError("gone"), ["/start", "/fail"]), (LockHeld("busy"), ["/start"]), (None, ["/start", ""])],
)
def test_the_monitor_hears_how_a_run_ended(hook: HookHouse, error: Exception | None, expected: list[str]) -> None:
    sent: list[str] = []
    ping = Ping("http://m.example/uuid/", lambda url, body, headers: sent.append(url) or b"OK")  # type: ignore[func-returns-value]
    try:
        with ping.around():
            if error:
                raise error
    except (StoreError, LockHeld):
        pass
    assert sent == [f"http://m.example/uuid{ending}" for ending in expected]


def test_a_monitor_that_is_dead_stops_nothing(runs: Runs, mail: MailHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    made = configured(runs, mail, LIST)
    with (
        delivery(made, {"PING_URL": "http://127.0.0.1:9/x", "ALERT_URL": "http://127.0.0.1:9/y"}) as out,
        out.ping.around(),
    ):
        pass


def test_a_secret_that_is_missing_costs_its_channel_and_is_told_before(
    runs: Runs, mail: MailHouse, caplog: pytest.LogCaptureFixture
) -> None:
    made = configured(runs, mail, LIST)
    with delivery(made, {}) as out:
        assert {name for name in out.senders if ":" not in name} == {"email"}
    assert "ALERT_URL" in caplog.text and "PING_URL" in caplog.text
    with pytest.raises(ConfigurationError, match="the environment has no usable ALERT_URL"):
        check(made, {})


def test_operators_see_how_sources_are_and_try_the_channels(
    runs: Runs, bank: BankWeb, mail: MailHouse, hook: HookHouse, environment: dict[str, str], tmp_path: Path
) -> None:
    configured(runs, mail, LIST)
    bank.pages["/list.html"] = 503
    file = str(tmp_path / "sources.toml")

    def ingest(*args: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["--config", file, *args])
        return done.exit_code, done.output

    assert ingest("run", "--all")[0] == 1
    code, shown = ingest("health", "list")
    assert code == 0 and "list" in shown and "failing" in shown and "the server answered 503" in shown
    assert ingest("health", "test") == (0, "email: sent\nwebhook: sent\n") and "测试" in mail.mails[0]["Subject"]
    hook.answer = 500
    assert ingest("health", "test") == (1, "email: sent\nwebhook: not taken: the server answered 500\n")
    assert ingest("health", "reset", "list")[0] == 0
    assert "failing" not in ingest("health", "list")[1]
    assert ingest("health", "reset", "list")[0] != 0

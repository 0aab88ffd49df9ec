"""What waits in the outbox is sent once, whoever dies in between."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from clocked import Clock, clock, store
from houses import HookHouse

from ingest.model import Cause, HealthChange, HealthEvent, HealthStatus
from ingest.operate.deliver.message import PARTLY, PLAIN, Message, Readers
from ingest.operate.deliver.outbox import LEASE, send_due, wait
from ingest.pipeline.health.watch import ALERT, key_of, payload_of
from ingest.store.store import Store

__all__ = ["clock", "store"]

READERS = Readers("湖滨银行", "zh", ZoneInfo("Asia/Shanghai"))


class Outside:
    """Takes messages, or says `failure`, or dies with `death` after it took one."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.failure: Cause | None = None
        self.death: BaseException | None = None

    def __call__(self, message: Message, at: dt.datetime) -> Cause | None:
        if self.failure:
            return self.failure
        self.taken.append(message)
        if self.death:
            raise self.death
        return None


@pytest.fixture
def outside() -> Outside:
    return Outside()


@pytest.fixture
def hook() -> Iterator[HookHouse]:
    house = HookHouse()
    yield house
    house.close()


def put(store: Store, *sources: str, change: HealthChange = HealthChange.TROUBLE) -> None:
    with store.writing() as tx:
        for source in sources:
            since = tx.clock() - dt.timedelta(hours=3)
            causes = (Cause("timeout"),) if change is HealthChange.TROUBLE else ()
            event = HealthEvent(source, change, HealthStatus.FAILING, since, tx.clock(), causes)
            tx.deliveries.put("email", key_of(event), ALERT, payload_of(event))


def send(store: Store, clock: Clock, outside: Outside) -> int:
    return send_due(store, {"email": outside}, READERS, clock)


def test_alerts_that_wait_leave_in_one_message_and_only_once(store: Store, clock: Clock, outside: Outside) -> None:
    put(store, "lake", "hill")
    put(store, "sea", change=HealthChange.RECOVERED)
    assert send(store, clock, outside) == 1
    clock.forward(days=1)
    put(store, "lake")
    assert send(store, clock, outside) == 1
    first, _ = outside.taken
    assert first.subject == "[ingest] 湖滨银行：2 个来源异常，1 个来源已恢复"
    assert first.text.splitlines()[:3] == [
        "- lake 自 2026-11-23 05:30 起无法读取：未在时限内得到完整响应",
        "- hill 自 2026-11-23 05:30 起无法读取：未在时限内得到完整响应",
        "- sea 已恢复正常；异常始于 2026-11-23 05:30",
    ]
    assert [e["source"] for e in first.data["events"]] == ["lake", "hill", "sea"]
    assert send(store, clock, outside) == 0


def test_a_channel_that_fails_is_tried_ever_more_seldom_and_given_up_after_a_week(
    store: Store, clock: Clock, outside: Outside
) -> None:
    put(store, "lake")
    outside.failure = Cause("connection", {"detail": "refused"})
    attempts = 0
    while True:
        send(store, clock, outside)
        with store.reading() as tx:
            counts, errors = tx.deliveries.counts(), tx.deliveries.errors()
        attempts += 1
        assert errors == [("email", outside.failure)]
        if counts["abandoned"]:
            break
        clock.now += wait(attempts)
    assert 20 < attempts < 60
    outside.failure = None
    clock.forward(days=30)
    assert send(store, clock, outside) == 0 and outside.taken == []


def test_a_channel_that_is_well_again_gets_what_waited(store: Store, clock: Clock, outside: Outside) -> None:
    put(store, "lake")
    outside.failure = Cause("timeout")
    send(store, clock, outside)
    outside.failure = None
    assert send(store, clock, outside) == 0
    clock.forward(minutes=2)
    assert send(store, clock, outside) == 1 and len(outside.taken) == 1


def test_who_is_killed_after_sending_lets_the_same_message_be_sent_under_the_same_name(
    store: Store, clock: Clock, outside: Outside
) -> None:
    put(store, "lake", "hill")
    outside.death = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        send(store, clock, outside)
    outside.death = None
    put(store, "sea")
    assert send(store, clock, outside) == 1, "what came later does not wait for the lease"
    clock.now += LEASE
    assert send(store, clock, outside) == 1
    died, later, again = outside.taken
    assert again == died and later.id != died.id


def test_a_channel_that_is_configured_no_more_keeps_its_messages(store: Store, clock: Clock) -> None:
    put(store, "lake")
    assert send_due(store, {}, READERS, clock) == 0
    with store.reading() as tx:
        assert tx.deliveries.counts()["pending"] == 1
        assert tx.deliveries.errors() == [("email", Cause("no_channel", {"channel": "email"}))]


def test_a_message_that_can_not_be_made_costs_itself_alone(store: Store, clock: Clock, outside: Outside) -> None:
    with store.writing() as tx:
        tx.deliveries.put("email", "odd", "no such topic", {})
        tx.deliveries.put("email", "bulletin:1", PLAIN, {"subject": "s", "text": "t", "html": "<p>t</p>"})
    assert send(store, clock, outside) == 1
    assert (outside.taken[0].subject, outside.taken[0].html) == ("s", "<p>t</p>")
    with store.reading() as tx:
        assert tx.deliveries.errors()[0][1].code == "unexpected"


SENDING = """
import datetime as dt, sys
from zoneinfo import ZoneInfo
from ingest.fetch.policy import FetchPolicy
from ingest.fetch.post import Poster
from ingest.operate.deliver.message import Readers
from ingest.operate.deliver.outbox import send_due
from ingest.operate.deliver.webhook import Webhook
from ingest.store.store import Store
url, hook, now = sys.argv[1], sys.argv[2], dt.datetime.fromisoformat(sys.argv[3])
store = Store.open(url, clock=lambda: now)
with Poster(FetchPolicy(attempts=1, use_environment=False), intranet=True) as poster:
    print(send_due(store, {"email": Webhook(hook, poster.post)}, Readers("b", "en", ZoneInfo("UTC")), lambda: now))
store.close()
"""


def test_a_sender_that_is_killed_with_9_while_the_receiver_has_the_message_loses_nothing(
    store: Store, clock: Clock, sqlite_url: str, hook: HookHouse
) -> None:
    put(store, "lake", "hill")
    began: list[subprocess.Popen[str]] = []

    def sender() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", textwrap.dedent(SENDING), sqlite_url, hook.url, clock.now.isoformat()]
        began.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return began[-1]

    def kill() -> int:
        os.kill(began[-1].pid, signal.SIGKILL)
        return 204

    hook.answer = kill
    with sender() as killed:
        assert killed.wait(60) == -signal.SIGKILL
    hook.answer = 204
    with sender() as early:
        assert early.communicate(timeout=60)[0] == "0\n", "the claim of the dead holds until its lease ends"
    clock.now += LEASE
    with sender() as second:
        assert second.communicate(timeout=60)[0] == "1\n"
    (_, first_headers, first), (_, headers, again) = hook.calls
    assert headers["Idempotency-Key"] == first_headers["Idempotency-Key"] == again["id"]
    assert again["events"] == first["events"] and again["schema"] == "ingest.alert/1"
    with store.reading() as tx:
        assert tx.deliveries.counts() == {"delivered": 2, "pending": 0, "abandoned": 0}


def test_what_not_all_received_is_not_sent_again_to_those_that_did_and_stays_noted(
    store: Store, clock: Clock, outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    put(store, "lake")
    outside.failure = Cause(PARTLY, {"addresses": "b@bank.example", "detail": "550 no such user"})
    assert send(store, clock, outside) == 1
    clock.forward(hours=1)
    assert send(store, clock, outside) == 0
    with store.reading() as tx:
        assert tx.deliveries.counts() == {"delivered": 1, "pending": 0, "abandoned": 0}
        assert tx.conn.exec_driver_sql("SELECT error FROM deliveries").scalar_one().count("b@bank.example") == 1
    assert [r.levelname for r in caplog.records if "b@bank.example" in r.getMessage()] == ["ERROR"]

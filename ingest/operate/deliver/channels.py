"""From `[alerts]` and the environment to what sends: the composition of this folder."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from ingest import app
from ingest.errors import ConfigurationError, Text
from ingest.fetch.post import Poster
from ingest.operate.deliver.digest import put_digest
from ingest.operate.deliver.editions import put_editions
from ingest.operate.deliver.mail import Mail
from ingest.operate.deliver.message import Message, Readers
from ingest.operate.deliver.outbox import Sender, send_due
from ingest.operate.deliver.ping import Ping
from ingest.operate.deliver.reach import edition_senders, missing
from ingest.operate.deliver.waiting import channel_of, put_waiting
from ingest.operate.deliver.webhook import Webhook
from ingest.settings import Settings
from ingest.settings.blocks import Calling, Mailing
from ingest.store.store import Store
from ingest.text.causes import told

log = logging.getLogger(__name__)

_SECONDS = 15.0
_PING_SECONDS = 5.0
"""A run waits for it, twice."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Sends what waits, and signs of life."""

    settings: Settings
    senders: Mapping[str, Sender]
    ping: Ping

    @property
    def readers(self) -> Readers:
        bank = self.settings.bank
        return Readers(bank.name, self.settings.alerts.language or bank.language, bank.zone)

    def send(self, store: Store, clock: app.Clock) -> int:
        """Today's digest if it is time for it, what begins to wait for business experts, what is new in the edition,
        and all that is in the outbox; how many batches were taken."""
        alerts = self.settings.alerts
        if alerts.digest is not None:
            put_digest(store, alerts.channels, alerts.digest, self.settings.bank.zone, clock())
        put_waiting(store, self.settings)
        sent = send_due(store, self.senders, self.readers, clock)  # alerts first: no edition keeps them waiting
        if put_editions(store, self.settings, clock()):
            sent += send_due(store, self.senders, self.readers, clock)
        return sent

    def test(self, at: dt.datetime) -> dict[str, Text]:
        """A test message through every channel, past the outbox; why not, by channel, where one does not take it."""
        readers, id_ = self.readers, f"test-{at:%Y%m%d%H%M%S%f}"
        message = Message(id_, readers.subject(readers.say("subject_test")), readers.say("text_test"))
        answers = {name: sender(message, at) for name, sender in self.senders.items() if ":" not in name}
        return {name: told(failure) for name, failure in answers.items() if failure}


@contextmanager
def delivery(settings: Settings, environment: Mapping[str, str] = os.environ) -> Iterator[Delivery]:
    """For the length of the block. A variable that is missing costs its channel: what is for it waits, the log says so.

    Without `[alerts]` and channels nothing is opened and nothing is sent."""
    alerts, senders, ping = settings.alerts, dict[str, Sender](), Ping(None)
    with ExitStack() as stack:
        if alerts.email:
            with _told():
                mail = senders["email"] = _mail(settings, alerts.email, environment)
                senders |= {channel_of(id_): mail for id_ in (None, *(one.id for one in settings.departments))}
        senders |= edition_senders(settings, senders.get("email"), environment, stack)
        if alerts.webhook:
            with _told():
                url = _secret(settings, "alerts.webhook.url_env", alerts.webhook.url_env, environment)
                senders["webhook"] = Webhook(url, stack.enter_context(_poster(settings, alerts.webhook)).post)
        if alerts.ping:
            with _told():
                url = _secret(settings, "alerts.ping.url_env", alerts.ping.url_env, environment)
                ping = Ping(url, stack.enter_context(_poster(settings, alerts.ping, _PING_SECONDS)).post)
        yield Delivery(settings, senders, ping)


def check(settings: Settings, environment: Mapping[str, str] = os.environ) -> None:
    """Raises ConfigurationError for the first variable that `[alerts]` names and the environment lacks, or all that is
    in the way of `[[publish.channel]]`."""
    alerts = settings.alerts
    if alerts.email:
        _mail(settings, alerts.email, environment)
    for name, called in (("webhook", alerts.webhook), ("ping", alerts.ping)):
        if called:
            _secret(settings, f"alerts.{name}.url_env", called.url_env, environment)
    missing(settings, environment)


def _mail(settings: Settings, mailing: Mailing, environment: Mapping[str, str]) -> Mail:
    named = mailing.password_env
    return Mail(
        host=mailing.host,
        port=mailing.usual_port,
        sender=mailing.sender,
        to=mailing.to,
        security=mailing.security,
        user=mailing.user,
        password=_secret(settings, "alerts.email.password_env", named, environment) if named else None,
        ca_file=settings.fetch.ca_file,
        seconds=_SECONDS,
    )


def _poster(settings: Settings, called: Calling, seconds: float = _SECONDS) -> Poster:
    """An address in the bank's own network is called directly, one outside it through the proxy."""
    direct = called.allow_private
    policy = replace(
        app.fetch_policy(settings),
        proxy=None if direct else settings.fetch.proxy,
        use_environment=not direct,
        timeout_seconds=seconds,
        total_seconds=seconds,
        max_megabytes=1,
        attempts=2,
        max_wait_seconds=2,
    )
    return Poster(policy, intranet=direct)


def _secret(settings: Settings, key: str, name: str, environment: Mapping[str, str]) -> str:
    value = environment.get(name, "").strip()
    if not (value and value.isprintable()):
        raise ConfigurationError(
            Text(
                f"{settings.file}: {key}: the environment has no usable {name}",
                f"{settings.file}：{key}：环境变量 {name} 不存在或不可用",
            ),
            remedy=Text(
                f"set {name} where ingest runs, or take that block out",
                f"请在 ingest 的运行环境中设置 {name}，或删去该配置",
            ),
        )
    return value


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ConfigurationError as e:
        log.error("%s", e.message, extra={"code": "alerts.unusable"})

"""Editions leave by every channel of `publish/channels/`, each service played on loopback by its own rules."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import changed, fee_page, outage_page, publish_all, put
from clocked import Clock, clock, store
from houses import MailHouse
from services import KEYS, Answer, Services
from standardwebhooks.webhooks import Webhook

from ingest import settings as loading
from ingest.errors import ConfigurationError
from ingest.model import DraftKind, Entry
from ingest.operate.deliver.channels import check, delivery
from ingest.operate.deliver.editions import put_editions
from ingest.publish.channels import channels
from ingest.settings.channel_block import kinds
from ingest.store.store import Store

__all__ = ["clock", "store"]

CHATS = ("wecom", "dingtalk", "feishu", "slack", "webhook")
EVIL = '<!channel> <at user_id="all"></at> @all [x](http://evil.example) *b* & \u202e\r\nBcc: x@evil.example'


@pytest.fixture
def services(clock: Clock) -> Iterator[Services]:
    house = Services(clock)
    yield house
    house.close()


class Bank:
    """An installation whose channels lead to `services`."""

    def __init__(self, folder: Path, store: Store, clock: Clock, services: Services) -> None:
        self.notices = 0
        self.folder, self.store, self.clock, self.services = folder, store, clock, services
        self.environment = {f"{kind.upper()}_URL": f"{services.url}/{kind}" for kind in CHATS}
        self.environment["WECOM_URL"] += f"?key={KEYS['wecom']}"
        self.environment["DINGTALK_URL"] += "?access_token=t"
        self.environment |= {f"{kind.upper()}_SECRET": secret for kind, secret in KEYS.items()}
        self.text = '[bank]\nname = "湖滨银行"\n[web]\naddress = "https://ingest.bank.example"\n'

    def channel(self, kind: str, *lines: str, id_: str = "") -> Bank:
        keys = [f'id = "{id_ or kind}"', f'kind = "{kind}"', f'url_env = "{kind.upper()}_URL"', "allow_private = true"]
        if kind in ("dingtalk", "feishu", "webhook"):
            keys.append(f'secret_env = "{kind.upper()}_SECRET"')
        self.text += "\n".join(["[[publish.channel]]", *keys, *lines, ""])
        return self

    def settings(self) -> loading.Settings:
        return loading.of_text(self.folder / "sources.toml", self.text, self.environment)

    def send(self) -> int:
        with delivery(self.settings(), self.environment) as out:
            return out.send(self.store, self.clock)

    def errors(self) -> list[str]:
        with self.store.reading() as tx:
            return [f"{cause.code} {cause.about.get('code', '')}".strip() for _, cause in tx.deliveries.errors()]


@pytest.fixture
def bank(tmp_path: Path, store: Store, clock: Clock, services: Services) -> Bank:
    return Bank(tmp_path, store, clock, services)


def news(bank: Bank, headline: str | None = None) -> list[Entry]:
    """Another notice: its bulletin notice and its question, both published."""
    bank.notices += 1
    document, facts, faq, bulletin = fee_page()
    here = f"https://www.lakebank.example/n/{bank.notices}"
    document = replace(document, url=here, text=f"{document.text}\n第{bank.notices}号")
    made = changed(bulletin, headline=headline or f"柜面跨行转账手续费下调{'' if bank.notices == 1 else bank.notices}")
    asked = changed(faq, question=f"第{bank.notices}问：手续费是多少？")
    return publish_all(bank.store, put(bank.store, document, facts, asked, made), bank.clock)


def test_what_the_settings_offer_is_what_there_is() -> None:
    assert set(kinds()) == set(channels()) == {"email", *CHATS}


@pytest.mark.parametrize("kind", CHATS)
def test_news_arrive_once_in_the_words_of_the_service(bank: Bank, kind: str) -> None:
    news(bank)
    bank.channel(kind)
    assert bank.send() == 1 and bank.send() == 0
    bank.clock.forward(hours=1)
    assert bank.send() == 0 and bank.errors() == []
    (message,) = bank.services.messages[kind]
    said = json.dumps(message, ensure_ascii=False)
    for part in (
        "湖滨银行",
        "柜面跨行转账手续费下调",
        "每笔10元 → 每笔6元",
        "https://ingest.bank.example/board",
        "没有读取过任何来源",
    ):
        assert part in said, (kind, part)


def test_only_what_is_new_is_told_and_nothing_because_time_passes(bank: Bank) -> None:
    bank.channel("wecom")
    assert bank.send() == 0
    publish_all(bank.store, put(bank.store, *outage_page()), bank.clock)
    assert bank.send() == 1
    bank.clock.now = dt.datetime(2026, 11, 23, 15, tzinfo=dt.UTC)  # it has begun
    news(bank)
    assert bank.send() == 1
    first, second = bank.services.messages["wecom"]
    assert "Mobile banking down tonight" in first and first.startswith("【紧急】")
    assert "Mobile banking" not in second and "手续费下调" in second
    bank.clock.now = dt.datetime(2026, 12, 3, tzinfo=dt.UTC)  # it is over
    assert bank.send() == 0
    with bank.store.writing() as tx:
        tx.entries.source_changed(2, True)
    assert bank.send() == 1 and "来源已变更" in bank.services.messages["wecom"][-1]
    with bank.store.writing() as tx:
        tx.entries.source_changed(2, False)
    assert bank.send() == 0
    with bank.store.writing() as tx:
        tx.entries.withdraw(4, "印发有误")
    assert bank.send() == 1
    last = bank.services.messages["wecom"][-1]
    assert "已撤回：印发有误" in last and "每笔6元" not in last


def test_the_whole_edition_leaves_once_a_day_at_its_time(bank: Bank) -> None:
    news(bank)
    bank.channel("dingtalk", 'at = "09:00"', "changes = false")
    assert bank.send() == 0
    bank.clock.forward(minutes=31)
    assert bank.send() == 1 and bank.send() == 0
    bank.clock.forward(days=1)
    assert bank.send() == 1
    titles = [message.splitlines()[0] for message in bank.services.messages["dingtalk"]]
    assert titles == ["湖滨银行 通告栏（2026年11月23日）", "湖滨银行 通告栏（2026年11月24日）"]


def test_what_is_too_long_is_cut_at_an_entry_and_says_how_many_more(bank: Bank) -> None:
    limits = {"wecom": 2048, "dingtalk": 20_000, "feishu": 20_000, "slack": 4000}
    for _ in range(90):
        news(bank)
    for kind in limits:
        bank.channel(kind)
    assert bank.send() == 4 and bank.errors() == []
    for kind, limit in limits.items():
        (message,) = bank.services.messages[kind]
        said = message if isinstance(message, str) else json.dumps(message, ensure_ascii=False)
        shown = said.count("■")
        assert f"……另有 {90 - shown} 条" in said and 0 < shown < 90
        (taken,) = [raw for path, _, raw in bank.services.requests if path.startswith(f"/{kind}")]
        assert 0.8 * limit < len(taken)


def test_hostile_words_neither_mention_nor_link_nor_break_out(bank: Bank) -> None:
    news(bank, headline=EVIL)
    for kind in CHATS:
        bank.channel(kind)
    bank.send()
    assert bank.errors() == []
    taken = bank.services.messages
    assert "\u202e" not in json.dumps({kind: taken[kind] for kind in CHATS[:-1]}, ensure_ascii=False)
    (slack,) = taken["slack"]
    assert "<!" not in slack["text"] and "&lt;!channel&gt;" in slack["text"] and slack["mrkdwn"] is False
    wecom = json.loads(next(raw for path, _, raw in bank.services.requests if path.startswith("/wecom")))
    assert wecom["msgtype"] == "text" and set(wecom["text"]) == {"content"}
    dingtalk = json.loads(next(raw for path, _, raw in bank.services.requests if path.startswith("/dingtalk")))
    assert dingtalk["at"] == {"isAtAll": False}
    links = [e for line in taken["feishu"][0]["content"] for e in line if e["tag"] == "a"]
    assert [e["href"] for e in links] == ["https://ingest.bank.example/board"]


def test_a_program_can_prove_who_sent_it_with_a_library_that_we_did_not_write(bank: Bank) -> None:
    news(bank)
    bank.clock.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    news(bank, headline="又一则")
    bank.channel("webhook")
    bank.send()
    (_, headers, raw), *_ = bank.services.requests
    told = Webhook(KEYS["webhook"]).verify(raw, {k.lower(): v for k, v in headers.items()})
    assert told["schema"] == "ingest.edition/1" and told["id"] == headers["Idempotency-Key"] == headers["webhook-id"]
    assert {"又一则"} <= {entry.get("headline") for entry in told["entries"]}
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(KEYS["webhook"]).verify(raw + b" ", {k.lower(): v for k, v in headers.items()})


JSON = "application/json"
TROUBLES: list[tuple[str, Answer | None, str]] = [
    ("wecom", (200, JSON, '{"errcode": 45009, "errmsg": "api freq out of limit"}'), "service_busy 45009"),
    ("wecom", (200, JSON, '{"errcode": 93000, "errmsg": "invalid webhook url"}'), "service_refused 93000"),
    ("wecom", (200, "text/html", "<html>maintenance</html>"), "service_unreadable"),
    ("wecom", (200, JSON, "[]"), "service_unreadable"),
    ("dingtalk", (200, JSON, '{"errcode": 130101, "errmsg": "send too fast"}'), "service_busy 130101"),
    ("dingtalk", (200, JSON, '{"errcode": 310000, "errmsg": "sign not match"}'), "service_refused 310000"),
    ("feishu", (200, JSON, '{"code": 11232, "msg": "frequency limited"}'), "service_busy 11232"),
    ("feishu", (200, JSON, '{"StatusCode": 19001, "StatusMessage": "token invalid"}'), "service_refused 19001"),
    ("slack", (429, "text/plain", "rate_limited"), "http_429"),
    ("slack", (404, "text/plain", "no_service"), "http_404"),
    ("slack", (200, "text/html", "<html>"), "service_unreadable"),
    ("webhook", (500, "text/plain", ""), "http_500"),
    ("webhook", (302, "text/plain", ""), "http_302"),
    ("webhook", None, "connection"),
]


@pytest.mark.parametrize(
    ("kind", "answer", "code"), TROUBLES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_service_that_says_no_is_asked_again_later_with_the_same_message(
    bank: Bank, kind: str, answer: Answer | None, code: str
) -> None:
    news(bank)
    bank.channel(kind)
    bank.services.next_answers = [answer]
    assert bank.send() == 0 and bank.errors() == [code]
    assert bank.send() == 0, "not at once"
    assert len(bank.services.requests) == 1
    bank.clock.forward(minutes=2)
    assert bank.send() == 1 and bank.errors() == []
    assert len(bank.services.messages[kind]) == 1


def test_what_waited_together_leaves_as_one_and_without_what_was_replaced(bank: Bank) -> None:
    bank.channel("wecom")
    news(bank, headline="第一则")
    assert put_editions(bank.store, bank.settings(), bank.clock()) == 1
    old = news(bank, headline="第二则")
    assert put_editions(bank.store, bank.settings(), bank.clock()) == 1
    new = news(bank, headline="第三则")
    with bank.store.writing() as tx:
        for one, other in zip(old, new, strict=True):
            tx.entries.supersede(one.id, other.id)
    assert put_editions(bank.store, bank.settings(), bank.clock()) == 1
    assert bank.send() == 1
    (said,) = bank.services.messages["wecom"]
    assert "第一则" in said and "第三则" in said and "第二则" not in said
    assert said.splitlines()[0] == "湖滨银行 通告栏：第三则，另有 1 条"


def test_two_processes_at_once_put_the_same_news_once(bank: Bank) -> None:
    bank.channel("wecom")
    news(bank)
    settings, started = bank.settings(), threading.Barrier(4)

    def work() -> None:
        started.wait(10)
        put_editions(bank.store, settings, bank.clock())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bank.send() == 1 and len(bank.services.messages["wecom"]) == 1


def test_nobody_tells_a_day_old_edition(bank: Bank) -> None:
    bank.channel("wecom")
    news(bank)
    for _ in range(40):
        bank.services.next_answers = [(500, "text/plain", "")]
        bank.send()
        bank.clock.forward(hours=1)
    with bank.store.reading() as tx:
        assert tx.deliveries.counts()["abandoned"] == 1
    bank.services.next_answers = []
    assert bank.send() == 0


def test_each_list_of_recipients_gets_one_mail_in_its_language_with_text_and_html(bank: Bank) -> None:
    house = MailHouse()
    try:
        news(bank, headline=EVIL)
        bank.text += f'[alerts.email]\nhost = "localhost"\nport = {house.port}\nsecurity = "none"\nfrom = "i@bank.example"\nto = "it@bank.example"\n'
        for id_, language, to in (("early", "zh", "early@bank.example"), ("late", "en", "late@bank.example")):
            bank.text += f'[[publish.channel]]\nid = "{id_}"\nkind = "email"\nlanguage = "{language}"\nto = "{to}"\n'
        assert bank.send() == 2 and bank.send() == 0
        assert sorted(map(tuple, house.recipients)) == [("early@bank.example",), ("late@bank.example",)]
        early, late = sorted(house.mails, key=lambda mail: str(mail["To"]))
        assert early.get_content_type() == "multipart/alternative" and early["Bcc"] is None
        assert str(early["Subject"]).startswith("湖滨银行 通告栏：") and str(late["Subject"]).startswith(
            "湖滨银行 bulletin: "
        )
        plain, html = early.get_body(("plain",)).get_content(), early.get_body(("html",)).get_content()
        assert "每笔10元 → 每笔6元" in plain and "每笔10元 → 每笔6元" in html
        from bs4 import BeautifulSoup

        page = BeautifulSoup(html, "lxml")
        assert not page.select("script, img, link, at, [onerror]") and "<!channel>" in page.h2.text
        assert [a["href"] for a in page.select("a")] == ["https://ingest.bank.example/board"]
        assert "Tell the customer" in late.get_body(("plain",)).get_content()
    finally:
        house.stop()


def test_categories_choose_and_an_immaterial_wording_is_no_news(bank: Bank) -> None:
    bank.channel("wecom", 'categories = ["promotion"]').channel("slack", 'categories = ["fee_change"]')
    news(bank)
    assert bank.send() == 1 and bank.services.messages["wecom"] == []
    with bank.store.writing() as tx:
        (entry,) = (e for e in tx.entries.all() if e.kind is DraftKind.BULLETIN)
        tx.entries.publish(replace(entry, version=2, material=False))
    assert bank.send() == 0


def test_what_is_in_the_way_is_told_with_its_line(bank: Bank) -> None:
    bank.channel("wecom", 'secret_env = "WECOM_SECRET"').channel("slack").channel("dingtalk")
    bank.environment |= {"SLACK_URL": "hooks.slack.example/x", "DINGTALK_SECRET": " "}
    (bank.folder / "sources.toml").write_text(bank.text, "utf-8")
    with pytest.raises(ConfigurationError) as raised:
        check(bank.settings(), bank.environment)
    said = raised.value.message
    assert "line 10: channel 'wecom', secret_env: kind \"wecom\" knows no secret" in said.en
    assert "SLACK_URL holds no web address" in said.en and "DINGTALK_SECRET" in said.zh and "第 10 行：渠道" in said.zh
    assert KEYS["dingtalk"] not in said.en
    assert bank.send() == 0


def test_an_address_outside_is_called_by_https_alone(bank: Bank) -> None:
    bank.channel("slack")
    bank.text = bank.text.replace("allow_private = true", "")
    (bank.folder / "sources.toml").write_text(bank.text, "utf-8")
    with pytest.raises(ConfigurationError, match="https://"):
        check(bank.settings(), bank.environment)

"""A call centre for one day: its commands as cron runs them, its people at their pages, its mail, and the clock on the wall."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from clocked import Clock
from day_bank import LakeBank
from fastapi import FastAPI
from houses import HookHouse, MailHouse
from imap_server import USER, Imap
from sqlalchemy import func, select
from visits import PASSWORD, Browser

from ingest.cli import cli
from ingest.model import Actor, Role
from ingest.store import tables
from ingest.store.store import Store

CONFIGURATION = """
[bank]
name = "湖滨银行"
phones = ["95077"]
[fetch]
seconds_between_requests = 0
[web]
address = "http://kb.bank.example"
hosts = ["t"]
[alerts.email]
host = "localhost"
port = {smtp}
security = "none"
from = "ingest@call.example"
to = "ops@call.example"
[[department]]
id = "cards"
name = {{ zh = "信用卡中心", en = "Cards" }}
email = "cards@bank.example"
hours = 24
[questions]
address = "{box}"
[questions.mailbox]
server = "localhost"
port = {imap}
user = "{box}"
password_env = "QUESTIONS_PASSWORD"
allow_private = true
every = "1m"
[[publish.channel]]
id = "agents"
kind = "email"
to = ["agents@call.example"]
[[publish.channel]]
id = "desktop"
kind = "webhook"
url_env = "DESKTOP_URL"
allow_private = true
[[source]]
id = "lake"
kind = "listing"
url = "{bank}/list.html"
allow_private = true
every = "1h"
department = "cards"
"""
PEOPLE = {
    "ada": Role.ADMINISTRATOR,
    "chen": Role.CUSTOMER_EXPERT,
    "bai": Role.BUSINESS_EXPERT,
    "an": Role.AGENT,
    "min": Role.AGENT,
    "lu": Role.TEAM_LEADER,
    "au": Role.AUDITOR,
}


class Person:
    """Somebody at the pages, in English, who presses what stands there: a form is sent with all that it holds."""

    def __init__(self, app: FastAPI, name: str) -> None:
        self.name, self.browser = name, Browser(app)

    def see(self, path: str) -> BeautifulSoup:
        if "ingest_session" not in self.browser.cookies or self.browser.get("/account").status_code != 200:
            self.browser.cookies["ingest_language"] = "en"
            assert self.browser.log_in(Actor(self.name, frozenset()), PASSWORD).status_code == 303
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("location"))
        return BeautifulSoup(answer.text, "lxml")

    def press(self, page: str, action: str, **fields: str) -> str:
        """Send the form of `page` whose address matches `action`; where it leads."""
        seen = self.see(page)
        forms = [form for form in seen.select("form[action]") if re.fullmatch(action, str(form["action"]))]
        assert forms, (page, action, [form.get("action") for form in seen.select("form")])
        answer = self.browser.post(str(forms[0]["action"]), {**_filled(seen, forms[0]), **fields})
        assert answer.status_code == 303, (answer.status_code, _words(BeautifulSoup(answer.text, "lxml").main))
        return str(answer.headers["location"])

    def entries(self, path: str = "/board") -> list[str]:
        """What stands on the board in full or as a line, in its order."""
        return [_words(one) for one in self.see(path).select(".board article.entry h3, .board .line-item a")]

    def hits(self, words: str) -> list[str]:
        return [_words(one) for one in self.see(f"/find/hits?q={words}").select("li.hit")]


def _filled(page: BeautifulSoup, form: Tag) -> dict[str, str]:
    """The fields of a form as a browser sends them when nobody touches them."""
    fields = [*form.select("input, select, textarea"), *page.select(f"[form='{form.get('id')}']")]
    found: dict[str, str] = {}
    for field in fields:
        name, kind = field.get("name"), field.get("type")
        if not name or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            found[str(name)] = str(chosen["value"]) if chosen else ""
        else:
            found[str(name)] = field.text if field.name == "textarea" else str(field.get("value", ""))
    return found


def _words(tag: Tag | None) -> str:
    return re.sub(r"\s+", " ", tag.text).strip() if tag else ""


@dataclass
class Centre:
    """Everything that the day needs. `app` is opened once and stays open, as `ingest serve` does."""

    folder: Path
    clock: Clock
    bank: LakeBank
    mail: MailHouse
    box: Imap
    desktop: HookHouse
    store: Store
    app: FastAPI

    def __post_init__(self) -> None:
        self.ada, self.chen, self.bai, self.an, self.min, self.lu, self.au = (Person(self.app, n) for n in PEOPLE)

    def at(self, time: str, day: int = 23) -> None:
        """The clock goes on to this minute in Shanghai, in November 2026; it never goes back."""
        hour, minute = map(int, time.split(":"))
        now = dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8))).astimezone(dt.UTC)
        assert now > self.clock.now
        self.clock.now = now

    def ingest(self, *args: str, code: int = 0) -> str:
        return ingest(self.folder, *args, code=code)

    def run(self, *args: str) -> dict[str, Any]:
        """`ingest run` as cron calls it: the sums of all sources."""
        return dict(json.loads(self.ingest("run", "--json", *args))["totals"])

    def count(self) -> dict[str, int]:
        """How much of everything there is."""
        t = tables
        counted = (t.notices, t.revisions, t.drafts, t.entries, t.asks, t.forwarded, t.deliveries)
        with self.store.reading() as tx:
            found = {
                table.name: tx.conn.execute(select(func.count()).select_from(table)).scalar_one() for table in counted
            }
        return {**found, "mails": len(self.mail.mails), "calls": len(self.desktop.calls)}

    def notice(self, words: str) -> str:
        """Where the notice with this in its title is worked on."""
        with self.store.reading() as tx:
            chosen = select(tables.notices.c.id).where(tables.notices.c.title.contains(words))
            return f"/notices/{tx.conn.execute(chosen).scalar_one()}"

    def draft(self, words: str) -> int:
        """The newest draft that says this."""
        with self.store.reading() as tx:
            chosen = select(func.max(tables.drafts.c.id)).where(tables.drafts.c.content.contains(words))
            return int(tx.conn.execute(chosen).scalar_one())

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail, to in zip(self.mail.mails, self.mail.recipients, strict=True) if address in to]

    def readers(self, entry: int) -> set[str]:
        """Who opened it, as the team leader sees."""
        return {_words(row.select_one("th")) for row in self.lu.see(f"/entries/{entry}/readers").select("tbody tr")}

    def entry(self, words: str) -> int:
        """The newest published entry that says this."""
        with self.store.reading() as tx:
            return max(one.id for one in tx.entries.all(include_ended=True) if words in repr(one.content))


def ingest(folder: Path, *args: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli, [*args, "--config", str(folder / "sources.toml")])
    assert done.exit_code == code, (args, done.exit_code, done.output, done.exception)
    return done.stdout


def configure(folder: Path, bank: LakeBank, mail: MailHouse, box: Imap) -> None:
    text = CONFIGURATION.format(smtp=mail.port, imap=box.port, box=USER, bank=bank.base)
    (folder / "sources.toml").write_text(text, "utf-8")


def hire(folder: Path) -> None:
    """Everybody, with `ingest users add`."""
    for name, role in PEOPLE.items():
        more = ["--department", "cards"] if role is Role.BUSINESS_EXPERT else []
        ingest(folder, "users", "add", name, "--role", role.value, "--email", f"{name}@call.example", *more)

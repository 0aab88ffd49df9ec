"""[source.mailbox] and [source.rows]: what they take, and what they refuse with a remedy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ingest import settings
from ingest.errors import ConfigurationError
from ingest.model import Login, Mailbox, SourceKind, WatchedRows

BOX = """[[source]]
id = "departments"
kind = "mailbox"
login = { user = "kb@bank.example", password_env = "MAIL_PASSWORD" }
[source.mailbox]
server = "IMAP.bank.example"
"""


def load(folder: Path, text: str) -> settings.Settings:
    (folder / "sources.toml").write_text(text, "utf-8")
    return settings.load(folder / "sources.toml", {})


def test_a_server_and_a_login_make_a_mailbox(tmp_path: Path) -> None:
    [source] = load(tmp_path, BOX).sources
    assert (source.kind, source.urls, source.login) == (
        SourceKind.MAILBOX,
        (),
        Login("kb@bank.example", "MAIL_PASSWORD"),
    )
    assert source.mailbox == Mailbox("imap.bank.example")
    assert source.place == "imap.bank.example INBOX"


def test_every_key_of_a_mailbox_arrives(tmp_path: Path) -> None:
    more = 'port = 1993\nfolder = "业务通知"\nsince = "7d"\nsenders = ["Retail@bank.example", "@risk.bank.example"]\n'
    [source] = load(tmp_path, BOX + more + 'afterwards = "move"\nmove_to = "已读"\n').sources
    assert source.mailbox == Mailbox(
        "imap.bank.example",
        1993,
        "业务通知",
        dt.timedelta(days=7),
        ("retail@bank.example", "@risk.bank.example"),
        "move",
        "已读",
    )


def test_rows_take_selectors_keys_and_what_does_not_count(tmp_path: Path) -> None:
    page = '[[source]]\nid = "rates"\nkind = "page"\nurl = "https://bank.example/rates"\n'
    rows = '[source.rows]\ntable = "table.rates"\nkeys = ["币种", "期限"]\nignore = "更新时间"\n'
    assert load(tmp_path, page + rows).sources[0].rows == WatchedRows(("table.rates",), ("币种", "期限"), ("更新时间",))
    assert load(tmp_path, page + "rows = {}\n").sources[0].rows == WatchedRows()
    assert load(tmp_path, page).sources[0].rows is None


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (BOX.replace('server = "IMAP.bank.example"\n', ""), "server: is missing"),
        (BOX.replace("IMAP.bank.example", "imaps://imap.bank.example"), "the server's name alone"),
        (BOX.replace("IMAP.bank.example", "imap.bank.example:993"), "the port has a key of its own"),
        (BOX.split("[source.mailbox]")[0], "needs [source.mailbox] with server"),
        (BOX.replace('kind = "mailbox"', 'kind = "mailbox"\nurl = "https://bank.example"'), "and no url and no path"),
        ("\n".join(x for x in BOX.splitlines() if "login" not in x), "a mailbox needs login"),
        (BOX.replace('"MAIL_PASSWORD" }', '"MAIL_PASSWORD", form = "#f" }'), "with user and password_env alone"),
        (BOX + 'afterwards = "move"\n', "go together"),
        (BOX + 'move_to = "Done"\n', "go together"),
        (BOX + 'afterwards = "delete"\n', "'leave', 'seen' or 'move'"),
        (BOX + 'senders = ["retail"]\n', 'or "@bank.example" for all of that domain'),
        (BOX + 'folder = "IN\\nBOX"\n', "the folder's name"),
        (BOX + "port = 0\n", "port"),
        (BOX + 'password = "x"\n', "there is no such key; known here: server, port, folder"),
        (BOX.replace('kind = "mailbox"', 'kind = "page"\nurl = "https://bank.example/"'), 'only a source of kind "mailbox" has this'),
        ('[[source]]\nid = "a"\nkind = "feed"\nurl = "https://bank.example/f"\nrows = {}\n', 'only a source of kind "page"'),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_a_remedy(tmp_path: Path, block: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        load(tmp_path, block)
    assert says in str(error.value)

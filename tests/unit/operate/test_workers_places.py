"""Which sources share a host, and so are never visited at a time."""

from __future__ import annotations

from ingest.model import Login, Mailbox, Source, SourceKind
from ingest.operate.workers.places import hosts, key, places


def source(name: str, *urls: str, **more: object) -> Source:
    return Source(id=name, kind=SourceKind.LISTING, urls=urls, **more)  # type: ignore[arg-type]


def test_sources_of_one_host_are_in_one_place_whatever_its_port_and_www() -> None:
    found = places(
        [
            source("a", "https://www.bank.example/n/"),
            source("b", "http://bank.example:8080/"),
            source("c", "https://x.example/"),
        ]
    )
    assert found["a"] == found["b"] == "bank.example" and found["c"] == "x.example"


def test_sources_that_share_a_host_by_way_of_others_are_in_one_place() -> None:
    found = places(
        [
            source("a", "https://a.example/"),
            source("c", "https://c.example/", hosts=("c.example", "files.example:8443")),
            source("b", "https://b.example/", "https://c.example/b", hosts=("b.example",)),
            source("d", "https://a.example/d", hosts=("files.example",)),
        ]
    )
    assert len(set(found.values())) == 1


def test_a_login_page_and_a_mail_server_are_hosts_too() -> None:
    login = Login("u", "P", "https://sso.example/login")
    box = Source(id="m", kind=SourceKind.MAILBOX, mailbox=Mailbox("Mail.Example"))
    assert hosts(source("a", "https://a.example/", login=login)) == ["a.example", "sso.example"]
    assert places([box]) == {"m": "mail.example"}


def test_a_folder_is_in_no_place() -> None:
    assert places([Source(id="f", kind=SourceKind.FOLDER, path="/srv/notices")]) == {}


def test_the_number_of_a_place_is_the_same_on_every_machine_and_fits_a_bigint() -> None:
    assert key("bank.example") == key("bank.example") != key("x.example")
    assert all(0 < key(f"{n}.example") < 2**63 for n in range(1000))

"""Which way a request takes: the configured proxy, the environment's, or none."""

from __future__ import annotations

import pytest

from ingest.fetch.policy import FetchPolicy
from ingest.fetch.proxy import proxy_for

CONFIGURED = FetchPolicy(proxy="http://proxy.bank.example:8080", no_proxy=("intranet.bank.example", ".local.example"))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


def test_the_configured_proxy_serves_all_but_the_named_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://other.example:1")
    monkeypatch.setenv("NO_PROXY", "*")
    assert proxy_for("https", "www.bank.example", CONFIGURED) == CONFIGURED.proxy
    assert proxy_for("https", "intranet.bank.example", CONFIGURED) is None
    assert proxy_for("http", "a.local.example", CONFIGURED) is None


def test_without_one_the_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "direct.example")
    assert proxy_for("https", "www.bank.example", FetchPolicy()) == "http://proxy.example:3128"
    assert proxy_for("http", "www.bank.example", FetchPolicy()) is None
    assert proxy_for("https", "www.direct.example", FetchPolicy()) is None
    assert proxy_for("https", "www.bank.example", FetchPolicy(use_environment=False)) is None


def test_all_proxy_serves_both_schemes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    assert {proxy_for(s, "www.bank.example", FetchPolicy()) for s in ("http", "https")} == {"http://proxy.example:3128"}

"""A bank's own certificate authority is trusted when it is configured, and only then."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from certificates import certificate as localhost
from loopback_web import Web, answer, site

from ingest.fetch.client import Client
from ingest.fetch.policy import FetchPolicy
from ingest.model import Fetched, FetchFailed, Snapshot


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return localhost(tmp_path)


def fetched(web: Web, ca_file: str | None) -> Fetched:
    url = f"https://localhost:{web.port}/n"
    policy = FetchPolicy(allow_private=("localhost",), ca_file=ca_file, obey_robots=False, use_environment=False)
    with Client(policy) as client:
        return client.get(url, source=site(web, urls=(url,)))


def test_only_trusted_certificates_are_spoken_to(web: Web, certificate: Path) -> None:
    web.pages["/n"] = answer(200, b"secret")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    web.server.socket = context.wrap_socket(web.server.socket, server_side=True)
    refused = fetched(web, None)
    assert isinstance(refused, FetchFailed) and (refused.code, refused.requests) == ("tls", 1)
    trusted = fetched(web, str(certificate))
    assert isinstance(trusted, Snapshot) and trusted.raw == b"secret"

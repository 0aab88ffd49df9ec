"""A bank's own certificate authority is trusted when it is configured, and only then."""

from __future__ import annotations

import datetime as dt
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from loopback_web import Web, answer, site

from ingest.fetch.client import Client
from ingest.fetch.policy import FetchPolicy
from ingest.model import Fetched, FetchFailed, Snapshot


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A PEM file with a key and its self-signed certificate for localhost."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - dt.timedelta(1)).not_valid_after(now + dt.timedelta(1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "ca.pem"
    path.write_bytes(private + built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


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

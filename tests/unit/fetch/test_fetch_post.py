"""JSON to a service: guarded, capped, asked again once, and its key goes nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback_web import Time, Web, answer, in_turn

from ingest.fetch.policy import FetchPolicy
from ingest.fetch.post import Poster
from ingest.model import FetchFailed

POLICY = FetchPolicy(use_environment=False, timeout_seconds=1, total_seconds=1, attempts=2, max_wait_seconds=10)
KEY = {"Authorization": "Bearer s3cret"}


@pytest.fixture
def poster(time: Time) -> Iterator[Poster]:
    with Poster(POLICY, intranet=True, sleep=time.sleep) as made:
        yield made


def test_the_body_and_the_headers_arrive(web: Web, poster: Poster) -> None:
    web.pages["/v1"] = answer(200, b'{"fine": true}')
    assert poster.post(web.url("/v1"), b'{"a": 1}', KEY) == b'{"fine": true}'
    path, headers = web.seen[0]
    assert path == "/v1" and headers["authorization"] == "Bearer s3cret" and headers["content-length"] == "8"


def test_a_redirect_is_a_failure_and_the_key_stays_here(web: Web, poster: Poster) -> None:
    web.pages["/v1"] = answer(307, location=web.url("/elsewhere"))
    failed = poster.post(web.url("/v1"), b"{}", KEY)
    assert isinstance(failed, FetchFailed) and failed.code == "http_307" and web.paths() == ["/v1"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_in_trouble_is_asked_again_once(web: Web, poster: Poster, time: Time, status: int) -> None:
    web.pages["/v1"] = in_turn(answer(status), answer(200, b"{}"))
    assert poster.post(web.url("/v1"), b"{}", {}) == b"{}"
    web.pages["/v1"] = answer(status)
    failed = poster.post(web.url("/v1"), b"{}", {})
    assert isinstance(failed, FetchFailed) and failed.requests == 2 and len(time.slept) == 2


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_service_that_says_no_is_not_asked_again(web: Web, poster: Poster, status: int) -> None:
    web.pages["/v1"] = answer(status)
    failed = poster.post(web.url("/v1"), b"{}", {})
    assert isinstance(failed, FetchFailed) and failed.status == status and len(web.seen) == 1


def test_a_long_wait_is_not_sat_out(web: Web, poster: Poster, time: Time) -> None:
    web.pages["/v1"] = answer(429, retry_after="600")
    assert isinstance(poster.post(web.url("/v1"), b"{}", {}), FetchFailed) and time.slept == []


def test_a_private_address_needs_leave(web: Web) -> None:
    with Poster(POLICY) as strict:
        failed = strict.post(web.url("/v1"), b"{}", KEY)
    assert isinstance(failed, FetchFailed) and failed.code == "private_address" and not web.seen


def test_an_answer_has_a_limit(web: Web) -> None:
    web.pages["/v1"] = answer(200, b"x" * 3000)
    policy = FetchPolicy(use_environment=False, max_megabytes=0.002, attempts=1)
    with Poster(policy, intranet=True) as poster:
        failed = poster.post(web.url("/v1"), b"{}", {})
    assert isinstance(failed, FetchFailed) and failed.code == "too_large"

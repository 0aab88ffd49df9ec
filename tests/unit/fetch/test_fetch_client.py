"""What a fetch gives: bytes, "not modified", or a failure with a stable code."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time as real_time
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from loopback_web import NOW, Time, Web, answer, in_turn, raw, site

from ingest.errors import ConfigurationError
from ingest.fetch import roads
from ingest.fetch.client import Client
from ingest.fetch.guard import Guard
from ingest.fetch.policy import FetchPolicy
from ingest.model import Fetched, FetchFailed, NotModified, Snapshot, Validators
from ingest.text.causes import told

Get = Callable[..., Fetched]
NOTICE = "<h1>关于网银维护的公告</h1>".encode("gb18030")


def failed(fetched: Fetched) -> FetchFailed:
    assert isinstance(fetched, FetchFailed), fetched
    assert "\n" not in told(fetched.cause).en
    return fetched


def test_a_page_comes_with_its_bytes_hash_and_validators(web: Web, get: Get) -> None:
    web.pages["/n"] = answer(
        200, NOTICE, Content_Type="text/HTML; Charset='GBK'", ETag='"v1"', Last_Modified="Sun, 01 Nov 2026 00:00:00 GMT"
    )
    snapshot = get("/n", obey_robots=False)
    assert isinstance(snapshot, Snapshot)
    assert (snapshot.raw, snapshot.status, snapshot.media_type, snapshot.charset) == (NOTICE, 200, "text/html", "GBK")
    assert snapshot.sha256 == hashlib.sha256(NOTICE).hexdigest()
    assert snapshot.validators == Validators('"v1"', "Sun, 01 Nov 2026 00:00:00 GMT", snapshot.sha256)
    assert (snapshot.fetched_at, snapshot.requests, snapshot.url) == (NOW, 1, web.url("/n"))


def test_an_unchanged_page_is_asked_for_conditionally_and_answers_not_modified(web: Web, get: Get) -> None:
    web.pages["/n"] = raw(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
    known = Validators('"v1"', "Sun, 01 Nov 2026 00:00:00 GMT")
    assert get("/n", validators=known, obey_robots=False) == NotModified(web.url("/n"), 1)
    _, headers = web.seen[0]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"v1"', "Sun, 01 Nov 2026 00:00:00 GMT")


def test_a_304_that_nobody_asked_for_is_a_failure(web: Web, get: Get) -> None:
    web.pages["/n"] = raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert failed(get("/n")).code == "http_304"


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (410, True), (403, False), (401, False), (451, True)])
def test_a_status_is_the_code_and_tells_whether_tomorrow_helps(
    web: Web, get: Get, status: int, permanent: bool
) -> None:
    web.pages["/n"] = answer(status, b"sorry")
    result = failed(get("/n", obey_robots=False))
    assert (result.code, result.status, result.permanent) == (f"http_{status}", status, permanent)
    assert len(web.seen) == 1


def test_headers_of_the_source_are_sent(web: Web, get: Get) -> None:
    web.pages["/n"] = answer(200, b"x")
    get("/n", source=site(web, headers={"X-Key": "k", "User-Agent": "own"}), obey_robots=False)
    assert (web.seen[0][1]["x-key"], web.seen[0][1]["user-agent"]) == ("k", "own")


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda b: zlib.compress(b, wbits=-15)])
def test_packed_bodies_are_unpacked(web: Web, get: Get, pack: Callable[[bytes], bytes]) -> None:
    name = "gzip" if pack is gzip.compress else "deflate"
    web.pages["/n"] = answer(200, pack(NOTICE * 50), Content_Encoding=name)
    snapshot = get("/n")
    assert isinstance(snapshot, Snapshot) and snapshot.raw == NOTICE * 50


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(web: Web, get: Get) -> None:
    web.pages["/n"] = answer(200, gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")
    assert failed(get("/n")).code == "too_large"
    web.pages["/n"] = answer(200, gzip.compress(bytes(6_000_000)), Content_Encoding="gzip")
    assert failed(get("/n")).code == "unpacks_too_large"


def test_a_body_announced_too_large_is_not_read(web: Web, get: Get) -> None:
    web.pages["/n"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99000000\r\n\r\n")
    assert failed(get("/n", max_megabytes=1.0)).code == "too_large"


def test_a_chunked_body_without_end_is_cut_at_the_limit(web: Web, get: Get) -> None:
    def endless(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            handler.wfile.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")

    web.pages["/n"] = endless
    assert failed(get("/n", max_megabytes=0.5, obey_robots=False)).code == "too_large"


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_is_cut_off_when_the_total_time_is_over(web: Web, part: str) -> None:
    def drip(handler: Any) -> None:
        begin = b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: 500\r\n\r\n" if part == "body" else b"X-Slow: ")
        handler.wfile.write(begin)
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            real_time.sleep(0.02)

    web.pages["/n"] = drip
    policy = FetchPolicy(allow_private=("127.0.0.1",), obey_robots=False, total_seconds=0.2, use_environment=False)
    began = real_time.monotonic()
    with Client(policy) as client:
        assert failed(client.get(web.url("/n"), source=site(web))).code == "timeout"
    assert real_time.monotonic() - began < 1


def test_silence_is_a_timeout(web: Web, get: Get) -> None:
    web.pages["/n"] = lambda handler: real_time.sleep(0.3)
    assert failed(get("/n", timeout_seconds=0.05, attempts=1, obey_robots=False)).code == "timeout"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf"), "truncated"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf", reset=True), "connection"),
        (raw(b"SSH-2.0-OpenSSH\r\n"), "connection"),
        (answer(200, gzip.compress(NOTICE * 9)[:-12], Content_Encoding="gzip"), "truncated"),
        (answer(200, b"not packed", Content_Encoding="gzip"), "bad_encoding"),
        (answer(200, b"?", Content_Encoding="br"), "bad_encoding"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf of it"), "wrong_length"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n" + Random(1).randbytes(100_000)), "wrong_length"),
    ],
)
def test_broken_answers_have_a_code(web: Web, get: Get, page: Any, code: str) -> None:
    web.pages["/n"] = page
    result = failed(get("/n", obey_robots=False))
    assert (result.code, result.permanent) == (code, False)


@pytest.mark.parametrize(
    "body",
    [
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + Random(1).randbytes(200_000)),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\nTrailer: 1\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n\r\nas long as the connection"),
    ],
)
def test_a_line_break_too_many_or_no_length_at_all_is_no_wrong_length(web: Web, get: Get, body: Any) -> None:
    web.pages["/n"] = body
    assert isinstance(get("/n", obey_robots=False), Snapshot)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(web: Web, get: Get, time: Time, status: int) -> None:
    web.pages["/n"] = in_turn(answer(status), answer(status), answer(200, b"now"))
    snapshot = get("/n", obey_robots=False)
    assert isinstance(snapshot, Snapshot) and snapshot.requests == 3
    assert time.slept == [0.5, 2.0]


@pytest.mark.parametrize("value", ["7", "Sun, 22 Nov 2026 01:00:07 GMT"])
def test_retry_after_is_waited_for(web: Web, get: Get, time: Time, value: str) -> None:
    web.pages["/n"] = in_turn(answer(503, Retry_After=value), answer(200, b"now"))
    assert isinstance(get("/n", obey_robots=False), Snapshot)
    assert time.slept == [7.0]


def test_a_server_that_asks_for_an_hour_is_left_alone_for_an_hour(web: Web, get: Get, time: Time) -> None:
    web.pages["/n"] = answer(429, Retry_After="3600")
    result = failed(get("/n", obey_robots=False))
    assert (result.code, result.requests, time.slept) == ("http_429", 1, [])
    again = failed(get("/other", obey_robots=False))
    assert (again.code, again.status, again.requests, len(web.seen)) == ("http_429", 429, 0, 1)
    time.seconds += 3601
    web.pages["/n"] = answer(200, b"now")
    assert isinstance(get("/n", obey_robots=False), Snapshot)


def test_attempts_end(web: Web, get: Get) -> None:
    web.pages["/n"] = answer(503)
    assert failed(get("/n", obey_robots=False, attempts=2)).requests == 2


def test_a_host_that_never_answers_is_left_alone_for_a_while(web: Web, get: Get, time: Time) -> None:
    web.pages["/n"] = raw(b"")
    for _ in range(3):
        get("/n", obey_robots=False, attempts=1)
    result = failed(get("/n", obey_robots=False, attempts=1))
    assert (result.code, result.requests, len(web.seen)) == ("connection", 0, 3)
    time.seconds += 61
    web.pages["/n"] = answer(200, b"back")
    assert isinstance(get("/n", obey_robots=False, attempts=1), Snapshot)


def test_one_request_a_host_at_a_time_whatever_the_threads(web: Web, get: Get) -> None:
    inside, most = 0, 0

    def page(handler: Any) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        real_time.sleep(0.005)
        inside -= 1
        answer(200, b"x")(handler)

    web.pages["/n"] = page
    threads = [threading.Thread(target=get, args=("/n",), kwargs={"obey_robots": False}) for _ in range(6)]
    get("/n", obey_robots=False)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, len(web.seen)) == (1, 7)


def test_requests_to_a_host_are_spaced(web: Web, get: Get, time: Time) -> None:
    web.pages["/n"] = answer(200, b"x")
    for _ in range(3):
        get("/n", obey_robots=False, seconds_between_requests=1.5)
    assert time.slept == [1.5, 1.5]


def test_the_pause_begins_when_the_answer_is_there(web: Web, get: Get, time: Time) -> None:
    asked: list[float] = []

    def late(handler: Any) -> None:
        asked.append(time.monotonic())
        time.sleep(5)
        answer(200, b"late")(handler)

    web.pages["/n"] = late
    for _ in range(2):
        get("/n", seconds_between_requests=2, obey_robots=False)
    assert asked[1] - asked[0] >= 7


def test_the_connection_is_kept_between_requests(web: Web, get: Get) -> None:
    ports = set()

    def page(handler: Any) -> None:
        ports.add(handler.client_address)
        answer(404 if len(ports) % 2 else 200, b"x")(handler)

    web.pages["/n"] = page
    for _ in range(4):
        get("/n", obey_robots=False)
    assert len(ports) == 1


def test_the_guard_stands_in_the_way_of_every_connection(monkeypatch: pytest.MonkeyPatch, web: Web, get: Get) -> None:
    asked: list[str] = []
    resolve = Guard.resolve

    def watched(self: Guard, host: str, port: int) -> list[str]:
        asked.append(host)
        return resolve(self, host, port)

    monkeypatch.setattr(Guard, "resolve", watched)
    web.pages["/n"] = answer(200, b"x")
    get("/n", obey_robots=False)
    assert asked == ["127.0.0.1"]


def test_a_proxy_or_a_ca_file_that_cannot_be_used_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match=r"fetch\.proxy"):
        Client(FetchPolicy(proxy="nonsense"))
    with pytest.raises(ConfigurationError, match=r"fetch\.ca_file"):
        Client(FetchPolicy(ca_file="/no/such/file.pem"))


def test_a_configured_proxy_gets_the_request_but_no_private_targets(web: Web, get: Get) -> None:
    web.pages["http://www.bank.example/n"] = answer(200, b"through the proxy")
    source = site(web, urls=("http://www.bank.example/n", "http://10.0.0.8/", "http://0x7f.1/", "http://intranet/"))
    options = {"proxy": web.url(""), "allow_private": (), "obey_robots": False}
    snapshot = get("http://www.bank.example/n", source=source, **options)
    assert isinstance(snapshot, Snapshot) and snapshot.raw == b"through the proxy"
    for url in source.urls[1:]:
        assert failed(get(url, source=source, **options)).code == "private_address"
    assert len(web.seen) == 1


def test_a_run_over_many_hosts_keeps_few_connections(monkeypatch: pytest.MonkeyPatch, web: Web, time: Time) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: real("127.0.0.1" if "bank" in host else host, *a, **k)
    )
    monkeypatch.setattr(roads, "OPEN", 5)
    web.pages["/n"] = answer(200, b"x")
    policy = FetchPolicy(allow_private=("127.0.0.0/8",), use_environment=False, obey_robots=False)
    with Client(policy, clock=time.now, sleep=time.sleep, monotonic=time.monotonic) as client:
        for n in (*range(30), 0, 1):
            url = f"http://h{n}.bank.example:{web.port}/n"
            assert isinstance(client.get(url, source=site(web, urls=(url,))), Snapshot)
            assert client._roads.open <= 5
    assert len(web.seen) == 32


def test_two_sources_that_enter_a_host_by_different_ways_wait_for_each_other(web: Web, time: Time) -> None:
    web.pages["/n"] = answer(200, b"x")
    policy = FetchPolicy(allow_private=("127.0.0.1",), use_environment=False, obey_robots=False)
    with Client(policy, clock=time.now, sleep=time.sleep, monotonic=time.monotonic) as client:
        for id_, private in (("a", True), ("b", False), ("a", True)):
            client.get(web.url("/n"), source=site(web, id=id_, allow_private=private))
    assert time.slept == [1.0, 1.0]


def test_nonsense_in_retry_after_is_no_wait(web: Web, get: Get, time: Time) -> None:
    web.pages["/n"] = in_turn(
        raw(b"HTTP/1.1 503 Busy\r\nRetry-After: \xb2\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), answer(200)
    )
    assert isinstance(get("/n", obey_robots=False), Snapshot)
    assert time.slept == [0.5]


def test_the_standing_of_an_address_with_robots_is_known_once_it_was_asked(web: Web, time: Time) -> None:
    web.pages |= {"/robots.txt": answer(200, b"User-agent: *\nDisallow: /p\nCrawl-delay: 3\n"), "/n": answer(200)}
    policy = FetchPolicy(allow_private=("127.0.0.1",), use_environment=False)
    with Client(policy, clock=time.now, sleep=time.sleep, monotonic=time.monotonic) as client:
        assert client.standing(web.url("/n")) is None
        client.get(web.url("/n"), source=site(web))
        assert [client.standing(web.url(path)) for path in ("/n", "/p")] == ["allows", "forbids"]
        assert client.delay(web.url("/n")) == 3


def test_a_site_that_drips_every_answer_holds_up_the_others_for_half_an_hour_at_most(
    web: Web, get: Get, time: Time
) -> None:
    def slow(handler: Any) -> None:
        time.seconds += 55
        answer(200, b"x")(handler)

    web.pages["/n"] = slow
    results = [get("/n", obey_robots=False) for _ in range(40)]
    read = [r for r in results if isinstance(r, Snapshot)]
    assert len(read) == 33 and {r.code for r in results if isinstance(r, FetchFailed)} == {"too_slow"}
    assert isinstance(get("/n", obey_robots=False, source=site(web, id="another")), Snapshot)
    time.seconds += 3600
    assert isinstance(get("/n", obey_robots=False), Snapshot)


def test_pauses_between_requests_are_no_slowness(web: Web, get: Get) -> None:
    web.pages["/n"] = answer(200, b"x")
    for _ in range(40):
        assert isinstance(get("/n", obey_robots=False, seconds_between_requests=100.0), Snapshot)


@pytest.mark.parametrize("wbits", [zlib.MAX_WBITS, -zlib.MAX_WBITS])
def test_a_deflate_bomb_is_refused_too(web: Web, get: Get, wbits: int) -> None:
    web.pages["/n"] = answer(200, zlib.compress(bytes(30_000_000), wbits=wbits), Content_Encoding="deflate")
    assert failed(get("/n")).code == "too_large"


def test_encodings_that_we_do_not_unpack_are_not_offered(web: Web, get: Get) -> None:
    web.pages["/n"] = answer(200, b"x")
    get("/n", obey_robots=False)
    assert web.seen[0][1]["accept-encoding"] == "gzip, deflate"

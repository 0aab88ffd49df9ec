"""Lists in JSON: interfaces with their paging, values wrapped in scripts, notices that stand in the list itself."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from shelf import Shelf, failure, source, visit

from ingest.model import Fetched, FetchFailed, JsonList, Post, Snapshot, Source, Validators
from ingest.sources.json_api import notice
from ingest.sources.json_pages import asked

API = "http://www.bank.example/api/list"


def of(*urls: str, pages: int = 1, changes: dict[str, Any] | None = None, **place: Any) -> Source:
    given = {"items": "data.rows", "link": ("url",), "title": ("title",), "date": ("date",)} | place
    return source("json_api", *(urls or (API,)), pages=pages, json=JsonList(**given), **(changes or {}))


def rows(*entries: dict[str, Any], **more: Any) -> str:
    return json.dumps({"data": {"rows": list(entries)}, **more}, ensure_ascii=False)


def entry(n: int, **more: Any) -> dict[str, Any]:
    return {"url": f"/n/{n}.html", "title": f"公告{n}", "date": "2026-11-22", **more}


class Desk(Shelf):
    """A shelf that also answers what is posted: `posted(body)` gives the page."""

    def __init__(self, posted: Any) -> None:
        super().__init__({})
        self.posted = posted
        self.bodies: list[str] = []

    def get(self, url: str, *, post: Post | None = None, **more: Any) -> Fetched:  # type: ignore[override]
        if post is None:
            return super().get(url, **more)
        self.bodies.append(post.content.decode())
        self.pages = {url: self.posted(post)}
        return super().get(url, **more)


def test_entries_are_found_with_title_and_date() -> None:
    shelf = Shelf(
        {API: rows(entry(1), {"url": "https://www.bank.example/n/2?a=1", "title": "<b>通知</b>&amp;二 ", "date": None})}
    )
    first, second = visit(shelf, of()).candidates
    assert (first.url, first.title, first.published) == (
        "http://www.bank.example/n/1.html",
        "公告1",
        dt.date(2026, 11, 22),
    )
    assert (second.url, second.title, second.published) == ("https://www.bank.example/n/2?a=1", "通知&二", None)


def test_it_asks_for_json() -> None:
    shelf = Shelf({API: rows(entry(1))})
    visit(shelf, of())
    assert (shelf.headers[0] or {})["Accept"].startswith("application/json")


def test_several_paths_are_tried_in_order_for_each_entry() -> None:
    page = rows({"href": "/n/1", "name": "一"}, {"url": "/n/2", "href": "/n/9", "title": "", "name": "二"})
    found = visit(Shelf({API: page}), of(link=("url", "href"), title=("title", "name"))).candidates
    assert [(c.url[-4:], c.title) for c in found] == [("/n/1", "一"), ("/n/2", "二")]


@pytest.mark.parametrize(
    ("items", "page"),
    [
        ("@", [{"url": "/n/1"}]),
        ("data[].list[]", {"data": [{"list": [{"url": "/n/1"}]}, {"list": []}]}),
        ("map", {"map": {"a": {"url": "/n/1"}}}),
        ('"notice-list"', {"notice-list": [{"url": "/n/1"}, None]}),
    ],
)
def test_lists_are_found_wherever_they_stand(items: str, page: Any) -> None:
    (candidate,) = visit(Shelf({API: json.dumps(page)}), of(items=items)).candidates
    assert candidate.url == "http://www.bank.example/n/1"


def test_addresses_are_made_by_a_template_where_the_entry_has_none() -> None:
    page = rows({"id": 7, "meta": {"kind": "a b/c"}}, {"id": 8}, entry(3, id=9))
    detail = "https://www.bank.example/notice?id={id}&k={meta.kind}"
    listing = visit(Shelf({API: page}), of(detail=detail))
    assert [c.url for c in listing.candidates] == [
        "https://www.bank.example/notice?id=7&k=a%20b/c",
        "http://www.bank.example/n/3.html",
    ]
    assert [(w.code, w.about["n"]) for w in listing.warnings] == [("no_address", 1)]


def test_a_template_may_lead_to_a_place_inside_one_page() -> None:
    listing = visit(Shelf({API: rows({"id": 7}, {"id": 8})}), of(link=(), detail="/notices.html#/{id}", body=("id",)))
    assert [c.url for c in listing.candidates] == [
        "http://www.bank.example/notices.html#/7",
        "http://www.bank.example/notices.html#/8",
    ]


# ---------------------------------------------------------------------------------------------------------- pages


def test_numbered_pages_are_asked_until_one_is_empty() -> None:
    url = API + "?page={page}&size={size}"
    shelf = Shelf(
        {f"{API}?page={n}&size=2": rows(entry(2 * n), entry(2 * n + 1)) for n in (1, 2)}
        | {f"{API}?page=3&size=2": rows()}
    )
    listing = visit(shelf, of(url, pages=9, size=2))
    assert len(listing.candidates) == 4 and len(shelf.asked) == 3 and not listing.warnings


@pytest.mark.parametrize("end", [rows(), '{"data": null}', '{"data": {"rows": null}}', rows(entry(1))])
def test_pages_end_where_nothing_new_comes(end: str) -> None:
    shelf = Shelf({f"{API}/0": rows(entry(1)), f"{API}/1": end, f"{API}/2": rows(entry(2))})
    listing = visit(shelf, of(API + "/{page}", pages=9, first=0))
    assert len(listing.candidates) == 1 and len(shelf.asked) == 2 and not listing.warnings


def test_pages_end_at_a_missing_file_but_a_failing_one_is_told() -> None:
    shelf = Shelf({f"{API}1": rows(entry(1))})
    assert not visit(shelf, of(API + "{page}", pages=9)).warnings
    shelf.pages[f"{API}2"] = FetchFailed(f"{API}2", "http_500", status=500)
    assert [w.code for w in visit(shelf, of(API + "{page}", pages=9)).warnings] == ["page_failed"]


def test_only_one_page_is_asked_where_nothing_tells_pages_apart() -> None:
    shelf = Shelf({API: rows(entry(1))})
    visit(shelf, of(pages=5))
    assert shelf.asked == [API]


def test_pages_stop_at_the_largest_number_of_entries() -> None:
    shelf = Shelf({f"{API}?o={n * 2}": rows(entry(2 * n), entry(2 * n + 1)) for n in range(9)})
    listing = visit(shelf, of(API + "?o={offset}", pages=9, size=2, changes={"max_items": 3}))
    assert len(listing.candidates) == 3 and shelf.asked == [f"{API}?o=0", f"{API}?o=2"]


def test_a_cursor_leads_from_page_to_page_also_where_a_page_did_not_change() -> None:
    first, second = rows(entry(1), next="a/b"), rows(entry(2), next=None)
    shelf = Shelf({f"{API}?c=": first, f"{API}?c=a%2Fb": second}, conditional=True)
    asks = of(API + "?c={cursor}", pages=9, cursor="next")
    listing = visit(shelf, asks)
    again = visit(shelf, asks, {p.url: p for p in listing.pages})
    assert len(listing.candidates) == len(again.candidates) == 2 and again.not_modified == 2


def test_an_answer_may_name_the_address_of_the_next() -> None:
    shelf = Shelf({API: rows(entry(1), links={"next": "?p=2"}), f"{API}?p=2": rows(entry(2), links={})})
    assert len(visit(shelf, of(pages=9, next="links.next")).candidates) == 2
    assert shelf.asked == [API, f"{API}?p=2"]


def test_a_form_is_posted_page_by_page_and_each_page_is_remembered_by_what_was_posted() -> None:
    desk = Desk(lambda post: rows(entry(int(dict(parse_qsl(post.content.decode()))["pageNo"]))))
    asks = of(pages=3, form={"pageNo": "{page}", "channel": "公告", "size": 10})
    listing = visit(desk, asks)
    assert desk.bodies == [f"pageNo={n}&channel=%E5%85%AC%E5%91%8A&size=10" for n in (1, 2, 3)]
    assert len(listing.candidates) == 3 and len({p.url for p in listing.pages}) == 3
    again = visit(desk, asks, {p.url: p for p in listing.pages})
    assert again.candidates == listing.candidates


def test_json_is_posted_with_numbers_as_numbers() -> None:
    desk = Desk(lambda post: rows(entry(json.loads(post.content)["q"]["page"])))
    visit(
        desk,
        of(pages=2, post={"q": {"page": "{page}", "from": "{offset}", "tags": ["p{page}"]}, "c": "{cursor}"}, size=20),
    )
    assert json.loads(desk.bodies[1]) == {"q": {"page": 2, "from": 20, "tags": ["p2"]}, "c": None}


def test_a_body_may_be_written_out() -> None:
    ask = asked(API, JsonList("@", post='{"page":"{page}","x":{"y":1}}'), 1)
    assert ask.post == Post(b'{"page":"2","x":{"y":1}}', "application/json")


# ------------------------------------------------------------------------------------------- where the values stand

WRAPPED = [
    '\ufeff {"data":{"rows":[{"url":"/n/1"}]}}',
    ')]}\',\n{"data":{"rows":[{"url":"/n/1"}]}}',
    'while(1);{"data":{"rows":[{"url":"/n/1"}]}}',
    'callback({"data":{"rows":[{"url":"/n/1"}]}});',
    '/**/ typeof cb === "function" && cb({"data":{"rows":[{"url":"/n/1"}]}});',
    "jQuery1_2({data:{rows:[{url:'/n/1',},]}})",
    "var list = {data: {rows: [{url: '/n/1'}]}}; // 公告",
    '<!doctype html><script id="__NEXT_DATA__" type="application/json">{"data":{"rows":[{"url":"/n/1"}]}}</script>',
    '<html><script>var x=1, y={"a":[]};</script><script>window.STATE = {data:{rows:[{url:"/n/1"}]}};f();</script></html>',
    '<html><script>window.S=JSON.parse("{\\"data\\":{\\"rows\\":[{\\"url\\":\\"/n/1\\"}]}}")</script>',
    '<html><script>window.__NUXT__=(function(a){return {data:{rows:[{url:a}]}}}("\\u002Fn\\u002F1"));</script>',
    '<html><script type="application/json" id="__NUXT_DATA__">[{"data":1},["Reactive",2],{"rows":3},[4],{"url":5},"/n/1"]</script>',
]


def test_what_next_js_streams_is_put_together_and_read_row_by_row() -> None:
    stream = '0:["$","div",null,{}]\n1a:T6,公告5:["$","$L6",null,{"rows":[{"url":"/n/1","title":"公告"}]}]\n'
    pushes = "".join(
        f"<script>self.__next_f.push([1,{json.dumps(stream[at : at + 30])}])</script>"
        for at in range(0, len(stream), 30)
    )
    page = f"<!doctype html><html><script>(self.__next_f=self.__next_f||[]).push([0])</script>{pushes}</html>"
    (candidate,) = visit(Shelf({API: page}), of(items="[3].rows")).candidates
    assert (candidate.url, candidate.title) == ("http://www.bank.example/n/1", "公告")


@pytest.mark.parametrize("page", WRAPPED, ids=range(len(WRAPPED)))
def test_values_are_read_out_of_scripts_and_pages(page: str) -> None:
    (candidate,) = visit(Shelf({API: page}), of()).candidates
    assert candidate.url == "http://www.bank.example/n/1"


def test_a_script_or_a_variable_is_chosen_by_name() -> None:
    page = """<html><script>a.list=[{url:"/n/1"}]; window.b . list = [{url:"/n/2"}]</script>
    <script type="text/plain" class="s">[{"url":"/n/3"}]</script>"""
    shelf = Shelf({API: page})
    for choice, expected in [
        ({"variable": "a.list"}, "1"),
        ({"variable": "window.b.list"}, "2"),
        ({"script": ".s"}, "3"),
        ({}, "1"),
    ]:
        (candidate,) = visit(shelf, of(items="@", **choice)).candidates
        assert candidate.url[-1] == expected


@pytest.mark.parametrize(
    "page", ["", "请登录", "<html><body>log in</body></html>", "<html><script>var a = b({}), c={d:e}</script>"]
)
def test_an_answer_without_json_is_a_failure(page: str) -> None:
    assert failure(Shelf({API: page}), of()).code == "not_json"


def test_an_error_message_of_the_interface_is_a_failure_that_shows_it() -> None:
    failed = failure(Shelf({API: '{"code": "E401", "msg": "会话超时", "data": {"x": 1}}'}), of())
    assert failed.code == "no_items"
    assert failed.about == {"items": "data.rows", "keys": "code = 'E401', msg = '会话超时', data"}


def test_an_empty_list_is_told_as_such() -> None:
    assert [w.code for w in visit(Shelf({API: rows()}), of()).warnings] == ["no_entries"]


@pytest.mark.parametrize("page", ["[" * 100_000, '{"a":' * 100_000, "f(" * 50_000, "var a=" + "[" * 100_000])
def test_deep_nesting_is_no_accident(page: str) -> None:
    assert failure(Shelf({API: page}), of()).code == "not_json"


# ------------------------------------------------------------------------------------------------- notices inside


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("<p>自12月1日起</p>", "<p>自12月1日起</p>"),
        ("&lt;p&gt;自12月1日起&lt;/p&gt;", "<p>自12月1日起</p>"),
        ("%3Cp%3E12%3C%2Fp%3E", "<p>12</p>"),
        ("第一行\n\n利率 < 3% & 更多&nbsp;x", "<p>第一行</p><p>利率 &lt; 3% &amp; 更多\u00a0x</p>"),
        (["<p>一</p>", "<p>二</p>"], "<p>一</p> <p>二</p>"),
        ("", None),
        (None, None),
    ],
)
def test_a_notice_that_stands_in_the_list_is_html(given: Any, expected: str | None) -> None:
    (candidate,) = visit(Shelf({API: rows(entry(1, text=given))}), of(body=("text",))).candidates
    assert candidate.content == expected


def snapshot(text: str) -> Snapshot:
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    return Snapshot(API, API, 200, "application/json", None, text.encode(), "0", Validators(), now)


def test_a_notice_is_found_in_the_json_of_its_own_address() -> None:
    asks = of(detail_body=("data.html", "data.text"))
    assert notice(snapshot('{"data":{"html":"","text":"正文"}}'), asks) == "<p>正文</p>"
    failed = notice(snapshot('{"data":null,"msg":"无此公告"}'), asks)
    assert isinstance(failed, FetchFailed) and failed.code == "no_notice" and "无此公告" in str(failed.about["keys"])
    failed = notice(snapshot("<html>"), asks)
    assert isinstance(failed, FetchFailed) and failed.code == "not_json"


def test_days_are_those_of_the_banks_time_zone() -> None:
    page = rows(
        *(
            entry(n, date=d)
            for n, d in enumerate([1795276800, 1795276800000, "2026-11-21T16:00:00.000Z", "/Date(1795276800000)/"])
        )
    )
    for zone, day in (("Asia/Shanghai", 22), ("America/New_York", 21)):
        found = visit(Shelf({API: page}), of(changes={"time_zone": zone})).candidates
        assert {c.published for c in found} == {dt.date(2026, 11, day)}

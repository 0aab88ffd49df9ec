"""Values as scripts write them: read where they are plain, refused where they are not, and never run."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import JsonList
from ingest.sources.embedded import values
from ingest.sources.json_dates import date_of
from ingest.sources.script_values import read

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_json_is_read_as_json_reads_it(value: Any) -> None:
    text = json.dumps(value)
    assert read(text + ";")[0] == value
    assert read(f" /* x */ ({json.dumps(value, ensure_ascii=True)})")[0] == value


@given(st.text(alphabet="{}[]()\"'`\\,:;+-!0129.abnrtux$/* \n=>function", max_size=60))
def test_nothing_but_a_value_error_comes_of_nonsense(text: str) -> None:
    with suppress(ValueError):
        read(text)
    list(values(text, JsonList("@")))
    list(values(f"<html><script>var a = {text}</script>", JsonList("@")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a:1,'b-c':2,\"d\":3,4:5,}", {"a": 1, "b-c": 2, "d": 3, "4": 5}),
        ("[1,,2,]", [1, None, 2]),
        (
            "{a:undefined,b:void 0,c:!0,d:!1,e:NaN,f:-Infinity}",
            {"a": None, "b": None, "c": True, "d": False, "e": None, "f": None},
        ),
        ("[0x1F,.5,-1e3,+7]", [31, 0.5, -1000.0, 7]),
        ("'it\\'s \\x41\\u4f60\\u{1F600}\\\n!'", "it's A你😀!"),
        ("'\\ud83d\\ude00'", "😀"),
        ("`a $ {b}`", "a $ {b}"),
        ("'a' + \"b\" /* c */ + `d`", "abd"),
        ("{at: new Date(1700000000000), on: new Date('2026-11-22')}", {"at": 1700000000000, "on": "2026-11-22"}),
        ("JSON.parse('{\"a\":[1]}')", {"a": [1]}),
        ("Object.freeze({a:1})", {"a": 1}),
        ("(function(a,b){return {x:a,y:[b,a]}}('p',{q:1}))", {"x": "p", "y": [{"q": 1}, "p"]}),
        ("(function(a){a.x=1;a.y={};a.y.z=[2];return {v:a}})({})", {"v": {"x": 1, "y": {"z": [2]}}}),
        ("((a,b)=>({a,b}))(1,2)", {"a": 1, "b": 2}),
        ("(a)=>{return [a]}(3)", [3]),
    ],
)
def test_what_scripts_write_beyond_json_is_read(text: str, expected: Any) -> None:
    assert read(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "alert(1)",
        "{a:b}",
        "[f(1)]",
        "`a ${b}`",
        "{a:1",
        "[1 2]",
        "'open",
        "(function(a){return a.b}({}))",
        "x",
        "",
        "new",
        "(function(){while(1){}})()",
        "[" * 999,
        "-'a'",
        "JSON.parse(1)",
        "{...a}",
        "(function(a){a.b.c=1;return a}({}))",
    ],
)
def test_what_is_no_plain_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read(text)


def test_a_text_that_doubles_without_end_is_refused() -> None:
    text = "'xx'"
    for _ in range(40):
        text = f"(function(a){{return a+a}}({text}))"
    with pytest.raises(ValueError, match="without end"):
        read(text)


SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "value",
    [
        1795276800,
        "1795276800",
        1795276800000,
        "1795276800000",
        1795276800000000,
        1795276800.5,
        "/Date(1795276800000+0800)/",
        "20261122",
        20261122,
        "20261122093000",
        "2026-11-22",
        "2026-11-22T00:00:00+08:00",
        "2026-11-21T16:00:00Z",
        "2026年11月22日",
        [2026, 11, 22],
        [2026, 11, 22, 9, 30],
        {"time": 1795276800000},
        {"$date": "2026-11-21T16:00:00.000Z"},
        "22 Nov 2026",
        "Nov 22, 2026",
    ],
)
def test_a_day_is_read_however_it_is_written(value: Any) -> None:
    assert date_of(value, "DMY", SHANGHAI) == dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        5,
        -1,
        10**30,
        float("nan"),
        float("inf"),
        "",
        "x",
        "11-22",
        [],
        [2026],
        [2026, 13, 1],
        {},
        {"time": {}},
    ],
)
def test_what_is_no_day_is_none(value: Any) -> None:
    assert date_of(value, "DMY", SHANGHAI) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda i: st.lists(i, max_size=3) | st.dictionaries(st.sampled_from(["time", "$date", "x"]), i, max_size=2),
    )
)
def test_no_value_is_an_accident(value: Any) -> None:
    date_of(value, "DMY", SHANGHAI)

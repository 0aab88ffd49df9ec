"""Every code that ingest gives a failure or a warning is told in Chinese and in English."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from string import Formatter

import pytest
from pydantic import TypeAdapter

import ingest
from ingest.model import Cause, Relevance
from ingest.pipeline.job import NOT_A_PAGE
from ingest.text.causes import catalogue, told, told_all

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MADE_BY = {"Cause": 0, "Failure": 0, "FetchFailed": 1}
"""Which argument is the code."""


def codes() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """(file and line, code, what it is told with, where both stand in the call itself)."""
    for path in sorted(Path(ingest.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MADE_BY):
                continue
            at = MADE_BY[node.func.id]
            code = node.args[at] if len(node.args) > at else None
            about = node.args[at + 1] if len(node.args) > at + 1 else None
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                keys = about.keys if isinstance(about, ast.Dict) else () if about is None else None
                known = None if keys is None else frozenset(k.value for k in keys if isinstance(k, ast.Constant))
                yield f"{path.name}:{node.lineno}", code.value, known


def asked(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_say_it_and_say_it_of_the_same_things(code: str) -> None:
    entry = catalogue()[code]
    assert set(entry) == {"en", "zh"} and asked(entry["en"]) == asked(entry["zh"])
    assert not CHINESE.search(entry["en"]) and not entry["en"].endswith(".") and not entry["zh"].endswith("。")
    assert CHINESE.search(entry["zh"]) or code in ("and_more", "as_told", "page")


def test_every_code_in_the_program_is_in_the_catalogue_with_what_its_text_asks_for() -> None:
    for place, code, about in codes():
        entry = catalogue().get(code) or catalogue()["http"] if code.startswith("http_") else catalogue().get(code)
        assert entry, f"{place}: {code} is not in causes.toml"
        if about is not None:
            missing = asked(entry["en"]) - about - {"because", "code", "status"}
            assert not missing, f"{place}: {code} is not told {missing}"


def test_every_way_to_be_turned_away_is_told() -> None:
    for code in (*NOT_A_PAGE, *(r.value for r in Relevance if r is not Relevance.NOTICE)):
        assert CHINESE.search(told(Cause(code, {"words": "x"})).zh)


def test_causes_are_told_with_those_behind_them() -> None:
    inner = Cause("http_503", because=(Cause("left_alone", {"until": "08:00", "failures": 3}),))
    cause = Cause("unread", {"n": 2, "of": 3}, (Cause("page", {"url": "/a"}, (inner,)), Cause("and_more")))
    assert told_all([cause, Cause("list_empty")]).en == (
        "2 of 3 pages could not be read: /a: the server answered 503 "
        "(not asked again before 08:00, after 3 failures in a row); …; the list is empty"
    )
    assert (
        told_all([cause]).zh == "3 个页面中有 2 个无法读取：/a：服务器返回 503（连续失败 3 次，08:00 之前不再访问）；……"
    )


def test_a_code_of_a_newer_version_and_a_missing_figure_hide_nothing() -> None:
    assert told(Cause("meteor", {"n": 1}, (Cause("timeout"),))).zh == "meteor（未在时限内得到完整响应）"
    assert told(Cause("few_items", {"found": 1})).en == "1 items where about ? are expected"
    assert told(Cause("as_told", {"words": "{because} {x}"})).en == "{because} {x}"


def test_a_cause_is_the_same_after_json() -> None:
    cause = Cause("unread", {"n": 2, "share": 0.5, "url": "3"}, (Cause("timeout"),))
    assert TypeAdapter(Cause).validate_json(json.dumps(asdict(cause))) == cause

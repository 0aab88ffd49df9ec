"""Sitemaps, JSON lists and rendered pages in sources.toml: what they may say, and how their mistakes are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from test_settings import load, mistakes

from ingest.errors import ConfigurationError
from ingest.model import JsonList

API = "[[source]]\nid = 'a'\nkind = 'json_api'\nurl = 'https://api.bank.example/list?p={page}'\n"
JSON = "[source.json]\nitems = 'data.rows'\nlink = 'url'\n"


def said(tmp_path: Path, text: str) -> tuple[str, str]:
    """The mistakes in English and in Chinese."""
    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, text)
    message = raised.value.message
    return message.en, message.zh


def test_a_json_list_is_read_with_its_paths(tmp_path: Path) -> None:
    text = f"""[bank]
time_zone = 'America/New_York'
{API}pages = 3
match = '/notice/*'
newer_than = '90d'
[source.json]
items = "data.rows"
detail = 'https://www.bank.example/notice/{{id}}'
title = ["title", "name"]
date = '"publish-date"'
detail_body = "data.content"
size = 20
[[source]]
id = 'b'
kind = 'rendered'
url = 'https://www.bank.example/'
next = '.next'
"""
    api, rendered = load(tmp_path, text).sources
    assert api.json == JsonList(
        items="data.rows",
        detail="https://www.bank.example/notice/{id}",
        title=("title", "name"),
        date=('"publish-date"',),
        detail_body=("data.content",),
        size=20,
    )
    assert (api.match, api.newer_than) == (("/notice/*",), dt.timedelta(days=90))
    assert api.hosts == ("api.bank.example", "www.bank.example")
    assert api.time_zone == rendered.time_zone == "America/New_York"
    assert rendered.json is None


def test_a_posted_form_and_posted_json_keep_their_values(tmp_path: Path) -> None:
    form = load(tmp_path, f"{API}{JSON}form = {{ page = '{{page}}', size = 10 }}\n").sources[0].json
    post = (
        load(tmp_path, f"{API}{JSON}post = {{ page = '{{page}}', filter = {{ on = true, ids = [1] }} }}\n")
        .sources[0]
        .json
    )
    assert form and form.form == {"page": "{page}", "size": 10}
    assert post and post.post == {"page": "{page}", "filter": {"on": True, "ids": [1]}}


@pytest.mark.parametrize(
    ("text", "line", "en", "zh"),
    [
        (API, 1, "needs [source.json] with items", "需要 [source.json]"),
        (f"{API}[source.json]\nlink = 'url'\n", 5, "json.items: is missing", "json.items：缺少此项"),
        (
            f"{API}[source.json]\nitems = 'data.'\nlink = 'url'\n",
            6,
            "json.items: is not a path",
            "json.items：不是路径",
        ),
        (f"{API}[source.json]\nitems = '@'\n", 5, "json: needs link", "json：需要 link"),
        (f"{API}[source.json]\nitems = '@'\ndetail = '/notice'\n", 7, "with a path in braces", "含有花括号路径的地址"),
        (
            f"{API}[source.json]\nitems = '@'\ndetail = 'notice/{{id}}'\n",
            7,
            "write the whole address",
            "请写完整的地址",
        ),
        (f"{API}[source.json]\nitems = '@'\ndetail = '/n/{{id.}}'\n", 7, "is not a path", "不是路径"),
        (f"{API}[source.json]\nitems = '@'\ndetail = '/n#{{id}}'\n", 7, 'write "#/{id}"', '请写 "#/{id}"'),
        (f"{API}{JSON}titel = 'x'\n", 8, "no such key; known here: items, link, detail", "没有这个键"),
        (f"{API}{JSON}form = {{}}\npost = {{}}\n", 9, "write form or post, not both", "只能写一项"),
        (f"{API}{JSON}form = {{ key = 'env:KEY' }}\n", 8, "a posted body takes no", "提交的内容中不能使用"),
        (f"{API}{JSON}post = {{ a = [{{ key = 'env:KEY' }}] }}\n", 8, "a posted body takes no", "提交的内容中不能使用"),
        (f"{API}{JSON}script = '#a'\nvariable = 'a'\n", 9, "write script or variable", "只能写一项"),
        (f"{API}{JSON}script = '#'\n", 8, "is not a CSS selector", "不是 CSS 选择器"),
        (f"{API}{JSON}variable = 'a()'\n", 8, "should match pattern", "应符合格式"),
        (f"{API}{JSON}first = -1\n", 8, "greater than or equal to 0", "应大于或等于 0"),
        (f"{API.replace('{page}', '{seite}')}{JSON}", 4, "{seite} is not filled in", "{seite} 不会被填充"),
        (f"{API.replace('{page}', '{offset}')}{JSON}", 5, "need size", "需要 size"),
        (f"{API.replace('{page}', '{cursor}')}{JSON}", 5, "need each other", "须同时使用"),
        (f"{API}{JSON}cursor = 'next'\n", 8, "need each other", "须同时使用"),
        (f"{API.replace('{page}', '1')}pages = 3\n{JSON}", 5, "nothing tells pages apart", "无法区分各页"),
        (f"{API}link = 'a'\n{JSON}", 5, "write link as a path under [source.json]", "请把 link 作为路径写在"),
        (
            "[[source]]\nid = 'a'\nkind = 'feed'\nurl = 'https://a.example'\n" + JSON,
            5,
            'only a source of kind "json_api"',
            "才有此项",
        ),
        (
            "[[source]]\nid = 'a'\nkind = 'sitemap'\nurl = 'https://a.example'\nmatch = ['notices/*']\n",
            5,
            "matches nothing",
            "不会匹配",
        ),
        (
            "[[source]]\nid = 'a'\nkind = 'page'\nurl = 'https://a.example'\nmatch = '/n'\n",
            5,
            "no list to choose from",
            "没有列表",
        ),
        ("[[source]]\nid = 'a'\nkind = 'sitemap'\nurl = 'https://a.example'\nnewer_than = '1y'\n", 5, '"1d"', "单位"),
        ("[[source]]\nid = 'a'\nkind = 'rendered'\npath = 'x'\n", 1, "needs url", "需要 url"),
    ],
)
def test_each_mistake_is_told_in_both_languages_with_its_line(
    tmp_path: Path, text: str, line: int, en: str, zh: str
) -> None:
    english, chinese = said(tmp_path, text)
    assert "1 mistake(s)" in english, english
    assert f"line {line}:" in english and en in english, english
    assert f"第 {line} 行：" in chinese and zh in chinese, chinese


def test_several_mistakes_of_one_list_are_told_together(tmp_path: Path) -> None:
    text = f"{API}pages = 2\n[source.json]\nitems = 'a['\nform = {{}}\npost = {{}}\n"
    assert "3 mistake(s)" in mistakes(tmp_path, text)

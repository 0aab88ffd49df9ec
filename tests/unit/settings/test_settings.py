"""sources.toml: what it may hold, and how its mistakes are told."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from ingest import settings
from ingest.errors import ConfigurationError
from ingest.model import Category, SourceKind, Tier


def load(tmp_path: Path, text: str, **environment: str) -> settings.Settings:
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    return settings.load(file, environment)


def mistakes(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, text)
    return str(raised.value)


def test_five_lines_watch_a_bank(tmp_path: Path) -> None:
    made = load(tmp_path, "[[source]]\nid = 'mine'\nkind = 'listing'\nurl = 'https://www.bank.example/notices/'\n")
    source = made.sources[0]
    assert source.kind is SourceKind.LISTING
    assert source.hosts == ("www.bank.example",)
    assert source.every == dt.timedelta(hours=1)
    assert made.database_url == f"sqlite:///{tmp_path / 'output' / 'ingest.db'}"


def test_every_mistake_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = """[bank]
time_zone = "Mars/Olympus"
[[source]]
id = "good"
kind = "feed"
url = "https://a.example/"
[[source]]
id = "bad"
kind = "listing"
url = "ftp://a.example/"
link = "a[["
every = "often"
selctor = "x"
"""
    said = mistakes(tmp_path, text)
    assert "5 mistake(s)" in said
    for line, word in ((2, "time zone"), (10, "https://"), (11, "CSS"), (12, '"1h"'), (13, "no such key")):
        assert any(f"line {line}:" in row and word in row for row in said.splitlines()), (line, word, said)


def test_mistakes_stand_in_the_order_of_the_file_cron_lines_and_the_proxy_among_them(tmp_path: Path) -> None:
    text = """[fetch]
proxy = "proxy:8080"
[[source]]
id = "a"
kind = "feed"
url = "https://a.example/"
cron = "0 25 * * *"
pages = 0
[publishing]
"""
    lines = mistakes(tmp_path, text).splitlines()[1:]
    assert [line.split(":")[0].strip() for line in lines] == ["line 2", "line 7", "line 8", "line 9"]
    assert "https:// or http://" in lines[0] and "five fields" in lines[1]


def test_one_phone_is_a_list_of_one_and_certificates_lie_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "bank.pem").touch()
    made = load(tmp_path, "[bank]\nphones = '95260'\n[fetch]\nca_file = 'bank.pem'\nallow_private = '10.0.0.0/8'\n")
    assert made.bank.phones == ("95260",)
    assert made.fetch.ca_file == str(tmp_path / "bank.pem")
    assert made.fetch.allow_private == ("10.0.0.0/8",)


@pytest.mark.parametrize(
    ("block", "says"),
    [
        ("id = 'a'\nkind = 'feed'", "needs url"),
        ("id = 'a'\nkind = 'folder'\nurl = 'https://a.example/'", "needs path"),
        ("id = 'a'\nkind = 'page'\nurl = 'https://a.example/'\ncron = 'daily'", "five fields"),
        (
            "id = 'a'\nkind = 'page'\nurl = 'https://a.example/'\n[[source]]\nid = 'a'\nkind = 'folder'\npath = 'x'",
            "twice",
        ),
        ("kind = 'feed'\nurl = 'https://a.example/'", "is missing"),
    ],
)
def test_a_source_that_can_not_work_is_told_why(tmp_path: Path, block: str, says: str) -> None:
    assert says in mistakes(tmp_path, f"[[source]]\n{block}\n")


def test_broken_toml_and_a_missing_file_are_told_with_a_remedy(tmp_path: Path) -> None:
    assert "line 1" in mistakes(tmp_path, "[bank\n")
    with pytest.raises(ConfigurationError, match="no such file"):
        settings.load(tmp_path / "none.toml", {})


def test_environment_and_review_tiers(tmp_path: Path) -> None:
    made = load(tmp_path, "[review]\ntiers = { promotion = 'F' }\n", INGEST_DATABASE_URL="postgresql://db/ingest")
    assert made.database_url == "postgresql://db/ingest"
    assert made.review.tiers == {Category.PROMOTION: Tier.FAST}


def test_the_shipped_configuration_is_valid_and_enables_only_feeds() -> None:
    made = settings.load(Path(__file__).parents[3] / "sources.toml", {})
    assert {s.kind for s in made.sources if s.enabled} == {SourceKind.FEED}
    assert not any(s.verified for s in made.sources)


TROUBLE = """[fetch]
ca_file = "lost.pem"
[drafting]
writer = "model"
max_tokens = "many"
[[source]]
id = "a"
kind = "feed"
pages = 0
[[source]]
id = "a"
kind = "listing"
url = "https://a.example/"
encoding = "gb99999"
[[source]]
id = "c"
kind = "paper"
language = "fr"
[[source]]
id = "d"
kind = "folder"
path = "in"
url = "https://a.example/"
headers = 3
verified = "perhaps"
note = 7
max_items = 1.5
colour = "red"
[[source]]
kind = "page"
url = "http://["
"""


def test_rules_over_several_keys_are_told_in_the_same_round_as_single_values(tmp_path: Path) -> None:
    said = mistakes(tmp_path, TROUBLE)
    for line, word in (
        (2, "no such file"),
        (4, "needs url"),
        (5, "integer"),
        (6, "needs url"),
        (9, "greater than or equal to 1"),
        (11, "twice"),
        (14, "encoding"),
        (15, "if it is a folder"),
        (17, "'folder'"),
        (18, "'zh' or 'en'"),
        (19, "needs path"),
        (24, "table of keys"),
        (28, "no such key"),
        (29, "is missing"),
        (31, "whole address"),
    ):
        assert any(f"line {line}:" in row and word in row for row in said.splitlines()), (line, word, said)


def test_every_mistake_is_told_in_chinese_to_a_chinese_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = mistakes(tmp_path, TROUBLE).splitlines()
    monkeypatch.setenv("INGEST_LANG", "zh")
    chinese = mistakes(tmp_path, TROUBLE).splitlines()
    assert len(chinese) == len(english) and "处错误" in chinese[0]
    for row in chinese[1:]:
        assert re.fullmatch(r"  第 \d+ 行：(来源 '\w'|第 \d+ 个来源|\w+\.\w+).*：.*[一-鿿].*", row), row
    assert "应为 'zh' 或 'en'" in "\n".join(chinese)


@pytest.mark.parametrize("name", ["gb2312", "x-gbk", "GB18030", "big5", "utf-8"])
def test_encodings_are_known_by_the_names_that_pages_use(tmp_path: Path, name: str) -> None:
    block = f"[[source]]\nid = 'a'\nkind = 'page'\nurl = 'https://a.example/'\nencoding = '{name}'\n"
    assert load(tmp_path, block).sources[0].encoding == name


@pytest.mark.parametrize(
    "text",
    ["source = 3", "source = [1]", "[source]\nid = 'a'", "fetch = 1", "bank = []", "[drafting]\nurl = 5", "bank = 'x'"],
)
def test_a_file_of_another_shape_is_told_without_a_word_of_python(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not re.search("dictionary|instance|tuple", mistakes(tmp_path, text))
    monkeypatch.setenv("INGEST_LANG", "zh")
    assert "should" not in mistakes(tmp_path, text)


def test_broken_toml_says_where_in_chinese_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INGEST_LANG", "zh")
    assert "第 2 行，第 8 列" in mistakes(tmp_path, "[bank]\nname = \n")

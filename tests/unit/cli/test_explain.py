"""`ingest draft --explain`: every fact marked in its text, and traced to the line that read it."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from ingest.cli import cli
from ingest.cli.explain import Mark, marked
from ingest.model import Evidence, Flag, FlagCode, Span

PAGE = """<html><head><title>关于调整网点换汇手续费的公告</title></head><body>
<div class="nav"><a href="/">首页</a></div><div class="content"><h1>关于调整网点换汇手续费的公告</h1>
<p>发布日期：2026-04-01</p>
<p>自2026年5月6日起，换汇手续费由12元/笔调整为9元/笔。</p>
<table><tr><th>项目</th><th>调整前</th><th>调整后</th></tr><tr><td>换汇工本费</td><td>6元/笔</td><td>4元/笔</td></tr></table>
<p>老年客户免收换汇手续费。</p><p>请勿拨打自称客服的假冒号码4008765432。</p>
<p>客服热线：95577。</p><h2>常见问题</h2><p>问：已经收取的手续费能退吗？</p><p>答：已经收取的手续费不退还。</p><p>\x1b[31m青石银行</p></div></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "notice.html"
    path.write_text(PAGE, "utf-8")
    return path


def _explain(page: Path, *more: str, color: bool = False, **env: str) -> Result:
    words = ["draft", str(page), "--explain", "--today", "2026-04-02", *more]
    return CliRunner().invoke(cli, words, color=color, env={"INGEST_LANG": "en", "NO_COLOR": "", **env})


def test_facts_are_marked_in_the_text(page: Path) -> None:
    out = _explain(page).output
    assert re.search(r"‹自2026年5月6日起›\[w\d\]", out)
    assert re.search(r"换汇手续费由12元/笔调整为9元/笔›\[f\d\]", out)
    assert re.search(r"‹换汇工本费 \| 6元/笔 \| 4元/笔›\[f\d\]", out)
    assert "12 CNY/transaction → 9 CNY/transaction (down)" in out


def test_each_fact_names_the_lines_whose_words_decided(page: Path) -> None:
    out = _explain(page).output
    named = re.findall(r"ingest/understand/lexicon/(\w+)\.toml:(\d+) “(.+?)”", out)
    assert {"categories", "windows", "figures", "statements"} <= {file for file, _, _ in named}
    for file, number, word in named:
        line = (
            files("ingest.understand.lexicon").joinpath(f"{file}.toml").read_text("utf-8").splitlines()[int(number) - 1]
        )
        assert line.strip(), (file, number, word)
    weighed = [(file, number, word) for file, number, word in named if file == "categories"]
    for file, number, word in weighed:
        line = (
            files("ingest.understand.lexicon").joinpath(f"{file}.toml").read_text("utf-8").splitlines()[int(number) - 1]
        )
        assert word in line


def test_a_fact_names_its_place_in_the_page_and_its_confidence(page: Path) -> None:
    out = _explain(page).output
    assert re.search(r"/html/body/\S+ \(paragraph\) · \d+–\d+", out)
    assert re.search(r"confidence [01]\.\d\d", out)


def test_a_swindlers_number_is_told_apart(page: Path) -> None:
    out = _explain(page).output
    assert re.search(r"phone 4008765432 \(fraudulent\)", out)
    assert re.search(r"phone 95577 \(official\)", out)


def test_the_notices_own_questions_are_listed(page: Path) -> None:
    out = _explain(page).output
    assert re.search(r"q1 +refund 已经收取的手续费能退吗？", out)
    assert re.search(r"questions\.toml:\d+ “退吗”|questions\.toml:\d+ “能退”", out)


def test_colour_only_where_it_is_wanted(page: Path) -> None:
    assert "\x1b[36m" in _explain(page, color=True).output
    assert "\x1b[" not in _explain(page, color=True, NO_COLOR="1").output
    assert "\x1b[" not in _explain(page).output


def test_a_page_cannot_steer_the_terminal(page: Path) -> None:
    assert "\x1b[31m青石银行" not in _explain(page, color=True).output


def test_it_speaks_chinese(page: Path) -> None:
    assert "把握" in _explain(page, INGEST_LANG="zh_CN").output


def test_people_or_programs_but_not_both(page: Path) -> None:
    done = _explain(page, "--json")
    assert done.exit_code == 2
    assert "--json and --explain" in done.output


@given(st.text("甲乙1 \n", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_without_its_marks_the_text_is_the_text(text: str, ranges: list[tuple[int, int]]) -> None:
    facts = [Flag(FlagCode.PLANNED, Evidence(Span(min(r), max(r)), "", "test"), "") for r in ranges]
    marks = [Mark(f"!{i}", fact) for i, fact in enumerate(facts, 1)]
    out = re.sub(r"\x1b\[\d*m", "", marked(text, marks))
    assert re.sub(r"‹|›|\[[!\d,]+\]", "", out) == text
    assert out.count("‹") == out.count("›")

"""`make run`: the demo, as a newcomer sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from ingest.cli.progress import Progress
from ingest.demo.play import Play, play
from ingest.demo.server import serving
from ingest.errors import InputError


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Play:
    folder = tmp_path_factory.mktemp("demo") / "made"
    with serving() as site:
        return play(folder, site, Progress(enabled=False), lambda key: None)


def test_it_finds_notices_of_all_sixteen_categories_and_turns_procurement_away(played: Play) -> None:
    report = played.first.report
    assert sum(v.new for v in report.visits) == 19
    assert [t.code for v in report.visits for t in v.turned] == ["procurement"]
    assert len({d.category for d in played.first.drafts}) == 16


def test_each_category_is_the_one_that_its_page_is_about(played: Play) -> None:
    found = {d.title: d.category.value for d in played.first.drafts if d.category}
    for word, category in {
        "收费标准": "fee_change",
        "挂牌利率": "rate_change",
        "周五超市": "promotion",
        "积分累计": "rewards_rule",
        "大额存单": "product_launch",
        "停止发行": "product_discontinue",
        "费率优惠": "wealth_disclosure",
        "系统升级": "maintenance",
        "以下版本": "channel_change",
        "转账限额": "limit_change",
        "长期不动户": "account_governance",
        "领用合约": "terms_change",
        "清明节": "holiday_hours",
        "迁址": "branch_change",
        "冒充我行": "fraud_warning",
        "纪念币": "regulatory",
        "transfer fees": "fee_change",
        "maintenance of online": "maintenance",
        "false link": "fraud_warning",
    }.items():
        assert {c for t, c in found.items() if word in t} == {category}, word


def test_the_same_notice_in_feed_and_list_is_one(played: Play) -> None:
    sources = Counter(d.source_ids for d in played.first.drafts if "收费标准" in d.title)
    assert set(sources) == {("feed", "notices")}


def test_the_second_day_shows_two_revisions_and_one_removal_and_nothing_else(played: Play) -> None:
    assert len(played.second.revised) == 2 and len(played.second.gone) == 1
    told = {title: " ".join(f"{d.old} {d.new}" for d in differences) for title, differences in played.second.revised}
    assert any("20" in t and "15" in t for title, t in told.items() if "收费标准" in title)
    assert any("22:00" in t and "23:30" in t for title, t in told.items() if "系统升级" in title)
    assert sum(v.new for v in played.second.report.visits) == 0


def test_no_draft_of_the_demo_says_anything_that_its_source_does_not(played: Play) -> None:
    assert [(d.title, d.unsupported) for d in (*played.first.drafts, *played.second.drafts) if d.unsupported] == []


def test_the_bulletin_shows_what_was_approved_with_its_source_changed_and_the_coverage(played: Play) -> None:
    bulletin = json.loads((played.folder / "bulletin.json").read_text("utf-8"))
    text = json.dumps(bulletin, ensure_ascii=False)
    assert "95260" in text and "收费标准" in text
    assert (played.folder / "bulletin.html").read_text("utf-8").count("0095260") >= 1


def test_the_command_ends_by_itself_in_time_with_0_and_says_what_to_type_next(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ingest", "demo", "--no-serve", "--folder", str(tmp_path / "d")]
    began = time.monotonic()
    done = subprocess.run(command, env=os.environ | {"INGEST_LANG": "en"}, capture_output=True, text=True, timeout=90)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 60  # 20 s is the aim on a quiet machine; tests run beside others
    for word in ("What was found", "procurement", "revised", "gone from the site", "4 sources due", "make serve"):
        assert word in done.stdout, word


def test_a_folder_of_somebody_else_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with serving() as site, pytest.raises(InputError, match="not empty"):
        play(tmp_path, site, Progress(enabled=False), lambda key: None)
    assert (tmp_path / "mine.txt").read_text() == "precious"

"""Which question a sentence answers, learnt from examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import Category, Intent
from ingest.understand.topics import learn
from ingest.understand.topics.features import features
from ingest.understand.topics.judge import NONE, judge, learnt
from ingest.understand.topics.matters import likely
from ingest.understand.topics.nearest import nearest
from ingest.understand.training import train, written

SENTENCES = [
    ("fee_change", "生效日前已递交、尚未出结果的申请，依旧价收取。", Intent.TRANSITION),
    ("maintenance", "停机那几个小时，ATM取现和刷卡照旧可以用。", Intent.WHAT_STILL_WORKS),
    ("promotion", "每位客户整个活动期内最多领两张券，先到先得。", Intent.CAPS),
    ("promotion", "Each cardmember can be rewarded no more than twice a month.", Intent.CAPS),
    (
        "fraud_warning",
        "Money already sent? Ring us straight away so that we can try to stop it, then report it to the police.",
        Intent.WHAT_TO_DO,
    ),
    (
        "terms_change",
        "If you are not happy with the new terms, you may close your account without charge.",
        Intent.IF_DISAGREE,
    ),
]


@pytest.mark.parametrize(("category", "text", "topic"), SENTENCES)
def test_sentences_of_our_own_find_their_question(category: str, text: str, topic: Intent) -> None:
    odds = judge(learnt(category, "", text.lower()), {})
    assert max(odds, key=lambda name: odds[name]) == topic


def test_a_greeting_answers_nothing() -> None:
    odds = judge(learnt("fee_change", "", "尊敬的客户，感谢您一直以来对我行的支持。"), {})
    assert odds[NONE] > 0.6


def test_odds_add_up_to_one() -> None:
    assert sum(judge(learnt("promotion", "活动名额", "每日前500名"), {Intent.CAPS: 0.9}).values()) == pytest.approx(1.0)


def test_the_lexicon_counts_beside_the_examples() -> None:
    own = learnt("promotion", "", "0")
    assert judge(own, {Intent.WHERE: 1.0})["where"] > judge(own, {})["where"]


def test_figures_and_days_do_not_matter_but_that_they_are_there() -> None:
    assert features("fee_change", "", "自2026年1月5日起收12元") == features(
        "fee_change", "", "自2031年11月25日起收3,900元"
    )


def test_every_example_names_a_category_and_questions() -> None:
    for path in (learn.FOLDER / "examples").glob("*.tsv"):
        assert sum(1 for _ in learn.read(path)) > 1000


def test_a_line_that_is_no_example_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("fee_change\twhen\t\t自5月1日起\nfee_change\twhenever\t\t…\n", "utf-8")
    with pytest.raises(ValueError, match=r"x\.tsv:2"):
        list(learn.read(tmp_path / "x.tsv"))


def test_examples_are_learnt_and_the_same_each_time(tmp_path: Path) -> None:
    lines = [
        f"fee_change\t{i}\t\t{w}{n}号" for n in range(12) for i, w in (("when", "几时开始"), ("where", "在哪办理"))
    ]
    (tmp_path / "x.tsv").write_text("\n".join(lines), "utf-8")
    names = learn.labels()
    told = [written(train(learn.examples([tmp_path / "x.tsv"]), names), names, 1.0) for _ in range(2)]
    assert told[0] == told[1]
    assert "哪办" in told[0]


def test_a_notice_whose_title_names_nothing_is_judged_by_its_sentences() -> None:
    odds = likely("致持卡客户", ["6月14日凌晨2点到5点做系统割接,其间刷卡、取款都不能用。", "请提前备些现金。"])
    assert max(odds, key=lambda c: odds[c]) == Category.MAINTENANCE
    assert sum(odds.values()) == pytest.approx(1.0)
    odds = likely(
        "Something new", ["hold on to your receipts", "Every Friday in June spend £20 at a café and get £5 back."]
    )
    assert max(odds, key=lambda c: odds[c]) == Category.PROMOTION


def test_nothing_said_is_like_nothing() -> None:
    assert likely("", ["", "好"]) == {}


def test_titles_and_leads_teach_what_a_notice_is_about(tmp_path: Path) -> None:
    (tmp_path / "matters.tsv").write_text(
        "# c\n" + "\n".join(f"fee_change\t年费{n}\nholiday_hours\t放假安排" for n in range(9))
    )
    told = train(learn.matters([tmp_path / "matters.tsv"]), learn.categories())
    assert max(range(16), key=told.weights["t放假"].__getitem__) == learn.categories().index("holiday_hours")


def test_the_nearest_example_is_one_of_the_topic() -> None:
    near = nearest("每人限领两张，领完为止", Intent.CAPS)
    assert near is not None
    line = (learn.FOLDER / "examples" / near.file).read_text("utf-8").splitlines()[near.line - 1]
    assert "caps" in line.split("\t")[1] and near.text in line


def test_categories_know_what_is_never_asked_of_them() -> None:
    assert {c.value for c in Category} == {
        c for p in (learn.FOLDER / "examples").glob("*.tsv") for _, c, *_ in learn.read(p)
    }

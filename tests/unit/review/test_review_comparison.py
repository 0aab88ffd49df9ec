from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.review.comparison import Side, compare

LINE = st.text(alphabet="费用由10元调整为6。ab ", max_size=60)


def test_only_the_words_that_changed_are_marked():
    (line,) = compare("标题\n每笔手续费30元。", "标题\n每笔手续费20元。")
    assert [(p.side, p.text) for p in line if p.side is not Side.SAME] == [(Side.OLD, "30"), (Side.NEW, "20")]


def test_added_and_removed_lines_stand_alone():
    assert [line[0].side for line in compare("a\nb\nc", "a\nc\nd")] == [Side.OLD, Side.NEW]


def test_a_long_block_is_compared_by_lines():
    lines = compare("旧" * 3000, "新" * 3000)
    assert [(len(line), line[0].side) for line in lines] == [(1, Side.OLD), (1, Side.NEW)]


@given(LINE, LINE)
def test_both_states_can_be_read_out_of_the_comparison(old, new):
    pieces = [piece for line in compare(old, new) for piece in line]
    if old == new:
        assert pieces == []
    else:
        assert "".join(p.text for p in pieces if p.side is not Side.NEW) == old
        assert "".join(p.text for p in pieces if p.side is not Side.OLD) == new

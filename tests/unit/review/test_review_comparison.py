from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Span
from ingest.review.comparison import Side, changed_spans, compare

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


def _rebuilt(old, new):
    gone, come = changed_spans(old, new)

    def without(text, spans):
        at, out = 0, ""
        for span in spans:
            out, at = out + text[at : span.start], span.end
        return out + text[at:]

    return "".join(without(old, gone).split()), "".join(without(new, come).split())


@given(st.text("甲乙丙1\n，", max_size=60), st.text("甲乙丙1\n，", max_size=60))
def test_without_what_only_one_side_has_both_texts_are_the_same(old, new):
    ours, theirs = _rebuilt(old, new)
    assert ours == theirs


def test_a_page_of_equal_lines_takes_no_time():
    same = "同一行\n" * 20_000
    assert changed_spans(same, same + "末行\n") == ((), (Span(80_000, 80_003),))
    assert changed_spans(same, "首行\n" + same + "末行\n")[1] != ()

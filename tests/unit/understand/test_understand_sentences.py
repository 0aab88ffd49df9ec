"""Where sentences begin and end."""

from __future__ import annotations

import pytest

from ingest.text.normal import normalise
from ingest.understand.sentences import split


def sentences(text: str) -> list[str]:
    plain = normalise(text).text
    return [plain[a:b] for a, b in split(plain)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Cards stop working at 22:00. They work again at 6:30.", 2),
        ("The service ends at 22:00.", 1),
        ("The rate is 3.75%. It was 4.1%.", 2),
        ("业务于22:00.停止办理", 1),
        ("受理时间为8:30-17:00。其余时间不办。", 2),
        ("注意:1.带证件;2.带存折", 3),
        ("Fees at 9:15. Hours at 10:45. All done.", 3),
    ],
)
def test_an_hour_is_never_cut_for_a_list_number(text: str, count: int) -> None:
    assert len(sentences(text)) == count

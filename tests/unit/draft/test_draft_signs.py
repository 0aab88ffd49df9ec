from __future__ import annotations

import pytest

from ingest.draft.voice import chinese_signs


@pytest.mark.parametrize(
    ("printed", "set_"),
    [
        ("账户管理费:免收;年费 , 减半", "账户管理费：免收；年费，减半"),
        ("年费(含附属卡)免收!", "年费（含附属卡）免收！"),
        ("每笔1,000元,于22:30截止", "每笔1,000元，于22:30截止"),
        ("App (Android)版本2.0", "App (Android)版本2.0"),
        ("详见https://a.example/x?y=1", "详见https://a.example/x?y=1"),
    ],
)
def test_signs_between_chinese_characters_are_set_as_chinese_is(printed, set_):
    assert chinese_signs(printed) == set_

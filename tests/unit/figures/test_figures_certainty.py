"""How sure a figure is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.model import Figure
from ingest.understand.figures.certainty import weighed

Read = Callable[..., tuple[Figure, ...]]


def _sure(read: Read, text: str) -> float:
    return read(*text.split("\n"))[0].confidence


def test_a_change_in_a_table_is_sure(read: Read) -> None:
    assert _sure(read, "收费公告\n项目 | 原标准 | 新标准\n账户管理费 | 10元/月 | 5元/月") >= 0.95


@pytest.mark.parametrize(
    "vague",
    [
        "收费公告\n账户管理费为5元/月。",
        "优惠公告\n持卡消费享受八折优惠。",
    ],
)
def test_a_value_that_is_only_stated_is_less_sure(read: Read, vague: str) -> None:
    told = _sure(read, "收费公告\n账户管理费由10元/月下调至5元/月。")
    assert told > 0.9
    assert _sure(read, vague) < told


def test_a_title_is_less_sure_than_the_body(read: Read) -> None:
    figure = read("账户管理费调整为5元/月。")[0]
    assert weighed(figure, "head").confidence < weighed(figure, "sentence").confidence

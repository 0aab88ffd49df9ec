"""A swindler's address or number is never offered: it is found wherever it stands, and marked."""

from __future__ import annotations

import pytest

from ingest.draft.fakes import unmarked


@pytest.mark.parametrize(
    "text",
    [
        "请打开safe-pay.vip/login登录。",
        "请打开 https://safe-pay.vip/login 登录。",
        "Log in at safe-pay.vip/login to confirm.",
        "点击WWW.SAFE-PAY.VIP/LOGIN即可",
    ],
)
def test_an_address_is_found_unmarked_also_right_behind_a_chinese_character(text: str) -> None:
    assert unmarked("safe-pay.vip/login", text)


@pytest.mark.parametrize("text", ["仿冒网址safe-pay.vip/login，请勿点击。", "The site unsafe-pay.vip/login is ours."])
def test_a_marked_one_and_another_address_are_not(text: str) -> None:
    assert not unmarked("safe-pay.vip/login", text)

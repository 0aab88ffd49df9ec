"""A condition in time behind what is given: the window is the benefit's, unless the sentence denies or keeps it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_EN, _ZH = "between 1 April 2026 and 30 April 2026", "2026年4月1日至4月30日期间"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        (f"The annual fee is waived for cards opened {_EN}.", "concession"),
        (f"You earn 2% cashback on purchases made {_EN}.", "concession"),
        (f"The annual fee is not waived for cards opened {_EN}.", "as_of"),
        (f"Call our toll free line about payments made {_EN}.", "as_of"),
        (f"The fee is waived for students. Statements are sent for payments made {_EN}.", "as_of"),
        (f"The old rate is paid on deposits made {_EN}.", "as_of"),
        (f"首年年费全免，适用于{_ZH}开立的账户。", "concession"),
        (f"不再享受年费减免，适用于{_ZH}开立的账户。", "as_of"),
        (f"首年年费按标准收取，适用于{_ZH}开立的账户。", "as_of"),
    ],
)
def test_what_is_given_before_its_condition_has_the_window(
    tell: Callable[..., list[str]], line: str, role: str
) -> None:
    assert tell(f"Notice\n{line}", category="fee_change") == [f"{role} 2026-04-01..2026-04-30"]

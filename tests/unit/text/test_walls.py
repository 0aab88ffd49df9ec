"""A log-in page is told from a page that has a log-in box as well."""

from __future__ import annotations

import pytest

from ingest.text.walls import is_blocked, is_login

BOX = '<form><input name=u><input type="password" name=p></form>'
LONG = "自2026年5月1日起调整以下收费。" * 40


@pytest.mark.parametrize(
    "title", ["用户登录", "登录 - 湖滨银行", "统一身份认证", "Sign in | Lake Bank", "Log in", "请登录"]
)
def test_a_page_that_calls_itself_a_log_in_is_one(title: str) -> None:
    assert is_login(BOX, title, LONG)
    assert not is_login("<p>登录</p>", title, "登录")


def test_a_page_that_shows_nothing_but_a_log_in_is_one() -> None:
    assert is_login(BOX, "湖滨银行", "用户名 密码 登录")
    assert is_login("<INPUT name=p TYPE='Password'>", "", "Please log in to continue")


@pytest.mark.parametrize(
    "title", ["关于调整网银登录方式的公告", "登录方式调整公告", "New log-in for mobile banking", "公告列表"]
)
def test_a_notice_with_a_log_in_box_beside_it_is_a_notice(title: str) -> None:
    assert not is_login(BOX, title, LONG + "登录")


def test_a_page_of_a_firewall_is_told_from_a_notice_about_security_checks() -> None:
    assert is_blocked("", "Access Denied", "Reference #18.2")
    assert is_blocked("", "", "您的访问被拦截，请完成安全验证")
    assert is_blocked("<script src='/cdn-cgi/challenge-platform/x.js'>", "", "")
    assert not is_blocked("", "关于加强账户安全的公告", LONG * 3 + "转账时须通过安全验证。")

"""Whole notices: the right roles, one window for each statement, tables, conditions, repeats."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[..., list[str]]


def test_a_holiday_notice_tells_closure_and_resumption_of_each_line(tell: Tell) -> None:
    notice = (
        "关于2026年春节期间业务安排的公告\n"
        "一、个人外汇业务：2月14日至2月23日暂停办理，2月24日（周二）起恢复正常。\n"
        "二、营业网点：2月15日（除夕）至2月19日不对外营业，2月20日起正常营业。\n"
        "三、大额汇款最晚于2月14日17:00前提交。"
    )
    assert tell(notice, "2026-02-03", "holiday_hours") == [
        "closure 2026-02-14..2026-02-23",
        "resume 2026-02-24..",
        "closure 2026-02-15..2026-02-19",
        "resume 2026-02-20..",
        "deadline ..2026-02-14T17:00",
    ]


def test_column_heads_and_rows_tell_role_and_subject(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    notice = (
        "Christmas service hours\nService | Closed | Open again\n"
        "Branches | 25 and 26 December 2026 | 9:30 am on 28 December 2026\n"
        "Vault | 24 to 27 December 2026 | 10:00 am on 29 December 2026"
    )
    windows, _ = read(notice, "2026-12-01", "holiday_hours")
    assert [(w.role.value, w.applies_to, str(w.start)) for w in windows] == [
        ("closure", "Branches", "2026-12-25"),
        ("resume", "Branches", "2026-12-28T09:30"),
        ("closure", "Vault", "2026-12-24"),
        ("resume", "Vault", "2026-12-29T10:00"),
    ]


def test_start_and_end_in_two_columns_are_one_window(tell: Tell) -> None:
    notice = "Planned downtime\nStart | End | Service\n10 Oct 2026 23:00 | 11 Oct 2026 05:00 | Mobile banking"
    assert tell(notice, "2026-10-02", "maintenance") == ["outage 2026-10-10T23:00..2026-10-11T05:00"]


def test_day_and_hours_in_two_columns_are_one_window(tell: Tell) -> None:
    notice = "System upgrade\nDate | Time | Service\n10 Oct 2026 (Sat) | 23:00 to 03:00 (next day) | Transfers"
    assert tell(notice, "2026-10-02", "maintenance") == ["outage 2026-10-10T23:00..2026-10-11T03:00"]


def test_a_promotion_has_its_own_windows_for_each_step(tell: Tell) -> None:
    notice = (
        "夏日消费活动\n活动时间：2026.6.1-2026.8.31，每周六、日\n报名方式：2026年5月25日10点起报名。\n"
        "奖励发放：刷卡金将于2026年9月30日前发放。\n优惠券有效期至2026年10月15日。"
    )
    assert tell(notice, "2026-05-20", "promotion") == [
        "promotion 2026-06-01..2026-08-31 weekly:SA,SU",
        "registration 2026-05-25T10:00..",
        "reward ..2026-09-30",
        "redemption ..2026-10-15",
    ]


def test_a_condition_is_kept_but_is_not_what_the_notice_announces(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    windows, _ = read(
        "公告\n自2026年4月15日起调整收费标准。2026年4月14日（含）前已受理的申请，仍按原标准收取。",
        category="fee_change",
    )
    assert [(w.role.value, w.key) for w in windows] == [("effective", True), ("as_of", False)]


def test_what_is_told_twice_is_one_window(tell: Tell) -> None:
    notice = "公告\n一、自2026年4月15日起执行新标准。\n二、新标准自4月15日起执行。\n常见问题\n问：何时执行？答：2026年4月15日起执行。"
    assert tell(notice, category="fee_change") == ["effective 2026-04-15.."]


def test_stopping_to_accept_and_stopping_to_serve_are_two_roles(tell: Tell) -> None:
    notice = "关于终止业务的公告\n自2026年4月1日零时起停止受理新签约，2026年6月30日24:00起终止全部服务。余额请于2026年7月31日前转出。"
    assert tell(notice, category="product_discontinue") == [
        "stop_accepting 2026-04-01T00:00..",
        "stop_service 2026-07-01T00:00..",
        "deadline ..2026-07-31",
    ]


def test_those_who_do_not_agree_have_until_a_day_to_say_so(tell: Tell) -> None:
    notice = "Changes to our Terms\nThe changes take effect on 1 December 2026. If you do not agree, you can close your account without charge until 30 November 2026."
    assert tell(notice, "2026-10-02", "terms_change") == ["effective 2026-12-01..", "objection ..2026-11-30"]


def test_in_a_fraud_warning_the_dates_of_the_swindlers_are_no_windows(tell: Tell) -> None:
    notice = "Beware of fraudulent SMS\nThe bank today, 12 May 2026, alerts customers to messages that ask them to log in by 15 May 2026."
    assert tell(notice, "2026-05-12", "fraud_warning") == ["valid_from 2026-05-12.."]


def test_a_rule_without_dates_stays_text(tell: Tell) -> None:
    notice = "Regular maintenance\nInternet banking is unavailable for maintenance on the Sunday following the 2nd Saturday of each month."
    assert tell(notice, category="maintenance") == ["outage .. on the Sunday following the 2nd Saturday of each month"]


def test_coins_are_reserved_and_exchanged(tell: Tell) -> None:
    notice = "纪念币预约兑换公告\n预约时间：2026年6月16日22:30至6月17日24:00。\n兑换时间：2026年6月24日至6月30日。"
    assert tell(notice, "2026-06-10", "regulatory") == [
        "reservation 2026-06-16T22:30..2026-06-18T00:00",
        "exchange 2026-06-24..2026-06-30",
    ]


def test_roles_are_told_without_a_category(tell: Tell) -> None:
    assert tell("关于系统维护的公告\n2026年4月11日23:00至次日5:00，手机银行暂停服务。") == [
        "outage 2026-04-11T23:00..2026-04-12T05:00"
    ]


def test_quotes_are_verbatim_words_of_the_document(read: Callable[..., tuple]) -> None:  # type: ignore[type-arg]
    text = "公告\n　　自２０２６年４月１５日（含）起，执行新标准。"
    windows, _ = read(text)
    assert [w.evidence.quote for w in windows] == ["自２０２６年４月１５日（含）起"]
    assert all(w.evidence.span.of(text) == w.evidence.quote for w in windows)

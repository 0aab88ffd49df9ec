"""Whole small notices of each category: every window that they state is among what is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Tell = Callable[..., list[str]]

NOTICES: list[tuple[str, str, list[str]]] = [
    ("fee_change", "手续费调整公告\n本次调整自五月六日（星期三）零时起生效。", ["effective 2026-05-06T00:00.."]),
    ("fee_change", "手續費調整通告\n新收費將於2026年5月6日起實施。", ["effective 2026-05-06.."]),
    (
        "fee_change",
        "Change to fees\nFrom your first statement after 1 October 2026, the monthly fee will be £12.",
        ["effective 2026-10-01.."],
    ),
    (
        "fee_change",
        "Change to fees\nThe revised schedule of charges shall come into force w.e.f. 1st Oct 2026.",
        ["effective 2026-10-01.."],
    ),
    (
        "fee_change",
        "Change to fees\nBeginning 10/1/2026, the fee is $12. You have until 9/30/2026 to close your account without charge.",
        ["effective 2026-10-01..", "..2026-09-30"],
    ),
    (
        "promotion",
        "开户有礼活动\n活动期内（2026年4月1日00:00至4月30日23:59）开户即送。",
        ["promotion 2026-04-01T00:00..2026-04-30T23:59"],
    ),
    (
        "promotion",
        "开户有礼活动\n报名：即日起至4月30日。\n用券：领取后至2026年5月31日有效。",
        ["registration 2026-03-02..2026-04-30", "redemption ..2026-05-31|redemption 2026-"],
    ),
    (
        "promotion",
        "迎新活動\n推廣期由2026年4月1日至6月30日（包括首尾兩日）。登記期為2026年3月15日至6月15日。",
        ["promotion 2026-04-01..2026-06-30", "registration 2026-03-15..2026-06-15"],
    ),
    (
        "promotion",
        "Welcome offer\nOffer period: 1 Apr – 30 Jun 2026. Bonus is credited by 31 August 2026.",
        ["promotion 2026-04-01..2026-06-30", "reward ..2026-08-31|reward None"],
    ),
    (
        "promotion",
        "Welcome offer\nApply between 1 April 2026 and 30 June 2026 and spend S$500 by 31 July 2026.",
        ["2026-04-01..2026-06-30", "..2026-07-31"],
    ),
    (
        "promotion",
        "Spend and win\nRegister by 11.59pm on 30 April 2026. Vouchers must be used by 31 May 2026.",
        ["registration|deadline ..2026-04-30T23:59", "redemption ..2026-05-31"],
    ),
    (
        "holiday_hours",
        "清明节营业安排\n4月4日（星期六）至6日（星期一）全行网点放假，4月7日恢复营业。",
        ["closure 2026-04-04..2026-04-06", "resume 2026-04-07.."],
    ),
    (
        "holiday_hours",
        "清明節服務安排\n各分行將於2026年4月3日至4月7日休息，4月8日照常營業。",
        ["closure 2026-04-03..2026-04-07", "resume 2026-04-08.."],
    ),
    (
        "holiday_hours",
        "Easter\nBranches will be shut on Friday 3 April and Monday 6 April 2026.",
        ["closure 2026-04-03..2026-04-03", "closure 2026-04-06..2026-04-06"],
    ),
    (
        "holiday_hours",
        "Holiday notice\nThe Bank shall remain closed on 14th April 2026 on account of Tamil New Year. Normal business resumes on 15th April 2026.",
        ["closure 2026-04-14..2026-04-14", "resume 2026-04-15.."],
    ),
    (
        "branch_change",
        "网点迁址公告\n我行城东支行定于2026年4月20日迁至新址营业，原址4月17日营业终了后停止对外服务。",
        ["effective 2026-04-20.."],
    ),
    (
        "branch_change",
        "Branch closure\nOur Elm Street branch will close its doors for the last time at 3pm on Friday 17 April 2026.",
        ["2026-04-17T15:00"],
    ),
    (
        "branch_change",
        "分行搬遷通告\n中環分行將於2026年4月20日（星期一）遷往皇后大道，舊址營業至4月18日。",
        ["effective 2026-04-20..", "..2026-04-18"],
    ),
    (
        "channel_change",
        "手机银行升级公告\n自2026年4月1日起，5.0以下版本将无法登录，请于3月31日前完成更新。",
        ["2026-04-01..", "deadline ..2026-03-31"],
    ),
    (
        "channel_change",
        "Security upgrade\nPlease update the app before 1 April 2026. From that date older versions won't open.",
        ["deadline ..2026-03-31"],
    ),
    (
        "wealth_disclosure",
        "理财产品开放公告\n本期开放期为2026年4月6日9:00至4月10日15:30，4月13日确认份额。",
        ["2026-04-06T09:00..2026-04-10T15:30"],
    ),
    (
        "product_launch",
        "储蓄国债发售公告\n发行期为4月10日至4月19日，每日8:30—16:30。",
        ["subscription 2026-04-10..2026-04-19 daily:08:30-16:30"],
    ),
    (
        "product_launch",
        "Term deposit\nThe offer opens on 6 April 2026 and closes on 30 April 2026.",
        ["2026-04-06..2026-04-30"],
    ),
    (
        "regulatory",
        "纪念币公告\n预约时间：4月10日10:00至4月12日24:00；兑换时间：2026年4月20日至26日。",
        ["reservation 2026-04-10T10:00..2026-04-13T00:00", "exchange 2026-04-20..2026-04-26"],
    ),
    (
        "limit_change",
        "限额调整公告\n自4月1日起单笔限额暂调至5万元，何时恢复另行公告。",
        ["effective 2026-04-01.. event"],
    ),
    (
        "limit_change",
        "Limits\nUntil further notice, from 1 April 2026 the daily limit is reduced to $5,000.",
        ["2026-04-01.."],
    ),
    (
        "account_governance",
        "账户清理公告\n请于2026年4月30日前到网点办理激活，逾期我行将于5月8日起暂停非柜面业务。",
        ["deadline ..2026-04-30", "2026-05-08.."],
    ),
    (
        "account_governance",
        "戶口清理\n客戶須於2026年4月30日或之前更新資料，否則戶口將於2026年5月8日暫停使用。",
        ["deadline ..2026-04-30", "2026-05-08.."],
    ),
    ("fraud_warning", "Scam alert\nThis warning takes effect from today.", ["valid_from 2026-03-02.."]),
    ("fraud_warning", "防诈骗提示\n本提示自发布之日起有效。", ["valid_from 2026-03-02.."]),
    ("rewards_rule", "积分规则调整\n115年11月1日起，累積標準調整。", ["effective 2026-11-01.."]),
    (
        "maintenance",
        "系统维护\n我行计划于3月14日（星期六）23:30至翌日7:00切换核心系统，其间：\n1、刷卡：0:00-5:30不可用；\n2、取现：全程停办。",
        ["outage 2026-03-14T23:30..2026-03-15T07:00", "outage 2026-03-15T00:00..2026-03-15T05:30"],
    ),
    (
        "maintenance",
        "Maintenance\nMobile banking cannot be used on Sunday, 15 March 2026 from 1:00am to 5:00am.",
        ["outage 2026-03-15T01:00..2026-03-15T05:00"],
    ),
    (
        "maintenance",
        "Maintenance\nEvery Sunday in April 2026 from 2:00 am to 4:00 am, online banking will be unavailable.",
        ["weekly:SU daily:02:00-04:00"],
    ),
    ("terms_change", "Terms\nThe new wording binds us both from 9 November 2026.", ["effective 2026-11-09.."]),
    (
        "product_discontinue",
        "关于退出合作的公告\n联名权益只用到2026年12月31日，届时未用的一律失效。",
        ["redemption ..2026-12-31|deadline ..2026-12-31|concession ..2026-12-31"],
    ),
    (
        "product_discontinue",
        "Closing our cheque service\nWe will stop issuing cheque books on 30 April 2026 and cheques will no longer be paid after 31 July 2026.",
        ["stop_accepting 2026-04-30..", "2026-08-01..|2026-07-31.."],
    ),
    ("fee_change", "收费公告\n时间：9.4-9.28", ["2026-09-04..2026-09-28"]),
    ("promotion", "活动\n2026/4/1~2026/4/30 每周五、六、日", ["promotion 2026-04-01..2026-04-30 weekly:FR,SA,SU"]),
    (
        "promotion",
        "活动\n活动时间：2026年4月1日至4月30日每周一至周五工作日上午10点至晚上8点",
        ["promotion 2026-04-01..2026-04-30 weekly:MO,TU,WE,TH,FR daily:10:00-20:00"],
    ),
]


@pytest.mark.parametrize(("category", "text", "expected"), NOTICES)
def test_each_window_of_a_small_notice_is_read(tell: Tell, category: str, text: str, expected: list[str]) -> None:
    got = tell(text, "2026-03-02", category)
    for wanted in expected:
        assert any(choice in window for window in got for choice in wanted.split("|"))

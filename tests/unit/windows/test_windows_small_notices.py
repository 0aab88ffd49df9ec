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


EXACT: list[tuple[str, str, list[str], int | None]] = [
    (
        "maintenance",
        "系统升级公告\n系统升级开始时间：2026年3月25日18:30起\n系统升级预计完成时间：2026年3月26日24:00",
        ["outage 2026-03-25T18:30..2026-03-27T00:00"],
        1,
    ),
    ("promotion", "开户有礼\n活动开始：2026年4月1日\n活动结束：2026年6月30日", ["promotion 2026-04-01..2026-06-30"], 1),
    (
        "fee_change",
        "收费公告\n根据2019年8月1日起施行的办法，我行自2026年5月1日起调整收费。",
        ["effective 2026-05-01.."],
        1,
    ),
    (
        "fee_change",
        "Fees\nThis replaces our notice dated 3 January 2026. The new fee applies from 1 May 2026.",
        ["effective 2026-05-01.."],
        1,
    ),
    (
        "fee_change",
        "收费公告\n新价格自2026年5月1日起执行。如有疑问，请于工作日9:00-17:00拨打热线95000。",
        ["effective 2026-05-01.."],
        1,
    ),
    (
        "fee_change",
        "Fees\nThe new fee applies from 1 May 2026. Call us Monday to Friday, 8am to 6pm.",
        ["effective 2026-05-01.."],
        1,
    ),
    (
        "rate_change",
        "存款利率公告\n我行自五月一日起调整利率，四月三十日（含）前存入的，仍按原利率计息。",
        ["effective 2026-05-01..", "as_of ..2026-04-30"],
        2,
    ),
    (
        "rate_change",
        "利率调整\n新利率2026年5月1日零时生效，存量业务自下一重定价日起调整。",
        ["effective 2026-05-01T00:00.."],
        1,
    ),
    (
        "rate_change",
        "Savings rates\nRates change on 1 May 2026 for new accounts and on 1 July 2026 if you already hold one.",
        ["effective 2026-05-01..", "effective 2026-07-01.."],
        2,
    ),
    (
        "promotion",
        "满减活动\n4月1日—4月30日，每日前1000名享满100减20；奖励于5月31日前发放至账户。",
        ["promotion 2026-04-01..2026-04-30", "reward ..2026-05-31"],
        2,
    ),
    (
        "promotion",
        "抽奖活动\n活动分两期：第一期4月1日至4月15日；第二期5月1日至5月15日。",
        ["promotion 2026-04-01..2026-04-15", "promotion 2026-05-01..2026-05-15"],
        2,
    ),
    (
        "promotion",
        "Fuel rebate\nPromotion Period: 1 April 2026 - 30 June 2026 (both dates inclusive)\nRebates are posted within 60 days.",
        ["promotion 2026-04-01..2026-06-30"],
        1,
    ),
    (
        "promotion",
        "New to bank\nOpen an account by 30 June 2026 and fund it by 31 July 2026. We will pay the bonus on 31 August 2026.",
        ["..2026-06-30", "..2026-07-31", "reward 2026-08-31"],
        3,
    ),
    (
        "promotion",
        "消費獎賞\n推廣期為即日起至2026年6月30日，客戶須於4月30日或之前登記。",
        ["promotion 2026-03-02..2026-06-30", "..2026-04-30"],
        2,
    ),
    (
        "promotion",
        "Festive offer\nThe offer is valid till 30th April 2026 or until stocks last.",
        ["promotion ..2026-04-30"],
        1,
    ),
    (
        "holiday_hours",
        "五一营业安排\n5月1日（周五）至5月5日（周二）放假调休，共5天。5月9日（周六）上班。",
        ["closure 2026-05-01..2026-05-05"],
        1,
    ),
    (
        "holiday_hours",
        "Chinese New Year\nOn the eve of the holiday, 16 April 2026, branches close at 12 noon; they reopen on 20 April 2026.",
        ["closure 2026-04-16T12:00", "resume 2026-04-20.."],
        2,
    ),
    (
        "holiday_hours",
        "Good Friday\nAll branches are closed on Good Friday, 3 April 2026 and on Easter Monday, 6 April 2026.",
        ["closure 2026-04-03..2026-04-03", "closure 2026-04-06..2026-04-06"],
        2,
    ),
    (
        "branch_change",
        "網點遷址公告\n本行信義分行訂於115年5月4日遷至松仁路營業，原址營業至115年4月30日止。",
        ["effective 2026-05-04..", "..2026-04-30"],
        2,
    ),
    (
        "branch_change",
        "Hours\nFrom 4 May 2026 our lobby opens 8:30am to 5:30pm, Monday to Friday.",
        ["effective 2026-05-04.."],
        1,
    ),
    (
        "maintenance",
        "维护通知\n为提升服务，3月14日0:00—6:00、3月21日0:00—6:00手机银行暂停服务。",
        ["outage 2026-03-14T00:00..2026-03-14T06:00", "outage 2026-03-21T00:00..2026-03-21T06:00"],
        2,
    ),
    (
        "maintenance",
        "维护通知\n时间：2026年3月14日（周六）00:00-06:00\n影响：网银转账、缴费暂不可用。",
        ["outage 2026-03-14T00:00..2026-03-14T06:00"],
        1,
    ),
    (
        "maintenance",
        "Notice\nDue to DR drill, UPI services will not be available on 15-03-2026 between 02:00 hrs to 04:30 hrs.",
        ["outage 2026-03-15T02:00..2026-03-15T04:30"],
        1,
    ),
    (
        "maintenance",
        "Notice\nFPS will be suspended from 2:00 am to 4:00 am on 15 and 22 March 2026.",
        ["outage 2026-03-15T02:00..2026-03-15T04:00", "outage 2026-03-22T02:00..2026-03-22T04:00"],
        2,
    ),
    (
        "maintenance",
        "系統維護\n本行將於3月15日（星期日）凌晨2時至5時進行系統維護，期間ATM服務暫停。",
        ["outage 2026-03-15T02:00..2026-03-15T05:00"],
        1,
    ),
    (
        "account_governance",
        "身份信息更新公告\n自2026年5月6日起，对证件过期超过90日的账户中止非柜面业务。",
        ["effective 2026-05-06.."],
        1,
    ),
    (
        "account_governance",
        "Dormant accounts\nAccounts not used since 31 March 2024 will be closed on 30 April 2026 unless you tell us by 15 April 2026.",
        ["2026-04-30", "..2026-04-15"],
        None,
    ),
    (
        "terms_change",
        "协议更新\n本协议自公示期满之日即2026年4月1日生效，公示期为2026年3月2日至3月31日。",
        ["effective 2026-04-01..", "objection 2026-03-02..2026-03-31"],
        2,
    ),
    ("product_launch", "大额存单发售公告\n第一期3月9日9:00开售，售完即止。", ["subscription 2026-03-09T09:00.."], 1),
    (
        "product_launch",
        "理财发售\n募集期：2026年3月9日至3月15日\n成立日：2026年3月16日\n到期日：2026年9月16日",
        ["subscription 2026-03-09..2026-03-15"],
        None,
    ),
    (
        "wealth_disclosure",
        "费率优惠公告\n自2026年3月10日（含）至2026年6月10日（含），固定管理费由0.3%降至0.1%。",
        ["2026-03-10..2026-06-10"],
        1,
    ),
    (
        "regulatory",
        "纪念币预约兑换公告\n3月10日22:30起预约，3月12日24:00截止；3月20日至3月29日凭证件兑换。",
        ["reservation 2026-03-10T22:30..2026-03-13T00:00", "exchange 2026-03-20..2026-03-29"],
        2,
    ),
    (
        "channel_change",
        "证书更新\n旧版U盾只用到2026年6月30日，7月1日起须使用新版。",
        ["..2026-06-30", "2026-07-01.."],
        2,
    ),
    (
        "channel_change",
        "App\nSupport for Android 8 ends on 30 April 2026.",
        ["stop_service 2026-04-30..|deadline ..2026-04-30"],
        1,
    ),
    ("limit_change", "限额调整\n为防范风险，即日起非柜面日累计限额由20万元降至5万元。", ["effective 2026-03-02.."], 1),
    (
        "limit_change",
        "Limits\nWith effect from 00:00 on 1 April 2026 (Hong Kong time), the daily limit will be lowered.",
        ["effective 2026-04-01T00:00.."],
        1,
    ),
    ("fraud_warning", "警惕假冒客服\n2026年2月20日，有客户接到自称我行员工的电话。", [], 0),
    ("fee_change", "关于我行的说明\n我行成立于1998年5月，2026年1月被评为优秀单位。", [], 0),
    (
        "fee_change",
        "关于调整部分服务价格的公告\n（一）跨行转账手续费。自本年五月起，每笔由2元降至1元。",
        ["effective 2026-05-01.."],
        1,
    ),
    (
        "fee_change",
        "Notice\nThe change takes effect 30 days from the date of this notice, i.e. on 1 April 2026.",
        ["effective 2026-04-01.."],
        1,
    ),
    (
        "fee_change",
        "Notice\nEffective for statements produced on or after April 6, 2026, the late fee is $29.",
        ["effective 2026-04-06.."],
        1,
    ),
    (
        "fee_change",
        "Notice\nThe waiver announced in 2024 lapses on 30 June 2026; normal fees apply thereafter.",
        ["..2026-06-30|2026-06-30.."],
        None,
    ),
    (
        "promotion",
        "消费返现\n参与时间：2026年4月6日—4月26日，逢周一10:00开抢，周日24:00结束。",
        ["promotion 2026-04-06..2026-04-26"],
        None,
    ),
    ("promotion", "积分加倍\n生日当月消费享双倍积分，2026年12月31日前有效。", ["..2026-12-31"], 1),
    (
        "promotion",
        "Double miles\nEarn 2x miles on Saturdays and Sundays from 4 April to 28 June 2026.",
        ["promotion 2026-04-04..2026-06-28 weekly:SA,SU"],
        1,
    ),
    (
        "promotion",
        "Cashback\nSpend by 30 Apr 2026. Cashback will be credited by the 20th of the month after.",
        ["..2026-04-30"],
        None,
    ),
    (
        "promotion",
        "簽賬獎賞\n推廣期：2026年4月1日至5月31日，逢星期六及日中午12時至晚上10時。",
        ["promotion 2026-04-01..2026-05-31 weekly:SA,SU daily:12:00-22:00"],
        1,
    ),
    (
        "maintenance",
        "升级公告\n本次升级分两步：3月14日22:00-15日2:00，转账停办；15日2:00-6:00，全部服务停办。",
        ["outage 2026-03-14T22:00..2026-03-15T02:00", "outage 2026-03-15T02:00..2026-03-15T06:00"],
        2,
    ),
    (
        "maintenance",
        "升级公告\n3月14日（周六）晚22点起至3月15日（周日）早6点止，手机银行不能登录。",
        ["outage 2026-03-14T22:00..2026-03-15T06:00"],
        1,
    ),
    (
        "maintenance",
        "Upgrade\nWe're upgrading our systems this weekend. From 9pm Friday 20 March to 7am Monday 23 March 2026 you won't see new transactions.",
        ["2026-03-20T21:00..2026-03-23T07:00"],
        1,
    ),
    (
        "maintenance",
        "Upgrade\nCard payments will fail between 01:00 and 03:30 BST on Sunday 29 March 2026.",
        ["outage 2026-03-29T01:00..2026-03-29T03:30"],
        1,
    ),
    (
        "holiday_hours",
        "国庆营业\n10月1日至3日不营业；4日至7日营业时间9:30-16:00；8日起恢复正常。",
        ["closure 2026-10-01..2026-10-03"],
        None,
    ),
    (
        "holiday_hours",
        "Holiday\nOur Kuala Lumpur branches are closed on Wednesday, 1 April 2026 (Federal holiday).",
        ["closure 2026-04-01..2026-04-01"],
        1,
    ),
    (
        "holiday_hours",
        "春節假期\n年初一至初三（2月17日至19日）休業，2月20日復業。",
        ["closure 2026-02-17..2026-02-19", "resume 2026-02-20.."],
        None,
    ),
    (
        "branch_change",
        "搬迁公告\n原址业务办理至4月30日17:00，5月6日9:00起在新址对外营业。",
        ["..2026-04-30T17:00", "effective 2026-05-06T09:00.."],
        2,
    ),
    (
        "branch_change",
        "Closure\nWe're closing our Bath branch on 15 April 2026. The cash machine will go on 22 April 2026.",
        ["stop_service 2026-04-15.."],
        None,
    ),
    (
        "product_discontinue",
        "停售公告\n“金鹿三号”自2026年3月31日15:00起停售，已购客户权益不变，到期日为2026年9月30日。",
        ["stop_accepting 2026-03-31T15:00.."],
        None,
    ),
    (
        "product_discontinue",
        "Withdrawal\nNew applications closed on 28 February 2026. Existing holders can redeem until 30 June 2026.",
        ["redemption ..2026-06-30"],
        None,
    ),
    (
        "account_governance",
        "清理公告\n凡2026年3月31日前未到网点核实的，我行将自4月10日起限制其账户交易。",
        ["2026-04-10.."],
        None,
    ),
    (
        "terms_change",
        "章程修订\n修订后的章程公示至2026年4月15日，4月16日生效；期间可提出异议。",
        ["..2026-04-15", "effective 2026-04-16.."],
        2,
    ),
    (
        "terms_change",
        "Privacy policy\nOur new policy applies to you from 6 April 2026 (or from 2 March 2026 if you joined after that date).",
        ["effective 2026-04-06..", "effective 2026-03-02.."],
        2,
    ),
    (
        "rewards_rule",
        "积分清零\n2023年度累积的积分将于2026年6月30日24时清零，请尽快兑换。",
        ["redemption|deadline|effective|stop_service"],
        1,
    ),
    (
        "regulatory",
        "紀念鈔公告\n網上登記由3月10日上午9時至3月20日下午5時；中籤者於4月13日至17日領取。",
        ["2026-03-10T09:00..2026-03-20T17:00", "collection 2026-04-13..2026-04-17"],
        2,
    ),
    (
        "limit_change",
        "Limits\nFor 24 hours after you register a new device, the limit is $500. This applies from 1 April 2026.",
        ["effective 2026-04-01.."],
        1,
    ),
    (
        "wealth_disclosure",
        "分红公告\n权益登记日：2026年3月20日；除息日：3月23日；红利发放日：3月25日。",
        ["as_of 2026-03-20..2026-03-20", "reward 2026-03-25"],
        None,
    ),
]


@pytest.mark.parametrize(("category", "text", "expected", "count"), EXACT)
def test_a_small_notice_states_no_more_windows_than_it_says(
    tell: Tell, category: str, text: str, expected: list[str], count: int | None
) -> None:
    got = tell(text, "2026-03-02", category)
    for wanted in expected:
        assert any(choice in window for window in got for choice in wanted.split("|"))
    assert count is None or len(got) == count

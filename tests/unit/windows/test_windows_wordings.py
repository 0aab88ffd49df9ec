"""One meaning in many words: how departments in five countries write the same kinds of time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Tell = Callable[..., list[str]]

STOPS_ACCEPTING = [
    ("关于星云卡停办的公告\n自2026年5月1日起，我行不再接收该卡的新申请。", "stop_accepting 2026-05-01.."),
    ("關於星雲卡停辦的公告\n自2026年5月1日起，本行不再受理新申請。", "stop_accepting 2026-05-01.."),
    ("Nebula Card\nWe will stop taking applications for the card from 1 May 2026.", "stop_accepting 2026-05-01.."),
    ("Nebula Card\nThe card will be closed to new applicants from May 1, 2026.", "stop_accepting 2026-05-01.."),
    ("Nebula Card\nApplications will not be accepted on or after 1 May 2026.", "stop_accepting 2026-05-01.."),
    ("关于星云卡的公告\n2026年5月1日起星云卡停止发卡。", "stop_accepting 2026-05-01.."),
]
STOPS_SERVICE = [
    ("关于短信银行的公告\n短信银行将于2026年6月30日停用。", "stop_service 2026-06-30.."),
    ("关于电话支付的公告\n自2026年6月30日起，电话支付业务下线。", "stop_service 2026-06-30.."),
    ("關於傳真指示服務的通告\n傳真指示服務將於2026年6月30日起終止。", "stop_service 2026-06-30.."),
    ("Fax instructions\nThe fax service will be withdrawn on 30 June 2026.", "stop_service 2026-06-30.."),
    ("SMS Banking\nSMS Banking is being switched off on 30 June 2026.", "stop_service 2026-06-30.."),
    ("Passbooks\nPassbook printing comes to an end on June 30, 2026.", "stop_service 2026-06-30.."),
    ("Old app\nVersion 3 stops working from 30 June 2026.", "stop_service 2026-06-30.."),
]
OUTAGES = [
    ("系统升级公告\n3月20日23:00至3月21日上午7点半，柜员机取款停办。", "outage 2026-03-20T23:00..2026-03-21T07:30"),
    ("系统维护公告\n3月21日零点三十分至两点三十分，钱包充值用不了。", "outage 2026-03-21T00:30..2026-03-21T02:30"),
    ("系統維護通告\n3月20日晚上11時至翌日清晨6時，轉數快暫停服務。", "outage 2026-03-20T23:00..2026-03-21T06:00"),
    (
        "Planned maintenance\nYou won't be able to send payments between 11pm on 20 March and 6am on 21 March 2026.",
        "outage 2026-03-20T23:00..2026-03-21T06:00",
    ),
    (
        "System upgrade\nNetBanking will be down from 23:00 hrs on 20-03-2026 to 06:00 hrs on 21-03-2026.",
        "outage 2026-03-20T23:00..2026-03-21T06:00",
    ),
    (
        "Scheduled maintenance\nATMs will be unavailable from 11:00 p.m. ET on March 20, 2026 until 6:00 a.m. ET on March 21, 2026.",
        "outage 2026-03-20T23:00..2026-03-21T06:00",
    ),
    ("系统升级公告\n跨行汇款自3月20日20:00起暂停，何时重开视升级进度另行公布。", "outage 2026-03-20T20:00.. event"),
    ("系统升级公告\n“天天盈”快速赎回自3月20日20:00起暂停，恢复时间另行通知。", "outage 2026-03-20T20:00.. event"),
]
LAST_DAYS = [
    ("关于信用卡停办的公告\n最后申办日：2026年10月31日", "deadline|stop_accepting ..2026-10-31"),
    ("关于信用卡停办的公告\n申请截止日：2026年10月31日", "deadline|stop_accepting ..2026-10-31"),
    ("關於信用卡停辦的通告\n最後申請日：2026年10月31日", "deadline|stop_accepting ..2026-10-31"),
    ("Closing the Nebula Card\nLast day to apply: 31 October 2026", "deadline|stop_accepting ..2026-10-31"),
    ("Closing the Nebula Card\nFinal date for applications: October 31, 2026", "deadline|stop_accepting ..2026-10-31"),
    ("卡片停办安排\n卡片 | 最后申办日\n星云卡 | 2026/10/31", "deadline|stop_accepting ..2026-10-31"),
    ("Cards we are closing\nCard | Last day to apply\nNebula | 31 Oct 2026", "deadline|stop_accepting ..2026-10-31"),
    ("卡片停辦安排\n卡別 | 申請截止日\n星雲卡 | 2026年10月31日", "deadline|stop_accepting ..2026-10-31"),
]
CONCESSIONS = [
    ("收费优惠公告\n优惠期：2026年4月1日至2027年3月31日", "concession 2026-04-01..2027-03-31"),
    (
        "收费公告\n小微企业于2026年4月1日至2027年3月31日期间使用代发服务的，手续费全免。",
        "concession 2026-04-01..2027-03-31",
    ),
    ("利率公告\n4月1日至6月15日期间到期并转存三年期的，在挂牌利率上加10个基点。", "concession 2026-04-01..2026-06-15"),
    ("收費通告\n2026年4月1日至2027年3月31日豁免年費。", "concession 2026-04-01..2027-03-31"),
    ("Fees\nThe transfer fee is waived from 1 April 2026 to 31 March 2027.", "concession 2026-04-01..2027-03-31"),
    ("Fees\nThere is a fee holiday from 1 April 2026 until 31 March 2027.", "concession 2026-04-01..2027-03-31"),
]
RECURRING = [
    (
        "充电立减活动规则\n充电：2026.4.1—6.30，每月8日、18日、28日10:00—22:00。",
        "promotion 2026-04-01..2026-06-30 monthly:8,18,28 daily:10:00-22:00",
    ),
    (
        "打车立减活动规则\n打车：2026年4月1日至6月30日，每周二、周四17:30—20:00。",
        "promotion 2026-04-01..2026-06-30 weekly:TU,TH daily:17:30-20:00",
    ),
    (
        "加倍积分活动\n加倍日：2026年4月4日至6月27日之间的每个周六，当日一笔按两笔计。",
        "promotion 2026-04-04..2026-06-27 weekly:SA",
    ),
    (
        "Dining cashback\nThe offer runs from 3 April to 27 June 2026. Cashback nights are Fridays and Saturdays only, "
        "for payments made between 6.00pm and 11.59pm.",
        "promotion 2026-04-03..2026-06-27 weekly:FR,SA daily:18:00-23:59",
    ),
    (
        "Weekday coffee\nThe promotion is valid from 1 April 2026 to 30 June 2026 on weekdays.",
        "promotion 2026-04-01..2026-06-30 weekly:MO,TU,WE,TH,FR",
    ),
    (
        "加油立減活動\n推廣期：2026年4月1日至6月30日，逢星期三。",
        "promotion 2026-04-01..2026-06-30 weekly:WE",
    ),
    (
        "Cashback\nThe campaign period is 1 April 2026 to 30 June 2026, on the 5th and 20th of each month.",
        "promotion 2026-04-01..2026-06-30 monthly:5,20",
    ),
]
PAUSES = [
    (
        "出行优惠活动规则\n活动时间：2026年4月1日至6月30日。\n5月1日至5日两项优惠均停，之后不补。",
        "closure 2026-05-01..2026-05-05",
    ),
    ("出行优惠活动规则\n活动时间：2026年4月1日至6月30日。\n5月1日至5日活动暂停。", "closure 2026-05-01..2026-05-05"),
    (
        "Dining cashback\nThe offer runs from 1 April to 30 June 2026.\nThe offer is suspended from 1 May to 5 May 2026.",
        "closure 2026-05-01..2026-05-05",
    ),
]
TWO_CLAUSES = [
    ("迁址公告\n旧址自4月15日下午五时起停业，至4月17日止。", "closure 2026-04-15T17:00..2026-04-17"),
    ("预约公告\n网上预约3月16日22:00开始，3月17日24:00关闭。", "reservation 2026-03-16T22:00..2026-03-18T00:00"),
    ("系统升级公告\n分期申请自3月13日18:00起停收，3月16日9:00恢复。", "outage 2026-03-13T18:00..2026-03-16T09:00"),
    ("认购公告\n认购期自4月10日起，至4月19日止。", "subscription 2026-04-10..2026-04-19"),
]
MOVED_HOURS = [
    ("假期服务时间\n4月2日汇款截数时间提前至上午11时。", "deadline ..2026-04-02T11:00"),
    ("假期服務時間\n4月2日的匯款截數時間提早至上午11時。", "deadline ..2026-04-02T11:00"),
    ("Holiday hours\nOn 24 December 2026 our branches close at 1 pm.", "closure 2026-12-24T13:00.."),
    (
        "Holiday hours\nOn Thursday, December 24, 2026 all branches will close early at 1:00 p.m.",
        "closure 2026-12-24T13:00..",
    ),
]
AS_OF = [
    ("不动户清理公告\n以2026年2月28日日终为观察点，余额不足10元的账户纳入清理。", "as_of 2026-02-28..2026-02-28"),
    ("不动户清理公告\n截至2026年2月28日，连续36个月无交易的账户纳入清理。", "as_of 2026-02-28..2026-02-28"),
    ("不動戶清理通告\n以2026年2月28日為基準日，結餘不足十元的帳戶將被清理。", "as_of 2026-02-28..2026-02-28"),
    (
        "Dormant accounts\nAccounts with balances below $10 as at 28 February 2026 are affected.",
        "as_of 2026-02-28..2026-02-28",
    ),
]
OBJECTIONS = [
    ("协议修订公告\n如不同意修订，您可在2026年5月31日前办理销户。", "objection ..2026-05-31"),
    ("章程修訂通告\n持卡人如不接受修訂，請於2026年5月31日前通知本行終止合約。", "objection ..2026-05-31"),
    (
        "Your terms\nIf you are not happy with these changes you may close your account free of charge up to 31 May 2026.",
        "objection ..2026-05-31",
    ),
    ("Your terms\nIf you do not accept the change, tell us by 31 May 2026.", "objection ..2026-05-31"),
]
RESUMES = [
    ("假期服務時間\n服務 | 暫停 | 回復正常\n櫃位 | 4月3日至4月6日 | 4月7日", "resume 2026-04-07.."),
    ("假期服务安排\n业务 | 暂停时间 | 恢复时间\n个人柜台 | 4月3日至4月6日 | 4月7日", "resume 2026-04-07.."),
    (
        "Easter opening hours\nService | Closed | Back to normal\nCounters | 3 April to 6 April 2026 | 7 April 2026",
        "resume 2026-04-07..",
    ),
    ("Easter opening hours\nOur branches reopen on 7 April 2026.", "resume 2026-04-07.."),
]

ALL = {
    "product_discontinue": STOPS_ACCEPTING + LAST_DAYS,
    "channel_change": STOPS_SERVICE,
    "maintenance": OUTAGES,
    "fee_change": CONCESSIONS,
    "promotion": RECURRING + PAUSES,
    "account_governance": AS_OF,
    "terms_change": OBJECTIONS,
    "holiday_hours": MOVED_HOURS + RESUMES,
    "": TWO_CLAUSES,
}


@pytest.mark.parametrize(
    ("category", "text", "expected"),
    [(c or None, text, expected) for c, cases in ALL.items() for text, expected in cases],
)
def test_the_same_time_is_read_in_many_wordings(tell: Tell, category: str | None, text: str, expected: str) -> None:
    roles, _, rest = expected.partition(" ")
    assert any(f"{role} {rest}" in tell(text, "2026-03-02", category) for role in roles.split("|"))

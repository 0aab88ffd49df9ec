"""The category comes from what a notice does, in whichever words a bank of any region says it."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.model import Document, Reading, Relevance
from ingest.understand.facts import understand

READING = Reading(today=dt.date(2026, 5, 1))


def read(title: str, body: str) -> Document:
    chinese = any("一" <= c <= "鿿" for c in title)
    return Document(f"{title}\n{body}", title, language="zh" if chinese else "en")


@pytest.mark.parametrize(
    ("category", "title", "body"),
    [
        (
            "maintenance",
            "关于部分服务短时停用的提示",
            "因机房电力检修，5月9日0:30至4:30手机银行转账、网银登录停用，请提前安排。",
        ),
        (
            "maintenance",
            "系统割接安排",
            "我行定于5月16日23:00至17日6:00进行系统割接，届时柜员机、POS停办，完成后立即恢复。",
        ),
        (
            "maintenance",
            "暫停服務通告",
            "本行將於2026年5月10日凌晨2時至6時提升系統，期間流動理財及櫃員機服務將未能使用，不便之處敬請原諒。",
        ),
        (
            "maintenance",
            "Mobile app will be down overnight",
            "From 11.30pm on Saturday 9 May until 6am on Sunday 10 May you will not be able to log in or "
            "make payments while we move our data centre.",
        ),
        (
            "maintenance",
            "ATM and card services: short break",
            "Cash machines and card payments stop working between 01:00 and 03:30 on 10 May 2026. Services "
            "will be back up afterwards.",
        ),
        (
            "maintenance",
            "Important information for customers",
            "Net banking and UPI will not be available from 23:45 hrs on 9 May 2026 to 02:15 hrs on 10 May "
            "2026 owing to a planned activity.",
        ),
        (
            "product_discontinue",
            "关于逐步退出“安心宝”产品的公告",
            "自2026年6月1日起，“安心宝”不再接受新客户，存量客户可持有至到期，到期后自动转为活期。",
        ),
        (
            "product_discontinue",
            "旅人卡停發通知",
            "本行「旅人卡」將於2026年6月30日起停止受理新申請，已持卡人可使用至卡片到期，到期換發樂活卡。",
        ),
        (
            "product_discontinue",
            "Our Christmas Saver account is closing",
            "We are closing the Christmas Saver account to new customers from 1 June 2026. Existing "
            "customers can keep their account until 30 November, when it will be replaced by Easy Saver.",
        ),
        (
            "product_discontinue",
            "Saying goodbye to cheque books",
            "From 1 July 2026 we no longer issue cheque books. Cheques already issued can be used until 31 "
            "December 2026.",
        ),
        (
            "product_discontinue",
            "Phasing out of the Classic credit card",
            "The Classic card will be discontinued on 30 June 2026. Existing cardholders will get a "
            "Platinum card as replacement.",
        ),
        (
            "rewards_rule",
            "點數兌換規則異動公告",
            "自2026年7月1日起，紅利點數兌換哩程由15點兌換1哩調整為18點兌換1哩，貴賓室使用次數由6次調整為4次。",
        ),
        (
            "rewards_rule",
            "積分獎賞計劃更新",
            "由2026年7月1日起，每簽賬HK$1可獲1積分，保險繳費不再賺取積分，飛行里數兌換率將調整。",
        ),
        (
            "rewards_rule",
            "How you earn miles is changing",
            "From 1 July 2026 you will earn 1 mile for every $2 spent instead of $1.50. Lounge visits fall "
            "from 6 to 4 a year.",
        ),
        (
            "rewards_rule",
            "白金卡权益调整说明",
            "自7月1日起，白金卡贵宾厅由每年6次调整为4次，积分兑换里程比例由15:1调整为18:1。",
        ),
        (
            "fee_change",
            "手續費調整公告",
            "本行自2026年7月1日起調整跨行轉帳手續費，每筆由15元調整為12元。",
        ),
        (
            "fee_change",
            "What we charge from July",
            "From 1 July 2026 the monthly fee on Plus rises from $8 to $10. Outgoing wires cost $30 instead of $25.",
        ),
        (
            "limit_change",
            "网上支付限额变动",
            "自7月1日起，快捷支付单笔限额由1万元调整为5000元，日累计由5万元调整为2万元。",
        ),
        (
            "holiday_hours",
            "端午節服務安排",
            "6月19日端午節分行休息一天，6月20日恢復正常營業，柜员机如常服务。",
        ),
        (
            "branch_change",
            "东湖支行搬家啦",
            "我行东湖支行将于6月1日迁至东湖路18号营业，原址5月31日停止营业。",
        ),
        (
            "terms_change",
            "个人账户服务协议更新",
            "我行对《个人账户服务协议》进行修订，自7月1日起生效，如不同意可于6月30日前销户。",
        ),
        (
            "rate_change",
            "存款利率下調",
            "本行自2026年7月1日起調降新臺幣定期存款牌告利率，一年期由1.7%調降為1.6%。",
        ),
        (
            "channel_change",
            "请尽快升级手机银行",
            "手机银行5.0以下版本将于7月1日停止支持，请到应用商店升级至最新版本。",
        ),
        (
            "account_governance",
            "Keep your account active",
            "Accounts with no transaction for 24 months will be classified inoperative. Update your KYC at any branch.",
        ),
        (
            "fraud_warning",
            "請小心假冒本行的短訊",
            "近日有騙徒假冒本行發出短訊，內附超連結，要求客戶輸入密碼，請勿點擊。",
        ),
        (
            "promotion",
            "周末吃饭省一半",
            "活动时间：5月1日至6月30日每周六、周日，持信用卡在指定餐厅消费满200元立减100元，名额有限，先到先得。",
        ),
        (
            "wealth_disclosure",
            "稳健1号理财产品费率调整",
            "自7月1日起，稳健1号理财产品（产品代码WJ001）固定管理费由0.3%调整为0.2%。",
        ),
        (
            "product_launch",
            "大额存单本周开售",
            "我行2026年第3期个人大额存单5月6日起发售，期限3年，年利率1.9%，20万元起存，购买渠道为手机银行。",
        ),
        (
            "regulatory",
            "央行发行贺岁纪念币公告",
            "中国人民银行定于2026年6月1日发行纪念币一枚，预约兑换自5月20日起。",
        ),
    ],
)
def test_a_notice_finds_its_category_in_other_words(category: str, title: str, body: str) -> None:
    facts = understand(read(title, body), READING)
    assert facts.relevance is Relevance.NOTICE
    assert facts.category == category

"""What a notice is about is decided by what it does."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.model import Category, Document, Facts, Reading, Relevance, Tier
from ingest.understand.facts import understand

READING = Reading(today=dt.date(2026, 5, 10))


def facts_of(title: str, *lines: str, problem: str | None = None, language: str = "zh") -> Facts:
    text = "\n".join((title, *lines))
    document = Document(text, title, language=language, published=dt.date(2026, 5, 8), problem=problem)
    return understand(document, READING)


@pytest.mark.parametrize(
    ("category", "title", "line"),
    [
        (Category.FEE_CHANGE, "关于调整个人服务价格的公告", "自2026年8月1日起，补卡手续费由10元/卡调整为15元/卡。"),
        (Category.RATE_CHANGE, "关于调整存款利率的公告", "自2026年6月1日起，一年期定期存款年利率由1.10%下调至1.00%。"),
        (Category.MAINTENANCE, "系统维护通知", "我行将于2026年6月6日0:00至5:00进行系统维护，期间网上银行暂停服务。"),
        (
            Category.FRAUD_WARNING,
            "谨防冒充银行客服的诈骗",
            "近期不法分子冒充我行客服，谎称贷款审批通过，诱导客户转账，切勿相信。",
        ),
        (Category.BRANCH_CHANGE, "关于和平支行迁址的公告", "和平支行将于2026年6月1日迁至中山路9号营业。"),
        (
            Category.FEE_CHANGE,
            "Changes to our service charges",
            "From 1 July 2026 the charge for a copy will increase to £6.",
        ),
        (Category.TERMS_CHANGE, "Amendment of our Terms", "Clause 4 of the agreement will be amended on 1 July 2026."),
        (Category.PROMOTION, "10% cashback on dining", "Promotion period: 1 to 30 June 2026. Minimum spend S$50."),
    ],
)
def test_plain_notices_get_their_category(category: Category, title: str, line: str) -> None:
    assert facts_of(title, line).category is category


def test_a_system_upgrade_that_changes_a_limit_is_a_change_of_limits() -> None:
    facts = facts_of(
        "关于系统升级的通知",
        "系统升级后，手机银行单笔转账限额由10万元调整为5万元，日累计限额由50万元调整为20万元。",
        "一、限额调整范围",
        "本次限额调整适用于全部个人账户，网上银行转账限额同步下调。",
    )
    assert facts.category is Category.LIMIT_CHANGE


def test_traditional_characters_read_like_simplified_ones() -> None:
    facts = facts_of("關於調整櫃檯服務收費的通知", "自2026年7月1日起，匯款手續費由50元調整為80元。")
    assert facts.category is Category.FEE_CHANGE


@pytest.mark.parametrize(
    ("relevance", "title", "line"),
    [
        (
            Relevance.PROCUREMENT,
            "网上银行系统升级项目招标公告",
            "欢迎符合条件的供应商参加投标，招标文件每套售价300元。",
        ),
        (Relevance.RECRUITMENT, "2026年春季校园招聘公告", "应聘者请于5月30日前投递简历，笔试时间另行通知。"),
        (Relevance.CORPORATE, "我行荣获年度最佳雇主", "近日，我行董事会秘书出席颁奖典礼，净利润同比增长3%。"),
        (Relevance.WINNER_LIST, "周年庆活动中奖名单公示", "恭喜以下中奖客户：王*明 138****0001，李*华 139****0002。"),
        (
            Relevance.CORPORATE,
            "Bank publishes annual report",
            "Net profit rose; the board of directors proposes a dividend.",
        ),
        (Relevance.NOT_A_NOTICE, "公告中心", "2026-05-01 关于甲业务的公告"),
    ],
)
def test_what_is_no_notice_is_turned_away_with_a_reason(relevance: Relevance, title: str, line: str) -> None:
    facts = facts_of(title, line)
    assert facts.relevance is relevance
    assert facts.category is None
    assert facts.reasons
    assert not facts.windows and not facts.contacts


def test_a_list_of_titles_is_no_notice() -> None:
    titles = [f"2026-04-{day:02d} 关于第{day}号业务调整的公告" for day in range(1, 12)]
    assert facts_of("服务公告", *titles).relevance is Relevance.NOT_A_NOTICE


def test_a_page_of_pictures_stays_and_asks_for_its_text() -> None:
    facts = facts_of("关于调整收费标准的公告", problem="image_only")
    assert facts.relevance is Relevance.NOTICE
    assert [f.code.value for f in facts.flags] == ["needs_text"]


def test_a_text_that_could_not_be_read_gets_no_guessed_category() -> None:
    facts = facts_of("", problem="password")
    assert (facts.relevance, facts.category) == (Relevance.NOTICE, None)
    assert [f.code.value for f in facts.flags] == ["needs_text"]


def test_every_word_that_counted_is_shown_to_the_reviewer() -> None:
    facts = facts_of("关于调整收费标准的公告", "自2026年9月1日起，年费由100元调整为120元。")
    assert any("收费" in r.words and r.rule.startswith("categories.toml") for r in facts.reasons)
    assert all(r.weight > 0 for r in facts.reasons)


def test_fees_are_regulated_and_the_source_may_overrule() -> None:
    assert facts_of("关于调整收费标准的公告", "自2026年9月1日起，年费由100元调整为120元。").tier is Tier.REGULATED
    document = Document("关于调整收费标准的公告\n年费由100元调整为120元。", "关于调整收费标准的公告")
    assert understand(document, Reading(today=dt.date(2026, 5, 1), tier=Tier.FAST)).tier is Tier.FAST


def test_a_second_effect_is_a_secondary_category() -> None:
    facts = facts_of(
        "关于系统维护暂停服务的公告",
        "2026年6月6日0:00至5:00系统维护期间，手机银行、网上银行暂停服务。",
        "当日自助设备单日取款限额由20000元临时调整为5000元，转账限额同步调整，次日恢复原限额。",
    )
    assert facts.category is Category.MAINTENANCE
    assert Category.LIMIT_CHANGE in facts.secondary


def test_a_fee_that_rises_too_soon_is_flagged() -> None:
    facts = facts_of("关于上调工本费的公告", "自2026年6月1日起，借记卡换卡工本费由5元/卡上调为10元/卡。")
    assert "lead_time" in {f.code.value for f in facts.flags}


def test_numbered_announcements_on_one_page_are_changes_of_their_own() -> None:
    facts = facts_of(
        "网点变更公告",
        "公告一：甲支行迁址",
        "甲支行将于2026年6月1日迁至北街1号营业。",
        "公告二：乙支行终止营业",
        "乙支行于2026年6月30日终止营业，业务由丙支行承接。",
    )
    assert [c.title for c in facts.changes] == ["公告一：甲支行迁址", "公告二：乙支行终止营业"]
    assert {w.change for w in facts.windows} == {0, 1}


def test_the_sections_of_one_promotion_are_one_change() -> None:
    facts = facts_of(
        "周末咖啡立减活动",
        "一、活动时间",
        "2026年6月1日至6月30日。",
        "二、活动对象",
        "持有我行信用卡的客户。",
        "三、活动内容",
        "单笔满30元立减10元，每人限享2次。",
    )
    assert len(facts.changes) == 1


def test_what_a_product_on_sale_costs_is_no_change_of_its_own() -> None:
    facts = facts_of(
        "Subscribe for the Bayline retail notes",
        "Offer period",
        "9:00 am on 18 May 2026 to 3:00 pm on 28 May 2026.",
        "Our charges",
        "Handling fee: 0.15% of the amount, waived for these notes. Custody fee: HK$25 per month, waived.",
        "Transfer fee: HK$150 per transaction.",
        language="en",
    )
    assert facts.category is Category.PRODUCT_LAUNCH and len(facts.changes) == 1


def test_a_section_on_swindlers_makes_no_warning_of_a_notice() -> None:
    facts = facts_of(
        "关于限期更新资料的公告",
        "需要更新的客户",
        "证件过期超过90天的客户，请于2026年6月30日前更新。",
        "逾期的处理",
        "2026年7月1日起，未更新账户的非柜面支付每日累计额度降到2,000元。",
        "谨防冒充",
        "近期有人冒充我行工作人员催办，请勿相信。",
    )
    assert facts.category is not Category.FRAUD_WARNING


def test_keywords_hold_the_customers_words() -> None:
    facts = facts_of("关于信用卡溢缴款手续费的公告", "自2026年9月1日起，信用卡溢缴款领回手续费降为0元。")
    assert "多还的钱" in facts.keywords
    assert 3 <= len(facts.keywords) <= 8


@pytest.mark.parametrize(
    ("title", "line"),
    [
        (
            "That refund call was not from us",
            "Customers were rung up from 020 7946 0011. All of these calls are fakes.",
        ),
        ("This prize letter was not sent by the Bank", "A letter asks readers to pay a handling charge of £20."),
        ("“积分兑换”短信并非本行发送", "短信称积分将于今日到期，要求点击链接兑换。以上短信均非本行发送。"),
        ("名为“海港贷”的APP与我行无关", "近期有不法分子借该APP以放款为由收取手续费，请勿下载。"),
    ],
)
def test_a_title_that_disowns_a_message_is_a_warning(title: str, line: str) -> None:
    assert facts_of(title, line).category is Category.FRAUD_WARNING


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Charges for accounts not opened by the bank holiday", "From 1 July 2026 the charge will increase to £6."),
        ("关于调整非本行持卡人取款手续费的公告", "自2026年8月1日起，手续费由2元/笔调整为4元/笔。"),
        ("关于代销非我行发行理财产品费率的公告", "自2026年8月1日起，管理费率由0.3%调整为0.2%。"),
    ],
)
def test_a_title_that_only_speaks_of_others_is_none(title: str, line: str) -> None:
    assert facts_of(title, line).category is not Category.FRAUD_WARNING

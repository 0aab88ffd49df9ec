"""A second helping of figures and contacts in wordings that the first one lacks."""

from __future__ import annotations

import pytest
from test_unseen_contacts import FRAUD, contacts, labelled
from test_unseen_figures import (
    CHARGES,
    LIMIT,
    LIMITS,
    OFFER,
    POINTS,
    PRICES,
    PROMOTION,
    RATE,
    RATES,
    REWARDS,
    figures,
    shown,
    wrong,
)

CASES = [
    (PRICES, "自助设备转账手续费，7月1日前每笔3元，7月1日起每笔1元。", "down 3 CNY > 1 CNY @转账手续费"),
    (
        PRICES,
        "挂失手续费（含补卡工本费）从每卡15元优惠至10元，优惠期满后恢复15元。",
        "down 15 CNY > 10 CNY @挂失手续费",
    ),
    (PRICES, "取消单位账户管理费、年费等2项收费。", "~ > 2 times"),
    (PRICES, "对小型微型企业和个体工商户免收支票工本费、挂失费。", "exempt > 0 CNY @支票"),
    (
        PRICES,
        "跨境汇款手续费最低收费由每笔50元降为20元，最高收费由260元降为200元。",
        "down min 50 CNY > min 20 CNY @跨境汇款",
        "down max 260 CNY > max 200 CNY @最高",
    ),
    (PRICES, "银行承兑汇票承兑敞口管理费率上限为1.5%/年，不再收取。", "? 0.015 ratio > @承兑"),
    (
        PRICES,
        "资信证明每份收费200元，加急另加100元，补打第二份起每份20元。",
        "? > 200 CNY @资信证明",
        "? > 100 CNY @加急",
        "? > 20 CNY @资信证明|补打",
    ),
    (
        PRICES,
        "外币光票托收费率为1‰，每笔最低50元人民币、最高1000元人民币，邮费另计。",
        "? > 0.001 ratio; min 50 CNY; max 1000 CNY @光票托收",
    ),
    (PRICES, "零钞清点费：每500枚收取5元，不足500枚按500枚计。", "? > 5 CNY @零钞清点费", "~ > 500 copies"),
    (PRICES, "长期不动户管理费每月3元，扣至余额为零为止。", "? > 3 CNY/month @管理费"),
    (PRICES, "信用卡滞纳金改称违约金，按最低还款额未还部分的5%计收，不设最低金额。", "? > 0.05 ratio @违约金"),
    (RATES, "三年期定期存款利率下调15个基点至1.60%。", "down > 0.016 ratio @三年期", "down > 0.0015 ratio_points"),
    (
        RATES,
        "公积金贷款五年以上利率由3.1%降至2.85%，五年以下（含五年）由2.6%降至2.35%。",
        "down 0.031 ratio > 0.0285 ratio @五年以上",
        "down 0.026 ratio > 0.0235 ratio @五年以下",
    ),
    (RATES, "协定存款加点上限由10BP调整为0BP。", "down 0.001 ratio_points > 0 ratio_points @协定存款"),
    (RATES, "消费贷年化利率（单利）低至3.0%起，最高可贷30万元。", "? > 0.03 ratio @消费贷", "? > max 300000 CNY @"),
    (
        LIMITS,
        "快捷支付单日限额下调为5000元，单月限额5万元。",
        "down > 5000 CNY/day @快捷支付",
        "? > 50000 CNY/month @单月限额",
    ),
    (
        LIMITS,
        "境外取现：单卡每日等值1万元人民币，每人每年累计等值10万元人民币。",
        "? > 10000 CNY/day @境外取现",
        "? > 100000 CNY/year @境外取现",
    ),
    (
        LIMITS,
        "新开借记卡非柜面渠道日累计限额不高于5000元、笔数不多于5笔。",
        "? > <=5000 CNY/day @非柜面",
        "? > <=5 times/day @非柜面|笔数",
    ),
    (LIMITS, "超过5万元的转账须进行人脸识别，此前为超过20万元。", "down 200000 CNY > 50000 CNY @转账"),
    (
        PROMOTION,
        "新客首单立减20元，老客每单减5元，每人每天最多2单。",
        "? > 20 CNY @新客",
        "? > 5 CNY @老客",
        "? > 2 times/day @",
    ),
    (
        PROMOTION,
        "满1000减80，满3000减300，每人限一次。",
        "? > >=1000 CNY",
        "? > 80 CNY",
        "? > >=3000 CNY",
        "? > 300 CNY",
        "? > 1 times",
    ),
    (PROMOTION, "还款达标客户可抽最高888元现金红包，中奖率100%。", "? > max 888 CNY @红包", "~ > 1 ratio"),
    (
        PROMOTION,
        "积分加1元即可换购价值39元的咖啡券，每日限量300份。",
        "? > 300 copies/day @",
        "~ > 1 CNY",
        "~ > 39 CNY",
    ),
    (
        PROMOTION,
        "活动期内累计刷卡笔数达到8笔且单笔不少于58元的，赠价值120元的年度会员。",
        "? > >=8 times @刷卡",
        "? > >=58 CNY @单笔",
        "? > 120 CNY @",
    ),
    (
        PROMOTION,
        "信用卡办理12期分期享手续费五折优惠，费率由0.6%/期降为0.3%/期。",
        "? > 0.5 paid_share @手续费",
        "down 0.006 ratio > 0.003 ratio @费率|分期",
    ),
    (
        POINTS,
        "生日当月消费享5倍积分，每户当月最多累积2万积分，由原来的3万积分下调。",
        "? 30000 points > max 20000 points @",
        "~ > 5 times",
    ),
    (POINTS, "每20元积1分改为每30元积1分。", "? 20 CNY > 30 CNY @", "~ > 1 points"),
    (POINTS, "兑换星级酒店自助餐由35,000积分/位涨至42,000积分/位。", "up 35000 points > 42000 points @自助餐"),
    (
        "關於調整服務收費的通知",
        "存摺補發手續費由新臺幣100元調整為新臺幣150元；65歲以上客戶免收。",
        "up 100 TWD > 150 TWD @補發",
        "exempt > 0 TWD @",
    ),
    (
        "服務收費修訂通告",
        "每月結餘低於港幣5,000元者，須繳付服務月費港幣60元（現時為港幣50元）。",
        "up 50 HKD > 60 HKD/month @月費",
        "~ > 5000 HKD",
    ),
    (CHARGES, "We are putting up the price of a banker's draft from £20 to £25.", "up 20 GBP > 25 GBP @banker's draft"),
    (CHARGES, "Stopped cheques: was £8, now £10.", "up 8 GBP > 10 GBP @stopped cheques"),
    (
        CHARGES,
        "The 1.5% cash advance fee (minimum £3) becomes 3% (minimum £5).",
        "up 0.015 ratio; min 3 GBP > 0.03 ratio; min 5 GBP @cash advance fee",
    ),
    (
        CHARGES,
        "No monthly fee applies if you pay in at least £1,500 a month; otherwise it is £3.",
        "? > 3 GBP @",
        "~ > 1500 GBP; 0 GBP",
    ),
    (
        CHARGES,
        "Foreign currency withdrawals: 2.99% of the amount, minimum £1.99, maximum £19.99.",
        "? > 0.0299 ratio; min 1.99 GBP; max 19.99 GBP @withdrawals",
    ),
    (
        CHARGES,
        "Duplicate statements will now cost ₹100 per statement as against ₹50 earlier.",
        "up 50 INR > 100 INR @duplicate statements",
    ),
    (
        CHARGES,
        "Debit card AMC stands revised from Rs. 125 + GST to Rs. 200 + GST.",
        "up 125 INR > 200 INR @debit card AMC",
    ),
    (CHARGES, "Charges on demand drafts have been waived for senior citizens.", "exempt > 0 @"),
    (
        CHARGES,
        "Locker rent (small, metro) goes up by ₹500 to ₹4,000 a year.",
        "up > 4000 INR/year @locker rent",
        "~ > 500 INR",
    ),
    (
        CHARGES,
        "We'll no longer charge £1.50 for cash machine withdrawals.",
        "removed 1.5 GBP > @cash machine withdrawals",
    ),
    (CHARGES, "You won't pay anything to send money in euros; we used to charge £4.", "? 4 GBP > 0 GBP @"),
    (
        CHARGES,
        "The fee for an outgoing telegraphic transfer is HK$120 online and HK$220 at branches.",
        "? > 120 HKD @telegraphic transfer",
        "? > 220 HKD @telegraphic transfer|branches",
    ),
    (
        CHARGES,
        "Dormant account fee: AED 20 a month after 12 months without a transaction.",
        "? > 20 AED/month @dormant account fee",
        "~ > 12 month",
    ),
    (
        RATE,
        "Our standard variable rate falls by 0.25% to 7.49% on 1 August 2026.",
        "down > 0.0749 ratio @standard variable rate",
        "~ > 0.0025 ratio",
    ),
    (
        RATE,
        "Easy Saver pays 3.10% AER (variable) from 1 July 2026, down from 3.35% AER.",
        "down 0.0335 ratio > 0.031 ratio @easy saver",
    ),
    (
        RATE,
        "Interest on balances up to £5,000 is cut to 2%; above that you earn nothing.",
        "down > 0.02 ratio @",
        "~ > 5000 GBP; 0 GBP",
    ),
    (
        RATE,
        "Repo Linked Lending Rate reduced by 25 bps from 9.10% to 8.85%.",
        "down 0.091 ratio > 0.0885 ratio @lending rate",
        "~ > 0.0025 ratio_points",
    ),
    (
        LIMIT,
        "Cash withdrawals at our ATMs will be limited to KES 40,000 per day (now KES 60,000).",
        "down 60000 KES > 40000 KES @withdrawals",
    ),
    (
        LIMIT,
        "Per-transaction limit for UPI stays at ₹1 lakh; the daily count is capped at 20.",
        "unchanged 100000 INR > 100000 INR @UPI",
        "~ > 20 times",
    ),
    (
        LIMIT,
        "The weekly mobile transfer limit will increase by S$2,000 to S$5,000.",
        "up > 5000 SGD/week @transfer limit",
        "~ > 2000 SGD",
    ),
    (
        OFFER,
        "Spend a minimum of AED 1,500 and get AED 150 back, once per card.",
        "? > 1500 AED @spend",
        "? > 150 AED @",
        "? > 1 times @",
    ),
    (
        OFFER,
        "Earn 10X reward points on dining, capped at 5,000 points per month.",
        "? > max 5000 points/month @points|dining",
        "~ > 10 times; 10 points",
    ),
    (
        OFFER,
        "Buy 1 get 1 free on movie tickets, up to 2 times a month and ₹250 per free ticket.",
        "? > 2 times/month @",
        "? > 250 INR @",
        "~ > 1 times; 0 INR",
    ),
    (
        OFFER,
        "0% instalments for 12 months on purchases of S$500 and above, one-time fee of 3%.",
        "? > 0 ratio @instalments",
        "? > >=500 SGD @purchases",
        "? > 0.03 ratio @fee",
        "~ > 12 month; 1 times",
    ),
    (
        OFFER,
        "The first 3,000 customers will receive a voucher worth HK$100.",
        "? > 3000 persons @",
        "? > 100 HKD @voucher",
    ),
    (
        REWARDS,
        "From 1 August 2026 you need 12,000 points, not 10,000, for a domestic flight voucher.",
        "up 10000 points > 12000 points @",
    ),
    (
        REWARDS,
        "Lounge access: 8 visits per year will become 4 visits per year.",
        "down 8 times/year > 4 times/year @lounge",
    ),
    (
        REWARDS,
        "Cashback on fuel drops from 3% to 1.5%, and the monthly cap from $30 to $20.",
        "down 0.03 ratio > 0.015 ratio @cashback on fuel",
        "down 30 USD > 20 USD @cap",
    ),
]
PLACES = [
    (
        "如需帮助，可拨打我行服务热线96288，信用卡客户请拨400-669-6288。",
        "phone official 96288",
        "phone official 400-669-6288",
    ),
    ("请在手机银行“我的 > 设置 > 支付管理”中关闭该功能。", "path official 我的 > 设置 > 支付管理"),
    ("路径为：全部→生活缴费→电费。", "path official 全部→生活缴费→电费"),
    ("接到自称银监局工作人员、号码为+00 10 8812 3456的来电，请立即挂断。", "phone fraudulent +00 10 8812 3456"),
    (
        "各网点联系电话：开发区支行 0539-8123456；兰山支行 0539-8654321。",
        "phone branch 0539-8123456",
        "phone branch 0539-8654321",
    ),
    ("監管查詢：香港金融管理局公眾查詢熱線 (852) 2878 8196。", "phone regulator (852) 2878 8196"),
    (
        "Text HELP to 60066 or e-mail us at help@northwharf.test.",
        "phone official 60066",
        "email official help@northwharf.test",
    ),
    (
        "Log on to online banking and go to Settings > Alerts > Manage alerts.",
        "path official Settings > Alerts > Manage alerts",
    ),
    (
        "Phone 13 22 65 in Australia or +61 2 9155 7800 from overseas.",
        "phone official 13 22 65",
        "phone official +61 2 9155 7800",
    ),
    (
        "Please disregard any SMS that asks you to call 080-4718-2200; it is not from us.",
        "phone fraudulent 080-4718-2200",
    ),
    ("Lodge a complaint with the RBI Ombudsman at https://cms.rbi.org.in.", "url regulator https://cms.rbi.org.in"),
    ("Speak to us in branch or on 0800 028 4466 (free from UK mobiles).", "phone official 0800 028 4466"),
]


@pytest.mark.parametrize(("title", "body", "labels"), [(t, b, labels) for t, b, *labels in CASES])
def test_more_figures_are_read_with_their_sides_and_items(title: str, body: str, labels: list[str]) -> None:
    read = figures(title, body)
    assert wrong(read, tuple(labels)) == [], f"\n{body}\n{shown(read)}"


@pytest.mark.parametrize(("text", "labels"), [(t, labels) for t, *labels in PLACES])
def test_more_contacts_are_read_with_their_roles(text: str, labels: list[str]) -> None:
    warning = any(label.split()[1] == "fraudulent" for label in labels)
    assert contacts(text, FRAUD if warning else None) == labelled(labels)

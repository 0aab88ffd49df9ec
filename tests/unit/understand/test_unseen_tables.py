"""Figures in tables: heads of one or two levels, spans, notes that change a row, several values in a cell."""

from __future__ import annotations

import pytest
from figure_labels import shown, tabled, wrong

CASES = [
    (
        "关于调整电子渠道转账限额的公告",
        """自7月1日起调整如下：
---
渠道 | 调整前 | < | 调整后 | <
^ | 单笔 | 日累计 | 单笔 | 日累计
=
手机银行 | 20万元 | 100万元 | 5万元 | 20万元
个人网银 | 50万元 | 200万元 | 50万元 | 100万元""",
        "down 200000 CNY > 50000 CNY @手机银行 单笔",
        "down 1000000 CNY/day > 200000 CNY/day @手机银行 日累计",
        "unchanged 500000 CNY > 500000 CNY @个人网银 单笔",
        "down 2000000 CNY/day > 1000000 CNY/day @个人网银 日累计",
    ),
    (
        "关于调整跨行转账收费标准的公告",
        """调整内容见下表。
---
渠道 | 金额 | 现行标准 | 调整后标准
=
柜面 | 1万元（含）以下 | 5元/笔 | 4元/笔
^ | 1万元以上 | 10元/笔 | 8元/笔
自助设备 | 不限 | 3元/笔 | 免费""",
        "down 5 CNY > 4 CNY @柜面 以下",
        "down 10 CNY > 8 CNY @柜面 以上",
        "down 3 CNY > 0 CNY @自助设备",
    ),
    (
        "关于调整借记卡收费标准的公告",
        """收费项目调整如下：
---
收费项目 | 原收费标准 | 新收费标准
=
年费 | 10元/卡/年 | 取消收费
换卡工本费① | 20元/卡 | 10元/卡
密码重置 | 10元/次 | 不变
---
①磁条卡更换为芯片卡的，换卡工本费免收。""",
        "removed 10 CNY > @年费",
        "down 20 CNY > 10 CNY @换卡工本费",
        "unchanged 10 CNY > 10 CNY @密码重置",
        "exempt > 0 CNY @换卡工本费",
    ),
    (
        "关于调整国际业务收费标准的公告",
        """---
服务项目 | 调整后 | 调整前
=
境外汇款手续费 | 汇款金额的0.8‰，最低20元，最高200元 | 汇款金额的1‰，最低50元，最高260元
电报费 | 80元/笔 | 100元/笔
修改查询 | 每笔50元 | 每笔100元""",
        "down 0.001 ratio; min 50 CNY; max 260 CNY > 0.0008 ratio; min 20 CNY; max 200 CNY @境外汇款手续费",
        "down 100 CNY > 80 CNY @电报费",
        "down 100 CNY > 50 CNY @修改查询",
    ),
    (
        "关于调整人民币存款挂牌利率的公告",
        """---
存款种类 | 调整前（%） | 调整后（%） | 变动幅度（BP）
=
活期 | 0.10 | 0.05 | -5
整存整取 三个月 | 0.65 | 0.60 | -5
整存整取 一年 | 0.95 | 0.90 | -5
通知存款 七天 | 0.30 | 0.30 | 0""",
        "down 0.001 ratio > 0.0005 ratio @活期",
        "down 0.0065 ratio > 0.006 ratio @三个月",
        "down 0.0095 ratio > 0.009 ratio @一年",
        "unchanged 0.003 ratio > 0.003 ratio @七天",
        "~ > 0.0005 ratio_points; 0 ratio_points",
    ),
    (
        "关于调整保管箱租金收费标准的公告",
        """单位：元/年
---
时间 | 小型箱 | 中型箱 | 大型箱
=
2026年6月30日（含）前 | 240 | 480 | 900
2026年7月1日起 | 300 | 600 | 1,200""",
        "up 240 CNY/year > 300 CNY/year @小型箱",
        "up 480 CNY/year > 600 CNY/year @中型箱",
        "up 900 CNY/year > 1200 CNY/year @大型箱",
    ),
    (
        "刷卡达标有礼活动公告",
        """活动期间累计消费达标可领取奖励：
---
档位 | 累计消费金额 | 奖励 | 名额
=
第一档 | 满3,000元 | 15元立减金 | 10,000份
第二档 | 满10,000元 | 58元立减金 | 3,000份
第三档 | 满30,000元 | 188元立减金 | 500份""",
        "? > >=3000 CNY @第一档",
        "? > 15 CNY @第一档 奖励|立减金",
        "? > 10000 copies @第一档 名额",
        "? > >=10000 CNY @第二档",
        "? > 58 CNY @第二档",
        "? > 3000 copies @第二档",
        "? > >=30000 CNY @第三档",
        "? > 188 CNY @第三档",
        "? > 500 copies @第三档",
    ),
    (
        "調整匯款手續費收費標準公告",
        """（單位：新臺幣元）
---
項目 | 調整前 | 調整後
=
臨櫃跨行匯款 每筆200萬元以下 | 30 | 40
臨櫃跨行匯款 超過200萬元，每增加100萬元 | 10 | 15
支票掛失 每張 | 100 | 150""",
        "up 30 TWD > 40 TWD @跨行匯款 以下",
        "up 10 TWD > 15 TWD @跨行匯款",
        "up 100 TWD > 150 TWD @支票掛失",
        "~ > 1000000 TWD",
    ),
    (
        "对公结算收费标准调整公告",
        """---
项目 | 收费标准 | <
^ | 原 | 现
=
账户维护费 | 30元/月；小微企业15元/月 | 20元/月；小微企业免收
银承查询 | 30元/笔 | 30元/笔
回单箱 | — | 100元/年""",
        "down 30 CNY/month > 20 CNY/month @账户维护费",
        "down 15 CNY/month > 0 CNY @账户维护费 小微企业",
        "unchanged 30 CNY > 30 CNY @银承查询",
        "new > 100 CNY/year @回单箱",
    ),
    (
        "关于信用卡分期手续费率调整的公告",
        """---
产品 | 期数 | 每期费率（调整前→调整后）
=
账单分期 | 3期 | 0.90%→0.80%
^ | 6期 | 0.75%→0.70%
^ | 12期 | 0.60%→0.60%
现金分期 | 12期 | 0.75%→0.65%""",
        "down 0.009 ratio > 0.008 ratio @账单分期 3期",
        "down 0.0075 ratio > 0.007 ratio @账单分期 6期",
        "unchanged 0.006 ratio > 0.006 ratio @账单分期 12期",
        "down 0.0075 ratio > 0.0065 ratio @现金分期 12期",
    ),
    (
        "个人外汇业务收费标准公告",
        """---
业务 | 普通客户 | 金卡客户 | 白金客户
=
外币携带证 | 10元/份 | 5元/份 | 免费
光票托收 | 50元/笔 | 50元/笔 | 25元/笔""",
        "? > 10 CNY @外币携带证 普通客户",
        "? > 5 CNY @外币携带证 金卡",
        "? > 0 CNY @外币携带证 白金",
        "? > 50 CNY @光票托收 普通",
        "? > 50 CNY @光票托收 金卡",
        "? > 25 CNY @光票托收 白金",
    ),
    (
        "关于调整数字人民币钱包限额的公告",
        """---
钱包类型 | 限额类型 | 调整前 | 调整后
=
二类钱包 | 单笔支付 | 5万元 | 不变
^ | 日累计支付 | 10万元 | 20万元
四类钱包* | 余额上限 | 1万元 | 2万元
^ | 年累计支付 | 5万元 | 10万元
---
*四类钱包为匿名钱包，境外来华人员余额上限为5万元。""",
        "unchanged 50000 CNY > 50000 CNY @二类 单笔",
        "up 100000 CNY/day > 200000 CNY/day @二类 日累计",
        "up 10000 CNY > 20000 CNY @四类 余额",
        "up 50000 CNY/year > 100000 CNY/year @四类 年累计",
        "? > 50000 CNY @余额上限",
    ),
    (
        "Changes to account charges",
        """The table shows what changes.
---
Service | Until 30 June 2026 | From 1 July 2026
=
Copy statement | £3 | £5
Stopping a cheque | £10 | Free
CHAPS payment (online) | £20 | No change
Banker's draft | £15 | Withdrawn""",
        "up 3 GBP > 5 GBP @copy statement",
        "down 10 GBP > 0 GBP @stopping a cheque",
        "unchanged 20 GBP > 20 GBP @chaps",
        "removed 15 GBP > @draft",
    ),
    (
        "Revision of service charges",
        """---
Particulars | Revised charges (Rs.) | Existing charges (Rs.)
=
Cheque return (inward) | 400 | 350
Duplicate PIN | Nil | 50
Locker, small, urban | 2,500 | 2,000
DD cancellation | 100 | 100""",
        "up 350 INR > 400 INR @cheque return",
        "removed 50 INR > 0 INR @duplicate pin",
        "up 2000 INR > 2500 INR @locker",
        "unchanged 100 INR > 100 INR @dd cancellation",
    ),
    (
        "Revision in fixed deposit interest rates",
        """---
Tenure | General public (% p.a.) | < | Senior citizens (% p.a.) | <
^ | Old | New | Old | New
=
7 to 45 days | 3.50 | 3.25 | 4.00 | 3.75
1 year | 6.80 | 6.60 | 7.30 | 7.10""",
        "down 0.035 ratio/year > 0.0325 ratio/year @45 general",
        "down 0.04 ratio/year > 0.0375 ratio/year @45 senior",
        "down 0.068 ratio/year > 0.066 ratio/year @1 general",
        "down 0.073 ratio/year > 0.071 ratio/year @1 senior",
    ),
    (
        "Transfer limits from July",
        """---
Channel | Current limit | New limit
=
App, per payment | £10,000 | £25,000
App, per day | £20,000 | £25,000
Branch | No limit | No limit""",
        "up 10000 GBP > 25000 GBP @app per payment",
        "up 20000 GBP/day > 25000 GBP/day @app",
    ),
    (
        "Revised schedule of charges",
        """All amounts in AED.
---
Product | Fee | Old | New
=
Platinum card | Annual fee | 750 | 600
^ | Late payment | 230 | 250
Classic card | Annual fee† | 300 | 300
---
† Waived in the first year.""",
        "down 750 AED > 600 AED @platinum annual fee",
        "up 230 AED > 250 AED @platinum late payment",
        "unchanged 300 AED > 300 AED @classic annual fee",
        "? > 0 AED @annual fee",
    ),
    (
        "Cash back card offer",
        """---
Category | Cashback | Monthly cap | Minimum spend
=
Dining | 8% | S$25 | S$600
Groceries | 5% | S$20 | S$600
All other spend | 0.3% | No cap | Nil""",
        "? > 0.08 ratio @dining",
        "? > 25 SGD/month @dining",
        "? > 600 SGD @dining",
        "? > 0.05 ratio @groceries",
        "? > 20 SGD/month @groceries",
        "? > 600 SGD @groceries",
        "? > 0.003 ratio @other",
        "~ > 0 SGD",
    ),
    (
        "Tariff guide: what is changing",
        """---
 | Basic account | < | Premier account | <
 | Now | From August | Now | From August
=
Monthly fee | KES 100 | KES 150 | KES 500 | KES 400
ATM withdrawal | KES 35 | KES 30 | Free | Free""",
        "up 100 KES > 150 KES @basic monthly fee",
        "down 500 KES > 400 KES @premier monthly fee",
        "down 35 KES > 30 KES @basic atm",
        "~ 0 KES > 0 KES",
    ),
    (
        "Changes to overdraft charges",
        """---
Overdraft amount | Daily fee before | Daily fee after
=
Up to £500 | £0.50 | £0.25
£500.01 to £2,000 | £1 | £0.75
More than £2,000 | £2 | £1.50""",
        "down 0.5 GBP/day > 0.25 GBP/day @up to",
        "down 1 GBP/day > 0.75 GBP/day @2,000",
        "down 2 GBP/day > 1.5 GBP/day @more than",
    ),
    (
        "Revised remittance charges",
        """---
Amount remitted | Charge (existing) | Charge (revised)
=
Up to Rs. 1 lakh | Rs. 5 | Rs. 4
Above Rs. 1 lakh to Rs. 2 lakh | Rs. 15 | Rs. 12
Above Rs. 2 lakh | Rs. 25 | Rs. 20""",
        "down 5 INR > 4 INR @up to 1 lakh",
        "down 15 INR > 12 INR @above 1 lakh",
        "down 25 INR > 20 INR @above 2 lakh",
    ),
    (
        "Revised charges for foreign exchange",
        """---
Service | Previously | With effect from 1 August 2026
=
Outward remittance | 0.125% (min. HK$120; max. HK$800) | 0.10% (min. HK$100; max. HK$600)
Banknotes deposit (1) | 0.25% | 0.50%
Cable | HK$100 | HK$80
---
(1) Waived for priority customers.""",
        "down 0.00125 ratio; min 120 HKD; max 800 HKD > 0.001 ratio; min 100 HKD; max 600 HKD @outward remittance",
        "up 0.0025 ratio > 0.005 ratio @banknotes",
        "down 100 HKD > 80 HKD @cable",
        "exempt > 0 HKD @",
    ),
    (
        "Fee schedule for business accounts",
        """---
Fee | Amount
=
Monthly maintenance | $15 (waived with a $5,000 average balance)
Stop payment | $30 per item, previously $35
Incoming wire | $15""",
        "? > 15 USD/month @monthly maintenance",
        "down 35 USD > 30 USD @stop payment",
        "? > 15 USD @incoming wire",
        "~ > 5000 USD; 0 USD",
    ),
    (
        "关于调整大额存单利率的公告",
        """---
期限 | 1年 | 2年 | 3年
=
原年利率 | 1.45% | 1.55% | 1.90%
现年利率 | 1.35% | 1.40% | 1.75%
起存金额 | 20万元 | 20万元 | 30万元""",
        "down 0.0145 ratio > 0.0135 ratio @1年",
        "down 0.0155 ratio > 0.014 ratio @2年",
        "down 0.019 ratio > 0.0175 ratio @3年",
        "? > 200000 CNY @起存 1年",
        "? > 200000 CNY @起存 2年",
        "? > 300000 CNY @起存 3年",
    ),
]


@pytest.mark.parametrize(("title", "body", "labels"), [(t, b, labels) for t, b, *labels in CASES])
def test_the_rows_of_a_table_are_read_with_their_sides_and_items(title: str, body: str, labels: list[str]) -> None:
    read = tabled(title, body)
    assert wrong(read, tuple(labels)) == [], f"\n{body}\n{shown(read)}"


def test_a_figure_carries_the_note_that_a_mark_in_its_row_points_to() -> None:
    body = """---
项目 | 原标准 | 新标准
=
电子回单① | 2元/份 | 1元/份
纸质回单 | 5元/份 | 8元/份
---
①电子回单新标准自2026年9月1日起执行。"""
    title = "关于调整回单收费标准的公告"
    noted, other = (f for f in tabled(title, body) if f.old)
    assert noted.note is not None and other.note is None
    assert noted.note.end - noted.note.start == len("①电子回单新标准自2026年9月1日起执行。")

"""Figures in sentences as banks of many regions write them; each case: title, sentence(s), what has to be read.

A label is `direction old > new @words of the item`; "?" takes any direction, "~" stands for what may be read and need
not. Old and new have to be on their sides, nothing else may be read.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from ingest.extract import extract
from ingest.model import Category, Figure, Quantity, Reading
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.figures.read import read_figures

READING = Reading(today=dt.date(2026, 6, 20), published=dt.date(2026, 6, 18))
_LIKE = {"min": ">=", "from": ">=", "max": "<=", "to": "<=", ">": ">=", "<": "<="}
_VALUE = re.compile(r"(min|max|from|to|>=|<=|>|<)?\s?(-?[\d.]+) ?(\S*)")


def figures(title: str, body: str) -> tuple[Figure, ...]:
    """What is read on a page with this title; lines stand in paragraphs of their own."""
    parts = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in body.split("\n"))
    page = f"<html><body><div class='article'><h1>{title}</h1>{parts}</div></body></html>"
    document = extract(page.encode(), media_type="text/html", charset="utf-8")
    category = CATEGORIES.get(title) or understand(document, READING).category
    return tuple(read_figures(document, normalise(document.text), READING, category=category))


def values(side: str) -> set[tuple[Decimal, str, str | None]]:
    found = (_VALUE.fullmatch(part.strip()) for part in side.split(";") if part.strip())
    return {(abs(Decimal(m[2])), m[3].partition("/")[0], _LIKE.get(m[1], m[1])) for m in found if m}


def keys(quantities: tuple[Quantity, ...]) -> set[tuple[Decimal, str, str | None]]:
    return {
        (abs(q.value).normalize() + 0, q.unit.partition("/")[0], _LIKE.get(q.qualifier or "", q.qualifier))
        for q in quantities
    }


def _within(wanted: set[tuple[Decimal, str, str | None]], got: set[tuple[Decimal, str, str | None]]) -> bool:
    """A label without a qualifier takes any; without a unit, any."""
    return all(any(v == g[0] and u in ("", g[1]) and q in (None, g[2]) for g in got) for v, u, q in wanted)


def wrong(read: tuple[Figure, ...], labels: tuple[str, ...]) -> list[str]:
    """What is missing or too much."""
    out, allowed = list[str](), set[tuple[Decimal, str, str | None]]()
    for label in labels:
        direction, _, rest = label.partition(" ")
        told, _, item = rest.partition("@")
        old, new = (values(side) for side in re.split(r"(?:^|\s)[>]\s|\s>$", told.strip() + " ", maxsplit=1))
        allowed |= {(v, u, None) for v, u, _ in old | new}
        fits = (
            _within(old, keys(f.old))
            and _within(new, keys(f.new))
            and direction in ("?", f.direction.value)
            and all(any(a in f.item.lower() for a in w.lower().split("|")) for w in item.split())
            for f in read
        )
        if direction != "~" and not any(fits):
            out.append(f"missing {label}")
    for f in read:
        if extra := [k for k in keys(f.old) | keys(f.new) if not any(_within({a}, {k}) for a in allowed)]:
            out.append(f"too much {f.item}: {extra}")
    return out


def shown(read: tuple[Figure, ...]) -> str:
    """For the message of a test."""
    return "\n".join(f"  {f.direction.value} {f.item} | {f.old} > {f.new}" for f in read)


PRICES = "关于调整部分服务价格的公告"
RATES = "关于调整人民币存贷款利率的公告"
LIMITS = "关于调整个人客户交易限额的公告"
PROMOTION = "信用卡优惠活动公告"
POINTS = "关于调整信用卡积分规则的公告"
CHARGES = "Changes to our charges"
RATE = "Changes to interest rates"
LIMIT = "Changes to transaction limits"
OFFER = "Card offer: terms and conditions"
REWARDS = "Changes to your rewards programme"
CATEGORIES = (
    dict.fromkeys((PRICES, CHARGES), Category.FEE_CHANGE)
    | dict.fromkeys((RATES, RATE), Category.RATE_CHANGE)
    | dict.fromkeys((LIMITS, LIMIT), Category.LIMIT_CHANGE)
    | dict.fromkeys((PROMOTION, OFFER), Category.PROMOTION)
    | dict.fromkeys((POINTS, REWARDS), Category.REWARDS_RULE)
)

CHINESE = [
    (PRICES, "自2026年7月1日起，对公账户询证函业务由每份200元下调至每份120元。", "down 200 CNY > 120 CNY @询证函"),
    (PRICES, "个人网银跨行转账手续费降为0元，此前为每笔2.5元。", "down 2.5 CNY > 0 CNY @跨行转账"),
    (PRICES, "存款证明开立费，原先每份收20元，七月起一分钱不收。", "down 20 CNY > 0 CNY @存款证明"),
    (PRICES, "保管箱（小箱）年租金：300元→360元。", "up 300 CNY > 360 CNY @保管箱"),
    (
        PRICES,
        "信用卡取现手续费按取现金额的1%收取，最低10元、最高100元，原为1.5%，最低15元，不设上限。",
        "down 0.015 ratio; min 15 CNY > 0.01 ratio; min 10 CNY; max 100 CNY @取现手续费",
    ),
    (PRICES, "代理国债业务托管转出，手续费率维持万分之一不变。", "unchanged 0.0001 ratio > 0.0001 ratio @手续费"),
    (PRICES, "60周岁以上客户换领存折，工本费全免。", "exempt > 0 CNY @工本费"),
    (PRICES, "即日起取消个人账户小额管理费（每季3元）。", "removed 3 CNY > @小额管理费"),
    (
        PRICES,
        "新增“账户资金监管”服务，按监管金额的0.3‰收取，单笔不低于500元，封顶2万元。",
        "new > 0.0003 ratio; min 500 CNY; max 20000 CNY @监管",
    ),
    (
        PRICES,
        "境外汇款电报费由80元/笔统一为60元/笔；手续费率1‰不变，最低标准由20元提高到50元。",
        "down 80 CNY > 60 CNY @电报费",
        "unchanged 0.001 ratio > 0.001 ratio @手续费",
        "up 20 CNY > 50 CNY @最低",
    ),
    (
        PRICES,
        "柜面跨行汇款：1万元（含）以下每笔5元，1万元至10万元（含）每笔10元，10万元以上每笔15元。",
        "? > 5 CNY @跨行汇款 1万元",
        "? > 10 CNY @跨行汇款 10万元",
        "? > 15 CNY @跨行汇款 10万元以上",
    ),
    (PRICES, "借记卡挂失手续费打五折，按每张5元执行。", "? > 0.5 paid_share @挂失", "? > 5 CNY @挂失"),
    (
        PRICES,
        "小微企业账户管理费减半收取，每月由20元降至10元。",
        "? > 0.5 paid_share @账户管理费",
        "down 20 CNY/month > 10 CNY/month @账户管理费",
    ),
    (
        PRICES,
        "个人客户补打一年以内的流水不收费，一年以上的每页收1元，每份最多20元。",
        "? > 0 CNY @流水",
        "? > 1 CNY @流水",
        "? > max 20 CNY @流水",
        "~ > 1 year",
    ),
    (
        PRICES,
        "个人贷款提前还款违约金：还款不满一年的，由提前还款本金的2%降为1%；满一年的免收。",
        "down 0.02 ratio > 0.01 ratio @违约金",
        "exempt > 0 CNY @违约金",
        "~ > 1 year",
    ),
    (PRICES, "外币现钞管理费由按1%收取改为免收。", "down 0.01 ratio > 0 @现钞管理费"),
    (PRICES, "结算账户年检费每户100元，从现在起一律停收。", "removed 100 CNY > @年检费"),
    (
        PRICES,
        "《服务价格目录》第十七项“票据承兑手续费”收费标准由“票面金额的万分之五，不足10元按10元收取”"
        "修订为“票面金额的万分之四，不足10元按10元收取”。",
        "down 0.0005 ratio > 0.0004 ratio @票据承兑",
        "~ 10 CNY > 10 CNY",
    ),
    (PRICES, "好消息！以前打印一次对账单5块钱，以后不要钱啦。", "down 5 CNY > 0 CNY @对账单"),
    (PRICES, "代发工资手续费按每笔0.3元缴纳，原标准为每笔0.5元。", "down 0.5 CNY > 0.3 CNY @代发工资"),
    (PRICES, "账户管理费：日均余额不足500元的，每月收1元。", "? > 1 CNY/month @账户管理费", "~ > 500 CNY"),
    (
        PRICES,
        "自助设备跨行取款：每月前3笔免费，第4笔起每笔收2元。",
        "? > 2 CNY @跨行取款",
        "? > 3 times/month @跨行取款",
        "~ > 0 CNY",
    ),
    (PRICES, "更正：原公告中“挂失手续费每笔3元”有误，应为“每笔8元”。", "? 3 CNY > 8 CNY @挂失手续费"),
    (
        PRICES,
        "理财产品固定管理费率由0.30%/年优惠至0.10%/年，销售服务费0.20%/年不变。",
        "down 0.003 ratio/year > 0.001 ratio/year @固定管理费",
        "unchanged 0.002 ratio/year > 0.002 ratio/year @销售服务费",
    ),
    (
        "关于调整理财产品业绩比较基准的公告",
        "业绩比较基准由3.00%~3.60%调整为2.80%~3.40%。",
        "down 0.03 ratio; 0.036 ratio > 0.028 ratio; 0.034 ratio @业绩比较基准",
    ),
    (
        RATES,
        "一年期整存整取挂牌利率从1.10%调降至0.95%，两年期调降至1.05%（原1.20%）。",
        "down 0.011 ratio > 0.0095 ratio @一年",
        "down 0.012 ratio > 0.0105 ratio @两年",
    ),
    (RATES, "活期存款年利率0.05%，维持不变。", "unchanged 0.0005 ratio > 0.0005 ratio @活期"),
    (
        RATES,
        "本期大额存单（三年期）执行利率1.55%，较上期下调20个基点，20万元起存。",
        "? > 0.0155 ratio @大额存单",
        "down > 0.002 ratio_points",
        "? > 200000 CNY @起存",
    ),
    (
        RATES,
        "首套房贷款利率下限调整为LPR减45个基点（此前为LPR减20个基点）。",
        "down 0.002 ratio_points > 0.0045 ratio_points @首套",
    ),
    (RATES, "信用卡透支日利率由0.05%降为0.045%。", "down 0.0005 ratio > 0.00045 ratio @透支"),
    (
        RATES,
        "存量房贷利率批量下调50BP，下调后最低3.05%。",
        "down > 0.005 ratio_points @房贷",
        "? > min 0.0305 ratio @房贷",
    ),
    (
        "關於調整存款利率之通告",
        "港元七天通知存款年利率由1.5厘調低至1.25厘，港元儲蓄存款利率維持0.001厘。",
        "down 0.015 ratio > 0.0125 ratio @通知存款",
        "unchanged 0.00001 ratio > 0.00001 ratio @儲蓄",
    ),
    (
        LIMITS,
        "手机银行转账单日累计限额从100万元下调为20万元，单笔限额5万元不变。",
        "down 1000000 CNY/day > 200000 CNY/day @手机银行转账",
        "unchanged 50000 CNY > 50000 CNY @单笔",
    ),
    (
        LIMITS,
        "Ⅱ类户非绑定账户转入资金日累计上限1万元、年累计上限20万元。",
        "? > max 10000 CNY/day @日累计",
        "? > max 200000 CNY/year @年累计",
    ),
    (LIMITS, "ATM取现每卡每日限额此前为5000元，现恢复至2万元。", "up 5000 CNY/day > 20000 CNY/day @取现"),
    (
        LIMITS,
        "小额免密支付单笔限额由不超过1000元缩减至不超过300元。",
        "down <=1000 CNY > <=300 CNY @免密支付",
    ),
    (LIMITS, "转账笔数：每日由不限次改为最多20笔。", "? > max 20 times/day @转账"),
    (
        LIMITS,
        "四类钱包余额上限1万元→2万元，单笔支付限额2000元→5000元，日累计支付限额5000元→1万元。",
        "up 10000 CNY > 20000 CNY @余额上限",
        "up 2000 CNY > 5000 CNY @单笔",
        "up 5000 CNY > 10000 CNY @日累计",
    ),
    (LIMITS, "单位结算卡柜面取现每日限额：基本户50万元（原30万元）。", "up 300000 CNY > 500000 CNY @基本户"),
    (
        PROMOTION,
        "活动期间，持卡人单笔消费满200元立减30元，每人每日限1次、活动期间限享3次，总名额5000份。",
        "? > >=200 CNY @消费",
        "? > 30 CNY @立减",
        "? > 1 times/day @每人",
        "? > 3 times @活动期间",
        "? > 5000 copies @名额",
    ),
    (
        PROMOTION,
        "首次绑定云闪付赠88元红包（满100元可用），红包有效期30天。",
        "? > 88 CNY @红包",
        "? > >=100 CNY @红包",
        "? > 30 day @有效期",
    ),
    (
        PROMOTION,
        "月日均金融资产达50万元以上的客户，可领取100元话费券。",
        "? > >=500000 CNY @金融资产",
        "? > 100 CNY @话费券",
    ),
    (
        PROMOTION,
        "账单分期手续费全场六八折，12期费率低至0.41%/期。",
        "? > 0.68 paid_share @分期",
        "? > 0.0041 ratio @费率",
    ),
    (
        PROMOTION,
        "每邀请1位好友开户成功得2000积分，每月上限1万积分。",
        "? > 2000 points @",
        "? > max 10000 points/month @",
        "~ > 1 persons",
    ),
    (
        PROMOTION,
        "电影票19.9元购，最高优惠30元，每日前500名。",
        "? > 19.9 CNY @电影票",
        "? > max 30 CNY @优惠",
        "? > 500 persons/day @",
    ),
    (
        PROMOTION,
        "加油每满300元返20元加油券，单户每月封顶60元。",
        "? > 300 CNY @加油",
        "? > 20 CNY @加油券",
        "? > max 60 CNY/month @",
    ),
    (
        PROMOTION,
        "消费返现比例由1%提高到1.5%，单月返现上限由50元提高到80元。",
        "up 0.01 ratio > 0.015 ratio @返现比例",
        "up 50 CNY/month > 80 CNY/month @返现上限",
    ),
    (PROMOTION, "购汇点差优惠由八折调整为九折。", "? 0.8 paid_share > 0.9 paid_share @购汇"),
    (POINTS, "兑换1元刷卡金所需积分由500分上调至800分。", "up 500 points > 800 points @刷卡金", "~ > 1 CNY"),
    (POINTS, "境外消费由每1美元积2分调整为每1美元积1分。", "down 2 points > 1 points @境外消费"),
    (POINTS, "积分余额低于-5000分的账户，将暂停积分兑换。", "? > -5000 points @积分余额"),
    (POINTS, "积分有效期由两年缩短到一年。", "down 2 year > 1 year @积分有效期"),
    (
        POINTS,
        "机场贵宾厅权益由每年6次改为每年4次，超出部分每次收取200元。",
        "down 6 times/year > 4 times/year @贵宾厅",
        "? > 200 CNY @",
    ),
    (
        "調整國內跨行轉帳手續費公告",
        "網路銀行跨行轉帳手續費由新臺幣15元調降為新臺幣10元，數位帳戶每月享5次免手續費。",
        "down 15 TWD > 10 TWD @跨行轉帳",
        "? > 5 times/month @",
        "~ > 0 TWD",
    ),
    (
        "服務收費調整通知",
        "港幣支票簿費用由每本HK$50上調至HK$80，卓越理財客戶獲豁免。",
        "up 50 HKD > 80 HKD @支票簿",
        "exempt > 0 HKD @卓越理財",
    ),
    (
        "澳門分行服務收費調整通告",
        "補領提款卡每張收費由澳門元80元調整為澳門元100元。",
        "up 80 MOP > 100 MOP @補領提款卡",
    ),
    ("認購限額公告", "每戶認購上限由NT$20萬元提高為NT$30萬元。", "up 200000 TWD > 300000 TWD @認購"),
    (
        "关于变更手机号冷静期的公告",
        "预留手机号换绑冷静期由24小时延长为72小时。",
        "up 24 hour > 72 hour @冷静期",
    ),
    (
        "关于清理长期不动户的公告",
        "连续3年以上无主动交易且余额在10元以下的个人账户，将转为不动户管理。",
        "? > 3 year @",
        "? > 10 CNY @余额",
    ),
    (
        "2026年贺岁纪念币兑换公告",
        "纪念币每人限兑20枚，全国发行数量1.2亿枚。",
        "? > 20 copies @纪念币",
        "? > 120000000 copies @发行",
    ),
    (
        "关于恢复收取短信服务费的公告",
        "短信通知服务目前免费，8月1日起按每户每月2元收取。",
        "up 0 CNY > 2 CNY/month @短信",
    ),
    (
        "关于个人养老金开户优惠的公告",
        "8月31日前开立资金账户并缴存不少于1000元的，可得58元立减金；缴存不足1000元的不享受。",
        "? > >=1000 CNY @缴存",
        "? > 58 CNY @立减金",
    ),
    (
        "关于调整个人贷款罚息标准的公告",
        "逾期贷款罚息利率由在合同利率基础上加收50%调整为加收30%。",
        "down 0.5 ratio > 0.3 ratio @罚息",
    ),
    (
        "关于黄金积存业务调整的公告",
        "积存金定期积存起点由850元上调为1000元，主动积存最小克数1克不变。",
        "up 850 CNY > 1000 CNY @起点",
        "unchanged 1 grams > 1 grams @克数",
    ),
]

ENGLISH = [
    (CHARGES, "From 1 July 2026 we'll charge £12 for a CHAPS payment instead of £20.", "down 20 GBP > 12 GBP @CHAPS"),
    (CHARGES, "The unarranged overdraft fee of £6 a day has been scrapped.", "removed 6 GBP > @overdraft fee"),
    (CHARGES, "The monthly account fee rises to £5 (currently £3).", "up 3 GBP > 5 GBP @account fee"),
    (
        CHARGES,
        "As against ₹150 charged until now, a duplicate passbook will cost ₹100.",
        "down 150 INR > 100 INR @passbook",
    ),
    (
        CHARGES,
        "Processing fee for personal loans: 0.50% of the loan amount (min. ₹3,000, max. ₹25,000) plus GST.",
        "? > 0.005 ratio; min 3000 INR; max 25000 INR @processing fee",
    ),
    (
        RATE,
        "The Home Loan rate now starts at 8.35% p.a., down 25 bps.",
        "? > 0.0835 ratio/year @home loan",
        "down > 0.0025 ratio_points @",
    ),
    (
        RATE,
        "The minimum deposit for the bulk rate goes up from ₹2 crore to ₹3 crore.",
        "up 20000000 INR > 30000000 INR @deposit",
    ),
    (
        CHARGES,
        "Transfers from the app to mobile wallets: KES 30 per transaction, reduced from KES 45.",
        "down 45 KES > 30 KES @wallet",
    ),
    (
        CHARGES,
        "A fee of AED 25 per month will apply if your average balance falls below AED 3,000.",
        "? > 25 AED/month @fee",
        "? > 3000 AED @balance",
    ),
    (
        CHARGES,
        "The minimum salary requirement is being lowered from AED 8,000 to AED 5,000.",
        "down 8000 AED > 5000 AED @salary",
    ),
    (CHARGES, "Withdrawals at other banks' ATMs cost ₦100 each.", "? > 100 NGN @withdrawals"),
    (CHARGES, "Immediate payments drop from R50 to R7.50.", "down 50 ZAR > 7.5 ZAR @immediate payments"),
    (CHARGES, "The fall-below fee will be S$5 a month; it was S$2 a month.", "up 2 SGD > 5 SGD @fall-below fee"),
    (
        RATE,
        "Base interest stays at 0.05% p.a.; bonus interest falls from 1.60% p.a. to 1.20% p.a.",
        "unchanged 0.0005 ratio > 0.0005 ratio @base interest",
        "down 0.016 ratio > 0.012 ratio @bonus interest",
    ),
    (
        CHARGES,
        "Paper statements: HK$60 per half year (previously HK$30). Customers aged 65 or above are exempt.",
        "up 30 HKD > 60 HKD @paper statements",
        "exempt > 0 HKD @65",
    ),
    (CHARGES, "International wire transfers: $45, up from $40.", "up 40 USD > 45 USD @wire"),
    (CHARGES, "We are eliminating the $35 returned-item fee.", "removed 35 USD > @returned-item fee"),
    (RATE, "The APY on Savings Plus goes from 4.10% to 3.85%.", "down 0.041 ratio > 0.0385 ratio @savings plus"),
    (
        CHARGES,
        "There is no change to the $12 monthly maintenance fee.",
        "unchanged 12 USD > 12 USD @maintenance fee",
    ),
    (LIMIT, "Daily ATM withdrawal limit: £300 (was £500).", "down 500 GBP > 300 GBP @withdrawal"),
    (
        LIMIT,
        "You can now send up to £25,000 a day in the app; until now it was £10,000.",
        "up 10000 GBP > 25000 GBP @",
    ),
    (
        LIMIT,
        "Contactless payments will be capped at £150 a day rather than £100.",
        "up 100 GBP > max 150 GBP/day @contactless",
    ),
    (
        REWARDS,
        "Earn 3 miles for every S$1 spent overseas, instead of 2.",
        "up 2 miles > 3 miles @",
        "~ > 1 SGD",
    ),
    (
        OFFER,
        "Get 2,000 bonus points when you spend at least £500 in your first 3 months.",
        "? > 2000 points @points",
        "? > >=500 GBP @spend",
        "? > 3 month @",
    ),
    (
        OFFER,
        "Spend HK$4,000 in a single transaction and get HK$200 off; limited to 1,000 redemptions a day.",
        "? > 4000 HKD @spend",
        "? > 200 HKD @",
        "? > 1000 times @",
    ),
    (
        OFFER,
        "20% off at partner cinemas, capped at ₹150 per transaction, twice a month.",
        "? > 0.8 paid_share @cinemas",
        "? > max 150 INR @",
        "? > 2 times/month @",
    ),
    (OFFER, "Half-price lounge passes for Gold cardholders.", "? > 0.5 paid_share @lounge"),
    (OFFER, "Enjoy up to 50% discount on processing fees.", "? > 0.5 paid_share @processing fee"),
    (REWARDS, "Points expire after 24 months instead of 36.", "down 36 month > 24 month @points"),
    (
        "Changes to our terms and conditions",
        "The cooling-off period is extended from 14 to 30 days.",
        "up 14 day > 30 day @cooling-off",
    ),
    (
        REWARDS,
        "Free lounge visits are cut to two a month from five.",
        "down 5 times/month > 2 times/month @lounge visits",
    ),
    (
        "Correction to our charges notice",
        "The replacement card fee was shown as £4.50; the correct fee is £5.40.",
        "? 4.5 GBP > 5.4 GBP @replacement card fee",
    ),
    (
        CHARGES,
        "A charge of 2.75% will apply to non-sterling transactions (2.99% before 1 July 2026).",
        "down 0.0299 ratio > 0.0275 ratio @non-sterling",
    ),
    (CHARGES, "Transfers between your own accounts remain free.", "unchanged > 0 GBP @own accounts"),
    (CHARGES, "Cheque deposits cost 30p each, up from 25p.", "up 0.25 GBP > 0.3 GBP @cheque deposits"),
    (
        CHARGES,
        "The minimum opening balance is now $500 (before: $1,000).",
        "down 1000 USD > 500 USD @opening balance",
    ),
    (RATE, "The penalty APR of 29.99% no longer applies.", "removed 0.2999 ratio > @penalty"),
    (CHARGES, "Late payment fee: £12 → £10.", "down 12 GBP > 10 GBP @late payment fee"),
    (
        CHARGES,
        "Standing instruction: KES 150. Over-the-counter withdrawal: KES 250 (KES 200 until 30 June 2026).",
        "stated > 150 KES @standing instruction",
        "up 200 KES > 250 KES @withdrawal",
    ),
    (
        CHARGES,
        "Balance transfer fee: 1% of the amount (min HK$100), reduced from 2% (min HK$200).",
        "down 0.02 ratio; min 200 HKD > 0.01 ratio; min 100 HKD @balance transfer fee",
    ),
    (
        RATE,
        "Our prime rate is reduced by 0.125 percentage point to 5.125% per annum.",
        "down > 0.00125 ratio_points @prime",
        "down > 0.05125 ratio/year @prime",
    ),
    (
        RATE,
        "Fixed deposit, 1 year: 6.60% p.a. for the public and 7.10% p.a. for senior citizens.",
        "? > 0.066 ratio/year @fixed deposit",
        "? > 0.071 ratio/year @senior citizens",
    ),
    (
        OFFER,
        "Only the first 500 customers to register will receive the S$50 voucher.",
        "? > 500 persons @",
        "? > 50 SGD @voucher",
    ),
    (
        CHARGES,
        "SMS alerts are free today. From 1 August 2026 each alert costs ₹0.25.",
        "up 0 INR > 0.25 INR @alert",
    ),
    (
        CHARGES,
        "At present students pay nothing for the account. From September they will pay £3 a month.",
        "up 0 GBP > 3 GBP/month @",
    ),
    (
        LIMIT,
        "The maximum amount of a cheque is ₹5 lakh.",
        "? > 500000 INR @cheque",
    ),
    (CHARGES, "IBG transfers at a branch cost RM0.50 (RM2 earlier).", "down 2 MYR > 0.5 MYR @IBG transfers"),
    (
        CHARGES,
        "Transfers via a branch cost SAR 15 each; transfers through the app are free.",
        "? > 15 SAR @branch",
        "? > 0 SAR @app",
    ),
    (
        CHARGES,
        "An instant transfer costs €0.00 from October; it was €1.20.",
        "down 1.2 EUR > 0 EUR @instant transfer",
    ),
    (
        CHARGES,
        "Senior citizens are exempt from the ₹200 locker visit charge.",
        "exempt > 0 INR @senior",
        "~ > 200 INR",
    ),
    (
        RATE,
        "Recurring deposits: 6.75% until 30 June 2026, 6.50% from 1 July 2026.",
        "down 0.0675 ratio > 0.065 ratio @recurring deposits",
    ),
    (
        LIMIT,
        "The UPI limit for new users goes down to ₹5,000 from ₹10,000 for the first 24 hours.",
        "down 10000 INR > 5000 INR @UPI",
        "~ > 24 hour",
    ),
    (
        CHARGES,
        "The counter withdrawal fee was TZS 5,000 until now and becomes TZS 6,500.",
        "up 5000 TZS > 6500 TZS @withdrawal fee",
    ),
    (
        OFFER,
        "Cashback of 5% on groceries, up to AED 100 per statement cycle, minimum spend AED 3,000.",
        "? > 0.05 ratio @cashback",
        "? > max 100 AED @",
        "? > min 3000 AED @spend",
    ),
    (
        CHARGES,
        "We will double the cash handling fee from 0.25% to 0.50%, minimum £2.50 per deposit.",
        "up 0.0025 ratio > 0.005 ratio @cash handling fee",
        "? > min 2.5 GBP @",
    ),
    (
        CHARGES,
        "The first two copies of a statement are free; each further copy is Rs. 50/-.",
        "? > 50 INR @copy",
        "~ > 2 copies; 0 INR",
    ),
]


@pytest.mark.parametrize(("title", "body", "labels"), [(t, b, labels) for t, b, *labels in CHINESE + ENGLISH])
def test_the_figures_of_a_sentence_are_read_with_their_sides_and_items(
    title: str, body: str, labels: list[str]
) -> None:
    read = figures(title, body)
    assert wrong(read, tuple(labels)) == [], f"\n{body}\n{shown(read)}"

"""Phones, addresses and app paths as notices print them, each mention with its role; nothing else is a contact."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.model import Category, Document, Reading
from ingest.text.normal import normalise
from ingest.understand.contacts import read_contacts
from ingest.understand.sentences import read_sentences

READING = Reading(today=dt.date(2026, 6, 20))
FRAUD = Category.FRAUD_WARNING


def contacts(text: str, category: Category | None) -> set[tuple[str, str, str]]:
    title = "关于有关事项的公告" if any("一" <= c <= "鿿" for c in text) else "Notice to customers"
    document = Document(f"{title}\n{text}", title)
    normal = normalise(document.text)
    found = read_contacts(document, normal, read_sentences(document, normal), READING, category=category)
    return {(c.kind.value, c.value, c.role.value) for c in found}


def labelled(labels: list[str]) -> set[tuple[str, str, str]]:
    kinds = ("phone", "url", "email", "path")
    return {(k, v, r) for k, r, v in (label.split(" ", 2) for label in labels) if k in kinds}


CHINESE = [
    ("云溪支行：学府路8号，地铁3号线可到。电话0571-8666 2133。", "phone branch 0571-8666 2133"),
    ("• 云溪支行，学府路8号。转人工请拨客服热线95377。", "phone official 95377"),
    ("如有疑问，请致电24小时客户服务热线95377。", "phone official 95377"),
    ("咨询电话：0571-8666 2100（工作日9:00-17:00）。", "phone official 0571-8666 2100"),
    (
        "客服热线：400-8833-200，境外请拨+86-571-86662100。",
        "phone official 400-8833-200",
        "phone official +86-571-86662100",
    ),
    ("请登录手机银行App，依次点击“我的→账户管理→Ⅱ类户升级”。", "path official 我的→账户管理→Ⅱ类户升级"),
    ("进入手机银行【首页】-【生活】-【话费充值】参加活动。", "path official 【首页】-【生活】-【话费充值】"),
    ("您可通过“个人网银＞转账汇款＞限额设置”自行调整。", "path official 个人网银＞转账汇款＞限额设置"),
    ("操作路径：首页/理财/持仓/撤单。", "path official 首页/理财/持仓/撤单"),
    ("微信搜索“青禾银行信用卡”公众号，点击“微服务—办卡进度”查询。", "path official 微服务—办卡进度"),
    ("发送短信“YE#卡号后四位”至106980095377查询余额。", "phone official 106980095377"),
    ("编辑短信HKJH发送到95377即可订阅。", "phone official 95377"),
    ("办理网点：城东支行，联系电话：0576-82310066。", "phone branch 0576-82310066"),
    ("承接网点：滨江支行（地址：江滨路18号，电话：0576-82310077）。", "phone branch 0576-82310077"),
    ("如遇诈骗请立即拨打110或全国反诈专线96110。", "phone police 110", "phone police 96110"),
    ("投诉可拨打银行保险消费者投诉维权热线12378。", "phone regulator 12378"),
    ("人民银行金融消费权益保护咨询投诉电话：12363。", "phone regulator 12363"),
    ("官方网站：www.qingheshop.test，请勿点击短信内其他链接。", "url official www.qingheshop.test"),
    ("意见反馈请发送邮件至xfzqy@qinghe.test。", "email official xfzqy@qinghe.test"),
    ("近期有人假冒我行客服，以“+852 6033 4455”致电客户索要验证码。", "phone fraudulent +852 6033 4455"),
    ("该短信内含链接http://qinghe-icbk.top/a，请勿点击。", "url fraudulent http://qinghe-icbk.top/a"),
    (
        "我行从未使用400-000-1188、010-88889999对外营销。",
        "phone fraudulent 400-000-1188",
        "phone fraudulent 010-88889999",
    ),
    (
        "仿冒网站的网址为www.qinghebank-vip.example，我行唯一官网为www.qinghe.test。",
        "url fraudulent www.qinghebank-vip.example",
        "url official www.qinghe.test",
    ),
    (
        "客戶服務熱線：(852) 2819 3300；手語視像服務請瀏覽www.harbourjade.test/access。",
        "phone official (852) 2819 3300",
        "url official www.harbourjade.test/access",
    ),
    ("如懷疑受騙，請致電警方「防騙易」熱線18222。", "phone police 18222"),
    ("客服專線0800-555-199（手機請撥02-2755-6199）。", "phone official 0800-555-199", "phone official 02-2755-6199"),
    ("如有爭議，可向金融消費評議中心申訴，電話0800-789-885。", "phone regulator 0800-789-885"),
    ("服務熱線：（853）8799 5533。", "phone official （853）8799 5533"),
    ("聽障人士可傳短訊至5288 0033。", "phone official 5288 0033"),
    ("本次活动名额10000名，产品代码Q2026118，登记编码Z7001226000123。",),
    ("卡号前六位为622588的卡片，2026年6月1日前未激活的将失效。",),
    ("详情请咨询各营业网点或登录我行门户网站（http://www.qinghe.test）查询。", "url official http://www.qinghe.test"),
    (
        "工作时间（8:30-17:30）拨打0795-7788123，或24小时拨打96528转3。",
        "phone official 0795-7788123",
        "phone official 96528",
    ),
    ("手机银行：“转账”>“更多”>“跨行收款人管理”。", "path official “转账”>“更多”>“跨行收款人管理”"),
    ("自称“银联客服95516”的来电要求屏幕共享，均为诈骗。", "phone fraudulent 95516"),
]
ENGLISH = [
    (
        "Our Mill Lane branch, 3 Mill Lane, is two miles away. Bus 7 stops there. Telephone 01632 960777.",
        "phone branch 01632 960777",
    ),
    ("To be shown the app, speak to us in the branch or ring 0345 700 0123.", "phone official 0345 700 0123"),
    ("For help ask at your branch or call 1300 555 012.", "phone official 1300 555 012"),
    (
        "Questions: 8014 2260 in Oman, +968 2431 0060 from abroad.",
        "phone official 8014 2260",
        "phone official +968 2431 0060",
    ),
    ("Missed-call banking: 7055 330 330 for your balance.", "phone official 7055 330 330"),
    ("Call us on 0345 850 0133 (8am to 8pm).", "phone official 0345 850 0133"),
    ("From abroad, ring +44 113 496 0155.", "phone official +44 113 496 0155"),
    (
        "Relay UK: dial 18001 before 0345 850 0133. Textphone users: 0345 850 0134.",
        "phone official 0345 850 0133",
        "phone official 0345 850 0134",
        "phone official 18001",
    ),
    ("For more, visit wyndhambank.test/charges or any branch.", "url official wyndhambank.test/charges"),
    ("In the app, go to Accounts > Manage > Statements.", "path official Accounts > Manage > Statements"),
    (
        "Open Internet Banking and choose Payments » Standing orders » Amend.",
        "path official Payments » Standing orders » Amend",
    ),
    ("Go to Menu → Cards → Card controls → Limits.", "path official Menu → Cards → Card controls → Limits"),
    ("SMS BLOCK to 56161 to block your card.", "phone official 56161"),
    ("Text STOP to 80095 if you no longer want these messages.", "phone official 80095"),
    ("Dial *247# and follow the prompts.", "phone official *247#"),
    (
        "Call our 24/7 contact centre on 1800 103 5544 or write to care@tungabhadra.test.",
        "phone official 1800 103 5544",
        "email official care@tungabhadra.test",
    ),
    (
        "Toll free: 800 4488; from outside the UAE +971 4 512 4488.",
        "phone official 800 4488",
        "phone official +971 4 512 4488",
    ),
    ("Reach us on 0711 068 888 or 020 327 5000.", "phone official 0711 068 888", "phone official 020 327 5000"),
    ("Call 1-800-555-0176 (TTY 711).", "phone official 1-800-555-0176", "phone official 711"),
    ("Report cyber fraud on 1930 or at cybercrime.gov.in.", "phone police 1930", "url police cybercrime.gov.in"),
    ("Report it to Action Fraud on 0300 123 2040.", "phone police 0300 123 2040"),
    ("You may take your complaint to the Financial Ombudsman Service, 0800 023 4567.", "phone regulator 0800 023 4567"),
    ("Scammers call from 020 7946 0991 and say they are from our fraud team.", "phone fraudulent 020 7946 0991"),
    (
        "The text links to wyndham-secure.example/verify. Do not open it.",
        "url fraudulent wyndham-secure.example/verify",
    ),
    (
        "Emails from alerts@wyndham-help.example are not from us; forward them to report@wyndhambank.test.",
        "email fraudulent alerts@wyndham-help.example",
        "email official report@wyndhambank.test",
    ),
    ("If in doubt hang up and call 159, or the number on the back of your card.", "phone official 159"),
    (
        "Malvern branch: 01684 496 010. Customers may use Ledbury branch, 01531 496 022.",
        "phone branch 01684 496 010",
        "phone branch 01531 496 022",
    ),
    (
        "Please call our hotline on (65) 6535 7711 or use the SG Pay app > More > Security.",
        "phone official (65) 6535 7711",
        "path official More > Security",
    ),
    ("Call the Anti-Scam helpline at 1799.", "phone police 1799"),
    ("The offer is limited to 10,000 customers; reference no. 2026-0618-77.",),
    ("Account number 1234 5678 and sort code 20-45-77 are examples.",),
    (
        "Hong Kong: call 2233 3388. Lost cards: 2233 3399 (24 hours).",
        "phone official 2233 3388",
        "phone official 2233 3399",
    ),
    ("Consumers can contact the Central Bank of Kenya on +254 20 286 0000.", "phone regulator +254 20 286 0000"),
    (
        "WhatsApp us on +27 60 555 0144 or call 0860 555 144.",
        "phone official +27 60 555 0144",
        "phone official 0860 555 144",
    ),
    (
        "Full terms: https://www.wyndhambank.test/terms/cards-2026.pdf",
        "url official https://www.wyndhambank.test/terms/cards-2026.pdf",
    ),
]
MORE = [
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


@pytest.mark.parametrize(("text", "labels"), [(t, labels) for t, *labels in CHINESE + ENGLISH + MORE])
def test_contacts_are_read_with_their_roles_and_nothing_else(text: str, labels: list[str]) -> None:
    warning = any(label.split()[1] == "fraudulent" for label in labels)
    assert contacts(text, FRAUD if warning else None) == labelled(labels)

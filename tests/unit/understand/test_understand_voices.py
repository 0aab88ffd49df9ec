"""A number is the swindlers' unless the words say that it is the bank's; the words are read, not the number."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.model import Category, Cell, Document, Passage, PassageKind, Reading, Span, Table
from ingest.text.normal import normalise
from ingest.understand.contacts import read_contacts
from ingest.understand.sentences import read_sentences

READING = Reading(today=dt.date(2026, 5, 10))


def roles(text: str, category: Category | None = Category.FRAUD_WARNING) -> dict[str, set[str]]:
    whole = f"标题\n{text}"
    document = Document(whole, "标题")
    normal = normalise(whole)
    found: dict[str, set[str]] = {}
    for contact in read_contacts(document, normal, read_sentences(document, normal), READING, category=category):
        found.setdefault(contact.value, set()).add(contact.role.value)
    return found


FAKE = [
    "近日有人自称我行信贷部人员，用400-118-2233联系客户。",
    "来电号码为010-66667777，对方称可以办理免息贷款。",
    "诈骗短信由106987654321发出，落款“某某银行”，留有回拨电话400-118-2233。",
    "发件邮箱为notice@mybank-service.cc，附件是木马程序。",
    "受害人点开短信里的链接mybank-login.top后，卡内资金被转走。",
    "骗子仿制了一个网站www.mybannk.com，与我行官网只差一个字母。",
    "显示为+0095321的来电不是我行拨出的。",
    "近日網上出現偽冒本行的網站www.mybank-hk.cc，請勿登入。",
    "有人假冒本行職員，以電話2111 9876致電客戶推銷貸款。",
    "偽冒短訊的發送人為+852 5111 2345，內附超連結mybk.vip/verify。",
    "网传的客服电话400-118-2233系不法分子冒用，请勿拨打。",
    "以下号码均为诈骗电话：400-118-2233、010-66667777。",
    "400-118-2233并非我行号码。",
    "A text sent from +44 7700 900123 says your account is locked.",
    "The e-mail comes from security@mybank-alerts.co and has an invoice attached.",
    "The page at mybank-secure.info copies the look of our own site.",
    "Victims were told to ring 0330 900 4444 and read out a passcode.",
    "They send people to www.mybank-refund.online to key in card details.",
    "The caller ID shows +91 22 4000 1234, which is not a number of the Bank.",
    "Fraudsters have set up a bogus helpline, 1800 900 4321.",
    "Please ignore any letter asking you to call 0800 900 4321.",
    "The fraudulent website (https://mybank.support) has no connection with the Bank.",
    "An email address, help@mybank-desk.com, is being used by scammers.",
    "Do not call 2111 9876 or open mybk-gift.shop.",
    "骗子可能拨打您的电话，号码多为010-66667777。",
    "不法分子用可疑号码拨打客户手机，如400-118-2233。",
    "诈骗分子发来短信并致电客户，所用号码为400-118-2233。",
    "对方先加微信，再通过拨打400-118-2233骗取信任。",
    "They use spoofed numbers to call customers: 3002 7719.",
    "Criminals text you first and then ring from 3002 7719.",
    "The scammers set up a page at mybank-gift.com and contact people on 3002 7719.",
    "This bogus e-mail has a button to visit mybank-gift.com.",
    "群发短信由106575580142发送，落款为本行，称积分即将清零。",
    "涉案号码包括：+855 12 345 678、1065502004987。",
    "客户收到“【某某银行】您的账户已被冻结，请速拨400-660-1188解冻”的短信。",
    "短信写道：“您的社保卡异常。详情请联系客服。电话：021-60601188。逾期将停用。”",
    "電郵稱：「閣下戶口已被凍結，請於24小時內致電3008 1122核實。」",
    "手机屏幕显示“95580”并不能证明来电者是我行员工。",
    "A typical message: “Your parcel is held. Pay £1 at parcel-fee.top. Questions? Call 1800 890 1122.”",
    "They left a voicemail: “This is your bank’s security desk. Return our call on 800-555-0147 today.”",
    "The message ends “Reply Y or phone 0800 046 5555” and looks real.",
    "Customers got an SMS from short code 62226 asking them to confirm a payee.",
    "Callers' screens show our hotline, 6111 2200: the display can be forged.",
]


@pytest.mark.parametrize("line", FAKE)
def test_what_swindlers_use_is_never_official(line: str) -> None:
    found = roles(line)
    assert found
    assert all(role == {"fraudulent"} for role in found.values()), found


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("如接到自称我行员工的电话，请挂断后拨打95321核实。", "95321"),
        ("我行唯一官方网站为www.mybank.test，请认准。", "www.mybank.test"),
        ("请客户通过我行客服热线95321核实对方身份。", "95321"),
        ("如有疑問，請致電本行客戶服務熱線2233 8899查詢。", "2233 8899"),
        ("客户如不慎泄露密码，应立即致电95321挂失。", "95321"),
        ("真正的客服电话只有95321。", "95321"),
        ("可疑线索请发送至report@mybank.test。", "report@mybank.test"),
        ("不要相信短信中的链接，请直接登录www.mybank.test查询。", "www.mybank.test"),
        ("If you have given away your details, call us at once on 0345 600 7000.", "0345 600 7000"),
        ("Anyone who gets such a text should contact our hotline at 2233 8899.", "2233 8899"),
        ("Our only website is www.mybank.test.", "www.mybank.test"),
        ("Do not use the link; type www.mybank.test yourself.", "www.mybank.test"),
        ("Forward suspicious emails to phishing@mybank.test and delete them.", "phishing@mybank.test"),
        ("If someone claims to be from the bank, hang up and dial 0345 600 7000.", "0345 600 7000"),
        ("Customers who have doubts may contact the Bank on 1800 266 7777.", "1800 266 7777"),
        ("客服热线：95321", "95321"),
        ("我行短信统一由1069095321发出，其他号码发出的均非我行短信。", "1069095321"),
        ("請認清本行短訊發送人名稱「#MYBANK」；查詢請致電2233 8899。", "2233 8899"),
        ("请拨打“客服热线95321”核实。", "95321"),
        ("Genuine texts from us come from 62999 only.", "62999"),
        ("Only trust calls you make yourself: 1800 425 3800 is our helpline, open day and night.", "1800 425 3800"),
    ],
)
def test_what_the_bank_tells_its_customers_to_use_is_official(line: str, value: str) -> None:
    assert roles(line)[value] == {"official"}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("为防范电信诈骗，自6月1日起调整限额，详询客服热线95321。", "95321"),
        ("As part of our fraud prevention work limits change on 1 June. Call 0345 600 7000 for help.", "0345 600 7000"),
        ("本次活动不收取任何费用，谨防诈骗。咨询请拨打95321。", "95321"),
    ],
)
def test_a_notice_that_only_mentions_fraud_keeps_its_own_number(line: str, value: str) -> None:
    assert roles(line, Category.LIMIT_CHANGE)[value] == {"official"}


def test_one_fake_number_in_a_notice_about_something_else_is_found() -> None:
    line = "预约不收费。网上流传的代办电话400-118-2233与我行无关，请勿相信。咨询电话：95321。"
    assert roles(line, Category.REGULATORY) == {"400-118-2233": {"fraudulent"}, "95321": {"official"}}


@pytest.mark.parametrize(
    ("heading", "role"),
    [("不法分子的手法", "fraudulent"), ("Details of the fake site", "fraudulent"), ("官方渠道", "official")],
)
def test_a_heading_speaks_for_the_bare_values_below_it(heading: str, role: str) -> None:
    assert roles(f"{heading}\n网址www.mybank-vip.test；联系电话400-118-2233。") == {
        "www.mybank-vip.test": {role},
        "400-118-2233": {role},
    }


def test_the_head_of_a_column_tells_real_from_fake() -> None:
    head, row = "项目 | 假冒信息 | 官方信息", "网址 | mybank-cn.top | www.mybank.test"
    text = f"风险提示\n{head}\n{row}"
    start = text.index(head)
    spans = [(text.index(c), c) for c in (*head.split(" | "), *row.split(" | "))]
    cells = [Cell(c, Span(at, at + len(c))) for at, c in spans]
    table = Table((tuple(cells[:3]), tuple(cells[3:])), Span(start, len(text)), "t")
    passages = (
        Passage(PassageKind.TITLE, Span(0, 4), "h"),
        Passage(PassageKind.ROW, Span(start, start + len(head)), "r1"),
        Passage(PassageKind.ROW, Span(start + len(head) + 1, len(text)), "r2"),
    )
    document = Document(text, "风险提示", passages, (table,))
    normal = normalise(text)
    found = read_contacts(document, normal, read_sentences(document, normal), READING, category=Category.FRAUD_WARNING)
    assert [(c.value, c.role.value) for c in found] == [
        ("mybank-cn.top", "fraudulent"),
        ("www.mybank.test", "official"),
    ]


def test_a_number_with_no_word_about_it_is_not_official_in_a_warning() -> None:
    assert roles("另见400-118-2233。") == {"400-118-2233": {"fraudulent"}}


def test_the_banks_own_line_said_once_stays_its_own_where_nothing_is_said() -> None:
    assert roles("请拨打我行热线95321核实。本行全国统一95321热线。") == {"95321": {"official"}}

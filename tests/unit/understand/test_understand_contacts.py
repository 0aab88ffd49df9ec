"""A swindler's number is never official; the bank's own stays what the words make of it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Category, ContactRole, Document, Reading
from ingest.text.normal import normalise
from ingest.understand.contacts import national, read_contacts
from ingest.understand.sentences import read_sentences

READING = Reading(today=dt.date(2026, 5, 10))


def contacts_of(line: str, category: Category | None = None, reading: Reading = READING) -> list[tuple[str, str]]:
    text = f"通知\n{line}"
    document = Document(text, "通知")
    normal = normalise(text)
    found = read_contacts(document, normal, read_sentences(document, normal), reading, category=category)
    assert all(c.value in text and c.evidence.quote in text for c in found)
    return [(c.value, c.role.value) for c in found]


@pytest.mark.parametrize(
    "line",
    [
        "不法分子冒充我行客服，使用“0095999”“+86-95999”等号码拨打客户电话。",
        "假冒客服电话：010-88887777。",
        "犯罪分子使用的号码有：170-1111-2222、0755-33334444。",
        "短信谎称卡片冻结，要求客户拨打400-777-1234解冻。",
        "骗子会让您拨打所谓“官方电话”400-333-9999。",
        "The fake website https://my-bank.top/login is not ours.",
        "Texts claiming to come from us ask you to call 0330 111 2222.",
    ],
)
def test_numbers_of_swindlers_are_fraudulent(line: str) -> None:
    roles = {role for _, role in contacts_of(line, Category.FRAUD_WARNING)}
    assert roles == {"fraudulent"}


def test_the_banks_own_number_is_fraudulent_on_the_display_and_official_to_call() -> None:
    line = "不法分子将来电显示改为我行客服热线95999实施诈骗。如有疑问，请拨打我行客服热线95999核实。"
    assert contacts_of(line, Category.FRAUD_WARNING) == [("95999", "fraudulent"), ("95999", "official")]


def test_police_regulator_and_branch_have_their_roles() -> None:
    line = "请拨打110报警或96110咨询；投诉请拨打12378；城北支行电话0571-87654321；客服热线95999。"
    assert [role for _, role in contacts_of(line)] == ["police", "police", "regulator", "branch", "official"]


@pytest.mark.parametrize(
    "line",
    [
        "卡号以622155开头的客户可以参加。",
        "最高优惠95999元，名额96110名。",
        "产品代码96012，登记编码Z7003126000518，备案号95123号。",
        "自2026年5月12日9:00起至2026-05-31止。",
        "The fee rose from 2024 to 2025 for 95123 customers.",
    ],
)
def test_amounts_codes_and_dates_are_no_phones(line: str) -> None:
    assert contacts_of(line) == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Call us on 0808 157 4444.", "0808 157 4444"),
        ("Call 1-866-555-0100 for help.", "1-866-555-0100"),
        ("請致電 (852) 2233 4455 查詢。", "(852) 2233 4455"),
        ("Call 1800 120 4444.", "1800 120 4444"),
        ("For help call 6018 1234.", "6018 1234"),
        ("客服电话：９６８８８８。", "９６８８８８"),
        ("服务热线400-820-1234转3。", "400-820-1234"),
    ],
)
def test_phones_of_many_countries_are_kept_as_printed(line: str, value: str) -> None:
    assert contacts_of(line) == [(value, "official")]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("登录手机银行，点击“我的－安全中心－限额”修改。", "我的－安全中心－限额"),
        ("进入首页>转账>转账设置办理。", "首页>转账>转账设置"),
        ("To redeem, choose Rewards > Redeem > Gift cards.", "Rewards > Redeem > Gift cards"),
    ],
)
def test_paths_in_the_app_are_kept_verbatim(line: str, value: str) -> None:
    assert contacts_of(line) == [(value, "official")]


def test_a_name_in_quotes_is_no_path() -> None:
    assert contacts_of("打开“小溪生活”APP即可参加。") == []


def test_an_address_below_the_banks_host_is_its_own() -> None:
    reading = Reading(today=dt.date(2026, 5, 10), bank_hosts=("www.mybank.test",))
    line = "谨防诈骗，详见help.mybank.test，勿访问www.mybank-vip.top。"
    assert contacts_of(line, Category.FRAUD_WARNING, reading) == [
        ("help.mybank.test", "official"),
        ("www.mybank-vip.top", "fraudulent"),
    ]


@given(st.from_regex(r"400-[1-9]\d{2}-\d{4}", fullmatch=True))
def test_no_number_after_a_swindlers_claim_is_ever_official(number: str) -> None:
    line = f"不法分子谎称账户异常，诱导客户拨打{number}办理。"
    assert contacts_of(line, Category.FRAUD_WARNING) == [(number, ContactRole.FRAUDULENT.value)]


@given(st.text(alphabet="0123456789-() +.~：，。“”请拨打电话www>首页", max_size=80))
def test_odd_text_never_breaks_the_reading(line: str) -> None:
    for value, _ in contacts_of(line.replace("\n", " "), Category.FRAUD_WARNING):
        assert value.strip()


@pytest.mark.parametrize(
    ("line", "fake", "real"),
    [
        (
            "Some members were rung up afterwards from 020 7946 0011 and asked for a fee. Replies went to care@harbour-help.example. "
            "All of these are fakes.\nRing 0800 200 300 (open round the clock) and ask us to block your card.",
            {"020 7946 0011", "care@harbour-help.example"},
            {"0800 200 300"},
        ),
        (
            "近日有客户收到短信，内附 https://harbour-bank.example/kyc ，并有人用 010-88001234 回访。以上网址及电话均非我行所有。\n"
            "如有疑问，请致电客服热线95599核实。",
            {"https://harbour-bank.example/kyc", "010-88001234"},
            {"95599"},
        ),
        (
            "You may have had a letter quoting 0113 496 0000. None of these numbers belong to the bank.\nFor help call 0345 600 1111.",
            {"0113 496 0000"},
            {"0345 600 1111"},
        ),
    ],
)
@pytest.mark.parametrize("category", [None, Category.ACCOUNT_GOVERNANCE, Category.FRAUD_WARNING])
def test_what_a_paragraph_denounces_at_its_end_is_fraudulent_whatever_the_notice_is_about(
    line: str, fake: set[str], real: set[str], category: Category | None
) -> None:
    found = dict(contacts_of(line, category))
    assert {value for value, role in found.items() if role == ContactRole.FRAUDULENT} == fake
    assert {value for value, role in found.items() if role == ContactRole.OFFICIAL} == real


@pytest.mark.parametrize(
    "closing",
    [
        "以上号码为我行官方客服电话。",
        "以上费率为我行现行标准。",
        "以上电话均为春节假期值班电话。",
        "以上均为我行诈骗举报电话。",
        "以上号码并非诈骗电话，可放心接听。",
        "以上优惠非本行持卡人不享受。",
        "上述人员可与我行联系。",
        "All of these are ours.",
        "All of these numbers belong to the Bank.",
        "These are our fraud reporting lines.",
        "None of these fees is charged by us.",
        "None of these numbers is a scam.",
    ],
)
@pytest.mark.parametrize("category", [None, Category.FRAUD_WARNING])
def test_what_a_paragraph_vouches_for_at_its_end_stays_official(closing: str, category: Category | None) -> None:
    line = f"客服热线95599，贵宾专线400-810-2233。{closing}"
    assert {role for _, role in contacts_of(line, category)} == {"official"}


@pytest.mark.parametrize(
    "closing",
    [
        "上述号码均不是我行电话。",
        "以上号码与我行没有任何关系。",
        "这些号码都是不法分子伪造的。",
        "Neither of these numbers is ours.",
        "These numbers are not ours.",
        "They have nothing to do with the Bank.",
        "Both are scam numbers.",
    ],
)
def test_a_closing_sentence_denounces_in_many_words(closing: str) -> None:
    line = f"近来有来电号码为010-77665544及400-333-1122。{closing}"
    assert {role for _, role in contacts_of(line)} == {"fraudulent"}


def test_what_is_known_or_named_as_the_banks_own_is_not_denounced_with_the_rest() -> None:
    reading = Reading(today=dt.date(2026, 5, 10), bank_phones=("95599",))
    line = "近日有客户接到95599及010-77665544的电话。我行唯一官方网站是www.harbour.example。以上电话均非我行拨打。"
    assert contacts_of(line, None, reading) == [
        ("95599", "official"),
        ("010-77665544", "fraudulent"),
        ("www.harbour.example", "official"),
    ]


def test_an_area_code_is_no_number_of_the_whole_bank() -> None:
    assert not national("0371 6655 1234") and not national("0311 8666 2100")
    assert national("0345 600 1234")

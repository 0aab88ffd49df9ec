"""What stands under "we never" is what swindlers do: told with these words, never as a step."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.draft.rules import RulesWriter
from ingest.model import Category, Intent, Reading
from ingest.pipeline.read import Job, document_of
from ingest.text.normal import normalise
from ingest.understand.facts import understand
from ingest.understand.voices import denounces

TODAY = dt.date(2031, 4, 20)


def facts_of(page: str):
    reading = Reading(today=TODAY, bank_phones=(), bank_hosts=())
    document = document_of(Job(raw=page.encode(), reading=reading))
    return document, understand(document, reading)


def english(heading: str, *items: str) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return (
        "<html lang='en'><head><title>Beware of scam calls in our name</title></head><body><article>"
        "<h1>Beware of scam calls in our name</h1><p>Fraudsters are calling customers and say that an account is at risk. "
        "They pretend to be our fraud team and ask for codes. These calls are not from us.</p>"
        f"<h2>{heading}</h2><ul>{lines}</ul>"
        "<h2>If you gave something away</h2><p>Call us at once on 0800 555 0142 and change your password.</p>"
        "</article></body></html>"
    )


def chinese(heading: str, *items: str) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return (
        "<html><head><title>关于警惕冒充我行客服诈骗的提示</title></head><body><article><h1>关于警惕冒充我行客服诈骗的提示</h1>"
        "<p>近期有不法分子冒充我行客服，以账户异常为由诱骗客户转账，请广大客户提高警惕，谨防上当受骗。</p>"
        f"<h2>{heading}</h2><ul>{lines}</ul>"
        "<h2>已经上当怎么办</h2><p>请立即拨打95399挂失，并拨打110报警。</p></article></body></html>"
    )


@pytest.mark.parametrize(
    ("page", "lead", "items"),
    [
        (
            english("Our staff will never", "ask for your card PIN;", "tell you to move money to a safe account."),
            "Our staff will never",
            ("ask for your card PIN", "tell you to move money to a safe account"),
        ),
        (
            english("Things you will never hear from us", "Read me your passcode.", "A courier will fetch your card."),
            "Things you will never hear from us",
            ("Read me your passcode", "A courier will fetch your card"),
        ),
        (
            chinese("我行工作人员绝不会", "索要短信验证码；", "要求把钱转到安全账户。"),
            "我行工作人员绝不会",
            ("索要短信验证码", "要求把钱转到安全账户"),
        ),
    ],
    ids=["staff", "hear", "zh"],
)
def test_a_list_of_what_the_bank_never_does_is_told_with_its_lead(page, lead, items):
    document, facts = facts_of(page)
    (denied,) = [s for s in facts.statements if s.text.startswith(lead)]
    assert denied.topic is Intent.HOW_TO_AVOID
    assert all(item in denied.text and item in denied.evidence.quote for item in items)
    drafts = RulesWriter().write(document, facts, today=TODAY)
    steps = [line for f in drafts.faqs if f.intent is Intent.WHAT_TO_DO for line in f.lines]
    assert not [line for line in steps if any(item in line for item in items)]
    avoid = next(f for f in drafts.faqs if f.intent is Intent.HOW_TO_AVOID)
    assert lead in "\n".join(avoid.lines)


@pytest.mark.parametrize(
    "heading",
    ["What to do now", "If you have not answered", "Why we did not stop it", "What we do, and what we do not"],
)
def test_other_headings_deny_nothing(heading):
    _, facts = facts_of(english(heading, "Hang up at once.", "Change your password in the app."))
    assert not [s for s in facts.statements if s.text.startswith(heading)]


def test_a_line_that_says_itself_what_is_not_so_stands_for_itself():
    _, facts = facts_of(english("What we do not do", "None of our messages contains a link.", "ask for your PIN"))
    assert [s.text for s in facts.statements if s.text.startswith("What we do not do")] == [
        "What we do not do: ask for your PIN"
    ]
    assert [s for s in facts.statements if s.text.startswith("None of our messages")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("经查实，这是不法分子编造的消息。", True),
        ("这是典型的骗局。", True),
        ("该链接是犯罪分子设的圈套。", True),
        ("This is a scam.", True),
        ("It was not from us.", False),
        ("This was not from us.", True),
        ("这是防范诈骗的重要措施。", False),
        ("这是我行新推出的服务。", False),
        ("This is a fraud alert service.", False),
    ],
)
def test_what_says_that_it_was_the_swindlers(text, expected):
    assert denounces(normalise(text).text) is expected


def test_a_notice_that_denounces_what_it_tells_is_a_warning_whatever_the_swindle_is_about():
    _, facts = facts_of(
        "<html><head><title>收到“里程到期”短信先别点</title></head><body><article><h1>收到“里程到期”短信先别点</h1>"
        "<p>近日有客户收到短信，称里程将于本月底到期清零，可兑换现金礼，点击链接领取。经核实，这是不法分子伪造的短信。</p>"
        "<p>骗子随后自称“里程专员”来电，骗取卡号和验证码。网页做得和我行官网一样，用来骗取密码。</p>"
        "<p>我行里程自入账当日起3年有效，到期只在账单里列示。里程兑换只在手机银行办理。</p>"
        "<p>里程类短信一律不附链接。已经填了卡号的，请马上修改密码。</p></article></body></html>"
    )
    assert facts.category is Category.FRAUD_WARNING


def test_the_words_above_a_list_stay_in_the_characters_of_the_notice():
    page = (
        "<html lang=zh-HK><head><title>慎防冒充本行職員之詐騙電話</title></head><body><article><h1>慎防冒充本行職員之詐騙電話</h1>"
        "<p>近日有騙徒冒充本行職員致電客戶，聲稱戶口出現異常並索取資料，該等來電與本行無關，請客戶提高警覺。</p>"
        "<h2>一、本行職員絕不會</h2><ul><li>要求閣下提供一次性密碼；</li><li>要求閣下將存款轉往其他戶口。</li></ul>"
        "<h2>懷疑受騙怎麼辦</h2><p>請即致電本行熱線2818 0018，並向警方報案。</p></article></body></html>"
    )
    _, facts = facts_of(page)
    assert [s.text for s in facts.statements if s.topic is Intent.HOW_TO_AVOID] == [
        "本行職員絕不會：要求閣下提供一次性密碼；要求閣下將存款轉往其他戶口"
    ]

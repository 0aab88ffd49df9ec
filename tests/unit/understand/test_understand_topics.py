"""A sentence finds its question in the words of any region, and a table tells more than its figures."""

from __future__ import annotations

import pytest

from ingest.model import (
    Category,
    Cell,
    Contact,
    ContactKind,
    ContactRole,
    Document,
    Evidence,
    Intent,
    Passage,
    PassageKind,
    Span,
    Statement,
    Table,
)
from ingest.text.normal import normalise
from ingest.understand.answers import read_answers
from ingest.understand.sentences import read_sentences
from ingest.understand.statements import read_statements


def told(text: str, category: Category | None = None, contacts: tuple[Contact, ...] = ()) -> tuple[Statement, ...]:
    document = Document(f"通知\n{text}", "通知")
    normal = normalise(document.text)
    sentences = read_sentences(document, normal)
    return read_statements(document, normal, sentences, category=category, contacts=contacts)


@pytest.mark.parametrize(
    ("topic", "category", "line"),
    [
        (Intent.EXEMPT, Category.ACCOUNT_GOVERNANCE, "退休金账户和公益捐款账户不在清理范围。"),
        (Intent.EXEMPT, Category.FEE_CHANGE, "農漁民帳戶仍予適用優惠，不收取本項費用。"),
        (Intent.WHO, Category.PROMOTION, "附屬卡持卡人同樣適用，商務卡不適用。"),
        (Intent.WHO, Category.PRODUCT_LAUNCH, "仅限个人客户购买，单位账户不行。"),
        (Intent.WHO, Category.TERMS_CHANGE, "This notice concerns everyone who holds a savings account with us."),
        (Intent.TRANSITION, Category.MAINTENANCE, "扣款日落在停机时段的，顺延至恢复当日扣收。"),
        (Intent.TRANSITION, Category.FEE_CHANGE, "10月31日前已受理的换卡，不补不退。"),
        (Intent.TRANSITION, Category.FEE_CHANGE, "You go on paying the old rent until your lease renews."),
        (Intent.EXISTING, Category.PRODUCT_DISCONTINUE, "换领新卡后，原有额度沿用，积分并入新卡。"),
        (Intent.EXISTING, Category.BRANCH_CHANGE, "Your account numbers and cards stay just as they are."),
        (Intent.REFUND, Category.PROMOTION, "退貨交易之回饋金將自帳單中扣回。"),
        (Intent.REFUND, Category.PRODUCT_DISCONTINUE, "年费按剩余月数退还，不足一个月的不退。"),
        (Intent.REFUND, Category.PRODUCT_DISCONTINUE, "Money left over is sent back to your linked account."),
        (Intent.WHY_NOT, Category.PROMOTION, "没有领券、名额已领完的，不能享受优惠。"),
        (Intent.WHY_NOT, Category.PROMOTION, "Gift cards and hotel bills do not count."),
        (Intent.CAPS, Category.PROMOTION, "每位客户每月最多享受3次。"),
        (Intent.DOCUMENTS, Category.BRANCH_CHANGE, "Bring both keys and a photo ID."),
        (Intent.ALTERNATIVE, Category.PRODUCT_LAUNCH, "急需用钱的，也可用存单向本行申请贷款。"),
        (Intent.ALTERNATIVE, Category.BRANCH_CHANGE, "While we move you can use any other branch."),
        (Intent.FULL_TEXT, Category.TERMS_CHANGE, "协议全文见官网www.bank.test，各网点可索取。"),
        (Intent.FULL_TEXT, Category.TERMS_CHANGE, "The complete text is on our website and in large print."),
        (Intent.WHERE, Category.BRANCH_CHANGE, "新网点在滨江路86号，营业时间不变。"),
        (Intent.WHERE, Category.BRANCH_CHANGE, "We are moving to 14 Harbour Street."),
        (Intent.VERIFY, Category.FRAUD_WARNING, "我行从不以电话方式要求客户转账。"),
        (Intent.VERIFY, Category.FRAUD_WARNING, "Caller display is not proof that we are calling."),
        (
            Intent.IF_DISAGREE,
            Category.TERMS_CHANGE,
            "If you are not happy with the change you may leave without charge.",
        ),
        (Intent.WHAT_STILL_WORKS, Category.MAINTENANCE, "櫃員機及分行服務如常。"),
        (Intent.AFFECTED, Category.MAINTENANCE, "分期申请、额度调整停办。"),
        (Intent.HOW_TO, Category.LIMIT_CHANGE, "依次进入设置-安全中心-支付限额修改。"),
    ],
)
def test_a_sentence_finds_its_question_in_other_words(topic: Intent, category: Category, line: str) -> None:
    found = told(line, category)
    assert topic in {s.topic for s in found}
    assert all(s.evidence.quote in line and s.evidence.quote for s in found)


def table_of(*rows: str) -> tuple[Document, str]:
    text = "通知\n" + "\n".join(rows)
    at, cells, passages = 3, [], [Passage(PassageKind.TITLE, Span(0, 2), "h")]
    for row in rows:
        passages.append(Passage(PassageKind.ROW, Span(at, at + len(row)), "r"))
        made = []
        for cell in row.split(" | "):
            made.append(Cell(cell, Span(at, at + len(cell))))
            at += len(cell) + 3
        at -= 2
        cells.append(tuple(made))
    return Document(text, "通知", tuple(passages), (Table(tuple(cells), Span(3, len(text)), "t"),)), text


@pytest.mark.parametrize(
    ("rows", "topic", "part"),
    [
        (("项目 | 原址 | 新址", "地址 | 人民路1号 | 滨江路86号二层东侧"), Intent.WHERE, "滨江路86号"),
        (("持有时间 | 处理", "不足半年 | 不计利息，已付利息从本金扣回"), Intent.REFUND, "扣回"),
        (("Service | Note", "Phone banking | Not available, use the app instead"), Intent.ALTERNATIVE, "instead"),
    ],
)
def test_words_in_a_table_are_told_with_the_label_of_their_row(rows: tuple[str, ...], topic: Intent, part: str) -> None:
    document, _ = table_of(*rows)
    normal = normalise(document.text)
    found = read_statements(document, normal, read_sentences(document, normal))
    assert any(s.topic is topic and part in s.text and s.text.startswith(rows[1].split(" | ")[0]) for s in found)


def test_cells_of_figures_and_the_old_side_are_left_to_others() -> None:
    document, _ = table_of("项目 | 调整前 | 调整后", "工本费 | 需持身份证件到网点办理后免收 | 10元/张")
    normal = normalise(document.text)
    assert read_statements(document, normal, read_sentences(document, normal)) == ()


def test_what_swindlers_ask_for_is_never_a_step() -> None:
    line = "诱导客户登录www.mybank-vip.test填写密码。"
    span = Span(3, 3 + len(line))
    fake = Contact(ContactKind.URL, "www.mybank-vip.test", ContactRole.FRAUDULENT, Evidence(span, line, "t"))
    assert {s.topic for s in told(line, Category.FRAUD_WARNING, (fake,))} == {Intent.RISK}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("没有到账？多半是没有领券，或名额已满。", [("没有到账？", "多半是没有领券，或名额已满。")]),
        (
            "1、旧卡还能用吗？可以用到期满。\n2、怎么换？到网点办。",
            [("旧卡还能用吗？", "可以用到期满。"), ("怎么换？", "到网点办。")],
        ),
        (
            "Can I still pay? Yes, until 5 May 2026. Then use the app.\nQuestions? Call 0345 600 7000.",
            [("Can I still pay?", "Yes, until 5 May 2026. Then use the app.")],
        ),
    ],
)
def test_a_short_question_and_the_rest_of_its_line_are_an_answer(text: str, pairs: list[tuple[str, str]]) -> None:
    document = Document(f"通知\n{text}", "通知")
    found = read_answers(document, read_sentences(document, normalise(document.text)))
    assert [(a.question, a.answer) for a in found] == pairs

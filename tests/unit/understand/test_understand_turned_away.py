"""What is no notice for customers is turned away whatever it is called, and what is one is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.model import Document, Reading
from ingest.understand.facts import understand
from ingest.understand.relevance import foreign

READING = Reading(today=dt.date(2026, 5, 1))


@pytest.mark.parametrize(
    ("relevance", "title", "body"),
    [
        (
            "winner_list",
            "“春日消费季”活动礼品发放通知",
            "本次活动经系统抽取共产生50位客户，现公布如下：王** 尾号1123；李* 尾号3344；陈** 尾号0091；周* 尾号7711；赵** 尾号2020；吴* 尾号5512。请于5月31日前到网点领取。",
        ),
        (
            "winner_list",
            "積分抽獎活動獎項公佈",
            "恭喜以下得獎客戶：陳*文 9123****；李*明 6011****；黃*華 5522****；何*玲 9870****；張*強 6123****。獎品將於6月30日前寄出。",
        ),
        (
            "winner_list",
            "Spin & Win: the results are in",
            "Congratulations to our lucky customers: T** K** S****123A, L** M** S****456B, N** A** "
            "S****789C, P** R** S****222D, G** H** S****333E. Prizes will be posted by 30 June 2026.",
        ),
        (
            "winner_list",
            "关于兑付三季度刷卡活动奖品的公告",
            "经公证处监督摇号，现将结果公示：\n138****1234\n139****2345\n137****3456\n136****4567\n135****5678\n188****6789\n请携带身份证领取。",
        ),
        (
            "winner_list",
            "Prize draw winners, March 2026",
            "The winners are A. Jones of Leeds, B. Patel of Hull, and C. Smith of York. Winners have "
            "been told by post.",
        ),
        (
            "recruitment",
            "关于2026年度补录考试安排的通知",
            "请通过资格审查的考生于5月20日前打印准考证，考试时间为5月23日9:00。录用后签订劳动合同，试用期六个月。咨询电话：0571-88880000。",
        ),
        (
            "recruitment",
            "Notice: revised schedule for Clerks (Customer Service) 2026",
            "Candidates may download call letters from 5 May 2026. The preliminary examination is on "
            "17 May. Upper age limit 28 years. Applicants pay Rs. 600 as application fee. Basic pay "
            "Rs. 24,050.",
        ),
        (
            "recruitment",
            "Graduate trainee programme: last call",
            "Submit your CV and cover letter by 31 May. Successful applicants will be invited for interview and start in September with a salary of £32,000.",
        ),
        (
            "recruitment",
            "客服专员岗位火热报名中",
            "岗位要求：大专以上学历，有较强沟通能力。薪酬面议，五险一金。请将简历发送至hr@bank.test，面试时间另行通知。",
        ),
        (
            "recruitment",
            "儲備幹部徵才",
            "應徵者須大學以上學歷，具金融證照尤佳，請於5月31日前投遞履歷，筆試及面試日期另行通知。",
        ),
        (
            "procurement",
            "2026年度钞箱维保服务项目磋商公告",
            "我行拟对钞箱维保服务进行竞争性磋商，响应文件递交截止时间为5月20日9:30，磋商保证金2万元，报名供应商须具备相应资质。",
        ),
        (
            "procurement",
            "Empanelment of vendors for ATM upkeep",
            "Sealed bids are invited from eligible bidders. Technical bid and commercial bid to be "
            "submitted by 20 May 2026. EMD Rs. 5 lakh.",
        ),
        (
            "procurement",
            "关于“数据中心空调改造”中选结果的公示",
            "经评审，第一中选候选人为某某公司，成交价120万元，公示期三天，异议请向采购部门反映。",
        ),
        (
            "corporate",
            "我行与市政府签署战略合作协议",
            "近日，我行与市政府签署战略合作协议，行长出席签约仪式。下一步将助力实体经济高质量发展。",
        ),
        (
            "corporate",
            "First quarter results: profit up 6%",
            "Profit before tax rose 6% to £1.2bn. The board has declared an interim dividend of 4p per share. For journalists: press office 020 7000 0000.",
        ),
        (
            "corporate",
            "2026年第一季度资本充足率信息披露",
            "截至2026年3月末，本行核心一级资本充足率10.2%，一级资本充足率11.1%，资本充足率13.4%。",
        ),
        (
            "notice",
            "“春日消费季”活动奖励发放说明",
            "尊敬的客户：达标客户的50元立减金将于5月31日前统一发放至手机银行卡券包，请留意查收。逾期未使用作废。",
        ),
        (
            "notice",
            "关于调整代发工资账户限额的公告",
            "自6月1日起，代发工资账户非柜面日累计限额由5000元调整为10000元。如有疑问请咨询客服95321。",
        ),
        (
            "notice",
            "Beware of fake job offers in our name",
            "Fraudsters pose as our recruiters and ask job applicants for a fee. The Bank never "
            "charges candidates. Call 0345 600 7000 if in doubt.",
        ),
        (
            "notice",
            "警惕冒充我行招聘的诈骗",
            "近期有不法分子冒充我行发布招聘信息，收取培训费。我行招聘不收取任何费用，如遇请报警并拨打95321。",
        ),
        (
            "notice",
            "供应商付款账户变更提醒（防诈骗）",
            "近日有不法分子冒充我行向企业客户发送变更收款账户的邮件，请客户务必电话核实，切勿轻信，客服热线95321。",
        ),
        (
            "not_a_notice",
            "Hinweis zur Wartung",
            "Am 9. Mai 2026 steht das Online-Banking von 23:00 bis 6:00 Uhr nicht zur Verfügung. Wir bitten um Ihr Verständnis und danken für die Geduld. Die Filialen sind wie gewohnt für Sie da und der Kundendienst ist unter der bekannten Nummer zu erreichen. Bitte planen Sie Ihre Überweisungen im Voraus.",
        ),
        (
            "not_a_notice",
            "システムメンテナンスのお知らせ",
            "2026年5月9日23時から翌6時まで、インターネットバンキングのサービスを停止いたします。ご不便をおかけいたしますが、何卒ご理解くださいますようお願い申し上げます。",
        ),
        (
            "not_a_notice",
            "Уведомление о работах",
            "С 23:00 9 мая 2026 года до 6:00 интернет-банк будет недоступен. Приносим извинения за неудобства и благодарим за понимание.",
        ),
    ],
)
def test_what_the_text_is_decides_and_not_its_title(relevance: str, title: str, body: str) -> None:
    facts = understand(Document(f"{title}\n{body}", title, language="en" if title.isascii() else "zh"), READING)
    assert facts.relevance == relevance
    assert (facts.category is None) == (relevance != "notice")


def test_the_reason_says_that_the_language_is_not_read() -> None:
    text = "Avis\nLe service ne sera pas disponible pour les clients dans la nuit, et nous vous prions de nous excuser "
    text += "pour la gêne. Les agences sont ouvertes avec les horaires que vous connaissez, et une équipe est là."
    facts = understand(Document(text, "Avis", language="en"), READING)
    assert "language" in facts.reasons[0].words


@pytest.mark.parametrize(
    "text",
    [
        "Fees and charges for your account will be changed on 1 May. Please see the table below for all of them.",
        "服务调整通知。自5月1日起执行，详情请咨询客服。",
        "Fee | 10 | 20\nWire | 30 | 40",
        "Casa de Ahorro Bank will change the rate for Van der Berg accounts and for the Los Angeles branch on 1 May.",
        "",
    ],
)
def test_english_and_chinese_are_never_taken_for_another_language(text: str) -> None:
    assert not foreign(text)


def test_a_few_masked_numbers_are_no_list_of_people() -> None:
    text = "抽奖活动\n活动时间：5月1日至5月31日。短信将发送至您的手机（如138****1234），获奖客户请到网点领取奖品。"
    assert understand(Document(text, "抽奖活动"), READING).relevance == "notice"

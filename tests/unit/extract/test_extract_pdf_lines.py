"""What the lines of a PDF become: the title, paragraphs, the day under the notice, small print."""

from __future__ import annotations

import datetime as dt

from ingest.extract.pdf_text import Row, notice_of


def row(text: str, top: float, *, size: float = 10.0, x0: float = 60.0, x1: float = 530.0) -> Row:
    return Row(text, 0, x0, x1, top, top + size, top / 800)


ROWS = [
    row("云岭银行 张贴版（编号YL-7）印制日期2026年9月29日", 60, size=8, x1=320),
    row("2026年第三期大额存单发售告示", 90, size=11.3, x0=150, x1=440),
    row("本行将于近日发售第三期大额存单，发售要点如下，供投资者参考，认购前请仔细阅读产品说明书全文及", 130),
    row("风险提示。", 146, x1=110),
    row("一、买多少", 180, size=11.9, x1=120),
    row("以二十万元为起点，按一万元递增，每人合计不超过一千万元，多次购买的合并计算，超过的部分不予受", 210),
    row("理。", 226, x1=80),
    row("云岭银行股份有限公司", 260, x0=380),
    row("2026年10月8日", 276, size=9.2, x0=450),
    row("同期代销：云享一号理财，起点1万元｜服务监督0571-00000000", 300, size=8, x1=450),
]


def test_a_numbered_heading_is_no_title_however_large_its_letters_are() -> None:
    assert notice_of(ROWS, [], "DMY").title == "2026年第三期大额存单发售告示"


def test_the_day_under_the_notice_is_its_date_and_small_print_behind_it_is_left_out() -> None:
    notice = notice_of(ROWS, [], "DMY")
    assert (notice.published, notice.published_from) == (dt.date(2026, 10, 8), "signature")
    assert not any("云享一号" in block.text or "印制日期" in block.text for block in notice.blocks)


def test_lines_of_chinese_text_are_joined_without_a_blank() -> None:
    texts = [block.text for block in notice_of(ROWS, [], "DMY").blocks]
    assert any("不予受理。" in text for text in texts)

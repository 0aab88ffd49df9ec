"""A rates page that is watched row by row, from day to day: its row differences are told, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from bank_web import BankWeb, Runs

from ingest.model import (
    BulletinDraft,
    DraftKind,
    DraftState,
    FaqDraft,
    FlagCode,
    StoredDraft,
    Urgency,
    VisitReport,
    VisitStatus,
)

HEAD = ("项目", "期限", "年利率")
RATES = [
    ("整存整取", "三个月", "0.65%"),
    ("整存整取", "一年", "0.95%"),
    ("整存整取", "五年", "1.30%"),
    ("活期", "—", "0.05%"),
]
ROWS = "id = 'rates'\nkind = 'page'\nurl = '{base}/rates.html'\nrows = {{}}"


def rates(rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD, clock: str = "08:00") -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    heads = "".join(f"<th>{h}</th>" for h in head)
    return (
        "<html><head><meta charset='utf-8'><title>人民币存款挂牌利率_我的银行</title></head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<h1>人民币存款挂牌利率</h1><p>更新时间：2026-11-23 {clock}　浏览次数：{clock[:2]}{clock[3:]}</p>"
        f"<table class='rates'><tr>{heads}</tr>{lines}</table><p>以上利率供参考，请以网点公布为准。咨询电话：95260</p></body></html>"
    ).encode()


def visit(runs: Runs, bank: BankWeb, page: bytes | int, block: str = ROWS) -> VisitReport:
    bank.pages["/rates.html"] = page
    return runs.one(block)


def queue(runs: Runs) -> list[StoredDraft]:
    with runs.store.reading() as tx:
        return tx.drafts.queue()


def bulletin(runs: Runs) -> BulletinDraft:
    [found] = [d.content for d in queue(runs) if d.kind is DraftKind.BULLETIN]
    assert isinstance(found, BulletinDraft)
    return found


def approve_all(runs: Runs) -> None:
    with runs.store.writing() as tx:
        for draft in tx.drafts.queue():
            assert tx.drafts.move(
                draft.id, version=draft.version, from_states=(DraftState.PENDING,), to=DraftState.APPROVED, reason=None
            )


def with_rate(row: int, rate: str, of: Sequence[Sequence[str]] = RATES) -> list[tuple[str, ...]]:
    return [(*r[:-1], rate) if n == row else tuple(r) for n, r in enumerate(of)]


def test_two_days_of_a_rates_page(runs: Runs, bank: BankWeb) -> None:
    first = visit(runs, bank, rates(RATES))
    assert (first.new, first.drafts, first.status, queue(runs)) == (1, 0, VisitStatus.OK, [])

    runs.clock.forward(days=1)
    same = visit(runs, bank, rates(RATES[::-1], clock="09:30"))
    assert (same.revised, same.drafts, same.unchanged, same.status) == (0, 0, 1, VisitStatus.UNCHANGED)

    runs.clock.forward(days=1)
    rows = [*with_rate(1, "0.85%")[:2], ("整存整取", "三年", "1.25%"), RATES[3]]
    changed = visit(runs, bank, rates(rows, clock="10:00"))
    assert (changed.new, changed.revised, changed.status) == (0, 1, VisitStatus.OK)
    drafts = queue(runs)
    with runs.store.reading() as tx:
        revision = tx.notices.revision(drafts[0].revision_id)
    assert revision and [(d.what, d.label, d.old, d.new) for d in revision.differences] == [
        ("cell", "整存整取 一年 · 年利率", "0.95%", "0.85%"),
        ("row", "整存整取 三年", None, "年利率: 1.25%"),
        ("row", "整存整取 五年", "年利率: 1.30%", None),
    ]
    told = bulletin(runs)
    assert told.what_changes == (
        "整存整取 一年：年利率 0.95% → 0.85%；新增整存整取 三年：年利率 1.25%；不再列出整存整取 五年（原年利率 1.30%）"
    )
    assert told.urgency is Urgency.P1
    faqs = [d.content for d in drafts if isinstance(d.content, FaqDraft)]
    assert [f.question for f in faqs] == [
        "人民币存款挂牌利率有哪些变化？",
        "整存整取 一年的年利率现在是多少？",
        "整存整取 三年的年利率现在是多少？",
    ]
    assert faqs[1].answer == "年利率为0.85%，此前为0.95%。"
    assert all(not d.unsupported for d in drafts)
    assert not any(rate in str(d.content) for d in drafts for rate in ("0.65%", "0.05%"))
    texts = [revision.document.text[c.span.start : c.span.end] for d in drafts for c in d.content.citations]
    assert "整存整取 | 一年 | 0.95%" in texts and "整存整取 | 一年 | 0.85%" in texts
    assert all(
        c.quote == revision.document.text[c.span.start : c.span.end] for d in drafts for c in d.content.citations
    )


def test_a_change_that_nobody_decided_on_is_told_with_the_next_one(runs: Runs, bank: BankWeb) -> None:
    visit(runs, bank, rates(RATES))
    visit(runs, bank, rates(with_rate(1, "0.85%")))
    visit(runs, bank, rates(with_rate(0, "0.60%", with_rate(1, "0.80%"))))
    assert bulletin(runs).what_changes == "整存整取 三个月：年利率 0.65% → 0.60%；整存整取 一年：年利率 0.95% → 0.80%"
    with runs.store.reading() as tx:
        revision = tx.notices.revision(queue(runs)[0].revision_id)
    assert revision and [(d.old, d.new) for d in revision.differences] == [("0.65%", "0.60%"), ("0.85%", "0.80%")]


def test_what_was_decided_is_not_told_again(runs: Runs, bank: BankWeb) -> None:
    visit(runs, bank, rates(RATES))
    visit(runs, bank, rates(with_rate(1, "0.85%")))
    approve_all(runs)
    visit(runs, bank, rates(with_rate(0, "0.60%", with_rate(1, "0.85%"))))
    assert bulletin(runs).what_changes == "整存整取 三个月：年利率 0.65% → 0.60%"


def test_a_change_that_is_taken_back_leaves_nothing_to_decide(runs: Runs, bank: BankWeb) -> None:
    visit(runs, bank, rates(RATES))
    visit(runs, bank, rates(with_rate(1, "0.85%")))
    back = visit(runs, bank, rates(RATES))
    assert (back.revised, back.drafts, queue(runs)) == (1, 0, [])


def test_other_columns_are_suspicious_once_and_told(runs: Runs, bank: BankWeb) -> None:
    visit(runs, bank, rates(RATES))
    head, rows = (*HEAD, "起存金额"), [(*r, "50元") for r in with_rate(1, "0.85%")]
    visited = visit(runs, bank, rates(rows, head))
    assert visited.status is VisitStatus.DEGRADED and visited.causes[0].code == "columns_changed"
    drafts = queue(runs)
    assert "年利率 0.95% → 0.85%" in bulletin(runs).what_changes and "表头变化" in bulletin(runs).what_changes
    assert {f.code for d in drafts for f in d.flags} == {FlagCode.COLUMNS_CHANGED}
    assert all(d.content.confidence == 0.5 for d in drafts)
    assert visit(runs, bank, rates(rows, head, "11:00")).status is VisitStatus.UNCHANGED


def test_a_table_that_is_gone_is_suspicious_until_it_is_back(runs: Runs, bank: BankWeb) -> None:
    visit(runs, bank, rates(RATES))
    without = "<html><meta charset='utf-8'><body><h1>人民币存款挂牌利率</h1><p>利率表正在更新，请稍后再来查看，给您带来不便敬请谅解。</p></body></html>".encode()
    for _ in range(2):
        visited = visit(runs, bank, without)
        assert (visited.status, visited.revised, visited.gone) == (VisitStatus.DEGRADED, 0, 0)
    assert visit(runs, bank, rates(RATES)).status is VisitStatus.UNCHANGED
    assert queue(runs) == []


def test_a_selector_that_finds_nothing_is_told_from_the_first_visit_and_mended_by_the_block(
    runs: Runs, bank: BankWeb
) -> None:
    wrong = ROWS.replace("rows = {{}}", "rows = {{ table = 'table.gone' }}")
    for _ in range(2):
        visited = visit(runs, bank, rates(RATES), wrong)
        assert (visited.status, visited.drafts) == (VisitStatus.DEGRADED, 0)
    mended = visit(runs, bank, rates(RATES), ROWS.replace("rows = {{}}", "rows = {{ table = 'table.rates' }}"))
    assert (mended.status, mended.new, mended.drafts) == (VisitStatus.OK, 1, 0)
    assert visit(runs, bank, rates(with_rate(0, "0.60%"))).revised == 1


def test_an_english_page_is_told_in_english(runs: Runs, bank: BankWeb) -> None:
    def page(rate: str) -> bytes:
        return (
            "<html><body><h1>Savings rates</h1><p>These are the interest rates for our savings accounts and term deposits.</p>"
            "<table><tr><th>Account</th><th>Annual rate</th></tr>"
            f"<tr><td>Easy access</td><td>1.10%</td></tr><tr><td>One year fixed</td><td>{rate}</td></tr></table></body></html>"
        ).encode()

    visit(runs, bank, page("3.50%"))
    visit(runs, bank, page("3.25%"))
    assert bulletin(runs).what_changes == "One year fixed: Annual rate 3.50% → 3.25%"
    assert bulletin(runs).script == "The Annual rate of One year fixed is now 3.25%; it was 3.50%."
    assert all(not d.unsupported for d in queue(runs))


def test_a_day_beside_the_table_counts_where_it_is_new(runs: Runs, bank: BankWeb) -> None:
    def dated(page: bytes, day: str) -> bytes:
        return page.replace("以上利率供参考".encode(), f"以上利率自{day}起执行，供参考".encode())

    visit(runs, bank, dated(rates(RATES), "2025年5月20日"))
    visit(runs, bank, dated(rates(with_rate(1, "0.85%")), "2025年5月20日"))
    assert bulletin(runs).when == "页面未写明生效时间"
    visit(runs, bank, dated(rates(with_rate(1, "0.80%")), "2026年11月25日"))
    assert bulletin(runs).when == "自2026年11月25日起"
    assert {str(d.starts) for d in queue(runs)} == {"2026-11-25"}
    assert all(not d.unsupported for d in queue(runs))


def test_columns_without_a_name_are_told_without_one(runs: Runs, bank: BankWeb) -> None:
    visit(runs, bank, rates([("补卡手续费", "10元/卡"), ("挂失手续费", "15元/笔")], ()))
    visit(runs, bank, rates([("补卡手续费", "12元/卡"), ("挂失手续费", "15元/笔")], ()))
    assert bulletin(runs).what_changes == "补卡手续费：10元/卡 → 12元/卡"
    assert bulletin(runs).script == "补卡手续费现在是12元/卡，此前是10元/卡。"
    assert all(not d.unsupported for d in queue(runs))


def test_many_changes_are_one_list_and_none_is_lost(runs: Runs, bank: BankWeb) -> None:
    many = [(f"产品{chr(0x4E00 + n)}", "一年", f"{1 + n / 100:.2f}%") for n in range(40)]
    visit(runs, bank, rates(many))
    visit(runs, bank, rates([(*r[:-1], f"{1.5 + n / 100:.2f}%") for n, r in enumerate(many)]))
    [faq] = [d.content for d in queue(runs) if isinstance(d.content, FaqDraft)]
    assert len(faq.operation_points) == 40
    assert bulletin(runs).what_changes.endswith("其余变化见问答")
    assert all(not d.unsupported for d in queue(runs))

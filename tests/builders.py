"""Made-up notices, drafts and people for tests of review, publish and web."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from ingest.model import (
    Actor,
    BulletinDraft,
    Category,
    Cell,
    Citation,
    Contact,
    ContactKind,
    ContactRole,
    Direction,
    Document,
    EndKind,
    Entry,
    Evidence,
    FactDifference,
    Facts,
    FaqDraft,
    Figure,
    FigureKind,
    Fingerprint,
    Flag,
    FlagCode,
    Intent,
    Moment,
    OpenQuestion,
    Passage,
    PassageKind,
    Quantity,
    Relevance,
    Role,
    Span,
    StoredDraft,
    Table,
    Tier,
    Unsupported,
    Urgency,
    Window,
    WindowRole,
)
from ingest.review.decisions import approve
from ingest.store.drafts import NewDraft
from ingest.store.store import Store

ADMIN = Actor("ada", frozenset({Role.ADMINISTRATOR}))
CUSTOMER = Actor("chen", frozenset({Role.CUSTOMER_EXPERT}))
BUSINESS = Actor("bai", frozenset({Role.BUSINESS_EXPERT}))
BOTH = Actor("bo", frozenset({Role.CUSTOMER_EXPERT, Role.BUSINESS_EXPERT}))
AGENT = Actor("an", frozenset({Role.AGENT}))
OPERATOR = Actor("op", frozenset({Role.OPERATOR}))
AUDITOR = Actor("au", frozenset({Role.AUDITOR}))
LEADER = Actor("lu", frozenset({Role.TEAM_LEADER}))


def moment(text: str) -> Moment:
    day, _, time = text.partition("T")
    return Moment(dt.date.fromisoformat(day), dt.time.fromisoformat(time) if time else None)


class Page:
    """Builds a Document line by line; knows where each quote stands."""

    def __init__(
        self, title: str, *lines: str, language: str = "zh", url: str = "https://www.lakebank.example/n/1"
    ) -> None:
        self.text = title
        self.title = title
        self.language = language
        self.url = url
        self.passages = [Passage(PassageKind.TITLE, Span(0, len(title)), "/html/body/h1")]
        self.tables: list[Table] = []
        for line in lines:
            self.line(line)

    def line(self, text: str, kind: PassageKind = PassageKind.PARAGRAPH) -> Span:
        start = len(self.text) + 1
        self.text += "\n" + text
        span = Span(start, len(self.text))
        self.passages.append(Passage(kind, span, f"/html/body/p[{len(self.passages)}]"))
        return span

    def table(self, *rows: Sequence[str]) -> Page:
        """The same text in neighbouring cells of a row is one cell that spans them."""
        grid: list[tuple[Cell, ...]] = []
        for n, row in enumerate(rows):
            span = self.line(" | ".join(dict.fromkeys(row)), PassageKind.ROW)
            grid.append(tuple(self._cell(text, span, n == 0) for text in row))
        whole = Span(grid[0][0].span.start, len(self.text))
        self.tables.append(Table(tuple(grid), whole, "/html/body/table[1]"))
        return self

    def _cell(self, text: str, row: Span, header: bool) -> Cell:
        start = self.text.index(text, row.start)
        return Cell(text, Span(start, start + len(text)), header)

    def document(self) -> Document:
        return Document(
            self.text,
            self.title,
            tuple(self.passages),
            tuple(self.tables),
            language=self.language,
            published=dt.date(2026, 11, 20),
            url=self.url,
        )

    def evidence(self, quote: str) -> Evidence:
        start = self.text.index(quote)
        return Evidence(Span(start, start + len(quote)), quote, "test")

    def cite(self, quote: str) -> Citation:
        return Citation(quote, self.evidence(quote).span)

    def facts(self, **more: Any) -> Facts:
        given = {"category": Category.FEE_CHANGE, "relevance": Relevance.NOTICE, **more}
        return Facts(self.title, self.language, "hans", dt.date(2026, 11, 20), **given)


def fee_page(new: str = "6元") -> tuple[Document, Facts, FaqDraft, BulletinDraft]:
    """A regulated notice with a table: counter transfers become cheaper."""
    page = Page(
        "关于下调柜面跨行转账手续费的公告",
        "尊敬的客户：",
        f"自2026年12月1日起，我行个人柜面跨行转账手续费由每笔10元调整为每笔{new}。",
        "手机银行转账继续免收手续费，无需申请。如有疑问请致电95077。",
    )
    page.table(("项目", "调整前", "调整后"), ("柜面跨行转账", "10元", new), ("手机银行转账", "免费", "免费"))
    quote = f"手续费由每笔10元调整为每笔{new}"
    fee = Figure(
        FigureKind.FEE,
        "个人柜面跨行转账手续费",
        (Quantity(_number("10"), "CNY/transaction"),),
        (Quantity(_number(new.rstrip("元")), "CNY/transaction"),),
        Direction.DOWN,
        page.evidence(quote),
        old_text="10元",
        new_text=new,
    )
    start = moment("2026-12-01")
    facts = page.facts(
        windows=(Window(WindowRole.EFFECTIVE, start, None, EndKind.OPEN, page.evidence("自2026年12月1日起")),),
        figures=(fee,),
        contacts=(Contact(ContactKind.PHONE, "95077", ContactRole.OFFICIAL, page.evidence("95077")),),
        tier=Tier.REGULATED,
    )
    faq = FaqDraft(
        Intent.HOW_MUCH,
        "柜面跨行转账手续费是多少？",
        f"2026年12月1日起每笔{new}，原来每笔10元。",
        operation_points=("手机银行转账免收手续费，无需申请。",),
        conditions=("适用于个人柜面跨行转账。",),
        say=f"12月1日起柜面跨行转账每笔{new}，手机银行免费。",
        valid_from=start,
        keywords=("转账", "手续费", "柜面"),
        citations=(page.cite(quote), page.cite("手机银行转账继续免收手续费，无需申请")),
        confidence=0.92,
    )
    bulletin = BulletinDraft(
        "柜面跨行转账手续费下调",
        f"个人柜面跨行转账：每笔10元 → 每笔{new}。",
        "2026年12月1日起",
        "到柜面办理跨行转账的个人客户",
        f"12月1日起柜面跨行转账每笔{new}，手机银行转账免费。",
        operation_points=("建议客户使用手机银行。",),
        urgency=Urgency.P2,
        starts=start,
        citations=(page.cite(quote),),
        confidence=0.9,
    )
    return page.document(), facts, faq, bulletin


def outage_page() -> tuple[Document, Facts, FaqDraft, BulletinDraft]:
    """A fast-lane notice in English that starts today."""
    page = Page(
        "Mobile banking maintenance",
        "Mobile banking will be unavailable from 22:00 on 23 November 2026 to 06:00 on 24 November 2026.",
        "Cash machines and card payments keep working.",
        language="en",
        url="https://www.lakebank.example/en/n/2",
    )
    start, end = moment("2026-11-23T22:00"), moment("2026-11-24T06:00")
    quote = "from 22:00 on 23 November 2026 to 06:00 on 24 November 2026"
    facts = page.facts(
        category=Category.MAINTENANCE,
        windows=(Window(WindowRole.OUTAGE, start, end, EndKind.DATE, page.evidence(quote)),),
        tier=Tier.FAST,
    )
    faq = FaqDraft(
        Intent.WHEN,
        "When is mobile banking unavailable?",
        "From 22:00 on 23 November 2026 to 06:00 on 24 November 2026.",
        operation_points=("Use a cash machine or pay by card.",),
        say="Mobile banking is back at 06:00 on 24 November.",
        valid_from=start,
        valid_until=end,
        keywords=("mobile banking", "outage"),
        citations=(page.cite(quote),),
    )
    bulletin = BulletinDraft(
        "Mobile banking down tonight",
        "Mobile banking is unavailable overnight.",
        "22:00 on 23 November 2026 to 06:00 on 24 November 2026",
        "All mobile banking customers",
        "Mobile banking is back at 06:00 on 24 November; cards keep working.",
        do_not_say="Do not promise an earlier return.",
        urgency=Urgency.P0,
        starts=start,
        expires=end,
        citations=(page.cite(quote),),
    )
    return page.document(), facts, faq, bulletin


def put(
    store: Store,
    document: Document,
    facts: Facts,
    *contents: FaqDraft | BulletinDraft,
    source: str = "lake-notices",
    tier: Tier | None = None,
    flags: tuple[Flag, ...] = (),
    unsupported: tuple[Unsupported, ...] = (),
    questions: tuple[OpenQuestion, ...] = (),
    revises: int | None = None,
    notice_id: int | None = None,
    differences: tuple[FactDifference, ...] = (),
) -> list[StoredDraft]:
    """Store the notice (or its next revision) and its drafts, as the pipeline does."""
    content = hashlib.sha256(document.text.encode()).hexdigest()
    fingerprint = Fingerprint(content, document.title, facts.published)
    with store.writing() as tx:
        if notice_id is None:
            notice_id, revision_id = tx.notices.add(
                source_id=source,
                url=document.url or "",
                snapshot_sha=None,
                fingerprint=fingerprint,
                document=document,
                facts=facts,
            )
        else:
            revision_id = tx.notices.revise(
                notice_id,
                snapshot_sha=None,
                fingerprint=fingerprint,
                document=document,
                facts=facts,
                differences=differences,
            )
            tx.drafts.supersede_open(notice_id, except_revision=revision_id)
            tx.entries.source_changed(notice_id, True)
        new = [
            NewDraft(
                notice_id,
                revision_id,
                draft,
                tier or facts.tier,
                facts.category,
                facts.title,
                facts.language,
                draft.urgency if isinstance(draft, BulletinDraft) else Urgency.P2,
                source_ids=(source,),
                starts=draft.valid_from if isinstance(draft, FaqDraft) else draft.starts,
                expires=draft.valid_until if isinstance(draft, FaqDraft) else draft.expires,
                unsupported=unsupported,
                flags=flags,
                revises=revises,
            )
            for draft in contents
        ]
        ids = tx.drafts.add_all(new)
        tx.drafts.add_questions(notice_id, revision_id, questions)
        return [draft for id in ids if (draft := tx.drafts.get(id))]


def malformed_page() -> tuple[Document, Facts, FaqDraft, tuple[Flag, ...]]:
    """The source lost the signs of its date; nobody may guess."""
    page = Page("关于调整营业时间的公告", "自2026125日起，城南支行营业时间调整。")
    faq = FaqDraft(Intent.WHEN, "什么时候调整营业时间？", "以公告日期为准，请核对。", say="请核对。")
    flag = Flag(FlagCode.MALFORMED_DATE, page.evidence("2026125日"), "malformed")
    return page.document(), page.facts(category=Category.BRANCH_CHANGE, flags=(flag,)), faq, (flag,)


def publish_all(store: Store, drafts: Sequence[StoredDraft], clock: Any) -> list[Entry]:
    """Approve by everybody who has to."""
    for draft in drafts:
        people = (CUSTOMER, BUSINESS) if draft.tier is not Tier.STANDARD else (CUSTOMER,)
        for actor in people:
            approve(store, actor, draft.id, draft.version, clock)
    with store.reading() as tx:
        return [tx.entries.of_draft(draft.id)[-1] for draft in drafts]


def changed(draft: FaqDraft | BulletinDraft, **fields: Any) -> FaqDraft | BulletinDraft:
    return dataclasses.replace(draft, **fields)


def _number(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)

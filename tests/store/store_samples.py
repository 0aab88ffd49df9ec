"""Small notices, drafts and entries of our own making."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ingest.model import (
    Approval,
    BulletinDraft,
    Category,
    Document,
    Entry,
    Facts,
    FaqDraft,
    Fingerprint,
    Intent,
    Relevance,
    Role,
    Tier,
    Urgency,
)
from ingest.store import Transaction
from ingest.store.drafts import NewDraft

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
URL = "https://www.bank.example/notice/1.html"


def document(title: str = "关于调整账户管理费的公告", text: str | None = None) -> Document:
    return Document(text=text or f"{title}\n自2026年5月1日起每月收取10元。", title=title)


def facts(title: str = "关于调整账户管理费的公告", category: Category | None = Category.FEE_CHANGE) -> Facts:
    return Facts(title, "zh", "hans", dt.date(2026, 3, 1), Relevance.NOTICE, category)


def fingerprint(
    content: str = "v1:a", title: str = "关于调整账户管理费的公告", sketch: tuple[int, ...] = ()
) -> Fingerprint:
    return Fingerprint(
        content, title, dt.date(2026, 3, 1), sketch or tuple(hash((content, n)) & 0xFFFF for n in range(64))
    )


def add_notice(tx: Transaction, url: str = URL, *, source_id: str = "site", **print_of: Any) -> tuple[int, int]:
    fp = fingerprint(**{"content": f"v1:{url}", "title": f"公告{url}"} | print_of)
    return tx.notices.add(
        source_id=source_id, url=url, snapshot_sha=None, fingerprint=fp, document=document(), facts=facts()
    )


def faq(question: str = "账户管理费什么时候调整？", answer: str = "自2026年5月1日起调整。", **more: Any) -> FaqDraft:
    return FaqDraft(Intent.WHEN, question, answer, **more)


def bulletin(headline: str = "账户管理费5月1日起调整", **more: Any) -> BulletinDraft:
    return BulletinDraft(headline, "每月10元", "2026年5月1日起", "个人客户", "您好，账户管理费将调整。", **more)


def new_draft(
    notice_id: int, revision_id: int, content: FaqDraft | BulletinDraft | None = None, **more: Any
) -> NewDraft:
    values: dict[str, Any] = {
        "tier": Tier.STANDARD,
        "category": Category.FEE_CHANGE,
        "title": "关于调整账户管理费的公告",
        "language": "zh",
        "urgency": Urgency.P2,
    }
    return NewDraft(notice_id, revision_id, content or faq(), **values | more)


def add_draft(tx: Transaction, url: str = URL, content: FaqDraft | BulletinDraft | None = None, **more: Any) -> int:
    return tx.drafts.add(new_draft(*add_notice(tx, url), content, **more))


def entry_for(tx: Transaction, draft_id: int, **more: Any) -> Entry:
    draft = tx.drafts.get(draft_id)
    assert draft
    values: dict[str, Any] = {
        "id": 0,
        "kind": draft.kind,
        "draft_id": draft.id,
        "notice_id": draft.notice_id,
        "revision_id": draft.revision_id,
        "version": draft.version,
        "content": draft.content,
        "category": draft.category,
        "language": draft.language,
        "title": draft.title,
        "source_url": URL,
        "starts": draft.starts,
        "expires": draft.expires,
        "urgency": draft.urgency,
        "published_at": NOON,
        "approvals": (Approval(draft.id, draft.version, "li", Role.CUSTOMER_EXPERT, NOON),),
    }
    return Entry(**values | more)


def publish(tx: Transaction, content: FaqDraft | BulletinDraft, url: str, **more: Any) -> int:
    return tx.entries.publish(entry_for(tx, add_draft(tx, url, content), **more))

"""A notice whose source changed after its entries were approved, and people had edited one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from builders import ADMIN, changed, fee_page, publish_all, put
from sqlalchemy import event

from ingest.model import Entry
from ingest.review.decisions import amend
from ingest.store.store import Store

ANSWER = "您好！2026年12月1日起，每笔6元，以前每笔10元。"


def revised(
    store: Store,
    clock: Any,
    *,
    old: str = "6元",
    new: str = "5元",
    answer: str = ANSWER,
    drafts: int = 2,
    more: int = 0,
    url: str = "https://www.lakebank.example/n/1",
    only_old: str = "",
) -> tuple[list[Entry], int]:
    """An FAQ that ada reworded and a bulletin are published; then the page says `new` for `old`. The entries and the
    new revision, which has the first so many `drafts` that would replace them. `more` FAQs are published too. `only_old` stands in the old page alone."""
    document, facts, faq, bulletin = fee_page(old)
    document = replace(
        document, url=url, text=document.text.replace("尊敬的客户", f"尊敬的客户{more or ''}") + only_old
    )
    others = [changed(faq, question=f"问题{n}：柜面跨行转账手续费是多少？") for n in range(more)]
    first, *rest = put(store, document, facts, faq, bulletin, *others)
    first = amend(store, ADMIN, first.id, 1, changed(faq, answer=answer), clock)
    entries = publish_all(store, [first, *rest], clock)
    document, facts, faq, bulletin = fee_page(new)
    document = replace(document, url=url)
    contents = (faq, bulletin)[:drafts]
    revision_id = 0
    for content, entry in zip(contents, entries, strict=False):
        revision_id = put(store, document, facts, content, notice_id=entry.notice_id, revises=entry.id)[0].revision_id
    if not contents:
        put(store, document, facts, notice_id=entries[0].notice_id)
    with store.reading() as tx:
        notice = tx.notices.get(entries[0].notice_id)
    assert notice
    return entries, revision_id or notice.current_revision_id


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are read inside the block."""
    found: list[str] = []

    def listen(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        found.append(statement)

    event.listen(store._reader, "before_cursor_execute", listen)
    yield found
    event.remove(store._reader, "before_cursor_execute", listen)

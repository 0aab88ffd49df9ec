"""What the review desk has to remember: versions, corrections, claims, assignments, tokens, saved views."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """One function for each table, in the order of `tables.py`."""
    notices()
    revisions()
    turned_away()
    drafts()
    draft_versions()
    corrections()
    claims()
    unsaved()
    entries()
    edits()
    entry_facts()
    carried()
    users()
    sessions()
    api_tokens()
    replies()
    throttles()
    saved_views()
    audit()


def notices() -> None:
    """What came in a period is counted."""
    op.create_index("ix_notices_first_seen", "notices", ["first_seen"])


def revisions() -> None:
    """With which settings and rules a revision was read: the same bytes give the same drafts again."""
    op.add_column("revisions", sa.Column("reading", sa.Text, nullable=True))
    op.add_column("revisions", sa.Column("rules", sa.String(64), nullable=True))


def turned_away() -> None:
    """What no draft was made of, and why; a person may say that it is a notice after all."""
    op.create_table(
        "turned_away",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("source_id", sa.String(200), nullable=False),
        sa.Column("department", sa.String(100), nullable=True),
        sa.Column("title", sa.Text, nullable=True),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("reading", sa.Text, nullable=True),
        sa.Column("admitted_by", sa.Text, nullable=True),
        sa.Column("admitted_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_turned_away"),
        sa.UniqueConstraint("key", name="uq_turned_away_key"),
    )
    op.create_index("ix_turned_away_at", "turned_away", ["at"])


def drafts() -> None:
    op.add_column("drafts", sa.Column("reason_code", sa.String(40), nullable=True))
    op.add_column("drafts", sa.Column("headline", sa.Text, nullable=False, server_default=""))
    op.add_column("drafts", sa.Column("confidence", sa.Float, nullable=False, server_default="1"))
    op.add_column("drafts", sa.Column("snoozed_until", INSTANT, nullable=True))
    op.add_column("drafts", sa.Column("department", sa.String(100), nullable=True))
    op.add_column("drafts", sa.Column("due", INSTANT, nullable=True))
    op.add_column("drafts", sa.Column("split_from", ID, nullable=True))
    op.create_index("ix_drafts_kind_starts", "drafts", ["kind", "starts"])
    few = sa.text("revises IS NOT NULL")
    op.create_index("ix_drafts_revises", "drafts", ["revises"], sqlite_where=few, postgresql_where=few)
    _headlines()


def _headlines() -> None:
    """The line under which the queue lists a draft stood in its content only."""
    table = sa.table(
        "drafts",
        sa.column("id", sa.Integer),
        sa.column("content", sa.Text),
        sa.column("headline", sa.Text),
        sa.column("confidence", sa.Float),
    )
    for id_, text in op.get_bind().execute(sa.select(table.c.id, table.c.content)).all():
        content = json.loads(text)
        line = content.get("question") or content.get("headline") or ""
        values = {"headline": line, "confidence": content.get("confidence", 1.0)}
        op.get_bind().execute(sa.update(table).where(table.c.id == id_).values(values))


def draft_versions() -> None:
    op.create_table(
        "draft_versions",
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("unsupported", sa.Text, nullable=False),
        sa.Column("editor", sa.Text, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "version", name="pk_draft_versions"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_draft_versions_draft_id"),
    )


def corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("before", sa.Text, nullable=True),
        sa.Column("after", sa.Text, nullable=True),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_corrections_revision_id"),
    )
    op.create_index("ix_corrections_revision_id", "corrections", ["revision_id"])


def claims() -> None:
    op.create_table(
        "claims",
        sa.Column("notice_id", ID, nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("notice_id", name="pk_claims"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_claims_notice_id"),
    )


def unsaved() -> None:
    op.create_table(
        "unsaved",
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "owner", name="pk_unsaved"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_unsaved_draft_id"),
    )


def entries() -> None:
    op.add_column("entries", sa.Column("emergency", sa.Text, nullable=True))
    op.create_index("ix_entries_superseded_by", "entries", ["superseded_by"])
    op.create_index("ix_entries_published_at", "entries", ["published_at"])
    for name, few in (("unvalidated", "validated IS {0}"), ("changed", "source_changed IS {1}")):
        sqlite, postgresql = sa.text(few.format(0, 1)), sa.text(few.format("false", "true"))
        op.create_index(f"ix_entries_{name}", "entries", ["id"], sqlite_where=sqlite, postgresql_where=postgresql)


def edits() -> None:
    """How far the words that people published are from those that the rules proposed."""
    op.create_table(
        "edits",
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_edits"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_edits_entry_id"),
    )


def entry_facts() -> None:
    op.create_table(
        "entry_facts",
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("label_key", sa.String(32), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("value_key", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "position", name="pk_entry_facts"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_entry_facts_entry_id"),
    )
    op.create_index("ix_entry_facts_label_key", "entry_facts", ["label_key"])
    op.create_index("ix_entry_facts_value_key", "entry_facts", ["value_key"])


def carried() -> None:
    """Drafts that new values were carried into: which published entry they replace, and whose revision is behind it."""
    op.create_table(
        "carried",
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft_id", name="pk_carried"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_carried_draft_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_carried_entry_id"),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name="fk_carried_revision_id"),
    )
    op.create_index("ix_carried_group_id", "carried", ["group_id"])
    op.create_index("ix_carried_entry_id", "carried", ["entry_id"])


def users() -> None:
    op.add_column("users", sa.Column("email", sa.Text, nullable=True))
    op.add_column("users", sa.Column("department", sa.String(100), nullable=True))
    op.add_column("users", sa.Column("subject", sa.String(400), nullable=True))
    op.add_column("users", sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("users", sa.Column("last_login", INSTANT, nullable=True))
    op.create_index("ix_users_subject", "users", ["subject"], unique=True)


def sessions() -> None:
    op.add_column("sessions", sa.Column("seen", INSTANT, nullable=True))
    op.add_column("sessions", sa.Column("client", sa.Text, nullable=True))


def api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("token_hash", sa.String(200), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires", INSTANT, nullable=True),
        sa.Column("last_used", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_api_tokens_user_id"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"])


def replies() -> None:
    """What a program was answered when it decided, for when it asks the same again."""
    op.create_table(
        "replies",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("request", sa.String(32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("media_type", sa.String(100), nullable=True),
        sa.Column("etag", sa.String(100), nullable=True),
        sa.Column("body", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_replies"),
    )
    op.create_index("ix_replies_at", "replies", ["at"])


def throttles() -> None:
    """Failures by address, and by names that nobody has: those of a person are counted with the person."""
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttles"),
    )


def saved_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_saved_views_user_id"),
        sa.UniqueConstraint("user_id", "name", name="uq_saved_views_user_id_name"),
    )


def audit() -> None:
    """What a person did last is asked for each time that it may be undone."""
    op.create_index("ix_audit_actor_id", "audit", ["actor", "id"])
    op.create_index("ix_audit_action_id", "audit", ["action", "id"])
    op.create_index("ix_audit_at", "audit", ["at"])

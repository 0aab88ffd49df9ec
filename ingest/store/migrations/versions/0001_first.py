"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Type = sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]]
ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)
KEY = sa.String(32)
SOURCE = sa.String(200)


def upgrade() -> None:
    reading()
    visiting()
    reviewing()
    people()
    auditing()
    freezing()
    searching()


def column(name: str, kind: Type, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def points(column: str, table: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def reading() -> None:
    op.create_table("meta", column("name", sa.String(100)), column("value", sa.Text), primary("meta", "name"))
    op.create_table(
        "snapshots",
        column("sha256", sa.String(64)),
        column("url", sa.Text),
        column("media_type", sa.Text, null=True),
        column("charset", sa.Text, null=True),
        column("fetched_at", INSTANT),
        column("size", sa.BigInteger),
        column("data", sa.LargeBinary),
        primary("snapshots", "sha256"),
    )
    op.create_table(
        "notices",
        column("id", ID),
        column("title", sa.Text),
        column("url", sa.Text),
        column("category", sa.String(40), null=True),
        column("first_seen", INSTANT),
        column("gone_at", INSTANT, null=True),
        column("revision", sa.Integer),
        primary("notices", "id"),
    )
    op.create_table(
        "revisions",
        column("id", ID),
        column("notice_id", ID),
        column("number", sa.Integer),
        column("snapshot_sha", sa.String(64), null=True),
        column("content", sa.String(200)),
        column("title_key", KEY),
        column("title", sa.Text),
        column("published", sa.Date, null=True),
        column("sketch", sa.Text),
        column("document", sa.LargeBinary),
        column("facts", sa.LargeBinary),
        column("differences", sa.Text),
        column("seen_at", INSTANT),
        primary("revisions", "id"),
        points("notice_id", "revisions", "notices"),
        sa.UniqueConstraint("notice_id", "number", name="uq_revisions_notice_id_number"),
    )
    index("revisions", "content")
    index("revisions", "title_key")
    op.create_table(
        "bands",
        column("band", sa.BigInteger),
        column("notice_id", ID),
        primary("bands", "band", "notice_id"),
        points("notice_id", "bands", "notices"),
        sqlite_with_rowid=False,
    )
    index("bands", "notice_id")


def visiting() -> None:
    op.create_table(
        "notice_urls",
        column("key", KEY),
        column("url", sa.Text),
        column("notice_id", ID),
        primary("notice_urls", "key"),
        points("notice_id", "notice_urls", "notices"),
    )
    index("notice_urls", "notice_id")
    op.create_table(
        "notice_sources",
        column("notice_id", ID),
        column("source_id", SOURCE),
        primary("notice_sources", "notice_id", "source_id"),
        points("notice_id", "notice_sources", "notices"),
        sqlite_with_rowid=False,
    )
    index("notice_sources", "source_id")
    op.create_table(
        "list_pages",
        column("source_id", SOURCE),
        column("position", sa.Integer),
        column("page", sa.LargeBinary),
        primary("list_pages", "source_id", "position"),
    )
    op.create_table(
        "addresses",
        column("key", KEY),
        column("url", sa.Text),
        column("etag", sa.Text, null=True),
        column("last_modified", sa.Text, null=True),
        column("sha256", sa.String(64), null=True),
        column("notice_id", ID, null=True),
        column("code", sa.String(100), null=True),
        column("checked_at", INSTANT),
        column("parent", KEY, null=True),
        primary("addresses", "key"),
        points("notice_id", "addresses", "notices"),
    )
    index("addresses", "notice_id")
    index("addresses", "parent")
    op.create_table(
        "sightings",
        column("source_id", SOURCE),
        column("key", KEY),
        column("first_run", ID),
        column("last_run", ID),
        primary("sightings", "source_id", "key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "runs",
        column("id", ID),
        column("started", INSTANT),
        column("finished", INSTANT, null=True),
        primary("runs", "id"),
    )
    op.create_table(
        "visits",
        column("id", ID),
        column("run_id", ID),
        column("source_id", SOURCE),
        column("status", sa.String(20)),
        column("found", sa.Integer),
        column("report", sa.Text),
        primary("visits", "id"),
        points("run_id", "visits", "runs"),
        sa.UniqueConstraint("run_id", "source_id", name="uq_visits_run_id_source_id"),
    )
    index("visits", "source_id", "status", "id")


def reviewing() -> None:
    op.create_table(
        "drafts",
        column("id", ID),
        column("notice_id", ID),
        column("revision_id", ID),
        column("kind", sa.String(20)),
        column("change", sa.Integer),
        column("topic", sa.String(100)),
        column("content", sa.Text),
        column("state", sa.String(20)),
        column("version", sa.Integer),
        column("tier", sa.String(1)),
        column("category", sa.String(40), null=True),
        column("title", sa.Text),
        column("language", sa.String(20)),
        column("urgency", sa.String(2)),
        column("starts", sa.String(16), null=True),
        column("expires", sa.String(16), null=True),
        column("unsupported", sa.Text),
        column("flags", sa.Text),
        column("revises", ID, null=True),
        column("last_editor", sa.Text, null=True),
        column("created_at", INSTANT),
        column("changed_at", INSTANT),
        column("reason", sa.Text, null=True),
        primary("drafts", "id"),
        points("notice_id", "drafts", "notices"),
        points("revision_id", "drafts", "revisions"),
        sa.UniqueConstraint("revision_id", "kind", "change", "topic", name="uq_drafts_revision_id_kind_change_topic"),
    )
    index("drafts", "notice_id")
    index("drafts", "state", "urgency", "starts", "id")
    op.create_table(
        "approvals",
        column("draft_id", ID),
        column("version", sa.Integer),
        column("actor", sa.String(200)),
        column("role", sa.String(40)),
        column("at", INSTANT),
        primary("approvals", "draft_id", "version", "actor"),
        points("draft_id", "approvals", "drafts"),
    )
    op.create_table(
        "questions",
        column("revision_id", ID),
        column("position", sa.Integer),
        column("notice_id", ID),
        column("question", sa.Text),
        column("reason", sa.Text),
        primary("questions", "revision_id", "position"),
        points("revision_id", "questions", "revisions"),
        points("notice_id", "questions", "notices"),
    )
    op.create_table(
        "entries",
        column("id", ID),
        column("kind", sa.String(20)),
        column("draft_id", ID),
        column("notice_id", ID),
        column("revision_id", ID),
        column("version", sa.Integer),
        column("content", sa.Text),
        column("category", sa.String(40), null=True),
        column("language", sa.String(20)),
        column("title", sa.Text),
        column("source_url", sa.Text, null=True),
        column("starts", sa.String(16), null=True),
        column("expires", sa.String(16), null=True),
        column("ends", sa.String(16), null=True),
        column("urgency", sa.String(2)),
        column("published_at", INSTANT),
        column("approvals", sa.Text),
        column("validated", sa.Boolean),
        column("source_changed", sa.Boolean),
        column("superseded_by", ID, null=True),
        column("withdrawn", sa.Text, null=True),
        primary("entries", "id"),
        points("draft_id", "entries", "drafts"),
        points("notice_id", "entries", "notices"),
        points("revision_id", "entries", "revisions"),
        points("superseded_by", "entries", "entries"),
        sa.UniqueConstraint("draft_id", "version", name="uq_entries_draft_id_version"),
    )
    index("entries", "notice_id")


def people() -> None:
    op.create_table(
        "users",
        column("id", ID),
        column("name", sa.String(200)),
        column("display", sa.Text),
        column("roles", sa.Text),
        column("password_hash", sa.Text),
        column("disabled", sa.Boolean),
        column("failures", sa.Integer),
        column("failed_at", INSTANT, null=True),
        column("created_at", INSTANT),
        primary("users", "id"),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "sessions",
        column("token_hash", sa.String(200)),
        column("user_id", ID),
        column("opened", INSTANT),
        column("expires", INSTANT),
        primary("sessions", "token_hash"),
        points("user_id", "sessions", "users"),
    )
    index("sessions", "user_id")


def auditing() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False, autoincrement=False),
        column("at", INSTANT),
        column("actor", sa.Text),
        column("action", sa.Text),
        column("subject", sa.Text),
        column("detail", sa.Text),
        column("previous", sa.String(64)),
        column("hash", sa.String(64)),
        primary("audit", "id"),
        sa.UniqueConstraint("previous", name="uq_audit_previous"),
    )
    index("audit", "subject")
    for statement in AUDIT[op.get_bind().dialect.name]:
        op.execute(statement)


SQLITE_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END"
AUDIT = {
    "sqlite": (
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {SQLITE_REFUSE}",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit {SQLITE_REFUSE}",
        # INSERT OR REPLACE deletes without asking the delete trigger
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
        "WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id OR previous = NEW.previous) "
        "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_refuse()",
    ),
}


def freezing() -> None:
    for statement in FROZEN[op.get_bind().dialect.name]:
        op.execute(statement)


APPROVED = (
    "kind, draft_id, notice_id, revision_id, version, content, category, language, title, source_url, starts, expires"
)
"""What was approved stays as it was; marks (validated, source_changed, superseded_by, withdrawn) may be set on it."""
FROZEN = {
    "sqlite": (
        f"CREATE TRIGGER entries_no_update BEFORE UPDATE OF {APPROVED} ON entries "
        "BEGIN SELECT RAISE(ABORT, 'a published entry is not changed'); END",
        "CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries "
        "BEGIN SELECT RAISE(ABORT, 'a published entry is not deleted'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION entries_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published entry is not changed or deleted'; END $$",
        f"CREATE TRIGGER entries_no_update BEFORE UPDATE OF {APPROVED} ON entries "
        "FOR EACH ROW EXECUTE FUNCTION entries_refuse()",
        "CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries FOR EACH ROW EXECUTE FUNCTION entries_refuse()",
    ),
}


SQLITE_TABLE = """CREATE VIRTUAL TABLE entry_words USING fts5(
  question, keywords, answer, tokenize="unicode61 remove_diacritics 2", prefix='1 2')"""
POSTGRESQL_TABLE = """CREATE TABLE entry_words (
  entry_id bigint PRIMARY KEY REFERENCES entries (id),
  question text NOT NULL, keywords text NOT NULL, answer text NOT NULL,
  words tsvector NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', question), 'A') || setweight(to_tsvector('simple', keywords), 'B')
    || setweight(to_tsvector('simple', answer), 'C')) STORED)"""
POSTGRESQL_INDEX = "CREATE INDEX ix_entry_words_words ON entry_words USING gin (words)"


def searching() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE_TABLE)
    else:
        op.execute(POSTGRESQL_TABLE)
        op.execute(POSTGRESQL_INDEX)

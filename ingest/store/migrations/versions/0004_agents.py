"""What agents do with what is published: shifts, readings, asks, searches, flags, and the questions they forward."""

import sqlalchemy as sa
from alembic import op

from ingest.store import search_postgresql, search_sqlite

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """One function for each table, in the order of `tables.py`."""
    entries()
    users()
    shifts()
    readings()
    acknowledgements()
    asks()
    asked_days()
    frequencies()
    board_pins()
    searches()
    entry_flags()
    proposals()
    forwarded()
    askers()
    contacts()
    vocabulary()
    searching()


def entries() -> None:
    op.add_column("entries", sa.Column("ended_at", INSTANT, nullable=True))
    op.add_column("entries", sa.Column("material", sa.Boolean, nullable=False, server_default=sa.true()))
    for columns in (["starts"], ["ends"], ["ended_at"], ["urgency", "published_at"], ["kind", "id"]):
        op.create_index(f"ix_entries_{'_'.join(columns)}", "entries", columns)
    replaced = sa.text("superseded_by IS NOT NULL")
    op.create_index(
        "ix_entries_replaced", "entries", ["superseded_by"], sqlite_where=replaced, postgresql_where=replaced
    )


def users() -> None:
    op.add_column("users", sa.Column("team", sa.String(100), nullable=True))


def shifts() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("began", INSTANT, nullable=False),
        sa.Column("seen", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_shifts_user_id"),
    )
    op.create_index("ix_shifts_user_id_seen", "shifts", ["user_id", "seen"])


def readings() -> None:
    op.create_table(
        "readings",
        sa.Column("id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("place", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_readings_entry_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_readings_user_id"),
    )
    op.create_index("ix_readings_entry_id_at", "readings", ["entry_id", "at"])
    op.create_index("ix_readings_user_id_entry_id", "readings", ["user_id", "entry_id"])


def acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "user_id", name="pk_acknowledgements"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_acknowledgements_entry_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_acknowledgements_user_id"),
    )


def asks() -> None:
    op.create_table(
        "asks",
        sa.Column("id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("call_id", sa.String(200), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_asks"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_asks_entry_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_asks_user_id"),
        sa.UniqueConstraint("entry_id", "call_id", name="uq_asks_entry_id_call_id"),
    )
    op.create_index("ix_asks_at_entry_id", "asks", ["at", "entry_id"])
    op.create_index("ix_asks_entry_id_at", "asks", ["entry_id", "at"])


def asked_days() -> None:
    """Sums of the asks, by day of the bank's calendar."""
    op.create_table(
        "asked_days",
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("asks", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "day", name="pk_asked_days"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_asked_days_entry_id"),
    )
    op.create_index("ix_asked_days_day_entry_id_asks", "asked_days", ["day", "entry_id", "asks"])
    op.create_table(
        "asked_categories",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("asks", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "category", name="pk_asked_categories"),
    )


def frequencies() -> None:
    op.create_table(
        "frequencies",
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("category", sa.String(40), nullable=True),
        sa.Column("asks", sa.Integer, nullable=False),
        sa.Column("band", sa.String(20), nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_frequencies"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_frequencies_entry_id"),
    )
    columns = ["asks", "entry_id", "band", "category"]
    op.create_index("ix_frequencies_asks_entry_id_band_category", "frequencies", columns)
    op.create_index("ix_frequencies_category_band_asks", "frequencies", ["category", "band", "asks"])


def board_pins() -> None:
    op.create_table(
        "board_pins",
        sa.Column("id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("pinned_by", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_board_pins"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_board_pins_entry_id"),
    )
    op.create_index("ix_board_pins_until", "board_pins", ["until"])


def searches() -> None:
    op.create_table(
        "searches",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("words_key", sa.String(32), nullable=False),
        sa.Column("hits", sa.Integer, nullable=False),
        sa.Column("entry_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_searches"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_searches_user_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_searches_entry_id"),
    )
    op.create_index("ix_searches_at", "searches", ["at"])
    op.create_index("ix_searches_hits_words_key", "searches", ["hits", "words_key"])


def entry_flags() -> None:
    op.create_table(
        "entry_flags",
        sa.Column("id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("sentence", sa.Text, nullable=True),
        sa.Column("reason_code", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text, nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.Text, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("answer", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_entry_flags"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_entry_flags_entry_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_entry_flags_user_id"),
    )
    op.create_index("ix_entry_flags_state_at", "entry_flags", ["state", "at"])
    op.create_index("ix_entry_flags_entry_id", "entry_flags", ["entry_id"])


def proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.Text, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("kind", "key", name="uq_proposals_kind_key"),
    )
    op.create_index("ix_proposals_state_kind", "proposals", ["state", "kind"])


def forwarded() -> None:
    op.create_table(
        "forwarded",
        sa.Column("id", ID, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("words_key", sa.String(32), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("notice_id", ID, nullable=True),
        sa.Column("entry_id", ID, nullable=True),
        sa.Column("draft_id", ID, nullable=True),
        sa.Column("department", sa.String(100), nullable=True),
        sa.Column("assigned_by", sa.Text, nullable=True),
        sa.Column("assigned_at", INSTANT, nullable=True),
        sa.Column("due", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answer", sa.Text, nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
        sa.Column("joined_into", ID, nullable=True),
        sa.Column("mail_key", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_forwarded"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_forwarded_notice_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_forwarded_entry_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_forwarded_draft_id"),
        sa.ForeignKeyConstraint(["joined_into"], ["forwarded.id"], name="fk_forwarded_joined_into"),
    )
    op.create_index("ix_forwarded_created_at", "forwarded", ["created_at"])
    op.create_index("ix_forwarded_notice_id", "forwarded", ["notice_id"])
    op.create_index("ix_forwarded_draft_id", "forwarded", ["draft_id"])
    op.create_index("ix_forwarded_state_due", "forwarded", ["state", "due"])
    op.create_index("ix_forwarded_words_key", "forwarded", ["words_key"])
    op.create_index("ix_forwarded_mail_key", "forwarded", ["mail_key"])


def askers() -> None:
    op.create_table(
        "askers",
        sa.Column("forwarded_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("call_id", sa.String(200), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("forwarded_id", "user_id", "call_id", name="pk_askers"),
        sa.ForeignKeyConstraint(["forwarded_id"], ["forwarded.id"], name="fk_askers_forwarded_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_askers_user_id"),
    )
    op.create_index("ix_askers_user_id_told_at", "askers", ["user_id", "told_at"])


def contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("forwarded_id", ID, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("message_id", sa.String(500), nullable=True),
        sa.Column("subject", sa.Text, nullable=True),
        sa.Column("snapshot_sha", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sa.ForeignKeyConstraint(["forwarded_id"], ["forwarded.id"], name="fk_contacts_forwarded_id"),
    )
    op.create_index("ix_contacts_forwarded_id", "contacts", ["forwarded_id"])
    op.create_index("ix_contacts_kind", "contacts", ["kind"])
    op.create_index("ix_contacts_message_id", "contacts", ["message_id"], unique=True)


def vocabulary() -> None:
    op.create_table(
        "vocabulary",
        sa.Column("word", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_vocabulary"),
        sqlite_with_rowid=False,
    )


def searching() -> None:
    """The index has more fields now. It is filled when the database is opened: `store.reindex`."""
    op.execute("DROP TABLE entry_words")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(search_sqlite.TABLE)
    else:
        for statement in search_postgresql.TABLES:
            op.execute(statement)

"""Every table, once. `migrations/` writes the same by hand; a test keeps the two equal.

Texts that are searched for but have no bounded length (addresses, titles) are indexed by `key`, a 128-bit hash: a
PostgreSQL index refuses entries above 2,700 bytes. JSON is kept as text, documents and facts deflated.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from ingest.store.columns import Id, Instant, Key, When, Words

REVISION = "0004"
"""The newest migration, known without reading the folder of migrations."""


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", Text, nullable=False),
)

# ------------------------------------------------------------------------------------------------------- what was read

snapshots = Table(
    "snapshots",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("url", Words, nullable=False),
    Column("media_type", Words),
    Column("charset", Words),
    Column("fetched_at", Instant, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("category", String(40)),
    Column("first_seen", Instant, nullable=False),
    Column("gone_at", Instant),
    Column("revision", Integer, nullable=False),
    Index(None, "first_seen"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("notice_id", Id, ForeignKey("notices.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("snapshot_sha", String(64)),
    Column("content", String(200), nullable=False),
    Column("title_key", Key, nullable=False),
    Column("title", Words, nullable=False),
    Column("published", Date),
    Column("sketch", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("differences", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("reading", Text),
    Column("rules", String(64)),
    UniqueConstraint("notice_id", "number"),
    Index(None, "content"),
    Index(None, "title_key"),
)

bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("notice_id", Id, ForeignKey("notices.id"), primary_key=True),
    Index(None, "notice_id"),
    sqlite_with_rowid=False,
)

notice_urls = Table(
    "notice_urls",
    metadata,
    Column("key", Key, primary_key=True),
    Column("url", Words, nullable=False),
    Column("notice_id", Id, ForeignKey("notices.id"), nullable=False),
    Index(None, "notice_id"),
)

notice_sources = Table(
    "notice_sources",
    metadata,
    Column("notice_id", Id, ForeignKey("notices.id"), primary_key=True),
    Column("source_id", String(200), primary_key=True),
    Index(None, "source_id"),
    sqlite_with_rowid=False,
)

list_pages = Table(
    "list_pages",
    metadata,
    Column("source_id", String(200), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("page", LargeBinary, nullable=False),
)

addresses = Table(
    "addresses",
    metadata,
    Column("key", Key, primary_key=True),
    Column("url", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("sha256", String(64)),
    Column("notice_id", Id, ForeignKey("notices.id")),
    Column("code", String(100)),
    Column("checked_at", Instant, nullable=False),
    Column("parent", Key),
    Column("fresh_until", Instant),
    Index(None, "notice_id"),
    Index(None, "parent"),
    Index(None, "sha256"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("source_id", String(200), primary_key=True),
    Column("key", Key, primary_key=True),
    Column("first_run", Id, nullable=False),
    Column("last_run", Id, nullable=False),
    sqlite_with_rowid=False,
)

runs = Table(
    "runs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("started", Instant, nullable=False),
    Column("finished", Instant),
)

visits = Table(
    "visits",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run_id", Id, ForeignKey("runs.id"), nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("status", String(20), nullable=False),
    Column("found", Integer, nullable=False),
    Column("report", Text, nullable=False),
    UniqueConstraint("run_id", "source_id"),
    Index(None, "source_id", "status", "id"),
)

agenda = Table(
    "agenda",
    metadata,
    Column("source_id", String(200), primary_key=True),
    Column("schedule", Words, nullable=False),
    Column("regular", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("asked", Instant, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("skew", Integer),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", String(300), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("trips", Integer, nullable=False),
    Column("cause", Text),
    Column("since", Instant),
    Column("until", Instant),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", String(300), primary_key=True),
    Column("body", LargeBinary),
    Column("read_at", Instant),
    Column("failing_since", Instant),
)

source_health = Table(
    "source_health",
    metadata,
    Column("source_id", String(200), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("since", Instant),
    Column("last_good", Instant),
    Column("visited", Instant),
    Column("requests", BigInteger, nullable=False),
    Column("visits", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(100), nullable=False),
    Column("key", String(400), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("batch", Key),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    Column("delivered_at", Instant),
    Column("error", Text),
    UniqueConstraint("channel", "key"),
    Index(None, "delivered_at", "next_try"),
)

disappearances = Table(
    "disappearances",
    metadata,
    Column("id", Id, primary_key=True),
    Column("notice_id", Id, ForeignKey("notices.id"), nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("seen", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("decided_by", Words),
    Column("decided_at", Instant),
    Column("reason", Words),
    Index(None, "notice_id", "state"),
)

turned_away = Table(
    "turned_away",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Key, nullable=False),
    Column("url", Words, nullable=False),
    Column("source_id", String(200), nullable=False),
    Column("department", String(100)),
    Column("title", Words),
    Column("code", String(100), nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("sha256", String(64)),
    Column("reading", Text),
    Column("admitted_by", Words),
    Column("admitted_at", Instant),
    UniqueConstraint("key"),
    Index(None, "at"),
)

# ------------------------------------------------------------------------------------------------- what is made of it

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("notice_id", Id, ForeignKey("notices.id"), nullable=False),
    Column("revision_id", Id, ForeignKey("revisions.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("change", Integer, nullable=False),
    Column("topic", String(100), nullable=False),
    Column("content", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("tier", String(1), nullable=False),
    Column("category", String(40)),
    Column("title", Words, nullable=False),
    Column("language", String(20), nullable=False),
    Column("urgency", String(2), nullable=False),
    Column("starts", When),
    Column("expires", When),
    Column("unsupported", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Column("revises", Id),
    Column("last_editor", Words),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("reason", Words),
    Column("reason_code", String(40)),
    Column("headline", Words, nullable=False, server_default=""),
    Column("confidence", Float, nullable=False, server_default="1"),
    Column("snoozed_until", Instant),
    Column("department", String(100)),
    Column("due", Instant),
    Column("split_from", Id),
    UniqueConstraint("revision_id", "kind", "change", "topic"),
    Index(None, "notice_id"),
    Index(None, "state", "urgency", "starts", "id"),
    Index(None, "kind", "starts"),
)

_revising = drafts.c.revises.is_not(None)
Index("ix_drafts_revises", drafts.c.revises, sqlite_where=_revising, postgresql_where=_revising)

draft_versions = Table(
    "draft_versions",
    metadata,
    Column("draft_id", Id, ForeignKey("drafts.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("cause", String(40), nullable=False),
    Column("content", Text, nullable=False),
    Column("unsupported", Text, nullable=False),
    Column("editor", Words),
    Column("at", Instant, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("revision_id", Id, ForeignKey("revisions.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("actor", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reason", Words),
    Index(None, "revision_id"),
)

claims = Table(
    "claims",
    metadata,
    Column("notice_id", Id, ForeignKey("notices.id"), primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)

unsaved = Table(
    "unsaved",
    metadata,
    Column("draft_id", Id, ForeignKey("drafts.id"), primary_key=True),
    Column("owner", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("fields", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("draft_id", Id, ForeignKey("drafts.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("actor", String(200), primary_key=True),
    Column("role", String(40), nullable=False),
    Column("at", Instant, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("revision_id", Id, ForeignKey("revisions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("notice_id", Id, ForeignKey("notices.id"), nullable=False),
    Column("question", Words, nullable=False),
    Column("reason", Words, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("draft_id", Id, ForeignKey("drafts.id"), nullable=False),
    Column("notice_id", Id, ForeignKey("notices.id"), nullable=False),
    Column("revision_id", Id, ForeignKey("revisions.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("category", String(40)),
    Column("language", String(20), nullable=False),
    Column("title", Words, nullable=False),
    Column("source_url", Words),
    Column("starts", When),
    Column("expires", When),
    Column("ends", String(16)),
    Column("urgency", String(2), nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("approvals", Text, nullable=False),
    Column("validated", Boolean, nullable=False),
    Column("source_changed", Boolean, nullable=False),
    Column("superseded_by", Id, ForeignKey("entries.id")),
    Column("withdrawn", Words),
    Column("emergency", Words),
    Column("ended_at", Instant),
    Column("material", Boolean, nullable=False, server_default=true()),
    UniqueConstraint("draft_id", "version"),
    Index(None, "notice_id"),
    Index(None, "superseded_by"),
    Index(None, "published_at"),
    Index(None, "starts"),
    Index(None, "ends"),
    Index(None, "ended_at"),
    Index(None, "urgency", "published_at"),
    Index(None, "kind", "id"),
)

_unvalidated, _changed = entries.c.validated.is_(False), entries.c.source_changed.is_(True)
Index("ix_entries_unvalidated", entries.c.id, sqlite_where=_unvalidated, postgresql_where=_unvalidated)
Index("ix_entries_changed", entries.c.id, sqlite_where=_changed, postgresql_where=_changed)
_replaced = entries.c.superseded_by.is_not(None)
Index("ix_entries_replaced", entries.c.superseded_by, sqlite_where=_replaced, postgresql_where=_replaced)
"""The few that need a look, among all that ever were published; and what was replaced, which statistics of the whole
column hide."""

edits = Table(
    "edits",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id"), primary_key=True, autoincrement=False),
    Column("changed", Integer, nullable=False),
    Column("length", Integer, nullable=False),
)

entry_facts = Table(
    "entry_facts",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("label", Words, nullable=False),
    Column("label_key", Key, nullable=False),
    Column("value", Words, nullable=False),
    Column("value_key", Key, nullable=False),
    Index(None, "label_key"),
    Index(None, "value_key"),
)

carried = Table(
    "carried",
    metadata,
    Column("draft_id", Id, ForeignKey("drafts.id"), primary_key=True),
    Column("group_id", Id, nullable=False),
    Column("entry_id", Id, ForeignKey("entries.id"), nullable=False),
    Column("revision_id", Id, ForeignKey("revisions.id"), nullable=False),
    Column("changes", Text, nullable=False),
    Index(None, "group_id"),
    Index(None, "entry_id"),
)

# ------------------------------------------------------------------------------------------------------------- people

users = Table(
    "users",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("display", Words, nullable=False),
    Column("roles", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("email", Words),
    Column("department", String(100)),
    Column("subject", String(400)),
    Column("must_change", Boolean, nullable=False, server_default=false()),
    Column("last_login", Instant),
    Column("team", String(100)),
    UniqueConstraint("name"),
    Index(None, "subject", unique=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(200), primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("opened", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("seen", Instant),
    Column("client", Words),
    Index(None, "user_id"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("token_hash", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires", Instant),
    Column("last_used", Instant),
    Column("revoked_at", Instant),
    UniqueConstraint("token_hash"),
    Index(None, "user_id"),
)

replies = Table(
    "replies",
    metadata,
    Column("key", Key, primary_key=True),
    Column("request", Key, nullable=False),
    Column("at", Instant, nullable=False),
    Column("status", Integer),
    Column("media_type", String(100)),
    Column("etag", String(100)),
    Column("body", Text),
    Index(None, "at"),
)

throttles = Table(
    "throttles",
    metadata,
    Column("key", Key, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Instant, nullable=False),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("query", Words, nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("user_id", "name"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("previous"),
    Index(None, "subject"),
    Index(None, "actor", "id"),
    Index(None, "action", "id"),
    Index(None, "at"),
)

# --------------------------------------------------------------------------------------------- what agents do with it

shifts = Table(
    "shifts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("began", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Index(None, "user_id", "seen"),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry_id", Id, ForeignKey("entries.id"), nullable=False),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("place", String(20), nullable=False),
    Index(None, "entry_id", "at"),
    Index(None, "user_id", "entry_id"),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id"), primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), primary_key=True),
    Column("at", Instant, nullable=False),
)

asks = Table(
    "asks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry_id", Id, ForeignKey("entries.id"), nullable=False),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("call_id", String(200)),
    Column("at", Instant, nullable=False),
    UniqueConstraint("entry_id", "call_id"),
    Index(None, "at", "entry_id"),
    Index(None, "entry_id", "at"),
)

asked_days = Table(
    "asked_days",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("asks", Integer, nullable=False),
    Index(None, "day", "entry_id", "asks"),
)

asked_categories = Table(
    "asked_categories",
    metadata,
    Column("day", Date, primary_key=True),
    Column("category", String(40), primary_key=True),
    Column("asks", Integer, nullable=False),
)

frequencies = Table(
    "frequencies",
    metadata,
    Column("entry_id", Id, ForeignKey("entries.id"), primary_key=True),
    Column("category", String(40)),
    Column("asks", Integer, nullable=False),
    Column("band", String(20), nullable=False),
    Column("pinned", Boolean, nullable=False),
    Index(None, "asks", "entry_id", "band", "category"),
    Index(None, "category", "band", "asks"),
)

board_pins = Table(
    "board_pins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry_id", Id, ForeignKey("entries.id"), nullable=False),
    Column("pinned_by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("ended_at", Instant),
    Index(None, "until"),
)

searches = Table(
    "searches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("words", Words, nullable=False),
    Column("words_key", Key, nullable=False),
    Column("hits", Integer, nullable=False),
    Column("entry_id", Id, ForeignKey("entries.id")),
    Index(None, "at"),
    Index(None, "hits", "words_key"),
)

entry_flags = Table(
    "entry_flags",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry_id", Id, ForeignKey("entries.id"), nullable=False),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("sentence", Words),
    Column("reason_code", String(40), nullable=False),
    Column("reason", Words),
    Column("state", String(20), nullable=False),
    Column("decided_by", Words),
    Column("decided_at", Instant),
    Column("answer", Words),
    Index(None, "state", "at"),
    Index(None, "entry_id"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("key", Key, nullable=False),
    Column("about", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("decided_by", Words),
    Column("decided_at", Instant),
    Column("reason", Words),
    UniqueConstraint("kind", "key"),
    Index(None, "state", "kind"),
)

forwarded = Table(
    "forwarded",
    metadata,
    Column("id", Id, primary_key=True),
    Column("words", Words, nullable=False),
    Column("words_key", Key, nullable=False),
    Column("language", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("notice_id", Id, ForeignKey("notices.id")),
    Column("entry_id", Id, ForeignKey("entries.id")),
    Column("draft_id", Id, ForeignKey("drafts.id")),
    Column("department", String(100)),
    Column("assigned_by", Words),
    Column("assigned_at", Instant),
    Column("due", Instant),
    Column("created_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("answer", Words),
    Column("reason", Words),
    Column("joined_into", Id, ForeignKey("forwarded.id")),
    Column("mail_key", Key),
    Index(None, "state", "due"),
    Index(None, "created_at"),
    Index(None, "notice_id"),
    Index(None, "draft_id"),
    Index(None, "words_key"),
    Index(None, "mail_key"),
)

askers = Table(
    "askers",
    metadata,
    Column("forwarded_id", Id, ForeignKey("forwarded.id"), primary_key=True),
    Column("user_id", Id, ForeignKey("users.id"), primary_key=True),
    Column("call_id", String(200), primary_key=True),
    Column("words", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("told_at", Instant),
    Index(None, "user_id", "told_at"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("forwarded_id", Id, ForeignKey("forwarded.id")),
    Column("at", Instant, nullable=False),
    Column("actor", Words, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("words", Words, nullable=False),
    Column("message_id", String(500)),
    Column("subject", Words),
    Column("snapshot_sha", String(64)),
    Index(None, "forwarded_id"),
    Index(None, "kind"),
    Index(None, "message_id", unique=True),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("word", String(64), primary_key=True),
    sqlite_with_rowid=False,
)
"""Words in Latin letters that entries hold: what a slip of the keyboard may have meant."""

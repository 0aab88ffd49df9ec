"""What a crawler that is left alone has to remember between its runs."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One function for each table, in the order of `tables.py`."""
    agenda()
    hosts()
    robots()
    freshness()
    source_health()
    deliveries()
    disappearances()
    _reasons_become_causes()


def agenda() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "agenda",
        sa.Column("source_id", sa.String(200), nullable=False),
        sa.Column("schedule", sa.Text, nullable=False),
        sa.Column("regular", instant, nullable=False),
        sa.Column("due", instant, nullable=False),
        sa.Column("asked", instant, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("skew", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("source_id", name="pk_agenda"),
    )


def hosts() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "hosts",
        sa.Column("host", sa.String(300), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("trips", sa.Integer, nullable=False),
        sa.Column("cause", sa.Text, nullable=True),
        sa.Column("since", instant, nullable=True),
        sa.Column("until", instant, nullable=True),
        sa.PrimaryKeyConstraint("host", name="pk_hosts"),
    )


def robots() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "robots",
        sa.Column("origin", sa.String(300), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=True),
        sa.Column("read_at", instant, nullable=True),
        sa.Column("failing_since", instant, nullable=True),
        sa.PrimaryKeyConstraint("origin", name="pk_robots"),
    )


def freshness() -> None:
    """Until when a server vouched for what an address gave."""
    op.add_column("addresses", sa.Column("fresh_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_addresses_sha256", "addresses", ["sha256"])


def source_health() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "source_health",
        sa.Column("source_id", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("since", instant, nullable=True),
        sa.Column("last_good", instant, nullable=True),
        sa.Column("visited", instant, nullable=True),
        sa.Column("requests", sa.BigInteger, nullable=False),
        sa.Column("visits", sa.Text, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("source_id", name="pk_source_health"),
    )


def deliveries() -> None:
    id_ = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "deliveries",
        sa.Column("id", id_, nullable=False),
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("key", sa.String(400), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("batch", sa.String(32), nullable=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try", instant, nullable=True),
        sa.Column("delivered_at", instant, nullable=True),
        sa.Column("error", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("channel", "key", name="uq_deliveries_channel_key"),
    )
    op.create_index("ix_deliveries_delivered_at_next_try", "deliveries", ["delivered_at", "next_try"])


def disappearances() -> None:
    id_ = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "disappearances",
        sa.Column("id", id_, nullable=False),
        sa.Column("notice_id", id_, nullable=False),
        sa.Column("source_id", sa.String(200), nullable=False),
        sa.Column("seen", instant, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.Text, nullable=True),
        sa.Column("decided_at", instant, nullable=True),
        sa.Column("reason", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_disappearances"),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_disappearances_notice_id"),
    )
    op.create_index("ix_disappearances_notice_id_state", "disappearances", ["notice_id", "state"])


def _reasons_become_causes() -> None:
    """Visits said in English why they failed; that becomes a cause that is told as it stands."""
    visits = sa.table("visits", sa.column("id", sa.Integer), sa.column("report", sa.Text))
    for id_, text in op.get_bind().execute(sa.select(visits.c.id, visits.c.report)).all():
        report = json.loads(text)
        reason = report.pop("reason", None)
        report["causes"] = [{"code": "as_told", "about": {"words": reason}}] if reason else []
        for turned in report.get("turned", ()):
            words = turned.pop("reason", "")
            turned["cause"] = {"code": turned.pop("code", "as_told"), "about": {"words": words}}
        changed = sa.update(visits).where(visits.c.id == id_)
        op.get_bind().execute(changed.values(report=json.dumps(report, ensure_ascii=False)))

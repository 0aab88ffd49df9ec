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

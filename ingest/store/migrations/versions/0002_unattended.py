"""What a crawler that is left alone has to remember between its runs."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One function for each table, in the order of `tables.py`."""

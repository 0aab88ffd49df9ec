"""What is remembered: notices and their revisions, drafts, decisions, published entries. SQLite or PostgreSQL."""

from ingest.store.store import Store
from ingest.store.transaction import Transaction

__all__ = ["Store", "Transaction"]

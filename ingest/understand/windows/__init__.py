"""Windows: the stretches of time that a notice states, with their roles."""

from ingest.understand.windows.read import read_windows

__all__ = ["read_windows"]

from clocked import clock, store

__all__ = ["clock", "store"]

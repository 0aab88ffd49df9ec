"""Fixtures of the fetch tests."""

from loopback_web import get, time, web

__all__ = ["get", "time", "web"]

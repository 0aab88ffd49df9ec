"""A browser by a name that its owner knows, from what it calls itself. A courtesy: nothing rests on it."""

from __future__ import annotations

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("MicroMessenger", "微信"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def client_name(client: str) -> str:
    """ "10.0.0.7 · Mozilla/5.0 …" → "Chrome, Windows · 10.0.0.7"; what is not known stays as it is."""
    address, _, agent = client.partition(" · ")
    known = [next((name for sign, name in signs if sign in agent), None) for signs in (_BROWSERS, _SYSTEMS) if agent]
    named = ", ".join(name for name in known if name)
    return f"{named} · {address}" if named else client

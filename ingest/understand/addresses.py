"""One form of an address, for comparing: the same page under http and https, www, tracking parameters, session ids."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from ingest.understand.lexicon import load, pattern

_SESSION = re.compile(r";jsessionid=[^/?#]*", re.I)
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|aspx?|php)$", re.I)


def canonical(url: str) -> str:
    """The address without what does not choose the page. For comparing only: it need not be one that answers."""
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return url.strip()
    host = parts.hostname.lower().removeprefix("www.").rstrip(".")
    port = f":{parts.port}" if _odd_port(parts.netloc) else ""
    path = _INDEX.sub("/", _SESSION.sub("", unquote(parts.path))).rstrip("/")
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _tracking(k)]
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit(("https", host + port, path or "/", urlencode(sorted(kept)), route))


def _odd_port(netloc: str) -> bool:
    m = re.search(r":(\d+)$", netloc)
    return m is not None and m[1] not in ("80", "443")


def _tracking(name: str) -> bool:
    return name.lower() in load("identity")["tracking"] or bool(pattern("identity", "tracking_form").match(name))

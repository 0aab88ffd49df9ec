"""Texts from web pages, made harmless before they are shown: sanitise last, at output.

Escaping is the renderer's work. What no escaping catches is done here: characters that reorder what the eye reads
(Unicode UAX #9 controls, see CVE-2021-42574) become visible replacement signs, control characters disappear, and
only http and https addresses become links.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

_REORDERING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*(c for c in range(0x20) if chr(c) not in "\t\n\r"), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)
TABLE: dict[int, str | None] = {
    **dict.fromkeys(_REORDERING, "\ufffd"),
    **dict.fromkeys(_CONTROLS),
    0x2028: "\n",
    0x2029: "\n",
}
SUSPECT = re.compile("[" + "".join(map(re.escape, map(chr, TABLE))) + "]")
"""Finds the first of them: most texts have none, and looking is much quicker than translating."""
_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def inert(text: str) -> str:
    """`text` without characters that reorder or hide what is shown; also legal in XML 1.0."""
    return "".join(c for c in text.translate(TABLE) if not 0xD800 <= ord(c) <= 0xDFFF)


def link(url: str | None) -> str | None:
    """`url` if it is an absolute http or https address, otherwise None: never javascript: or data:."""
    if not url or inert(url) != url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def safe_json(value: object) -> str:
    """JSON for people and machines that also can stand inside a <script> element: "</script>" can't occur in it."""
    return json.dumps(value, ensure_ascii=False, indent=1).translate(_IN_SCRIPT) + "\n"

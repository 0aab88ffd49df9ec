"""Whether the browser is there that some sources need."""

from __future__ import annotations

from ingest.errors import Text
from ingest.model import SourceKind
from ingest.operate.doctor.findings import Look, Patient, failed, skipped, well
from ingest.sources import chromium
from ingest.text.causes import told

_REMEDIES = {
    "no_playwright": Text('pip install "ingest[rendered]"', '请运行：pip install "ingest[rendered]"'),
    "no_browser": Text(
        "apt install chromium, or: playwright install chromium", "apt install chromium，或：playwright install chromium"
    ),
}


def browser(patient: Patient) -> Look:
    """Only asked for where an enabled source is `rendered`."""
    needing = [s.id for s in patient.settings.sources if s.enabled and s.kind is SourceKind.RENDERED]
    if not needing:
        return skipped("no source needs one", "没有来源需要浏览器")
    cause = chromium.missing()
    if cause:
        return failed(told(cause), _REMEDIES[cause.code])
    found = chromium.on_path() or "Playwright's"
    return well(found, found)

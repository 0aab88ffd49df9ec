"""Windows of unseen notices beside their labels, and what the board makes of them.

Behind "=" stand the windows: "role start..end recurrence", ";" between them, "or" and "|" for what is as right, "?" for
what may be missing; behind "!" urgency and expiry, behind "^" flags.
"""

from __future__ import annotations

from unseen import Block

from ingest.draft import urgency
from ingest.model import EndKind, Facts, Window

MARKS = "=!^"
CHECKED = {"malformed_date", "weekday_mismatch"}


def windows(block: Block) -> list[str]:
    return [label.strip() for label in block.only("=").split(";") if label.strip()]


def shown(window: Window) -> str:
    end = "event" if window.end_kind is EndKind.EVENT else (window.end or "")
    return " ".join(filter(None, (window.role, f"{window.start or ''}..{end}", window.recurrence)))


def forms(label: str) -> set[str]:
    """Every way in which a labelled window may be stated."""
    out = set()
    for form in label.removeprefix("?").split(" or "):
        roles, rest = form.strip().split(" ", 1)
        out |= {f"{role} {rest}" for role in roles.split("|")}
    return out


def differences(block: Block, facts: Facts) -> list[str]:
    """What was missed, what was read beyond the labels, and where the board differs."""
    found = [shown(w) for w in facts.windows if w.key]
    missed = [x for x in windows(block) if not x.startswith("?") and not forms(x) & set(found)]
    beyond = [x for x in found if not any(x in forms(label) for label in windows(block))]
    out = [f"missed {x}" for x in missed] + [f"not labelled {x}" for x in beyond]
    flags, wanted = {str(f.code) for f in facts.flags}, set(block.only("^").split())
    out += [f"flags {sorted(flags)}"] if not wanted <= flags or (flags & CHECKED) - wanted else []
    if block.only("!") and not out and facts.category and block.published:
        level = urgency.urgency(facts.windows, facts.category, block.published)
        day = str(urgency.expires(facts.windows, facts.category, block.published, block.published))[:10]
        out += [f"board {level} {day}"] if f"{level} {day}" != block.only("!") else []
    if out:
        out.append(f"beside {[shown(w) for w in facts.windows if not w.key]}, {facts.category}")
    return out

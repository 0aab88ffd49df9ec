"""`ingest sources probe`: what every source gives now, what changed since it last worked, and what to edit."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from ingest.operate.advice import Advice
    from ingest.operate.probe import Before, Notice, Probe

_TITLES = 5
_VERDICTS = {"ok": "probe_ok", "degraded": "probe_suspicious", "failed": "probe_failed"}


@click.command("probe")
@click.argument("source", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@common
def probe(common: Common, source: tuple[str, ...], as_json: bool) -> None:
    """Try every enabled source now, or the SOURCEs named; stores nothing.

    Exit code 0: all of them work. 1: some do not, or are suspicious.
    """
    from ingest import app
    from ingest.cli.progress import Progress
    from ingest.operate.probe import probe as tried
    from ingest.operate.unattended import enabled

    settings = common.settings()
    chosen = [settings.source(id_) for id_ in source] or enabled(settings)
    clock = app.clock_on(common.today, settings)
    with Progress(enabled=False if as_json else None) as progress:
        probes = tried(settings, chosen, clock, progress)
    if as_json:
        click.echo(json.dumps({"sources": [_object(p) for p in probes]}, ensure_ascii=False))
    else:
        click.echo("\n".join([*(_lines(p, settings.bank.zone) for p in probes), _summary(probes)]))
    sys.exit(0 if all(p.status.value == "ok" for p in probes) else 1)


def _lines(probe: Probe, zone: ZoneInfo) -> str:
    from ingest.text.causes import told

    lines = [_head(probe)]
    lines += [f"  {c.published or '—'!s:<10}  {c.title or c.url}" for c in probe.entries[:_TITLES]]
    lines += ["  " + say("probe_why", cause=told(cause)) for cause in probe.causes]
    lines += ["  " + say("probe_following", url=probe.following)] if probe.following else []
    lines += ["  " + _notice(probe.notice)] if probe.notice else []
    lines.append("  " + (_before(probe, probe.before, zone) if probe.before else say("probe_never")))
    return "\n".join([*lines, *("  → " + _advice(advice) for advice in probe.advice)])


def _head(probe: Probe) -> str:
    verdict, found = say(_VERDICTS[probe.status.value]), len(probe.entries)
    if not found:
        head = say("probe_no_list", id=probe.source.id, verdict=verdict)
    else:
        line = "probe_line" if probe.source.kind.value not in ("page", "folder") else "probe_count"
        head = say(line, id=probe.source.id, verdict=verdict, found=found, share=_share(probe.dated, found))
    head += say("probe_pages", n=probe.pages) if probe.pages > 1 else ""
    head += say("probe_charset", charset=probe.charset) if probe.charset else ""
    head += say(f"probe_robots_{probe.robots}") if probe.robots else ""
    head += say("probe_delay", seconds=f"{probe.delay:g}") if probe.delay else ""
    return head + ("" if probe.source.enabled else say("probe_disabled"))


def _share(part: int, of: int) -> int:
    return round(100 * part / of) if of else 0


def _notice(notice: Notice) -> str:
    from ingest.text.causes import told

    if notice.cause:
        return say("probe_notice_failed", url=notice.url, cause=told(notice.cause))
    return say("probe_notice", title=notice.title, published=notice.published or "—", length=notice.length)


def _before(probe: Probe, before: Before, zone: ZoneInfo) -> str:
    now, then = {c.url for c in probe.entries}, {c.url for c in before.entries}
    return say(
        "probe_before",
        when=f"{before.when.astimezone(zone):%Y-%m-%d %H:%M}" if before.when else "?",
        found=len(before.entries),
        share=_share(sum(c.published is not None for c in before.entries), len(before.entries)),
        same=len(now & then),
        new=len(now - then),
        left=len(then - now),
    )


def _advice(advice: Advice) -> str:
    why = say(advice.why, **advice.about)
    if advice.key is None:
        return why
    place = "probe_edit_block" if advice.below else "probe_edit"
    return f"{say(place, line=advice.line or '?', name=advice.key, value=advice.value)}  ({why})"


def _summary(probes: list[Probe]) -> str:
    count = {name: sum(p.status.value == name for p in probes) for name in _VERDICTS}
    about = {"ok": count["ok"], "suspicious": count["degraded"], "failed": count["failed"]}
    return say("probe_summary", sources=len(probes), **about)


def _object(probe: Probe) -> dict[str, Any]:
    """The object of `--json`."""
    from dataclasses import asdict

    from ingest.text.causes import told, told_all

    before, notice = probe.before, probe.notice
    return {
        "id": probe.source.id,
        "kind": probe.source.kind.value,
        "enabled": probe.source.enabled,
        "status": probe.status.value,
        "found": len(probe.entries),
        "dated": probe.dated,
        "pages": probe.pages,
        "requests": probe.requests,
        "charset": probe.charset,
        "following": probe.following,
        "robots": probe.robots,
        "crawl_delay": probe.delay,
        "entries": [_entry(c) for c in probe.entries[:_TITLES]],
        "reason": str(told_all(probe.causes)) or None,
        "causes": [asdict(cause) for cause in probe.causes],
        "notice": notice
        and {
            "url": notice.url,
            "title": notice.title,
            "published": notice.published.isoformat() if notice.published else None,
            "characters": notice.length,
            "reason": str(told(notice.cause)) if notice.cause else None,
        },
        "before": before
        and {
            "when": before.when.isoformat() if before.when else None,
            "found": len(before.entries),
            "dated": sum(c.published is not None for c in before.entries),
            "same": len({c.url for c in probe.entries} & {c.url for c in before.entries}),
        },
        "advice": [{**asdict(a), "why": say(a.why, **a.about)} for a in probe.advice],
    }


def _entry(candidate: Any) -> dict[str, Any]:
    day = candidate.published.isoformat() if candidate.published else None
    return {"title": candidate.title, "published": day, "url": candidate.url}

"""Whether the sources are visited as they should be, and whether anybody would hear if not."""

from __future__ import annotations

import datetime as dt

from ingest.errors import Text
from ingest.model import VisitStatus
from ingest.operate.deliver.channels import delivery
from ingest.operate.doctor.findings import NO_DATABASE, Look, Patient, failed, skipped, warning, well
from ingest.operate.lock import holder
from ingest.operate.schedule import due_at

_LONG_RUN = dt.timedelta(hours=24)
_LATE = dt.timedelta(hours=2)
_NAMED = 5


def lock(patient: Patient) -> Look:
    claim = holder(patient.settings.folder)
    if claim is None:
        return well("free", "空闲")
    since = claim.since.astimezone(patient.settings.bank.zone).strftime("%Y-%m-%d %H:%M")
    said = Text(f"{claim.holder.name}, since {since}", f"{claim.holder.name}，开始于 {since}")
    if patient.now - claim.since > _LONG_RUN:
        return warning(
            said,
            Text("see what keeps that process; it may be ended at any time", "请查明该进程为何仍在运行；可随时结束它"),
        )
    return well(said.en, said.zh)


def visits(patient: Patient) -> Look:
    """Overdue are enabled sources that were due two hours ago and were not asked."""
    if patient.store is None:
        return NO_DATABASE
    with patient.store.reading() as tx:
        agenda, latest, last = tx.agenda.all(), tx.runs.latest(), tx.runs.last_visits()
    enabled, zone = [s for s in patient.settings.sources if s.enabled], patient.settings.bank.zone
    if not enabled:
        return warning(
            Text("no source is enabled", "没有启用的来源"),
            Text("`ingest sources add URL`", "运行 `ingest sources add URL`"),
        )
    never = [s.id for s in enabled if s.id not in agenda]
    late = [
        s.id for s in enabled if s.id in agenda and due_at(s, agenda[s.id], patient.now, zone) < patient.now - _LATE
    ]
    failing = [s.id for s in enabled if s.id in agenda and agenda[s.id].failures]
    odd = [s.id for s in enabled if s.id in last and last[s.id].status is VisitStatus.DEGRADED and s.id not in failing]
    run_it = Text(
        "have cron call `ingest run`, or keep `ingest schedule` running",
        "请让 cron 运行 `ingest run`，或保持 `ingest schedule` 运行",
    )
    if late or (never and latest is None):
        named = _named(late or never)
        return failed(Text(f"overdue: {named}", f"逾期未访问：{named}"), run_it)
    if failing or never or odd:
        named = _named([*failing, *never, *odd])
        return warning(
            Text(f"failing, suspicious or never visited: {named}", f"失败、可疑或从未访问：{named}"),
            Text(
                "`ingest health list` says since when and why, `ingest sources probe` what they give now",
                "运行 `ingest health list` 查看起始时间和原因，运行 `ingest sources probe` 查看现状",
            ),
        )
    return well(f"{len(enabled)} sources, each visited in time", f"{len(enabled)} 个来源均按时访问")


def _named(ids: list[str]) -> str:
    return ", ".join(ids[:_NAMED]) + (f" … ({len(ids)})" if len(ids) > _NAMED else "")


def variables(patient: Patient) -> Look:
    """Those that sources.toml names."""
    named = patient.settings.variables
    lost = [name for name in named if not patient.environment.get(name, "").strip()]
    if lost:
        return failed(
            Text(f"not set: {', '.join(lost)}", f"未设置：{'、'.join(lost)}"),
            Text(
                "set them where ingest runs (systemd: EnvironmentFile=)",
                "请在 ingest 的运行环境中设置（systemd：EnvironmentFile=）",
            ),
        )
    return (
        well(f"{len(named)} named, all set", f"共 {len(named)} 个，均已设置")
        if named
        else skipped("none is named", "未使用")
    )


def messages(patient: Patient) -> Look:
    """What waits in the outbox, and what was given up."""
    if patient.store is None:
        return NO_DATABASE
    alerts = patient.settings.alerts
    if not alerts.channels:
        return warning(
            Text("nobody is told when a source is in trouble", "来源出现问题时不会通知任何人"),
            Text("write [alerts.email] or [alerts.webhook]", "请配置 [alerts.email] 或 [alerts.webhook]"),
        )
    with patient.store.reading() as tx:
        counts = tx.deliveries.counts()
    said = Text(
        f"{counts['delivered']} delivered, {counts['pending']} waiting, {counts['abandoned']} given up",
        f"已送达 {counts['delivered']}，等待 {counts['pending']}，放弃 {counts['abandoned']}",
    )
    if counts["abandoned"]:
        return warning(
            said, Text("`ingest doctor --network` tries the channels", "运行 `ingest doctor --network` 测试各通道")
        )
    return well(said.en, said.zh)


def channels(patient: Patient) -> Look:
    """A test message through each, only when `--network` asks for it."""
    alerts = patient.settings.alerts
    if not alerts.channels:
        return skipped("no channel is configured", "未配置通道")
    if not patient.network:
        return skipped("--network sends a test message through each", "加 --network 可逐一发送测试消息")
    with delivery(patient.settings, patient.environment) as out:
        refused = out.test(patient.now)
        missing = [name for name in alerts.channels if name not in out.senders]
    wrong = {**{n: Text("is not configured wholly: see D12", "配置不全：见 D12") for n in missing}, **refused}
    if not wrong:
        return well(
            f"a test message went through {', '.join(alerts.channels)}", f"测试消息已发送：{'、'.join(alerts.channels)}"
        )
    return failed(
        Text("; ".join(f"{n}: {t.en}" for n, t in wrong.items()), "；".join(f"{n}：{t.zh}" for n, t in wrong.items())),
        Text("mend [alerts] or the way to the server", "请更正 [alerts] 或检查到服务器的网络"),
    )

"""The database: does it answer, is it whole, how large is it, and when was it last saved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import text

from ingest.errors import Text
from ingest.operate.backup import LAST
from ingest.operate.doctor.findings import NO_DATABASE, Look, Patient, failed, warning, well
from ingest.store import engines, space
from ingest.store.tables import REVISION

_LONG_LOG = 256 << 20
_STALE_BACKUP = dt.timedelta(days=7)


def answers(patient: Patient) -> Look:
    if patient.store is None:
        return failed(
            patient.trouble or Text("can't be opened", "无法打开"),
            Text("mend that, or `ingest restore FILE`", "请排除故障，或运行 `ingest restore FILE`"),
        )
    with patient.store.reading() as tx:
        if patient.store.dialect == "sqlite":
            said = tx.conn.execute(text("PRAGMA quick_check(1)")).scalar_one()
            if said != "ok":
                return failed(
                    Text(f"damaged: {said}", f"已损坏：{said}"),
                    Text("`ingest restore FILE --force`", "运行 `ingest restore FILE --force`"),
                )
            return well(f"SQLite, revision {REVISION}, whole", f"SQLite，结构版本 {REVISION}，完好")
        server = tx.conn.execute(text("SHOW server_version")).scalar_one()
    return well(f"PostgreSQL {server}, revision {REVISION}", f"PostgreSQL {server}，结构版本 {REVISION}")


def size(patient: Patient) -> Look:
    if patient.store is None:
        return NO_DATABASE
    url = patient.settings.database_url
    place = engines.parse(url)
    log = Path(f"{place.database}-wal") if place.get_backend_name() == "sqlite" else None
    logged = log.stat().st_size if log and log.exists() else 0
    megabytes = f"{space.size(url) / 2**20:.1f} MB"
    said = Text(megabytes, f"共 {megabytes}")
    if logged > _LONG_LOG:
        return warning(
            Text(
                f"{said.en}, of which {logged / 2**20:.0f} MB are its log",
                f"{said.zh}，其中日志 {logged / 2**20:.0f} MB",
            ),
            Text(
                "end what keeps it open for long, then `ingest vacuum`",
                "请结束长期占用数据库的程序，再运行 `ingest vacuum`",
            ),
        )
    return well(said.en, said.zh)


def record(patient: Patient) -> Look:
    """The chain of hashes of the record of decisions."""
    if patient.store is None:
        return NO_DATABASE
    with patient.store.reading() as tx:
        broken, count = tx.audit.verify(), tx.audit.count()
    if broken:
        return failed(
            Text(f"broken at event {broken.id}: {broken.reason}", f"在第 {broken.id} 条处被破坏：{broken.said.zh}"),
            Text(
                "keep the file as evidence; restore a backup beside it and compare",
                "请保留该文件作为证据；另行恢复备份并比对",
            ),
        )
    return well(f"whole: {count} events", f"完整：共 {count} 条")


def saved(patient: Patient) -> Look:
    if patient.store is None:
        return NO_DATABASE
    with patient.store.reading() as tx:
        made = tx.meta.get(LAST)
    remedy = Text("`ingest backup FILE` from cron, every night", "请用 cron 每晚运行 `ingest backup FILE`")
    if made is None:
        return warning(Text("no backup was ever made", "从未备份"), remedy)
    at = dt.datetime.fromisoformat(made)
    local = at.astimezone(patient.settings.bank.zone).strftime("%Y-%m-%d %H:%M")
    if patient.now - at > _STALE_BACKUP:
        return warning(Text(f"the last one is of {local}", f"最近一次备份：{local}"), remedy)
    return well(f"the last one is of {local}", f"最近一次备份：{local}")

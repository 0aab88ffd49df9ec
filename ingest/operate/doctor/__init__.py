"""`ingest doctor`: everything that an unattended installation needs, looked at once. Each check is one function."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from ingest.errors import IngestError, Text
from ingest.operate.doctor import access, browser, database, machine, watching
from ingest.operate.doctor.findings import Finding, Look, Patient, State

log = logging.getLogger(__name__)

CHECKS: tuple[tuple[str, Text, Callable[[Patient], Look]], ...] = (
    ("D01", Text("clock", "时钟"), machine.clock),
    ("D02", Text("time zones", "时区"), machine.zones),
    ("D03", Text("disk", "磁盘"), machine.disk),
    ("D04", Text("permissions", "权限"), machine.permissions),
    ("D05", Text("fonts", "字体"), machine.fonts),
    ("D06", Text("database", "数据库"), database.answers),
    ("D07", Text("size of the database", "数据库大小"), database.size),
    ("D08", Text("record of decisions", "审计记录"), database.record),
    ("D09", Text("backup", "备份"), database.saved),
    ("D10", Text("lock", "运行锁"), watching.lock),
    ("D11", Text("visits", "访问"), watching.visits),
    ("D12", Text("environment variables", "环境变量"), watching.variables),
    ("D13", Text("messages", "通知"), watching.messages),
    ("D14", Text("channels", "通知通道"), watching.channels),
    ("D15", Text("browser", "浏览器"), browser.browser),
    ("D16", Text("people", "人员"), access.people),
    ("D17", Text("the way in", "登录方式"), access.way_in),
)
"""Ids stay what they are; new checks get new ones."""


def examine(patient: Patient) -> Iterator[Finding]:
    """Every check, in order. One that can't be made is failed, and the others are made all the same."""
    for id_, name, check in CHECKS:
        try:
            look = check(patient)
        except (IngestError, OSError) as error:
            said = error.message if isinstance(error, IngestError) else Text(str(error), str(error))
            look = Look(State.FAILED, said, getattr(error, "remedy", None))
        yield Finding(id_, name, look.state, look.said, look.remedy)

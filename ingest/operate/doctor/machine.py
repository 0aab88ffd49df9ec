"""The machine: its clock, time zones, disk, permissions and fonts."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.errors import Text
from ingest.model import SourceKind
from ingest.operate.doctor.findings import NO_DATABASE, Look, Patient, failed, skipped, warning, well
from ingest.store import engines

_OFF, _FAR_OFF = 60, 600
_TIGHT, _FULL = 1 << 30, 200 << 20


def clock(patient: Patient) -> Look:
    """Against the Date headers that the sources sent at their last visits: the median, for single servers are wrong."""
    if patient.store is None:
        return NO_DATABASE
    with patient.store.reading() as tx:
        skews = [a.skew for a in tx.agenda.all().values() if a.skew is not None]
    if not skews:
        return skipped("no source has told its time yet", "尚无来源提供时间")
    off = round(statistics.median(skews))
    if abs(off) <= _OFF:
        return well(f"within {abs(off)} s of {len(skews)} servers", f"与 {len(skews)} 个服务器相差 {abs(off)} 秒以内")
    said = Text(
        f"{abs(off)} s {'behind' if off > 0 else 'ahead of'} {len(skews)} servers",
        f"比 {len(skews)} 个服务器{'慢' if off > 0 else '快'} {abs(off)} 秒",
    )
    remedy = Text("set the clock by NTP (timedatectl set-ntp true)", "请用 NTP 校时（timedatectl set-ntp true）")
    return failed(said, remedy) if abs(off) > _FAR_OFF else warning(said, remedy)


def zones(patient: Patient) -> Look:
    named = {patient.settings.bank.time_zone, *(s.time_zone for s in patient.settings.sources if s.time_zone)}
    lost = sorted(name for name in named if not _zone(name))
    if lost:
        return failed(
            Text(f"no data for {', '.join(lost)}", f"缺少时区数据：{'、'.join(lost)}"),
            Text("install tzdata", "请安装 tzdata"),
        )
    return well(f"{', '.join(sorted(named))} (tzdata {_tzdata()})", f"{'、'.join(sorted(named))}（tzdata {_tzdata()}）")


def _zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _tzdata() -> str:
    try:
        return version("tzdata")
    except PackageNotFoundError:
        return "—"


def disk(patient: Patient) -> Look:
    """Where the edition and a SQLite database lie."""
    place, free = min(((p, shutil.disk_usage(p).free) for p in _places(patient)), key=lambda found: found[1])
    said = Text(f"{free / 2**30:.1f} GB free at {place}", f"{place} 剩余 {free / 2**30:.1f} GB")
    remedy = Text(
        "make room; `ingest vacuum`, or shorter times in [retention], free some",
        "请腾出空间；可运行 `ingest vacuum` 或缩短 [retention] 中的时间",
    )
    if free < _FULL:
        return failed(said, remedy)
    return warning(said, remedy) if free < _TIGHT else well(said.en, said.zh)


def _places(patient: Patient) -> Iterator[Path]:
    yield _existing(patient.settings.folder)
    place = engines.parse(patient.settings.database_url)
    if place.get_backend_name() == "sqlite":
        yield _existing(Path(str(place.database)).parent)


def _existing(path: Path) -> Path:
    return next(p for p in (path, *path.parents) if p.exists())


def permissions(patient: Patient) -> Look:
    """The folder can be written; the configuration only by those who may; the database read by no stranger."""
    settings, place = patient.settings, engines.parse(patient.settings.database_url)
    if not os.access(_existing(settings.folder), os.W_OK | os.X_OK):
        return failed(
            Text(f"{settings.folder} can't be written", f"{settings.folder} 无法写入"),
            Text("give it to the account that runs ingest (chown)", "请将其所有者改为运行 ingest 的账户（chown）"),
        )
    open_to = [f"{p} ({p.stat().st_mode & 0o777:o})" for p in _exposed(patient, place.database)]
    if open_to:
        named = ", ".join(open_to)
        return warning(
            Text(f"open to every account of this machine: {named}", f"对本机所有账户开放：{named}"),
            Text("chmod o-w the configuration, chmod o-rwx the database", "配置文件请 chmod o-w，数据库请 chmod o-rwx"),
        )
    return well("as they should be", "正常")


def _exposed(patient: Patient, database: str | None) -> Iterator[Path]:
    config = patient.settings.file
    if config.exists() and config.stat().st_mode & 0o002:
        yield config
    file = Path(str(database))
    if patient.settings.database_url.startswith("sqlite") and file.exists():
        shut = any(not p.stat().st_mode & 0o001 for p in file.resolve().parents)
        if file.stat().st_mode & 0o006 and not shut:
            yield file


def fonts(patient: Patient) -> Look:
    """Only lists that a browser reads need one, and a font that has Chinese."""
    if not any(s.kind is SourceKind.RENDERED and s.enabled for s in patient.settings.sources):
        return skipped("no source needs a browser", "没有需要浏览器的来源")
    tool = shutil.which("fc-list")
    if tool is None:
        return skipped("fc-list is not installed: fonts are not looked at", "未安装 fc-list，未检查字体")
    found = subprocess.run([tool, ":lang=zh"], capture_output=True, text=True, timeout=30, check=False).stdout  # noqa: S603
    if found.strip():
        return well(f"{len(found.splitlines())} with Chinese", f"{len(found.splitlines())} 种中文字体")
    return warning(
        Text("no font with Chinese: pages look different in the browser", "没有中文字体：网页在浏览器中显示异常"),
        Text("install one, such as fonts-wqy-zenhei", "请安装中文字体，例如 fonts-wqy-zenhei"),
    )

"""What one value may be: each check tells what to write instead, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import cssselect
from pydantic import AfterValidator, BeforeValidator, Field

from ingest.errors import Text
from ingest.text.encoding import charset_name

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _mistake(en: str, zh: str) -> ValueError:
    """pydantic takes any ValueError; its argument is found again in `mistakes.py`."""
    return ValueError(Text(en, zh))


def _interval(value: object) -> object:
    if isinstance(value, str) and (m := re.fullmatch(r"\s*(\d+)\s*([smhdw])\s*", value)):
        return dt.timedelta(**{_UNITS[m[2]]: int(m[1])})
    if isinstance(value, dt.timedelta):
        return value
    raise _mistake('write a number and a unit, such as "30m", "1h" or "1d"', '请写数字和单位，例如 "30m"、"1h" 或 "1d"')


def _period(value: object) -> object:
    length = _interval(value)
    if isinstance(length, dt.timedelta) and length < dt.timedelta(days=1):
        raise _mistake("at least one day", "至少一天")
    return length


def _ever(value: object) -> object:
    return None if value in (None, "forever") else _period(value)


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _selector(value: str) -> str:
    try:
        cssselect.HTMLTranslator().css_to_xpath(value)
    except cssselect.SelectorError as e:
        raise _mistake(f"is not a CSS selector ({e})", f"不是 CSS 选择器（{e}）") from e
    return value


def whole_address(value: str) -> str:
    """The value itself. ValueError if it is no address of the web."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _mistake(
            "write the whole address, beginning with https:// or http://",
            "请写完整的地址，以 https:// 或 http:// 开头",
        )
    return value


def _proxy(value: str) -> str:
    try:
        return value if value == "direct" else whole_address(value)
    except ValueError as e:
        raise _mistake(
            'write the address of an HTTP proxy, or "direct" for none', '请写 HTTP 代理的地址；不用代理则写 "direct"'
        ) from e


def _contact(value: str) -> str:
    if not re.fullmatch(r"(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+|https?://[^\s()<>]+", value):
        raise _mistake(
            'write an e-mail address or a page, such as "it@bank.example"',
            '请写电子邮箱或网页地址，例如 "it@bank.example"',
        )
    return value


def _base(value: str) -> str:
    parts = urlsplit(whole_address(value))
    if parts.query or parts.fragment or parts.username is not None or value.rstrip("/").endswith("/completions"):
        raise _mistake(
            'write the base address alone, such as "https://models.bank.example/v1"',
            '只写基础地址，例如 "https://models.bank.example/v1"',
        )
    return value


def _variable(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", value):
        raise _mistake(
            'name an environment variable, such as "MODEL_KEY"; the key itself has no place in this file',
            '请写环境变量的名称，例如 "MODEL_KEY"；密钥本身不应出现在此文件中',
        )
    return value


def _clock_time(value: object) -> object:
    if isinstance(value, str) and (m := re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value.strip())):
        return dt.time(int(m[1]), int(m[2]))
    if isinstance(value, dt.time):
        return value
    raise _mistake('write a time of day in quotes, such as "08:00"', '请写一天中的时间并加引号，例如 "08:00"')


def _mail_address(value: str) -> str:
    name, _, host = value.rpartition("@")
    if not name or not host or not value.isascii() or re.search(r"[\s<>,;:\"()\[\]]", value):
        raise _mistake(
            'write one bare address, such as "ingest@bank.example"', '请只写一个邮件地址，例如 "ingest@bank.example"'
        )
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise _mistake(
            'is not a time zone; write one such as "Asia/Shanghai"', '不是时区；请写成 "Asia/Shanghai" 这样的名称'
        )
    return value


def _charset(value: str) -> str:
    if charset_name(value) is None:
        raise _mistake(
            'is not an encoding that is read here; write one such as "gb18030", or leave it out',
            '不是可识别的字符编码；请写成 "gb18030" 这样的名称，或删去此项',
        )
    return value


def cron_trigger(line: str, zone: ZoneInfo) -> CronTrigger:
    """A trigger for a five-field cron line. Weekday numbers mean what cron means by them (0 and 7 are Sunday):
    APScheduler alone would count from Monday. ValueError if the line can't be read."""
    from apscheduler.triggers.cron import CronTrigger

    minute, hour, day, month, weekday = line.split()
    if "/" not in weekday:
        weekday = re.sub(r"\d+", lambda m: _WEEKDAYS[int(m[0]) % 7], weekday)
    return CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=zone)


def _cron(line: str) -> str:
    try:
        trigger = cron_trigger(line, ZoneInfo("UTC"))
    except ValueError as e:
        raise _mistake(
            f'cron takes five fields: minute hour day month weekday, such as "0 8 * * mon-fri" ({e})',
            f'cron 由五项组成：分 时 日 月 星期，例如 "0 8 * * mon-fri"（{e}）',
        ) from e
    if trigger.get_next_fire_time(None, dt.datetime.now(dt.UTC)) is None:
        raise _mistake(
            "names a day that no month has: it would never be due", "所写的日期在任何月份都不存在：永远不会到时"
        )
    return line


Several = Annotated[tuple[str, ...], BeforeValidator(_several)]
Selector = Annotated[str, AfterValidator(_selector)]
Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_several)]
Proxy = Annotated[str, AfterValidator(_proxy)]
Contact = Annotated[str, AfterValidator(_contact)]
Address = Annotated[str, AfterValidator(whole_address)]
BaseAddress = Annotated[str, AfterValidator(_base)]
Variable = Annotated[str, AfterValidator(_variable)]
Zone = Annotated[str, AfterValidator(_zone)]
Cron = Annotated[str, AfterValidator(_cron)]
Charset = Annotated[str, AfterValidator(_charset)]
ClockTime = Annotated[dt.time, BeforeValidator(_clock_time)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
MailAddresses = Annotated[tuple[MailAddress, ...], BeforeValidator(_several), Field(min_length=1)]
Interval = Annotated[dt.timedelta, BeforeValidator(_interval)]
Period = Annotated[dt.timedelta, BeforeValidator(_period)]
Ever = Annotated[dt.timedelta | None, BeforeValidator(_ever)]

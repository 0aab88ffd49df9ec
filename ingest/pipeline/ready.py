"""All that a reader knows, loaded by importing this: once, in the process that readers are forked from.

A short notice is read, so that word lists, weights and dictionaries are there before the first document comes.
"""

from __future__ import annotations

import datetime as dt

from ingest.model import Reading
from ingest.pipeline.job import Job
from ingest.pipeline.read import read

_NOTICE = """<html><head><meta charset="utf-8"><title>调整</title></head><body><h1>关于调整手续费的公告</h1>
<p>自2026年1月1日起，手续费由1元/笔調整为2元/笔。Fees change from 1 January 2026.</p></body></html>"""

read(Job(raw=_NOTICE.encode(), reading=Reading(today=dt.date(2026, 1, 1), bank_phones=(), bank_hosts=())))

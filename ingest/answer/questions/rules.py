"""What the bank has settled: departments, how mail leaves, when somebody is reminded, tiers of categories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.model import Category, Tier
from ingest.settings import Settings
from ingest.settings.desk_blocks import Department


@dataclass(frozen=True, slots=True)
class Rules:
    """What difficult questions, imports and admitted pages go by. `mail`: is there a server that takes mail for us;
    `escalate`: who is told of what is overdue; `reply_to`: where replies are read."""

    departments: tuple[Department, ...] = ()
    mail: bool = False
    remind: dt.timedelta = dt.timedelta(hours=4)
    escalate: tuple[str, ...] = ()
    reply_to: str | None = None
    address: str | None = None
    language: str = "zh"
    phones: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    tiers: Mapping[Category, Tier] = field(default_factory=dict)

    def department(self, id_: str | None) -> Department | None:
        return next((one for one in self.departments if one.id == id_), None)


def rules_of(settings: Settings) -> Rules:
    questions, bank = settings.questions, settings.bank
    return Rules(
        departments=settings.departments,
        mail=settings.alerts.email is not None,
        remind=questions.remind,
        escalate=questions.escalate,
        reply_to=questions.address,
        address=settings.web.address,
        language=bank.language,
        phones=bank.phones,
        hosts=bank.hosts,
        tiers=settings.review.tiers,
    )

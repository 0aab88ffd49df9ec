"""Who has read what: for those who lead a team, and after a correction for those who have to set it right."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.model import Actor, Entry, Role
from ingest.review.access import GRANTS, Permission, require
from ingest.review.refusals import NoSuchEntry, NoSuchPerson
from ingest.review.transaction import Clock, deciding
from ingest.store.board import AsOf
from ingest.store.exposures import Exposure
from ingest.store.shifts import AWAY
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.users import User

TEAM_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """One person and one entry. `read_at`: None while it is not read; `seen`: when the person was there last."""

    user: User
    read_at: dt.datetime | None
    seen: dt.datetime | None
    here: bool
    """Is this person's shift still going on?"""


@dataclass(frozen=True, slots=True)
class Progress:
    """One entry that has to be read, team by team; people without a team stand under ""."""

    entry: Entry
    since: dt.datetime
    """Since when it is waited for: its publication."""
    teams: Mapping[str, tuple[Reader, ...]]

    @property
    def everybody(self) -> tuple[Reader, ...]:
        return tuple(reader for team in self.teams.values() for reader in team)

    @property
    def read(self) -> int:
        return sum(reader.read_at is not None for reader in self.everybody)

    @property
    def waiting(self) -> int:
        return len(self.everybody) - self.read


@dataclass(frozen=True, slots=True)
class Exposed:
    """Who opened an entry. `wrong_from`: when it was replaced or withdrawn; `instead`: the entry in its place;
    `put_right`: who has opened or read that one since, by name, and when first."""

    entry: Entry
    exposures: tuple[Exposure, ...]
    instead: Entry | None
    put_right: Mapping[str, dt.datetime]

    @property
    def people(self) -> tuple[tuple[Exposure, int], ...]:
        """Everybody once, by their first time, with how often they opened it."""
        first: dict[str, Exposure] = {}
        times: dict[str, int] = defaultdict(int)
        for one in self.exposures:
            first.setdefault(one.user, one)
            times[one.user] += 1
        return tuple((one, times[name]) for name, one in first.items())


def progress(store: Store, actor: Actor, now: dt.datetime) -> tuple[Progress, ...]:
    """What has to be read at `now`, local time of the bank, and by whom it was, the most urgent first; a team leader
    with a team sees that team only. The number of queries does not grow. Raises WrongRole."""
    require(actor, Permission.READ_READERS)
    with store.reading() as tx:
        at = tx.clock()
        asked = tx.acknowledgements.asked(AsOf(at, now))
        read = {(one.entry_id, one.user_id): one.at for one in tx.acknowledgements.of([entry.id for entry in asked])}
        seen, people = tx.shifts.last_seen(), _team(tx, actor)
    return tuple(
        Progress(entry, entry.published_at, _by_team(people, entry, read, seen, at)) for entry in asked if people
    )


def waiting(found: Iterable[Progress]) -> tuple[int, int]:
    """How many entries are not read by everybody, and how many people have something to read."""
    late = [reader.user.id for one in found for reader in one.everybody if reader.read_at is None]
    return sum(one.waiting > 0 for one in found), len(set(late))


def exposed(store: Store, actor: Actor, entry_id: int) -> Exposed:
    """Who opened this entry and when. Raises WrongRole, NoSuchEntry."""
    require(actor, Permission.READ_READERS)
    with store.reading() as tx:
        entry = tx.entries.get(entry_id)
        if entry is None:
            raise NoSuchEntry
        mine = {user.name for user in _own_team(tx, actor)}
        opened = tuple(one for one in tx.exposures.of_entry(entry_id) if one.user in mine)
        instead = tx.entries.get(entry.superseded_by) if entry.superseded_by else None
        later = tx.exposures.of_entry(instead.id) if instead else []
    put_right: dict[str, dt.datetime] = {}
    for one in later:
        put_right.setdefault(one.user, one.at)
    return Exposed(entry, opened, instead, put_right)


def assign_team(store: Store, actor: Actor, person_id: int, team: str, clock: Clock) -> None:
    """Put a person in a team, or in none. Raises WrongRole, NoSuchPerson."""
    with deciding(store, actor, "assign_team", f"user:{person_id}", clock) as tx:
        require(actor, Permission.MANAGE_PEOPLE)
        user = tx.users.get(person_id)
        if user is None:
            raise NoSuchPerson
        name = " ".join(team.split())[:TEAM_LENGTH] or None
        tx.users.put_in_team(user.name, name)
        tx.audit.append(actor.name, "team_assigned", f"user:{user.name}", {"team": name, "before": user.team}, clock())


def _own_team(tx: Transaction, actor: Actor) -> list[User]:
    """Everybody whom the actor may look at: a team leader with a team, that team."""
    people = tx.users.list()
    leads_only = not actor.roles & (GRANTS[Permission.READ_READERS] - {Role.TEAM_LEADER})
    team = next((user.team for user in people if user.id == actor.id), None)
    return [user for user in people if user.team == team] if leads_only and team else people


def _team(tx: Transaction, actor: Actor) -> list[User]:
    """Of them, those who have to read."""
    reading = GRANTS[Permission.ACKNOWLEDGE]
    return [user for user in _own_team(tx, actor) if user.roles & reading and not user.disabled]


def _by_team(
    people: Iterable[User],
    entry: Entry,
    read: Mapping[tuple[int, int], dt.datetime],
    seen: Mapping[int, dt.datetime],
    at: dt.datetime,
) -> dict[str, tuple[Reader, ...]]:
    """Teams by name; in each those who have not read first, and of them those who are there."""
    teams: dict[str, list[Reader]] = defaultdict(list)
    for user in people:
        last = seen.get(user.id)
        here = last is not None and at - last <= AWAY
        teams[user.team or ""].append(Reader(user, read.get((entry.id, user.id)), last, here))
    return {
        team: tuple(sorted(teams[team], key=lambda r: (r.read_at is not None, not r.here, r.user.display)))
        for team in sorted(teams, key=lambda name: (not name, name))
    }

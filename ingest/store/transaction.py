"""One transaction: a connection and a clock, and an attribute for each aggregate."""

from __future__ import annotations

from sqlalchemy import Connection

from ingest.store.acknowledgements import Acknowledgements
from ingest.store.addresses import Addresses
from ingest.store.agenda import Agenda
from ingest.store.aggregate import Clock
from ingest.store.api_tokens import ApiTokens
from ingest.store.asked_days import AskedDays
from ingest.store.audit import Audit
from ingest.store.awaited import AwaitedDrafts
from ingest.store.board import Board
from ingest.store.calendar import Calendar
from ingest.store.carried import CarriedDrafts
from ingest.store.claims import Claims
from ingest.store.corrections import Corrections
from ingest.store.deliveries import Deliveries
from ingest.store.desk import Desk
from ingest.store.disappearances import Disappearances
from ingest.store.drafts import Drafts
from ingest.store.edits import Edits
from ingest.store.entries import Entries
from ingest.store.entry_facts import EntryFacts
from ingest.store.entry_flags import EntryFlags
from ingest.store.exposures import Exposures
from ingest.store.forwarded import Forwarded
from ingest.store.forwarding_log import ForwardingLog
from ingest.store.frequencies import Frequencies
from ingest.store.health import SourceHealth
from ingest.store.hosts import Hosts
from ingest.store.marks import Marks
from ingest.store.meta import Meta
from ingest.store.notices import Notices
from ingest.store.numbers import Numbers
from ingest.store.pins import Pins
from ingest.store.proposals import Proposals
from ingest.store.pulse import Pulse
from ingest.store.readings import Readings
from ingest.store.replies import Replies
from ingest.store.restoring import Restoring
from ingest.store.retention import Retention
from ingest.store.runs import Runs
from ingest.store.saved_views import SavedViews
from ingest.store.search import Search
from ingest.store.searches import Searches
from ingest.store.sessions import Sessions
from ingest.store.shifts import Shifts
from ingest.store.snapshots import Snapshots
from ingest.store.stamp import Stamps
from ingest.store.throttles import Throttles
from ingest.store.turned import TurnedAway
from ingest.store.unpublished import UnpublishedDrafts
from ingest.store.unsaved import Unsaved
from ingest.store.usage import Usage
from ingest.store.users import Users
from ingest.store.versions import Versions


class Transaction:
    """Work on the store that happens wholly or not at all; `Store.writing()` and `Store.reading()` make it."""

    def __init__(self, conn: Connection, clock: Clock) -> None:
        self.conn = conn
        self.clock = clock
        self.addresses = Addresses(conn, clock)
        self.snapshots = Snapshots(conn, clock)
        self.runs = Runs(conn, clock)
        self.agenda = Agenda(conn, clock)
        self.retention = Retention(conn, clock)
        self.hosts = Hosts(conn, clock)
        self.notices = Notices(conn, clock)
        self.readings = Readings(conn, clock)
        self.drafts = Drafts(conn, clock)
        self.versions = Versions(conn, clock)
        self.carried = CarriedDrafts(conn, clock)
        self.corrections = Corrections(conn, clock)
        self.unsaved = Unsaved(conn, clock)
        self.desk = Desk(conn, clock)
        self.edits = Edits(conn, clock)
        self.numbers = Numbers(conn, clock)
        self.claims = Claims(conn, clock)
        self.marks = Marks(conn, clock)
        self.pulse = Pulse(conn, clock)
        self.restoring = Restoring(conn, clock)
        self.saved_views = SavedViews(conn, clock)
        self.entries = Entries(conn, clock)
        self.board = Board(conn, clock)
        self.pins = Pins(conn, clock)
        self.stamps = Stamps(conn, clock)
        self.calendar = Calendar(conn, clock)
        self.entry_facts = EntryFacts(conn, clock)
        self.search = Search(conn, clock)
        self.usage = Usage(conn, clock)
        self.asked_days = AskedDays(conn, clock)
        self.frequencies = Frequencies(conn, clock)
        self.proposals = Proposals(conn, clock)
        self.entry_flags = EntryFlags(conn, clock)
        self.exposures = Exposures(conn, clock)
        self.acknowledgements = Acknowledgements(conn, clock)
        self.shifts = Shifts(conn, clock)
        self.searches = Searches(conn, clock)
        self.forwarded = Forwarded(conn, clock)
        self.forwarding_log = ForwardingLog(conn, clock)
        self.unpublished = UnpublishedDrafts(conn, clock)
        self.users = Users(conn, clock)
        self.sessions = Sessions(conn, clock)
        self.api_tokens = ApiTokens(conn, clock)
        self.awaited = AwaitedDrafts(conn, clock)
        self.replies = Replies(conn, clock)
        self.throttles = Throttles(conn, clock)
        self.audit = Audit(conn, clock)
        self.health = SourceHealth(conn, clock)
        self.deliveries = Deliveries(conn, clock)
        self.disappearances = Disappearances(conn, clock)
        self.turned_away = TurnedAway(conn, clock)
        self.meta = Meta(conn, clock)

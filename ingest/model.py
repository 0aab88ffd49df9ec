"""Every domain object, in the order of the flow. Frozen, no I/O. Start reading here.

    Source ─due→ Visit ─listing→ Candidate ─fetch→ Snapshot ─extract→ Document
    Document ─identity→ new | revised | repeated | unchanged
      new, revised → Facts → Drafts (one notice → n changes → FAQ drafts + one bulletin draft each, + open questions)
    Draft: pending → approved by the roles its risk tier asks for → published Entry

Dates and times are the bank's local time and carry no zone (`Moment`); instants of our own work (`fetched_at`,
`decided_at`) are aware UTC datetimes. Offsets (`Span`) count characters of `Document.text`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something failed, is suspicious or was left out: a stable key, and what it is about.

    `text.causes` tells it in the reader's language. Exactly what is stored and printed as JSON. `because` are the
    causes behind it. What libraries and servers say ("detail") is passed on in their words.
    """

    code: str
    about: Mapping[str, str | int | float] = field(default_factory=dict)
    because: tuple[Cause, ...] = ()


# ---------------------------------------------------------------------------------------------------- sources


class SourceKind(StrEnum):
    """How a place lists its notices; one file each in `sources/`."""

    FEED = "feed"
    LISTING = "listing"
    PAGE = "page"
    FOLDER = "folder"
    SITEMAP = "sitemap"
    JSON_API = "json_api"
    RENDERED = "rendered"
    MAILBOX = "mailbox"


class Tier(StrEnum):
    """Risk tier of a notice: who has to approve it (see `review/access.py`)."""

    REGULATED = "R"
    STANDARD = "S"
    FAST = "F"

    @property
    def strictness(self) -> int:
        """The more, the more it takes to publish."""
        return "FSR".index(self.value)


@dataclass(frozen=True, slots=True)
class Login:
    """How a place knows us. Without `url`: by HTTP basic; with it: by the form on that page.

    The password stands in the environment variable `password_env` and nowhere else. Fields that are not named are
    found: the password's by its type, the user's before it. `success` and `expired` are words of pages that show
    whether we are logged in or not any more."""

    user: str
    password_env: str
    url: str | None = None
    form: str | None = None
    user_field: str | None = None
    password_field: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    success: str | None = None
    expired: str | None = None


@dataclass(frozen=True, slots=True)
class JsonList:
    """Where a list stands in JSON (`[source.json]`). Paths are JMESPath; several are tried in order.

    `items` leads to the entries, `link` … `body` start at an entry. `detail` is an address with `{path}` in it.
    `body` is the notice itself (HTML or text): its address is not asked. `detail_body` is where it stands in the JSON
    that its address gives. `form` or `post` make the request a POST. The address, `form` and `post` may hold
    `{page}` (counted from `first`), `{offset}` and `{size}`, or `{cursor}`, which `cursor` finds in each answer; `next`
    finds the whole address of the following one. `script` (CSS) and `variable` name a place inside a web page.
    """

    items: str
    link: tuple[str, ...] = ()
    detail: str | None = None
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    detail_body: tuple[str, ...] = ()
    form: Mapping[str, str | int] | None = None
    post: Mapping[str, object] | str | None = None
    first: int = 1
    size: int | None = None
    cursor: str | None = None
    next: str | None = None
    script: str | None = None
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A folder of messages (`[source.mailbox]`), read over IMAP with TLS from the first byte.

    Messages older than `since` are passed over. `senders` are whole addresses or "@domain"; empty: all. `afterwards`
    is what happens to a message that was read and stored: "leave", "seen" or "move" (to the folder `move_to`).
    """

    server: str
    port: int = 993
    folder: str = "INBOX"
    since: dt.timedelta = dt.timedelta(days=30)
    senders: tuple[str, ...] = ()
    afterwards: str = "leave"
    move_to: str | None = None


@dataclass(frozen=True, slots=True)
class WatchedRows:
    """Tables that are watched row by row (`[source.rows]`): what changed in them is told, not the page.

    `table` is CSS; empty: all tables of the page. `keys` are the headings of the columns that name a row; empty: the
    first ones that hold no figures. Columns in `ignore` never count."""

    table: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A place we watch: one `[[source]]` block of `sources.toml`. Selectors are CSS; several are tried in order."""

    id: str
    kind: SourceKind
    urls: tuple[str, ...] = ()
    path: str | None = None
    link: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    pages: int = 1
    next: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    """Patterns of addresses that count ("/notices/*"), of those that do not ("!*/archive/*"); empty: all."""
    newer_than: dt.timedelta | None = None
    """Entries whose list says that they last changed before that are passed over."""
    json: JsonList | None = None
    every: dt.timedelta = dt.timedelta(hours=1)
    cron: str | None = None
    time_zone: str | None = None
    """Of `cron`; the bank's where it is not said."""
    hosts: tuple[str, ...] = ()
    allow_private: bool = False
    expect: int | None = None
    max_items: int = 200
    language: str | None = None
    encoding: str | None = None
    date_order: str = "DMY"
    category_hint: str | None = None
    department: str | None = None
    tier: Tier | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """"env:NAME" in a value stands for what the environment variable NAME holds; likewise in `cookies`."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    proxy: str | None = None
    """Its own proxy, or "direct" for none; else the one of `[fetch]`."""
    proxy_password_env: str | None = None
    login: Login | None = None
    mailbox: Mailbox | None = None
    rows: WatchedRows | None = None
    enabled: bool = True
    verified: bool = False

    @property
    def place(self) -> str:
        """Where it is, for people."""
        mail = f"{self.mailbox.server} {self.mailbox.folder}" if self.mailbox else ""
        return self.path or mail or ", ".join(self.urls)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing entry that is not yet fetched. `summary` is HTML or text that the listing itself carries."""

    url: str
    title: str | None = None
    published: dt.date | None = None
    summary: str | None = None
    content: str | None = None
    """The notice itself, as HTML, where the list carries all of it: its address is not asked."""
    modified: dt.datetime | None = None
    """The latest instant at which it can have changed, as the list says."""


# ------------------------------------------------------------------------------------------------------ fetch


@dataclass(frozen=True, slots=True)
class Validators:
    """What we remember of an address for a conditional request (RFC 9110 §13)."""

    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    fresh_until: dt.datetime | None = None
    """Until then the server vouches for it (RFC 9111 §4.2): nobody asks again."""


@dataclass(frozen=True, slots=True)
class Post:
    """The body of a request that is not a GET, and its media type."""

    content: bytes
    media_type: str = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Bytes received. `url` is where they finally came from, `requested` what was asked for."""

    requested: str
    url: str
    status: int
    media_type: str | None
    charset: str | None
    """The charset of the Content-Type header, as sent."""
    raw: bytes
    sha256: str
    validators: Validators
    fetched_at: dt.datetime
    requests: int = 1
    ahead: int | None = field(default=None, compare=False)
    """Seconds that the server's clock was ahead of this machine's, where it told its time."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server answered 304, or need not be asked yet. `fresh_until` as in `Validators`."""

    requested: str
    requests: int = 1
    fresh_until: dt.datetime | None = None
    ahead: int | None = field(default=None, compare=False)
    """As in `Snapshot`."""


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """The address gave nothing usable. `permanent`: asking again tomorrow will not help (404, refused by robots.txt).

    `code` is a stable key ("http_404", "timeout", "too_large", "private_address", "robots", "redirect_loop",
    "foreign_host", "connection", "bad_encoding", …) of `text/causes.toml`; `about` and `because` are what is told with
    it.
    """

    requested: str
    code: str
    about: Mapping[str, str | int | float] = field(default_factory=dict)
    permanent: bool = False
    status: int | None = None
    requests: int = 1
    because: tuple[Cause, ...] = ()

    @property
    def cause(self) -> Cause:
        return Cause(self.code, self.about, self.because)


Fetched = Snapshot | NotModified | FetchFailed


class Fetcher(Protocol):
    """What a source kind asks of the network; `fetch.client.Client` is the real one.

    `headers` are for this request alone; those of the source win."""

    def get(
        self,
        url: str,
        *,
        source: Source,
        validators: Validators | None = None,
        post: Post | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class HostState:
    """What is remembered of a host (or of a log-in, "login:SOURCE") that does not answer as it should.

    `failures` in a row since `since`; `trips`: how often in a row it was left alone; `until`: not asked before."""

    host: str
    failures: int = 0
    trips: int = 0
    cause: Cause | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """The robots.txt of an origin: its bytes (None: never had), when it was read, since when it can't be read."""

    origin: str
    body: bytes | None
    read_at: dt.datetime | None
    failing_since: dt.datetime | None = None


class Memory(Protocol):
    """What the network part remembers from run to run; `pipeline.manners.Manners` keeps it in the store."""

    def host(self, host: str) -> HostState | None: ...

    def keep_host(self, state: HostState) -> None: ...

    def robots(self, origin: str) -> RobotsFile | None: ...

    def keep_robots(self, file: RobotsFile) -> None: ...


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a listing, as remembered from visit to visit: if it answers 304 or the same bytes, it is not read.

    `next` is the address of the following page, None on the last. `children` are the lists that an index leads to."""

    url: str
    validators: Validators
    candidates: tuple[Candidate, ...]
    next: str | None = None
    children: tuple[str, ...] = ()
    warnings: tuple[Cause, ...] = ()
    """What was suspicious when it was read, and is for as long as it stays the same."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one visit to a source's list gave. `warnings` are for the operator.

    `chosen`: which of the pages' entries count, where that is not all of them in their order."""

    pages: tuple[ListPage, ...]
    requests: int = 0
    not_modified: int = 0
    warnings: tuple[Cause, ...] = ()
    chosen: tuple[Candidate, ...] | None = None
    may_be_empty: bool = False
    """No entry at all is nothing to wonder at: nobody wrote."""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """In the order of the list, each address once."""
        if self.chosen is not None:
            return self.chosen
        return tuple({c.url: c for page in reversed(self.pages) for c in reversed(page.candidates)}.values())[::-1]


class Kind(Protocol):
    """A kind of place; one file each in `sources/`, found by name."""

    def visit(self, source: Source, fetcher: Fetcher, remembered: Mapping[str, ListPage]) -> Listing | FetchFailed:
        """Read the source's list. `remembered` maps list addresses to what they gave at the last good visit."""
        ...


# --------------------------------------------------------------------------------------------------- document


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters of `Document.text`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class PassageKind(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of the text. `place` says where in the source it stands ("/html/body/div[2]/p[3]", "page 2")."""

    kind: PassageKind
    span: Span
    place: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One grid cell. A cell that spans rows or columns stands in each of its places with the same span and text."""

    text: str
    span: Span
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with spans resolved: every row has the same number of cells. `span` covers its rows in the text."""

    rows: tuple[tuple[Cell, ...], ...]
    span: Span
    place: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an embedded file inside the notice. `url` is absolute when the page's address is known."""

    url: str
    text: str
    attachment: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that belongs to a notice and gave no text. `problem` as in `Document`."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class Document:
    """A notice as text: passages joined by newlines, the cells of a table row by " | ", no page chrome.

    The title is the first passage. `problem` is None, or why the text can't be trusted: "image_only", "mojibake",
    "block_page", "login_page", "soft_404", "script_only", "broken", "empty", "unsupported", "password".
    `published_from` says what gave the date: "meta", "byline", "signature", "url", "listing".
    """

    text: str
    title: str
    passages: tuple[Passage, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    language: str = "zh"
    """"zh" or "en"; `script` tells simplified from traditional."""
    script: str = "hans"
    published: dt.date | None = None
    published_from: str | None = None
    media_type: str = "text/html"
    charset: str | None = None
    url: str | None = None
    problem: str | None = None
    unread: tuple[Unread, ...] = ()
    """Files that came with the notice and could not be read: their text is missing here."""
    recognised: bool = False
    """Its letters, or some of them, were recognised in a picture: a person compares the figures with it."""


# ------------------------------------------------------------------------------------------------------ facts


class Relevance(StrEnum):
    NOTICE = "notice"
    PROCUREMENT = "procurement"
    RECRUITMENT = "recruitment"
    CORPORATE = "corporate"
    WINNER_LIST = "winner_list"
    NOT_A_NOTICE = "not_a_notice"


class Category(StrEnum):
    FEE_CHANGE = "fee_change"
    RATE_CHANGE = "rate_change"
    PROMOTION = "promotion"
    REWARDS_RULE = "rewards_rule"
    PRODUCT_LAUNCH = "product_launch"
    PRODUCT_DISCONTINUE = "product_discontinue"
    WEALTH_DISCLOSURE = "wealth_disclosure"
    MAINTENANCE = "maintenance"
    CHANNEL_CHANGE = "channel_change"
    LIMIT_CHANGE = "limit_change"
    ACCOUNT_GOVERNANCE = "account_governance"
    TERMS_CHANGE = "terms_change"
    HOLIDAY_HOURS = "holiday_hours"
    BRANCH_CHANGE = "branch_change"
    FRAUD_WARNING = "fraud_warning"
    REGULATORY = "regulatory"


class WindowRole(StrEnum):
    EFFECTIVE = "effective"
    PROMOTION = "promotion"
    REGISTRATION = "registration"
    REDEMPTION = "redemption"
    REWARD = "reward"
    OUTAGE = "outage"
    CLOSURE = "closure"
    RESUME = "resume"
    SUBSCRIPTION = "subscription"
    RESERVATION = "reservation"
    COLLECTION = "collection"
    EXCHANGE = "exchange"
    AS_OF = "as_of"
    DEADLINE = "deadline"
    STOP_ACCEPTING = "stop_accepting"
    STOP_SERVICE = "stop_service"
    CONCESSION = "concession"
    VALID_FROM = "valid_from"
    OBJECTION = "objection"


class EndKind(StrEnum):
    DATE = "date"
    OPEN = "open"
    EVENT = "event"


class FigureKind(StrEnum):
    FEE = "fee"
    RATE = "rate"
    AMOUNT = "amount"
    LIMIT = "limit"
    DISCOUNT = "discount"
    POINTS = "points"
    QUOTA = "quota"
    TERM = "term"
    PRICE = "price"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"
    UNCHANGED = "unchanged"
    EXEMPT = "exempt"
    STATED = "stated"


class ContactKind(StrEnum):
    PHONE = "phone"
    URL = "url"
    EMAIL = "email"
    PATH = "path"


class ContactRole(StrEnum):
    OFFICIAL = "official"
    BRANCH = "branch"
    POLICE = "police"
    REGULATOR = "regulator"
    FRAUDULENT = "fraudulent"


class FlagCode(StrEnum):
    MALFORMED_DATE = "malformed_date"
    WEEKDAY_MISMATCH = "weekday_mismatch"
    YEAR_INFERRED = "year_inferred"
    PLANNED = "planned"
    NEEDS_TEXT = "needs_text"
    CONFLICT = "conflict"
    LEAD_TIME = "lead_time"
    COLUMNS_CHANGED = "columns_changed"
    RECOGNISED = "recognised"
    FACTS_CHANGED = "facts_changed"
    """A fact was corrected after a person had edited the draft: its words are theirs, so they look again."""


class Intent(StrEnum):
    """What a customer wants to know; one FAQ draft answers one of them."""

    WHAT_CHANGES = "what_changes"
    WHEN = "when"
    HOW_MUCH = "how_much"
    WHO = "who"
    EXEMPT = "exempt"
    HOW_TO = "how_to"
    CAPS = "caps"
    TRANSITION = "transition"
    EXISTING = "existing"
    REFUND = "refund"
    REWARD_DATE = "reward_date"
    WHY_NOT = "why_not"
    WHAT_STILL_WORKS = "what_still_works"
    ALTERNATIVE = "alternative"
    AFFECTED = "affected"
    DOCUMENTS = "documents"
    RISK = "risk"
    VERIFY = "verify"
    WHAT_TO_DO = "what_to_do"
    IF_DISAGREE = "if_disagree"
    RESUME = "resume"
    WHERE = "where"
    HOW_TO_RESTORE = "how_to_restore"
    HOW_TO_AVOID = "how_to_avoid"
    FULL_TEXT = "full_text"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a minute of a day, in the bank's local time. Written "2026-04-15" or "2026-04-15T22:00"."""

    day: dt.date
    time: dt.time | None = None

    def __str__(self) -> str:
        return self.day.isoformat() + (f"T{self.time:%H:%M}" if self.time else "")

    def earliest(self) -> dt.datetime:
        """The first minute that this can mean."""
        return dt.datetime.combine(self.day, self.time or dt.time.min)

    def latest(self) -> dt.datetime:
        """The first minute after it: a bare day as an end is inclusive."""
        if self.time:
            return dt.datetime.combine(self.day, self.time)
        return dt.datetime.combine(self.day + dt.timedelta(days=1), dt.time.min)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands, verbatim, and the rule that read it ("windows.toml:from_to", "figures.table")."""

    span: Span
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that the notice states.

    `recurrence`: "weekly:MO,FR", "monthly:8,18", "daily:10:00-22:00", several with a blank between, or text."""

    role: WindowRole
    start: Moment | None
    end: Moment | None
    end_kind: EndKind
    evidence: Evidence
    recurrence: str | None = None
    applies_to: str | None = None
    exceptions: tuple[str, ...] = ()
    """Exception days as the notice words them ("8月30日除外")."""
    planned: bool = False
    key: bool = True
    """False for conditions ("applications before 19 October") that are not what the notice announces."""
    confidence: float = 1.0
    change: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: "CNY/transaction", "ratio", "ratio/year", "times/day", "paid_share", "month", "points" …

    Percentages are ratios (3.5 % = 0.035). `qualifier`: "min", "max", ">=", "<=", ">", "<", "from", "to" or None.
    """

    value: Decimal
    unit: str
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A fee, rate, limit… with what it was and what it becomes. `item` says what it is a figure of."""

    kind: FigureKind
    item: str
    old: tuple[Quantity, ...]
    new: tuple[Quantity, ...]
    direction: Direction
    evidence: Evidence
    key: bool = True
    confidence: float = 1.0
    change: int = 0
    old_text: str | None = None
    """The old and the new value as the notice prints them, for drafts."""
    new_text: str | None = None
    note: Span | None = None
    """Where the table says from when on it counts: the note that a mark in its row points to (its conditions hold too),
    the row above a group of rows, the head of its column."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One mention of a phone, address or app path. The role belongs to the mention, not to the number."""

    kind: ContactKind
    value: str
    role: ContactRole
    evidence: Evidence
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the notice that answers one kind of question: who is excluded, what still works, what to bring.

    `topic` is the intent that it serves; `text` is the sentence, trimmed of list numbers and boilerplate.
    """

    topic: Intent
    text: str
    evidence: Evidence
    exclusion: bool = False
    confidence: float = 1.0
    change: int = 0


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question and its answer that the notice itself holds."""

    question: str
    answer: str
    evidence: Evidence
    intent: Intent | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that a person has to look at."""

    code: FlagCode
    evidence: Evidence
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the notice announces; facts point to it by index. `span` is the part of the text about it."""

    title: str
    category: Category
    span: Span


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a category or relevance was chosen, shown to the reviewer."""

    label: str
    weight: float
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read in a document."""

    title: str
    language: str
    script: str
    published: dt.date | None
    relevance: Relevance
    category: Category | None
    secondary: tuple[Category, ...] = ()
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()
    windows: tuple[Window, ...] = ()
    figures: tuple[Figure, ...] = ()
    contacts: tuple[Contact, ...] = ()
    statements: tuple[Statement, ...] = ()
    answers: tuple[QuestionAnswer, ...] = ()
    keywords: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    tier: Tier = Tier.STANDARD


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader of a document knows beside its text."""

    today: dt.date
    published: dt.date | None = None
    """From the listing; used where the document has no date of its own."""
    title: str | None = None
    language: str | None = None
    date_order: str = "DMY"
    category_hint: str | None = None
    tier: Tier | None = None
    bank_phones: tuple[str, ...] = ()
    bank_hosts: tuple[str, ...] = ()
    vouched: bool = False
    """A person says that it is a notice: the rules are not asked."""


# ----------------------------------------------------------------------------------------------------- drafts


class Urgency(StrEnum):
    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


@dataclass(frozen=True, slots=True)
class Citation:
    """Draft sentence → passage: the verbatim words that support it."""

    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class FaqDraft:
    """A proposed FAQ entry (domain rule: answer first, operation points, conditions, validity, one line to say)."""

    intent: Intent
    question: str
    answer: str
    operation_points: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    say: str = ""
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    keywords: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: float = 1.0
    change: int = 0
    written_by: str = "rules"
    """ "rules", or "model" where a language model's wording passed every check."""
    model_refused: str | None = None
    """Why a model's wording was not taken: a stable key ("value_lost", "timeout", …), ": ", and what it was about."""

    @property
    def lines(self) -> tuple[str, ...]:
        """All that it tells, the direct answer first."""
        return (self.answer, *self.operation_points, *self.conditions)


@dataclass(frozen=True, slots=True)
class BulletinDraft:
    """A proposed notice for the bulletin board; one per change."""

    headline: str
    what_changes: str
    when: str
    who: str
    script: str
    do_not_say: str | None = None
    operation_points: tuple[str, ...] = ()
    urgency: Urgency = Urgency.P3
    starts: Moment | None = None
    expires: Moment | None = None
    citations: tuple[Citation, ...] = ()
    confidence: float = 1.0
    change: int = 0
    written_by: str = "rules"
    """ "rules", or "model" where a language model's wording passed every check."""
    model_refused: str | None = None
    """Why a model's wording was not taken: a stable key ("value_lost", "timeout", …), ": ", and what it was about."""
    review: bool = False
    """`expires` is a day on which to look at it again, because the notice states no end: never told as its end."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that customers will ask and the notice does not answer: to confirm with the department."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """An atom (number, date, phone, address, code) of a draft that nothing in the source supports."""

    place: str
    """Which field of the draft, e.g. "answer"."""
    text: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a writer makes of one notice."""

    faqs: tuple[FaqDraft, ...] = ()
    bulletins: tuple[BulletinDraft, ...] = ()
    unanswered: tuple[OpenQuestion, ...] = ()


class Writer(Protocol):
    """Facts → drafts. Every writer's drafts pass the same `draft.grounding` check afterwards."""

    def write(self, document: Document, facts: Facts, *, today: dt.date) -> Drafts: ...


# --------------------------------------------------------------------------------------------------- identity


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What identifies a notice and its state. `content` is a versioned hash of text without counters and clocks."""

    content: str
    title: str
    """Normalised title (no brackets, spaces, punctuation)."""
    published: dt.date | None
    sketch: tuple[int, ...] = ()
    """MinHash signature of the text, for near-duplicates."""


@dataclass(frozen=True, slots=True)
class Known:
    """A notice that the store already has, as identity needs to see it."""

    notice_id: int
    revision_id: int
    urls: tuple[str, ...]
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class New:
    """A notice that was never seen."""


@dataclass(frozen=True, slots=True)
class Revised:
    """A known notice whose content changed."""

    previous: Known


@dataclass(frozen=True, slots=True)
class Repeated:
    """A known notice at another address or in another source, with the same content."""

    of: Known


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The same notice at the same address with the same content."""

    of: Known


Identity = New | Revised | Repeated | Unchanged


@dataclass(frozen=True, slots=True)
class FactDifference:
    """A difference in facts between two revisions. `what`: "window", "figure", "contact", "title", "statement"."""

    what: str
    label: str
    old: str | None
    new: str | None


class RowFate(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of a watched table; of an added or removed row one side is None."""

    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a watched table that came, went or changed. `table` is "" where the page has only one; `row` is what its
    key columns say. Spans are those of the row in the old and in the new document."""

    fate: RowFate
    table: str
    row: str
    cells: tuple[CellChange, ...]
    old: Span | None = None
    new: Span | None = None
    old_text: str = ""
    """The whole old row, its cells joined by " | "."""


@dataclass(frozen=True, slots=True)
class HeadChange:
    """The columns of a watched table are not what they were; None: there is no such table."""

    table: str
    old: tuple[str, ...] | None
    new: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What changed in the watched tables of a page. Rows in another order are no change."""

    rows: tuple[RowChange, ...] = ()
    heads: tuple[HeadChange, ...] = ()


# ------------------------------------------------------------------------------------------------------- runs


class VisitStatus(StrEnum):
    OK = "ok"
    UNCHANGED = "unchanged"
    DEGRADED = "degraded"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A candidate that became no draft, and why ("procurement", "block_page", "http_404", …)."""

    url: str
    title: str | None
    cause: Cause

    @property
    def code(self) -> str:
        return self.cause.code


@dataclass(frozen=True, slots=True)
class Measures:
    """What a visit measured: the health of its source is judged by it, and what is usual there learnt from it."""

    listed: int = 0
    listed_before: int = 0
    """Entries of the last good visit."""
    carried: int = 0
    """Those of `listed` that the last good visit listed too."""
    fresh: int = 0
    """Those that this source never listed before."""
    dated: int = 0
    """Those that have a date in the list itself."""
    dates: tuple[dt.date, ...] = ()
    """The different dates of the list, newest first; at the first visit only: later ones count what comes in."""
    dead: int = 0
    """Links that answer 404 or 410."""
    lengths: tuple[int, ...] = ()
    """Characters of each page that was read."""
    linked: tuple[float, ...] = ()
    """The share of each that stands in links."""
    alike: int = 0
    """Pages at different addresses that hold the same text."""


@dataclass(frozen=True, slots=True)
class VisitReport:
    """One source in a run; the counters of `ingest run --json`."""

    source_id: str
    status: VisitStatus
    requests: int = 0
    not_modified: int = 0
    found: int = 0
    new: int = 0
    revised: int = 0
    repeated: int = 0
    unchanged: int = 0
    gone: int = 0
    turned_away: int = 0
    drafts: int = 0
    causes: tuple[Cause, ...] = ()
    """Why it failed or is degraded, the weightiest first."""
    turned: tuple[TurnedAway, ...] = ()
    since: dt.datetime | None = None
    """Since when the source is in trouble, at its first visit that failed or was degraded."""
    measures: Measures | None = None
    """None when the list was not read."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """One pass."""

    run_id: int
    started: dt.datetime
    finished: dt.datetime
    visits: tuple[VisitReport, ...]
    coverage: Coverage | None = None
    """How all sources that are watched stand after it, where that was asked."""


# ----------------------------------------------------------------------------------------------------- review


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    CUSTOMER_EXPERT = "customer_expert"
    BUSINESS_EXPERT = "business_expert"
    AGENT = "agent"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    TEAM_LEADER = "team_leader"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. The automatic stages act as `Actor.system()`."""

    name: str
    roles: frozenset[Role]
    id: int | None = None
    department: str | None = None
    """Of a business expert: whose drafts wait for this person. None: those of every department."""

    @staticmethod
    def system() -> Actor:
        return Actor("ingest", frozenset())


class DraftKind(StrEnum):
    FAQ = "faq"
    BULLETIN = "bulletin"


class DraftState(StrEnum):
    PENDING = "pending"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class FactKind(StrEnum):
    """What of `Facts` a person can correct."""

    WINDOW = "window"
    FIGURE = "figure"
    CONTACT = "contact"
    CATEGORY = "category"
    TIER = "tier"


Fact = Window | Figure | Contact | Category | Tier


@dataclass(frozen=True, slots=True)
class Correction:
    """One change that a person made to what was read in a revision. `position` counts the facts of their kind as they
    were read, added ones behind them; it stays the same whatever is struck. `before` is None for an added fact,
    `after` for a struck one."""

    id: int
    revision_id: int
    kind: FactKind
    position: int
    before: Fact | None
    after: Fact | None
    actor: str
    at: dt.datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft in the queue. `version` grows with each edit; a decision names the version that it saw."""

    id: int
    notice_id: int
    revision_id: int
    kind: DraftKind
    content: FaqDraft | BulletinDraft
    state: DraftState
    version: int
    tier: Tier
    category: Category | None
    title: str
    """The notice's title."""
    language: str
    source_ids: tuple[str, ...]
    urgency: Urgency
    starts: Moment | None
    expires: Moment | None
    unsupported: tuple[Unsupported, ...]
    flags: tuple[Flag, ...]
    revises: int | None
    """The published entry that this draft would replace, when the notice was revised."""
    last_editor: str | None
    created_at: dt.datetime
    reason: str | None = None
    reason_code: str | None = None
    """See `review.reasons`."""
    department: str | None = None
    """Whose business expert signs it; None: anyone's."""
    due: dt.datetime | None = None
    """When the department is to have answered."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One sign-off on one version of a draft."""

    draft_id: int
    version: int
    actor: str
    role: Role
    at: dt.datetime


class EntryState(StrEnum):
    """Lifecycle of a published entry, computed from its window and the clock."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Entry:
    """A published FAQ entry or bulletin notice: one approved version. `validated` is False in the fast lane."""

    id: int
    kind: DraftKind
    draft_id: int
    notice_id: int
    revision_id: int
    version: int
    content: FaqDraft | BulletinDraft
    category: Category | None
    language: str
    title: str
    source_url: str | None
    starts: Moment | None
    expires: Moment | None
    urgency: Urgency
    published_at: dt.datetime
    approvals: tuple[Approval, ...]
    validated: bool = True
    source_changed: bool = False
    """A newer revision of the notice is under review."""
    superseded_by: int | None = None
    withdrawn: str | None = None
    emergency: str | None = None
    """Why it was published with one sign-off, before everybody who has to had signed."""
    ended_at: dt.datetime | None = None
    """When it was withdrawn or replaced."""
    material: bool = True
    """Does it say something else than what it replaced? If not, whoever read that need not read it again."""

    def state(self, now: dt.datetime) -> EntryState:
        """State at `now`, a naive local datetime of the bank."""
        if self.withdrawn:
            return EntryState.WITHDRAWN
        if self.superseded_by:
            return EntryState.SUPERSEDED
        if self.expires and now >= self.expires.latest():
            return EntryState.EXPIRED
        if self.starts and now < self.starts.earliest():
            return EntryState.SCHEDULED
        return EntryState.ACTIVE


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One row of the append-only, hash-chained record."""

    id: int
    at: dt.datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, object]
    previous: str
    hash: str


class HealthStatus(StrEnum):
    WELL = "well"
    DEGRADED = "degraded"
    """It is read, and what it gives is suspicious."""
    FAILING = "failing"
    """It is not read."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What good visits to a source measured, newest last."""

    items: tuple[int, ...] = ()
    dated: tuple[float, ...] = ()
    """The share of entries with a date."""
    gaps: tuple[float, ...] = ()
    """Days between new notices."""
    lengths: tuple[int, ...] = ()
    linked: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is, remembered from visit to visit. A trouble begins `since` its first bad visit and is over after
    some good ones in a row; `told` is what the last alert of this trouble said, None before the first."""

    source_id: str
    status: HealthStatus = HealthStatus.WELL
    since: dt.datetime | None = None
    causes: tuple[Cause, ...] = ()
    streak: int = 0
    """Visits in a row with this status."""
    bad: int = 0
    """Visits in a row that were not good, whichever way."""
    told: HealthStatus | None = None
    visited: dt.datetime | None = None
    last_good: dt.datetime | None = None
    last_news: dt.datetime | None = None
    """When it last listed something that it had not listed before."""
    usual: Usual = Usual()
    block: str = ""
    """What decides how the source is read, hashed: another block learns anew."""
    visits: Mapping[str, int] = field(default_factory=dict)
    """Visits so far, by status."""
    requests: int = 0


class HealthChange(StrEnum):
    """What an alert tells."""

    TROUBLE = "trouble"
    RECOVERED = "recovered"
    MISSED = "missed"
    """Every entry is new: some between them and the last visit may have been missed."""


@dataclass(frozen=True, slots=True)
class HealthEvent:
    """Told once. `since` is when the trouble began, `at` the visit that made it worth telling."""

    source_id: str
    change: HealthChange
    status: HealthStatus
    since: dt.datetime
    at: dt.datetime
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Disappearance:
    """A notice whose address says that it is no more: a proposal to take off what was published of it."""

    id: int
    notice_id: int
    source_id: str
    url: str
    title: str
    seen: dt.datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which sources were due, read, failed or suspicious: silence is never shown as "nothing new"."""

    run_id: int | None
    at: dt.datetime | None
    visits: Sequence[VisitReport] = ()

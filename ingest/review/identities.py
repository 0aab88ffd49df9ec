"""Who the bank's own directory, or a proxy, says that somebody is; and a session for that person.

People of a directory are known by issuer and subject, never by a name or a mail address: both can be given to another
person later. Whoever has an account here is bound to it by hand (`ingest users set NAME --subject …`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import InputError
from ingest.model import Role
from ingest.review.sessions import Came, Lasting, LoggedIn, enter
from ingest.review.transaction import Clock
from ingest.store.store import Store
from ingest.store.transaction import Transaction
from ingest.store.users import User

BY_DIRECTORY = "ingest: single sign-on"
BY_PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Identity:
    """`subject`: issuer and subject; `roles`: those that the directory's claim maps to."""

    subject: str
    name: str
    display: str
    email: str | None
    roles: frozenset[Role]
    department: str | None = None


class NotLetIn(StrEnum):
    UNKNOWN = "unknown"
    DISABLED = "disabled"


def enter_by_identity(
    store: Store, identity: Identity, clock: Clock, came: Came, lasting: Lasting, *, create: bool
) -> LoggedIn | NotLetIn:
    """With `create`, whoever has a role in the directory is added at the first log-in, and has its roles from then on.

    An account of the same name that is not bound is never taken over."""
    with store.writing() as tx:
        user = tx.users.by_subject(identity.subject)
        user = _followed(tx, user, identity, clock) if create else user
        if user is None or user.disabled:
            why = NotLetIn.DISABLED if user else NotLetIn.UNKNOWN
            subject = f"user:{user.name}" if user else "user:?"
            detail = {"by": "sso", "address": came.address, "subject": identity.subject}
            tx.audit.append("ingest", "login_refused", subject, detail, clock())
            return why
        return enter(tx, user, clock, came, lasting, "sso")


def enter_by_name(store: Store, name: str, clock: Clock, came: Came, lasting: Lasting) -> LoggedIn | NotLetIn:
    """A proxy that is trusted says the name."""
    with store.writing() as tx:
        user = tx.users.by_name(name)
        if user is None or user.disabled:
            detail = {"by": BY_PROXY, "address": came.address, "name": name[:200]}
            tx.audit.append("ingest", "login_refused", "user:?" if user is None else f"user:{name}", detail, clock())
            return NotLetIn.UNKNOWN if user is None else NotLetIn.DISABLED
        return enter(tx, user, clock, came, lasting, BY_PROXY)


def _followed(tx: Transaction, user: User | None, identity: Identity, clock: Clock) -> User | None:
    """The account as the directory has it now; None if it has no role there."""
    if user is None:
        return _added(tx, identity, clock) if identity.roles else None
    if user.password_hash:  # an account of ours that was bound by hand: its roles are decided here
        return user
    if not identity.roles:
        return None
    if user.roles != identity.roles:
        tx.users.set_roles(user.name, identity.roles)
        detail = {"roles": sorted(identity.roles), "before": sorted(user.roles)}
        tx.audit.append(BY_DIRECTORY, "roles_set", f"user:{user.name}", detail, clock())
    department = identity.department or user.department
    tx.users.describe(user.name, display=identity.display, email=identity.email, department=department)
    return tx.users.get(user.id)


def _added(tx: Transaction, identity: Identity, clock: Clock) -> User | None:
    try:
        id = tx.users.add(
            identity.name,
            identity.display,
            identity.roles,
            "",
            email=identity.email,
            department=identity.department,
            subject=identity.subject,
        )
    except InputError:  # the name is taken, or is none
        return None
    detail = {"roles": sorted(identity.roles), "department": identity.department}
    tx.audit.append(BY_DIRECTORY, "user_added", f"user:{identity.name}", detail, clock())
    return tx.users.get(id)

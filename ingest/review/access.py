"""Who may do what. Nothing is allowed that is not written here.

Each risk tier asks for sign-offs, in this order, each by another person:

    R regulated   customer expert, then business expert; published when both have signed
    S standard    administrator or customer expert, not the author of the last edit
    F fast lane   one person publishes as "not yet validated"; a second one validates later
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ingest.model import Actor, Approval, Role, Tier
from ingest.review.refusals import AlreadySigned, OtherRole, OwnEdit, WrongRole


class Permission(StrEnum):
    READ_BOARD = "read_board"
    READ_QUEUE = "read_queue"
    DECIDE = "decide"


_DECIDING = (Role.CUSTOMER_EXPERT, Role.BUSINESS_EXPERT, Role.ADMINISTRATOR)

GRANTS: Mapping[Permission, frozenset[Role]] = {
    Permission.READ_BOARD: frozenset(Role),
    Permission.READ_QUEUE: frozenset({*_DECIDING, Role.AUDITOR}),
    Permission.DECIDE: frozenset(_DECIDING),
}

Need = frozenset[Role]
"""One sign-off: any of these roles can give it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The sign-offs of a tier; published after the first `publishes_after` of them, validated after all."""

    needs: tuple[Need, ...]
    publishes_after: int
    own_edit: bool = False
    """May the author of the last edit sign?"""


RULES: Mapping[Tier, Rule] = {
    Tier.REGULATED: Rule((frozenset({Role.CUSTOMER_EXPERT}), frozenset({Role.BUSINESS_EXPERT})), 2),
    Tier.STANDARD: Rule((frozenset({Role.ADMINISTRATOR, Role.CUSTOMER_EXPERT}),), 1),
    Tier.FAST: Rule((frozenset(_DECIDING), frozenset(_DECIDING)), 1, own_edit=True),
}


def allows(actor: Actor, permission: Permission) -> bool:
    return bool(actor.roles & GRANTS[permission])


def require(actor: Actor, permission: Permission) -> None:
    """Raises WrongRole."""
    if not allows(actor, permission):
        raise WrongRole


def missing(tier: Tier, approvals: Iterable[Approval]) -> tuple[Need, ...]:
    """The sign-offs that are still missing."""
    needs = list(RULES[tier].needs)
    for approval in approvals:
        met = next((need for need in needs if approval.role in need), None)
        if met is not None:
            needs.remove(met)
    return tuple(needs)


def sign_as(actor: Actor, tier: Tier, last_editor: str | None, approvals: Iterable[Approval]) -> Role:
    """The role in which `actor` can sign now. Raises WrongRole, AlreadySigned, OwnEdit or OtherRole."""
    require(actor, Permission.DECIDE)
    approvals = tuple(approvals)
    if any(approval.actor == actor.name for approval in approvals):
        raise AlreadySigned
    if last_editor == actor.name and not RULES[tier].own_edit:
        raise OwnEdit
    needs = missing(tier, approvals)
    role = next((role for need in needs for role in _DECIDING if role in need & actor.roles), None)
    if role is None:
        raise OtherRole
    return role

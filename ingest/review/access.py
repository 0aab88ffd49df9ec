"""Who may do what. Nothing is allowed that is not written here.

Each risk tier asks for sign-offs, in this order, each by another person:

    R regulated   customer expert, then business expert; published when both have signed
    S standard    administrator or customer expert, not the author of the last edit
    F fast lane   one person publishes as "not yet validated"; a second one validates later

Whoever decides about words does not manage people, and whoever manages people decides about no words: nobody can make
the second pair of eyes. Nobody at all may change the audit record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import Forbidden
from ingest.model import Actor, Approval, Role, Tier
from ingest.review.refusals import AlreadySigned, OtherDepartment, OtherRole, OwnEdit, WrongRole


class Permission(StrEnum):
    """What somebody may do; `GRANTS` says who."""

    READ_BOARD = "read_board"
    COUNT = "count"
    """Count what customers ask."""
    ACKNOWLEDGE = "acknowledge"
    """Say "read and understood"; whoever may is expected to."""
    READ_READERS = "read_readers"
    """Who has read what, and who opened what turned out to be wrong."""
    READ_PAST = "read_past"
    """What was in force at a past moment, and what agents saw."""
    READ_QUEUE = "read_queue"
    FORWARD = "forward"
    """Forward a question that nothing published answers."""
    READ_QUESTIONS = "read_questions"
    HANDLE_QUESTIONS = "handle_questions"
    """Assign forwarded questions, ask departments, write down their answers."""
    DECIDE = "decide"
    PUBLISH_AT_ONCE = "publish_at_once"
    """With one sign-off, in an emergency."""
    ANSWER_FOR_DEPARTMENT = "answer_for_department"
    """The page with what waits for a business expert."""
    READ_NUMBERS = "read_numbers"
    CURATE = "curate"
    """Decide about proposals: combine, pin, retire; have the bands counted anew; import entries."""
    PIN_ON_BOARD = "pin_on_board"
    READ_OPERATIONS = "read_operations"
    """Sources, health, what is due, alerts."""
    READ_AUDIT = "read_audit"
    EXPORT_EVIDENCE = "export_evidence"
    READ_PEOPLE = "read_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_OWN_TOKENS = "manage_own_tokens"


_DECIDING = (Role.CUSTOMER_EXPERT, Role.BUSINESS_EXPERT, Role.ADMINISTRATOR)

GRANTS: Mapping[Permission, frozenset[Role]] = {
    Permission.READ_BOARD: frozenset(Role),
    Permission.COUNT: frozenset({Role.AGENT, Role.TEAM_LEADER, *_DECIDING}),
    Permission.ACKNOWLEDGE: frozenset({Role.AGENT, Role.TEAM_LEADER}),
    Permission.READ_READERS: frozenset({Role.TEAM_LEADER, Role.ADMINISTRATOR, Role.AUDITOR}),
    Permission.READ_PAST: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    Permission.READ_QUEUE: frozenset({*_DECIDING, Role.AUDITOR}),
    Permission.FORWARD: frozenset({Role.AGENT, Role.TEAM_LEADER, *_DECIDING}),
    Permission.READ_QUESTIONS: frozenset({*_DECIDING, Role.AUDITOR}),
    Permission.HANDLE_QUESTIONS: frozenset({Role.ADMINISTRATOR, Role.CUSTOMER_EXPERT}),
    Permission.DECIDE: frozenset(_DECIDING),
    Permission.PUBLISH_AT_ONCE: frozenset({Role.CUSTOMER_EXPERT, Role.BUSINESS_EXPERT}),
    Permission.ANSWER_FOR_DEPARTMENT: frozenset({Role.BUSINESS_EXPERT}),
    Permission.READ_NUMBERS: frozenset({Role.ADMINISTRATOR, Role.CUSTOMER_EXPERT, Role.AUDITOR}),
    Permission.CURATE: frozenset({Role.ADMINISTRATOR, Role.CUSTOMER_EXPERT}),
    Permission.PIN_ON_BOARD: frozenset({Role.ADMINISTRATOR}),
    Permission.READ_OPERATIONS: frozenset({Role.OPERATOR, Role.ADMINISTRATOR, Role.AUDITOR}),
    Permission.READ_AUDIT: frozenset({Role.AUDITOR}),
    Permission.EXPORT_EVIDENCE: frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.CUSTOMER_EXPERT}),
    Permission.READ_PEOPLE: frozenset({Role.OPERATOR, Role.AUDITOR}),
    Permission.MANAGE_PEOPLE: frozenset({Role.OPERATOR}),
    Permission.MANAGE_OWN_TOKENS: frozenset(Role),
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
    return unmet(tier, (approval.role for approval in approvals))


def unmet(tier: Tier, signed: Iterable[Role]) -> tuple[Need, ...]:
    """The same, of the roles that have signed."""
    needs = list(RULES[tier].needs)
    for role in signed:
        met = next((need for need in needs if role in need), None)
        if met is not None:
            needs.remove(met)
    return tuple(needs)


def sign_as(
    actor: Actor, tier: Tier, last_editor: str | None, approvals: Iterable[Approval], department: str | None = None
) -> Role:
    """The role in which `actor` can sign a draft of `department` now.

    Raises WrongRole, AlreadySigned, OwnEdit, OtherRole or OtherDepartment."""
    role = would_sign_as(actor, tier, last_editor, approvals, department)
    if not isinstance(role, Role):
        raise role
    return role


def would_sign_as(
    actor: Actor, tier: Tier, last_editor: str | None, approvals: Iterable[Approval], department: str | None = None
) -> Role | type[Forbidden]:
    """The same for whole lists: the refusal is told, and not raised."""
    if not allows(actor, Permission.DECIDE):
        return WrongRole
    approvals = tuple(approvals)
    if any(approval.actor == actor.name for approval in approvals):
        return AlreadySigned
    if last_editor == actor.name and not RULES[tier].own_edit:
        return OwnEdit
    needs = missing(tier, approvals)
    role = next((role for need in needs for role in _DECIDING if role in need & actor.roles), None)
    if role is Role.BUSINESS_EXPERT and not answers_for(actor, department):
        return OtherDepartment
    return role or OtherRole


def answers_for(actor: Actor, department: str | None) -> bool:
    """Does a business expert answer for a draft of `department`? Whoever belongs to none answers for all."""
    return actor.department is None or department is None or actor.department == department

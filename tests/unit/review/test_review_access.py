"""Who may do what: the whole table, and what must never stand in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Actor, Role, Tier
from ingest.review.access import GRANTS, Permission, allows, answers_for, require, sign_as
from ingest.review.refusals import OtherDepartment, WrongRole

R = Role
TABLE = {
    Permission.READ_BOARD: set(Role),
    Permission.READ_QUEUE: {R.ADMINISTRATOR, R.CUSTOMER_EXPERT, R.BUSINESS_EXPERT, R.AUDITOR},
    Permission.DECIDE: {R.ADMINISTRATOR, R.CUSTOMER_EXPERT, R.BUSINESS_EXPERT},
    Permission.PUBLISH_AT_ONCE: {R.CUSTOMER_EXPERT, R.BUSINESS_EXPERT},
    Permission.ANSWER_FOR_DEPARTMENT: {R.BUSINESS_EXPERT},
    Permission.READ_AUDIT: {R.AUDITOR},
    Permission.EXPORT_EVIDENCE: {R.AUDITOR, R.ADMINISTRATOR, R.CUSTOMER_EXPERT},
    Permission.READ_PEOPLE: {R.OPERATOR, R.AUDITOR},
    Permission.MANAGE_PEOPLE: {R.OPERATOR},
    Permission.MANAGE_OWN_TOKENS: set(Role),
}


def person(*roles: Role, department: str | None = None) -> Actor:
    return Actor("x", frozenset(roles), department=department)


@pytest.mark.parametrize(("permission", "roles"), TABLE.items())
def test_each_permission_belongs_to_these_roles_and_no_other(permission, roles):
    assert {role for role in Role if allows(person(role), permission)} == roles


def test_nobody_without_a_role_may_anything_and_every_permission_is_granted_to_somebody():
    assert not any(allows(person(), permission) for permission in Permission)
    assert set(GRANTS) == set(Permission) and all(GRANTS.values())
    with pytest.raises(WrongRole):
        require(person(), Permission.READ_BOARD)


def test_who_decides_does_not_manage_people_and_the_other_way_round():
    assert not GRANTS[Permission.DECIDE] & GRANTS[Permission.MANAGE_PEOPLE]


def test_an_auditor_reads_and_does_nothing_else():
    reading = ("read_", "export_", "manage_own_tokens")
    assert all(p.value.startswith(reading) for p in Permission if Role.AUDITOR in GRANTS[p])


def test_no_permission_changes_the_record():
    assert {p for p in Permission if "audit" in p.value} == {Permission.READ_AUDIT}


@given(st.sets(st.sampled_from(Role)), st.sampled_from(Permission))
def test_several_roles_may_what_each_of_them_may(roles, permission):
    assert allows(person(*roles), permission) == any(allows(person(role), permission) for role in roles)


@pytest.mark.parametrize(
    ("mine", "draft", "fits"),
    [
        (None, None, True),
        (None, "cards", True),
        ("cards", None, True),
        ("cards", "cards", True),
        ("loans", "cards", False),
    ],
)
def test_a_business_expert_signs_for_the_own_department_only(mine, draft, fits):
    expert = person(R.BUSINESS_EXPERT, department=mine)
    assert answers_for(expert, draft) is fits
    if fits:
        assert sign_as(expert, Tier.REGULATED, None, (), draft) is R.BUSINESS_EXPERT
    else:
        with pytest.raises(OtherDepartment):
            sign_as(expert, Tier.REGULATED, None, (), draft)


def test_a_department_binds_only_the_business_experts_sign_off():
    both = person(R.CUSTOMER_EXPERT, R.BUSINESS_EXPERT, department="loans")
    assert sign_as(both, Tier.STANDARD, None, (), "cards") is R.CUSTOMER_EXPERT

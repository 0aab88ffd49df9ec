"""D16 and D17: who may log in, and how."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from clocked import clock, store

from ingest import settings
from ingest.model import Role
from ingest.operate.doctor.access import people, way_in
from ingest.operate.doctor.findings import Look, Patient, State

__all__ = ["clock", "store"]

CARDS = '[[department]]\nid = "cards"\nname = "Cards"\n'
HEADER = '[web]\nproxies = ["10.0.0.5"]\n[web.header]\nsecret_env = "PORTAL"\n'


def patient(store, text: str = "", environment: dict[str, str] | None = None) -> Patient:
    made = settings.of_text(Path("sources.toml"), text, {})
    return Patient(made, store, None, dt.datetime.now(dt.UTC), environment or {})


def add(store, name: str, *roles: Role, **more: str) -> None:
    with store.writing() as tx:
        tx.users.add(name, name, roles, "x", **more)


def told(look: Look) -> tuple[State, str]:
    return look.state, look.said.en


def test_an_installation_without_people_has_nothing_to_look_at(store) -> None:
    assert people(patient(store)).state is State.SKIPPED and people(patient(None)).state is State.SKIPPED


def test_missing_roles_are_told_and_that_one_person_can_not_be_two(store) -> None:
    add(store, "ada", Role.ADMINISTRATOR)
    state, said = told(people(patient(store)))
    assert state is State.WARNING and "nobody is customer expert" in said and "nobody is business expert" in said
    add(store, "bo", Role.CUSTOMER_EXPERT, Role.BUSINESS_EXPERT)
    assert "both sign-offs rest on one person" in told(people(patient(store)))[1]
    add(store, "bai", Role.BUSINESS_EXPERT)
    assert told(people(patient(store))) == (State.OK, "3 may log in")
    with store.writing() as tx:
        tx.users.disable("bo")
    assert "nobody is customer expert" in told(people(patient(store)))[1]


def test_a_department_needs_somebody_who_answers_and_can_be_told(store) -> None:
    add(store, "chen", Role.CUSTOMER_EXPERT)
    add(store, "lu", Role.BUSINESS_EXPERT, department="loans", email="lu@bank.example")
    assert told(people(patient(store, CARDS))) == (State.WARNING, "nobody answers for department cards")
    add(store, "bai", Role.BUSINESS_EXPERT, department="cards")
    assert "department cards can't be told" in told(people(patient(store, CARDS)))[1]
    assert people(patient(store, CARDS + 'email = "cards@bank.example"\n')).state is State.OK


@pytest.mark.parametrize("environment", [{}, {"PORTAL": "short"}])
def test_a_secret_that_is_not_there_is_a_way_in_that_does_not_work(store, environment) -> None:
    look = way_in(patient(store, HEADER, environment))
    assert told(look) == (State.FAILED, "the environment has no usable PORTAL") and look.remedy
    assert (
        told(way_in(patient(store, HEADER, {"PORTAL": "between us two"})))[1]
        == "people come by [web.header], passwords"
    )


def test_single_sign_on_needs_its_extra(store, monkeypatch) -> None:
    text = '[web]\naddress = "https://d.bank.example"\n[web.sso]\nissuer = "https://i.bank.example"\nclient_id = "x"\n'
    assert way_in(patient(store, text)).state is State.OK
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "ingest[sso]" in told(way_in(patient(store, text)))[1]


def test_an_address_without_https_is_told(store) -> None:
    assert way_in(patient(store, '[web]\naddress = "http://desk"\n')).state is State.WARNING
    assert told(way_in(patient(store))) == (State.OK, "people come by passwords")

"""Who may log in, and as what: for those who manage people; auditors read. The same as CSV, for the regular review."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from ingest.errors import InputError
from ingest.model import Role
from ingest.publish.separated import plain
from ingest.review import accounts
from ingest.review.access import Permission, allows
from ingest.review.people import PersonView, closed_until, is_top, people, person
from ingest.web.account import in_words
from ingest.web.visitor import Id, Member, SignedForm, Visitor, redirect

router = APIRouter(prefix="/people")
DONE = ("described", "disabled", "enabled", "revoked")
_COLUMNS = (
    *("name", "display", "roles", "top_privilege", "department", "email", "created", "last_login"),
    *("days_since_login", "disabled", "one_time_password", "single_sign_on", "tokens"),
)


@router.get("")
def show(visitor: Member) -> Response:
    return _list(visitor)


@router.get(".csv")
def download(visitor: Member) -> Response:
    """Everybody, whoever can decide, manage people or read the record first."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    found = people(visitor.store, visitor.actor)
    for user, tokens in sorted(found, key=lambda one: (not is_top(one[0].roles), one[0].name)):
        last, options = user.last_login, visitor.options
        cells = (
            *(user.name, user.display, " ".join(sorted(user.roles)), _yes(is_top(user.roles))),
            *(user.department or "", user.email or "", f"{options.local(user.created_at):%Y-%m-%d %H:%M}"),
            f"{options.local(last):%Y-%m-%d %H:%M}" if last else "",
            str((options.clock() - last).days) if last else "",
            *(_yes(user.disabled), _yes(user.must_change), _yes(bool(user.subject)), str(tokens)),
        )
        rows.writerow(map(_plain, cells))
    name = f"people-{visitor.options.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return PlainTextResponse("\ufeff" + out.getvalue(), headers=headers, media_type="text/csv")


@router.post("")
def add(visitor: Member, fields: SignedForm) -> Response:
    name, password = fields.get("name", "").strip(), accounts.one_time_password()
    try:
        accounts.add(
            visitor.store,
            visitor.actor,
            name,
            fields.get("display", "").strip() or name,
            _roles(fields),
            password,
            visitor.options.clock,
            email=_email(fields),
            department=_department(visitor, fields, None),
            once=True,
        )
    except InputError as error:
        return _list(visitor, typed=fields, mistake=in_words(visitor, error))
    return _list(visitor, password=(name, password))


@router.get("/{person_id}")
def show_one(visitor: Member, person_id: Id) -> Response:
    return _one(visitor, _person(visitor, person_id))


@router.post("/{person_id}")
def change(visitor: Member, fields: SignedForm, person_id: Id) -> Response:
    found, clock = _person(visitor, person_id), visitor.options.clock
    try:
        accounts.describe(
            visitor.store,
            visitor.actor,
            found.user.name,
            clock,
            display=fields.get("display", ""),
            email=_email(fields),
            department=_department(visitor, fields, found.user.department),
        )
        if _roles(fields) != found.user.roles:
            accounts.set_roles(visitor.store, visitor.actor, found.user.name, _roles(fields), clock)
    except InputError as error:
        return _one(visitor, found, mistake=in_words(visitor, error))
    return redirect(f"/people/{person_id}?done=described")


@router.post("/{person_id}/password")
def reset(visitor: Member, fields: SignedForm, person_id: Id) -> Response:
    name, password = _person(visitor, person_id).user.name, accounts.one_time_password()
    accounts.set_password(visitor.store, visitor.actor, name, password, visitor.options.clock, once=True)
    return _one(visitor, _person(visitor, person_id), password=(name, password))


@router.post("/{person_id}/disable")
def disable(visitor: Member, fields: SignedForm, person_id: Id) -> Response:
    accounts.disable(visitor.store, visitor.actor, _person(visitor, person_id).user.name, visitor.options.clock)
    return redirect(f"/people/{person_id}?done=disabled")


@router.post("/{person_id}/enable")
def enable(visitor: Member, fields: SignedForm, person_id: Id) -> Response:
    accounts.enable(visitor.store, visitor.actor, _person(visitor, person_id).user.name, visitor.options.clock)
    return redirect(f"/people/{person_id}?done=enabled")


@router.post("/{person_id}/revoke")
def revoke(visitor: Member, fields: SignedForm, person_id: Id) -> Response:
    accounts.revoke(visitor.store, visitor.actor, _person(visitor, person_id).user.name, visitor.options.clock)
    return redirect(f"/people/{person_id}?done=revoked")


def _person(visitor: Visitor, person_id: int) -> PersonView:
    return person(visitor.store, visitor.actor, person_id, visitor.options.lasting.idle)


def _list(
    visitor: Visitor,
    *,
    typed: Mapping[str, str] | None = None,
    mistake: str | None = None,
    password: tuple[str, str] | None = None,
) -> Response:
    return visitor.page(
        "people.html",
        422 if mistake else 200,
        people=people(visitor.store, visitor.actor),
        roles=list(Role),
        top=[role for role in Role if is_top(frozenset({role}))],
        closed_until=lambda user: closed_until(user, visitor.options.clock()),
        typed=typed or {},
        mistake=mistake,
        password=password,
    )


def _one(
    visitor: Visitor, found: PersonView, *, mistake: str | None = None, password: tuple[str, str] | None = None
) -> Response:
    done = visitor.request.query_params.get("done")
    return visitor.page(
        "person.html",
        422 if mistake else 200,
        person=found,
        user=found.user,
        own=found.user.name == visitor.actor.name,
        may_manage=allows(visitor.actor, Permission.MANAGE_PEOPLE),
        roles=list(Role),
        closed=closed_until(found.user, visitor.options.clock()),
        now=visitor.options.clock(),
        mistake=mistake,
        password=password,
        done=done if done in DONE else None,
    )


def _roles(fields: Mapping[str, str]) -> frozenset[Role]:
    return frozenset(role for role in Role if fields.get(f"role_{role.value}"))


def _email(fields: Mapping[str, str]) -> str | None:
    """Raises InputError."""
    return accounts.mail_address(fields.get("email", ""))


def _department(visitor: Visitor, fields: Mapping[str, str], now: str | None) -> str | None:
    """One that the settings name, or the one of now."""
    wish = fields.get("department", "")
    return wish if wish and (visitor.options.department(wish) or wish == now) else None


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return plain(cell)

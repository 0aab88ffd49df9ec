"""`ingest users`: who may log in."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say
from ingest.errors import InputError, Text
from ingest.model import Role

if TYPE_CHECKING:
    from ingest.app import Clock
    from ingest.model import Actor
    from ingest.settings import Settings
    from ingest.store.store import Store

ROLES = click.Choice([role.value for role in Role])


@contextmanager
def opened(common: Common) -> Iterator[tuple[Store, Clock]]:
    """The configured store and its clock."""
    from ingest import app

    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    with closing(app.open_store(settings, clock)) as store:
        yield store, clock


def _operator() -> Actor:
    from ingest.review.accounts import at_the_machine

    return at_the_machine(getpass.getuser())


def _given() -> str | None:
    return os.environ.get("INGEST_PASSWORD")


@click.group("users")
def command() -> None:
    """Who may log in."""


@command.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=ROLES)
@click.option("--display", default="", help="The name that others see; default NAME.")
@click.option("--email", default=None, help="Where mail for this person goes.")
@click.option("--department", default=None, help="For which department a business expert answers; default: all.")
@common
def add(
    common: Common, name: str, roles: tuple[str, ...], display: str, email: str | None, department: str | None
) -> None:
    """Add a person. The password comes from INGEST_PASSWORD, or a one-time password is made and printed."""
    from ingest.review import accounts

    given = _given()
    password = given or accounts.one_time_password()
    department = known_department(common.settings(), department)
    with opened(common) as (store, clock):
        accounts.add(
            store,
            _operator(),
            name,
            display or name,
            map(Role, roles),
            password,
            clock,
            email=email,
            department=department,
            once=not given,
        )
    click.echo(say("user_added", name=name) if given else say("user_added_password", name=name, password=password))


def known_department(settings: Settings, id_: str | None) -> str | None:
    """Raises InputError for one that sources.toml does not name."""
    known = [department.id for department in settings.departments]
    if not id_ or id_ in known:
        return id_ or None
    raise InputError(
        Text(f"there is no department {id_!r} in {settings.file}", f"{settings.file} 中没有部门 {id_!r}"),
        remedy=Text(
            f"the departments are: {', '.join(known)}" if known else "add a block [[department]] with this id",
            f"现有部门：{'、'.join(known)}" if known else "请先添加含此 id 的 [[department]]",
        ),
    )


@command.command("set")
@click.argument("name")
@click.option("--display", default=None, help="The name that others see.")
@click.option("--email", default=None, help='Where mail for this person goes; "" for nowhere.')
@click.option("--department", default=None, help='For which department a business expert answers; "" for all.')
@click.option("--subject", default=None, help='Who this is at the bank\'s directory: "ISSUER SUBJECT"; "" for nobody.')
@common
def set_(
    common: Common, name: str, display: str | None, email: str | None, department: str | None, subject: str | None
) -> None:
    """Change how a person is called, their mail address, department, or identity at the single sign-on."""
    from ingest.review import accounts
    from ingest.review.refusals import NoSuchPerson

    if department:
        known_department(common.settings(), department)
    with opened(common) as (store, clock):
        with store.reading() as tx:
            user = tx.users.by_name(name)
        if user is None:
            raise NoSuchPerson
        accounts.describe(
            store,
            _operator(),
            name,
            clock,
            display=user.display if display is None else display,
            email=user.email if email is None else email,
            department=user.department if department is None else department,
        )
        if subject is not None:
            accounts.bind(store, _operator(), name, subject or None, clock)
    click.echo(say("user_set", name=name))


@command.command("password")
@click.argument("name")
@common
def password(common: Common, name: str) -> None:
    """Give a person a new one-time password (or INGEST_PASSWORD), and end their sessions and tokens."""
    from ingest.review import accounts

    given = _given()
    fresh = given or accounts.one_time_password()
    with opened(common) as (store, clock):
        accounts.set_password(store, _operator(), name, fresh, clock, once=not given)
    click.echo(say("password_set", name=name) if given else say("user_added_password", name=name, password=fresh))


@command.command("roles")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=ROLES)
@common
def roles_(common: Common, name: str, roles: tuple[str, ...]) -> None:
    """Give a person these roles from now on, in place of those they had; their sessions end."""
    from ingest.review import accounts

    with opened(common) as (store, clock):
        accounts.set_roles(store, _operator(), name, map(Role, roles), clock)
    click.echo(say("roles_set", name=name, roles=" ".join(sorted(roles))))


@command.command("list")
@common
def list_(common: Common) -> None:
    """Everybody, with roles, department, mail address and last log-in."""
    from ingest.cli.table import table

    zone = common.settings().bank.zone
    with opened(common) as (store, _), store.reading() as tx:
        people = tx.users.list()
    rows = [
        (
            u.name,
            u.display,
            " ".join(sorted(u.roles)),
            u.department or "",
            u.email or "",
            f"{u.last_login.astimezone(zone):%Y-%m-%d %H:%M}" if u.last_login else "",
            say("disabled") if u.disabled else "",
        )
        for u in people
    ]
    names = ("head_name", "head_display", "head_roles", "head_department", "head_email", "head_last_login")
    click.echo(table((*map(say, names), ""), rows) if rows else say("no_users"))


def _simple(name: str, key: str, help_: str) -> None:
    """A command that does one thing to one person: `accounts.<name>`."""

    @command.command(name, help=help_)
    @click.argument("name")
    @common
    def run(common: Common, name: str) -> None:
        from ingest.review import accounts

        act: Callable[..., object] = getattr(accounts, run_name)
        with opened(common) as (store, clock):
            act(store, _operator(), name, clock)
        click.echo(say(key, name=name))

    run_name = name


_simple("disable", "user_disabled", "Close a person's log-in, sessions and tokens; what they decided stays.")
_simple("enable", "user_enabled", "Let a person log in again, with the password of before.")
_simple("revoke", "user_revoked", "End every session and token of a person at once.")


@command.group("token")
def token() -> None:
    """Tokens with which programs act for a person."""


@token.command("add")
@click.argument("name")
@click.option("--for", "program", required=True, help="The program that will use it.")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="How long it works.")
@common
def token_add(common: Common, name: str, program: str, days: int) -> None:
    """Make a token for your own programs, with all that you may do; it is printed this once. Asks for your password."""
    from ingest.cli.review import acting
    from ingest.review import tokens

    with opened(common) as (store, clock), acting(store, name, clock) as actor:
        made = tokens.make(store, actor, program, days, clock)
    click.echo(made.token)
    click.echo(say("token_made", name=name, days=days, id=made.id), err=True)


@token.command("list")
@click.argument("name")
@common
def token_list(common: Common, name: str) -> None:
    """The tokens of a person, without the tokens themselves."""
    from ingest.cli.table import table
    from ingest.review.refusals import NoSuchPerson

    zone = common.settings().bank.zone
    with opened(common) as (store, clock), store.reading() as tx:
        user = tx.users.by_name(name)
        if user is None:
            raise NoSuchPerson
        tokens, now = tx.api_tokens.of(user.id), clock()
    rows = [
        (
            str(t.id),
            t.name,
            *(f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "" for at in (t.created_at, t.last_used, t.expires)),
            "" if t.works(now) else say("disabled"),
        )
        for t in tokens
    ]
    heads = ("head_id", "head_name", "head_made", "head_last_used", "head_expires")
    click.echo(table((*map(say, heads), ""), rows) if rows else say("no_tokens"))


@token.command("revoke")
@click.argument("name")
@click.argument("id", type=int)
@common
def token_revoke(common: Common, name: str, id: int) -> None:
    """End a token now."""
    from ingest.review import tokens

    with opened(common) as (store, clock):
        tokens.revoke(store, _operator(), id, clock, of=name)
    click.echo(say("token_revoked", id=id))

"""`ingest users`: who may log in."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from ingest.cli.options import Common, common
from ingest.cli.words import say
from ingest.model import Role

if TYPE_CHECKING:
    from ingest.app import Clock
    from ingest.store.store import Store


@contextmanager
def opened(common: Common) -> Iterator[tuple[Store, Clock]]:
    """The configured store and its clock."""
    from ingest import app

    settings = common.settings()
    clock = app.clock_on(common.today, settings)
    with closing(app.open_store(settings, clock)) as store:
        yield store, clock


def _operator() -> str:
    """Who types: the record names the machine's own user."""
    return f"operator:{getpass.getuser()}"


@click.group("users")
def command() -> None:
    """Who may log in."""


@command.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([r.value for r in Role]))
@click.option("--display", default="", help="The name that others see; default NAME.")
@common
def add(common: Common, name: str, roles: tuple[str, ...], display: str) -> None:
    """Add a person. The password comes from INGEST_PASSWORD, or a one-time password is made and printed."""
    from ingest.review import accounts

    given = os.environ.get("INGEST_PASSWORD")
    password = given or accounts.one_time_password()
    with opened(common) as (store, clock):
        accounts.add(store, _operator(), name, display or name, map(Role, roles), password, clock)
    click.echo(say("user_added", name=name) if given else say("user_added_password", name=name, password=password))


@command.command("password")
@click.argument("name")
@common
def password(common: Common, name: str) -> None:
    """Give a person a new one-time password (or INGEST_PASSWORD), and end their sessions."""
    from ingest.review import accounts

    given = os.environ.get("INGEST_PASSWORD")
    fresh = given or accounts.one_time_password()
    with opened(common) as (store, clock):
        accounts.set_password(store, _operator(), name, fresh, clock)
    click.echo(say("password_set", name=name) if given else say("user_added_password", name=name, password=fresh))


@command.command("roles")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([r.value for r in Role]))
@common
def roles_(common: Common, name: str, roles: tuple[str, ...]) -> None:
    """Give a person these roles from now on, in place of those they had."""
    from ingest.review import accounts

    with opened(common) as (store, clock):
        accounts.set_roles(store, _operator(), name, map(Role, roles), clock)
    click.echo(say("roles_set", name=name, roles=" ".join(sorted(roles))))


@command.command("list")
@common
def list_(common: Common) -> None:
    """Everybody, with roles."""
    from ingest.cli.table import table

    with opened(common) as (store, _), store.reading() as tx:
        people = tx.users.list()
    rows = [(u.name, u.display, " ".join(sorted(u.roles)), say("disabled") if u.disabled else "") for u in people]
    click.echo(table((say("head_name"), say("head_display"), say("head_roles"), ""), rows) if rows else say("no_users"))


@command.command("disable")
@click.argument("name")
@common
def disable(common: Common, name: str) -> None:
    """Close a person's log-in and sessions; what they decided stays."""
    from ingest.review import accounts

    with opened(common) as (store, clock):
        accounts.disable(store, _operator(), name, clock)
    click.echo(say("user_disabled", name=name))

"""Views of the queue that a person keeps: nobody else sees them, so they are not on record."""

from __future__ import annotations

from ingest.model import Actor
from ingest.review.access import Permission, require
from ingest.review.refusals import NameMissing, NameTaken, NoSuchView
from ingest.store.saved_views import SavedView
from ingest.store.store import Store

LONGEST = 60
"""Characters of a name: it stands in a row of tabs."""


def views(store: Store, actor: Actor) -> tuple[SavedView, ...]:
    """The default first. Raises WrongRole."""
    person = _person(actor)
    with store.reading() as tx:
        return tuple(tx.saved_views.of(person))


def save(store: Store, actor: Actor, name: str, query: str) -> int:
    """Its id; a view of that name is replaced. Raises WrongRole, NameMissing."""
    person, name = _person(actor), _name(name)
    with store.writing() as tx:
        return tx.saved_views.save(person, name, query[:2000])


def rename(store: Store, actor: Actor, view_id: int, name: str) -> None:
    """Raises WrongRole, NameMissing, NameTaken, NoSuchView."""
    person, name = _person(actor), _name(name)
    with store.writing() as tx:
        mine = {view.id: view.name for view in tx.saved_views.of(person)}
        if view_id not in mine:
            raise NoSuchView
        if not tx.saved_views.rename(person, view_id, name):
            raise NameTaken


def delete(store: Store, actor: Actor, view_id: int) -> None:
    """Raises WrongRole, NoSuchView."""
    person = _person(actor)
    with store.writing() as tx:
        if not tx.saved_views.delete(person, view_id):
            raise NoSuchView


def open_by_itself(store: Store, actor: Actor, view_id: int | None) -> None:
    """The queue opens with this view from now on; None: with all that waits. Raises WrongRole, NoSuchView."""
    person = _person(actor)
    with store.writing() as tx:
        if not tx.saved_views.open_by_itself(person, view_id):
            raise NoSuchView


def _person(actor: Actor) -> int:
    require(actor, Permission.READ_QUEUE)
    if actor.id is None:
        raise NoSuchView
    return actor.id


def _name(text: str) -> str:
    name = " ".join(text.split())[:LONGEST]
    if not name:
        raise NameMissing
    return name

"""Forms of web pages as a browser would send them: hidden fields, ticked boxes, the button; and two fields filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from ingest.model import Login
from ingest.text.markup import absolute, base_address

_TEXTS = frozenset(("", "text", "email", "tel", "search", "number"))
_BUTTONS = frozenset(("submit", "image"))
_UNSENT = frozenset(("button", "reset", "file", *_BUTTONS))


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that is ready to be sent: POST of `pairs` to `action`."""

    action: str
    pairs: tuple[tuple[str, str], ...]

    def encoded(self, charset: str) -> bytes:
        """As application/x-www-form-urlencoded, in the page's charset as browsers do; what it lacks becomes UTF-8."""
        try:
            return urlencode(self.pairs, encoding=charset).encode()
        except (UnicodeEncodeError, LookupError):
            return urlencode(self.pairs).encode()


def has_password(root: HtmlElement) -> bool:
    """Whether the page asks for a password."""
    return any(_kind(field) == "password" for field in root.iter("input"))


def fill(root: HtmlElement, page: str, login: Login, password: str) -> Filled | None:
    """The page's log-in form with user and password in it; None if there is no such form, or one that would show the
    password in an address."""
    form = _form(root, login)
    if form is None or (form.get("method") or "get").strip().lower() != "post":
        return None
    names = _names(form, login)
    action = absolute(form.get("action") or page, base_address(root, page) or page)
    if names is None or action is None:
        return None
    given = {**login.fields, names[0]: login.user, names[1]: password}
    kept = [(name, value) for name, value in _values(form) if name not in given]
    return Filled(action, (*kept, *given.items()))


def _form(root: HtmlElement, login: Login) -> HtmlElement | None:
    """The form that the selector names, else the first one that holds the password's field."""
    if login.form:
        try:
            found = cast("list[HtmlElement]", CSSSelector(login.form, translator="html")(root))
        except SelectorError:
            found = []
        return next((f for f in found if f.tag == "form"), None)
    wanted = login.password_field
    for form in root.iter("form"):
        fields = list(form.iter("input"))
        if any(f.get("name") == wanted if wanted else _kind(f) == "password" for f in fields):
            return form
    return None


def _names(form: HtmlElement, login: Login) -> tuple[str, str] | None:
    """The names of the user's and the password's fields."""
    user, last = login.user_field, None
    for field in form.iter("input"):
        name = field.get("name")
        if name and (name == login.password_field or (not login.password_field and _kind(field) == "password")):
            user = user or last
            return (user, name) if user else None
        if name and _kind(field) in _TEXTS:
            last = name
    return None


def _values(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """What a browser would send of an untouched form, with its first button."""
    pressed = False
    for field in form.iter("input", "select", "textarea", "button"):
        name, kind = field.get("name"), _kind(field)
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "select":
            yield from ((name, value) for value in _chosen(field))
        elif field.tag == "textarea":
            yield name, field.text or ""
        elif kind in _BUTTONS or (field.tag == "button" and kind == ""):
            if not pressed and kind != "image":
                yield name, field.get("value") or ""
            pressed = True
        elif kind in ("checkbox", "radio"):
            if field.get("checked") is not None:
                yield name, field.get("value") or "on"
        elif field.tag == "input" and kind not in _UNSENT:
            yield name, field.get("value") or ""


def _chosen(field: HtmlElement) -> list[str]:
    options = list(field.iter("option"))
    chosen = [o for o in options if o.get("selected") is not None]
    if not chosen and field.get("multiple") is None:
        chosen = options[:1]
    return [o.get("value") if o.get("value") is not None else (o.text or "").strip() for o in chosen]


def _kind(field: HtmlElement) -> str:
    return (field.get("type") or "").strip().lower()

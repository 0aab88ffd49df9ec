"""Secrets: named in the configuration, read from the environment when a request is made; never kept, never told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

from ingest.fetch.failure import Failure
from ingest.model import Cause, Source

NAMED = re.compile(r"\benv:([A-Za-z_][A-Za-z0-9_]*)")
HIDDEN = "***"
_SHORT = 4
"""A shorter secret is not looked for in what others say: it would hide half of every text."""


class Secrets:
    """What the environment holds for one source."""

    def __init__(self, source: Source, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._names = names_of(source)

    def named(self, name: str) -> str:
        """The value of the variable `name`. Raises `Failure` if there is none that a header or a form can carry."""
        value = self._environment.get(name, "").strip("\r\n")
        if not value or not value.isprintable():
            raise Failure("secret_missing", {"name": name})
        return value

    def filled(self, text: str) -> str:
        """`text` with "env:NAME" replaced by what NAME holds."""
        return NAMED.sub(lambda m: self.named(m[1]), text)

    def hidden(self, text: str) -> str:
        """`text` without any of the secrets, for whoever may read it."""
        for name in self._names:
            value = self._environment.get(name, "").strip()
            if len(value) >= _SHORT:
                for form in {value, quote(value), quote_plus(value)}:
                    text = text.replace(form, HIDDEN)
        return text

    def hide(self, failure: Failure) -> Failure:
        """The failure without any secret in what it tells."""
        failure.about = self._hidden_in(failure.about)
        failure.because = tuple(map(self._hidden_cause, failure.because))
        return failure

    def _hidden_cause(self, cause: Cause) -> Cause:
        return Cause(cause.code, self._hidden_in(cause.about), tuple(map(self._hidden_cause, cause.because)))

    def _hidden_in(self, about: Mapping[str, str | int | float]) -> dict[str, str | int | float]:
        return {k: self.hidden(v) if isinstance(v, str) else v for k, v in about.items()}


def names_of(source: Source) -> tuple[str, ...]:
    """The environment variables that the source's block names, each once."""
    values = (*source.headers.values(), *source.cookies.values())
    found = [m[1] for value in values for m in NAMED.finditer(value)]
    found += [source.login.password_env] if source.login else []
    found += [source.proxy_password_env] if source.proxy_password_env else []
    return tuple(dict.fromkeys(found))

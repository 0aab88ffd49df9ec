"""The bank's directory as the settings describe it: the provider, and what its claims mean here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.model import Role
from ingest.review.identities import Identity
from ingest.settings.desk_blocks import SingleSignOn
from ingest.store.users import NAME_LENGTH

if TYPE_CHECKING:
    from ingest.web.oidc import Provider


@dataclass(frozen=True, slots=True)
class Directory:
    """Single sign-on. `back`: where the directory sends people to."""

    block: SingleSignOn
    provider: Provider
    address: str

    @property
    def back(self) -> str:
        return f"{self.address.rstrip('/')}/login/sso/back"

    @property
    def create(self) -> bool:
        return self.block.create

    def label(self, language: str) -> str:
        """What the directory is called on the log-in page."""
        if self.block.label is None:
            return "单点登录" if language == "zh" else "single sign-on"
        return self.block.label.zh if language == "zh" else self.block.label.en

    def way_out(self) -> str | None:
        return self.provider.way_out(f"{self.address.rstrip('/')}/login")

    def identity(self, claims: Mapping[str, Any]) -> Identity:
        """Of claims that were checked."""
        name = _text(claims.get(self.block.name_claim)) or _text(claims.get("email")) or claims["sub"]
        department = _text(claims.get(self.block.department_claim)) if self.block.department_claim else ""
        return Identity(
            subject=f"{claims['iss']} {claims['sub']}",
            name=name[:NAME_LENGTH],
            display=(_text(claims.get("name")) or name)[:NAME_LENGTH],
            email=_text(claims.get("email")) or None,
            roles=frozenset(self._roles(claims)),
            department=department[:100] or None,
        )

    def _roles(self, claims: Mapping[str, Any]) -> Iterator[Role]:
        """`roles_claim` may lead into an object: "realm_access.roles"."""
        found: Any = claims
        for step in [self.block.roles_claim] if self.block.roles_claim in claims else self.block.roles_claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        values = found.split() if isinstance(found, str) else found if isinstance(found, list) else []
        yield from (self.block.roles[value] for value in values if isinstance(value, str) and value in self.block.roles)


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""

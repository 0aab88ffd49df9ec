"""`[[department]]` and `[web]`: who answers within the bank, and how the pages are reached and entered."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ingest.errors import Text
from ingest.model import Role
from ingest.settings.values import Address, Interval, MailAddress, Several, Variable


class _Block(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(_Block):
    """What a thing is called in both languages."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


def _names(value: object) -> object:
    return {"zh": value, "en": value} if isinstance(value, str) else value


class Department(_Block):
    """`hours`: within which its experts answer. `email`: where it is told of what waits, beside its experts' own."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    name: Annotated[Names, BeforeValidator(_names)]
    email: MailAddress | None = None
    hours: Annotated[float, Field(gt=0, le=24 * 90)] = 24.0
    language: Literal["zh", "en"] | None = None

    def called(self, language: str) -> str:
        return self.name.zh if language == "zh" else self.name.en


def _length(value: dt.timedelta) -> dt.timedelta:
    if not dt.timedelta(minutes=1) <= value <= dt.timedelta(days=7):
        raise ValueError(Text("between one minute and seven days", "应在一分钟到七天之间"))
    return value


def _proxies(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        try:
            ipaddress.ip_network(value, strict=False)
        except ValueError as e:
            raise ValueError(
                Text(
                    'write addresses or networks, such as "10.0.0.5" or "10.0.0.0/28"',
                    '请写地址或网段，例如 "10.0.0.5" 或 "10.0.0.0/28"',
                )
            ) from e
    return values


def _header(value: str) -> str:
    if (
        not value.replace("-", "").isalnum()
        or not value.isascii()
        or value.lower() in ("cookie", "authorization", "host")
    ):
        raise ValueError(
            Text('write the name of a header, such as "X-Remote-User"', '请写请求头的名称，例如 "X-Remote-User"')
        )
    return value


Length = Annotated[Interval, AfterValidator(_length)]
Header = Annotated[str, AfterValidator(_header)]


class SingleSignOn(_Block):
    """OpenID Connect: the bank's own directory says who somebody is. `roles` maps values of the claim `roles_claim` to
    roles; with `create`, whoever has one is added at the first log-in, and follows the directory from then on."""

    issuer: Address
    client_id: Annotated[str, Field(min_length=1)]
    secret_env: Variable | None = None
    scopes: Several = ("openid", "profile", "email")
    name_claim: str = "preferred_username"
    roles_claim: str = "roles"
    department_claim: str | None = None
    roles: Mapping[str, Role] = {}
    create: bool = False
    allow_private: bool = False
    label: Annotated[Names, BeforeValidator(_names)] | None = None


class TrustedHeader(_Block):
    """A proxy has checked who somebody is, and says so in a header. It proves itself by its address (`[web] proxies`)
    and by a secret in a second header."""

    name: Header = "X-Remote-User"
    secret_header: Header = "X-Proxy-Secret"  # noqa: S105 - the name of a header
    secret_env: Variable


class Serving(_Block):
    """How the pages are reached. `address`: as people type it; `hosts`: further names; `proxies`: who may say for whom
    a request comes; `passwords = false`: people come by single sign-on alone."""

    address: Address | None = None
    hosts: Several = ()
    proxies: Annotated[Several, AfterValidator(_proxies)] = ()
    session_idle: Length = dt.timedelta(hours=1)
    session_longest: Length = dt.timedelta(hours=12)
    passwords: bool = True
    sso: SingleSignOn | None = None
    header: TrustedHeader | None = None

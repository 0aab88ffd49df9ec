"""From the settings and the environment to what the pages need: how they are reached, and who is let in."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest import app
from ingest.answer.questions.rules import rules_of
from ingest.errors import ConfigurationError, Text
from ingest.fetch.post import Poster
from ingest.publish.archive import FOLDER
from ingest.review.sessions import Lasting
from ingest.settings import Settings
from ingest.settings.desk_blocks import SingleSignOn
from ingest.web.directory import Directory
from ingest.web.options import HeaderTrust, WebOptions

if TYPE_CHECKING:
    from ingest.web.oidc import Provider


@contextmanager
def configured(
    settings: Settings,
    clock: app.Clock,
    *,
    host: str = "127.0.0.1",
    https: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[WebOptions]:
    """For the length of the block. `host`: the address that is listened on.

    Raises ConfigurationError for a secret that the environment lacks, or an extra that is not installed."""
    bank, web = settings.bank, settings.web
    options = WebOptions(
        bank_name=bank.name,
        language=bank.language,
        time_zone=bank.time_zone,
        secure_cookies=https or bool(web.address and web.address.lower().startswith("https://")),
        metrics_token=environment.get("INGEST_METRICS_TOKEN", "").strip() or None,
        clock=clock,
        lasting=Lasting(web.session_idle, web.session_longest),
        address=web.address,
        hosts=names(settings, host),
        proxies=web.proxies,
        passwords=web.passwords,
        departments=settings.departments,
        editions=settings.folder / FOLDER,
        questions=rules_of(settings),
        header=_header(settings, environment),
    )
    if web.sso is None:
        yield options
        return
    policy = app.single_request_policy(settings, direct=web.sso.allow_private)
    with Poster(policy, intranet=web.sso.allow_private) as poster:
        yield replace(options, sso=_directory(settings, web.sso, poster, clock, environment))


def names(settings: Settings, host: str) -> frozenset[str]:
    """The names by which the pages may be asked for; addresses in figures always may."""
    known = {"localhost", socket.gethostname(), host, *settings.web.hosts}
    if settings.web.address:
        known.add(urlsplit(settings.web.address).hostname or "")
    return frozenset(name.lower().rstrip(".") for name in known if name)


def _header(settings: Settings, environment: Mapping[str, str]) -> HeaderTrust | None:
    block = settings.web.header
    if block is None:
        return None
    secret = _secret(settings, "web.header.secret_env", block.secret_env, environment)
    return HeaderTrust(block.name, block.secret_header, secret)


def _directory(
    settings: Settings, block: SingleSignOn, poster: Poster, clock: app.Clock, environment: Mapping[str, str]
) -> Directory:
    provider = _provider()(
        block.issuer,
        block.client_id,
        _secret(settings, "web.sso.secret_env", block.secret_env, environment) if block.secret_env else None,
        get=poster.get,
        post=poster.post,
        clock=clock,
        scopes=block.scopes,
        plain=block.allow_private,
    )
    return Directory(block, provider, settings.web.address or "")


def _provider() -> type[Provider]:
    try:
        from ingest.web.oidc import Provider
    except ImportError as e:
        raise ConfigurationError(
            Text("[web.sso] needs the extra ingest[sso]", "[web.sso] 需要附加组件 ingest[sso]"),
            remedy=Text(
                "install it: pip install 'ingest[sso]', or take [web.sso] out",
                "请安装：pip install 'ingest[sso]'，或删去 [web.sso]",
            ),
        ) from e
    return Provider


def _secret(settings: Settings, key: str, name: str, environment: Mapping[str, str]) -> str:
    value = environment.get(name, "").strip()
    if len(value) < 8 or not (value.isascii() and value.isprintable()):
        raise ConfigurationError(
            Text(
                f"{settings.file}: {key}: the environment has no usable {name} (8 characters or more)",
                f"{settings.file}：{key}：环境变量 {name} 不存在或不可用（至少 8 个字符）",
            ),
            remedy=Text(f"set {name} where ingest runs", f"请在 ingest 的运行环境中设置 {name}"),
        )
    return value

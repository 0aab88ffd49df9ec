"""From where a request comes. What a proxy says about it is believed only of the proxies that the settings name."""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Sequence

from fastapi import Request

from ingest.web.options import WebOptions

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def peer(request: Request) -> str:
    """The address at the other end of the connection; "" if there is none (a socket of this machine)."""
    return request.client.host if request.client else ""


def from_proxy(request: Request) -> bool:
    """Does one of our own proxies speak?"""
    options: WebOptions = request.app.state.options
    return _is_one(peer(request), options.proxies)


def client_address(request: Request) -> str:
    """Whom it is for: behind our proxies the last address that was not one of them (X-Forwarded-For from the right)."""
    options: WebOptions = request.app.state.options
    found = peer(request)
    hops = [hop.strip() for line in request.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    while hops and _is_one(found, options.proxies):
        found = hops.pop()
    return found[:64]


def _is_one(address: str, proxies: Sequence[str]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _networks(tuple(proxies)) if network.version == found.version)


@functools.cache
def _networks(proxies: tuple[str, ...]) -> tuple[_Network, ...]:
    return tuple(ipaddress.ip_network(proxy, strict=False) for proxy in proxies)

"""Which proxy leads to a host: the configured one, else the usual environment variables, else none."""

from __future__ import annotations

from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from ingest.errors import ConfigurationError, Text
from ingest.fetch.hosts import split
from ingest.fetch.policy import FetchPolicy


def checked(policy: FetchPolicy) -> FetchPolicy:
    """The policy itself. Raises ConfigurationError when its proxy is no http(s) address."""
    if policy.proxy and not split(policy.proxy):
        raise ConfigurationError(
            Text(
                f"fetch.proxy: {policy.proxy!r} is not an address of an HTTP proxy",
                f"fetch.proxy：{policy.proxy!r} 不是 HTTP 代理的地址",
            ),
            remedy=Text(
                'Write it as "http://proxy.bank.example:8080".', '请写成 "http://proxy.bank.example:8080" 的形式。'
            ),
        )
    return policy


def proxy_for(scheme: str, host: str, policy: FetchPolicy) -> str | None:
    """The address of the proxy for requests to `host`, None to connect directly."""
    if policy.proxy:
        return None if proxy_bypass_environment(host, {"no": ",".join(policy.no_proxy)}) else policy.proxy
    if not policy.use_environment:
        return None
    named = getproxies_environment()
    proxy = named.get(scheme) or named.get("all")
    if not proxy or proxy_bypass_environment(host, named):
        return None
    return str(proxy) if "://" in proxy else f"http://{proxy}"

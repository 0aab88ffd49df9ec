"""How we behave on the network: one frozen value, filled from `[fetch]` of sources.toml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits and manners. Times are seconds, sizes megabytes (10**6 bytes).

    `proxy` serves every host but those of `no_proxy`; without it the usual environment variables count, unless
    `use_environment` is False. `ca_file` is a PEM file that is trusted beside the public authorities.
    `allow_private` names networks ("10.0.0.0/8") and hosts ("intranet.bank.example") that may be private.
    """

    user_agent: str = "ingest/0.1 (bank notices; one reader, polite)"
    contact: str | None = None
    """An e-mail address or a page: whom the people of a site that we read can turn to."""
    obey_robots: bool = True
    seconds_between_requests: float = 1.0
    timeout_seconds: float = 20.0
    """The longest silence: to connect, and between two pieces of an answer."""
    total_seconds: float = 60.0
    """The longest one request may take from the first byte sent to the last byte read."""
    visit_seconds: float = 1800.0
    """The longest that one source's answers may take together within an hour; pauses between them do not count."""
    max_megabytes: float = 20.0
    """The largest body, both as it travels and unpacked."""
    max_expansion: int = 250
    """A compressed body that unpacks to more than 4 MB and this many times its size is a bomb."""
    proxy: str | None = None
    proxy_password_env: str | None = None
    no_proxy: tuple[str, ...] = ()
    use_environment: bool = True
    ca_file: str | None = None
    allow_private: tuple[str, ...] = ()
    attempts: int = 3
    max_redirects: int = 5
    max_wait_seconds: float = 60.0
    """The longest Retry-After that we sit out; a server that asks for more is asked again at the next run."""
    max_crawl_delay: float = 30.0
    """The longest Crawl-delay of a robots.txt that is honoured."""
    max_fresh_seconds: float = 1800.0
    """The longest that a server's word "this stays as it is" spares a request."""

    @property
    def max_bytes(self) -> int:
        return int(self.max_megabytes * 1_000_000)

    @property
    def agent(self) -> str:
        """User-Agent: who we are, and where to complain."""
        if not self.contact:
            return self.user_agent
        named, closed = self.user_agent.rstrip().removesuffix(")"), self.user_agent.rstrip().endswith(")")
        return f"{named}; +{self.contact})" if closed else f"{named} (+{self.contact})"

    @property
    def robot(self) -> str:
        """The product token that robots.txt is searched for (RFC 9309 §2.2.1)."""
        return self.user_agent.split("/")[0].split()[0] if self.user_agent.strip() else "*"

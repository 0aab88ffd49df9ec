"""People and their browsers, without a browser."""

from __future__ import annotations

import re
from typing import Any

import anyio
import httpx
from builders import ADMIN, AGENT, AUDITOR, BOTH, BUSINESS, CUSTOMER, LEADER, OPERATOR
from fastapi import FastAPI

from ingest.model import Actor

PASSWORD = "a long sentence, easily kept"
PEOPLE = (ADMIN, CUSTOMER, BUSINESS, BOTH, AGENT, OPERATOR, AUDITOR, LEADER)
OURS = {"Sec-Fetch-Site": "same-origin"}


class Browser:
    """A synchronous client with cookies; each request runs the application in a loop of its own."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, *, ours: bool = True, **options: Any) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**(OURS if ours else {}), "Cookie": cookie, **options.pop("headers", {})}

        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
                return await client.request(method, path, headers=headers, **options)

        response = anyio.run(once)
        self.cookies |= dict(response.cookies)
        return response

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.send("GET", path, **options)

    def post(
        self, path: str, fields: dict[str, Any] | None = None, *, page: str | None = None, **options: Any
    ) -> httpx.Response:
        """`page`: where the form stands, for its token."""
        data = dict(fields or {})
        if page:
            data = {**self.hidden(page), **data}
        return self.send("POST", path, data=data, **options)

    def hidden(self, page: str) -> dict[str, str]:
        text = self.get(page).text
        return {
            name: found[1]
            for name in ("csrf", "version")
            if (found := re.search(rf'name="{name}" value="([^"]*)"', text))
        }

    def log_in(self, person: Actor, password: str = PASSWORD) -> httpx.Response:
        return self.post("/login", {"name": person.name, "password": password})

"""Programs that ask the JSON interface for a person."""

from __future__ import annotations

from typing import Any

import httpx
from fastapi import FastAPI
from visits import Browser

from ingest.model import Actor
from ingest.review.tokens import make
from ingest.store.store import Store


class Program:
    """Sends a person's token, and no cookie."""

    def __init__(self, app: FastAPI, token: str | None) -> None:
        self.browser, self.token = Browser(app), token

    def send(
        self, method: str, path: str, body: Any = None, *, seen: int | None = None, **headers: str
    ) -> httpx.Response:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            said["Authorization"] = f"Bearer {self.token}"
        if seen is not None:
            said["If-Match"] = f'"{seen}"'
        return self.browser.send(method, f"/api/v1{path}", ours=False, headers=said, json=body)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return self.send("POST", path, body, **more)


def program_of(app: FastAPI, store: Store, person: Actor, clock: Any) -> Program:
    return Program(app, make(store, person, "test", 30, clock).token)

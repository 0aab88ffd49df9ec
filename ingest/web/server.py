"""The server of the pages: as uvicorn's, but open pages that listen for events do not hold up its end."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from ingest.web.live import Live


class Server(uvicorn.Server):
    """Events begin when it has started and end before it waits for what is still under way."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._live: Live = app.state.live

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.open()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()
        await super().shutdown(sockets)

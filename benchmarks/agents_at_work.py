"""Many agents in one process, cheaply: connections that are kept, requests written by hand, answers read and thrown away."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

_SAID = (
    *("柜台转账给别的银行要收多少钱", "信用卡取现手续费", "短信通知怎么收费", "手机银行转账免费吗", "年费多少"),
    *("对账单补打要钱吗", "存款证明多少钱一份", "机场贵宾厅还能用吗", "积分怎么兑换", "城南支行办理外币兑换", "dkxf"),
    *("代发工资卡免年费吗", "基金定投手续费打折", "保管箱押金", "转不了账", "消费分期提前还款", "wybzs", "账户管理费"),
)
_PLACES = ("湖滨支行", "城南支行", "开发区支行", "体育路支行", "火车站支行", "西门支行", "大学城支行")
_PATIENCE = 10.0
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
_TOKEN = re.compile(rb'name="csrf" value="([0-9a-f]+)"')


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what came of it. `status` 0: there was no answer."""

    kind: str
    status: int
    milliseconds: float
    at: float
    """Seconds from the beginning, when it was due."""

    @property
    def wrong(self) -> bool:
        return self.status not in ((303, 200) if self.kind == "asked" else (200, 204))


@dataclass(frozen=True, slots=True)
class Step:
    kind: str
    path: str
    body: str = ""


class Agent:
    """One person's browser: a cookie, a connection, and what is done next."""

    def __init__(self, number: int, token: str, port: int, entries: Sequence[int]) -> None:
        self.dice = random.Random(number)
        self.port, self.entries, self.csrf = port, entries, ""
        self.head = (
            f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: ingest_session={token}\r\nAccept-Language: zh\r\n"
            "Sec-Fetch-Site: same-origin\r\n"
        )
        self.calls = 0
        self.steps = self._day()
        self.free = asyncio.Lock()
        self.wires: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def _day(self) -> Iterator[Step]:
        """Calls, and between them looks at the board: half of all requests are searches, half are for the board."""
        yield Step("board", "/board")
        while True:
            said = self.dice.choice(_SAID)
            if self.dice.random() < 0.5:
                said = self.dice.choice(_PLACES) + said
            typed = sorted(self.dice.sample(range(1, len(said) + 1), min(5, len(said))))
            for upto in typed:
                yield Step("as it is typed", f"/find/hits?q={quote(said[:upto])}")
                yield (
                    Step("board", "/board")
                    if self.dice.random() < 0.8
                    else Step("what is urgent", "/board/urgent?known=")
                )
            entry = self.dice.choice(self.entries[-2000:])
            yield Step("card", f"/find/cards/{entry}?q={quote(said)}")
            if self.csrf and self.dice.random() < 0.5:
                self.calls += 1
                yield Step("asked", f"/find/cards/{entry}/asked", f"csrf={self.csrf}&call={id(self)}-{self.calls}")

    async def do(self, step: Step) -> int:
        """The status. A connection that the server closed while it was idle is opened anew, as browsers do."""
        async with self.free:
            for _ in range(2):
                fresh = self.wires is None
                try:
                    return await asyncio.wait_for(self._once(step), _PATIENCE)
                except (OSError, asyncio.IncompleteReadError, TimeoutError):
                    self.hang_up()
                    if fresh:
                        return 0
            return 0

    async def _once(self, step: Step) -> int:
        if self.wires is None:
            self.wires = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.wires
        writer.write(self._written(step))
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length and status not in (204, 304) else b""
        if not self.csrf and (token := _TOKEN.search(body)):
            self.csrf = token[1].decode()
        return status

    def _written(self, step: Step) -> bytes:
        fragment = "HX-Request: true\r\n" if step.kind in ("card", "as it is typed", "asked") else ""
        if step.body:
            form = "Content-Type: application/x-www-form-urlencoded\r\n"
            return f"POST {step.path}{self.head}{fragment}{form}Content-Length: {len(step.body)}\r\n\r\n{step.body}".encode()
        return f"GET {step.path}{self.head}{fragment}\r\n".encode()

    def hang_up(self) -> None:
        if self.wires:
            self.wires[1].close()
        self.wires = None


class Agents:
    """`rate` requests a second, by one agent after the other."""

    def __init__(self, port: int, tokens: Sequence[str], entries: Sequence[int], rate: float) -> None:
        self.agents = [Agent(n, token, port, entries) for n, token in enumerate(tokens)]
        self.rate = rate
        self.began = 0.0
        self.asked: list[Asked] = []

    async def work(self, seconds: float) -> None:
        """After one search that nobody counts, for which the server reads its word lists."""
        await self.agents[0].do(Step("as it is typed", "/find/hits?q=x"))
        self.began, under_way = time.perf_counter(), set[asyncio.Task[None]]()
        for n in range(int(seconds * self.rate)):
            due = self.began + n / self.rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            agent = self.agents[n % len(self.agents)]
            task = asyncio.create_task(self._one(agent, next(agent.steps), due))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        if under_way:
            await asyncio.wait(under_way)
        for agent in self.agents:
            agent.hang_up()

    async def _one(self, agent: Agent, step: Step, due: float) -> None:
        status = await agent.do(step)
        self.asked.append(Asked(step.kind, status, 1000 * (time.perf_counter() - due), due - self.began))

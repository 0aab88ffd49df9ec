"""A loopback web of generated notice pages, for the benchmarks: `python web_of_notices.py PAGES HOSTS PORT [LOG]`.

Pages are spread over the loopback addresses 127.0.0.1, 127.0.0.2 …; each has a list, ETags, and answers 304. The pages are
about 40 KB, as real ones are: navigation, side bars, inline script; the notices have dates, tables and figures.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import signal
import sys
import time
from pathlib import Path

NAMES = ("挂失补卡", "跨行转账", "短信提醒", "账户管理", "纸质对账单", "密码重置", "资信证明", "外币兑换")
FILLER = "".join(f"<li><a href='/nav/{n}.html'>个人业务栏目{n}</a></li>" for n in range(220))
SCRIPT = "<script>" + "var a=function(x){return x*2;};" * 600 + "</script>"


def page(n: int) -> bytes:
    dice = random.Random(n)
    rows = "".join(
        f"<tr><td>{name}手续费</td><td>{dice.randint(2, 60)}元/笔</td><td>{dice.randint(2, 60)}元/笔</td></tr>"
        for name in dice.sample(NAMES, 4)
    )
    month, day, kind = dice.randint(1, 12), dice.randint(1, 28), dice.randrange(3)
    title = f"关于{('调整部分服务收费标准', '系统升级暂停服务', '调整转账限额')[kind]}的公告（{n}号）"
    body = (
        f"<p>我行将自2026年{month}月{day}日（含）起调整部分服务收费标准，具体如下：</p><table border=1><tr><th>项目</th>"
        f"<th>调整前</th><th>调整后</th></tr>{rows}</table><p>60周岁（含）以上客户免收上述手续费。</p>",
        f"<p>我行定于2026年{month}月{day}日22:00至次日6:00进行系统升级，届时手机银行转账、网上银行理财暂停服务。</p>"
        "<p>借记卡刷卡消费不受影响。预约转账将在系统恢复后自动处理，无需重新提交。</p>",
        f"<p>自2026年{month}月{day}日起，手机银行单笔限额由{dice.randint(3, 9)}万元调整为{dice.randint(1, 2)}万元，"
        "日累计限额20万元保持不变。客户如需提高限额，请携带有效身份证件到网点办理。</p>",
    )[kind]
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}_公告_某银行</title>{SCRIPT}</head><body>"
        f"<ul class='nav'>{FILLER}</ul><div class='main'><h1>{title}</h1><div>发布时间：2026-01-{1 + n % 28:02d}</div>"
        f"<div class='content'>{body}<p>公告编号{n}。咨询电话：95260。</p></div></div><div class='footer'>版权所有</div></body></html>"
    ).encode()


def listing(numbers: range) -> bytes:
    rows = "".join(
        f"<li><a href='/n/{n}.html'>第{n}号公告，关于有关服务的安排</a><span>2026-01-01</span></li>" for n in numbers
    )
    return f"<html><head><meta charset='utf-8'></head><body><ul class='list'>{rows}</ul></body></html>".encode()


class Web(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as little of it as the benchmark asks for."""

    pages: dict[bytes, tuple[bytes, bytes]]
    log: list[tuple[float, bytes, bytes, bytes]] | None = None

    def __init__(self, host: str) -> None:
        self.host, self.waiting = host.encode(), b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            answer = self.answer(head)
            if self.log is not None:
                self.log.append((time.monotonic(), self.host, head.split(b" ", 2)[1], answer[9:12]))
            self.transport.write(answer)

    def answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1]
        found = self.pages.get(self.host + path if path == b"/list.html" else path)
        if found is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        tag, body = found
        if tag in head:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\nContent-Length: 0\r\n\r\n"
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: %s\r\nContent-Length: %d\r\n\r\n%s" % (
            tag,
            len(body),
            body,
        )


async def serve(pages: int, hosts: int, port: int, log: str = "") -> None:
    each = -(-pages // hosts)
    made = {f"/n/{n}.html".encode(): page(n) for n in range(pages)}
    names = [f"127.0.0.{h + 1}" for h in range(hosts)]
    for h, name in enumerate(names):
        made[name.encode() + b"/list.html"] = listing(range(h * each, min(pages, (h + 1) * each)))
    Web.pages = {path: (f'"{hashlib.sha256(body).hexdigest()[:16]}"'.encode(), body) for path, body in made.items()}
    loop = asyncio.get_running_loop()
    for name in names:
        await loop.create_server(lambda name=name: Web(name), name, port)  # type: ignore[misc]
    Web.log, end = [] if log else None, asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, end.set)
    print("ready", flush=True)
    await end.wait()
    if log:
        lines = (
            f"{at:.4f} {host.decode()} {path.decode()} {status.decode()}\n" for at, host, path, status in Web.log or ()
        )
        Path(log).write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    asyncio.run(serve(*map(int, sys.argv[1:4]), *sys.argv[4:5]))

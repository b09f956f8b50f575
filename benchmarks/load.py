"""Requests from many connections at once, over plain sockets so that the client costs little."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

Fields = list[tuple[str, str]]


@dataclass(slots=True)
class Load:
    """What came back: statuses, and the seconds that each answer took."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)

    def rate(self, *good: int) -> float:
        """Answers of these statuses a second."""
        return sum(self.statuses[status] for status in good) / self.seconds

    def quantile(self, share: float) -> float:
        """The latency that a share of the answers stayed under, in seconds."""
        ordered = sorted(self.latencies)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def post(path: str, fields: Fields) -> bytes:
    """A form, as the bytes of a request."""
    body = urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def press(port: int, make: Callable[[], bytes], *, seconds: float, connections: int = 32) -> Load:
    """Send requests on every connection, one after another, for so many seconds."""
    load = Load()

    async def run() -> None:
        started = time.perf_counter()
        await asyncio.gather(*(_one(port, make, load, started + seconds) for _ in range(connections)))
        load.seconds = time.perf_counter() - started

    asyncio.run(run())
    return load


async def _one(port: int, make: Callable[[], bytes], load: Load, until: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (began := time.perf_counter()) < until:
        writer.write(make())
        status = await read_answer(reader)
        load.latencies.append(time.perf_counter() - began)
        load.statuses[status] += 1
    writer.close()


async def read_answer(reader: asyncio.StreamReader) -> int:
    """Read one whole answer and return its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        elif name.lower() == b"transfer-encoding":
            await _read_chunks(reader)
    if length:
        await reader.readexactly(length)
    return status


async def _read_chunks(reader: asyncio.StreamReader) -> None:
    while size := int((await reader.readline()).split(b";")[0], 16):
        await reader.readexactly(size + 2)
    await reader.readline()

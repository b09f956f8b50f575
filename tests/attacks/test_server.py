"""The server itself, over plain sockets: nothing is cut short in silence and nobody keeps others waiting."""

import json
import socket
import sqlite3
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlencode

import pytest

from benchmarks.server import Served, served
from store.schema import open_stories
from tests.attacks.forms import STORY
from tests.builders import open_plot
from tests.rigs.tellers import form_of, post

LIMIT = 64 * 1024


@pytest.fixture(scope="module")
def product() -> Iterator[Served]:
    with served() as started:
        started.stories_path.parent.mkdir(parents=True)
        stories = open_stories(started.stories_path)
        open_plot(stories)
        stories.close()
        started.start_web()
        yield started


@contextmanager
def connected(product: Served) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", product.port), timeout=20) as connection:
        yield connection


def status_of(connection: socket.socket) -> int:
    """The status of the answer; 0 when the server hung up without one."""
    try:
        head = connection.recv(4096)
    except ConnectionError:
        return 0
    return int(head.split(b" ", 2)[1]) if head.startswith(b"HTTP/1.") else 0


def head(*lines: str) -> bytes:
    return "\r\n".join(
        ("POST /share/plot HTTP/1.1", "Host: x", "Content-Type: application/x-www-form-urlencoded", *lines, "", "")
    ).encode()


def stored(product: Served) -> int:
    with closing(sqlite3.connect(product.stories_path)) as stories:
        return int(stories.execute("select count(*) from narratives").fetchone()[0])


def said_to(product: Served, sent: bytes) -> int:
    """The status of the answer to these bytes; 0 when the server hung up before it had read them."""
    with connected(product) as connection:
        try:
            connection.sendall(sent)
        except ConnectionError:
            pass  # refused before the end was read
        return status_of(connection)


def chunked(body: bytes, size: int) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def test_a_body_over_the_limit_is_refused_whatever_its_framing(product, promised, how_many):
    """A server that takes the first 64 KiB of it and says that all is well would cut a story short in silence."""
    lengths = [LIMIT + 1, LIMIT + 5_000, 4 * LIMIT, 40 * LIMIT][: how_many(2, 4)]
    statuses = []
    for length in lengths:
        form = urlencode(STORY | {"step": "send", "key": "0f" * 16}).encode()
        body = form + b"&more=" + b"a" * (length - len(form) - 6)
        statuses.append(said_to(product, head(f"Content-Length: {length}") + body))
        for size in (length, 1_000):
            statuses.append(said_to(product, head("Transfer-Encoding: chunked") + chunked(body, size)))
    # Chunks are refused before they are counted (411): how long they will be is known only to who sends them.
    assert {status for status in statuses if status} <= {411, 413}
    failures = sum(status not in {0, 411, 413} for status in statuses) + stored(product)
    promised(
        "T24",
        "a story that is too long to take is refused, never cut short in silence",
        tried=len(statuses),
        failures=failures,
    )


def test_a_body_that_ends_early_stores_nothing(product, promised, how_many):
    body = urlencode(STORY | {"step": "send", "key": "1f" * 16}).encode()
    ends = range(0, len(body), max(1, len(body) // how_many(4, 100)))
    wrong = 0
    for end in ends:
        for framed in (
            head(f"Content-Length: {len(body)}") + body[:end],
            head("Transfer-Encoding: chunked") + f"{len(body):x}\r\n".encode() + body[:end],
            head("Transfer-Encoding: chunked") + chunked(body[:end], 100)[:-5],
        ):
            with connected(product) as connection:
                connection.sendall(framed)
                connection.shutdown(socket.SHUT_WR)
                wrong += status_of(connection) not in {0, 400, 408, 411}
    wrong += stored(product)
    assert said_to(product, head(f"Content-Length: {len(body)}") + body) == 201
    assert stored(product) == 1, "the same body, whole, is no story: this test would find nothing"
    promised("T24", "a story of which only a part arrived is not stored", tried=3 * len(ends), failures=wrong)


def test_sending_again_and_at_once_from_everywhere_stores_once(product, promised, how_many):
    keys, repeats, clients = how_many(8, 200), how_many(2, 5), 8
    before = stored(product)
    forms = {f"{n:032x}": form_of(f"again-{n}", f"{n:032x}") for n in range(1, keys + 1)}
    sent = [key for _ in range(repeats) for key in forms]
    receipts: dict[str, set[str]] = {key: set() for key in forms}

    def send_all(client: int) -> None:
        for key in sent:
            answer = post(product.port, forms[key])
            assert answer.status == 201, f"{answer.status} of client {client}"
            receipts[key].add(json.loads(answer.body)["receipt"])

    with ThreadPoolExecutor(clients) as people:
        for done in [people.submit(send_all, client) for client in range(clients)]:
            done.result()
    failures = abs(stored(product) - before - keys) + sum(len(codes) != 1 for codes in receipts.values())
    failures += len(forms) - len({code for codes in receipts.values() for code in codes})
    promised("R2", "sending a story again, at the same moment even, stores it once and gives the same receipt",
             tried=clients * len(sent), failures=failures)  # fmt: skip


SLOWLY = {  # how they begin, and what they send on and on
    "heads": (b"POST /share/plot HTTP/1.1\r\nHost: x\r\n", b"X-Drip: 1\r\n"),
    "forms": (head("Content-Length: 5000") + b"story=s", b"s"),
    "chunks": (head("Transfer-Encoding: chunked"), b"1\r\ns\r\n"),
}


@pytest.mark.parametrize("kind", SLOWLY)
def test_fifty_slow_clients_keep_nobody_waiting(kind, product, promised, how_many):
    begins, drips = SLOWLY[kind]
    slow = [socket.create_connection(("127.0.0.1", product.port), timeout=20) for _ in range(50)]
    waits = []
    try:
        for connection in slow:
            connection.sendall(begins)
        for _ in range(how_many(3, 30)):
            for connection in slow:
                with suppress(ConnectionError):  # who is refused at once is no slow client any more
                    connection.sendall(drips)
            began = time.monotonic()
            assert said_to(product, b"GET /privacy HTTP/1.1\r\nHost: x\r\n\r\n") == 200
            waits.append(time.monotonic() - began)
    finally:
        for connection in slow:
            connection.close()
    # Of several, so that a moment in which this machine does something else is not the server's.
    failures = int(statistics.median(waits) >= 1) + sum(wait >= 5 for wait in waits)
    promised("T25", "fifty people on bad lines keep nobody waiting for a second", tried=len(waits), failures=failures)

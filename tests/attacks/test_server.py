"""The server itself, over plain sockets: nothing is cut short in silence and nobody keeps others waiting."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.server import Served, served

LIMIT = 64 * 1024


@pytest.fixture(scope="module")
def product() -> Iterator[Served]:
    with served() as started:
        started.flask("demo", "seed")
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
        (
            "POST /share/safer-streets HTTP/1.1",
            "Host: x",
            "Content-Type: application/x-www-form-urlencoded",
            *lines,
            "",
            "",
        )
    ).encode()


def test_a_body_over_the_limit_is_refused_whatever_its_framing(product):
    body = b"story=" + b"a" * (LIMIT + 5_000)
    with connected(product) as connection:
        try:
            connection.sendall(head(f"Content-Length: {len(body)}") + body)
        except ConnectionError:
            pass  # refused before the end was read
        assert status_of(connection) in {0, 413}
    with connected(product) as connection:
        try:
            connection.sendall(
                head("Transfer-Encoding: chunked") + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
            )
        except ConnectionError:
            pass
        assert status_of(connection) in {0, 411, 413}


def test_a_body_that_ends_early_stores_nothing(product):
    before = product.flask("collections", "list")
    body = b"story=cut&group=Priory&consent=read&step=send&key=" + b"ab" * 16
    with connected(product) as connection:
        connection.sendall(head(f"Content-Length: {len(body) + 50}") + body)
        connection.shutdown(socket.SHUT_WR)
        assert status_of(connection) in {0, 400, 408}
    with connected(product) as connection:
        connection.sendall(head("Transfer-Encoding: chunked") + f"{len(body) + 50:x}\r\n".encode() + body)
        connection.shutdown(socket.SHUT_WR)
        assert status_of(connection) in {0, 400, 408, 411}
    assert product.flask("collections", "list") == before


def test_fifty_slow_clients_keep_nobody_waiting(product):
    slow = [socket.create_connection(("127.0.0.1", product.port), timeout=20) for _ in range(50)]
    try:
        for connection in slow:
            connection.sendall(head("Content-Length: 5000") + b"story=s")
        with connected(product) as connection:
            connection.settimeout(10)
            began = time.monotonic()
            connection.sendall(b"GET /privacy HTTP/1.1\r\nHost: x\r\n\r\n")
            assert status_of(connection) == 200
            assert time.monotonic() - began < 5, "the slow clients held every thread"
    finally:
        for connection in slow:
            connection.close()

"""One https request to addresses that were checked before: no redirect, no proxy, little time, a short answer."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any

from narratives.webhook_address import Target

SECONDS = 5.0
MOST_READ = 64 * 1024


def post(
    target: Target, body: bytes, headers: Mapping[str, str], context: ssl.SSLContext, seconds: float = SECONDS
) -> int:
    """The status that the receiver answers with. Its body is not read.

    Raises OSError (ssl.SSLError among them) or http.client.HTTPException.
    """
    connection = _Pinned(target, context, time.monotonic() + seconds)
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one of the addresses of a target, and to no other, under the name of the target."""

    def __init__(self, target: Target, context: ssl.SSLContext, deadline: float) -> None:
        super().__init__(target.host, target.port)
        self.default_port = 443  # so that the header names no port where it is the usual one
        self._target, self._context, self._deadline = target, context, deadline

    def connect(self) -> None:
        plain = self._connected()
        try:
            plain.settimeout(_left(self._deadline))
            secured = self._context.wrap_socket(plain, server_hostname=self._target.host)
        except BaseException:
            plain.close()
            raise
        self.sock = _Channel(secured, self._deadline)

    def _connected(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in self._target.addresses:
            try:
                return socket.create_connection((address, self._target.port), timeout=_left(self._deadline))
            except OSError as error:
                failure = error
        raise failure


class _Channel:
    """A socket as http.client uses one, that keeps to a deadline and to a length of what is read."""

    def __init__(self, secured: ssl.SSLSocket, deadline: float) -> None:
        self._socket, self._deadline = secured, deadline

    def sendall(self, sent: bytes) -> None:
        self._socket.settimeout(_left(self._deadline))
        self._socket.sendall(sent)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Answer(self._socket, self._deadline))

    def close(self) -> None:
        self._socket.close()


class _Answer(io.RawIOBase):
    def __init__(self, secured: ssl.SSLSocket, deadline: float) -> None:
        self._socket, self._deadline, self._left = secured, deadline, MOST_READ

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # a Buffer, which has a name from Python 3.12 on
        self._socket.settimeout(_left(self._deadline))
        room = memoryview(buffer)[: self._left]
        read = self._socket.recv_into(room) if len(room) else 0
        self._left -= read
        return read


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is up")
    return left

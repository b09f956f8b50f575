"""Whose turn it is: so many requests are worked on at once, and whoever is still sending a form waits beside them.

The server gives a request a thread before its body has come. Somebody on a bad line would hold that thread for as long
as their form takes, and as many of them as there are threads would keep out everybody. So there are more threads than
turns (`--blocking-threads` in ./run): reading a body takes no turn.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app, request

from narratives.errors import BusyError

ROOM_ASIDE = 240  # who waits for a body; 16 fewer than ./run has threads for, so that a page always finds one
_NAME = "turns"
_HAS_TURN = "murmuration.turn"


class Turns:
    """An application that works on `at_once` requests; what it sends afterwards, piece by piece, takes no turn."""

    def __init__(self, app: WSGIApplication, at_once: int) -> None:
        self._app = app
        self._turns = threading.Semaphore(at_once)
        self._room = threading.Semaphore(ROOM_ASIDE)

    def __call__(self, environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environment[_HAS_TURN] = True
        with self._turns:
            return self._app(environment, start)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let somebody else have this request's turn meanwhile. Raises BusyError when too many wait already."""
        if not self._room.acquire(blocking=False):
            raise BusyError("Too many forms are arriving at once. Try again in a moment.")
        self._turns.release()
        try:
            yield
        finally:
            self._turns.acquire()
            self._room.release()


def serve(app: Flask) -> None:
    """Give the requests of an application turns."""
    turns = Turns(app.wsgi_app, app.config["SETTINGS"].web_threads)
    app.extensions[_NAME] = turns
    app.wsgi_app = turns  # type: ignore[method-assign, assignment]


def aside(read: Callable[[], bytes]) -> bytes:
    """What `read` returns, with this request's turn given to somebody else as long as it takes."""
    turns: Any = current_app.extensions.get(_NAME)
    if turns is None or _HAS_TURN not in request.environ:
        return read()
    with turns.aside():
        return read()

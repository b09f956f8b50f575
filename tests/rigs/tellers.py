"""Clients of the real server: each tells one story after another, and sends each until it is told 201."""

from __future__ import annotations

import http.client
import secrets
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from benchmarks.server import Served
from store.schema import open_stories
from tests.attacks.forms import STORY
from tests.builders import open_plot

JSON = "application/json"
KEPT = "a story that was acknowledged is there, once, however often the server is killed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: 0 and nothing when it hung up."""

    status: int
    body: str = ""
    retry_after: str = ""


def plant(product: Served, **changes: object) -> None:
    """A story store with one collection, `plot`, as `flask collections add` would leave it."""
    product.stories_path.parent.mkdir(parents=True, exist_ok=True)
    stories = open_stories(product.stories_path)
    open_plot(stories, **changes)
    stories.close()


def form_of(marker: str, key: str | None = None, **changes: str) -> dict[str, str]:
    """A good form, whose story ends in a marker that is found again; `key` is the client's, fresh by default."""
    told = {"story": f"The beans came up twice. #{marker}#", "key": key or secrets.token_hex(16), "step": "send"}
    return {**STORY, "danger": "", **told, **changes}


def post(
    port: int, form: dict[str, str], *, accept: str = JSON, timeout: float = 30, path: str = "/share/plot"
) -> Answer:
    """Send a form once, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        connection.request("POST", path, urlencode(form), kind)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read().decode(), answer.headers.get("Retry-After", ""))
    except (OSError, http.client.HTTPException):
        return Answer(0)
    finally:
        connection.close()


def get(port: int, path: str, headers: Mapping[str, str] = MappingProxyType({}), *, timeout: float = 30) -> Answer:
    """Ask for a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        return Answer(answer.status, answer.read().decode(), answer.headers.get("Retry-After", ""))
    except (OSError, http.client.HTTPException):
        return Answer(0)
    finally:
        connection.close()


def stored_markers(path: Path) -> Counter[str]:
    """How often each marked story stands in a store."""
    with closing(sqlite3.connect(path)) as stories:
        rows = stories.execute("select text from narratives where text like '%#%#'").fetchall()
    return Counter(text.split("#")[1] for (text,) in rows)


@dataclass(slots=True)
class Tellers:
    """Several clients at once; `acknowledged` holds the markers of the stories that they were told 201 of."""

    port: int
    clients: int = 4
    acknowledged: dict[str, float] = field(default_factory=dict)
    repeated: int = 0
    _patient_until: float = 0.0
    _go: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin; they tell while they are let."""
        self._threads = [threading.Thread(target=self._tell, args=(one,)) for one in range(self.clients)]
        for thread in self._threads:
            thread.start()

    def tell_for(self, seconds: float) -> None:
        """Let them tell, and come back after so long while they go on."""
        self._go.set()
        time.sleep(seconds)

    def pause(self) -> None:
        """Let nobody begin to send."""
        self._go.clear()

    def finish(self) -> None:
        """Let everybody get their last story through, and stop; who cannot within a minute gives up."""
        self._patient_until = time.monotonic() + 60
        self._ended.set()
        self._go.set()
        for thread in self._threads:
            thread.join()

    def _tell(self, client: int) -> None:
        number = 0
        while not self._ended.is_set():
            self._go.wait()
            number += 1
            marker = f"{client}-{number}"
            form, tries = form_of(marker), 0
            while post(self.port, form).status != 201:
                if self._ended.is_set() and time.monotonic() > self._patient_until:
                    return
                tries += 1
                time.sleep(0.02)
                self._go.wait()
            with self._lock:
                self.acknowledged[marker] = time.time()
                self.repeated += tries > 0


def lost_or_doubled(product: Served, tellers: Tellers) -> int:
    found = stored_markers(product.stories_path)
    with closing(sqlite3.connect(product.stories_path)) as stories:
        assert stories.execute("pragma integrity_check").fetchone() == ("ok",)
    lost = [marker for marker in tellers.acknowledged if marker not in found]
    return len(lost) + sum(n - 1 for n in found.values())

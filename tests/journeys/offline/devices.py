"""A device with a profile of its own that can be closed and opened again, and a server that signal may not reach."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext, BrowserType, Page
from werkzeug.serving import BaseWSGIServer, make_server

from store.database import Row

STORED_HERE = """async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map((one) => one.name),
    local: localStorage.length,
    session: sessionStorage.length,
})"""
_ENVELOPES = """(mode, act) => new Promise((resolve) => {
    indexedDB.open('murmuration').onsuccess = ({ target: { result } }) => {
        const transaction = result.transaction('envelopes', mode);
        const request = act(transaction.objectStore('envelopes'));
        transaction.oncomplete = () => { result.close(); resolve(request?.result); };
    };
})"""
UNSENT_HERE = f"() => ({_ENVELOPES})('readonly', (store) => store.getAll())"
PUT_HERE = f"(all) => ({_ENVELOPES})('readwrite', (store) => {{ for (const one of all) store.put(one); }})"
NOTHING = {"workers": 0, "caches": [], "databases": [], "local": 0, "session": 0}


class Line:
    """The product on a port of this machine, connected or not.

    While it is not connected the port is bound and nobody listens: else another program could be given it.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._kept = socket.socket()
        self._kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._kept.bind(("127.0.0.1", 0))
        self.port = int(self._kept.getsockname()[1])
        self._server: BaseWSGIServer | None = None
        self.connect()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self._serving = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._serving.start()

    def disconnect(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._serving.join()  # it closes the port, and until then nobody can listen there again
            self._server = None

    def close(self) -> None:
        """Disconnect for good, and give the port back."""
        self.disconnect()
        self._kept.close()

    def stored(self) -> list[Row]:
        return self.app.extensions["stores"].stories.rows("select text, receipt_hash, language from narratives")

    def change(self, sql: str) -> None:
        stores = self.app.extensions["stores"]
        stores.stories.execute(sql)
        stores.__dict__["_opened"].clear()


@dataclass(slots=True)
class Device:
    """Somebody's phone: `faults` is whatever its pages did that they must not do."""

    line: Line
    chromium: BrowserType
    program: str
    profile: Path
    context: BrowserContext | None = None
    faults: list[str] = field(default_factory=list)

    def start(self, *, signal: bool = True) -> Page:
        """Open the browser."""
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.context = self.chromium.launch_persistent_context(
            self.profile, executable_path=self.program, args=options, viewport={"width": 390, "height": 844}
        )
        self.context.set_default_timeout(10_000)
        if not signal:
            self.lose_signal()
        page = self.context.pages[0]
        page.on("console", lambda message: self._note(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def open(self, page: Page, path: str) -> None:
        page.goto(self.line.address + path)

    def lose_signal(self) -> None:
        assert self.context is not None
        self.line.disconnect()
        self.context.set_offline(True)

    def find_signal(self) -> None:
        assert self.context is not None
        self.line.connect()
        self.context.set_offline(False)

    def close(self) -> None:
        if self.context is not None:
            self.context.close()
            self.context = None

    def files_holding(self, words: str) -> list[str]:
        """The files of the profile in which words can be read, in either of the ways that browsers write text."""
        needles = (words.encode(), words.encode("utf-16-le"))
        files = [path for path in self.profile.rglob("*") if path.is_file()]
        return [str(path.relative_to(self.profile)) for path in files if _holds(path, needles)]

    def _note(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.faults.append(text)


def _holds(path: Path, needles: tuple[bytes, ...]) -> bool:
    content = path.read_bytes()
    return any(needle in content for needle in needles)


@contextmanager
def connected(app: Flask) -> Iterator[Line]:
    line = Line(app)
    yield line
    line.close()

"""Intake: what durable storing costs, and that a killed server loses and doubles nothing."""

from __future__ import annotations

import http.client
import random
import secrets
import statistics
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks.claims import Claim, at_least, at_most, exactly, proof
from benchmarks.load import Fields, Load, post, press
from benchmarks.server import Served, served
from store.schema import open_stories

ROUNDS = 5
ROUND_SECONDS = 4.0
KILLS = 60
CLIENTS = 4
_COLLECTION = "safer-streets"
_PATH = f"/share/{_COLLECTION}"


def _submission(marker: str) -> Fields:
    key = secrets.token_hex(16)
    return [
        ("story", f"The light by the steps was mended at last. {marker}"),
        ("group", "Priory"),
        ("response.shares", "0.6,0.2,0.2"),
        ("response.method", "tap"),
        ("feeling.shares", "0.5,0.3,0.2"),
        ("feeling.method", "drag"),
        ("cause", "centre"),
        ("say.value", "0.7"),
        ("say.method", "tap"),
        ("safe", "5"),
        ("about", "street"),
        ("hope_for", "better_light"),
        ("voice", "resident"),
        ("consent", "read"),
        ("key", key),
        ("step", "send"),
    ]


@proof("intake", "Stories are acknowledged only when they are safe, and that costs little")
def durable_storing_next_to_reading_only() -> Iterator[Claim]:
    """Alternate between the real route and one that reads and validates the same form and stores nothing."""
    with served() as product:
        product.flask("demo", "seed")
        product.start_web()
        validated, stored = [], []
        for _ in range(ROUNDS):
            validated.append(_round(product, f"{_PATH}/validate"))
            stored.append(_round(product, _PATH))
        wrong = sum(sum(load.statuses.values()) - load.statuses[201] for load in stored)
        ratios = [one.rate(201) / other.rate(200) for one, other in zip(stored, validated, strict=True)]
        slowest = statistics.median(load.quantile(0.99) for load in stored)
        usual = statistics.median(load.quantile(0.5) for load in validated)
        rate = statistics.median(load.rate(201) for load in stored)
        spread = f"{ROUNDS} paired rounds, ratios {min(ratios):.2f} to {max(ratios):.2f}; {rate:,.0f} stories/s here"
        yield at_least(
            "acknowledged stories/s, synchronous=FULL, to validate-only", statistics.median(ratios), 0.75, "x", spread
        )
        yield at_most("p99 of storing to the median of validate-only", slowest / usual, 4, "x")
        yield exactly("answers other than 201 while storing", wrong, 0)


def _round(product: Served, path: str) -> Load:
    return press(product.port, lambda: post(path, _submission("")), seconds=ROUND_SECONDS)


@proof("intake")
def killed_again_and_again() -> Iterator[Claim]:
    """Kill the web process in mid-load; every client sends its story again, with the same key, until it is told 201."""
    with served() as product:
        product.flask("demo", "seed")
        tellers = _Tellers(product)
        chance = random.Random(0)
        for _ in range(KILLS):
            product.start_web()
            tellers.tell_for(chance.uniform(0.15, 0.6))
            product.kill("web")
            tellers.pause()
        product.start_web()
        tellers.finish()
        db = open_stories(product.stories_path)
        rows = db.rows("select text, count(*) as n from narratives where text like '%#%' group by text order by text")
        db.close()
        found = {row["text"].rpartition("#")[2]: row["n"] for row in rows}
        acknowledged = tellers.acknowledged
        note = f"{KILLS} kills, {len(acknowledged):,} stories acknowledged, {tellers.repeated:,} sent more than once"
        yield exactly("acknowledged stories lost", sum(marker not in found for marker in acknowledged), 0, note)
        yield exactly("stories stored twice", sum(n > 1 for n in found.values()), 0)
        yield at_least("stories that were sent again after a kill", tellers.repeated, 1)


class _Tellers:
    """Clients that tell one story after another, each until it is acknowledged."""

    def __init__(self, product: Served) -> None:
        self._product = product
        self._telling = threading.Event()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self.acknowledged: set[str] = set()
        self.repeated = 0
        self._threads = [threading.Thread(target=self._tell, args=(number,)) for number in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def tell_for(self, seconds: float) -> None:
        self._telling.set()
        time.sleep(seconds)

    def pause(self) -> None:
        self._telling.clear()

    def finish(self) -> None:
        """Let everybody get their last story through, and stop."""
        self._ended.set()
        self._telling.set()
        for thread in self._threads:
            thread.join()

    def _tell(self, client: int) -> None:
        number = 0
        while not self._ended.is_set():
            self._telling.wait()
            number += 1
            marker = f"{client}-{number}"
            body = urlencode(_submission(f"#{marker}"))
            tries = 0
            while not self._sent(body):
                tries += 1
                time.sleep(0.05)
                self._telling.wait()
            with self._lock:
                self.acknowledged.add(marker)
                self.repeated += tries > 0

    def _sent(self, body: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._product.port, timeout=10)
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
            connection.request("POST", _PATH, body, kind)
            return connection.getresponse().status == 201
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

"""Intake: what durable storing costs, and that a killed server loses and doubles nothing."""

from __future__ import annotations

import random
import secrets
import statistics
from collections.abc import Iterator

from benchmarks.claims import Claim, at_least, at_most, exactly, proof
from benchmarks.load import Fields, Load, post, press
from benchmarks.server import Served, served
from tests.rigs.tellers import Tellers, plant, stored_markers
from tests.rigs.warm import kept_warm

ROUNDS = 5
ROUND_SECONDS = 4.0
KILLS = 60
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
    with kept_warm() as warm:
        plant(warm.product)
        tellers = Tellers(warm.product.port)
        tellers.start()
        chance = random.Random(0)
        try:
            for _ in range(KILLS):
                warm.start()
                tellers.tell_for(chance.uniform(0.02, 0.3))
                warm.kill()
                tellers.pause()
            warm.start()
        finally:
            tellers.finish()
        found, acknowledged = stored_markers(warm.product.stories_path), tellers.acknowledged
        note = f"{KILLS} kills, {len(acknowledged):,} stories acknowledged, {tellers.repeated:,} sent more than once"
        yield exactly("acknowledged stories lost", sum(marker not in found for marker in acknowledged), 0, note)
        yield exactly("stories stored twice", sum(n > 1 for n in found.values()), 0)
        yield at_least("stories that were sent again after a kill", tellers.repeated, 1)

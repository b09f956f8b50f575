"""The ways through meaning that tests go in Chromium and in attacks, as claims: each is a test that ran just now."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.claims import Claim, proof
from benchmarks.walked import Ways, walked

WAYS: Ways = {
    "search by meaning, a weak signal kept, themes, patterns, common ground: the worker's passes and Chromium": (
        "tests/journeys/test_meaning.py",
    ),
    "axe-core finds nothing and nothing sticks out, with and without scripts": (
        "tests/journeys/test_search.py",
        "tests/journeys/test_themes.py",
        "tests/journeys/test_patterns.py",
        "tests/journeys/test_weak_signals.py",
        "tests/journeys/test_common_ground.py",
    ),
    "words planted in 1 to 9 stories stand on no page, and go with their story": (
        "tests/attacks/test_canary.py",
        "tests/attacks/test_canary_meaning.py",
    ),
    "no text is embedded twice, whoever is killed, and another model takes over at once": (
        "tests/analysis/test_embedding.py",
        "tests/analysis/test_embedding_switch.py",
    ),
}


@proof("meaning", "What stories mean: embedding, themes that stay, weak signals, common ground, search")
def ways_that_tests_go() -> Iterator[Claim]:
    """Run the tests of each way."""
    return walked(WAYS)

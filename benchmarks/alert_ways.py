"""The ways through alerts that tests go in Chromium and in attacks, as claims: each is a test that ran just now."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.claims import Claim, proof
from benchmarks.walked import Ways, walked

WAYS: Ways = {
    "a planted shift, an alert, a probe, its reading, an answer behind the receipt, in Chromium": (
        "tests/journeys/test_alert_to_answer.py",
    ),
    "axe-core finds nothing and nothing sticks out at 320, 390 and 1280 px, with and without scripts": (
        "tests/journeys/test_alerts.py",
        "tests/journeys/test_probes.py",
        "tests/journeys/test_routes_pages.py",
        "tests/journeys/test_telling_back.py",
        "tests/journeys/test_promise.py",
    ),
    "no spelling of an address inside is taken for one outside": ("tests/narratives/test_webhook_address.py",),
    "words planted in 1 to 9 stories stand on no page and in no message": (
        "tests/attacks/test_canary.py",
        "tests/attacks/test_canary_alerts.py",
        "tests/attacks/test_messages_out.py",
    ),
}


@proof("alerts")
def ways_that_tests_go() -> Iterator[Claim]:
    """Run the tests of each way."""
    return walked(WAYS)

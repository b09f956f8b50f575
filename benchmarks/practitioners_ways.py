"""The ways through practitioners' work that tests go in Chromium and in attacks: each is a test that ran just now."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.claims import Claim, proof
from benchmarks.walked import Ways, walked

WAYS: Ways = {
    "a log by keyboard in under a minute, a code, the other side's account, and the gap between both": (
        "tests/journeys/test_practitioners.py",
    ),
    "the log, notes, tasks and timelines in Chromium; axe-core finds nothing, at 320 pixels too": (
        "tests/journeys/test_logging.py",
    ),
    "entries wait without signal, sealed, through a restart, and are logged once by the one who wrote them": (
        "tests/journeys/offline/test_logging_offline.py",
    ),
    "events, and signing in with two steps, in Chromium with axe-core": (
        "tests/journeys/test_events.py",
        "tests/journeys/test_signing_in.py",
    ),
    "every route, role and organisation: nothing opens for whom it should not, nobody crosses": (
        "tests/test_routes.py",
        "tests/test_organisations.py",
        "tests/web/test_reach.py",
    ),
    "cases and stories cannot be joined, pairs cannot be taken apart, administrators read no story": (
        "tests/attacks/test_case_store_apart.py",
        "tests/attacks/test_pairs_apart.py",
        "tests/attacks/test_administrators.py",
    ),
    "whatever is allowed is told of no fewer than k people: pairs attacked over 30 streams": (
        "tests/store/test_release_pairs.py",
    ),
    "an audit that was edited, cut, shortened or wiped is found out": ("tests/attacks/test_audit_tampering.py",),
    "who sees what, as the documents say it, is what the pages do": ("tests/test_docs.py", "tests/web/about"),
}


@proof("practitioners")
def ways_that_tests_go() -> Iterator[Claim]:
    """Run the tests of each way."""
    return walked(WAYS)

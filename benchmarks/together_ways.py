"""The ways of making sense together that tests go, from a chart to a vote that is applied: each ran just now."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.claims import Claim, proof
from benchmarks.walked import Ways, walked

WAYS: Ways = {
    "from a chart to an observation, two readings by two people and a probe, in Chromium; axe-core finds nothing": (
        "tests/journeys/test_making_sense.py",
        "tests/web/sense",
    ),
    "a whole workshop: agenda, pack, board by mouse, keyboard and touch, record; axe-core finds nothing": (
        "tests/journeys/test_workshop.py",
        "tests/journeys/test_boards.py",
        "tests/web/boards",
        "tests/web/workshops",
    ),
    "every sentence resolves to what was asked; asking again gives the same hash or says what changed": (
        "tests/narratives/test_frozen_query.py",
        "tests/store/test_release_claims.py",
        "tests/web/claims",
        "tests/attacks/test_claims.py",
    ),
    "a report is frozen, read as HTML and PDF, and run again; story cards carry their marks": (
        "tests/journeys/test_report.py",
        "tests/web/reports",
        "tests/web/test_typeset.py",
        "tests/web/explore/reading/test_printed_cards.py",
    ),
    "a charter, a roll, three constituencies vote, the decision is applied and shown; axe-core finds nothing": (
        "tests/journeys/test_vote.py",
        "tests/web/decisions",
        "tests/analysis/test_deciding.py",
    ),
    "nothing that members decide about can be changed around them": (
        "tests/store/test_covered.py",
        "tests/store/test_decisions.py",
        "tests/store/test_vote_guards.py",
        "tests/attacks/test_around_the_vote.py",
    ),
    "everybody reads what was heard, what is tried, how data is used, and what came of the objectives": (
        "tests/journeys/test_public_page.py",
        "tests/web/public",
        "tests/web/publishing",
        "tests/store/test_objectives.py",
        "tests/attacks/test_public_visits.py",
    ),
    "organisations are compared one organisation, one voice; others saw this too; no story leaves its owner": (
        "tests/web/confederation",
        "tests/store/test_release_benchmarks.py",
        "tests/store/test_seen_elsewhere.py",
        "tests/journeys/test_as_equals.py",
    ),
    "an alert becomes a tension return: experienced, evidenced, potential": ("tests/web/tension",),
}


@proof("together", "Meaning is made by the people concerned, every sentence can be asked again, and members decide")
def ways_that_tests_go() -> Iterator[Claim]:
    """Run the tests of each way."""
    return walked(WAYS)

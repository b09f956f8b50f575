"""Reports: parts that are moved, and the hash of an issue, which stands or falls with its claims' hashes."""

from datetime import UTC, datetime

import pytest

from narratives.report import Issue, Part, PartKind, Report, issue_hash

ONE, TWO, THREE = (Part(PartKind.HEADING, name) for name in ("one", "two", "three"))
REPORT = Report("r", "plot", "The plot", "For us", (ONE, TWO, THREE))
CLAIM = {"id": "c", "hash": "aa", "text": "Most are sad"}
DOCUMENT = {
    "title": "The plot",
    "parts": [{"kind": "heading", "title": "one", "claim": None}, {"kind": "claim", "title": "sad", "claim": CLAIM}],
}


@pytest.mark.parametrize(
    ("place", "by", "order"),
    [(0, 1, (TWO, ONE, THREE)), (2, -1, (ONE, THREE, TWO)), (0, -1, (ONE, TWO, THREE)), (2, 1, (ONE, TWO, THREE))],
)
def test_a_part_is_moved_as_far_as_it_goes(place, by, order):
    assert REPORT.moved(place, by).parts == order


def test_parts_are_added_at_the_end_and_taken_out_by_place():
    assert REPORT.without(1).parts == (ONE, THREE)
    assert REPORT.with_part(ONE).parts == (ONE, TWO, THREE, ONE)


def test_an_issue_knows_the_claims_it_stands_on():
    issue = Issue("r", 1, DOCUMENT, issue_hash(DOCUMENT), "ada", datetime(2026, 3, 2, tzinfo=UTC))
    assert issue.claims == {"c": "aa"}


def test_claims_that_come_to_the_same_give_the_same_hash():
    assert issue_hash(DOCUMENT, {"c": "aa"}) == issue_hash(DOCUMENT)


def test_one_claim_that_comes_to_something_else_changes_the_hash():
    assert issue_hash(DOCUMENT, {"c": "bb"}) != issue_hash(DOCUMENT)


def test_one_other_word_changes_the_hash():
    assert issue_hash({**DOCUMENT, "title": "Another"}) != issue_hash(DOCUMENT)

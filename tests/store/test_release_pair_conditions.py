"""Under which conditions people place meetings otherwise: whole batches against all others, never fewer than k."""

from datetime import date

import pytest

from store.case_key import CaseKey
from store.cases import open_cases
from store.demo_pairs import demo_pairs
from store.release_pair_conditions import pair_conditions
from store.release_pairs import pair_condition_rows

KEY = CaseKey(b"s" * 32, b"m" * 32)
OFFICES = ("City office", "Coast office", "Valley office")
ASKED = ("treated", "meeting", "since", "voice", "steady")
K = 10


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    database = open_cases(tmp_path_factory.mktemp("pairs") / "cases.db", KEY)
    demo_pairs(database, KEY, "probation", OFFICES, K, date(2026, 1, 5))
    yield database
    database.close()


def test_what_was_planted_is_told_first_with_its_interval(db):
    first = pair_conditions(db, "probation", ASKED, K).told[0]
    assert (first.kind, first.value, first.signifier, first.pole) == ("contact", "home", "since", 0)
    assert 0 < first.difference.low < first.difference.mean < first.difference.high


def test_every_condition_has_at_least_k_pairs_on_both_sides_in_whole_k(db):
    rows, found = pair_condition_rows(db, "probation"), pair_conditions(db, "probation", ASKED, K).compared
    assert found
    for one in found:
        of_it = [row for row in rows if row.signifier == one.signifier and getattr(row, one.kind)]
        inside = sum(row.n for row in of_it if getattr(row, one.kind) == one.value)
        assert inside - K < one.n <= inside
        assert one.n % K == 0
        assert one.n >= K
        assert sum(row.n for row in of_it) - inside >= K


def test_somebody_who_sees_one_team_has_no_team_as_a_condition(db):
    found = pair_conditions(db, "probation", ASKED, K, teams={"City office"}).compared
    assert found
    assert {one.kind for one in found} <= {"contact", "quarter"}


def test_more_questions_make_each_interval_wider(db):
    few, many = (pair_conditions(db, "probation", asked, K).compared for asked in (ASKED[:1], ASKED))
    width = {one.value: one.difference.high - one.difference.low for one in few if one.pole == 0}
    wider = [one for one in many if one.signifier == ASKED[0] and one.pole == 0]
    assert wider and all(one.difference.high - one.difference.low > width[one.value] for one in wider)


def test_nothing_is_compared_before_a_batch_closed(db):
    assert pair_conditions(db, "elsewhere", ASKED, K).compared == ()

"""What managers see of pairs: whole batches and nothing that tells fewer people."""

import random
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest

from store.case_key import CaseKey
from store.cases import open_cases
from store.demo_pairs import demo_pairs
from store.pair_batches import Linked, Pile, add_linked, close_ready, take_linked
from store.release_pairs import pair_condition_rows, pair_report

KEY = CaseKey(b"s" * 32, b"m" * 32)
DAY = date(2026, 1, 5)
K = 10
TEAMS = ("east", "north", "west")
KINDS = ("office", "office", "phone", "home")
OFFICES = ("City office", "Coast office", "Valley office")
ASKED = ("treated", "meeting", "since", "voice", "steady")


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    """One store for all tests, each of which has a collection of its own."""
    database = open_cases(tmp_path_factory.mktemp("pairs") / "cases.db", KEY)
    demo_pairs(database, KEY, "probation", OFFICES, K, DAY)
    yield database
    database.close()


def stream(db, seed, pairs=90):
    """Pairs that arrive one by one, some taken out again; after each, what had been closed by then, by batch."""
    chance = random.Random(seed)
    told, atoms, seen, waits = {}, {}, [], []
    with db.write():
        for number in range(pairs):
            team, officer = chance.choice(TEAMS), chance.randrange(5)
            one = Linked(
                chance.choice(KINDS),
                (chance.random(),),
                (chance.random(),),
                f"person-{chance.randrange(60)}",
                f"{team}-{officer}",
            )
            mark, pile = f"{seed}-{number}", Pile(f"plot {seed}", "say", team)
            told[mark] = (team, one)
            waits.append(mark)
            add_linked(db, KEY, pile, mark, one)
            if chance.random() < 0.05:
                gone = chance.choice(waits)
                take_linked(db, [gone])
                waits.remove(gone)
            close_ready(db, KEY, pile, K, DAY + timedelta(days=4 * number))
            left = {row["answer_mark"] for row in db.rows("select answer_mark from pair_answers")}
            closed = [one for one in waits if one not in left]
            new = [row["id"] for row in batches(db, seed) if row["id"] not in atoms]
            if closed:
                waits = [one for one in waits if one in left]
                assert len(new) == 1
                atoms[new[0]] = closed
                seen.append(dict(atoms))
    return told, atoms, seen


def batches(db, seed):
    sql = "select id, group_name, contact, quarter from pair_batches where collection_id = :id"
    return db.rows(sql, id=f"plot {seed}")


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 30))])
def test_no_combination_of_what_is_shown_isolates_fewer_than_k_people(db, seed):
    told, atoms, seen = stream(db, seed)
    assert atoms, "nothing closed, so that nothing was attacked"
    members = [mark for ones in atoms.values() for mark in ones]
    assert len(members) == len(set(members)), "a pair is in two batches"
    for ones in atoms.values():
        assert len({told[mark][1].who for mark in ones}) >= K
        assert len({told[mark][1].practitioner for mark in ones}) >= 3
    # Every figure that the page can show, for every choice of teams, is the same for all pairs of a batch, so that
    # whatever is added to or taken from it is too: a combination that is not nothing holds whole batches.
    rows, order = [], {mark: place for place, mark in enumerate(told)}
    held = {row["id"]: row for row in batches(db, seed)}
    for teams in (None, *(set(some) for size in (1, 2) for some in combinations(TEAMS, size))):
        report = pair_report(db, f"plot {seed}", ["say"], K, teams)
        tables = ((report.whole, ""), (report.by_team, "group_name"))
        for table, by in (*tables, (report.by_contact, "contact"), (report.by_quarter, "quarter")):
            for reading in table.readings:
                part = [
                    mark
                    for batch, ones in atoms.items()
                    if (teams is None or held[batch]["group_name"] in teams)
                    and (not by or held[batch][by] == reading.part)
                    for mark in ones
                ]
                gaps = [told[mark][1].person[0] - told[mark][1].officer[0] for mark in part]
                assert reading.poles[0].gap.mean == pytest.approx(np.mean(gaps), abs=1e-5)
                assert reading.n == len(part) - len(part) % K >= K
                row = np.zeros(len(told))
                row[[order[mark] for mark in part]] = 1 / len(part)
                rows.append(row)
    shown = np.array(rows)
    for ones in atoms.values():
        columns = shown[:, [order[mark] for mark in ones]]
        assert (columns == columns[:, :1]).all()
    outside = [place for mark, place in order.items() if mark not in set(members)]
    assert not shown[:, outside].any()
    # Over time too: what one look at the page adds to an earlier one are whole batches.
    for earlier, later in combinations(seen, 2):
        assert set(earlier) <= set(later)


def test_what_waits_is_in_no_figure(db):
    for number in range(9):
        one = Linked("office", (0.2,), (0.4,), f"p{number}", f"o{number}")
        add_linked(db, KEY, Pile("waits", "say", "east"), f"waits {number}", one)
    assert close_ready(db, KEY, Pile("waits", "say", "east"), K, DAY) == 0
    report = pair_report(db, "waits", ["say"], K)
    assert report.whole.readings == () and report.first is None


def test_somebody_limited_to_a_team_is_told_of_its_batches_alone(db):
    whole, limited = (pair_report(db, "probation", ASKED, K, teams) for teams in (None, {"City office"}))
    assert {one.part for one in whole.by_team.readings} == set(OFFICES)
    assert {one.part for one in limited.by_team.readings} == {"City office"}
    theirs = [one for one in whole.by_team.readings if one.part == "City office"]
    assert [one.poles[0].gap.mean for one in limited.whole.readings] == [one.poles[0].gap.mean for one in theirs]
    assert pair_report(db, "probation", ASKED, K, frozenset()).whole.readings == ()


def test_numbers_of_pairs_are_in_whole_k(db):
    for number in range(13):
        one = Linked("office", (0.2,), (0.4,), f"p{number % 9 if number < 12 else 9}", f"o{number % 4}")
        add_linked(db, KEY, Pile("whole", "say", "east"), f"whole {number}", one)
        close_ready(db, KEY, Pile("whole", "say", "east"), K, DAY)
    (reading,) = pair_report(db, "whole", ["say"], K).whole.readings
    assert [row.n for row in pair_condition_rows(db, "whole")] == [13]
    assert reading.n == 10


def test_more_comparisons_make_every_interval_wider(db):
    alone, among = pair_report(db, "probation", ["voice"], K), pair_report(db, "probation", ASKED, K)
    (one,), (other,) = alone.whole.readings, among.whole.of("voice")
    assert alone.whole.comparisons == 1 and among.whole.comparisons == 11
    widths = [reading.poles[0].gap.high - reading.poles[0].gap.low for reading in (one, other)]
    assert widths[1] > 1.2 * widths[0]


def test_the_demo_tells_a_believable_gap(db):
    report = pair_report(db, "probation", ASKED, K)
    (treated,) = report.whole.of("treated")
    child = treated.poles[1].gap
    assert 0.08 < child.mean < 0.25 and child.apart
    assert report.first is not None and len({one.part for one in report.by_quarter.readings}) >= 2
    assert demo_pairs(db, KEY, "probation", OFFICES, K, DAY) == 0


def test_rows_for_the_search_for_conditions_are_whole_batches(db):
    rows = pair_condition_rows(db, "probation")
    assert rows and all(row.n >= K and row.team in OFFICES and row.quarter.startswith("202") for row in rows)
    assert all(len(row.sums["gap"]["spread"]) == len(row.sums["gap"]["total"]) for row in rows)

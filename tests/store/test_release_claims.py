import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narratives.calendar import day_number
from narratives.codes import pack
from narratives.frozen_query import result_hash
from store.claims import get_claim
from store.erasure import withdraw
from store.intake import CHANGED
from store.schema import open_stories
from tests.builders import TODAY, make_answers, open_plot
from tests.store.asking import EVERY, LAST, MOOD, again, claim_of, full_plot, ids, run
from tests.store.sides import close, keep, told


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_can_be_asked_again_with_the_same_hash(db, name):
    plot = full_plot(db)
    claim = claim_of(db, plot, EVERY[name])
    now, changed = again(db, plot, claim)
    assert changed == () and result_hash(claim.query, now) == claim.hash
    assert claim.result.figures == now.figures and len(now.stories) == now.n == 120


def test_another_process_that_orders_sets_otherwise_comes_to_the_same_hash(db):
    plot = full_plot(db)
    hashes = {name: claim_of(db, plot, query).hash for name, query in EVERY.items()}
    script = (
        "import sys; from pathlib import Path; from store.claims import list_claims;"
        "from store.collections import framework_of, get_collection; from store.landscape import Landscape;"
        "from store.release_claims import run_query; from narratives.frozen_query import result_hash;"
        "from store.schema import open_stories; db = open_stories(Path(sys.argv[1]));"
        "plot = get_collection(db, 'plot'); framework = framework_of(db, plot);"
        "print(*(result_hash(one.query, run_query(db, Landscape(), plot, framework, one.query))"
        " for one in list_claims(db, 'plot')))"
    )
    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", script, db.path],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        )
        assert sorted(told.stdout.split()) == sorted(hashes.values())


def new_store(path):
    """An empty store of its own: an example that is tried twice begins anew."""
    return open_stories(Path(shutil.copy(path, Path(tempfile.mkdtemp(dir=path.parent)))))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_the_same_stories_in_any_order_come_to_the_same_hash(new_stories, chance):
    """The rows of one store, put into others as chance has it."""
    first, other = new_store(new_stories), new_store(new_stories)
    plot = full_plot(first, 20)
    open_plot(other)
    rows = [dict(row) for row in first.rows("select * from narratives")]
    chance.shuffle(rows)
    names = list(rows[0])
    with other.write():
        told = f"insert into narratives ({', '.join(names)}) values ({', '.join(f':{one}' for one in names)})"
        other.many(told, rows)
        other.many(
            "insert or replace into changes (collection_id, day, serial) values (:collection_id, :day, :serial)",
            [dict(row) for row in first.rows("select collection_id, day, serial from changes")],
        )
    for query in EVERY.values():
        assert result_hash(query, run(first, plot, query)) == result_hash(query, run(other, plot, query))
    first.close()
    other.close()


def withdrawn(db, plot, chance):
    withdraw(db, chance.choice(ids(db)), b"a secret that is long enough for this test")


def added(db, plot, chance):
    keep(db, plot, told(chance.randrange(10, 10**6), 1, "east"))


def held_back(db, plot, chance):
    touch(db, "state = 'held'", chance.choice(ids(db)))


def counted_only(db, plot, chance):
    touch(db, "may_read = 0", chance.choice(ids(db)))


def closed(db, plot, chance):
    keep(db, plot, told(chance.randrange(10, 10**6), 12, "east", consent=frozenset()))
    close(db, plot)


def touch(db, change, story):
    with db.write():
        db.execute(f"update narratives set {change} where id = :id", id=story)
        db.execute(CHANGED, collection_id="plot", day=day_number(TODAY) // 31 * 31)
        for row in db.rows("select day from narratives where id = :id", id=story):
            db.execute(CHANGED, collection_id="plot", day=row["day"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([withdrawn, added, held_back, counted_only, closed]), st.randoms(use_true_random=False))
def test_whatever_changes_among_the_stories_is_said(new_stories, change, chance):
    db = new_store(new_stories)
    plot = full_plot(db, 20)
    claims = [claim_of(db, plot, query) for query in (MOOD, EVERY["two sides"])]
    change(db, plot, chance)
    for claim in claims:
        now, changed = again(db, plot, get_claim(db, claim.id))
        assert changed and result_hash(claim.query, now) != claim.hash
        assert any("stor" in sentence for sentence in changed)
    db.close()


def test_each_thing_that_changed_has_its_sentence(db):
    plot = full_plot(db)
    claim = claim_of(db, plot)
    gone, hidden, *_ = claim.result.stories
    withdraw(db, gone, b"a secret that is long enough for this test")
    touch(db, "state = 'held'", hidden)
    keep(db, plot, told(5, 3, "east"))
    closed(db, plot, Random(4))
    _, changed = again(db, plot, get_claim(db, claim.id))
    assert changed[:5] == (
        "1 story is erased since.",
        "1 story is in it no more: held back, corrected or only counted now.",
        "3 stories are new in it: told before the last day and released since, or corrected.",
        "1 closed batch is new in it.",
        "It stood on 120 stories, and stands on 131.",
    )
    assert "answered: was 120, is 131." in changed


def test_a_correction_too_fine_for_any_number_is_still_said(db):
    plot = open_plot(db)
    keep(db, plot, told(1, 2_000, "east"), told(2, 1, "east", answers=make_answers((0.8, 0.15, 0.05)), text="Moved."))
    claim = claim_of(db, plot)
    [row] = db.rows("select id, answers from narratives where text = 'Moved.'")
    codes = pack(plot[1], make_answers((0.8, 0.05, 0.15)))
    db.execute("update narratives set codes = :codes where id = :id", codes=codes, id=row["id"])
    touch(db, "state = state", row["id"])
    _, changed = again(db, plot, claim)
    assert changed == ("Something that the picture draws more finely than in numbers has changed.",)


def test_what_is_told_after_the_last_day_and_what_waits_changes_nothing(db):
    plot = full_plot(db)
    claim = claim_of(db, plot)
    keep(db, plot, told(5, 30, "east", told_on=LAST + timedelta(days=1)))
    keep(db, plot, told(6, 9, "west", consent=frozenset()))
    now, changed = again(db, plot, claim)
    assert changed == () and now == claim.result
    keep(db, plot, told(7, 12, "west", consent=frozenset()))
    now, changed = again(db, plot, claim)
    assert changed == () and (now.withheld, claim.result.withheld) == (20, 0), "told, and no part of the hash"

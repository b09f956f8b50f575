"""How few people may be reported on: a floor that no code path goes below, and rules that stand once somebody told."""

import sqlite3
from datetime import timedelta
from itertools import count

import pytest

from narratives.collection import K_FLOOR, CollectionError, Policy, ReportingGroup
from narratives.disclosure import PATIENCE, close_batches
from narratives.narrative import Kind, Source
from store.batches import add_batches, list_batches, list_waiting
from store.collections import add_collection, get_collection
from store.erasure import withdraw
from store.narratives import import_narratives
from store.smallest_group import set_smallest_group, smallest_group
from tests.builders import TODAY, make_collection, make_narrative, open_plot

_numbers = count()
SECRET = b"a secret that is long enough for this test"


def told(db, plot, n, **changes):
    stories = []
    for _ in range(n):
        name = f"bean {next(_numbers)}"
        stories.append(make_narrative(consent=frozenset(), text=name, source=Source("test", name, name), **changes))
    import_narratives(db, *plot, stories, {})
    return stories


def refused(change):
    try:
        change()
    except (CollectionError, sqlite3.IntegrityError):
        return True
    return False


def test_no_code_path_reports_on_fewer_than_the_floor(db, promised):
    """Neither the value itself, nor the organisation's rule, nor a row written past both."""
    open_plot(db)
    names = [one["name"] for one in db.rows("pragma table_info('collections')")]
    wanted = ", ".join(":k" if name == "k" else "'b'" if name == "id" else name for name in names)
    write = f"insert into collections ({', '.join(names)}) select {wanted} from collections where id = 'plot'"
    tried = range(-1, K_FLOOR)
    ways = [lambda k=k: make_collection(k=k) for k in tried]
    ways += [lambda k=k: set_smallest_group(db, k) for k in tried]
    ways += [lambda k=k: db.execute(write, k=k) for k in tried]
    ways += [lambda k=k: db.execute("insert into smallest_groups values (1, :k)", k=k) for k in tried]
    ways += [lambda k=k: db.execute("update collections set k = :k", k=k) for k in tried]
    failures = sum(not refused(way) for way in ways)
    said = "nobody is reported on in groups of fewer than 10, whatever is asked for"
    promised("T33", said, tried=len(ways), failures=failures)


def test_an_organisation_raises_the_smallest_group_of_collections_opened_later(db):
    open_plot(db)
    set_smallest_group(db, 25)
    add_collection(db, make_collection(id="later"))
    add_collection(db, make_collection(id="more", k=40))
    assert (smallest_group(db), [get_collection(db, one).k for one in ("plot", "later", "more")]) == (25, [10, 25, 40])
    assert not add_collection(db, make_collection(id="later")), "safe to repeat"
    assert not add_collection(db, make_collection()), "what was open before keeps its k"


def test_a_row_below_the_organisations_smallest_group_is_refused_by_the_store_itself(db):
    open_plot(db)
    set_smallest_group(db, 25)
    names = [one["name"] for one in db.rows("pragma table_info('collections')")]
    copied = ", ".join("'b'" if name == "id" else name for name in names)
    with pytest.raises(sqlite3.IntegrityError, match="give a larger k"):
        db.execute(f"insert into collections ({', '.join(names)}) select {copied} from collections where id = 'plot'")


def test_the_rules_stand_once_somebody_told(db, promised):
    plot = open_plot(db)
    told(db, plot, 1)
    changes = ("k = 50", "k = 10", "policy = 'protected'", "stratum_choice = null", "framework_version = 2")
    failures = sum(not refused(lambda one=one: db.execute(f"update collections set {one}")) for one in changes)
    with pytest.raises(sqlite3.IntegrityError, match="never changes its rules once it has a story"):
        db.execute("update collections set k = 50")
    promised("T33", "the rules that a story was told under stand", tried=len(changes), failures=failures)


def test_a_group_that_does_not_fill_is_told_of_in_the_parent_it_was_declared_under(db, promised):
    groups = tuple(ReportingGroup(name, "all") for name in ("east", "west"))
    plot = open_plot(db, policy=Policy.PROTECTED, groups=groups)
    for group in ("east", "west"):
        told(db, plot, 7, group=group, told_on=TODAY - PATIENCE)
    early = close_batches(*plot, list_waiting(db, plot[0]), TODAY - timedelta(days=1))
    add_batches(db, plot[0], close_batches(*plot, list_waiting(db, plot[0]), TODAY))
    found = [(one.group, one.n) for one in list_batches(db, "plot", Kind.RESPONDENT)]
    failures = (early != []) + (found != [("all", 10)])
    promised("R5", "a group too small to tell of waits, then merges into its parent", tried=2, failures=failures)


@pytest.mark.parametrize("gone", range(1, 11))
def test_taking_stories_out_leaves_the_sums_as_they_were(db, gone, promised):
    plot = open_plot(db, policy=Policy.PROTECTED)
    stories = told(db, plot, 10)
    add_batches(db, plot[0], close_batches(*plot, list_waiting(db, plot[0]), TODAY))
    before = list_batches(db, "plot", Kind.RESPONDENT)
    for one in stories[:gone]:
        withdraw(db, one.id, SECRET)
    told(db, plot, gone)
    same = before == list_batches(db, "plot", Kind.RESPONDENT)
    promised("T6", "a story that is taken out opens no closed sum again", tried=gone, failures=0 if same else gone)

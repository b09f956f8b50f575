from datetime import timedelta

import pytest

from narratives.collection import Policy
from narratives.narrative import Source
from store.collections import add_collection
from store.narratives import import_narratives
from store.release_weak_signals import get_released_signal, list_released_signals
from store.weak_signals import FoundSignal, Look, keep_found
from tests.builders import TODAY, make_collection, make_narrative, open_plot


@pytest.fixture
def plot(db):
    return open_plot(db)


def tell(db, collection, framework, n: int = 6) -> list[str]:
    told = [
        make_narrative(
            collection=collection.id,
            text=f"Pond {number}.",
            told_on=TODAY - timedelta(days=14 * number),
            group=("east", "west", "east")[number % 3],
            source=Source("test", f"{collection.id}{number}", str(number)),
        )
        for number in range(n)
    ]
    import_narratives(db, collection, framework, told, {})
    found = FoundSignal(tuple(one.id for one in told), 9.0, {"n": n, "chance": 0.1}, ("pond",))
    keep_found(db, collection.id, Look("words", TODAY, "hash", {}), [found])
    return [one.id for one in told]


def test_a_pocket_shows_its_stories_its_groups_and_its_weeks_without_a_gap(db, plot):
    told = tell(db, *plot, n=4)
    [shown] = list_released_signals(db, plot[0]).waiting
    assert [one.id for one in shown.stories] == told
    assert shown.groups == (("east", 3), ("west", 1))
    assert [n for _, n in shown.weeks] == [1, 0, 1, 0, 1, 0, 1]
    assert shown.terms == ("pond",)


def test_a_story_that_may_no_longer_be_read_leaves_and_takes_the_words_with_it(db, plot):
    told = tell(db, *plot)
    db.execute("update narratives set may_read = 0 where id = :id", id=told[0])
    [shown] = list_released_signals(db, plot[0]).waiting
    assert (shown.n, shown.terms) == (5, ())
    assert told[0] not in {one.id for one in shown.stories}


def test_a_pocket_with_fewer_than_four_readable_stories_is_not_shown(db, plot):
    told = tell(db, *plot)
    db.execute("update narratives set state = 'held' where id in (:a, :b, :c)", a=told[0], b=told[1], c=told[2])
    assert list_released_signals(db, plot[0]).waiting == ()
    row = db.one("select id from weak_signals")
    assert get_released_signal(db, plot[0], row["id"]) is None


def test_a_protected_collection_has_none_whatever_is_kept_of_it(db, plot):
    quiet = make_collection(id="quiet", title="Quiet", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    tell(db, quiet, plot[1])
    queue = list_released_signals(db, quiet)
    assert (queue.waiting, queue.why, queue.looked_on) == ((), "protected", None)
    row = db.one("select id from weak_signals")
    assert get_released_signal(db, quiet, row["id"]) is None

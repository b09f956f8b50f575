"""How many stories each group shows."""

from narratives.collection import Policy
from narratives.disclosure import close_batches
from narratives.narrative import Scope, Source
from store.batches import add_batches, list_waiting
from store.landscape import Landscape
from store.narratives import import_narratives
from store.release import View
from store.release_groups import groups_of
from tests.builders import TODAY, make_narrative, open_plot


def tell(db, collection, framework, n, group, **changes):
    stories = [
        make_narrative(group=group, source=Source("test", f"{group}{place}{sorted(changes)}", str(place)), **changes)
        for place in range(n)
    ]
    import_narratives(db, collection, framework, stories, {})


def close(db, collection, framework):
    add_batches(db, collection, close_batches(collection, framework, list_waiting(db, collection), TODAY))


def test_open_and_batched_stories_are_added_up_and_waiting_ones_are_not(db):
    collection, framework = open_plot(db)
    tell(db, collection, framework, 3, "east")
    tell(db, collection, framework, 13, "west", consent=frozenset())
    close(db, collection, framework)
    assert groups_of(db, Landscape(), collection, framework, View()) == {"east": 3, "west": 10}


def test_a_fine_view_counts_open_stories_alone(db):
    collection, framework = open_plot(db)
    tell(db, collection, framework, 3, "east", language="cy")
    tell(db, collection, framework, 10, "east", consent=frozenset())
    close(db, collection, framework)
    assert groups_of(db, Landscape(), collection, framework, View(languages=("cy",))) == {"east": 3}


def test_a_protected_collection_counts_closed_batches_alone(db):
    collection, framework = open_plot(db, policy=Policy.PROTECTED)
    tell(db, collection, framework, 12, "east", consent=frozenset({Scope.READ}))
    assert groups_of(db, Landscape(), collection, framework, View()) == {}
    close(db, collection, framework)
    assert groups_of(db, Landscape(), collection, framework, View()) == {"east": 10}

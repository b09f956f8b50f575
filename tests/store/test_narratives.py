import pytest

from narratives.answers import FreetextAnswer
from narratives.collection import Moderation
from narratives.errors import FrozenError, NotFoundError
from narratives.narrative import Scope, Source
from store.collections import add_collection, get_collection, list_collections
from store.frameworks import add_framework, get_framework, list_frameworks
from store.narratives import Imported, count_narratives, get_narrative, import_narratives, source_hashes
from tests.builders import make_answers, make_collection, make_framework, make_narrative, open_plot


def sourced(row_hash: str = "1", **changes):
    return make_narrative(source=Source("csv", "row-1", row_hash), **changes)


def test_a_narrative_comes_back_as_it_was(db):
    plot = open_plot(db)
    narrative = sourced(respondent="someone", title="Beans", language="cy")
    import_narratives(db, *plot, [narrative], {})
    assert get_narrative(db, narrative.id) == narrative


def test_importing_again_changes_nothing(db):
    plot = open_plot(db)
    assert import_narratives(db, *plot, [sourced()], {}) == Imported(stored=1)
    assert import_narratives(db, *plot, [sourced()], source_hashes(db, "plot", "csv")) == Imported(unchanged=1)
    assert count_narratives(db, "plot") == 1


def test_a_row_that_changed_at_its_source_replaces_the_stored_one(db):
    plot = open_plot(db)
    import_narratives(db, *plot, [sourced()], {})
    changed = sourced("2", text="The beans never came up.")
    assert import_narratives(db, *plot, [changed], source_hashes(db, "plot", "csv")) == Imported(updated=1)
    assert db.one("select text from narratives") == {"text": "The beans never came up."}
    assert count_narratives(db, "plot") == 1


def test_a_failing_row_stores_nothing_of_its_run(db):
    plot = open_plot(db)
    with pytest.raises(ValueError, match="carries its source"):
        import_narratives(db, *plot, [sourced(), make_narrative()], {})
    assert count_narratives(db, "plot") == 0


def test_what_is_not_there_is_named(db):
    with pytest.raises(NotFoundError, match="no narrative with id 'n1'"):
        get_narrative(db, "n1")
    with pytest.raises(NotFoundError, match="no collection with id 'c1'"):
        get_collection(db, "c1")
    with pytest.raises(NotFoundError, match="no framework with id 'f1 version 3'"):
        get_framework(db, "f1", 3)


def test_frameworks_are_stored_once_a_version(db):
    assert add_framework(db, make_framework())
    assert not add_framework(db, make_framework())
    with pytest.raises(FrozenError, match="give the changed one version 2"):
        add_framework(db, make_framework(title="Another"))
    assert add_framework(db, make_framework(version=2, title="Another"))
    assert [(one.version, one.title) for one in list_frameworks(db)] == [(2, "Another")]
    assert get_framework(db, "garden", 1).title == "The garden"


def test_collections_come_back_as_they_were_and_never_change(db):
    collection, _ = open_plot(db)
    assert get_collection(db, "plot") == collection
    assert list_collections(db) == [collection]
    assert not add_collection(db, collection)
    with pytest.raises(FrozenError, match="give the changed one an id of its own"):
        add_collection(db, make_collection(k=20))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"consent": frozenset()}, {"consent": frozenset({Scope.READ})}),
        ({"answers": (FreetextAnswer("say", "Beans."),)}, {"answers": (FreetextAnswer("say", "Ask Jo Bean."),)}),
    ],
    ids=["words that were released to be counted only", "another short answer"],
)
def test_what_is_new_to_staff_waits_for_the_moderator_again(db, before, after):
    plot = open_plot(db, moderation=Moderation.BEFORE)
    import_narratives(db, *plot, [sourced(**before)], {})
    db.execute("update narratives set state = 'released'")
    assert import_narratives(db, *plot, [sourced("2", **after)], source_hashes(db, "plot", "csv")).updated == 1
    assert db.one("select state from narratives") == {"state": "waiting"}


def test_a_row_with_other_placements_alone_stays_released(db):
    plot = open_plot(db, moderation=Moderation.BEFORE)
    import_narratives(db, *plot, [sourced()], {})
    db.execute("update narratives set state = 'released'")
    moved = sourced("2", answers=make_answers(shares=(0.9, 0.1, 0.0)))
    import_narratives(db, *plot, [moved], source_hashes(db, "plot", "csv"))
    assert db.one("select state from narratives") == {"state": "released"}

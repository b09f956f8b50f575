"""Three organisations of one deployment tell each other that stories moved."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.sharing import tell_all
from narratives.narrative import Source
from store.alerts import add_alert
from store.collections import get_collection
from store.commons import Confederation, add_confederation, ask_to_join, join, leave, open_commons
from store.commons_frameworks import offer_framework
from store.narratives import import_narratives
from store.release_shares import set_shared_collections
from store.schema import open_stories
from store.seen_elsewhere import elsewhere_of, set_telling
from tests.builders import TODAY, make_framework, make_narrative, open_plot
from tests.web.explore.telling import make_finding

GARDEN = make_framework()
NOW = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
MOVED = make_finding(scope="collection", group="")


@pytest.fixture
def commons(tmp_path):
    database = open_commons(tmp_path / "commons.db")
    add_confederation(database, Confederation("weirs", "Weirs"))
    offer_framework(database, "weirs", GARDEN, "north")
    yield database
    database.close()


@pytest.fixture
def houses(tmp_path, commons):
    """The stores of north, south and east, each with forty days of stories and its collection ticked."""
    found = {slug: make_house(tmp_path, commons, slug) for slug in ("north", "south", "east")}
    yield found
    for database in found.values():
        database.close()


def make_house(tmp_path, commons, slug, stories=30):
    ask_to_join(commons, "weirs", slug, slug.title())
    join(commons, "weirs", slug, may_be_named=False)
    db = open_stories(tmp_path / slug / "stories.db")
    plot = open_plot(db)
    told = [
        make_narrative(
            text=f"Bean {day}", told_on=TODAY - timedelta(days=40 - day), source=Source("test", str(day), str(day))
        )
        for day in range(stories)
    ]
    import_narratives(db, *plot, told, {})
    set_shared_collections(db, "weirs", ["plot"])
    set_telling(db, "weirs", tells=True)
    return db


def move(db, **changes):
    finding = make_finding(**({"scope": "collection", "group": ""} | changes))
    assert add_alert(db, "plot", finding, sentence="It moved.", exemplars=(), at=NOW)


def tell(houses, commons):
    for slug, db in [*houses.items(), *houses.items()]:  # twice: who came first hears the last one too
        tell_all(db, commons, slug, TODAY)


def heard(db):
    return elsewhere_of(db, MOVED, get_collection(db, "plot"), GARDEN, TODAY)


def test_others_hear_that_the_same_question_moved_the_same_way(houses, commons):
    move(houses["south"])
    tell(houses, commons)
    assert (heard(houses["north"]).seen, heard(houses["north"]).of) == (1, 2)
    assert (heard(houses["south"]).seen, heard(houses["south"]).of) == (0, 2)


def test_nothing_of_a_story_a_group_a_number_or_a_day_reaches_the_commons(houses, commons):
    move(houses["south"])
    move(houses["south"], scope="group", group="west", signifier="say", direction="anchor:none")
    tell(houses, commons)
    assert [dict(row) for row in commons.rows("select * from sightings")] == [
        {
            "confederation": "weirs",
            "organisation": "south",
            "framework_id": "garden",
            "framework_version": 1,
            "signifier": "mood",
            "direction": "anchor:sad",
            "month": "2026-02",
        }
    ]
    held = "\n".join(commons.utils.conn.iterdump())
    assert "Bean" not in held and "west" not in held and "2026-02-20" not in held


def test_what_is_no_longer_ticked_is_taken_back(houses, commons):
    move(houses["south"])
    tell(houses, commons)
    set_shared_collections(houses["south"], "weirs", [])
    tell(houses, commons)
    assert commons.rows("select * from sightings") == []
    assert heard(houses["north"]) is None, "of one other it would be told what it saw"


def test_who_ticked_figures_alone_tells_nothing_and_is_told_nothing(houses, commons):
    move(houses["south"])
    set_telling(houses["south"], "weirs", tells=False)
    move(houses["north"])
    tell(houses, commons)
    assert [row["organisation"] for row in commons.rows("select organisation from sightings")] == ["north"]
    assert heard(houses["south"]) is None
    assert houses["south"].rows("select * from seen_elsewhere") == []


def test_leaving_takes_back_what_was_seen_at_once_and_forgets_what_the_others_told(houses, commons):
    move(houses["south"])
    tell(houses, commons)
    leave(commons, "weirs", "south")
    assert commons.rows("select * from sightings") == []
    assert commons.rows("select * from lookouts where organisation = 'south'") == []
    tell(houses, commons)
    assert houses["south"].rows("select * from watched_elsewhere") == []


def test_a_collection_that_is_too_young_to_see_anything_is_not_among_those_that_saw_nothing(tmp_path, houses, commons):
    houses["west"] = make_house(tmp_path, commons, "west", stories=12)
    tell(houses, commons)
    assert heard(houses["north"]).of == 2


def test_what_was_seen_is_never_changed(houses, commons):
    move(houses["south"])
    tell(houses, commons)
    with pytest.raises(Exception, match="never changed, only taken back"):
        commons.execute("update sightings set month = '2026-01'")


def test_telling_again_changes_nothing(houses, commons):
    move(houses["south"])
    tell(houses, commons)
    before = commons.rows("select * from sightings"), commons.rows("select * from lookouts")
    tell(houses, commons)
    assert before == (commons.rows("select * from sightings"), commons.rows("select * from lookouts"))

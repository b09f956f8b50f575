import pytest

from analysis.sharing import SHARE_SECONDS, Sharing, share_all
from store.commons import Confederation, add_confederation, ask_to_join, join, leave, open_commons
from store.commons_frameworks import offer_framework
from store.commons_shares import list_shares
from store.intake import Intake
from store.release_shares import list_parts, set_shared_collections
from store.schema import open_stories
from tests.builders import TODAY, make_framework, make_narrative, open_plot

SECRET = b"a secret that is long enough for this"


@pytest.fixture
def commons(tmp_path):
    database = open_commons(tmp_path / "commons.db")
    add_confederation(database, Confederation("weirs", "Weirs"))
    ask_to_join(database, "weirs", "north", "North")
    join(database, "weirs", "north", may_be_named=True)
    offer_framework(database, "weirs", make_framework(), "north")
    return database


@pytest.fixture
def stories(tmp_path):
    database = open_stories(tmp_path / "stories.db")
    plot = open_plot(database)
    intake = Intake(database.path, SECRET)
    for number in range(12):
        intake.submit(*plot, make_narrative(text=f"Bean {number}"), f"{number:032x}")
    intake.close()
    return database


def shared(commons):
    return [one.n for one in list_shares(commons, "weirs", "garden", 1).get("north", [])]


def test_nothing_is_shared_before_its_collection_is_ticked(commons, stories):
    assert share_all(stories, commons, "north") == 0
    assert stories.rows("select * from share_parts") == []
    set_shared_collections(stories, "weirs", ["plot"])
    assert share_all(stories, commons, "north") == 3
    assert shared(commons) == [12, 12, 12]
    assert share_all(stories, commons, "north") == 0


def test_taking_the_tick_away_takes_the_figures_back_and_the_same_come_again(commons, stories):
    set_shared_collections(stories, "weirs", ["plot"])
    share_all(stories, commons, "north")
    before = {one.part for one in list_shares(commons, "weirs", "garden", 1)["north"]}
    set_shared_collections(stories, "weirs", [])
    assert share_all(stories, commons, "north") == 3
    assert shared(commons) == []
    set_shared_collections(stories, "weirs", ["plot"])
    share_all(stories, commons, "north")
    assert {one.part for one in list_shares(commons, "weirs", "garden", 1)["north"]} == before


def test_two_confederations_see_the_same_parts_so_that_nothing_is_left_between_them(commons, stories):
    add_confederation(commons, Confederation("banks", "Banks"))
    ask_to_join(commons, "banks", "north", "North")
    join(commons, "banks", "north", may_be_named=False)
    offer_framework(commons, "banks", make_framework(), "north")
    for one in ("weirs", "banks"):
        set_shared_collections(stories, one, ["plot"])
    share_all(stories, commons, "north")
    found = [{one.part for one in list_shares(commons, each, "garden", 1)["north"]} for each in ("weirs", "banks")]
    assert found[0] == found[1]


def test_another_framework_under_the_same_name_is_not_compared(commons, stories, tmp_path):
    other = open_commons(tmp_path / "other.db")
    add_confederation(other, Confederation("weirs", "Weirs"))
    ask_to_join(other, "weirs", "north", "North")
    join(other, "weirs", "north", may_be_named=True)
    offer_framework(other, "weirs", make_framework(title="Other questions"), "south")
    set_shared_collections(stories, "weirs", ["plot"])
    assert share_all(stories, other, "north") == 0


def test_who_has_left_shares_nothing_any_more(commons, stories):
    set_shared_collections(stories, "weirs", ["plot"])
    share_all(stories, commons, "north")
    leave(commons, "weirs", "north")
    assert share_all(stories, commons, "north") == 0 and shared(commons) == []
    assert len(list_parts(stories, open_plot(stories)[0])) == 3


def test_the_worker_looks_once_a_minute_and_makes_no_commons_where_there_are_none(commons, stories, tmp_path):
    now = [0.0]
    Sharing(stories, tmp_path / "none.db", "north", lambda: now[0], lambda: TODAY)()
    assert not (tmp_path / "none.db").exists()
    chore = Sharing(stories, tmp_path / "commons.db", "north", lambda: now[0], lambda: TODAY)
    chore()
    set_shared_collections(stories, "weirs", ["plot"])
    chore()
    assert shared(commons) == []
    now[0] = SHARE_SECONDS
    chore()
    assert shared(commons) == [12, 12, 12]

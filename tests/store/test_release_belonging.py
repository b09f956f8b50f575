"""Of which collection and groups a thing is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from store import release_belonging as belonging
from store.alerts import add_alert
from store.probes import add_probe
from store.release_belonging import ALL_OF_IT, Belonging
from store.schema import open_stories
from tests.probes import make_probe
from tests.web.explore.telling import make_finding, open_world

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def world(tmp_path):
    return open_world(open_stories(tmp_path / "stories.db"))


def test_a_story_is_of_the_group_that_it_was_told_in(world):
    (told,) = world.tell(group="west")
    assert belonging.belonging_of_story(world.db, told.id) == Belonging("plot", frozenset({"west"}))


def test_what_moved_in_all_groups_is_of_the_whole_collection(world):
    group = add_alert(world.db, "plot", make_finding(), sentence="It moved.", exemplars=(), at=NOW)
    finding = make_finding(scope="collection", group="")
    whole = add_alert(world.db, "plot", finding, sentence="All moved.", exemplars=(), at=NOW)
    assert belonging.belonging_of_alert(world.db, str(group)) == Belonging("plot", frozenset({"east"}))
    assert belonging.belonging_of_alert(world.db, str(whole)) == Belonging("plot", ALL_OF_IT)


def test_a_probe_is_of_the_groups_in_which_it_is_tried_and_not_of_those_beside_it(world):
    add_probe(world.db, replace(make_probe(), beside=("west",)), at=NOW)
    assert belonging.belonging_of_probe(world.db, "coffee") == Belonging("plot", frozenset({"east"}))


@pytest.mark.parametrize("of", [name for name in vars(belonging) if name.startswith("belonging_of_")])
def test_what_there_is_not_belongs_nowhere(world, of):
    assert getattr(belonging, of)(world.db, "nowhere") is None

"""Under which conditions people tell one thing: of open stories alone, never of fewer than k, the search paid for."""

import random

import pytest

from narratives.selection import View, read_parts
from store.landscape import Landscape
from store.release_conditions import conditions, list_targets
from tests.builders import make_answers
from tests.web.explore.telling import open_world

GLAD, SAD, CROSS = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


@pytest.fixture
def world(db):
    return open_world(db)


def search(world, target="mood.0", collection=None, **view):
    return conditions(world.db, Landscape(), collection or world.plot, world.framework, target, View(**view))


def tell_some(world, n=80, **changes):
    """Pickers are glad and diggers anything; where they tell and how much say they had goes with nothing."""
    chance = random.Random(3)
    for _ in range(n):
        role = chance.choice(["digger", "picker"])
        shares = GLAD if role == "picker" else chance.choice([GLAD, SAD, CROSS])
        answers = make_answers(shares, chance.random(), role)
        world.tell(answers=answers, group=chance.choice(["east", "west"]), **changes)


def test_what_goes_with_an_answer_is_found_with_its_size_and_interval(world):
    tell_some(world)
    found = search(world)
    first = found.told[0]
    assert [(one.title, one.label) for one in first.conditions] == [("I am…", "a picker")]
    assert first.size.mean == pytest.approx(0.8, abs=0.01)
    assert 0.2 < first.size.low < first.size.effect < first.size.high
    assert len(found.told) == 1, "a digger is no picker: that would say the same again"


def test_a_condition_counts_the_stories_that_its_link_leads_to(world):
    tell_some(world)
    landscape, found = Landscape(), search(world).found
    assert found
    for one in found:
        parts = read_parts(world.framework, [condition.part for condition in one.conditions if condition.part])
        groups = tuple(condition.group for condition in one.conditions if condition.group)
        view = View(groups=groups, parts=parts)
        assert landscape.count(world.db, "plot", world.framework, view) == one.size.n


def test_nothing_is_said_of_fewer_than_k_stories_on_either_side(world):
    tell_some(world, 30)
    world.tell(9, answers=make_answers(SAD, 0.5, "digger"), group="east", language="cy")
    found = search(world).found
    assert found
    assert all(min(one.size.n, one.size.rest_n) >= 10 for one in found)
    assert not any(condition.language for one in found for condition in one.conditions)


def test_stories_that_staff_may_not_read_have_no_part_in_it(world):
    tell_some(world, 40)
    before = search(world)
    tell_some(world, 40, read=False)
    assert search(world) == before


def test_a_view_narrows_the_search(world):
    tell_some(world)
    of_east = search(world, groups=("east",))
    assert of_east.total < search(world).total
    assert any(condition.group for one in search(world).found for condition in one.conditions)
    assert of_east.found and not any(condition.group for one in of_east.found for condition in one.conditions)


def test_the_question_that_is_asked_about_is_no_condition(world):
    tell_some(world)
    searched = 0
    for target in list_targets(world.framework):
        named = target.id.rpartition(".")[0]
        asked = [condition.question for one in search(world, target.id).found for condition in one.conditions]
        assert named not in asked
        searched += bool(asked)
    assert searched > 5


def test_every_answer_can_be_asked_about(world):
    ids = [target.id for target in list_targets(world.framework)]
    assert ids[:6] == ["mood.0", "mood.1", "mood.2", "say.0", "role.0", "role.1"]
    assert len(ids) == 20


def test_where_no_story_can_be_read_there_are_too_few(world):
    tell_some(world, 40, read=False)
    found = search(world)
    assert (found.total, found.lacking) == (0, "At least 20 stories that answered it are needed.")


def test_too_few_stories_are_said_to_be_too_few(world):
    tell_some(world, 19)
    found = search(world)
    assert found.lacking == "At least 20 stories that answered it are needed."
    assert found.found == ()


def test_a_protected_collection_has_no_conditions(world):
    tell_some(world, 40, collection=world.quiet)
    found = search(world, collection=world.quiet)
    assert found.lacking.startswith("Conditions can be told only where stories are open one by one")
    assert found.found == ()
    assert found.total == 0


def test_an_answer_that_is_none_is_refused(world):
    with pytest.raises(KeyError):
        search(world, "mood.9")

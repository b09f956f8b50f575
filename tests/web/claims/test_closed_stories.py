"""Where members decided that a role reads no stories, no page about what was made of them shows it one."""

import json

import pytest

from store.claims import list_claims
from store.covered import set_readers
from tests.people import Person
from tests.web.claims.test_making import send

MADE = "All 120 stories placed it."


@pytest.fixture
def claim(ada, world):
    send(ada, MADE)
    [kept] = list_claims(world.db, "plot")
    return kept.id


def told(person, claim):
    """How many links to stories the page of a claim has, and what its file says of their ids."""
    page, file = (person.get(f"/claims/{claim}{ending}").text for ending in ("", ".json"))
    return page.count("/explore/plot/stories/"), json.loads(file)["result"]["stories"]


def test_a_claim_names_its_stories_to_those_who_read_them_and_to_nobody_else(app, ada, world, claim):
    set_readers(world.db, "plot", "member")
    assert told(ada, claim) == (0, 120)
    links, ids = told(Person(app, "mo"), claim)
    assert (links, len(ids)) == (20, 120)


def test_asking_again_comes_to_the_same_for_who_reads_no_story(ada, world, claim):
    set_readers(world.db, "plot", "")
    assert "Asked again: the same" in ada.get(f"/claims/{claim}/again").text

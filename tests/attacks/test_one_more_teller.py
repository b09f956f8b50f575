"""Somebody tells who is only counted, and somebody looks before and after: no page of the map is another."""

import re

import pytest

from narratives.collection import Policy
from store.collections import add_collection
from tests.builders import make_collection, open_plot
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import GLAD, SAD, World, make_reading

CANARY = "Beanfield"
# What cannot be told of one person may be told of whole batches, so that every page is asked for in every way.
PAGES = (
    "",
    "/live",
    "/temperature",
    "/themes",
    "/stories",
    "/stories?order=random&seed=3",
    "/stories?order=typical",
    "/stories?words=Beanfield",
    "/stories/words",
    "/stories/cards",
    "/reading-list",
    "/compare",
    "/compare?split=2026-03-02",
    "/compare.csv",
    "/crosstab?rows=mood&columns=group",
    "/crosstab?rows=theme&columns=language",
    "/crosstab.csv?rows=mood&columns=group",
    "/association",
    "/cohorts",
    "/places",
    "/places?show=triangles",
    "/places.csv",
    "/places.svg",
    "/expect",
    "/summary",
    "/pictures/mood.svg",
    "/pictures/mood.csv",
    "/pictures/line.csv",
)
FILTERS = ("", "group=east", "from=2026-01-05&to=2026-03-29", "part=mood:top", "language=fr", "area=Behind", "theme=7")
FOLLOWING = {
    "",
    "/live",
    "/stories",
    "/stories/words",
    "/compare.csv",
    "/crosstab.csv?rows=mood&columns=group",
    "/summary",
}
# What only says that something changed, and the numbers that a link to a draw is made with.
NO_MATTER = re.compile(r'data-serial="\d+"|"serial":\d+|seed=\d+')


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def world(app):
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    quiet = make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    world = World(db, framework, plot, quiet)
    for collection in (plot, quiet):
        told = world.tell(24, collection, shares=GLAD, group="east")
        world.tell(13, collection, shares=SAD, group="west", read=False)
        world.close_batches(collection)
        world.index_words()
        world.name_theme("beans", told)
        world.read_temperature(make_reading(1, 62.0), collection=collection)
    return world


def seen(person: Person, collection: str) -> dict[str, str]:
    """Every page, those that follow a selection in every way."""
    found = {}
    for page in PAGES:
        for chosen in FILTERS if page in FOLLOWING else FILTERS[:1]:
            path = f"/explore/{collection}{page}{'&' if '?' in page else '?'}{chosen}".rstrip("?&")
            answer = person.get(path)
            assert answer.status_code in {200, 404}, path
            found[path] = NO_MATTER.sub("", answer.text)
    return found


def changed_by(app, world, collection, *, read):
    """The pages that are others when one more has told."""
    ada = Person(app, "ada")
    before = seen(ada, collection)
    told = {"text": f"{CANARY} said it.", "title": CANARY, "language": "fr", "area": "Behind", "group": "west"}
    world.tell(1, getattr(world, collection), read=read, **told)
    world.index_words()
    after = seen(ada, collection)
    return [path for path, text in before.items() if after[path] != text]


@pytest.mark.parametrize("collection", ["plot", "quiet"])
def test_no_page_tells_that_one_more_is_counted_nor_what_they_said(app, world, collection):
    assert changed_by(app, world, collection, read=False) == []


def test_a_story_that_waits_in_a_protected_collection_changes_nothing_though_it_may_be_read_later(app, world):
    assert changed_by(app, world, "quiet", read=True) == []


def test_one_more_story_that_may_be_read_is_seen(app, world):
    # Else the tests above could not fail.
    changed = changed_by(app, world, "plot", read=True)
    assert {"/explore/plot", "/explore/plot/live", "/explore/plot/stories"} <= set(changed) and len(changed) > 20

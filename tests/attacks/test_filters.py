"""Every filter that the pages offer, over what may only be counted: no number shown is of one to nine people."""

import random

import pytest

from store import batches
from tests.attacks.filtered import counts_of_file, every_filter, fill, small
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import open_world

SEEDS = (1, 2, 3, 4, 5)
TABLES = (
    "pictures/mood.csv",
    "pictures/say.csv",
    "pictures/role.csv",
    "pictures/wish.csv",
    "pictures/line.csv",
    "crosstab.csv?rows=mood&columns=group",
    "crosstab.csv?rows=say&columns=group",
    "crosstab.csv?rows=wish&columns=group",
    "crosstab.csv?rows=mood&columns=role",
    "compare.csv?split=2026-03-02",
    "places.csv",
)


def files_of(person, collection):
    """(table and filter, what each of its rows is of) of everything that may be downloaded."""
    for chosen in every_filter():
        for table in TABLES:
            answer = person.get(f"/explore/{collection}/{table}{'&' if '?' in table else '?'}{chosen}")
            assert answer.status_code in {200, 404}, table
            if answer.status_code == 200:
                yield (table, chosen), counts_of_file(answer.text)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_filter_shows_a_number_of_fewer_than_k(tmp_path, seed, promised):
    app, chance = make_app(tmp_path), random.Random(seed)
    world = open_world(stores_of(app).stories)
    batches.waits = lambda: chance.random() < 0.5
    fill(world, world.quiet, chance)
    found = [small(list(told.values())) for _, told in files_of(Person(app, "ada"), "quiet")]
    tried, failures = (sum(one) for one in zip(*found, strict=True))
    promised(
        "T4",
        "no table of figures, whatever is filtered, holds a number of 1 to 9 people",
        tried=tried,
        failures=failures,
    )


@pytest.mark.slow
def test_beside_open_stories_no_filter_shows_how_few_are_only_counted(tmp_path, promised):
    """What a table shows more, once people told whom nobody may read: of none of its rows 1 to 9."""
    app, chance = make_app(tmp_path), random.Random(6)
    world = open_world(stores_of(app).stories)
    batches.waits = lambda: chance.random() < 0.5
    fill(world, world.plot, chance)
    ada = Person(app, "ada")
    before = dict(files_of(ada, "plot"))
    fill(world, world.plot, chance, read=False)
    more = [
        abs(n - before.get(table, {}).get(row, 0)) for table, told in files_of(ada, "plot") for row, n in told.items()
    ]
    tried, failures = small(more)
    said = "no table of figures tells, beside stories that may be read, of 1 to 9 people who may only be counted"
    promised("T4", said, tried=tried, failures=failures)


def test_the_same_look_finds_a_number_of_one_to_nine():
    # Else the tests above could not fail.
    head = '"kind of place","place","label","stories","per cent","picked"\n'

    def looked(rows):
        return small(list(counts_of_file(head + rows).values()))

    assert looked('"option","digger","a digger",3,30.0,""\n') == (1, 1)
    assert looked('"option","digger","a digger",0,0.0,""\n"option","picker","a",10,1.0,""\n') == (2, 0)
    assert looked('"place","0","a",4,1.0,""\n"place","6","a",5,1.0,""\n') == (1, 1)
    assert looked('"place","0","a",4,1.0,""\n"place","6","a",6,1.0,""\n') == (1, 0)

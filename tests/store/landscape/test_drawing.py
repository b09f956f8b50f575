from collections import Counter

import pytest

from narratives.codes import layout, pack
from narratives.selection import Part, View
from store.landscape import Landscape, facets
from tests.builders import TODAY
from tests.store.landscape.checking import ALL, asked, check
from tests.store.landscape.telling import make_plot, random_view


@pytest.fixture(autouse=True)
def _sums_are_made_of_few_stories(monkeypatch):
    """Small collections go the way of large ones: through sums made beforehand and days held apart."""
    monkeypatch.setattr(facets, "FEWEST_STORIES", 8)


def test_stories_whose_ids_begin_alike_are_told_apart(db):
    plot, landscape = make_plot(db, 6), Landscape()
    readable = next(one for one in plot.tell(40) if one.may_be_read)
    same = {"told_on": TODAY, "kind": ALL.kind, "consent": readable.consent}
    for number in range(12):
        plot.tell(1, id=f"abcdef01{number % 4}{number:023x}", **same)
    twin = plot.tell(1, id="abcdef0190" + 22 * "0", **same)[0]
    plot.tell(1, id="abcdef0191" + 22 * "0", **same, answers=twin.answers, group=twin.group, area=twin.area)
    alike = [one for one in plot.open_stories(ALL) if one.id.startswith("abcdef01")]
    assert len(alike) == 14
    for limit in range(1, 16):
        for offset in range(14):
            found = landscape.newest(*asked(plot), ALL, limit, offset)
            order = sorted(plot.open_stories(ALL), key=lambda one: (-one.told_on.toordinal(), one.id))
            assert found == [one.id for one in order[offset : offset + limit]]
    for seed in range(60):
        check(landscape, plot, random_view(plot))
        assert set(landscape.random(*asked(plot), ALL, 100, seed)) == {one.id for one in plot.open_stories(ALL)}


def test_a_sample_is_fair_and_repeats_with_its_seed(db):
    plot, landscape = make_plot(db, 7), Landscape()
    plot.tell(60)
    ids = {one.id for one in plot.open_stories(ALL)}
    drawn = Counter(one for seed in range(600) for one in landscape.random(*asked(plot), ALL, 10, seed))
    assert set(drawn) == ids
    expected = 600 * 10 / len(ids)
    assert all(abs(n - expected) < 6 * expected**0.5 for n in drawn.values())
    assert landscape.random(*asked(plot), ALL, 10, 3) == landscape.random(*asked(plot), ALL, 10, 3)


def test_a_sample_holds_the_columns_of_the_stories_it_names(db):
    plot, landscape = make_plot(db, 8), Landscape()
    plot.tell(80)
    plot.theme(plot.told)
    found = landscape.sample(*asked(plot), View(groups=("east",)), 15, 2, themes=True)
    assert found.total == len(plot.open_stories(View(groups=("east",))))
    slots = layout(plot.framework)
    for place, one in enumerate(found.ids(plot.db)):
        story = plot.told[one]
        assert found.codes[place].astype("<u2").tobytes() == pack(plot.framework, story.answers)
        assert (found.groups[place], found.areas[place], found.languages[place]) == (
            story.group,
            story.area,
            story.language,
        )
        assert found.themes[place] == plot.themes[one]
    assert found.codes.shape == (15, sum(slot.width for slot in slots.values()))


def test_nothing_that_is_not_open_moves_anything_of_the_fine_layer(db):
    plot, landscape = make_plot(db, 9), Landscape()
    plot.tell(60)
    views = [ALL, *(random_view(plot) for _ in range(20))]

    def said():
        return [
            (
                landscape.newest(*asked(plot), view, 50),
                landscape.histogram(*asked(plot), "mood", view).counts.tolist(),
                landscape.names(*asked(plot), view, "area"),
                landscape.weeks(*asked(plot), view).n.tolist(),
                landscape.sample(*asked(plot), view, 9, 1).codes.tolist(),
            )
            for view in views
        ]

    before = said()
    plot.tell(40, consent=frozenset())
    waiting = plot.tell(5, area="a place of their own", consent=frozenset())
    assert said() == before
    for one in waiting:
        plot.withdraw(one.id)
    assert said() == before


def test_a_region_without_a_story_gives_none(db):
    plot, landscape = make_plot(db, 10), Landscape()
    nowhere = View(parts=(Part("mood", frozenset({3})), Part("yard", frozenset({150}))))
    check(landscape, plot, nowhere)
    assert landscape.sample(*asked(plot), nowhere, 5, 1).ids(db) == []
    plot.tell(3)
    check(landscape, plot, nowhere)
    assert landscape.newest(*asked(plot), ALL, 0) == []

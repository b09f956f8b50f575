"""The stories of a selection."""

import pytest

from narratives.collection import Policy
from narratives.disclosure import close_batches
from narratives.narrative import Kind, Scope, scopes_up_to
from narratives.selection import Part, View, zone_cells
from store import release
from store.batches import add_batches, list_waiting
from store.landscape import Landscape
from store.release_selected import MOST_LOOKED_AT
from store.words import index_words
from tests.builders import TODAY
from tests.store.landscape.telling import make_plot, random_view

ALL = View()


@pytest.fixture
def plot(db):
    return make_plot(db, 31)


def selected(plot, view, *args, **named):
    found = release.list_selected(plot.db, Landscape(), plot.collection, plot.framework, view, *args, **named)
    return [story.id for story in found]


def newest(stories):
    return [one.id for one in sorted(stories, key=lambda one: (-one.told_on.toordinal(), one.id))]


def test_the_newest_stories_of_any_view_come_page_by_page(plot):
    plot.tell(150)
    plot.theme(plot.told)
    for view in (ALL, *(random_view(plot) for _ in range(25))):
        order = newest(plot.open_stories(view))
        pages = [selected(plot, view, limit=7, offset=start) for start in range(0, len(order) + 7, 7)]
        assert [one for page in pages for one in page] == order


def test_a_random_order_goes_on_from_page_to_page_and_another_seed_is_another_order(plot):
    plot.tell(120)
    view = View(parts=(Part("mood", zone_cells("top") | zone_cells("centre")),))
    pages = [selected(plot, view, "random", 5, start, 4) for start in range(0, 60, 5)]
    order = [one for page in pages for one in page]
    assert sorted(order) == sorted(one.id for one in plot.open_stories(view))
    assert order != newest(plot.open_stories(view))
    assert selected(plot, view, "random", 60, 0, 4) == order != selected(plot, view, "random", 60, 0, 5)


def test_a_story_that_arrives_moves_nobody_else_in_a_random_order(plot):
    plot.tell(60)
    before = selected(plot, ALL, "random", 200, 0, 4)
    plot.tell(5, consent=frozenset())
    assert selected(plot, ALL, "random", 200, 0, 4) == before
    new = {one.id for one in plot.tell(5)}
    assert [one for one in selected(plot, ALL, "random", 200, 0, 4) if one not in new] == before


@pytest.mark.parametrize("order", ["newest", "random"])
def test_words_narrow_a_selection(plot, order):
    plot.tell(60, text="The gate was shut.")
    plot.tell(60, text="The gate stood open all night.")
    index_words(plot.db, 1_000)
    view = View(parts=(Part("say", frozenset(range(10))),))
    told = [one for one in plot.open_stories(view) if "night" in one.text]
    assert 0 < len(told) < len(plot.open_stories(view))
    assert sorted(selected(plot, view, order, 200, words="open night")) == sorted(one.id for one in told)
    assert selected(plot, view, order, words="nowhere") == []


@pytest.mark.parametrize("use", [Scope.QUOTE, Scope.PUBLISH])
def test_only_stories_whose_tellers_allow_the_use_are_selected(plot, use):
    plot.tell(150, consent=scopes_up_to("read"))
    plot.tell(3, consent=scopes_up_to("quote"))
    plot.tell(2, consent=scopes_up_to("publish"))
    allowed = [one for one in plot.open_stories(ALL) if use in one.consent]
    assert selected(plot, ALL, limit=2, use=use) == newest(allowed)[:2]
    assert selected(plot, ALL, use=use) == newest(allowed)


def test_answers_without_words_are_counted_and_never_listed(plot):
    plot.tell(100, text="", told_on=TODAY)
    (told,) = plot.tell(1, consent=scopes_up_to("read"), kind=Kind.RESPONDENT)
    assert selected(plot, ALL, limit=5) == [told.id]


def test_a_protected_collection_lists_words_of_closed_batches_however_it_is_asked(db):
    plot = make_plot(db, 32, policy=Policy.PROTECTED)
    plot.tell(30, kind=Kind.RESPONDENT, group="east")
    fine = View(parts=(Part("mood", frozenset({1})),), areas=("hill",))
    assert selected(plot, fine) == []
    waiting = list_waiting(db, plot.collection)
    add_batches(db, plot.collection, close_batches(plot.collection, plot.framework, waiting, TODAY))
    readable = sorted(one.id for one in plot.told.values() if one.may_be_read)
    for order in ("newest", "random"):
        assert selected(plot, fine, order) == readable
    found = release.list_selected(db, Landscape(), plot.collection, plot.framework, fine)
    assert all(story.answers == () and story.week_of is None for story in found)


def test_stories_of_parts_are_never_listed_as_if_there_were_no_parts(plot):
    with pytest.raises(ValueError, match="found by list_selected"):
        release.list_stories(plot.db, plot.collection, View(parts=(Part("mood", frozenset({1})),)))


@pytest.mark.parametrize("order", ["newest", "random"])
def test_a_page_that_lies_far_off_has_no_more_stories_looked_at(plot, monkeypatch, order):
    plot.tell(30)
    asked = []
    landscape = Landscape()
    looked_for = getattr(landscape, order)

    def watched(db, collection_id, framework, view, limit, *rest, **named):
        asked.append(limit)
        return looked_for(db, collection_id, framework, view, limit, *rest, **named)

    monkeypatch.setattr(landscape, order, watched)
    far = release.list_selected(
        plot.db, landscape, plot.collection, plot.framework, ALL, order, limit=21, offset=19_999_980
    )
    assert far == [] and 0 < sum(asked) <= MOST_LOOKED_AT

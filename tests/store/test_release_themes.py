"""Themes as staff may see them, and what open stories tell of each."""

from datetime import timedelta

from narratives.collection import Policy
from store.landscape import Landscape
from store.release_theme_facts import theme_facts
from store.release_themes import list_released_themes, list_retired_themes, list_typical_stories, list_unusual_stories
from store.results import Theme, ThemeFit, replace_themes
from store.theme_fits import ThemeStability, keep_stability
from store.theming import Assignment, add_assignments, count_theme_sizes
from tests.builders import TODAY, open_plot
from tests.web.explore.telling import GLAD, SAD, World


def themed(db, *heaps, **changes):
    """A world whose stories lie in theme 0, 1, … by heap, the first of each nearest to the middle."""
    plot, framework = open_plot(db, **changes)
    world = World(db, framework, plot, plot)
    themes = [Theme(number, f"theme {number}", (f"word{number}",), 0, TODAY) for number in range(len(heaps))]
    fit = ThemeFit("fit", 99, b"", tuple(range(len(heaps))))
    replace_themes(db, "plot", "m", fit, fitted_on=TODAY, themes=themes)
    for number, heap in enumerate(heaps):
        told = [story for facts in heap for story in world.tell(**facts)]
        add_assignments(
            db, "plot", "fit", [Assignment(one.id, number, float(place), place >= 18) for place, one in enumerate(told)]
        )
    count_theme_sizes(db, "plot")
    return world


def facts(world, **more):
    found = theme_facts(world.db, Landscape(), world.plot, world.framework, TODAY, **more)
    return {fact.theme.id: fact for fact in found.themes}, found


EAST, WEST = {"n": 30, "group": "east"}, {"n": 30, "group": "west"}


def test_a_group_is_named_only_where_its_share_is_surely_larger(db):
    world = themed(db, [EAST, {"n": 4, "group": "west"}], [WEST, {"n": 6, "group": "east"}])
    found, _ = facts(world)
    assert [share.name for share in found[0].groups] == ["east"]
    share = found[0].groups[0]
    assert (share.n, share.of, share.other_n, share.other_of) == (30, 36, 4, 34)
    assert 0 < share.low < share.effect < share.high < 1 and share.q <= 0.05
    assert [share.name for share in found[1].groups] == ["west"]


def test_groups_that_tell_alike_are_strong_in_nothing(db):
    world = themed(db, [EAST, WEST], [EAST, WEST])
    found, _ = facts(world)
    assert found[0].groups == () == found[1].groups and found[0].compared == 2


def test_growth_is_the_share_of_the_last_four_weeks_against_before(db):
    before = TODAY - timedelta(weeks=10)
    world = themed(db, [{"n": 30}, {"n": 10, "told_on": before}], [{"n": 10}, {"n": 40, "told_on": before}])
    found, whole = facts(world)
    growth = found[0].growth
    assert (growth.n, growth.of, growth.other_n, growth.other_of) == (30, 40, 10, 50)
    assert growth.is_distinguishable and growth.low > 0
    assert found[1].growth.effect < 0
    assert whole.since == TODAY - timedelta(weeks=3)


def test_with_few_stories_before_nothing_is_said_of_growth(db):
    world = themed(db, [{"n": 30}], [{"n": 20}, {"n": 9, "told_on": TODAY - timedelta(weeks=10)}])
    found, _ = facts(world)
    assert found[0].growth is None is found[1].growth


def test_where_a_theme_lies_is_told_on_every_triad_from_k_stories_on(db):
    world = themed(db, [{"n": 30, "shares": SAD}], [{"n": 9, "shares": GLAD}])
    found, _ = facts(world)
    mean = found[0].triads["mood"].mean
    assert mean[1] > 0.7 and found[0].triads["mood"].region is None
    assert found[1].triads["mood"].mean is None
    whole, _ = facts(world, only=0)
    assert set(whole[0].triads) == {"mood"} and whole[1].triads == {}


def test_languages_are_counted_theme_by_theme(db):
    world = themed(db, [{"n": 20, "language": "cy"}, {"n": 5, "language": "en"}], [{"n": 12, "language": "en"}])
    found, whole = facts(world)
    assert found[0].languages == (("cy", 20), ("en", 5)) and whole.languages == (("cy", 20), ("en", 17))


def test_stability_and_unusual_stories_are_told_of_each_theme(db):
    world = themed(db, [{"n": 20}], [{"n": 12}])
    keep_stability(db, "plot", "fit", ThemeStability(0.8, 0.7, 0.9, {0: 0.91}))
    found, whole = facts(world)
    assert (found[0].stability, found[1].stability, whole.stability.whole) == (0.91, None, 0.8)
    assert (found[0].unusual, found[1].unusual) == (2, 0)
    assert len(list_unusual_stories(db, world.plot, 0, 5)) == 2


def test_of_a_protected_collection_only_names_sizes_and_stability_are_told(db):
    world = themed(db, [EAST], [WEST], policy=Policy.PROTECTED)
    found, whole = facts(world)
    assert not whole.is_told_apart and whole.languages == ()
    assert [fact.theme.size for fact in whole.themes] == [30, 30]
    for fact in found.values():
        assert (fact.open_n, fact.growth, fact.groups, dict(fact.triads), fact.languages) == (0, None, (), {}, ())
        assert fact.unusual == 0
    assert list_unusual_stories(db, world.plot, 0, 5) == []
    assert list_typical_stories(db, world.plot, 0, 5) == []


def test_unreadable_stories_are_no_part_of_any_figure_and_typical_of_nothing(db):
    world = themed(db, [{"n": 25, "read": False}, {"n": 15}], [WEST])
    found, _ = facts(world)
    assert found[0].open_n == 15 and found[0].theme.size == 35
    assert len(list_typical_stories(db, world.plot, 0, 50)) == 15


def test_before_the_first_fit_and_where_no_clusters_are_the_difference_can_be_told(db):
    plot, framework = open_plot(db)
    world = World(db, framework, plot, plot)
    assert not facts(world)[1].was_fitted
    replace_themes(db, "plot", "m", ThemeFit("f", 60, b"", ()), fitted_on=TODAY, themes=[])
    assert facts(world)[1].was_fitted and facts(world)[1].themes == ()


def test_a_retired_theme_leads_to_the_living_ones_that_came_from_it(db):
    world = themed(db, [EAST], [WEST])
    living = [Theme(0, "theme 0", (), 30, TODAY), Theme(5, "gates", (), 20, TODAY, None, (1,))]
    replace_themes(db, "plot", "m", ThemeFit("later", 99, b"", (0, 5)), fitted_on=TODAY, themes=living)
    (retired,) = list_retired_themes(db, world.plot)
    assert (retired.id, retired.name, [one.name for one in retired.went_to]) == (1, "theme 1", ["gates"])
    assert [theme.id for theme in list_released_themes(db, world.plot)] == [0, 5]

"""A theme's words stand in at least k stories that may be read, for as long as they do."""

from narratives.collection import Policy
from store.erasure import withdraw
from store.results import Theme, ThemeFit, list_themes, replace_themes
from store.theme_names import forget_untold_terms, list_told, names_of_terms
from tests.builders import TODAY, open_plot
from tests.web.explore.telling import World


def told_world(db, **changes):
    plot, framework = open_plot(db, **changes)
    return World(db, framework, plot, plot)


def named(world, *terms):
    theme = Theme(4, ", ".join(terms[:3]), terms, 0, TODAY)
    replace_themes(world.db, "plot", "m", ThemeFit("f", 9, b"", (4,)), fitted_on=TODAY, themes=[theme])


def shown(world):
    return [(theme.name, theme.terms) for theme in list_themes(world.db, "plot")]


def test_a_word_of_nine_stories_is_not_told_and_one_of_ten_is_in_any_of_its_forms(db):
    world = told_world(db)
    world.tell(9, text="The heron came.")
    world.tell(5, text="A lamp was out.")
    world.tell(5, text="Two lamps were out.")
    world.tell(10, text="The night bus again.")
    world.tell(30, text="A zebra.", read=False)
    world.index_words()
    asked = ("heron", "lamp", "night bus", "bus night", "zebra")
    assert list_told(db, world.plot, asked) == {"lamp", "night bus"}


def test_a_word_goes_from_a_themes_name_when_a_story_is_withdrawn(db):
    world = told_world(db)
    told = world.tell(10, text="The heron came.")
    world.tell(20, text="A lamp was out.")
    world.index_words()
    named(world, "heron", "lamp")
    assert forget_untold_terms(db, world.plot) == 0
    assert withdraw(db, told[0].id, b"s" * 40)
    assert forget_untold_terms(db, world.plot) == 1
    assert shown(world) == [("lamp", ("lamp",))]


def test_a_theme_without_any_word_left_is_called_by_its_number(db):
    world = told_world(db)
    named(world, "heron")
    forget_untold_terms(db, world.plot)
    assert shown(world) == [("Theme 5", ())] == [(*names_of_terms([(4, ())]), ())]


def test_in_a_protected_collection_only_words_of_closed_batches_are_told(db):
    world = told_world(db, policy=Policy.PROTECTED)
    world.tell(12, text="The heron came.")
    world.index_words()
    assert list_told(db, world.plot, ["heron"]) == set()
    world.close_batches()
    assert list_told(db, world.plot, ["heron"]) == {"heron"}


def test_in_an_open_collection_words_that_stand_only_in_a_batch_with_others_are_not_told(db):
    world = told_world(db)
    told = world.tell(10, text="The heron came.")
    world.index_words()
    assert list_told(db, world.plot, ["heron"]) == {"heron"}
    db.execute("update narratives set counted = 1 where id = :id", id=told[0].id)
    assert list_told(db, world.plot, ["heron"]) == set()


def test_no_two_themes_are_called_the_same():
    themes = [(0, ("room",)), (1, ("room",)), (2, ("a", "b", "c", "d")), (3, ("a", "b", "c", "e")), (4, ("room",))]
    assert names_of_terms(themes) == ["room", "room (2)", "a, b, c", "a, b, c, e", "room (3)"]
    assert names_of_terms([(0, ("room",))], {"room"}) == ["room (2)"]


def test_a_theme_that_loses_a_word_is_not_called_as_another_is(db):
    world = told_world(db)
    world.tell(10, text="A lamp was out.")
    world.index_words()
    themes = [Theme(0, "lamp", ("lamp",), 0, TODAY), Theme(1, "lamp, heron", ("lamp", "heron"), 0, TODAY)]
    replace_themes(world.db, "plot", "m", ThemeFit("f", 9, b"", (0, 1)), fitted_on=TODAY, themes=themes)
    assert forget_untold_terms(db, world.plot) == 1
    assert sorted(theme.name for theme in list_themes(db, "plot")) == ["lamp", "lamp (2)"]

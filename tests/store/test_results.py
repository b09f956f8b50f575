from datetime import date

import pytest

from narratives.collection import Policy
from narratives.narrative import Kind, Scope, State
from narratives.temperature import Reading
from store.database import SqliteDatabase
from store.narrative_rows import INSERT, narrative_to_row, text_hash
from store.results import Theme, ThemeFit, get_fit, list_readings, list_themes, replace_readings, replace_themes
from store.schema import open_stories
from store.schema.stories import stories as stories_schema
from store.theming import (
    Assignment,
    Unplaced,
    add_assignments,
    count_embedded,
    count_theme_sizes,
    list_themed_sample,
    list_unassigned,
)
from store.vectors import (
    KeptEmbedder,
    add_vectors,
    count_unembedded,
    get_embedder,
    keep_embedder,
    list_texts,
    list_unembedded,
)
from tests.builders import TODAY, copy_known, make_framework, make_narrative, open_plot

FIT = ThemeFit("f1", 2, b"arrays")
THEMES = [Theme(0, "beans", ("beans",), 0, TODAY), Theme(1, "slugs", ("slugs", "late"), 0, TODAY)]


@pytest.fixture
def stories(db):
    open_plot(db)
    told = [
        make_narrative(id="a", text="One"),
        make_narrative(id="b", text="Two"),
        make_narrative(id="c", text="Two", kind=Kind.PRACTITIONER),
        make_narrative(id="d", text=""),
    ]
    for one in told:
        db.execute(INSERT, **narrative_to_row(make_framework(), one, State.RELEASED))
    return told


def embed(db, *texts, model="m"):
    add_vectors(db, model, [(text_hash(text), text.encode()) for text in texts])


def test_every_text_is_embedded_once_for_each_model(db, stories):
    assert sorted(one.text for one in list_unembedded(db, "m", 10)) == ["One", "Two"]
    assert sorted(list_texts(db, 10)) == ["One", "Two"]
    first = list_unembedded(db, "m", 1)[0]
    assert [one.text_hash for one in list_unembedded(db, "m", 10, first.text_hash)] != [first.text_hash]
    embed(db, "One")
    embed(db, "One", "Two")
    assert (count_unembedded(db, "m"), count_unembedded(db, "other")) == (0, 2)
    assert db.one("select count(*) as n from vectors") == {"n": 2}


def test_the_embedder_in_use_is_remembered_with_what_it_learnt(db):
    assert get_embedder(db, "") is None
    keep_embedder(db, "", KeptEmbedder("words", b"npz"))
    assert get_embedder(db, "") == KeptEmbedder("words", b"npz")
    keep_embedder(db, "", KeptEmbedder("model", None))
    assert get_embedder(db, "") == KeptEmbedder("model", None)


def test_only_respondents_embedded_stories_have_themes(db, stories):
    embed(db, "One", "Two")
    assert [one.narrative for one in list_themed_sample(db, "plot", "m", 10)] == ["a", "b"]
    assert count_embedded(db, "plot", "m") == 2
    assert list_unassigned(db, "plot", "m", "f1", 10) == [Unplaced("a", b"One", "en"), Unplaced("b", b"Two", "en")]
    assert list_unassigned(db, "plot", "m", "f1", 10, "a") == [Unplaced("b", b"Two", "en")]


def test_a_new_fit_leaves_every_story_to_be_placed_again(db, stories):
    embed(db, "One", "Two")
    replace_themes(db, "plot", "m", FIT, fitted_on=TODAY, themes=THEMES)
    placed = [Assignment("a", 1, 0.5, False), Assignment("b", 1, 0.7, True), Assignment("gone", 0, 0.1, False)]
    add_assignments(db, "plot", FIT.id, placed)
    count_theme_sizes(db, "plot")
    assert [(theme.name, theme.size) for theme in list_themes(db, "plot")] == [("slugs", 2), ("beans", 0)]
    assert list_unassigned(db, "plot", "m", FIT.id, 10) == []
    later = ThemeFit("f2", 3, b"more")
    replace_themes(db, "plot", "m", later, fitted_on=TODAY, themes=THEMES[:1])
    assert get_fit(db, "plot", "m") == later and get_fit(db, "plot", "other") is None
    assert [one.narrative for one in list_unassigned(db, "plot", "m", "f2", 10)] == ["a", "b"]
    assert len(list_themes(db, "plot")) == 1


def test_theme_sizes_of_a_protected_collection_never_follow_fewer_than_k_stories(db):
    open_plot(db, policy=Policy.PROTECTED)
    told = [make_narrative(id=f"{n:02}", text=f"Story {n}") for n in range(31)]
    for one in told:
        db.execute(INSERT, **narrative_to_row(make_framework(), one, State.RELEASED))

    def sizes(count):
        add_assignments(db, "plot", FIT.id, [Assignment(one.id, 1, 0.5, False) for one in told[:count]])
        count_theme_sizes(db, "plot")
        return [theme.size for theme in list_themes(db, "plot")]

    replace_themes(db, "plot", "m", FIT, fitted_on=TODAY, themes=THEMES)
    assert [sizes(count) for count in (20, 21, 29, 30, 31)] == [[20, 0], [20, 0], [20, 0], [30, 0], [30, 0]]


def test_readings_are_replaced_as_a_whole(db):
    week = (date(2026, 2, 23), date(2026, 3, 1))
    readings = [
        Reading("", *week, 40, 51.0, 44.0, 58.0, 30.0, 70.0),
        Reading("east", *week, 7, None, None, None, 30.0, 70.0),
    ]
    replace_readings(db, "plot", readings)
    assert list_readings(db, "plot") == readings
    replace_readings(db, "plot", readings[1:])
    assert list_readings(db, "plot") == readings[1:]


def test_themes_of_before_the_fits_had_names_are_kept_and_their_stories_placed_again(tmp_path):
    old = SqliteDatabase(tmp_path / "old.db")
    for step in list(stories_schema.pending(old.utils)):
        if step.name < "s007":
            step.fn(old.utils)
            old.utils.table("_sqlite_migrations").insert(
                {"migration_set": "stories", "name": step.name, "applied_at": "2026-01-01"}
            )
    head = open_stories(tmp_path / "head.db")
    open_plot(head)
    head.execute(INSERT, **narrative_to_row(make_framework(), make_narrative(id="a", text="One"), State.RELEASED))
    for table in ("frameworks", "collections", "narratives"):
        copy_known(head, old, table)
    old.execute(
        "insert into theme_fits (collection_id, model_id, fitted_on, n, arrays) values ('plot', 'm', '', 9, x'')"
    )
    old.execute(
        "insert into assignments (narrative_id, collection_id, theme_id, distance) values ('a', 'plot', 1, 0.5)"
    )
    old.close()
    db = open_stories(tmp_path / "old.db")
    embed(db, "One")
    assert get_fit(db, "plot", "m") == ThemeFit("", 9, b"")
    assert list_unassigned(db, "plot", "m", "", 10) == []
    assert [one.narrative for one in list_unassigned(db, "plot", "m", "f1", 10)] == ["a"]
    db.close()


def test_theme_sizes_of_an_open_collection_tell_of_those_who_are_only_counted_in_whole_k(db):
    plot, _ = open_plot(db)
    told = [make_narrative(id=f"{n:02}", text=f"Story {n}", consent=frozenset()) for n in range(2 * plot.k + 1)]
    told += [make_narrative(id=f"open {n}", text=f"Open {n}", consent=frozenset({Scope.READ})) for n in range(7)]
    for one in told:
        db.execute(INSERT, **narrative_to_row(make_framework(), one, State.RELEASED))
    replace_themes(db, "plot", "m", FIT, fitted_on=TODAY, themes=THEMES)

    def size(hidden):
        placed = [*told[:hidden], *told[-7:]]
        add_assignments(db, "plot", FIT.id, [Assignment(one.id, 1, 0.5, False) for one in placed])
        count_theme_sizes(db, "plot")
        return list_themes(db, "plot")[0].size

    # Anybody can count the seven on the map; one more must not be told from the difference.
    assert [size(n) for n in (0, 1, plot.k - 1, plot.k, 2 * plot.k + 1)] == [7, 7, 7, 7 + plot.k, 7 + 2 * plot.k]

"""Where texts lie among the monitor's topics, and what those are called."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.textplaces import places_among, topic_words
from models.topics import TopicSpace
from store import results
from store.theming import Assignment, add_assignments
from store.vectors import add_vectors
from store.watching import Telling
from tests.analysis.test_explain import make_told
from tests.builders import TODAY

CENTRES = np.eye(8)[:3] * 9
DAY = 20_000


@pytest.fixture(scope="module")
def space():
    chance = np.random.default_rng(0)
    return TopicSpace().fit(CENTRES[chance.integers(3, size=90)] + chance.normal(size=(90, 8)), most=3)


def hash_of(name):
    return name.encode().hex().ljust(16, "0")


def keep_vectors(db, vectors):
    add_vectors(db, "m", ((hash_of(name), vector.astype("<f2").tobytes()) for name, vector in vectors.items()))


def make_telling(name, **changes):
    told = Telling(name, DAY, "east", "digger", "web", None, {}, None, text_hash=hash_of(name), is_long=True)
    return replace(told, **changes)


def name_themes(db, collection_id, assigned):
    names = {7: "lamp, light", 8: "Theme 2"}
    themes = [results.Theme(one, name, (), 3, TODAY) for one, name in names.items()]
    fit = results.ThemeFit("fit", 4, b"")
    results.replace_themes(db, collection_id, "words", fit, fitted_on=TODAY, themes=themes)
    add_assignments(db, collection_id, "fit", [Assignment(one, theme, 0.0, False) for one, theme in assigned.items()])


def test_texts_lie_at_their_nearest_topic_and_what_has_no_vector_lies_nowhere(db, space):
    vectors = {"first": CENTRES[0], "second": CENTRES[1], "strange": np.eye(8)[7]}
    keep_vectors(db, vectors)
    told = [make_telling(name) for name in ("first", "second", "strange", "unknown")]
    told.append(make_telling("wordless", text_hash=None))
    found = places_among(db, "m", space, DAY)(told)
    topic = {name: space.place(DAY, [0], [vector])[0, 0] for name, vector in vectors.items()}
    assert found["first"] == (topic["first"], 0, 0) and found["second"] == (topic["second"], 0, 0)
    assert found["first"][0] != found["second"][0]
    assert found["strange"][1] == 7
    assert found["unknown"] == found["wordless"] == (-1, -1, -1)


def test_looking_where_texts_lie_changes_nothing_that_the_monitor_remembers(db, space):
    keep_vectors(db, {"strange": np.eye(8)[7]})
    before = {name: array.tobytes() for name, array in space.state().items()}
    assert places_among(db, "m", space, DAY)([make_telling("strange")])["strange"][1] == 7
    assert {name: array.tobytes() for name, array in space.state().items()} == before
    assert places_among(db, "m", space, DAY)([]) == {}


def test_a_topic_is_called_by_the_theme_that_most_of_its_stories_belong_to(db, plot, tell):
    tell([make_told(f"s{n}", 0.4) for n in range(7)])
    name_themes(db, "plot", {"s0": 7, "s1": 7, "s2": 8, "s3": 8, "s4": 7, "s5": 8})
    places = {f"s{n}": (0, 0, 0) for n in (0, 1, 2)} | {"s3": (1, 0, 0), "s4": (2, 0, 0), "s5": (2, 0, 0)}
    assert topic_words(db, "plot", places | {"s6": (3, 0, 0)}) == {0: "lamp, light"}

"""The demo's people saw something, understood it in two ways, and said beforehand what they want to change."""

from datetime import date

import pytest

from analysis.publishing import publish_all
from narratives.observation import is_read_enough
from narratives.public_items import item_labels
from store.claims import get_claim
from store.collections import add_collection, framework_of
from store.demo import STREETS, build_demo
from store.demo_doings import add_doings
from store.demo_together import add_objective, add_sense
from store.frameworks import add_framework
from store.narratives import import_narratives
from store.objective_readings import list_readings
from store.objectives import list_objectives
from store.observations import list_interpretations, list_observations
from store.public_pages import get_public_page, list_public_sentences

TODAY = date(2026, 11, 24)


@pytest.fixture
def demo(db):
    streets = next(one for one in build_demo(TODAY) if one.collection == STREETS)
    add_framework(db, streets.framework)
    add_collection(db, STREETS)
    add_objective(db, TODAY)
    import_narratives(db, STREETS, streets.framework, streets.narratives[:400], {})
    add_doings(db, TODAY)
    add_sense(db, framework_of(db, STREETS), TODAY)
    return db


def test_one_observation_has_two_readings_by_two_people_and_stands_on_a_claim(demo):
    (seen,) = list_observations(demo, STREETS.id)
    readings = list_interpretations(demo, seen.id)
    assert is_read_enough(readings)
    assert len({one.author for one in readings}) == 2
    assert get_claim(demo, seen.claim).result.n > 100


def test_the_public_page_is_on_with_a_sentence_about_the_probe_and_an_objective_of_before(demo):
    assert get_public_page(demo, STREETS.id).is_on
    assert list(list_public_sentences(demo, STREETS.id)) == ["demo-probe"]
    (objective,) = list_objectives(demo, STREETS.id)
    assert (objective.title, objective.baseline) == ("Somebody who could help listens", None)
    assert item_labels(framework_of(demo, STREETS).signifier(objective.signifier))[objective.item] == "listened"


def test_its_first_reading_is_of_all_who_answered(demo):
    publish_all(demo, TODAY)
    (reading,) = list_readings(demo, STREETS.id)["demo-objective"]
    assert reading.is_told and reading.n >= 50

"""From an idea to a probe and back."""

from datetime import UTC, datetime, timedelta

from store.probes import list_probes
from tests.attacks.forms import PLANNED
from tests.people import Person
from tests.web.sense.noting import note, read, reading_of

IDEA = "A second pump in the west."
TODAY = datetime.now(UTC).date()
PLAN = PLANNED | {
    "starts_on": TODAY.isoformat(),
    "ends_on": (TODAY + timedelta(weeks=12)).isoformat(),
    "because": "The first one helped.",
    "success": "More are glad.",
    "failure": "More are cross.",
    "amplify": "A third pump.",
    "dampen": "Take it away.",
}


def with_idea(person: Person) -> tuple[str, str]:
    page = note(person)
    read(person, page, idea=IDEA)
    return page, reading_of(person, page).rpartition("/")[2]


def test_an_idea_begins_a_probe_in_its_own_words(ada):
    page, reading = with_idea(ada)
    assert f'href="/probes/new?interpretation={reading}"' in ada.get(page).text
    form = ada.get(f"/probes/new?interpretation={reading}").text
    assert 'value="They are glad of the pump"' in form
    assert IDEA in form
    assert "The pump has worked since spring.</textarea>" in form
    assert f'name="interpretation" value="{reading}"' in form


def test_probe_and_observation_lead_to_each_other(ada, world):
    page, reading = with_idea(ada)
    answer = ada.post("/probes/new", PLAN | {"interpretation": reading})
    assert answer.status_code == 303, answer.text
    [probe] = list_probes(world.db, "plot")
    assert "Tried as" in ada.get(page).text
    assert f'href="/probes/{probe.id}"' in ada.get(page).text
    assert f'href="{page}#reading-{reading}"' in ada.get(answer.location).text


def test_what_is_wrong_in_the_plan_leaves_the_idea_in_the_form(ada, world):
    _, reading = with_idea(ada)
    answer = ada.post("/probes/new", PLAN | {"interpretation": reading, "title": ""})
    assert answer.status_code == 422
    assert f'name="interpretation" value="{reading}"' in answer.text
    assert list_probes(world.db, "plot") == []


def test_an_idea_of_another_collection_or_one_that_was_withdrawn_is_no_idea(ada):
    page, reading = with_idea(ada)
    assert ada.post("/probes/new", PLAN | {"interpretation": reading, "collection": "quiet"}).status_code == 404
    ada.post(f"{page}/readings/{reading}/withdraw", {})
    assert ada.get(f"/probes/new?interpretation={reading}").status_code == 404


def test_only_who_may_plan_is_led_to_the_form(ada, mo):
    page, _ = with_idea(ada)
    assert "Try the idea" in ada.get(page).text
    assert "Try the idea" not in mo.get(page).text


def test_a_reading_without_an_idea_tries_nothing(ada):
    page = note(ada)
    read(ada, page)
    assert "Try the idea" not in ada.get(page).text

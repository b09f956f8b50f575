"""Silences: made with a reason and a last day, listed for everybody, lifted by managers."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from narratives.alert import Signal
from narratives.silence import Silence
from store.silences import list_silences
from tests.people import Person
from web.alerts.silence_lines import silence_words

TODAY = datetime.now(UTC).date()
GOOD = {"group": "east", "signal": "temperature", "reason": "The gate is shut"}
GOOD |= {"until": (TODAY + timedelta(days=7)).isoformat()}


def held(world) -> list[Silence]:
    return list_silences(world.db, "plot", today=TODAY)


def test_a_silence_is_made_listed_and_lifted(world, ada):
    answer = ada.post("/changed/silences/plot", GOOD)
    (silence,) = held(world)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/changed/silences#silence-{silence.id}")
    assert (silence.group, silence.signal, silence.made_by) == ("east", Signal.TEMPERATURE, "ada")
    page = ada.get("/changed/silences").text
    assert "Temperature in east" in page and "The gate is shut" in page and "(Ada)" in page
    assert ada.post(f"/changed/silences/{silence.id}/lift", {}).status_code == 303
    assert held(world) == []
    assert "Nothing is silenced: every alert is told." in ada.get("/changed/silences").text
    assert ada.post(f"/changed/silences/{silence.id}/lift", {}).status_code == 303, "lifted already, and stays so"


def test_everything_everywhere_can_be_silenced(world, ada):
    ada.post("/changed/silences/plot", GOOD | {"group": "*", "signal": ""})
    (silence,) = held(world)
    assert (silence.group, silence.signal) == (None, None)


def test_the_form_is_filled_from_an_alert(world, ada):
    page = ada.get("/changed/silences/plot?group=west&signal=theme").text
    assert re.findall(r'<option value="(\w+)" selected', page) == ["west", "theme"]
    page = ada.get("/changed/silences/plot?group=").text
    assert '<option value="" selected>Stories without a group</option>' in page


def test_what_has_to_be_mended_is_said_and_the_rest_is_kept(world, ada):
    for changes, message in (
        ({"reason": " "}, "Say why, so that others know what is not being looked at"),
        ({"reason": "x" * 301}, "Shorten the reason to 300 characters or fewer"),
        ({"until": ""}, "Enter the last day of the silence"),
        ({"until": "soon"}, "Enter the last day of the silence"),
        ({"until": (TODAY + timedelta(days=91)).isoformat()}, "Choose a day from today to 90 days from now"),
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, "Choose a day from today to 90 days from now"),
        ({"group": "nowhere"}, "Choose one of the groups"),
        ({"signal": "weather"}, "Choose what to silence"),
    ):
        sent = GOOD | changes
        answer = ada.post("/changed/silences/plot", sent)
        assert answer.status_code == 422 and answer.text.count(message) == 2
        assert f">{sent['reason']}</textarea>" in answer.text
        assert f'value="{sent["until"]}"' in answer.text
    assert held(world) == []


@pytest.mark.parametrize("username", ["mo", "ade"])
def test_others_than_managers_only_see_silences(app, world, ada, username):
    ada.post("/changed/silences/plot", GOOD)
    person, (silence,) = Person(app, username), held(world)
    page = person.get("/changed/silences").text
    assert "The gate is shut" in page and "Lift it" not in page and "Silence something" not in page
    assert person.get("/changed/silences/plot").status_code == 403
    assert person.post(f"/changed/silences/{silence.id}/lift", {}).status_code == 403
    assert held(world) == [silence]


def test_what_is_not_there_is_not_found(world, ada):
    assert ada.get("/changed/silences/nowhere").status_code == 404
    assert ada.post("/changed/silences/nowhere/lift", {}).status_code == 404


@pytest.mark.parametrize(
    ("group", "signal", "words"),
    [
        (None, None, "Everything in every group"),
        ("east", Signal.THEME, "What people talk about in east"),
        ("", Signal.COLLECTION, "How stories arrive among stories without a group"),
    ],
)
def test_a_silence_says_what_is_silenced(group, signal, words):
    assert silence_words(Silence("s", "plot", group, signal, "because", TODAY, "ada", "")) == words

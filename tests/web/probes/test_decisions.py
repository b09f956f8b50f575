"""What a manager does about a probe."""

from datetime import timedelta

import pytest

from narratives.calendar import spoken
from narratives.probe import Advice, ProbeState
from store.probe_readings import keep_reading
from store.probes import get_probe, list_events
from tests.probes import make_reading
from tests.web.probes.conftest import TODAY


def last_event(world):
    return list_events(world.db, "coffee")[-1]


def test_a_decision_is_recorded_beside_what_the_stories_suggested(world, ada, put):
    put()
    keep_reading(world.db, "coffee", make_reading())
    answer = ada.post("/probes/coffee/decide", {"decision": "dampen", "because": "It was too loud."})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/probes/coffee")
    probe = get_probe(world.db, "coffee")
    assert (probe.decision, probe.decided_on, probe.state) == (Advice.DAMPEN, TODAY, ProbeState.ENDED)
    page = ada.get("/probes/coffee").text
    assert "Dampen it, decided on" in page and "It was too loud." in page
    assert "Ada decided to dampen (suggested was: amplify)" in page


@pytest.mark.parametrize(
    ("form", "messages"),
    [
        ({}, ["Choose what you decide", "Say why, so that others can learn from it"]),
        ({"decision": "sing", "because": "So."}, ["Choose what you decide"]),
        ({"decision": "stop", "because": "x" * 1001}, ["Shorten this to 1,000 characters or fewer. It has 1,001 now"]),
    ],
)
def test_a_decision_needs_a_choice_and_a_reason(world, ada, put, form, messages):
    put()
    answer = ada.post("/probes/coffee/decide", form)
    assert answer.status_code == 422
    for message in messages:
        assert answer.text.count(message) == 2
    assert get_probe(world.db, "coffee").decision is None


def test_to_keep_watching_goes_on_and_is_not_open_to_what_has_ended(world, ada, put):
    put()
    assert ada.post("/probes/coffee/decide", {"decision": "keep watching", "because": "Wait."}).status_code == 303
    assert get_probe(world.db, "coffee").state is ProbeState.RUNNING
    put(ProbeState.ENDED, id="ended")
    assert ada.post("/probes/ended/decide", {"decision": "keep watching", "because": "Wait."}).status_code == 422


def test_who_decides_second_is_told_so(world, ada, put):
    put()
    ada.post("/probes/coffee/decide", {"decision": "stop", "because": "So."})
    answer = ada.post("/probes/coffee/decide", {"decision": "amplify", "because": "Yes."})
    assert (answer.status_code, "Somebody else did something about this probe meanwhile" in answer.text) == (409, True)
    assert get_probe(world.db, "coffee").decision is Advice.STOP


def test_a_decision_is_taken_back(world, ada, put):
    put()
    assert "It is brought up to date when" in ada.get("/probes/coffee").text
    ada.post("/probes/coffee/decide", {"decision": "stop", "because": "So."})
    page = ada.get("/probes/coffee").text
    assert "Take this decision back" in page and f"to {spoken(TODAY)} in" in page
    assert "It is brought up to date when" not in page
    assert ada.post("/probes/coffee/take-back", {}).status_code == 303
    assert get_probe(world.db, "coffee").state is ProbeState.RUNNING
    assert ada.post("/probes/coffee/take-back", {}).status_code == 409


def test_the_end_is_brought_forward_and_never_put_off(world, ada, put):
    probe = put()
    sooner = TODAY + timedelta(days=5)
    assert ada.post("/probes/coffee/end", {"ends_on": sooner.isoformat()}).status_code == 303
    assert get_probe(world.db, "coffee").ends_on == sooner
    for typed in (probe.ends_on.isoformat(), "", (TODAY - timedelta(days=1)).isoformat(), "soon"):
        answer = ada.post("/probes/coffee/end", {"ends_on": typed})
        assert (answer.status_code, "Choose a day before the present end" in answer.text) == (422, True)
    assert get_probe(world.db, "coffee").ends_on == sooner


def test_a_probe_is_handed_over_to_a_manager_only(world, ada, put):
    put(owner="gone")
    assert ada.post("/probes/coffee/owner", {"owner": "mo"}).status_code == 422
    assert ada.post("/probes/coffee/owner", {"owner": "ada"}).status_code == 303
    assert get_probe(world.db, "coffee").owner == "ada"
    assert (last_event(world)["kind"], last_event(world)["old_value"]) == ("owner", "gone")


def test_a_note_is_kept_and_an_empty_one_is_not(world, ada, put):
    put()
    assert ada.post("/probes/coffee/note", {"note": " "}).status_code == 422
    assert ada.post("/probes/coffee/note", {"note": "It rained."}).status_code == 303
    assert (last_event(world)["kind"], last_event(world)["note"]) == ("note", "It rained.")

"""Planning a probe: the form, what is prefilled, every mistake at once, and what is fixed once it runs."""

import re
from datetime import timedelta

import pytest

from narratives.probe import Aim, ProbeState
from store.collections import add_collection
from store.probe_readings import list_outlooks, replace_outlooks
from store.probes import get_probe, list_probes
from tests.builders import make_collection
from tests.people import Person
from tests.probes import make_outlook
from tests.web.probes.conftest import TODAY

GOOD = {
    "collection": "plot",
    "title": "Coffee by the gate",
    "tries": "Somebody makes coffee.",
    "because": "People talk.",
    "region-0": "mood|zone:2",
    "way-0": "fewer",
    "size-0": "10",
    "success": "Stories of a chat.",
    "failure": "Complaints.",
    "amplify": "A second gate.",
    "dampen": "Stop.",
    "group": "east",
    "owner": "ada",
    "starts_on": TODAY.isoformat(),
    "ends_on": (TODAY + timedelta(days=84)).isoformat(),
}


def field_values(page, name):
    return [part.split('value="')[1].split('"')[0] for part in page.split("<input")[1:] if f'name="{name}"' in part]


def checked(page):
    inputs = [part.split(">")[0] for part in page.split("<input")[1:]]
    found = [re.findall(r'(?:name|value)="([^"]*)"', one) for one in inputs if " checked" in one]
    return [(name, value) for name, value in found]


def test_a_probe_is_planned_and_its_page_says_that_the_outlook_is_being_worked_out(world, ada):
    answer = ada.post("/probes/new", GOOD)
    (probe,) = list_probes(world.db)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/probes/{probe.id}")
    assert (probe.aims, probe.groups, probe.state) == ((Aim("mood", "zone:2", False),), ("east",), ProbeState.PLANNED)
    assert (probe.made_by, probe.owner) == ("ada", "ada")
    page = ada.get(f"/probes/{probe.id}").text
    assert "How many stories this takes is being worked out" in page
    assert "Start it today" in page
    assert "Start it today instead" not in page


def test_a_probe_is_begun_before_its_day_only_after_a_second_look(world, ada):
    later = (TODAY + timedelta(days=20)).isoformat()
    ada.post("/probes/new", {**GOOD, "starts_on": later, "ends_on": (TODAY + timedelta(days=90)).isoformat()})
    (probe,) = list_probes(world.db)
    page = ada.get(f"/probes/{probe.id}").text
    assert "Start it today instead" in page
    assert "Today becomes its first day. This cannot be undone." in page


def test_all_mistakes_are_said_at_once_and_everything_typed_stays(world, ada):
    answer = ada.post("/probes/new", {**GOOD, "title": "", "owner": "", "ends_on": TODAY.isoformat(), "beside": "east"})
    assert answer.status_code == 422
    for message in (
        "Give the probe a name",
        "Take east off one of the two lists",
        "Choose who answers for this probe",
        "Choose an end at least two weeks",
    ):
        assert answer.text.count(message) == 2, message  # above, and beside the field
    assert "Somebody makes coffee." in answer.text
    assert {("way-0", "fewer"), ("group", "east"), ("beside", "east")} <= set(checked(answer.text))
    assert list_probes(world.db) == []


def test_an_alert_about_trouble_is_to_be_undone_where_it_is(ada, raise_alert):
    alert = raise_alert(direction="anchor:cross")
    page = ada.get(f"/probes/new?alert={alert}").text
    assert field_values(page, "region-0") == ["mood|anchor:cross"]
    assert checked(page) == [("way-0", "fewer"), ("group", "east")]
    assert "It answers this alert" in page


@pytest.mark.parametrize(
    ("direction", "region", "way"),
    [
        ("anchor:glad", "mood|anchor:glad", "more"),
        ("away:glad", "mood|anchor:glad", "more"),
        ("away:cross", "mood|anchor:cross", "fewer"),
        ("zone:2", "mood|zone:2", "fewer"),
        ("zone:0", "mood|zone:0", "more"),
    ],
)
def test_more_of_an_opportunity_and_less_of_trouble(ada, raise_alert, direction, region, way):
    page = ada.get(f"/probes/new?alert={raise_alert(direction=direction)}").text
    assert field_values(page, "region-0") == [region]
    assert ("way-0", way) in checked(page)


def test_what_points_nowhere_is_left_to_be_chosen(ada, raise_alert):
    page = ada.get(f"/probes/new?alert={raise_alert(signifier='wish', direction='option:w3')}").text
    assert field_values(page, "region-0") == ["wish|option:w3"]
    assert not any(name == "way-0" for name, _ in checked(page))


def test_a_probe_that_answers_an_alert_is_compared_with_the_time_since_that_shift(world, ada, raise_alert):
    alert = raise_alert(direction="anchor:cross")
    ada.post("/probes/new", {**GOOD, "alert": alert})
    (probe,) = list_probes(world.db)
    assert (probe.alert, probe.before_from) == (alert, TODAY - timedelta(days=40))
    assert "when the shift that was already known began" in ada.get(f"/probes/{probe.id}").text


def test_aims_are_put_on_and_taken_off_without_losing_what_was_typed(world, ada):
    added = ada.post("/probes/new", {**GOOD, "region": "say|anchor:all", "way": "more", "size": "15", "step": "add"})
    assert added.status_code == 200
    assert field_values(added.text, "region-1") == ["say|anchor:all"]
    assert "Somebody makes coffee." in added.text
    off = ada.post("/probes/new", {**GOOD, "region-1": "say|anchor:all", "way-1": "more", "step": "off:0"})
    assert field_values(off.text, "region-0") == ["say|anchor:all"]
    assert field_values(off.text, "region-1") == []
    nothing = ada.post("/probes/new", {**GOOD, "step": "add"})
    assert nothing.status_code == 422
    assert "Choose one of these first" in nothing.text
    assert list_probes(world.db) == []


def test_an_aim_that_was_picked_but_not_added_counts(world, ada):
    form = {name: value for name, value in GOOD.items() if not name.endswith("-0")}
    ada.post("/probes/new", {**form, "region": "say|anchor:all", "way": "more", "size": "20"})
    (probe,) = list_probes(world.db)
    assert probe.aims == (Aim("say", "anchor:all", True, 0.2),)


def test_a_picked_region_without_a_way_is_asked_for_its_way(world, ada):
    form = {name: value for name, value in GOOD.items() if not name.endswith("-0")}
    answer = ada.post("/probes/new", {**form, "region": "say|anchor:all"})
    assert answer.status_code == 422
    assert answer.text.count("Say whether you hope for more or fewer stories") == 2
    assert field_values(answer.text, "region-0") == ["say|anchor:all"]


def test_what_is_planned_may_be_changed_and_is_worked_out_again(world, ada, put):
    put(ProbeState.PLANNED)
    replace_outlooks(world.db, "coffee", [make_outlook()])
    assert "Change the plan" in ada.get("/probes/coffee/change").text
    answer = ada.post("/probes/coffee/change", {**GOOD, "title": "Tea"})
    assert answer.status_code == 303
    assert get_probe(world.db, "coffee").title == "Tea"
    assert list_outlooks(world.db, "coffee") == []
    assert ada.post("/probes/coffee/change", {**GOOD, "title": ""}).status_code == 422


def test_once_it_runs_its_plan_is_fixed(world, ada, put):
    put()
    assert ada.get("/probes/coffee/change").headers["Location"] == "/probes/coffee"
    answer = ada.post("/probes/coffee/change", {**GOOD, "title": "Tea"})
    assert answer.status_code == 409
    assert "It has started meanwhile: its plan is fixed. Nothing was changed." in answer.text
    assert get_probe(world.db, "coffee").title == "Coffee by the gate"


def test_it_is_started_today_and_only_once(world, ada, put):
    put(ProbeState.PLANNED)
    assert ada.post("/probes/coffee/start", {}).status_code == 303
    probe = get_probe(world.db, "coffee")
    assert (probe.state, probe.starts_on) == (ProbeState.RUNNING, TODAY)
    answer = ada.post("/probes/coffee/start", {})
    assert (answer.status_code, "It had been started or stopped already" in answer.text) == (409, True)


def test_one_whose_end_has_passed_is_not_started(ada, put):
    put(ProbeState.PLANNED, ends_on=TODAY)
    answer = ada.post("/probes/coffee/start", {})
    assert (answer.status_code, "Its end has passed: change the dates first" in answer.text) == (409, True)


def test_the_only_collection_is_chosen_by_itself(ada):
    assert ada.get("/probes/new").headers["Location"] == "/probes/new?collection=plot"


def test_a_collection_or_an_alert_that_is_not_there_is_not_found(world, ada, raise_alert):
    assert ada.get("/probes/new?collection=nowhere").status_code == 404
    assert ada.get("/probes/new?alert=nowhere").status_code == 404
    assert ada.post("/probes/new", {**GOOD, "collection": "nowhere"}).status_code == 404
    assert ada.post("/probes/new", {**GOOD, "alert": "nowhere"}).status_code == 404
    add_collection(world.db, make_collection(id="quiet", title="A quiet word"))
    elsewhere = {**GOOD, "collection": "quiet", "alert": raise_alert()}
    assert ada.post("/probes/new", elsewhere).status_code == 404
    assert ada.get("/probes/nowhere").status_code == 404


def test_only_managers_plan(app, world, put):
    put()
    mo = Person(app, "mo")
    assert mo.get("/probes/new?collection=plot").status_code == 403
    page = mo.get("/probes/coffee")
    assert page.status_code == 200
    assert "Record the decision" not in page.text
    assert "Plan a probe" not in mo.get("/probes").text


def test_a_probe_that_was_not_run_after_all_ends_with_the_reason(world, ada, put):
    put(ProbeState.PLANNED)
    answer = ada.post("/probes/coffee/decide", {"decision": "stop", "because": "No coffee."})
    assert answer.status_code == 303
    assert get_probe(world.db, "coffee").state is ProbeState.ENDED

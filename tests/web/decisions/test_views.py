"""What members decide: proposing, voting in secret, what is told of it, and who may do what."""

from datetime import timedelta

import pytest

from narratives.charter import Charter, Choice, Constituency
from narratives.covered import Setting
from narratives.roles import Grant, Role
from store.proposals import get_proposal, list_proposals
from store.retention_rules import months_kept
from store.rolls import list_roll, put_on_roll
from tests.builders import make_collection, make_framework, make_narrative, open_plot
from tests.people import Person, make_app, stores_of
from tests.web.decisions.deciding import BEGUN, CLOSED, WHY, begin, close, proposed, set_clock, voted
from tests.web.far_and_near import add_limited

FORM = {"setting": "months-kept", "about": "plot", "value": "6", "why": WHY}


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


def ballots(app):
    return [row["choice"] for row in stores_of(app).stories.rows("select choice from ballots")]


def test_before_there_is_a_charter_nothing_can_be_proposed_and_pages_say_who_begins_one(app):
    mo, ade = Person(app, "mo"), Person(app, "ade")
    assert "Members do not decide here yet." in mo.get("/decisions").text
    assert "An administrator begins it once people are on the roll." in mo.get("/decisions/charter").text
    assert mo.get("/decisions/propose").location == "/decisions"
    assert mo.post("/decisions/propose/form", FORM).location == "/decisions"
    assert list_proposals(stores_of(app).stories) == []
    assert "Nobody yet." in ade.get("/decisions/roll").text


def test_a_charter_begins_only_with_everybody_it_needs_and_with_the_tick(app):
    ade = Person(app, "ade")
    form = {"days": "14", "majority": "50", "covered": ["readers"], "sure": "yes"}
    form |= {f"{what}-{one}": value for one in Constituency for what, value in (("weight", "1"), ("quorum", "30"))}
    refused = ade.post("/decisions/charter", form)
    assert refused.status_code == 409
    assert "Put at least one person of each constituency" in refused.text
    for name, constituency in (("cy", "employees"), ("mo", "users"), ("ade", "authority")):
        person = Person(app, name).account.id
        ade.post("/decisions/roll/add", {"person": person, "constituency": constituency})
    unsure = ade.post("/decisions/charter", {**form, "sure": "", "days": "0"})
    assert unsure.status_code == 422
    assert "The days that a vote is open must be a whole number from 1 to 90" in unsure.text
    assert "Tick that everybody on the roll was told" in unsure.text
    assert ade.post("/decisions/charter", form).status_code == 303
    page = ade.get("/decisions/charter").text
    assert "Nobody changes this charter alone, administrators neither." in page
    assert "33%" in page
    assert "There is a charter already." in ade.post("/decisions/charter", form).text


def test_only_administrators_change_the_roll_and_others_see_how_many_and_no_names(app):
    people = begin(app)
    mine = people["ada"].account.id
    assert people["mo"].post("/decisions/roll/add", {"person": mine, "constituency": "users"}).status_code == 403
    page = people["mo"].get("/decisions/roll").text
    assert "1 person." in page
    assert "You are on it: service-user members." in page
    assert "Take off the roll" not in page
    wrong = people["ade"].post("/decisions/roll/add", {"person": "nobody", "constituency": "kings"})
    assert wrong.status_code == 422
    assert "Choose somebody from the list" in wrong.text
    assert "Choose a constituency" in wrong.text
    people["ade"].post("/decisions/roll/add", {"person": mine, "constituency": "users"})
    assert list_roll(stores_of(app).stories)[mine] is Constituency.USERS
    people["ade"].post("/decisions/roll/remove", {"person": mine})
    assert mine not in list_roll(stores_of(app).stories)


def test_who_is_not_on_the_roll_reads_and_does_neither_propose_nor_remark_nor_vote(app):
    people, proposal = begin(app), proposed(app)
    ada = people["ada"]
    assert "You are not on the roll" in ada.get("/decisions").text
    page = ada.get(f"/decisions/{proposal.id}").text
    assert "you were not on the roll when it was proposed" in page
    assert f"/decisions/{proposal.id}/vote" not in page
    assert "Say something about it" not in page
    assert ada.post("/decisions/propose/form", {**FORM, "setting": "readers", "value": ""}).location == "/decisions"
    assert ada.post(f"/decisions/{proposal.id}/remarks", {"words": "No."}).status_code == 403
    refused = ada.post(f"/decisions/{proposal.id}/vote", {"vote": "no", "sure": "yes"})
    assert refused.status_code == 409
    assert "so you vote from the next one on" in refused.text
    assert ballots(app) == []


def test_a_proposal_says_what_changes_why_and_until_when(app):
    people = begin(app)
    answer = people["mo"].post("/decisions/propose/form", FORM)
    assert answer.status_code == 303
    page = people["cy"].get(answer.location).text
    assert "How long stories are kept: The plot" in page
    assert "12 months" in page
    assert "6 months" in page
    assert WHY in page
    assert "14 days left, until 18 May 2026, 09:00 UTC." in page
    assert "3 people can still vote." in page
    again = people["cy"].post("/decisions/propose/form", {**FORM, "value": "7"})
    assert again.status_code == 409
    assert "A change of this is being voted on already." in again.text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"value": "twelve"}, "Enter the months as a whole number from 1 to 120; “twelve” is none"),
        ({"value": "9" * 6_000}, "Shorten it to 2,000 characters"),
        ({"value": "12"}, "It is so already: choose something else"),
        ({"why": "Because"}, "Say why, in a sentence that others can decide by"),
        ({"why": "x" * 1001}, "Shorten it to 1,000 characters; it has 1,001"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_said_beside_its_field_and_what_was_typed_stays(app, changed, told):
    answer = begin(app)["mo"].post("/decisions/propose/form", {**FORM, **changed})
    assert answer.status_code == 422
    assert answer.text.count(told) == 2
    assert (changed.get("value") or changed["why"]) in answer.text


@pytest.mark.parametrize("form", [{"setting": "weather"}, {"about": "nowhere"}, {"setting": "wording", "about": "[]"}])
def test_what_there_is_not_cannot_be_proposed_about(app, form):
    assert begin(app)["mo"].post("/decisions/propose/form", {**FORM, **form}).status_code == 404


def test_every_covered_setting_has_a_form_that_can_be_opened_and_its_text_ones_lead_to_each_text(app):
    mo = begin(app)["mo"]
    page = mo.get("/decisions/propose").text
    for setting in (one for one in Setting if one not in {Setting.QUESTIONS, Setting.SHARED_WITH, Setting.WORDING}):
        assert f"setting={setting}" in page
        subject = "plot" if f"setting={setting}&amp;about=plot" in page else ""
        assert mo.get("/decisions/propose/form", query_string={"setting": setting, "about": subject}).status_code == 200
    texts = mo.get("/decisions/propose/texts?of=garden").text
    assert "setting=wording" in texts
    about = '["garden",1,"en","title"]'
    asked = {"setting": "wording", "about": about, "value": "What grows here", "why": "It is plainer than before."}
    answer = mo.post("/decisions/propose/form", asked)
    assert answer.status_code == 303
    assert "What grows here" in mo.get(answer.location).text


def test_a_ballot_is_confirmed_before_it_is_cast_and_cast_once(app):
    people, proposal = begin(app), proposed(app)
    address = f"/decisions/{proposal.id}/vote"
    nothing = people["mo"].post(address, {})
    assert nothing.status_code == 422
    assert "Choose yes, no, or that you abstain" in nothing.text
    asked = people["mo"].post(address, {"vote": "no"})
    assert asked.status_code == 200
    assert "You vote no." in asked.text
    assert "It cannot be changed or taken back." in asked.text
    assert ballots(app) == []
    assert people["mo"].post(address, {"vote": "no", "sure": "yes"}).status_code == 303
    again = people["mo"].post(address, {"vote": "yes", "sure": "yes"})
    assert again.status_code == 409
    assert "You have voted on this." in again.text
    assert ballots(app) == ["no"]
    assert people["mo"].get(address).status_code == 303
    page = people["mo"].get(f"/decisions/{proposal.id}").text
    assert "You have voted on this." in page
    assert "2 people can still vote." in page


def test_no_vote_is_taken_after_the_last_moment_and_nothing_is_taken_back_then(app):
    people, proposal = begin(app), proposed(app)
    set_clock(app, proposal.closes_at)
    page = people["mo"].get(f"/decisions/{proposal.id}").text
    assert "The votes are being counted." in page
    assert "Take it back" not in page
    refused = people["mo"].post(f"/decisions/{proposal.id}/vote", {"vote": "yes", "sure": "yes"})
    assert refused.status_code == 409
    assert "This vote is closed. Your ballot was not counted." in refused.text
    people["mo"].post(f"/decisions/{proposal.id}/withdraw", {})
    assert get_proposal(stores_of(app).stories, proposal.id).is_open


def test_whoever_proposed_can_take_it_back_and_nobody_else(app):
    people, proposal = begin(app), proposed(app)
    assert people["cy"].post(f"/decisions/{proposal.id}/withdraw", {}).location.endswith("done=late")
    assert get_proposal(stores_of(app).stories, proposal.id).is_open
    people["mo"].post(f"/decisions/{proposal.id}/withdraw", {})
    assert "Taken back on 4 May 2026 by who proposed it." in people["cy"].get(f"/decisions/{proposal.id}").text


def test_counts_of_few_people_are_not_told_and_nothing_of_how_anybody_voted(app):
    people, proposal = begin(app), proposed(app)
    voted(app, proposal, {people[name].account.id: Choice.YES for name in ("cy", "mo", "ade")})
    close(app)
    page = people["cy"].get(f"/decisions/{proposal.id}").text
    assert "Passed on 18 May 2026, and in force since 18 May 2026." in page
    assert (
        page.count("Quorum reached. Fewer than 10 voted, so no count is told.") == 4
    )  # in the title and in the picture
    assert "1 yes, 0 no. Quorum reached." in page  # the authority votes openly
    assert "said yes; more than" not in page
    assert months_kept(stores_of(app).stories, "plot") == 6


def test_counts_are_told_where_enough_people_voted_each_way(app):
    people = begin(app, more=20)
    proposal = proposed(app)
    votes = {
        f"{one}-{number}": (Choice.YES, Choice.NO)[number % 2] for one in ("employees", "users") for number in range(20)
    }
    voted(app, proposal, {**votes, people["ade"].account.id: Choice.NO})
    close(app)
    page = people["cy"].get(f"/decisions/{proposal.id}").text
    assert "10 yes, 10 no. Quorum reached." in page
    assert "By weight 33% said yes; more than 50% was needed." in page
    assert "Decided on 18 May 2026: it stays as it was." in page
    assert months_kept(stores_of(app).stories, "plot") == 12


def test_a_missed_quorum_is_said(app):
    people = begin(app, more=20)
    proposal = proposed(app)
    voted(app, proposal, {people["ade"].account.id: Choice.YES, people["mo"].account.id: Choice.YES})
    close(app)
    page = people["cy"].get(f"/decisions/{proposal.id}").text
    assert "A quorum was missed, so it could not pass." in page
    assert "Quorum missed." in page


def test_another_charter_is_put_to_the_vote_with_all_its_parts(app):
    people = begin(app)
    form = {"setting": "charter", "about": "", "why": WHY, "days": "7", "majority": "60", "covered": ["readers"]}
    form |= {f"weight-{one}": "2" for one in Constituency} | {f"quorum-{one}": "20" for one in Constituency}
    wrong = people["mo"].post("/decisions/propose/form", {**form, "quorum-users": "0"})
    assert wrong.status_code == 422
    assert "must be a whole number from 1 to 100" in wrong.text
    answer = people["mo"].post("/decisions/propose/form", form)
    page = people["cy"].get(answer.location).text
    assert "Open for 14 days" in page
    assert "Open for 7 days" in page
    assert "Passes with more than 60 in a hundred" in page
    [proposal] = list_proposals(stores_of(app).stories)
    voted(app, proposal, {people[name].account.id: Choice.YES for name in ("cy", "mo", "ade")})
    close(app)
    assert "In force since 18 May 2026, by a vote of the members." in people["cy"].get("/decisions/charter").text


def test_what_passed_and_cannot_be_put_in_force_says_why(app):
    people, proposal = begin(app), proposed(app, after="24")
    voted(app, proposal, {people[name].account.id: Choice.YES for name in ("cy", "mo", "ade")})
    stories = stores_of(app)
    stories.intake.submit(make_collection(), make_framework(), make_narrative(), "ab" * 16)
    close(app)
    page = people["mo"].get("/decisions").text
    assert "Passed, not in force" in page
    assert "could not be put in force:" in page
    assert months_kept(stories.stories, "plot") == 12


def test_remarks_carry_a_name_and_end_with_the_vote(app):
    people, proposal = begin(app), proposed(app)
    address = f"/decisions/{proposal.id}/remarks"
    empty = people["cy"].post(address, {"words": " "})
    assert empty.status_code == 422
    assert "Write 1 to 1,000 characters; there is nothing" in empty.text
    people["cy"].post(address, {"words": "<b>Not</b> yet."})
    page = people["mo"].get(f"/decisions/{proposal.id}").text
    assert "&lt;b&gt;Not&lt;/b&gt; yet." in page
    assert "Cy, 4 May 2026, 09:00 UTC" in page
    close(app)
    late = people["cy"].post(address, {"words": "Too late?"})
    assert late.status_code == 409
    assert "This vote is closed" in late.text


def test_somebody_who_sees_one_group_only_votes_like_everybody(app):
    begin(app)
    add_limited(app, "lee", Grant(Role.PRACTITIONER, "plot", "east"))
    lee = Person(app, "lee")
    put_on_roll(stores_of(app).stories, lee.account.id, Constituency.EMPLOYEES, on=BEGUN.date())
    proposal = proposed(app)
    assert lee.get("/decisions").status_code == 200
    assert lee.post(f"/decisions/{proposal.id}/vote", {"vote": "yes", "sure": "yes"}).status_code == 303
    assert ballots(app) == ["yes"]


def test_time_left_is_told_in_days_and_at_the_end_in_hours(app):
    people, proposal = begin(app), proposed(app)
    set_clock(app, proposal.closes_at - timedelta(hours=3))
    assert "3 hours left" in people["mo"].get("/decisions").text
    set_clock(app, CLOSED)
    assert "you can vote" not in people["mo"].get("/decisions").text


def test_a_weightless_constituency_does_not_vote(app):
    weights = {Constituency.EMPLOYEES: 1, Constituency.USERS: 1, Constituency.AUTHORITY: 0}
    people = begin(app, Charter(weights=weights))
    page = people["mo"].get("/decisions/charter").text
    assert page.count("</strong> 50% of the vote") == 2
    assert "The authority:" not in page

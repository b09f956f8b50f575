"""The page of the charter: who begins one, what it needs, and how it is changed."""

from narratives.charter import Charter, Choice, Constituency
from store.proposals import list_proposals
from tests.people import Person, stores_of
from tests.web.decisions.deciding import FORM, WHY, begin, close, voted


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


def test_a_weightless_constituency_does_not_vote(app):
    weights = {Constituency.EMPLOYEES: 1, Constituency.USERS: 1, Constituency.AUTHORITY: 0}
    people = begin(app, Charter(weights=weights))
    page = people["mo"].get("/decisions/charter").text
    assert page.count("</strong> 50% of the vote") == 2
    assert "The authority:" not in page

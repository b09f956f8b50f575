"""Who is on the roll: what each role sees and changes of it, and what being on it lets people do."""

from narratives.charter import Constituency
from store.rolls import list_roll
from tests.people import stores_of
from tests.web.decisions.deciding import FORM, ballots, begin, proposed


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

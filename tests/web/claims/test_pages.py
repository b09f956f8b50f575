"""The claims of a collection, one claim, and asking it again."""

import hashlib
import json
from dataclasses import replace

import pytest

from narratives.observation import Observation, Remarkable, Strength
from store.claims import get_claim, list_claims
from store.erasure import withdraw_many
from store.observations import add_observation
from tests.people import SECRET, Person
from tests.web.claims.test_making import send


@pytest.fixture
def claim(ada, world):
    send(ada, "All 120 stories placed it.")
    [kept] = list_claims(world.db, "plot")
    return get_claim(world.db, kept.id)


def test_a_claim_says_what_it_stands_on_and_leads_to_its_stories(ada, claim):
    page = ada.get(f"/claims/{claim.id}?done=made")
    assert "All 120 stories placed it." in page.text and claim.hash in page.text
    assert "120 stories that could be read one by one" in page.text and "100 more are in the download." in page.text
    assert page.text.count("/explore/plot/stories/") == 20 and "Whoever opens this page can ask again" in page.text


def test_asking_again_gives_the_same_hash(ada, claim):
    page = ada.get(f"/claims/{claim.id}/again")
    assert "Asked again: the same" in page.text and page.text.count(claim.hash) == 2


def test_asking_again_says_what_changed(ada, claim, world):
    world.tell(3)
    page = ada.get(f"/claims/{claim.id}/again")
    assert "Asked again: something changed" in page.text
    assert "3 stories are new in it" in page.text and "answered: was 120, is 123." in page.text
    assert "All 120 stories placed it." in page.text, "the claim stays as it was made"


def test_the_download_holds_enough_to_work_out_the_hash(ada, claim):
    found = json.loads(ada.get(f"/claims/{claim.id}.json").text)
    asked = json.dumps(
        {"query": found["query"], "result": found["result"]}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert hashlib.sha256(asked.encode()).hexdigest() == found["hash"] == claim.hash
    assert len(found["result"]["stories"]) == found["stories_then"] == 120


def test_who_may_not_read_stories_learns_how_many_there_are(app, claim):
    ade = Person(app, "ade")
    page = ade.get(f"/claims/{claim.id}")
    assert "120 stories that could be read" in page.text and "/explore/plot/stories/" not in page.text
    assert json.loads(ade.get(f"/claims/{claim.id}.json").text)["result"]["stories"] == 120
    assert "Delete this claim" not in page.text and ade.post(f"/claims/{claim.id}/delete", {}).status_code == 403


def test_a_claim_is_deleted_by_who_made_it_unless_something_stands_on_it(app, ada, claim, world):
    mo = Person(app, "mo")
    assert "Delete this claim" not in mo.get(f"/claims/{claim.id}").text
    assert mo.post(f"/claims/{claim.id}/delete", {}).status_code == 403
    seen = Observation("7b" * 16, "plot", "Glad", "Glad.", Remarkable.YES, Strength.STRONG, "ada", claim.made_at)
    add_observation(world.db, replace(seen, claim=claim.id))
    page = ada.post(f"/claims/{claim.id}/delete", {})
    assert page.status_code == 409 and "stands on this claim, so it stays" in page.text
    world.db.execute("delete from observations")
    gone = ada.post(f"/claims/{claim.id}/delete", {})
    assert gone.status_code == 303 and list_claims(world.db, "plot") == []
    assert world.db.rows("select * from claim_stories") == [] and "is deleted" in ada.get(gone.location).text


def test_the_list_names_who_claimed_what_and_is_honest_when_empty(app, ada, world):
    assert "No claim has been made yet. Open a chart" in ada.get("/claims/in/plot").text
    assert "Open a chart" not in Person(app, "ade").get("/claims/in/plot").text
    send(ada, "All 120 stories placed it.")
    page = ada.get("/claims/in/plot")
    assert "All 120 stories placed it." in page.text and "Ada, " in page.text and "120 stories" in page.text


def test_a_story_that_is_erased_is_gone_from_the_claim_which_says_so(ada, claim, world):
    withdraw_many(world.db, claim.result.stories[:2], SECRET)
    page = ada.get(f"/claims/{claim.id}")
    assert "2 are gone since" in page.text
    assert len(json.loads(ada.get(f"/claims/{claim.id}.json").text)["result"]["stories"]) == 118
    assert "2 stories are erased since." in ada.get(f"/claims/{claim.id}/again").text

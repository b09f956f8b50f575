"""What the guard does not read in an address or a form is kept within the reach all the same."""

import secrets
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from narratives.collection import ReportingGroup
from narratives.roles import Grant, Role
from store.cases import Interaction, add_interaction
from store.collections import add_collection
from store.sealing import Keyring
from tests.builders import make_collection, open_plot
from tests.envelopes import payload, posted
from tests.people import Person, make_app, stores_of
from tests.web.far_and_near import add_limited
from web.casework.case_store import case_store

TODAY = date.today().isoformat()
ENTRY = {
    "collection": "plot",
    "story": "The beans came up.",
    "account.read": "yes",
    "group": "east",
    "case.reference": "PX1",
    "case.date": TODAY,
    "case.time": "14:10",
    "case.contact": "CHVS",
    "case.outcome": "ATTC",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(Path(tmp_path_factory.mktemp("beyond")))
    db = stores_of(app).stories
    open_plot(db, groups=(ReportingGroup("east"), ReportingGroup("west")))
    add_collection(db, make_collection(id="other", title="Another plot", groups=(ReportingGroup("east"),)))
    add_limited(app, "lee", Grant(Role.PRACTITIONER, "plot", "east"))
    return app


@pytest.fixture(scope="module")
def lee(app):
    return Person(app, "lee")


def sealed(app, person, **fields):
    owner = person.get("/log/offline/session.json").json["owner"]
    key = Keyring(app.config["SETTINGS"].sealing_path).newest(datetime.now(UTC))
    said = {**ENTRY, "key": secrets.token_hex(16), **fields}
    return {**posted(key, payload(said, TODAY), collection=f"log:{owner}"), "owner": owner}


def stories(app):
    return len(stores_of(app).stories.rows("select id from narratives"))


def test_a_sealed_entry_tells_of_ones_own_group_alone(app, lee):
    for fields in ({"collection": "other"}, {"group": "west"}, {"collection": "nowhere"}):
        answer = lee.post("/log/sealed", sealed(app, lee, **fields))
        assert answer.status_code in {404, 422}, (fields, answer.text)
    assert stories(app) == 0
    assert lee.post("/log/sealed", sealed(app, lee)).status_code == 201
    assert stories(app) == 1


def test_a_collection_that_is_not_seen_is_refused_in_the_same_words_as_none(app, lee):
    answers = [lee.post("/log/sealed", sealed(app, lee, collection=name)) for name in ("other", "nowhere")]
    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].json == answers[1].json


def test_a_code_for_the_other_side_is_made_for_ones_own_team_alone(app, lee):
    met = Interaction(lee.account.id, "PX1", date.today(), "COAP", "ATTC", "", "plot", {}, group="east")
    with app.test_request_context():
        held = case_store()
        key = secrets.token_hex(16)
        interaction = add_interaction(held.db, held.key, met, idempotency_key=key, at=datetime.now(UTC)).id
    page = lee.get(f"/log/own/{interaction}/their-side")
    assert page.status_code == 200 and "west" not in page.text
    refused = lee.post(f"/log/own/{interaction}/their-side", {"step": "make", "group": "west"})
    assert refused.status_code == 422 and "Choose where the meeting was" in refused.text
    assert lee.post(f"/log/own/{interaction}/their-side", {"step": "make", "group": "east"}).status_code == 200

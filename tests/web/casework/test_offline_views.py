"""Logging without signal, the server's side: who may send what was kept, and that it is logged once."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from store.sealing import Keyring
from tests.builders import open_plot
from tests.envelopes import payload, posted
from tests.people import Person, stores_of
from web.casework import keeping
from web.casework.case_store import case_store

TODAY = date.today()
FIELDS = {
    "collection": "plot",
    "key": "cd" * 16,
    "story": "The zebra-striped beans came up behind her house.",
    "account.read": "yes",
    "group": "east",
    "mood.shares": "0.8,0.1,0.1",
    "case.reference": "PX1042987",
    "case.date": TODAY.isoformat(),
    "case.time": "14:10",
    "case.contact": "CHVS",
    "case.outcome": "ATTC",
    "case.tasks": "Ring the housing officer",
    "case.due": (TODAY + timedelta(days=7)).isoformat(),
    "step": "save",
}


def mark_of(person: Person) -> str:
    return person.get("/log/offline/session.json").json["owner"]


def envelope(app: Flask, owner: str, told_on: date = TODAY, **fields: str) -> dict[str, str]:
    """What a device sends: an entry sealed for an account."""
    key = Keyring(app.config["SETTINGS"].sealing_path).newest(datetime.now(UTC))
    said = {**FIELDS, **{name.replace("_", "."): value for name, value in fields.items()}}
    return {**posted(key, payload(said, told_on.isoformat()), collection=f"log:{owner}"), "owner": owner}


def kept(app: Flask) -> tuple[int, int]:
    """How many stories and how many interactions there are."""
    with app.test_request_context():
        cases = len(case_store().db.rows("select id from interactions"))
    return len(stores_of(app).stories.rows("select id from narratives")), cases


def test_an_entry_is_logged_as_if_its_form_had_been_sent(app, cy):
    sent = envelope(app, mark_of(cy))
    answer = cy.post("/log/sealed", sent)
    assert (answer.status_code, answer.json) == (201, {"kept": sent["id"]})
    assert kept(app) == (1, 1)
    page = cy.get("/log/own").text
    assert "PX1042987" in page
    assert "14:10" in page


def test_however_often_an_entry_comes_it_is_logged_once(app, cy):
    sent = envelope(app, mark_of(cy))
    assert [cy.post("/log/sealed", sent).status_code for _ in range(4)] == [201] * 4
    again = envelope(app, mark_of(cy))  # the same form in another envelope
    assert cy.post("/log/sealed", again).status_code == 201
    assert kept(app) == (1, 1)


def test_what_was_cut_off_between_the_stores_is_made_good_when_it_comes_again(app, cy, monkeypatch):
    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    sent = envelope(app, mark_of(cy))
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "log_interaction", killed)
        with pytest.raises(KeyboardInterrupt):
            cy.post("/log/sealed", sent)
    assert kept(app) == (1, 0)
    assert cy.post("/log/sealed", sent).status_code == 201
    assert kept(app) == (1, 1)


def test_another_practitioner_can_neither_send_nor_claim_an_entry(app, cy, di):
    sent = envelope(app, mark_of(cy))
    refused = di.post("/log/sealed", sent)
    assert refused.status_code == 403
    assert refused.json == {"error": "This was kept for somebody else. Sign in as the one who wrote it."}
    claimed = di.post("/log/sealed", {**sent, "owner": mark_of(di)})
    assert claimed.status_code == 422
    assert kept(app) == (0, 0)
    assert cy.post("/log/sealed", sent).status_code == 201


def test_an_entry_waits_while_nobody_is_signed_in(app, cy):
    sent = envelope(app, mark_of(cy))
    visitor = app.test_client()
    assert visitor.post("/log/sealed", data=sent, base_url="https://localhost").status_code == 401
    assert visitor.get("/log/offline/session.json", base_url="https://localhost").status_code == 303
    assert kept(app) == (0, 0)


def test_an_entry_without_the_token_of_the_session_is_refused(app, cy):
    assert cy.post("/log/sealed", {**envelope(app, mark_of(cy)), "form_token": "x"}).status_code == 403


def test_marks_of_accounts_are_neither_ids_nor_names_and_differ(cy, di):
    assert mark_of(cy) != mark_of(di)
    assert cy.account.id not in mark_of(cy)
    assert len(mark_of(cy)) == 64


def test_what_the_log_refuses_is_refused_with_the_reason(app, cy):
    late = (TODAY + timedelta(days=3)).isoformat()
    for fields, said in (
        ({"case_reference": ""}, "Enter the case reference"),
        ({"key": "short"}, "It arrived without its key. Log it again"),
        ({"case_date": late}, "Enter today’s date or an earlier one"),
    ):
        answer = cy.post("/log/sealed", envelope(app, mark_of(cy), **fields))
        assert (answer.status_code, answer.json) == (422, {"error": said})
    assert kept(app) == (0, 0)


def test_a_collection_that_closed_meanwhile_refuses_with_the_reason(app, cy):
    sent = envelope(app, mark_of(cy))
    stores_of(app).stories.execute("update collections set closes_on = '2020-01-01'")
    answer = cy.post("/log/sealed", sent)
    assert answer.status_code == 422
    assert answer.json["error"].endswith("is closed and takes nothing more")
    assert kept(app) == (0, 0)


def test_a_collection_that_is_gone_and_a_damaged_envelope_are_refused(app, cy):
    gone = cy.post("/log/sealed", envelope(app, mark_of(cy), collection="nowhere"))
    assert gone.status_code == 404
    damaged = {**envelope(app, mark_of(cy)), "ciphertext": "AAAA"}
    assert cy.post("/log/sealed", damaged).status_code == 422
    unknown = {**envelope(app, mark_of(cy)), "key": "0" * 16}
    assert "The key to open it is gone" in cy.post("/log/sealed", unknown).json["error"]


def test_the_account_bears_the_day_on_which_it_was_logged_and_late_tasks_are_kept(app, cy):
    then = TODAY - timedelta(days=9)
    fields = {"case_date": then.isoformat(), "case_due": (then + timedelta(days=1)).isoformat()}
    assert cy.post("/log/sealed", envelope(app, mark_of(cy), then, **fields)).status_code == 201
    (story,) = stores_of(app).stories.rows("select * from narratives")
    assert story["day"] == (then - date(1970, 1, 1)).days
    long_ago = envelope(app, mark_of(cy), TODAY - timedelta(days=60), key=secrets.token_hex(16), **fields)
    assert cy.post("/log/sealed", long_ago).status_code == 201  # too late for its day: it is due on the day it came


def test_the_form_that_a_device_keeps_holds_no_name_no_token_and_nothing_of_the_log(app, cy):
    cy.post("/log/sealed", envelope(app, mark_of(cy)))
    kept_form = cy.get("/log/offline/plot")
    assert kept_form.status_code == 200
    assert "data-log" in kept_form.text
    for secret in ("PX1042987", cy.form_token, cy.account.id, cy.account.name + "<", mark_of(cy), "Sign out"):
        assert secret not in kept_form.text
    assert 'data-owner=""' in kept_form.text
    assert 'data-key=""' in kept_form.text


def test_the_kept_form_is_of_a_collection_that_is_there(cy):
    assert cy.get("/log/offline/nowhere").status_code == 404


def test_the_page_offers_each_open_collection_and_says_when_there_is_none(app, cy):
    open_plot(stores_of(app).stories, id="orchard", title="The orchard")
    page = cy.get("/log/offline").text
    assert page.count("Use this device without signal for") == 2
    stores_of(app).stories.execute("update collections set closes_on = '2020-01-01'")
    assert "No collection is open, so there is no form to keep." in cy.get("/log/offline").text


def test_the_worker_may_serve_the_log_and_nothing_beside_it(app):
    answer = app.test_client().get("/log/worker.js", base_url="https://localhost")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/log"
    assert "js/log-offline/worker.js" in answer.text


def test_every_page_of_the_log_says_what_waits_on_the_device(cy):
    mark = mark_of(cy)
    for path in ("/log", "/log/own", "/log/people", "/log/reflection", "/log/open-anothers", "/log/offline"):
        page = cy.get(path).text
        assert 'id="log-offline"' in page, path
        assert mark in page, path

"""One row for every reading and every change by somebody signed in, before they see it; no row, no page."""

import re
from pathlib import Path

import pytest

from store.audit_checks import verify
from store.audit_rows import Wanted, every_record
from tests.attacks.test_case_store_apart import LOGGED
from tests.builders import make_narrative, open_plot
from tests.people import STAFF, Person, make_app, stores_of
from web.access import EVERYONE
from web.audit.recorded import POLLED, SELDOM, WITHOUT
from web.audit.words import _WORDS, words_of
from web.auditing import record, the_audit

TEXT = "The beans climbed over the wall."
REFERENCE = "PX1042987"


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    plot = open_plot(stores_of(app).stories)
    app.story = make_narrative(text=TEXT)
    stores_of(app).intake.submit(*plot, app.story, "ab" * 16)
    return app


def rows(app):
    """What was recorded, oldest first, without the row that begins the chain."""
    with app.test_request_context():
        found = [record.entry for record in every_record(the_audit(), Wanted())]
    return [entry for entry in reversed(found) if entry.actor]


def told(app):
    return [(entry.action, entry.subject, entry.outcome) for entry in rows(app)]


def test_reading_a_story_leaves_one_row_with_its_id(app):
    ada = Person(app, "ada")
    assert TEXT in ada.get(f"/explore/plot/stories/{app.story.id}").text
    (entry,) = rows(app)
    assert (entry.actor, entry.role) == (ada.account.id, "manager")
    assert told(app) == [("explore.story", f"plot/{app.story.id}", "done")]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry.at)


def test_what_the_guard_refuses_leaves_a_row(app):
    Person(app, "cy").get(f"/explore/plot/stories/{app.story.id}")
    assert told(app) == [("explore.story", f"plot/{app.story.id}", "refused")]


def test_a_form_without_its_token_leaves_a_row(app):
    Person(app, "ada").client.post("/changed/acknowledge", data={"any": "thing"}, base_url="https://localhost")
    assert told(app) == [("alerts.acknowledge_all", "", "refused")]


def test_a_change_is_recorded_before_it_happens_and_once(app, monkeypatch):
    seen = []
    view = app.view_functions["explore.leave_note"]

    def watched(**values):
        seen.extend(told(app))
        return view(**values)

    watched.__dict__.update(view.__dict__)
    monkeypatch.setitem(app.view_functions, "explore.leave_note", watched)
    answer = Person(app, "ada").post(f"/explore/plot/stories/{app.story.id}/notes", {"note": "Ask the gardeners."})
    assert answer.status_code == 303
    assert seen == told(app) == [("explore.leave_note", f"plot/{app.story.id}", "done")]


def test_a_form_that_changed_nothing_says_so_in_a_second_row(app):
    answer = Person(app, "ada").post(f"/explore/plot/stories/{app.story.id}/notes", {"note": ""})
    assert answer.status_code == 422
    assert [outcome for _, _, outcome in told(app)] == ["done", "not done"]


def test_a_page_that_asks_again_by_itself_leaves_one_row_where_it_shows_stories(app):
    ada = Person(app, "ada")
    ada.get("/explore/plot/live?only=alerts")
    assert rows(app) == []
    assert TEXT in ada.get("/explore/plot/live").text
    ada.get("/explore/plot/live?since=1")
    assert told(app) == [("explore.live", "plot", "done")]
    mo = Person(app, "mo")
    mo.get("/explore/plot")
    mo.get("/explore/plot/live?since=1")
    assert [entry.action for entry in rows(app)] == ["explore.live", "explore.map"]


def test_a_page_without_stories_leaves_a_row_only_when_it_is_refused(app):
    Person(app, "ade").get("/routes")
    Person(app, "ada").get("/routes")
    assert told(app) == [("routes.page", "", "refused")]


def test_what_tellers_do_leaves_no_row(app):
    client = app.test_client()
    client.get("/share/plot")
    client.post("/code", data={"code": "abcd-efgh"})
    Person(app, "ada").get("/share/plot")
    assert rows(app) == []


def test_an_address_that_was_typed_leaves_no_name_behind(app):
    for typed in (REFERENCE, "Mrs%20Smith", "smith"):
        Person(app, "cy").get(f"/log/own/{typed}")
    assert [subject for _, subject, _ in told(app)] == ["-"] * 3


def test_reading_a_case_is_exactly_one_row_and_anothers_is_one_that_was_refused(app):
    cy, di = Person(app, "cy"), Person(app, "di")
    assert cy.post("/log", {**LOGGED, "key": "cd" * 16}).status_code == 303
    case = re.search(r"/log/own/([0-9a-f]{16,})", cy.get("/log/own").text)[1]
    before = len(rows(app))
    assert LOGGED["case.reference"] in cy.get(f"/log/own/{case}").text
    assert told(app)[before:] == [("casework.show", case, "done")]
    assert di.get(f"/log/own/{case}").status_code == 404
    assert told(app)[before + 1 :] == [("casework.show", case, "refused")]
    assert rows(app)[-1].actor == di.account.id


def test_no_row_holds_text_notes_references_or_addresses(app):
    cy, ada = Person(app, "cy"), Person(app, "ada")
    logged = {**LOGGED, "story": TEXT, "case.reference": REFERENCE, "case.notes": "Housing officer rings on Thursday."}
    assert cy.post("/log", logged).status_code == 303
    ada.post(f"/explore/plot/stories/{app.story.id}/notes", {"note": "Ask the gardeners."})
    ada.get("/explore/plot/stories?words=beans")
    ada.get("/explore/plot/stories", headers={"User-Agent": "Nosy/1.0"}, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    Person(app, "mina").get("/moderate")
    held = b"".join(path.read_bytes() for path in stores_of(app).settings.audit_path.parent.glob("audit.db*"))
    assert b"explore.leave_note" in held
    assert b"moderate." in held
    # Ids are hexadecimal, and "ada" is too: only a name that cannot stand in one says anything.
    for word in (b"beans", b"Housing", REFERENCE.encode(), b"gardeners", b"203.0.113", b"Nosy", b"Ada", b"mina"):
        assert word not in held


def test_where_no_row_can_be_kept_nothing_is_shown_and_nothing_changed(app):
    ada, ade = Person(app, "ada"), Person(app, "ade")
    anchor = stores_of(app).settings.audit_anchor_path
    anchor.unlink()
    anchor.mkdir()  # as when its disk is gone
    answer = ada.get(f"/explore/plot/stories/{app.story.id}")
    assert answer.status_code == 503
    assert TEXT not in answer.text
    assert "the record cannot be written" in answer.text
    assert answer.headers["Retry-After"]
    assert answer.headers["Content-Security-Policy"]
    note = ada.post(f"/explore/plot/stories/{app.story.id}/notes", {"note": "Ask the gardeners."})
    assert note.status_code == 503
    assert stores_of(app).stories.one("select count(*) as n from story_notes")["n"] == 0
    assert ade.get("/routes").status_code == 200
    assert app.test_client().get("/share/plot").status_code == 200


def test_a_view_that_records_a_reading_itself_leaves_that_row_alone(app, monkeypatch):
    def view(**_values):
        record("case.read", "17")
        return "read"

    view.__dict__.update(app.view_functions["explore.story"].__dict__)
    monkeypatch.setitem(app.view_functions, "explore.story", view)
    Person(app, "ada").get("/explore/plot/stories/17")
    assert told(app) == [("case.read", "17", "done")]


def test_the_chain_is_whole_after_everybody_opened_everything(app):
    for name in STAFF:
        person = Person(app, name)
        for path in ("/changed", "/stories", "/log/own", "/moderate", "/routes", "/audit/own"):
            person.get(path)
    with app.test_request_context():
        verdict = verify(the_audit())
    assert verdict.is_whole and verdict.rows > 2 * len(STAFF)


def test_every_page_of_staff_is_recorded_or_named_among_those_without_stories(app):
    staff = {name for name, view in app.view_functions.items() if EVERYONE not in getattr(view, "roles", {EVERYONE})}
    assert not (WITHOUT | POLLED) - staff, "named and gone"
    assert POLLED | set(SELDOM) <= staff
    reading = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert not (WITHOUT | POLLED) - reading, "a form is always recorded"
    for rule in app.url_map.iter_rules():
        if rule.endpoint in (staff & reading) - WITHOUT - POLLED:
            Person(app, "mina").get(re.sub("<[^>]+>", "nowhere", rule.rule))
    assert {entry.action for entry in rows(app)} >= (staff & reading) - WITHOUT - POLLED


_NO_VERB = {"Read", "Took", "Gave", "Made", "Said", "Left", "Held", "Began", "Sent", "Kept", "Wrote", "Did", "Chose"}
_NO_VERB |= {"Dealt", "Set", "Withdrew", "Brought", "Keyed", "Ticked", "Had", "The", "Put", "Was"}


def test_every_action_reads_as_something_that_was_done(app):
    staff = {name for name, view in app.view_functions.items() if EVERYONE not in getattr(view, "roles", {EVERYONE})}
    said = {m for path in Path("web").rglob("*.py") for m in re.findall(r'\brecord\("([a-z._]+)"', path.read_text())}
    for action in sorted(staff | said):
        assert words_of(action) != action, f"say in web/audit/words.py what {action} is"
    for words in _WORDS.values():
        first = words.split()[0]
        assert first.endswith("ed") or first in _NO_VERB, f"say what was done: {words}"
        assert "(" not in words


def test_pages_that_are_named_without_stories_show_none(app):
    people, opened = [Person(app, name) for name in STAFF], set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in WITHOUT:
            continue
        path = rule.rule.replace("<collection_id>", "plot").replace("<medium>", "email")
        answers = [person.get(path) for person in people]
        assert not any(TEXT in answer.text for answer in answers), path
        opened |= {rule.endpoint for answer in answers if answer.status_code == 200}
    assert len(opened) > len(WITHOUT) / 2


def test_an_action_that_has_no_words_yet_is_shown_as_it_is():
    assert words_of("nowhere.at_all") == "nowhere.at_all"

"""Stories of programs: the rules of the web page, an answer only after the commit, and pages that never shift."""

import json
import secrets
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.repeats import heard
from narratives.collection import Moderation
from narratives.invitation import invitation_codes
from narratives.receipt import receipt_code
from store.audit_rows import Wanted, list_records
from store.collections import add_collection
from store.intake import Intake
from store.invitations import add_invitations
from tests.builders import make_collection
from tests.people import SECRET, stores_of
from tests.programs import STORY, Program, assert_problem
from web.auditing import the_audit


def rows(db):
    return db.rows("select * from narratives")


def open_another(app, **changes):
    add_collection(stores_of(app).stories, make_collection(**{"id": "other", "title": "Another", **changes}))


def test_a_story_is_stored_as_the_web_page_would(program, db):
    answer = program.tell(danger=True, may_contact=True, hearers=["peers"], title="Beans")
    assert answer.status_code == 201
    [row] = rows(db)
    assert (row["text"], row["title"], row["group_name"], row["stratum"]) == (STORY["story"], "Beans", "east", "digger")
    assert set(row["consent"].split()) == {"read", "contact"}
    assert (row["mode"], row["hearers"], row["danger"]) == ("api", "peers", 1)
    assert json.loads(row["answers"])["mood"]["shares"] == [0.2, 0.5, 0.3]


def test_the_answer_comes_after_the_commit(program, db, monkeypatch):
    seen = []
    submit = Intake.submit
    monkeypatch.setattr(Intake, "submit", lambda self, *a, **k: [submit(self, *a, **k), seen.append(len(rows(db)))][0])
    assert program.tell().status_code == 201
    assert seen == [1]


def test_a_danger_mark_waits_for_a_person_even_where_stories_are_released_at_once(program, db):
    program.tell(danger=True)
    [row] = rows(db)
    assert row["state"] == "waiting"
    assert len(db.rows("select * from safeguarding_clocks")) == 1


def test_words_that_may_tell_of_danger_are_flagged_as_on_the_web(program, db):
    program.tell(story="I am going to kill myself tonight.")
    assert len(db.rows("select * from safeguarding_clocks")) == 1


def test_the_quota_of_a_day_holds_for_programs_too(app, program, db):
    open_another(app, quota=2)
    for number in range(6):
        program.tell(collection="other", story=f"Bean {number}.")
    told = [SimpleNamespace(mode=row["mode"]) for row in rows(db)]
    assert heard(stores_of(app).opened("other")[0], told, np.ones(6)).sum() == pytest.approx(2)


def test_a_story_waits_where_people_read_first(app, program, db):
    open_another(app, moderation=Moderation.BEFORE)
    program.tell(collection="other")
    assert [row["state"] for row in rows(db)] == ["waiting"]
    assert program.get("/collections/other/stories").json["items"] == []


def test_the_same_key_gives_the_same_receipt_and_stores_once(program, db):
    key = secrets.token_hex(16)
    first, again = program.tell(key=key), program.tell(key=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert len(rows(db)) == 1


def test_another_story_with_the_same_key_is_refused(program, db):
    key = secrets.token_hex(16)
    program.tell(key=key)
    assert_problem(program.tell(key=key, story="Another story."), 409, "key-used")
    assert len(rows(db)) == 1


def test_the_key_of_another_program_gives_no_receipt(app, program):
    key = secrets.token_hex(16)
    mine, theirs = program.tell(key=key), Program(app).tell(key=key)
    assert theirs.status_code == 201
    assert mine.json != theirs.json


def test_the_key_alone_is_not_that_of_the_web_page(program):
    key = secrets.token_hex(16)
    assert program.tell(key=key).json["receipt"] != receipt_code(key, SECRET)


@pytest.mark.parametrize("key", ["3F1C2A77-E09B-4D5C-8A6B-1F20D4E8C913", '"' + "ab" * 16 + '"', "ab" * 32])
def test_a_key_may_be_a_uuid_or_quoted(program, key):
    assert program.tell(key=key).status_code == 201


@pytest.mark.parametrize("key", ["", "1", "order-17", "ab" * 33, "g" * 32])
def test_a_key_that_could_be_guessed_is_refused(program, key):
    assert_problem(program.tell(key=key), 400, "idempotency-key")


def test_what_its_teller_took_back_does_not_come_again(program, db):
    key = secrets.token_hex(16)
    program.tell(key=key)
    hashed = rows(db)[0]["key_hash"]
    db.execute("delete from narratives")
    db.execute("insert into tombstones (hash) values (:hash)", hash=hashed)
    assert_problem(program.tell(key=key), 410, "withdrawn")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"consent": None}, "/consent"),
        ({"consent": "everything"}, "/consent"),
        ({"consent": ["read"]}, "/consent"),
        ({"story": ""}, "/story"),
        ({"story": 7}, "/story"),
        ({"story": "x" * 5_001}, "/story"),
        ({"story": "My code is 0A1B-2C3D-4E5F-6G7H."}, "/story"),
        ({"title": "x" * 201}, "/title"),
        ({"group": "nowhere"}, "/group"),
        ({"group": None}, "/group"),
        ({"danger": "yes"}, "/danger"),
        ({"hearers": ["nobody"]}, "/hearers"),
        ({"hearers": [[]]}, "/hearers"),
        ({"prompt": "odd"}, "/prompt"),
        ({"pen": "keyed"}, "/pen"),
        ({"language": "cy"}, "/language"),
        ({"storey": "x"}, "/storey"),
        ({"a/b~c": 1}, "/a~1b~0c"),
        ({"answers": []}, "/answers"),
        ({"answers": {"mood": {"shares": [0.5, 0.5, 0.5]}}}, "/answers/mood"),
        ({"answers": {"mood": {"shares": [1, 0]}}}, "/answers/mood"),
        ({"answers": {"mood": {"shares": [True, 0, 0]}}}, "/answers/mood"),
        ({"answers": {"mood": {"zone": "north"}}}, "/answers/mood"),
        ({"answers": {"mood": {"zone": []}}}, "/answers/mood"),
        ({"answers": {"mood": {"shares": [1, 0, 0], "not_applicable": True}}}, "/answers/mood"),
        ({"answers": {"say": {"value": 1.5}}}, "/answers/say"),
        ({"answers": {"say": {"value": 10**400}}}, "/answers/say"),
        ({"answers": {"say": {"step": 7}}}, "/answers/say"),
        ({"answers": {"role": {"options": ["king"]}}}, "/answers/role"),
        ({"answers": {"role": {"options": ["digger", "picker"]}}}, "/answers/role"),
        ({"answers": {"role": {"options": []}}}, "/answers/role"),
        ({"answers": {"role": "digger"}}, "/answers/role"),
        ({"answers": {"story": {"text": "x"}}}, "/answers/story"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(program, db, changes, pointer):
    body = {name: said for name, said in {**STORY, **changes}.items() if said is not None}
    problem = assert_problem(program.tell(body), 422, "invalid")
    assert [one["pointer"] for one in problem["errors"]] == [pointer]
    assert rows(db) == []


def test_everything_that_is_wrong_is_said_at_once(program):
    problem = assert_problem(program.tell({"answers": {"mood": {"zone": 1}}}), 422)
    assert {one["pointer"] for one in problem["errors"]} == {"/story", "/group", "/consent", "/answers/mood"}


@pytest.mark.parametrize(
    "answer",
    [
        {"mood": {"zone": "top-left"}},
        {"mood": {"not_applicable": True}},
        {"say": {"step": 0}},
        {"say": {"value": 1e-9}},
        {"wish": {"options": ["w1", "w13"]}},
    ],
)
def test_an_answer_may_come_in_other_shapes(program, db, answer):
    assert program.tell(answers=answer).status_code == 201
    assert set(answer) <= set(json.loads(rows(db)[0]["answers"]))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'"x"', b"{", b'{"story": NaN}', b'{"story": 1, "story": 2}', b"\xff", b'{"story": "\\ud800"}']
)
def test_what_is_no_json_object_is_refused(program, body):
    headers = {"Idempotency-Key": "ab" * 16}
    sent = {"data": body, "content_type": "application/json", "headers": headers}
    assert_problem(program.send("POST", "/collections/plot/stories", **sent), 411 if not body else 400)


def test_a_closed_collection_takes_no_story(app, program):
    today = date.today()
    open_another(app, closes_on=today - timedelta(days=1))
    open_another(app, id="later", opens_on=today + timedelta(days=1))
    assert_problem(program.tell(collection="other"), 410, "closed")
    assert_problem(program.tell(collection="later"), 409, "not-open")


def test_an_invitation_opens_one_story(app, program):
    open_another(app, invited=True)
    [code] = invitation_codes("ab" * 16, 1, SECRET)
    add_invitations(stores_of(app).stories, stores_of(app).opened("other")[0], [code], SECRET)
    problem = assert_problem(program.tell(collection="other"), 422)
    assert [one["pointer"] for one in problem["errors"]] == ["/invitation"]
    assert program.tell(collection="other", invitation=code).status_code == 201
    assert_problem(program.tell(collection="other", invitation=code), 409, "invitation")


def test_a_full_store_says_when_to_come_back(program, monkeypatch):
    monkeypatch.setattr("store.intake.MOST_WAITING", 0)
    answer = program.tell()
    assert_problem(answer, 503, "busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_telling_leaves_no_row_that_says_when(app, program):
    program.tell()
    with app.test_request_context():
        assert not any(one.entry.action.startswith("api.") for one in list_records(the_audit(), Wanted()))


def test_a_story_told_in_another_language_says_so(app, program, db):
    framework = stores_of(app).opened("plot")[1]
    assert program.tell(language=framework.language).status_code == 201
    assert [row["language"] for row in rows(db)] == ["en"]


def test_a_token_of_some_collections_reads_those_alone(app):
    open_another(app)
    narrow = Program(app, collections=["other"])
    assert [one["id"] for one in narrow.get("/collections").json["items"]] == ["other"]
    assert_problem(narrow.tell(), 404)

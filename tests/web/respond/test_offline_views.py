"""Stories that were sealed on a device: opened, read like any form, stored once, and refused with a sentence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.errors import BusyError
from narratives.invitation import invitation_codes
from narratives.receipt import fast_hash, sealed_code
from store.collections import add_collection, list_collections
from store.invitations import add_invitations
from store.sealing import Keyring
from tests.builders import make_collection
from tests.envelopes import payload, posted
from tests.web.respond.conftest import ANSWERS, SECRET
from web.respond.sealed import LATE_DAYS

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SENTENCE = "This story arrived damaged and could not be opened."


@pytest.fixture
def key(app):
    return Keyring(app.config["SETTINGS"].sealing_path).newest(NOW)


@pytest.fixture
def send(client):
    return lambda form, collection="plot": client.post(f"/share/{collection}/sealed", data=form)


def told(**changes):
    return payload({**ANSWERS, **changes})


def opened(app, **rules):
    """A collection that only these tests need, opened once."""
    collection, stories = make_collection(**rules), app.extensions["stores"].stories
    if collection.id not in {one.id for one in list_collections(stories)}:
        add_collection(stories, collection)
    return collection


def rows(app, columns="text"):
    return app.extensions["stores"].stories.rows(f"select {columns} from narratives")


def test_a_sealed_story_is_stored_like_one_that_was_sent(app, key, send):
    form = posted(key, told())
    answer = send(form)
    assert answer.status_code == 201
    assert answer.json == {"kept": form["id"]}
    (row,) = rows(app, "text, title, group_name, consent")
    assert row["text"] == ANSWERS["story"]
    assert row["group_name"] == "east"


def test_the_answer_never_holds_the_code(key, send):
    answer = send(posted(key, told()))
    assert sealed_code(ANSWERS["key"]) not in answer.text


def test_the_code_that_the_device_showed_belongs_to_the_story(app, key, send):
    send(posted(key, told()))
    (row,) = rows(app, "receipt_hash")
    assert row["receipt_hash"] == fast_hash(sealed_code(ANSWERS["key"]), SECRET.encode())


def test_a_story_that_comes_three_times_is_stored_once(app, key, send):
    form = posted(key, told())
    assert [send(form).status_code for _ in range(3)] == [201, 201, 201]
    again = send(posted(key, told()))  # the same story in a new envelope
    assert again.status_code == 201
    assert len(rows(app)) == 1


def test_another_story_under_the_same_key_is_refused_and_the_first_one_stays(app, key, send):
    send(posted(key, told()))
    answer = send(posted(key, told(story="The slugs ate them.")))
    assert answer.status_code == 409
    assert answer.json == {"error": "This story was sent before in other words. The first version is kept."}
    assert [row["text"] for row in rows(app)] == [ANSWERS["story"]]


def test_what_a_form_would_be_told_a_sealed_story_is_told(key, send):
    answer = send(posted(key, told(consent="")))
    assert answer.status_code == 422
    assert answer.json == {"error": "Choose who may read your story"}


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "cd" * 16},
        {"id": ""},
        {"id": "../../secret"},
        {"nonce": "!!!!"},
        {"nonce": "é"},
        {"nonce": "A" * 17},
        {"ephemeral": "AAAA"},
        {"ephemeral": ""},
        {"ciphertext": ""},
        {"ciphertext": "%00%00"},
        {"ciphertext": "A" * 60_000},
        {"ciphertext": "A"},
    ],
    ids=str,
)
def test_a_damaged_envelope_is_refused_with_a_sentence(app, key, send, changes):
    answer = send({**posted(key, told()), **changes})
    assert answer.status_code == 422
    assert answer.json == {"error": SENTENCE}
    assert rows(app) == []


def test_a_truncated_envelope_is_refused(key, send):
    form = posted(key, told())
    answer = send({**form, "ciphertext": form["ciphertext"][:-24]})
    assert (answer.status_code, answer.json) == (422, {"error": SENTENCE})


def test_an_envelope_for_another_collection_is_refused(key, send):
    answer = send(posted(key, told(), collection="elsewhere"))
    assert (answer.status_code, answer.json) == (422, {"error": SENTENCE})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"fields": []}',
        b'{"fields": {}, "told_on": ""}x',
        b'{"fields": [["story"]], "told_on": ""}',
        b'{"fields": [[1, 2]], "told_on": ""}',
        b'{"fields": ["ab", "cd", null], "told_on": ""}',
        b'{"fields": 7, "told_on": ""}',
        b"[" * 40_000,
        b'{"fields": [' + b'["a","b"],' * 3_000 + b'["a","b"]], "told_on": ""}',
    ],
    ids=range(12),
)
def test_an_envelope_that_holds_no_story_is_refused(key, send, content):
    answer = send(posted(key, content))
    assert (answer.status_code, answer.json) == (422, {"error": SENTENCE})


def test_half_characters_that_only_json_can_write_do_no_harm(app, key, send):
    content = b'{"told_on": "", "fields": [["story", "Beans \\ud800 again"], ["group", "east"], ["consent", "read"],'
    answer = send(posted(key, content + f'["key", "{ANSWERS["key"]}"]]}}'.encode()))
    assert answer.status_code == 201
    assert rows(app)[0]["text"].startswith("Beans ")


def test_an_envelope_that_is_too_big_is_refused(key, send):
    assert send({**posted(key, told()), "ciphertext": "A" * 70_000}).status_code == 413


def test_a_story_sealed_to_a_key_that_is_gone_is_refused(key, send):
    answer = send({**posted(key, told()), "key": "0" * 16})
    assert answer.status_code == 422
    assert answer.json == {"error": "This story was kept on the device for too long. The key to open it is gone."}


def test_a_story_for_a_closed_or_unknown_collection_is_refused(key, send):
    closed = send(posted(key, told(), collection="old"), "old")
    assert (closed.status_code, closed.json) == (410, {"error": "This collection is closed. It takes no more stories."})
    gone = send(posted(key, told(), collection="nowhere"), "nowhere")
    assert (gone.status_code, gone.json) == (404, {"error": "This collection is no longer here."})


def test_a_busy_store_asks_the_device_to_keep_the_story(app, key, send, monkeypatch):
    def busy(*_arguments, **_named):
        raise BusyError("later")

    monkeypatch.setattr(app.extensions["stores"].intake, "submit", busy)
    answer = send(posted(key, told()))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize(
    ("age", "counts"), [(0, True), (3, True), (LATE_DAYS, True), (LATE_DAYS + 1, False), (-1, False)]
)
def test_a_story_is_put_on_the_day_it_was_told_unless_that_is_long_ago(app, key, send, age, counts):
    today = date.today()
    day = today - timedelta(days=age)
    send(posted(key, payload(ANSWERS, day.isoformat())))
    (row,) = rows(app, "day")
    epoch = date(1970, 1, 1)
    assert epoch + timedelta(days=row["day"]) == (day if counts else today)


def test_the_public_key_is_handed_out_and_stays_the_same(client, key):
    first, second = (client.get("/share/sealing-key.json").json for _ in range(2))
    assert first == second
    assert first["id"] == key.id
    assert len(first["point"]) == 87


def test_the_worker_is_a_module_that_imports_at_the_top(client):
    answer = client.get("/share/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.text == 'import "/static/js/offline/worker.js";\n'


def test_what_can_be_installed_is_named_after_the_collection_and_stays_in_its_scope(client):
    answer = client.get("/share/plot/app.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    assert answer.json["name"] == "The plot"
    assert answer.json["start_url"].startswith("/share/plot/whole")
    assert answer.json["scope"] == "/share/"
    for icon in answer.json["icons"]:
        with client.get(icon["src"]) as image:
            assert image.status_code == 200
            assert image.mimetype == "image/png"


def test_the_page_says_what_is_kept_before_anything_is(client):
    page = client.get("/share/plot/offline").text
    assert "What is then kept on this device" in page
    assert "Nothing is kept unless you press this button" in page
    assert '<link rel="manifest"' not in page


def test_an_unknown_collection_has_no_such_page(client):
    assert client.get("/share/nowhere/offline").status_code == 404
    assert client.get("/share/nowhere/app.webmanifest").status_code == 404


def test_a_spoken_story_needs_its_recording_which_no_envelope_holds(app, key, send):
    opened(app, id="spoken", audio=True)
    answer = send(posted(key, told(story="", spoken="yes"), collection="spoken"), "spoken")
    assert answer.status_code == 422
    assert "the recording is not on this page any more" in answer.json["error"]


def test_an_envelope_does_not_get_round_an_invitation(app, key, send):
    collection = opened(app, id="invited", invited=True)
    (code,) = invitation_codes("ab" * 16, 1, SECRET.encode())
    add_invitations(app.extensions["stores"].stories, collection, [code], SECRET.encode())
    missing = send(posted(key, told(), collection="invited"), "invited")
    assert (missing.status_code, missing.json["error"]) == (
        422,
        "The invitation for this story is missing or mistyped.",
    )
    form = posted(key, told(invitation=code), collection="invited")
    assert [send(form, "invited").status_code for _ in range(2)] == [201, 201]
    other = send(posted(key, told(invitation=code, key="cd" * 16), collection="invited"), "invited")
    assert (other.status_code, other.json["error"]) == (409, "The invitation for this story was used already.")


def test_a_form_that_needs_a_code_is_not_offered_without_signal(app, client):
    opened(app, id="invited", invited=True)
    page = client.get("/share/invited/offline").text
    assert "So it cannot be used without signal" in page
    assert "Use this page without signal" not in page

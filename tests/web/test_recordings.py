"""Spoken stories: what is taken, what is refused and how that is said, and who may listen."""

from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from narratives.collection import Moderation, Policy
from narratives.narrative import Scope, State
from store.collections import add_collection
from store.intake import Recording
from tests.builders import make_collection, make_narrative, open_plot
from tests.people import Person, make_app, stores_of
from tests.sounds import EVERY, SECRET, SOUND, mp4, webm
from web.headers import HEADERS

MEGABYTE = 1024 * 1024
TOLD = {"group": "east", "consent": "read", "key": "ab" * 16, "step": "send", "spoken": "yes"}
NOT_TAKEN = "Choose a recording that plays on this device, as MP3, M4A, WAV, Ogg or WebM: this file is none of these"


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    db = stores_of(app).stories
    open_plot(db, audio=True)
    add_collection(db, make_collection(id="mute"))
    return app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def recordings(app):
    return lambda: stores_of(app).stories.rows("select media_type, bytes from recordings")


def send(client, sound, name="story.m4a", claimed="audio/mp4", collection="plot", headers=None, **changes):
    file = FileStorage(BytesIO(sound), name, "recording", claimed)
    boundary, body = encode_multipart({**TOLD, **changes, "recording": file})
    form = f'multipart/form-data; boundary="{boundary}"'
    return client.post(f"/share/{collection}", data=body, content_type=form, headers=headers)


def tell(app, sound=SOUND, media_type="audio/webm", collection="plot", **changes):
    """A spoken story in the store; returns its id."""
    opened, framework = stores_of(app).opened(collection)
    narrative = make_narrative(collection=collection, text="", **changes)
    stores_of(app).intake.submit(opened, framework, narrative, "cd" * 16, recording=Recording(media_type, sound))
    return narrative.id


@pytest.mark.parametrize("media_type", sorted(EVERY))
def test_a_story_may_be_spoken_and_needs_no_words(app, client, recordings, media_type):
    assert send(client, EVERY[media_type]).status_code == 201
    (kept,) = recordings()
    assert kept["media_type"] == media_type
    assert SOUND in kept["bytes"] or media_type == "audio/mpeg"
    assert stores_of(app).stories.one("select text from narratives")["text"] == ""


def test_what_the_recorder_noted_is_not_kept(client, recordings):
    assert SECRET in mp4()
    send(client, mp4())
    assert SECRET not in recordings()[0]["bytes"]


def test_the_kind_is_that_of_the_bytes_and_not_what_the_sender_claims(client, recordings):
    send(client, webm(), name="story.html", claimed="text/html")
    assert recordings()[0]["media_type"] == "audio/webm"


def test_a_written_story_may_have_a_recording_too(app, client, recordings):
    assert send(client, webm(), story="The beans came up twice.").status_code == 201
    assert len(recordings()) == 1
    assert stores_of(app).stories.one("select text from narratives")["text"] == "The beans came up twice."


def test_a_file_says_for_itself_that_the_story_was_spoken(client, recordings):
    assert send(client, webm(), spoken="").status_code == 201
    assert len(recordings()) == 1


@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>" * 9, NOT_TAKEN),
        (mp4()[:-1], NOT_TAKEN),
        (webm()[:-1], NOT_TAKEN),
        (webm() + bytes(4 * MEGABYTE), "Choose a shorter recording: 4 MB is the most we can take"),
        (b"", "Record it again, or choose the file again: the recording is not on this page any more"),
    ],
)
def test_a_recording_that_cannot_be_taken_is_said_at_its_field_and_nothing_is_stored(
    app, client, recordings, sound, message
):
    answer = send(client, sound)
    assert answer.status_code == 422
    assert f'<a href="#recording">{message}</a>' in answer.text
    assert 'id="recording-error"' in answer.text
    assert 'aria-describedby="recording-hint recording-error"' in answer.text
    assert stores_of(app).stories.one("select count(*) as n from narratives")["n"] == 0
    assert recordings() == []


def test_a_program_is_told_the_same_as_json(client):
    answer = send(client, b"<html>" * 20, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (422, {"errors": [{"field": "recording", "message": NOT_TAKEN}]})


def test_a_body_far_beyond_the_limit_is_not_even_read(client):
    assert send(client, bytes(9 * MEGABYTE)).status_code == 413


def test_other_collections_and_other_pages_take_no_more_than_before(client):
    assert send(client, bytes(65 * 1024), collection="mute").status_code == 413
    assert send(client, bytes(65 * 1024), collection="nowhere").status_code == 413
    long = {"data": {"story": "x" * 70_000}, "content_type": "application/x-www-form-urlencoded"}
    assert client.post("/share/plot", **long).status_code == 413
    assert client.post("/share/plot/validate", data={"story": "x" * 70_000}).status_code == 413


def test_a_story_of_many_letters_is_no_longer_than_before_beside_a_recording(client):
    assert send(client, webm(), story="x" * 70_000).status_code == 413


def test_a_collection_without_sound_keeps_none(client, recordings):
    answer = send(client, webm(), collection="mute", story="The beans came up twice.")
    assert answer.status_code == 201
    assert recordings() == []


def test_words_are_missing_where_nothing_was_recorded(client):
    answer = client.post("/share/plot", data={**TOLD, "spoken": ""})
    assert answer.status_code == 422
    assert "Tell us what happened" in answer.text


def test_sending_a_recording_twice_keeps_one(client, recordings):
    first, second = send(client, webm()), send(client, webm())
    assert (first.status_code, second.status_code) == (201, 201)
    assert len(recordings()) == 1


def test_the_microphone_is_for_the_pages_of_collections_with_sound_alone(client):
    for path in ("/share/plot/tell", "/share/plot/whole"):
        headers = client.get(path).headers
        assert "microphone=(self)" in headers["Permissions-Policy"]
        assert headers["Content-Security-Policy"].endswith("; media-src blob:")
    for path in ("/", "/privacy", "/share/mute/tell", "/share/mute/whole", "/staff/sign-in", "/share/plot"):
        headers = client.get(path).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS, path
    assert "microphone=()" in HEADERS["Permissions-Policy"]


def test_a_teller_reads_that_the_voice_identifies_before_the_button_to_record(client):
    page = client.get("/share/plot/tell").text
    assert page.index("Your voice can show who you are.") < page.index("Record my story")
    assert "Record my story" not in client.get("/share/mute/tell").text


def test_staff_who_may_read_a_story_may_listen_to_it(app):
    story, ada = tell(app), Person(app, "ada")
    address = f"/explore/plot/stories/{story}/recording"
    page = ada.get(f"/explore/plot/stories/{story}")
    assert f'src="{address}"' in page.text
    assert page.headers["Content-Security-Policy"].endswith("; media-src 'self'")
    assert "This story was spoken." in ada.get("/explore/plot/stories").text
    sound = ada.get(address)
    assert (sound.status_code, sound.data) == (200, SOUND)
    assert sound.headers["Content-Type"] == "audio/webm"
    assert sound.headers["X-Content-Type-Options"] == "nosniff"
    assert sound.headers["Cache-Control"] == "no-store"
    assert "microphone=()" in sound.headers["Permissions-Policy"]


def test_a_browser_may_ask_for_a_part_of_a_recording(app):
    address, ada = f"/explore/plot/stories/{tell(app)}/recording", Person(app, "ada")
    part = ada.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, SOUND[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(SOUND)}"
    assert ada.get(address).headers["Accept-Ranges"] == "bytes"
    assert ada.get(address, headers={"Range": "bytes=99999-"}).status_code == 416


@pytest.mark.parametrize("rules", [{"consent": frozenset()}, {}])
def test_nobody_of_staff_hears_what_they_may_not_read(app, rules):
    before = make_collection(id="first", moderation=Moderation.BEFORE, audio=True)
    add_collection(stores_of(app).stories, before)
    collection = "plot" if rules else "first"  # not allowed by the teller, or not yet released
    story, ada = tell(app, collection=collection, **rules), Person(app, "ada")
    assert ada.get(f"/explore/{collection}/stories/{story}/recording").status_code == 404
    assert ada.get(f"/explore/plot/stories/{story}/recording").status_code == 404


def test_words_of_a_protected_collection_are_heard_only_inside_a_batch(app):
    db = stores_of(app).stories
    add_collection(db, make_collection(id="quiet", policy=Policy.PROTECTED, sensitive=True, audio=True))
    story, ada = tell(app, collection="quiet", consent=frozenset({Scope.READ})), Person(app, "ada")
    address = f"/explore/quiet/stories/{story}/recording"
    assert ada.get(address).status_code == 404
    db.execute("update narratives set counted = 1 where id = :id", id=story)
    assert ada.get(address).data == SOUND


def test_a_moderator_listens_before_anybody_else(app):
    db = stores_of(app).stories
    add_collection(db, make_collection(id="first", moderation=Moderation.BEFORE, audio=True))
    story, mina = tell(app, collection="first"), Person(app, "mina")
    address = f"/moderate/first/{story}/recording"
    queue = mina.get("/moderate")
    assert f'src="{address}"' in queue.text
    assert queue.headers["Content-Security-Policy"].endswith("; media-src 'self'")
    assert mina.get(address).data == SOUND
    assert mina.get(f"/moderate/plot/{story}/recording").status_code == 404
    db.execute("update narratives set state = :held where id = :id", held=State.HELD.value, id=story)
    assert mina.get(address).status_code == 404


def test_a_kind_that_is_not_on_the_list_is_never_served(app):
    address, ada = f"/explore/plot/stories/{tell(app, media_type='text/html')}/recording", Person(app, "ada")
    assert ada.get(address).status_code == 404


def test_a_withdrawn_story_takes_its_recording_with_it(app, recordings):
    story = tell(app)
    assert len(recordings()) == 1
    stores_of(app).stories.execute("delete from narratives where id = :id", id=story)
    assert recordings() == []

"""One story: its words, its places, what colleagues noted beside it, and its neighbours in the list it came from."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, NotFoundError
from store import release, release_recordings
from store.reading_lists import list_listed
from store.release import Story
from store.story_notes import Note, TooManyNotesError, add_note, list_notes, remove_note
from web.access import current_account, open_to
from web.explore.blueprint import READERS, bp, opened, today
from web.explore.reading.note_form import NoteForm, read_note
from web.explore.reading.story_page import context_of, story_page
from web.explore.reading.views import reader_of
from web.headers import let_play
from web.people import names
from web.playing import sound_of
from web.stores import stores


@bp.get("/explore/<collection_id>/stories/<story_id>")
@open_to(*READERS, within_groups=True)
def story(collection_id: str, story_id: str) -> ResponseReturnValue:
    """One story, whole."""
    return _page(collection_id, story_id)


@bp.post("/explore/<collection_id>/stories/<story_id>/notes")
@open_to(*READERS, within_groups=True)
def leave_note(collection_id: str, story_id: str) -> ResponseReturnValue:
    """Leave a note beside a story."""
    _readable(collection_id, story_id)
    form = read_note(request.form.get("note", ""))
    if form.errors:
        return _page(collection_id, story_id, form=form), 422
    try:
        note = add_note(stores().stories, story_id, current_account().username, form.text, today())
    except NotFoundError:
        abort(404)
    except TooManyNotesError as error:
        return _page(collection_id, story_id, form=NoteForm(form.text, (FieldError("note", str(error)),))), 422
    return redirect(_address(collection_id, story_id, f"note-{note.id}"), code=303)


@bp.post("/explore/<collection_id>/stories/<story_id>/notes/<note_id>/delete")
@open_to(*READERS, within_groups=True)
def delete_note(collection_id: str, story_id: str, note_id: str) -> ResponseReturnValue:
    """Delete a note of one's own; the page that follows can put it back."""
    _readable(collection_id, story_id)
    try:
        note = remove_note(stores().stories, story_id, note_id, current_account().username)
    except NotFoundError:
        abort(404)
    return _page(collection_id, story_id, deleted=note)


@bp.get("/explore/<collection_id>/stories/<story_id>/recording")
@open_to(*READERS, within_groups=True)
def recording(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story as it was spoken."""
    collection, _ = opened(collection_id)
    return sound_of(release_recordings.get_recording(stores().stories, collection, story_id))


def _readable(collection_id: str, story_id: str) -> tuple[Collection, Story]:
    collection, _ = opened(collection_id)
    found = release.get_story(stores().stories, collection, story_id)
    if found is None:
        abort(404)
    return collection, found


def _page(collection_id: str, story_id: str, *, form: NoteForm | None = None, deleted: Note | None = None) -> str:
    collection, found = _readable(collection_id, story_id)
    if found.spoken:
        let_play()
    db, me = stores().stories, current_account().username
    return render_template(
        "explore/story.html",
        collection=collection,
        page=story_page(db, reader_of(collection_id), found, request.args, me),
        notes=list_notes(db, story_id),
        names=names(),
        me=me,
        form=form or NoteForm(),
        errors=form.errors if form else (),
        deleted=deleted,
        listed=list_listed(db, collection.id, me),
        back=_address(collection_id, story_id),
    )


def _address(collection_id: str, story_id: str, anchor: str | None = None) -> str:
    """This story's page, as the list that it came from leads to it."""
    kept = context_of(reader_of(collection_id), request.args)
    return url_for("explore.story", collection_id=collection_id, story_id=story_id, _anchor=anchor, **kept)  # type: ignore[arg-type]

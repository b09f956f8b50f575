"""Everybody's own reading list of a collection: stories put aside, ordered and taken off."""

from __future__ import annotations

from urllib.parse import quote

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import NotFoundError
from store import release
from store.reading_lists import ListFullError, add_to_list, list_listed, remove_from_list
from store.story_notes import count_notes
from web.access import current_account, open_to
from web.explore.blueprint import READERS, bp, opened, others
from web.explore.reading.reading_list_page import list_page, move
from web.explore.reading.wanted import whole_number
from web.headers import let_play
from web.staff.again import local_path
from web.stores import stores

_STEPS = {"up": -1, "down": 1}
_LONGEST_ID = 64


@bp.get("/explore/<collection_id>/reading-list")
@open_to(*READERS, within_groups=True)
def reading_list(collection_id: str) -> ResponseReturnValue:
    """The stories that somebody put aside."""
    return _page(opened(collection_id)[0])


@bp.post("/explore/<collection_id>/reading-list")
@open_to(*READERS, within_groups=True)
def change_reading_list(collection_id: str) -> ResponseReturnValue:
    """Put a story on the list, take it off, move it, or put it back."""
    collection, _ = opened(collection_id)
    db, me = stores().stories, current_account().username
    story, step = request.form.get("story", "")[:_LONGEST_ID], request.form.get("do", "")
    place = whole_number(request.form, "place")
    if step in _STEPS:
        move(db, collection, me, story, _STEPS[step])
    elif step == "remove":
        place = remove_from_list(db, collection.id, me, story)
    elif step == "add":
        try:
            _add(collection, me, story, place)
        except ListFullError as error:
            return _page(collection, full=str(error)), 422
    else:
        abort(400)
    return redirect(_back(collection, story, step, place), code=303)


def _add(collection: Collection, account: str, story: str, place: int | None) -> None:
    db = stores().stories
    if release.get_story(db, collection, story) is None:
        abort(404)
    try:
        add_to_list(db, collection.id, account, story, place)
    except NotFoundError:
        abort(404)


def _back(collection: Collection, story: str, step: str, place: int | None) -> str:
    """Where the button was pressed; on the list itself, with a way to undo what was taken off."""
    came_from = local_path(request.form.get("back", ""))
    if came_from.startswith(url_for("explore.stories", collection_id=collection.id)):
        return f"{came_from.partition('#')[0]}#story-{quote(story, safe='')}"
    query = {"removed": story, "place": place} if step == "remove" and place is not None else {}
    anchor = None if step == "remove" else f"story-{story}"
    return url_for("explore.reading_list", collection_id=collection.id, _anchor=anchor, **query)  # type: ignore[arg-type]


def _page(collection: Collection, *, full: str = "") -> str:
    db, me = stores().stories, current_account().username
    _, framework = opened(collection.id)
    page = list_page(db, collection, framework, me)
    if page.is_spoken:
        let_play()
    removed = request.args.get("removed", "")
    gone = removed and removed not in list_listed(db, collection.id, me)
    return render_template(
        "explore/reading-list.html",
        collection=collection,
        page=page,
        notes=count_notes(db, [card.id for card in page.cards]),
        full=full,
        removed=removed if gone and release.get_story(db, collection, removed) else "",
        place=whole_number(request.args, "place"),
        others=others(collection) if request.method == "GET" else [],
    )

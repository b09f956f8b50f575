"""Stories of a collection to read."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Policy
from store import release, release_recordings
from web.access import open_to
from web.explore.blueprint import READERS, bp, choose, opened, others
from web.explore.filters import kind_choices, read_filters
from web.explore.stories_page import (
    CARD_CHARACTERS,
    MOST_OF_A_PLACE,
    WHOLE_STORY,
    find_stories,
    page_links,
    read_wanted,
    story_cards,
)
from web.explore.themes_page import theme_names
from web.headers import let_play
from web.playing import sound_of
from web.stores import stores


@bp.get("/stories", endpoint="stories")
@bp.get("/explore/<collection_id>/stories", endpoint="stories")
@open_to(*READERS)
def show_stories(collection_id: str | None = None) -> ResponseReturnValue:
    """Stories to read."""
    if collection_id is None:
        return choose("explore.stories", "Stories")
    collection, framework = opened(collection_id)
    filters, wanted = read_filters(collection, request.args), read_wanted(framework, request.args)
    db = stores().stories
    found, more = find_stories(db, collection, framework, filters.view, wanted)
    themes = theme_names(db, collection)
    if any(story.spoken for story in found):
        let_play()
    return render_template(
        "explore/stories.html",
        collection=collection,
        filters=filters,
        errors=filters.errors,
        wanted=wanted,
        themes=themes,
        kinds=kind_choices(stores().stories, collection),
        cards=story_cards(collection, framework, found, themes, most=CARD_CHARACTERS),
        most=MOST_OF_A_PLACE,
        links=page_links(filters, wanted, more=more),
        everywhere=url_for("explore.stories", collection_id=collection_id, **filters.query),  # type: ignore[arg-type]
        page_is_protected=collection.policy is Policy.PROTECTED,
        others=others(collection),
    )


@bp.get("/explore/<collection_id>/stories/<story_id>")
@open_to(*READERS)
def story(collection_id: str, story_id: str) -> ResponseReturnValue:
    """One story, whole."""
    collection, framework = opened(collection_id)
    found = release.get_story(stores().stories, collection, story_id)
    if found is None:
        abort(404)
    themes = theme_names(stores().stories, collection)
    (card,) = story_cards(collection, framework, [found], themes, most=WHOLE_STORY)
    if found.spoken:
        let_play()
    return render_template("explore/story.html", collection=collection, card=card)


@bp.get("/explore/<collection_id>/stories/<story_id>/recording")
@open_to(*READERS)
def recording(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story as it was spoken."""
    collection, _ = opened(collection_id)
    return sound_of(release_recordings.get_recording(stores().stories, collection, story_id))

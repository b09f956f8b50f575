"""A draft as its tellers would see it: the tellers' own questions, which send nothing and store nothing."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.draft_sketch import sketch
from narratives.submission import hearers_of
from narratives.text import MAX_STORY_CHARACTERS
from web.access import open_to
from web.design.blueprint import DESIGNERS, bp, held
from web.headers import let_be_held
from web.respond.pages import parts_of
from web.respond.telling import MOST_TYPED, Telling


@bp.get("/<draft_id>/preview")
@open_to(*DESIGNERS)
def preview(draft_id: str) -> ResponseReturnValue:
    """Everything that tellers are asked, on one page; pages of our own may show it beside the list."""
    draft = held(draft_id)
    framework = sketch(draft.questions)
    telling = Telling(Collection("draft", framework.title, framework.id, 1), framework, {})
    let_be_held()
    return render_template(
        "design/preview.html",
        draft=draft,
        framework=framework,
        collection=telling.collection,
        form=telling.form(),
        parts=parts_of(telling, telling.form()),
        hearers=hearers_of(framework),
        most=MAX_STORY_CHARACTERS,
        most_typed=MOST_TYPED,
    )

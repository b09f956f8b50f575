"""Moving, copying and taking out parts of a draft, its earlier revisions, and deleting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.draft_parts import Part, copy_part, move_part, part_called, remove_part
from narratives.form_fields import whole_number
from store.drafts import delete_draft, draft_at, list_revisions
from web.access import open_to
from web.design.blueprint import DESIGNERS, bp, held
from web.design.saving import save, seen_revision
from web.stores import stores


@bp.post("/<draft_id>/arrange")
@open_to(*DESIGNERS)
def arrange(draft_id: str) -> ResponseReturnValue:
    """Move a part up or down, put a copy after it, or take it out."""
    draft = held(draft_id)
    part = part_called(draft.questions, request.form.get("part", ""))
    questions, shown, what = _arranged(draft.questions, part, request.form.get("do", ""))
    kept = save(draft, questions, what, seen_revision())
    anchor = f"part-{shown}" if shown else "done"
    return redirect(url_for(".show", draft_id=draft_id, done=kept.revision, _anchor=anchor), code=303)


@bp.post("/<draft_id>/back")
@open_to(*DESIGNERS)
def back(draft_id: str) -> ResponseReturnValue:
    """Go back to an earlier revision, which becomes the newest."""
    draft = held(draft_id)
    number = whole_number(request.form.to_dict(flat=False), "to") or 0
    earlier = draft_at(stores().stories, draft, number)
    kept = save(earlier, earlier.questions, f"Went back to revision {number}", seen_revision())
    return redirect(url_for(".show", draft_id=draft_id, done=kept.revision, _anchor="done"), code=303)


@bp.get("/<draft_id>/history")
@open_to(*DESIGNERS)
def history(draft_id: str) -> ResponseReturnValue:
    """What was done to a draft, newest first."""
    draft = held(draft_id)
    return render_template("design/history.html", draft=draft, revisions=list_revisions(stores().stories, draft_id))


@bp.get("/<draft_id>/delete")
@open_to(*DESIGNERS)
def ask_to_delete(draft_id: str) -> ResponseReturnValue:
    """Whether a draft is to go with all its revisions."""
    return render_template("design/delete.html", draft=held(draft_id))


@bp.post("/<draft_id>/delete")
@open_to(*DESIGNERS)
def delete(draft_id: str) -> ResponseReturnValue:
    """Delete a draft; one that was opened stays."""
    delete_draft(stores().stories, held(draft_id).id)
    return redirect(url_for(".overview"), code=303)


def _arranged(questions: Mapping[str, Any], part: Part, do: str) -> tuple[Mapping[str, Any], str, str]:
    """The document, the part to look at afterwards, and what was done in words."""
    named = f"“{str(part.entry.get('title') or '')[:80]}”" if part.entry.get("title") else "a question"
    match do:
        case "up":
            return move_part(questions, part.id, -1), part.id, f"Moved {named} up"
        case "down":
            return move_part(questions, part.id, 1), part.id, f"Moved {named} down"
        case "copy":
            changed, copy = copy_part(questions, part.id)
            return changed, copy, f"Copied {named}"
        case "remove":
            return remove_part(questions, part.id), "", f"Took out {named}"
    abort(400)

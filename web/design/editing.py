"""The page of one part of a draft: a question, a branch, what is read first, or who should hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.draft import ChangedMeanwhileError, Draft
from narratives.draft_faults import BEGINNING, HEARERS, faults
from narratives.draft_form import (
    beginning_fields,
    entry_of,
    fields_of,
    hearers_fields,
    swapped,
    with_beginning,
    with_hearers,
)
from narratives.draft_parts import KINDS, add_part, change_part, part_called
from narratives.errors import FieldError
from narratives.form_fields import Fields, first
from web.access import open_to
from web.design.blueprint import DESIGNERS, bp, held
from web.design.part_page import PartPage
from web.design.saving import save, seen_revision

_Changed = tuple[Mapping[str, Any], str]


@bp.get("/<draft_id>/add")
@open_to(*DESIGNERS)
def write(draft_id: str) -> ResponseReturnValue:
    """A new question of a kind, or a new branch."""
    draft, kind = held(draft_id), _kind_to_add(request.args.get("kind", ""))
    return _page(draft, PartPage("", kind, {"branch": [request.args.get("branch", "")]}).with_more_rows())


@bp.post("/<draft_id>/add")
@open_to(*DESIGNERS)
def add(draft_id: str) -> ResponseReturnValue:
    """Put a new question or branch last."""
    draft, fields = held(draft_id), request.form.to_dict(flat=False)
    kind = _kind_to_add(first(fields, "kind"))
    entry = entry_of(kind, fields, {})
    questions, part_id = add_part(draft.questions, entry, first(fields, "branch"))
    return _stored(draft, PartPage("", kind, fields), (questions, part_id), f"Added {_named(entry)}")


@bp.get("/<draft_id>/parts/<part_id>")
@open_to(*DESIGNERS)
def edit(draft_id: str, part_id: str) -> ResponseReturnValue:
    """One part as it is."""
    draft = held(draft_id)
    if part_id == BEGINNING:
        page = PartPage(part_id, "beginning", beginning_fields(draft.questions))
    elif part_id == HEARERS:
        page = PartPage(part_id, "hearers", hearers_fields(draft.questions))
    else:
        part = part_called(draft.questions, part_id)
        page = PartPage(part_id, part.kind, {**fields_of(part.entry), "branch": [part.branch]})
    return _page(draft, page.with_more_rows())


@bp.post("/<draft_id>/parts/<part_id>")
@open_to(*DESIGNERS)
def change(draft_id: str, part_id: str) -> ResponseReturnValue:
    """Keep a part as it was written."""
    draft, fields = held(draft_id), request.form.to_dict(flat=False)
    if part_id == BEGINNING:
        questions = with_beginning(draft.questions, fields)
        return _stored(draft, PartPage(part_id, "beginning", fields), (questions, part_id), "Changed the beginning")
    if part_id == HEARERS:
        questions = with_hearers(draft.questions, fields)
        return _stored(draft, PartPage(part_id, "hearers", fields), (questions, part_id), "Changed who should hear")
    part = part_called(draft.questions, part_id)
    entry = entry_of(part.kind, fields, part.entry) if part.kind else dict(part.entry)
    changed = change_part(draft.questions, part_id, entry, first(fields, "branch"))
    return _stored(draft, PartPage(part_id, part.kind, fields), (changed, part_id), f"Changed {_named(entry)}")


def _stored(draft: Draft, page: PartPage, changed: _Changed, what: str) -> ResponseReturnValue:
    """Keep it, or show it again: with more rows, in another order, or with what is wrong."""
    questions, part_id = changed
    step = request.form.get("step", "save")
    if step == "more":
        return _page(draft, page.with_more_rows(), revision=seen_revision())
    if step.startswith("up."):
        _, name, number = (*step.split("."), "", "")[:3]
        moved = swapped(page.fields, name, int(number) if number.isdecimal() and len(number) < 4 else 0)
        return _page(draft, page.holding(moved), revision=seen_revision())
    wrong = tuple(FieldError(one.field, one.message) for one in faults(questions) if one.part == part_id)
    if wrong and step != "unfinished":
        return _page(draft, page, wrong, revision=seen_revision()), 422
    try:
        kept = save(draft, questions, what, seen_revision())
    except ChangedMeanwhileError as error:
        return _page(draft, page, said=str(error)), 409
    return redirect(url_for(".show", draft_id=draft.id, done=kept.revision, _anchor=f"part-{part_id}"), code=303)


def _page(draft: Draft, page: PartPage, errors: Sequence[FieldError] = (), *, said: str = "", revision: int = 0) -> str:
    """The form; `revision` is the one that it was filled in over, by default the draft's as it is now."""
    return render_template(
        "design/part.html",
        draft=draft,
        page=page,
        choices=page.choices(draft.questions),
        branches=page.branches(draft.questions),
        errors=page.at_fields(errors),
        wrong={one.field: one.message for one in reversed(page.at_fields(errors))},
        said=said,
        revision=revision or draft.revision,
    )


def _kind_to_add(kind: str) -> str:
    if kind not in {*KINDS, "branch"}:
        abort(404)
    return kind


def _named(entry: Fields | Mapping[str, Any]) -> str:
    title = str(entry.get("title") or "")
    return f"“{title[:80]}”" if title else ("a branch" if "type" not in entry else "a question")

"""A practitioner's own log, day by day: one interaction, and putting it right within a day."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import BusyError, FieldError, FrozenError
from narratives.form_fields import Fields, read_text
from narratives.text import MAX_STORY_CHARACTERS
from store.accounts import Role
from store.case_rows import Interaction
from web.access import current_account, open_to
from web.casework.account import asked_then
from web.casework.blueprint import bp
from web.casework.case_fields import read_case
from web.casework.case_log import (
    correct,
    count_own,
    may_correct,
    own_interaction,
    own_interactions,
    tasks_of,
    versions_of,
)
from web.casework.caseload import mark_of_reference
from web.casework.choices import case_form, fields_of
from web.casework.pages import page_asked_for, pages_of
from web.casework.timeline import days_of, moment, shown
from web.errors import RETRY_SECONDS
from web.forms import NarrativeForm


@bp.get("/own")
@open_to(Role.PRACTITIONER, within_groups=True)
def own() -> ResponseReturnValue:
    """The practitioner's own log, day by day."""
    practitioner, page = current_account().id, page_asked_for()
    interactions = own_interactions(practitioner, page)
    return render_template(
        "casework/own.html",
        days=days_of(interactions, date.today()),
        pages=pages_of(count_own(practitioner), page),
        saved=request.args.get("saved", ""),
    )


@bp.get("/own/<interaction_id>")
@open_to(Role.PRACTITIONER, within_groups=True)
def show(interaction_id: str) -> ResponseReturnValue:
    """One interaction of the practitioner's own, with what it said before it was corrected."""
    interaction = own_interaction(current_account().id, interaction_id)
    asked = asked_then(interaction.collection)
    collection, framework = asked or (None, None)
    return render_template(
        "casework/interaction.html",
        shown=shown(interaction, framework, tasks_of(interaction.practitioner, [interaction]).get(interaction.id, [])),
        group=interaction.group,
        collection=collection,
        person=mark_of_reference(interaction.reference),
        correctable=may_correct(interaction),
        versions=[(moment(one.replaced_at), shown(one.interaction, None, ())) for one in versions_of(interaction)],
        today=date.today(),
        saved=request.args.get("saved", ""),
    )


@bp.get("/own/<interaction_id>/correct")
@open_to(Role.PRACTITIONER, within_groups=True)
def correction(interaction_id: str) -> ResponseReturnValue:
    """The form that puts a record right."""
    interaction = own_interaction(current_account().id, interaction_id)
    if not may_correct(interaction):
        return redirect(url_for(".show", interaction_id=interaction.id, saved="late"), code=303)
    return _correction_page(interaction, fields_of(interaction))


@bp.post("/own/<interaction_id>/correct")
@open_to(Role.PRACTITIONER, within_groups=True)
def save_correction(interaction_id: str) -> ResponseReturnValue:
    """Keep the record as it should read, and what it read before."""
    interaction = own_interaction(current_account().id, interaction_id)
    fields: Fields = request.form.to_dict(flat=False)
    errors: list[FieldError] = []
    case = read_case(fields, date.today(), errors)
    too_long = "Your account must be %(most)s characters or fewer"
    account = read_text(fields, "story", MAX_STORY_CHARACTERS, errors, too_long=too_long) if interaction.account else ""
    if errors or case is None:
        return _correction_page(interaction, fields, tuple(errors)), 422
    try:
        changed = correct(interaction, case, account)
    except FrozenError:
        problem = FieldError("save", "A record can be corrected for 24 hours. Log what you want to add as a new one")
        return _correction_page(interaction, fields, (problem,)), 422
    except BusyError:
        problem = FieldError("save", "Not saved yet: we are very busy. Wait a few seconds, then press Save again")
        page = _correction_page(interaction, fields, (problem,))
        return page, 503, {"Retry-After": str(RETRY_SECONDS)}
    saved = "corrected" if changed else "same"
    return redirect(url_for(".show", interaction_id=interaction.id, saved=saved), code=303)


def _correction_page(interaction: Interaction, fields: Fields, errors: tuple[FieldError, ...] = ()) -> str:
    asked = asked_then(interaction.collection)
    return render_template(
        "casework/correct.html",
        interaction=interaction,
        form=NarrativeForm(asked[1], fields, errors) if asked else None,
        case=case_form(fields),
        errors=errors,
        today=date.today().isoformat(),
    )

"""A practitioner's own caseload: the people, one person's timeline, and ticking what is done."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.accounts import Role
from web.access import current_account, open_to
from web.casework.account import framework_then
from web.casework.blueprint import bp
from web.casework.case_fields import MAX_REFERENCE_CHARACTERS
from web.casework.case_log import tasks_of
from web.casework.caseload import open_tasks_with, own_people, own_person, tick, timeline_of
from web.casework.pages import page_asked_for, pages_of
from web.casework.timeline import shown


@bp.get("/people")
@open_to(Role.PRACTITIONER, within_groups=True)
def people() -> ResponseReturnValue:
    """The people whom the practitioner logged interactions with."""
    searched = " ".join(request.args.get("search", "").split())[:MAX_REFERENCE_CHARACTERS]
    caseload = own_people(current_account().id, searched, date.today())
    return render_template("casework/people.html", caseload=caseload, searched=searched, today=date.today())


@bp.get("/people/<person_id>")
@open_to(Role.PRACTITIONER, within_groups=True)
def person(person_id: str) -> ResponseReturnValue:
    """One person's timeline: the practitioner's own interactions with them, newest first."""
    practitioner, page = current_account().id, page_asked_for()
    found = own_person(practitioner, person_id)
    interactions = timeline_of(practitioner, found, page)
    frameworks = {name: framework_then(name) for name in {one.collection for one in interactions}}
    tasks = tasks_of(practitioner, interactions)
    return render_template(
        "casework/person.html",
        person=found,
        open_tasks=open_tasks_with(practitioner, found),
        items=[shown(one, frameworks[one.collection], tasks.get(one.id, [])) for one in interactions],
        pages=pages_of(found.number, page),
        today=date.today(),
        ticked=request.args.get("ticked", ""),
    )


@bp.post("/people/<person_id>/tasks/<task_id>")
@open_to(Role.PRACTITIONER, within_groups=True)
def tick_task(person_id: str, task_id: str) -> ResponseReturnValue:
    """Say that a task is done, or take that back."""
    practitioner = current_account().id
    found = own_person(practitioner, person_id)
    is_done = request.form.get("done") == "yes"
    tick(practitioner, task_id, date.today() if is_done else None)
    ticked = task_id if is_done else None
    return redirect(url_for(".person", person_id=found.mark, ticked=ticked, _anchor="tasks"), code=303)

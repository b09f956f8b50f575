"""Opening an event: which questions it begins from, the form, a look at what tellers will be asked, and opening it."""

from __future__ import annotations

import re

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError, FrozenError, NotFoundError, SubmissionError
from narratives.event import Event, EventPlan, event_collection, event_framework, event_id, questions_of
from narratives.event_form import EventForm, fresh_form, likely_names, make_plan, read_form
from narratives.framework import Framework
from store.accounts import Role
from store.collections import list_collections
from store.events import list_events, open_event
from store.frameworks import get_framework, list_frameworks
from web.access import current_account, open_to
from web.events.blueprint import bp
from web.events.preview import asked_rows, preview_of
from web.explore.blueprint import today
from web.stores import stores

_ID = re.compile(r"event-[a-z0-9-]{1,60}")


@bp.get("/new")
@open_to(Role.MANAGER)
def new() -> ResponseReturnValue:
    """The questions to begin from, or with `base` the form."""
    bases = _bases()
    named = request.args.get("base", "")
    if not named and len(bases) != 1:
        return render_template("events/choose.html", bases=[(base, len(questions_of(base))) for base in bases])
    base = _base(named) if named else bases[0]
    return _form(fresh_form(base), base)


@bp.post("/new")
@open_to(Role.MANAGER)
def add() -> ResponseReturnValue:
    """Look at it, change it again, or open it, by the button that was pressed."""
    base, form = _base(request.form.get("base", "")), read_form(request.form.to_dict(flat=False))
    step = request.form.get("step", "look")
    if step == "change":
        return _form(form, base)
    try:
        plan = make_plan(form, base, today())
        if step == "open":
            return _opened(plan, form)
    except SubmissionError as error:
        return _form(form, base, error.errors), 422
    return _look(plan, form)


def _opened(plan: EventPlan, form: EventForm) -> ResponseReturnValue:
    """The same form sent twice opens one event: its name was made when it was looked at."""
    named = request.form.get("event", "")
    event = named if _ID.fullmatch(named) else event_id(plan.title, _taken())
    now, account = today(), current_account()
    opened = Event(event, plan.happened, plan.happened_on, plan.is_week, account.name, form.text("contact"), now)
    collection, framework = event_collection(plan, event, now), event_framework(plan, event)
    try:
        open_event(stores().stories, opened, collection, framework)
    except FrozenError as error:
        other = FieldError("title", "Give it another name: an event of this name was opened in the meantime")
        raise SubmissionError([other]) from error
    return redirect(url_for(".links", collection_id=event, done="opened"), code=303)


def _look(plan: EventPlan, form: EventForm) -> str:
    event = event_id(plan.title, _taken())
    return render_template(
        "events/look.html",
        plan=plan,
        form=form,
        event=event,
        preview=preview_of(plan, event_framework(plan, event)),
        names=likely_names(form),
    )


def _form(form: EventForm, base: Framework, errors: tuple[FieldError, ...] = ()) -> str:
    return render_template(
        "events/new.html",
        form=form,
        base=base,
        questions=asked_rows(base, form),
        errors=errors,
        wrong={one.field: one.message for one in reversed(errors)},
    )


def _bases() -> list[Framework]:
    """The frameworks that ask anything which can be placed, but those that were made for one event."""
    db = stores().stories
    made = {event.collection_id for event in list_events(db)}
    return [one for one in list_frameworks(db) if one.id not in made and questions_of(one)]


def _base(named: str) -> Framework:
    try:
        found = get_framework(stores().stories, named)
    except NotFoundError:
        abort(404)
    if not questions_of(found):
        abort(404)
    return found


def _taken() -> list[str]:
    db = stores().stories
    return [*(one.id for one in list_collections(db)), *(one.id for one in list_frameworks(db))]

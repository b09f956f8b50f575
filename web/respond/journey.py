"""Which page comes next: by the page that was posted (`at`) and the button that was pressed (`step`).

A button's step is next, back, check, another, change with the field to go to (`change:title`), or send, which comes
here when nothing could be sent. A script asks with show for a page that somebody went back to.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from web.respond import pages
from web.respond.spotting import decided, is_to_be_asked, noticed, where_it_came_up
from web.respond.steps import CHECK, CHECKING, SPOTTED, START, WHOLE
from web.respond.telling import Telling


def next_page(telling: Telling, pressed: str, today: date) -> ResponseReturnValue:
    """The page that follows; 422 when it is the same again with what is wrong."""
    step, _, field = pressed.partition(":")
    at = telling.value("at")
    if at == SPOTTED:
        return _decide(telling, step, field, today)
    if step == "show" or "speak" in request.form:
        return _again(telling, at, today)
    if step == "another":
        return _another(telling)
    if step == "change":
        return _change(telling, field)
    if step == "back":
        return _back(telling, at, today)
    if step == "next" and at != CHECK and not _is_whole(telling):
        return _next(telling, at, today)
    return _check(telling, today, unsent=step == "send")


def _next(telling: Telling, at: str, today: date) -> ResponseReturnValue:
    here = telling.walk.step(at)
    if here is not None:
        errors = telling.problems_on(here, today)
        if errors:
            return pages.step_page(telling, here, errors), 422
        if is_to_be_asked(telling, here.fields):
            return pages.spotted_page(telling, "next")
    if telling.value(CHECKING):
        opened = telling.walk.opened_by(at)
        return pages.step_page(telling, opened) if opened else _check(telling, today)
    following = telling.walk.after(at)
    return pages.step_page(telling, following) if following else _check(telling, today)


def _decide(telling: Telling, step: str, for_all: str, today: date) -> ResponseReturnValue:
    """Do what was chosen about words that were noticed, then go on where they came up."""
    before, by = where_it_came_up(telling)
    if step == "show" or "speak" in request.form:
        return pages.spotted_page(telling, by) if noticed(telling) else next_page(before, by, today)
    if step == "back":
        return _again(before, before.value("at"), today)
    done = decided(before, for_all)
    if done.errors:
        return pages.spotted_page(telling, by, done.errors), 422
    return next_page(done.telling, by, today)


def _back(telling: Telling, at: str, today: date) -> ResponseReturnValue:
    if telling.value(WHOLE):
        return pages.whole_page(telling)
    if telling.value(CHECKING) and at != CHECK and not telling.problems(today):
        return pages.check_page(telling)
    earlier = telling.walk.before(at)
    return pages.step_page(telling, earlier) if earlier else pages.start_page(telling)


def _check(telling: Telling, today: date, *, unsent: bool = False) -> ResponseReturnValue:
    """The check page, or the first page on which something is missing: from there it goes on checking."""
    errors = telling.problems(today)
    if not errors and noticed(telling):
        return pages.spotted_page(telling, "check")
    if not errors:
        page = pages.check_page(telling, unsent=unsent)
        return (page, 422) if unsent else page
    if _is_whole(telling):
        return pages.whole_page(telling, errors), 422
    step = telling.walk.holding(errors[0].field) or telling.walk.steps[0]
    return pages.step_page(_checking(telling), step, tuple(one for one in errors if one.field in step.fields)), 422


def _change(telling: Telling, field: str) -> ResponseReturnValue:
    if _is_whole(telling):
        return pages.whole_page(telling)
    step = telling.walk.holding(field)
    return pages.step_page(_checking(telling), step) if step else pages.step_page(telling, telling.walk.steps[0])


def _another(telling: Telling) -> ResponseReturnValue:
    """A new telling with what holds for every story of the same person, and never the story."""
    fields: dict[str, list[str]] = {}
    for name, value in telling.stable():
        fields.setdefault(name, []).append(value)
    fresh = replace(telling, fields=fields)
    return pages.step_page(fresh, fresh.walk.steps[0])


def _again(telling: Telling, at: str, today: date) -> ResponseReturnValue:
    """The page that was posted once more, without errors: in another language, or for somebody who went back to it."""
    if at == CHECK:
        return _check(telling, today)
    if at == START:
        return pages.start_page(telling)
    if _is_whole(telling):
        return pages.whole_page(telling)
    return pages.step_page(telling, telling.walk.step(at) or telling.walk.steps[0])


def _checking(telling: Telling) -> Telling:
    """The same telling, going back to the check page after the next Continue."""
    return replace(telling, fields={**telling.fields, CHECKING: ["yes"]})


def _is_whole(telling: Telling) -> bool:
    """Whether everything was on one page, as it is for a form that says nothing of pages."""
    return bool(telling.value(WHOLE)) or telling.value("at") in {"", WHOLE}

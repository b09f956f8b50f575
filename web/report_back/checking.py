"""What an answer may not do: quote a story that was not given for it, or point at fewer people than are reported on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.selection import View
from store.database import Database
from store.landscape import Landscape
from store.release import totals
from store.release_quotations import MOST_REFUSALS, add_refusal, count_refusals, find_quotation
from web.reach import view_groups
from web.report_back.form import SOME, AnswerForm

_ENOUGH = (
    f"Words of stories were refused {MOST_REFUSALS} times today, and more cannot be looked up. "
    "Keep what you wrote elsewhere, and come back tomorrow"
)


def checked(
    form: AnswerForm, db: Database, landscape: Landscape, framework: Framework, *, account: str, today: date
) -> AnswerForm:
    """The form with what only the stories know to be wrong with it; looked up once nothing else is wrong."""
    if form.errors:
        return form
    errors = (*_too_few(form, db, landscape, framework), *_quoted(form, db, account, today))
    return replace(form, errors=errors)


def _too_few(form: AnswerForm, db: Database, landscape: Landscape, framework: Framework) -> Iterator[FieldError]:
    collection = form.collection
    few = [
        one
        for one in (form.groups if form.whom == SOME else ("",))
        if _shown(collection, one, db, landscape, framework) < collection.k
    ]
    if few and few[0]:
        names = ", ".join(f"“{name}”" for name in few)
        yield FieldError(
            "groups", f"Fewer than {collection.k} stories of {names} are shown. Answer a larger group, or everybody"
        )
    elif few:
        yield FieldError("whom", f"Fewer than {collection.k} stories are shown. Answer them when there are more")


def _shown(collection: Collection, group: str, db: Database, landscape: Landscape, framework: Framework) -> int:
    inside = tuple(one.name for one in collection.groups if one.parent == group)
    view = View(groups=(group, *inside) if group else view_groups(collection))
    found = totals(db, collection, view, landscape, framework)
    return found.open + found.batched


def _quoted(form: AnswerForm, db: Database, account: str, today: date) -> Iterator[FieldError]:
    if count_refusals(db, account, today) >= MOST_REFUSALS:
        yield FieldError("you-said-en", _ENOUGH)
        return
    texts = {name: words for name, words in form.typed.items() if words}
    found = find_quotation(db, form.collection.id, list(texts.values()))
    if not found:
        return
    add_refusal(db, account, today)
    field = next(name for name, words in texts.items() if found in words)
    yield FieldError(
        field, f"These words stand in a story whose teller did not allow that: “{found}”. Say it in your own words"
    )

"""How a draft is to be opened: who is told what, who sees what, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.draft import ChangedMeanwhileError, Draft
from narratives.errors import FieldError, FrozenError
from narratives.opening import choices_of, plan_of
from narratives.opening_form import fresh, read_typed, typed_of
from store.drafts import change_draft
from store.opening_drafts import bounds_of
from web.access import current_account, open_to
from web.design.blueprint import DESIGNERS, held, opening
from web.explore.blueprint import today
from web.stores import stores


@opening.get("/<draft_id>/opening")
@open_to(*DESIGNERS)
def form(draft_id: str) -> ResponseReturnValue:
    """The form with what was said before, or the careful choices."""
    draft = held(draft_id)
    return _page(draft, typed_of(draft.opening or {**fresh(), "title": draft.title}))


@opening.post("/<draft_id>/opening")
@open_to(*DESIGNERS)
def keep(draft_id: str) -> ResponseReturnValue:
    """Keep how a draft is to be opened; nothing is kept of a form with mistakes."""
    draft = held(draft_id)
    typed = read_typed(request.form.to_dict(flat=False))
    plan = plan_of(draft, typed, bounds_of(stores().stories, today()))
    if plan.errors:
        return _page(draft, typed, plan.errors), 422
    apart = {name: draft.opening[name] for name in ("texts", "embed_on", "objectives") if name in draft.opening}
    revision = request.form.get("revision", "")
    read = replace(draft, opening={**plan.opening, **apart}, revision=int(revision) if revision.isdecimal() else 0)
    try:
        change_draft(
            stores().stories, read, what="Said how it opens", actor=current_account().username, at=datetime.now(UTC)
        )
    except (ChangedMeanwhileError, FrozenError) as error:
        return _page(held(draft_id), typed, (FieldError("title", f"{error} Look, and save once more."),)), 409
    return redirect(url_for(".review", draft_id=draft_id, done="opening"), code=303)


def _page(draft: Draft, typed: Mapping[str, Any], errors: tuple[FieldError, ...] = ()) -> str:
    return render_template(
        "design/opening.html",
        draft=draft,
        typed=typed,
        choices=choices_of(draft),
        smallest=bounds_of(stores().stories, today()).smallest,
        errors=errors,
        wrong={one.field: one.message for one in reversed(errors)},
    )

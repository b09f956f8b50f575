"""Storing a change of a draft, and what is said when somebody else was faster or it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from narratives.draft import ChangedMeanwhileError, Draft
from narratives.errors import FrozenError
from narratives.form_fields import whole_number
from store.drafts import change_draft
from web.access import current_account
from web.design.blueprint import bp, held
from web.stores import stores

UNTITLED = "Questions without a name"


def seen_revision() -> int:
    """The revision that the page showed which was sent; 0, which there never is, where it says none."""
    return whole_number(request.form.to_dict(flat=False), "revision") or 0


def save(draft: Draft, questions: Mapping[str, Any], what: str, revision: int) -> Draft:
    """Store questions as the next revision after the one that was seen.

    Raises ChangedMeanwhileError and FrozenError.
    """
    title = questions.get("title")
    changed = replace(draft, title=str(title) if title else UNTITLED, questions=questions, revision=revision)
    who, now = current_account().username, datetime.now(UTC)
    return change_draft(stores().stories, changed, what=what, actor=who, at=now)


@bp.errorhandler(ChangedMeanwhileError)
def _changed(error: ChangedMeanwhileError) -> ResponseReturnValue:
    draft = held(str((request.view_args or {}).get("draft_id")))
    return render_template("design/meanwhile.html", draft=draft, said=str(error), opened=False), 409


@bp.errorhandler(FrozenError)
def _opened(error: FrozenError) -> ResponseReturnValue:
    draft = held(str((request.view_args or {}).get("draft_id")))
    return render_template("design/meanwhile.html", draft=draft, said=str(error), opened=True), 409

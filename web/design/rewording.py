"""Better words for questions that are open already, and a new version where another question is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.framework_texts import texts_of
from narratives.text import clean_text
from narratives.translation import direction, name_of
from store.drafts import add_draft
from store.frameworks import get_framework, list_frameworks
from store.opening_drafts import draft_of_new_version, new_version_of
from store.wording_changes import change_wording, list_wording_changes
from web.access import current_account, open_to
from web.design.blueprint import DESIGNERS, wording
from web.design.text_places import place_of
from web.stores import stores

_MOST, _MOST_REASON = 2000, 300


@dataclass(frozen=True, slots=True)
class Words:
    """One text as it is now; `field` is its name in the form."""

    field: str
    place: str
    text: str
    own: str
    problem: str = ""


@wording.get("/<framework_id>/wording")
@open_to(*DESIGNERS)
def words(framework_id: str) -> ResponseReturnValue:
    """Every text of the newest version in one of its languages, and what was changed so far."""
    framework = _asked(framework_id)
    return _page(framework, _language(framework, request.args.get("language", "")))


@wording.post("/<framework_id>/wording")
@open_to(*DESIGNERS)
def change(framework_id: str) -> ResponseReturnValue:
    """Change the texts that were typed differently, each with the reason; what is asked stays."""
    framework, db, at = _asked(framework_id), stores().stories, datetime.now(UTC)
    language = _language(framework, request.form.get("language", ""))
    now = _now(framework, language)
    typed = {key: clean_text(request.form.get(f"text.{key}", text)) for key, text in now.items()}
    reason = clean_text(request.form.get("reason", ""))
    errors = _wrong(now, typed, reason)
    if errors:
        return _page(framework, language, typed, reason, errors), 422
    with db.write():
        for key, text in typed.items():
            if text != now[key]:
                change_wording(
                    db, framework, language, key, text, reason=reason, actor=current_account().username, at=at
                )
    stores().look_again()
    return redirect(url_for(".words", framework_id=framework_id, done="changed", language=language), code=303)


@wording.post("/<framework_id>/new-version")
@open_to(*DESIGNERS)
def renew(framework_id: str) -> ResponseReturnValue:
    """Begin a draft of the next version, or go on with the one that is there."""
    framework, db, who = _asked(framework_id), stores().stories, current_account().username
    with db.write():
        draft = draft_of_new_version(db, framework.id) or add_draft(
            db, new_version_of(db, framework.id), what=f"Began from version {framework.version}", actor=who,
            at=datetime.now(UTC),
        )  # fmt: skip
    onward = "design.show" if "design.show" in current_app.view_functions else "opening.form"
    return redirect(url_for(onward, draft_id=draft.id), code=303)


def _asked(framework_id: str) -> Framework:
    """The newest version of questions that are open; those that are only tried are changed in their draft."""
    if framework_id not in {one.id for one in list_frameworks(stores().stories)}:
        abort(404)
    return get_framework(stores().stories, framework_id)


def _language(framework: Framework, named: str) -> str:
    return named if named in framework.texts else framework.language


def _now(framework: Framework, language: str) -> dict[str, str]:
    own = texts_of(framework)
    if language == framework.language:
        return own
    return {key: framework.texts[language].get(key, "") for key in own}


def _wrong(now: dict[str, str], typed: dict[str, str], reason: str) -> tuple[FieldError, ...]:
    changed = {key: text for key, text in typed.items() if text != now[key]}
    errors = [
        FieldError(f"text.{key}", f"Write 1 to {_MOST} characters; a text that is there cannot be left out")
        for key, text in changed.items()
        if not 0 < len(text) <= _MOST
    ]
    if not changed:
        errors.append(FieldError("reason", "Nothing is different yet: change a text first"))
    elif not 0 < len(reason) <= _MOST_REASON:
        errors.append(FieldError("reason", f"Say why, in at most {_MOST_REASON} characters: it stays on record"))
    return tuple(errors)


def _page(
    framework: Framework,
    language: str,
    typed: dict[str, str] | None = None,
    reason: str = "",
    errors: tuple[FieldError, ...] = (),
) -> str:
    own, wrong = texts_of(framework), {error.field: error.message for error in errors}
    shown = typed if typed is not None else _now(framework, language)
    return render_template(
        "design/wording.html",
        framework=framework,
        language=language,
        name=name_of(language),
        direction_of=direction(language),
        is_own=language == framework.language,
        languages=[(code, name_of(code)) for code in (framework.language, *framework.texts)],
        texts=[
            Words(f"text.{key}", place_of(framework, key), text, own[key], wrong.get(f"text.{key}", ""))
            for key, text in shown.items()
        ],
        changes=[
            (change, name_of(change.language), place_of(framework, change.key))
            for change in list_wording_changes(stores().stories, framework)
        ],
        reason=reason,
        reason_problem=wrong.get("reason", ""),
        errors=errors,
        done=request.args.get("done", ""),
    )

"""Proposing: choosing what it is about, the form, and putting it to the vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.charter import Charter, charter_of, read_charter
from narratives.covered import MOVES, WORDS, Setting, ValueRefusedError, read_value
from narratives.errors import FieldError, FrozenError, NotFoundError, SubmissionError
from narratives.text import clean_text
from store.charters import current_charter
from store.covered_values import current_value
from store.decisions import propose as put_to_vote
from store.frameworks import get_framework
from web.access import current_account, open_to
from web.decisions.blueprint import ANYBODY, bp, now
from web.decisions.cards import moment
from web.decisions.fields import LEAST_CHARACTERS, MOST_CHARACTERS, charter_form, typed_charter, value_field
from web.decisions.people import own_constituency
from web.decisions.subjects import offers, proposed_at_first, subjects_of, texts_offered, title_of
from web.decisions.values import days_words, heading, shown
from web.reach import visible_collections
from web.stores import stores

_LONGEST = 2_000  # of a value: as a text of questions
_NEWER = "Somebody changed these questions meanwhile: look at them as they are now, and propose that"
_FIELDS = {"after": "value", "because": "why"}  # what the store calls a field, and what the form does


@bp.get("/propose")
@open_to(*ANYBODY, within_groups=True)
def choose() -> ResponseReturnValue:
    """Everything that members decide about."""
    charter = _charter()
    if charter is None:
        return redirect(url_for(".overview"), code=303)
    return render_template("decisions/choose.html", offered=offers(charter), days=days_words(charter.days))


@bp.get("/propose/texts")
@open_to(*ANYBODY, within_groups=True)
def texts() -> ResponseReturnValue:
    """Each text of open questions, to propose other words for it."""
    if _charter() is None:
        return redirect(url_for(".overview"), code=303)
    named, language = request.args.get("of", ""), request.args.get("language", "")
    framework = get_framework(stores().stories, named)
    return render_template("decisions/texts.html", framework=framework, texts=texts_offered(named, language))


@bp.get("/propose/form")
@open_to(*ANYBODY, within_groups=True)
def form() -> ResponseReturnValue:
    """The form in which another value of one setting is proposed."""
    setting, subject = _asked(request.args.get("setting", ""), request.args.get("about", ""))
    if _charter() is None:
        return redirect(url_for(".overview"), code=303)
    return _page(setting, subject)


@bp.post("/propose/form")
@open_to(*ANYBODY, within_groups=True)
def propose() -> ResponseReturnValue:
    """Put a change to the vote."""
    setting, subject = _asked(request.form.get("setting", ""), request.form.get("about", ""))
    charter = _charter()
    if charter is None:
        return redirect(url_for(".overview"), code=303)
    why = clean_text(request.form.get("why", ""))
    after, errors = _read(setting, subject)
    errors += _wrong_reason(why)
    if errors or after is None:
        return _page(setting, subject, errors), 422
    try:
        made = put_to_vote(
            stores().stories,
            setting,
            subject,
            title=title_of(setting, subject) or "",
            before=current_value(stores().stories, setting, subject),
            after=after,
            because=why,
            actor=current_account().username,
            at=now(),
        )
    except SubmissionError as error:
        told = [replace(one, field=_FIELDS.get(one.field, one.field)) for one in error.errors]
        return _page(setting, subject, told), 422
    except FrozenError as error:
        return _page(setting, subject, [FieldError("why", str(error))]), 409
    return redirect(url_for(".show", motion_id=made.id, done="proposed"), code=303)


def _charter() -> Charter | None:
    """The charter in force, for who is on the roll: others are led to the page that says why they do not propose."""
    kept = current_charter(stores().stories)
    return kept.charter if kept is not None and own_constituency() is not None else None


def _asked(named: str, subject: str) -> tuple[Setting, str]:
    if named not in set(Setting):
        abort(404)
    setting = Setting(named)
    if title_of(setting, subject) is None:
        abort(404)
    return setting, subject


def _read(setting: Setting, subject: str) -> tuple[str | None, list[FieldError]]:
    """The value as it was typed, or what is wrong with it."""
    if setting is Setting.CHARTER:
        charter, errors = charter_of(typed_charter(request.form), request.form.getlist("covered"))
        return (None if charter is None else charter.to_json()), list(errors)
    typed = [clean_text(one) for one in request.form.getlist("value")]
    if sum(map(len, typed)) > _LONGEST:
        return None, [FieldError("value", f"Shorten it to {_LONGEST:,} characters")]
    if setting is Setting.SHARED_WITH and not set(typed) <= {MOVES, *(one.id for one in visible_collections())}:
        return None, [FieldError("value", "Choose from the list")]
    if setting is Setting.QUESTIONS and typed != [proposed_at_first(setting, subject, "")]:
        return None, [FieldError("why", _NEWER)]
    try:
        return read_value(setting, typed if setting in {Setting.READERS, Setting.SHARED_WITH} else " ".join(typed)), []
    except ValueRefusedError as error:
        return None, [FieldError("value", str(error))]


def _wrong_reason(why: str) -> list[FieldError]:
    if len(why) < LEAST_CHARACTERS:
        return [FieldError("why", "Say why, in a sentence that others can decide by")]
    if len(why) > MOST_CHARACTERS:
        return [FieldError("why", f"Shorten it to {MOST_CHARACTERS:,} characters; it has {len(why):,}")]
    return []


def _page(setting: Setting, subject: str, errors: Sequence[FieldError] = ()) -> str:
    try:
        today = current_value(stores().stories, setting, subject)
    except NotFoundError:
        abort(404)
    charter = _charter() or Charter()
    titles = {one.id: one.title for one in visible_collections()}
    is_sent = request.method == "POST"
    is_fixed = setting is Setting.QUESTIONS and is_sent
    chosen = request.form.getlist("value") if is_sent and not is_fixed else _begun(setting, subject, today)
    is_charter = setting is Setting.CHARTER
    return render_template(
        "decisions/propose.html",
        setting=setting.value,
        subject=subject,
        title=heading(setting, title_of(setting, subject) or ""),
        about=WORDS[setting].about,
        now=shown(setting, today, titles),
        field=None if is_charter else value_field(setting, chosen, titles),
        charter_form=_charter_form(today, is_sent=is_sent) if is_charter else None,
        why=clean_text(request.form.get("why", "")),
        most=f"{MOST_CHARACTERS:,}",
        closes=moment(now() + timedelta(days=charter.days)),
        errors=tuple(errors),
    )


def _charter_form(today: str, *, is_sent: bool) -> object:
    typed = typed_charter(request.form) if is_sent else None
    return charter_form(read_charter(today), typed, request.form.getlist("covered"))


def _begun(setting: Setting, subject: str, today: str) -> list[str]:
    """What the fields of a form begin with: what the address proposes, or what is so today."""
    value = request.args.get("to", "")[:20] or proposed_at_first(setting, subject, today)
    if setting is Setting.READERS:
        return value.split()
    if setting is Setting.SHARED_WITH:
        return [one for one in (MOVES, *subjects_of(Setting.READERS)) if f'"{one}"' in value]
    return [value]

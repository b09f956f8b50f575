"""What a manager does about a probe: decide, take that back, end it sooner, hand it over, note something."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from narratives.probe import Advice, ProbeState
from narratives.probe_form import MOST_TEXT, SHORTEST, read_day
from narratives.probe_prompts import suggestion
from narratives.text import clean_text
from store import probe_actions, probe_readings, probes
from web.access import current_account, open_to
from web.probes.blueprint import ACTORS, bp, owners_of, today
from web.probes.views import show_probe
from web.stores import stores

_MEANWHILE = "Somebody else did something about this probe meanwhile. Nothing was changed."


@bp.post("/probes/<probe_id>/decide")
@open_to(*ACTORS, within_groups=True)
def decide(probe_id: str) -> ResponseReturnValue:
    """Record what is decided about a probe, and why."""
    db = stores().stories
    probe = probes.get_probe(db, probe_id)
    chosen, because = request.form.get("decision", ""), clean_text(request.form.get("because", ""))
    open_ways = [one.value for one in Advice if probe.state is ProbeState.RUNNING or one is not Advice.KEEP_WATCHING]
    errors = []
    if chosen not in open_ways:
        errors.append(FieldError("decision", "Choose what you decide"))
    errors += _text_errors("because", because, "Say why, so that others can learn from it")
    if errors:
        return show_probe(probe_id, tuple(errors), {"decision": chosen, "because": because}), 422
    readings, outlooks = probe_readings.latest_readings(db, probe_id), probe_readings.list_outlooks(db, probe_id)
    is_read = probe.state is not ProbeState.PLANNED
    done = probe_actions.decide(
        db,
        probe_id,
        Advice(chosen),
        because=because,
        suggested=suggestion(probe, readings, outlooks, today()).advice.value if is_read else "",
        on=today(),
        actor=current_account().username,
        at=datetime.now(UTC),
    )
    return _back(probe_id, done)


@bp.post("/probes/<probe_id>/take-back")
@open_to(*ACTORS, within_groups=True)
def take_back(probe_id: str) -> ResponseReturnValue:
    """Take a decision back."""
    db = stores().stories
    probes.get_probe(db, probe_id)
    done = probe_actions.take_back(db, probe_id, today=today(), actor=current_account().username, at=datetime.now(UTC))
    return _back(probe_id, done)


@bp.post("/probes/<probe_id>/end")
@open_to(*ACTORS, within_groups=True)
def end_sooner(probe_id: str) -> ResponseReturnValue:
    """Bring the end of a running probe forward."""
    db = stores().stories
    probe = probes.get_probe(db, probe_id)
    typed = request.form.get("ends_on", "").strip()
    day, earliest = read_day(typed), max(today(), probe.starts_on + SHORTEST)
    if day is None or not earliest <= day < probe.ends_on:
        message = "Choose a day before the present end, not before today, and two weeks or more after the start"
        return show_probe(probe_id, (FieldError("ends_on", message),), {"ends_on": typed}), 422
    done = probe_actions.bring_end_forward(
        db, probe_id, ends_on=day, actor=current_account().username, at=datetime.now(UTC)
    )
    return _back(probe_id, done)


@bp.post("/probes/<probe_id>/owner")
@open_to(*ACTORS, within_groups=True)
def hand_over(probe_id: str) -> ResponseReturnValue:
    """Name another owner."""
    db = stores().stories
    owner = request.form.get("owner", "")
    if owner not in owners_of(probes.get_probe(db, probe_id)):
        return show_probe(probe_id, (FieldError("owner", "Choose who answers for this probe"),), {}), 422
    probe_actions.hand_over(db, probe_id, owner=owner, actor=current_account().username, at=datetime.now(UTC))
    return _back(probe_id, True)


@bp.post("/probes/<probe_id>/note")
@open_to(*ACTORS, within_groups=True)
def note(probe_id: str) -> ResponseReturnValue:
    """Add a note."""
    db = stores().stories
    probes.get_probe(db, probe_id)
    text = clean_text(request.form.get("note", ""))
    errors = _text_errors("note", text, "Write what you noticed")
    if errors:
        return show_probe(probe_id, tuple(errors), {"note": text}), 422
    probe_actions.add_note(db, probe_id, text=text, actor=current_account().username, at=datetime.now(UTC))
    return _back(probe_id, True)


def _text_errors(name: str, text: str, missing: str) -> list[FieldError]:
    if not text:
        return [FieldError(name, missing)]
    if len(text) > MOST_TEXT:
        return [FieldError(name, f"Shorten this to {MOST_TEXT:,} characters or fewer. It has {len(text):,} now")]
    return []


def _back(probe_id: str, done: bool) -> ResponseReturnValue:
    if not done:
        return show_probe(probe_id, (), {}, _MEANWHILE), 409
    return redirect(url_for("probes.probe_page", probe_id=probe_id), code=303)

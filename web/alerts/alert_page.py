"""One alert's own page: what moved and what shows it, who has it, what can be done, and its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from narratives.alert import AlertState
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.probe import Probe
from narratives.report_back import ReportBack
from store import release
from store.alerts import Alert, get_alert, list_events
from store.collections import framework_of
from store.database import Database, Row
from store.deliveries import list_deliveries
from store.judgements import judgement_of
from store.probes import probes_of_alert
from store.report_backs import report_backs_of
from store.silences import active_silence, get_silence
from web.access import current_account
from web.alerts.action_forms import REASONS, ActionForm
from web.alerts.blueprint import may_act_on, today
from web.alerts.cards import alert_card
from web.alerts.history import HistoryStep, Known, history
from web.alerts.lines import AlertLine, alert_line
from web.alerts.silence_lines import SilenceLine, silence_line
from web.alerts.words_changed import words_changed
from web.explore.blueprint import may_read
from web.explore.reading.story_cards import QUOTE_CHARACTERS, StoryCard, story_cards
from web.people import managers, names
from web.reach import groups_within, seen_collection
from web.seen import narrowed_alert, seen_answers, seen_due, sees_alert, sees_probe
from web.stores import stores

_STATES = {
    AlertState.WATCHING: "Being watched",
    AlertState.RAISED: "New: nobody has acknowledged it",
    AlertState.ACKNOWLEDGED: "Being looked into",
    AlertState.CLOSED: "Closed",
}
_SHOWN_STORIES = 3
_CONTESTED = {"state", "assigned", "due"}  # what two people may want to do at once


@dataclass(frozen=True, slots=True)
class AlertPage:
    """Everything around the evidence. `may_reopen` is false once what moves there would be an alert of its own."""

    line: AlertLine
    collection: Collection
    state_words: str
    closed_because: str
    may_reopen: bool
    due_on: str
    silence: SilenceLine | None
    quieted: SilenceLine | None
    probes: tuple[tuple[Probe, str], ...]
    reports: tuple[ReportBack, ...]
    history: tuple[HistoryStep, ...]


def show_alert(alert_id: str, *, form: ActionForm | None = None, notice: str = "") -> str:
    """The page, with a form that was sent and what is wrong with it, or a notice. Raises NotFoundError."""
    db = stores().stories
    alert = get_alert(db, alert_id)
    collection = seen_collection(alert.collection)
    framework = framework_of(db, collection)
    alert = narrowed_alert(alert, collection, framework)
    form, known = form or ActionForm(), names()
    page = _page(db, alert, collection, framework, known)
    return render_template(
        "alerts/alert.html",
        page=page,
        card=alert_card(alert, collection, framework, _stories(collection, framework, alert.id), today()),
        form=form,
        errors=form.errors,
        notice=notice,
        may_act=may_act_on(page.line),
        managers=managers(collection.id, alert.finding.within),
        reasons=REASONS,
        first_day=today(),
        words=words_changed(alert, collection),
        said=judgement_of(db, alert.id, current_account().username),
    )


def sees_lead(alert_id: str) -> bool:
    """Whether the signed-in person sees the alert that another is told inside."""
    lead = get_alert(stores().stories, alert_id)
    return sees_alert(seen_collection(lead.collection), lead.finding)


def answered(alert_id: str) -> ResponseReturnValue:
    """The page for somebody who came second: who did what, and that nothing was changed."""
    events = [row for row in list_events(stores().stories, alert_id) if row["kind"] in _CONTESTED]
    last = history(events[-1:], (), Known(names(), {}))[-1]
    notice = f"{last.what.removesuffix('.')} at {last.when}. Nothing was changed."
    return show_alert(alert_id, notice=notice), 409


def _stories(collection: Collection, framework: Framework, alert_id: str) -> tuple[StoryCard, ...]:
    if not may_read(collection.id):
        return ()
    found = release.list_exemplars(stores().stories, collection, alert_id)[:_SHOWN_STORIES]
    return story_cards(collection, framework, found, {}, most=QUOTE_CHARACTERS)


def _page(
    db: Database, alert: Alert, collection: Collection, framework: Framework, known: Mapping[str, str]
) -> AlertPage:
    on = today()
    events = [one for one in list_events(db, alert.id) if one["kind"] != "folded" or groups_within(collection) is None]
    reasons = {probe.id: reason for probe, reason in seen_due([collection], on)}
    sentences = {member.id: member.sentence for member in alert.members}
    is_quiet = alert.silence_id is not None and alert.state is AlertState.RAISED
    covering = None if is_quiet else active_silence(db, collection.id, alert.finding, on)
    return AlertPage(
        line=alert_line(alert, collection, framework, known, on, _last_step(events)),
        collection=collection,
        state_words=_STATES[alert.state],
        closed_because=alert.closed_because or "",
        may_reopen=not alert.rearmed,
        due_on="" if alert.due_on is None else alert.due_on.isoformat(),
        silence=silence_line(get_silence(db, alert.silence_id), known) if is_quiet and alert.silence_id else None,
        quieted=silence_line(covering, known) if covering else None,
        probes=tuple(
            (probe, reasons.get(probe.id, ""))
            for probe in probes_of_alert(db, alert.id)
            if sees_probe(collection, probe)
        ),
        reports=tuple(seen_answers(collection, report_backs_of(db, alert=alert.id))),
        history=history(events, list_deliveries(db, alert.id), Known(known, sentences)),
    )


def _last_step(events: list[Row]) -> Row | None:
    found = [row for row in events if row["kind"] == "state" and row["new_value"] != AlertState.RAISED]
    return found[-1] if found else None

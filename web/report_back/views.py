"""Telling the tellers: the answers of a collection, a new one, and changing one or taking it back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.alert import Signal, sentence
from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.probe import Probe, ProbeState
from narratives.report_back import ReportBack
from narratives.translation import ENGLISH
from store import report_backs as rows
from store.accounts import Role
from store.alerts import get_alert
from store.collections import framework_of
from store.database import Database
from store.probes import get_probe, probes_of_alert
from store.release_quotations import MOST_REFUSALS, add_refusal, count_refusals, find_quotation
from web.access import current_account, may, open_to
from web.explore.blueprint import VIEWERS
from web.language import offered_with
from web.people import names
from web.reach import groups_within, seen_collection, visible_collections
from web.report_back.cards import answer_card, answered_words
from web.report_back.checking import checked
from web.report_back.form import OUTCOMES, AnswerForm, begun_with, changed_from, empty_form, names_of, read_form
from web.respond.answers import heard_card
from web.seen import seen_alerts, seen_answers, seen_probes
from web.stores import stores

bp = Blueprint("report_back", __name__, url_prefix="/report-back")
ACTORS = (Role.MANAGER,)
_KEY = re.compile("[0-9a-f]{32}")
_SAID = {
    "published": "Published. Tellers see it from now on.",
    "changed": "Changed. Tellers see the new words from now on.",
    "same": "Nothing was different, so nothing was changed.",
    "taken-back": "Taken back. Tellers no longer see it.",
    "put-back": "Put back. Tellers see it again.",
    "quotes": "It holds words of a story that may not be published, so it stays taken back. Change it first.",
    "enough": "Words of stories were refused too often today, so it stays taken back. Come back tomorrow.",
    "moved": "Somebody else has done that already. Nothing was changed.",
}


@bp.get("")
@open_to(*VIEWERS, within_groups=True)
def choose() -> ResponseReturnValue:
    """The answers of the only collection, or all collections with how much of each was answered."""
    collections = visible_collections()
    if len(collections) == 1:
        return redirect(url_for(".page", collection_id=collections[0].id), code=303)
    found = [(one, _share(one)) for one in collections]
    return render_template("report_back/choose.html", collections=found)


@bp.get("/collections/<collection_id>")
@open_to(*VIEWERS, within_groups=True)
def page(collection_id: str) -> ResponseReturnValue:
    """What tellers of a collection were told, and what nobody has answered yet."""
    db = stores().stories
    collection = seen_collection(collection_id)
    known = names()
    answers = seen_answers(collection, rows.list_report_backs(db, collection.id, published=False))
    cards = [answer_card(db, one, known) for one in answers]
    return render_template(
        "report_back/page.html",
        collection=collection,
        published=[card for card in cards if not card.is_taken_back],
        taken_back=[card for card in cards if card.is_taken_back],
        unanswered=_unanswered(collection),
        share=_share(collection),
        may_act=may(*ACTORS),
        done=_SAID.get(request.args.get("done", ""), ""),
        undo=_undo(),
    )


def _share(collection: Collection) -> str:
    """How much was answered, told of a whole collection alone."""
    if groups_within(collection) is not None:
        return ""
    return answered_words(rows.share_answered(stores().stories, collection.id, today=_today()))


def _unanswered(collection: Collection) -> list[rows.Unanswered]:
    """What waits for an answer, of what is seen."""
    found = rows.list_unanswered(stores().stories, collection.id, today=_today())
    if groups_within(collection) is None:
        return found
    alerts = {one.id: one for one in seen_alerts(collection, framework_of(stores().stories, collection))}
    probes = {one.id for one in seen_probes(collection)}
    told = [replace(one, words=alerts[one.id].sentence) if one.id in alerts else one for one in found]
    return [one for one in told if one.id in alerts or one.id in probes]


@bp.get("/new")
@open_to(*ACTORS, within_groups=True)
def new() -> ResponseReturnValue:
    """An empty form, or one that an alert or a probe begins."""
    return _page(_begun()[0])


@bp.post("/new")
@open_to(*ACTORS, within_groups=True)
def publish() -> ResponseReturnValue:
    """Show the answer as tellers will see it, then publish it."""
    form = _sent(*_begun())
    report = partial(form.report, _key(), current_account().username, _today())
    page = _before_publishing(form, report)
    if page is not None:
        return page
    rows.publish(stores().stories, told := report(), at=_now())
    return _to_page(told, "published")


@bp.get("/<report_back_id>/change")
@open_to(*ACTORS, within_groups=True)
def edit(report_back_id: str) -> ResponseReturnValue:
    """An answer in the form, to change it."""
    return _page(_held(report_back_id)[0])


@bp.post("/<report_back_id>/change")
@open_to(*ACTORS, within_groups=True)
def change(report_back_id: str) -> ResponseReturnValue:
    """Show the change as tellers will see it, then make it."""
    form = _sent(*_held(report_back_id))
    before = rows.get_report_back(stores().stories, report_back_id)
    report = partial(form.report, before.id, before.made_by, before.published_on)
    page = _before_publishing(form, report)
    if page is not None:
        return page
    changed = rows.change(stores().stories, told := report(), actor=current_account().username, at=_now())
    return _to_page(told, "changed" if changed else "same")


@bp.post("/<report_back_id>/take-back", defaults={"decision": "take-back"})
@bp.post("/<report_back_id>/put-back", defaults={"decision": "put-back"})
@open_to(*ACTORS, within_groups=True)
def decide(report_back_id: str, decision: str) -> ResponseReturnValue:
    """Take an answer back, or put it back."""
    db = stores().stories
    report = rows.get_report_back(db, report_back_id)
    refused = _refused(report) if decision == "put-back" else ""
    if refused:
        return _to_page(report, refused)
    act = rows.take_back if decision == "take-back" else rows.put_back
    moved = act(db, report.id, actor=current_account().username, at=_now())
    done = {"take-back": "taken-back", "put-back": "put-back"}[decision]
    return _to_page(report, done if moved else "moved")


def _refused(report: ReportBack) -> str:
    """Why an answer may not be put back; counted, since who may try for ever learns what is told next."""
    db, account = stores().stories, current_account().username
    if count_refusals(db, account, _today()) >= MOST_REFUSALS:
        return "enough"
    if not find_quotation(db, report.collection, report.every_sentence):
        return ""
    add_refusal(db, account, _today())
    return "quotes"


def _tried_for(db: Database, alert_id: str) -> Probe | None:
    """What was tried because of an alert, where that is one thing: its answer is the alert's too."""
    begun = [probe for probe in probes_of_alert(db, alert_id) if probe.state is not ProbeState.PLANNED]
    return begun[0] if len(begun) == 1 else None


def _begun() -> tuple[AnswerForm, Framework]:
    """The form that the address asks for. Raises NotFoundError."""
    db, asked = stores().stories, request.args
    alert = get_alert(db, asked["alert"]) if asked.get("alert") else None
    probe = get_probe(db, asked["probe"]) if asked.get("probe") else None
    if probe is not None and probe.alert and alert is None:
        alert = get_alert(db, probe.alert)
    elif alert is not None and probe is None:
        probe = _tried_for(db, alert.id)
    ids = {one.collection for one in (alert, probe) if one is not None} | {asked.get("collection") or ""} - {""}
    if len(ids) > 1:
        raise NotFoundError("alert or probe of that collection", asked.get("collection", ""))
    collections = [one for one in visible_collections() if not ids or one.id in ids]
    if len(collections) != 1:
        if ids:
            raise NotFoundError("collection", ids.pop())
        abort(redirect(url_for(".choose"), code=303))
    form, framework = _empty(collections[0])
    if alert is None:
        return begun_with(form, probe=probe), framework
    # The words of a theme are words of stories: they stay inside.
    said = sentence(alert.finding, framework) if alert.finding.signal is Signal.THEME else alert.sentence
    return begun_with(form, alert=(alert.id, said, alert.finding), probe=probe), framework


def _held(report_back_id: str) -> tuple[AnswerForm, Framework]:
    report = rows.get_report_back(stores().stories, report_back_id)
    form, framework = _empty(seen_collection(report.collection))
    return changed_from(form, report), framework


def _empty(collection: Collection) -> tuple[AnswerForm, Framework]:
    framework = framework_of(stores().stories, collection)
    others = [code for code in offered_with(framework) if code != ENGLISH]
    return empty_form(collection, (ENGLISH, *others)), framework


def _sent(begun: AnswerForm, framework: Framework) -> AnswerForm:
    """The form as it was sent; going back to change it finds nothing wrong with it."""
    form = read_form(begun, request.form.to_dict(flat=False))
    if request.form.get("step") == "edit":
        return replace(form, errors=())
    account = current_account().username
    return checked(form, stores().stories, stores().landscape, framework, account=account, today=_today())


def _key() -> str:
    """The id of an answer that is sent, drawn when it was shown first: sent twice it is published once."""
    sent = request.form.get("key", "")
    return sent if _KEY.fullmatch(sent) else secrets.token_hex(16)


def _before_publishing(form: AnswerForm, report: Callable[[], ReportBack]) -> ResponseReturnValue | None:
    """The form with what is wrong, or the preview; None when it is to be published."""
    step = request.form.get("step")
    if form.errors:
        return _page(form), 422
    if step == "edit":
        return _page(form)
    return None if step == "publish" else _preview(form, report())


def _page(form: AnswerForm) -> str:
    return render_template(
        "report_back/form.html",
        form=form,
        errors=form.errors,
        collection=form.collection,
        groups=names_of(form.collection),
        outcomes=OUTCOMES,
    )


def _preview(form: AnswerForm, report: ReportBack) -> str:
    cards = [(code, name, direction, heard_card(report, code)) for code, name, direction, _fields in form.sentences]
    return render_template(
        "report_back/preview.html", form=form, collection=form.collection, cards=cards, key=report.id
    )


def _undo() -> tuple[str, str] | None:
    """What takes the last decision back: its words and its address."""
    one = request.args.get("one", "")
    undone = {"taken-back": "put-back", "put-back": "take-back", "published": "take-back"}.get(
        request.args.get("done", "")
    )
    if not undone or not one:
        return None
    return "Undo", url_for(".decide", report_back_id=one, decision=undone)


def _to_page(report: ReportBack, done: str) -> ResponseReturnValue:
    return redirect(url_for(".page", collection_id=report.collection, done=done, one=report.id), code=303)


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return _now().date()

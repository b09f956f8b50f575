"""Making a report: its words, what stands in it and in which order, and going back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.draft import ChangedMeanwhileError
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import whole_number
from narratives.report import MOST_PARTS, Part, PartKind, Report, ReportRevision
from store.reports import change_report, list_issues, list_report_revisions, report_at
from web.access import current_account, may, open_to
from web.explore.blueprint import today
from web.people import names
from web.reports.blueprint import MAKERS, VIEWERS, bp, held, opened
from web.reports.choices import choices, read_choice, rows
from web.reports.telling import Teller
from web.reports.wording import purpose_errors, read_words, title_errors
from web.stores import stores

_Change = tuple[Report, str]


@bp.get("/<collection_id>/<report_id>")
@open_to(*VIEWERS)
def show(collection_id: str, report_id: str) -> ResponseReturnValue:
    """A report as it is being made: its parts, what can be added, and its issues."""
    return shown(collection_id, report_id)


@bp.post("/<collection_id>/<report_id>")
@open_to(*MAKERS)
def change(collection_id: str, report_id: str) -> ResponseReturnValue:
    """Change one thing of a report, as one revision."""
    report, teller = held(collection_id, report_id), teller_of(collection_id)
    try:
        changed, what = _changed(report, teller)
        done = _keep(changed, what).revision if changed != report else 0
    except SubmissionError as error:
        return shown(collection_id, report_id, error.errors), 422
    return redirect(_made(report, done), code=303)


@bp.get("/<collection_id>/<report_id>/history")
@open_to(*VIEWERS)
def history(collection_id: str, report_id: str) -> ResponseReturnValue:
    """Every change of a report."""
    collection, _ = opened(collection_id)
    report = held(collection_id, report_id)
    revisions = list_report_revisions(stores().stories, report_id)
    return render_template(
        "reports/history.html",
        collection=collection,
        report=report,
        revisions=revisions,
        names=names(),
        may_make=may(*MAKERS),
    )


@bp.post("/<collection_id>/<report_id>/back")
@open_to(*MAKERS)
def back(collection_id: str, report_id: str) -> ResponseReturnValue:
    """Go back to an earlier revision, which is a change too."""
    report = held(collection_id, report_id)
    to = whole_number(request.form.to_dict(flat=False), "to") or 0
    done = _keep(report_at(stores().stories, report, to), "Went back to an earlier state").revision
    return redirect(_made(report, done), code=303)


@bp.errorhandler(ChangedMeanwhileError)
def _meanwhile(error: ChangedMeanwhileError) -> ResponseReturnValue:
    named = request.view_args or {}
    collection, _ = opened(str(named.get("collection_id")))
    report = held(collection.id, str(named.get("report_id")))
    return render_template("reports/meanwhile.html", collection=collection, report=report, said=str(error)), 409


def teller_of(collection_id: str) -> Teller:
    """Who puts the parts of a collection's reports into words."""
    collection, framework = opened(collection_id)
    return Teller(stores().stories, collection, framework, names(), today())


def _made(report: Report, done: int) -> str:
    """Where the report is made, told which revision was just stored."""
    return url_for(".show", collection_id=report.collection, report_id=report.id, done=done or None)


def seen_revision() -> int:
    """The revision that the page showed which was sent; 0, which there never is, where it says none."""
    return whole_number(request.form.to_dict(flat=False), "revision") or 0


def shown(collection_id: str, report_id: str, errors: Sequence[FieldError] = ()) -> str:
    """The page that makes a report, with what is wrong with what was sent."""
    report, teller = held(collection_id, report_id), teller_of(collection_id)
    return render_template(
        "reports/show.html",
        collection=teller.collection,
        report=report,
        rows=rows(teller, report),
        choices=choices(teller, report),
        issues=list_issues(stores().stories, report_id),
        last=_last(report) if request.args.get("done", "") == str(report.revision) else None,
        names=teller.names,
        may_make=may(*MAKERS),
        typed=request.form,
        errors=errors,
        wrong={one.field: one.message for one in reversed(errors)},
    )


def _last(report: Report) -> ReportRevision:
    return list_report_revisions(stores().stories, report.id)[0]


def _keep(report: Report, what: str) -> Report:
    """Store a report as the revision after the one that was seen. Raises ChangedMeanwhileError."""
    seen = seen_revision()
    if seen != report.revision:
        who = names().get(report.changed_by, report.changed_by)
        raise ChangedMeanwhileError(f"{who} changed this report while you had it open.")
    return change_report(stores().stories, report, what=what, actor=current_account().username, at=datetime.now(UTC))


def _changed(report: Report, teller: Teller) -> _Change:
    """The report as the form wants it, and what that was in words. Raises SubmissionError."""
    return _DEEDS.get(request.form.get("do", ""), _nothing)(report, teller)


def _nothing(report: Report, teller: Teller) -> _Change:
    return report, ""


def _words(report: Report, teller: Teller) -> _Change:
    title, purpose = (read_words(request.form.get(name, "")) for name in ("title", "purpose"))
    errors = [*title_errors(title), *purpose_errors(purpose)]
    if errors:
        raise SubmissionError(errors)
    changed = replace(report, title=title, purpose=purpose)
    return (changed, "Changed its words") if (title, purpose) != (report.title, report.purpose) else (report, "")


def _heading(report: Report, teller: Teller) -> _Change:
    text = read_words(request.form.get("heading", ""))
    errors = [*title_errors(text, "heading"), *_full(report, "heading")]
    if errors:
        raise SubmissionError(errors)
    return report.with_part(Part(PartKind.HEADING, text)), f"Added the heading “{text}”"


def _add(report: Report, teller: Teller) -> _Change:
    part = read_choice(teller, request.form.get("what", ""))
    if part is None:
        raise SubmissionError([FieldError("what", "Choose what to add from the list")])
    if part in report.parts:
        raise SubmissionError([FieldError("what", "This is in the report already")])
    errors = _full(report, "what")
    if errors:
        raise SubmissionError(errors)
    return report.with_part(part), f"Added “{teller.part(part)['title']}”"


def _full(report: Report, field: str) -> list[FieldError]:
    if len(report.parts) < MOST_PARTS:
        return []
    return [FieldError(field, f"A report has at most {MOST_PARTS} parts. Remove one, or begin a second report")]


def _place(report: Report) -> int | None:
    """The place that the form names; None where the report has no such part."""
    place = whole_number(request.form.to_dict(flat=False), "place")
    return place if place is not None and place < len(report.parts) else None


def _up(report: Report, teller: Teller) -> _Change:
    place = _place(report)
    return (report, "") if place is None else (report.moved(place, -1), f"Moved part {place + 1} up")


def _down(report: Report, teller: Teller) -> _Change:
    place = _place(report)
    return (report, "") if place is None else (report.moved(place, 1), f"Moved part {place + 1} down")


def _remove(report: Report, teller: Teller) -> _Change:
    place = _place(report)
    return (report, "") if place is None else (report.without(place), f"Removed part {place + 1}")


_DEEDS: Mapping[str, Callable[[Report, Teller], _Change]] = {
    "words": _words,
    "heading": _heading,
    "add": _add,
    "up": _up,
    "down": _down,
    "remove": _remove,
}

"""A report to be read: its draft, its issues, each as a page and a file, and what asking again comes to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from narratives.draft import ChangedMeanwhileError
from narratives.errors import FieldError, NotFoundError
from narratives.frozen_query import result_hash
from narratives.report import Issue, Report, issue_hash
from store.claims import get_claim
from store.release_claims import asked_again
from store.reports import add_issue, get_issue
from web.access import current_account, may, open_to
from web.explore.blueprint import may_read, today
from web.explore.pictures.file_name import file_name
from web.reports.blueprint import MAKERS, VIEWERS, bp, held, opened
from web.reports.changing import seen_revision, shown, teller_of
from web.reports.paper import Paper, claims_in, draft_paper, issue_paper, paper_file, short
from web.reports.quoting import quoted_in
from web.reports.telling import GoneError
from web.stores import stores

_DELETED = "Somebody deleted this claim, so it cannot be asked again. Its words and figures stand in the issue."


@dataclass(frozen=True, slots=True)
class Again:
    """A claim of an issue, asked again: the hash it had and has, and what changed in sentences."""

    id: str
    text: str
    before: str
    now: str
    changes: tuple[str, ...]


@bp.get("/<collection_id>/<report_id>/preview")
@open_to(*VIEWERS)
def preview(collection_id: str, report_id: str) -> ResponseReturnValue:
    """The report as it would be read."""
    report = held(collection_id, report_id)
    paper = _draft(report)
    if isinstance(paper, GoneError):
        return _not_yet(report, paper)
    return _page(report, paper, None)


@bp.get("/<collection_id>/<report_id>/preview.pdf")
@open_to(*VIEWERS)
def preview_pdf(collection_id: str, report_id: str) -> ResponseReturnValue:
    """The same as a file."""
    report = held(collection_id, report_id)
    paper = _draft(report)
    if isinstance(paper, GoneError):
        return _not_yet(report, paper)
    return _pdf(report, paper, "draft", datetime.now(UTC))


@bp.post("/<collection_id>/<report_id>/freeze")
@open_to(*MAKERS)
def freeze(collection_id: str, report_id: str) -> ResponseReturnValue:
    """Freeze what the report says as its next issue."""
    report, teller = held(collection_id, report_id), teller_of(collection_id)
    if seen_revision() != report.revision:
        raise ChangedMeanwhileError("This report was changed while you had it open.")
    if not report.parts:
        return shown(collection_id, report_id, [FieldError("what", "Add something before you freeze the report")]), 422
    try:
        document = teller.document(report)
    except GoneError as error:
        return _not_yet(report, error)
    if quoted := quoted_in(document, collection_id):
        return shown(collection_id, report_id, [FieldError("parts", quoted)]), 422
    who, now = current_account().username, datetime.now(UTC)
    issue = add_issue(stores().stories, report, document, actor=who, at=now)
    return redirect(url_for(".issue", collection_id=collection_id, report_id=report_id, number=issue.number), code=303)


@bp.get("/<collection_id>/<report_id>/issues/<number>")
@open_to(*VIEWERS)
def issue(collection_id: str, report_id: str, number: str) -> ResponseReturnValue:
    """An issue as it was frozen."""
    report = held(collection_id, report_id)
    frozen = _issue(report, number)
    return _page(report, _frozen(report, frozen), frozen)


@bp.get("/<collection_id>/<report_id>/issues/<number>.pdf")
@open_to(*VIEWERS)
def issue_pdf(collection_id: str, report_id: str, number: str) -> ResponseReturnValue:
    """An issue as a file to send and keep."""
    report = held(collection_id, report_id)
    frozen = _issue(report, number)
    return _pdf(report, _frozen(report, frozen), f"issue {number}", frozen.made_at)


@bp.get("/<collection_id>/<report_id>/issues/<number>.json")
@open_to(*VIEWERS)
def issue_json(collection_id: str, report_id: str, number: str) -> ResponseReturnValue:
    """An issue with its claims for programs: what was asked, what came of it, and for readers the stories' ids."""
    report = held(collection_id, report_id)
    frozen = _issue(report, number)
    stands_on = {"claims": [_claim_json(id) for id in frozen.claims]}
    head = {"report": report.id, "issue": frozen.number, "frozen": frozen.made_at.isoformat(), "hash": frozen.hash}
    text = json.dumps({**head, "document": frozen.document, **stands_on}, ensure_ascii=False, indent=1, sort_keys=True)
    return _file(text.encode(), "application/json", report, f"issue {number}", "json")


@bp.get("/<collection_id>/<report_id>/issues/<number>/again")
@open_to(*VIEWERS)
def again(collection_id: str, report_id: str, number: str) -> ResponseReturnValue:
    """Ask everything of an issue again: the same hash, or what changed."""
    report = held(collection_id, report_id)
    frozen = _issue(report, number)
    collection, _ = opened(collection_id)
    asked = [_asked(report, claim) for claim in claims_in(frozen.document)]
    now = issue_hash(frozen.document, {one.id: one.now for one in asked})
    return render_template(
        "reports/again.html",
        collection=collection,
        report=report,
        issue=frozen,
        now=now,
        changed=[one for one in asked if one.changes],
        same=[one for one in asked if not one.changes],
        short=short,
    )


def _draft(report: Report) -> Paper | GoneError:
    collection, framework = opened(report.collection)
    try:
        document = teller_of(report.collection).document(report)
    except GoneError as error:
        return error
    return draft_paper(collection, framework, document, today())


def _not_yet(report: Report, error: GoneError) -> ResponseReturnValue:
    said = f"{error} Remove the part that is marked, then go on"
    return shown(report.collection, report.id, [FieldError("parts", said)]), 422


def _frozen(report: Report, frozen: Issue) -> Paper:
    collection, framework = opened(report.collection)
    return issue_paper(collection, framework, frozen, today())


def _issue(report: Report, number: str) -> Issue:
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        raise NotFoundError("issue of the report", number)
    return get_issue(stores().stories, report.id, int(number))


def _page(report: Report, paper: Paper, frozen: Issue | None) -> str:
    return render_template(
        "reports/paper.html",
        collection=paper.collection,
        report=report,
        paper=paper,
        issue=frozen,
        may_make=may(*MAKERS),
    )


def _pdf(report: Report, paper: Paper, which: str, at: datetime) -> Response:
    return _file(paper_file(paper, report, at), "application/pdf", report, which, "pdf")


def _file(body: bytes, kind: str, report: Report, which: str, ending: str) -> Response:
    answer = Response(body, content_type=kind)
    name = file_name(ending, today(), report.title, which)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _claim_json(claim_id: str) -> dict[str, object]:
    """A claim as it is now; of one that was deleted its id alone, since the issue's document has the rest."""
    try:
        claim = get_claim(stores().stories, claim_id)
    except NotFoundError:
        return {"id": claim_id, "deleted": True}
    result = claim.result.to_json()
    # Who may not read stories learns how many, and not which.
    if not may_read(claim.collection):
        result |= {"stories": len(result["stories"])}
    return {"id": claim.id, "text": claim.text, "hash": claim.hash, "query": claim.query.to_json(), "result": result}


def _asked(report: Report, told: Mapping[str, Any]) -> Again:
    """What a claim of an issue comes to now; its text is the one that was frozen."""
    collection, framework = opened(report.collection)
    db, landscape = stores().stories, stores().landscape
    try:
        claim = get_claim(db, told["id"])
    except NotFoundError:
        return Again(told["id"], told["text"], told["hash"], "", (_DELETED,))
    result, changes = asked_again(db, landscape, collection, framework, claim)
    return Again(claim.id, told["text"], told["hash"], result_hash(claim.query, result), changes)

"""A look by a colleague, what keeps a draft from being opened, and opening it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.draft import ChangedMeanwhileError, Draft, Review, Verdict
from narratives.draft_sketch import problems
from narratives.errors import FieldError, FrameworkError, SubmissionError
from narratives.text import clean_text
from store.drafts import add_review, list_reviews, list_revisions
from store.erasure_trials import end_trials
from store.opening_drafts import draft_problems, open_draft
from store.release_trials import count_told
from store.trials import trial_of
from web.access import current_account, open_to
from web.design.blueprint import DESIGNERS, held, opening
from web.explore.blueprint import today
from web.stores import stores

_MOST_REMARK = 1000


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that keeps a draft from being opened, and where it is mended."""

    words: str
    href: str


@opening.get("/<draft_id>/review")
@open_to(*DESIGNERS)
def review(draft_id: str) -> ResponseReturnValue:
    """What was said of a draft, what is missing, and the button that opens it."""
    return _page(held(draft_id))


@opening.post("/<draft_id>/review")
@open_to(*DESIGNERS)
def say(draft_id: str) -> ResponseReturnValue:
    """Ask for a look, agree, or remark on the revision that was looked at."""
    draft, db, who = held(draft_id), stores().stories, current_account().username
    remark = clean_text(request.form.get("remark", ""))
    wrong = _what_is_wrong(draft, request.form.get("verdict", ""), remark, is_own=who in _authors(draft))
    if wrong:
        return _page(draft, (wrong,), remark), 422
    if not draft.is_open:
        add_review(db, draft, Verdict(request.form["verdict"]), remark, actor=who, at=datetime.now(UTC))
    return redirect(url_for(".review", draft_id=draft_id, done="said", _anchor="said"), code=303)


@opening.post("/<draft_id>/open")
@open_to(*DESIGNERS)
def go(draft_id: str) -> ResponseReturnValue:
    """Open the draft as it was shown; pressed twice it is opened once."""
    draft, db, who = held(draft_id), stores().stories, current_account().username
    if not draft.is_open and not _was_looked_at(draft) and request.form.get("sure") != "yes":
        return _page(
            draft, (FieldError("sure", "Ask a colleague for a look first, or tick that you open it without"),)
        ), 422
    revision = request.form.get("revision", "")
    try:
        collection = open_draft(
            db, draft_id, int(revision) if revision.isdecimal() else 0, actor=who, at=datetime.now(UTC)
        )
    except ChangedMeanwhileError as error:
        return _page(held(draft_id), (FieldError("open", f"{error} Look at it again, then open it."),)), 409
    except (FrameworkError, SubmissionError):
        return _page(draft, (FieldError("hindrances", "It cannot be opened yet: mend what is listed"),)), 422
    end_trials(db, draft_id)
    stores().look_again()
    return redirect(url_for("invite.ways_in", collection_id=collection.id), code=303)


def hindrances(draft: Draft) -> list[Hindrance]:
    """Everything that keeps a draft from being opened, each with a link to where it is mended."""
    questions = url_for("design.show", draft_id=draft.id) if "design.show" in current_app.view_functions else ""
    form = url_for(".form", draft_id=draft.id)
    return [
        *(Hindrance(problem, questions) for problem in problems(draft.questions)),
        *(
            Hindrance(f"Opening: {problem.message}", f"{form}#{problem.field}")
            for problem in draft_problems(stores().stories, draft, today())
        ),
    ]


def _what_is_wrong(draft: Draft, verdict: str, remark: str, *, is_own: bool) -> FieldError | None:
    if verdict not in set(Verdict):
        return FieldError("remark", "Choose one of the buttons")
    if len(remark) > _MOST_REMARK:
        return FieldError("remark", f"Shorten it to {_MOST_REMARK} characters or fewer; it has {len(remark)}")
    if verdict == Verdict.REMARK and not remark:
        return FieldError("remark", "Write what should be different")
    if verdict == Verdict.AGREED and is_own:
        return FieldError("remark", "You wrote part of this yourself: somebody else has to agree")
    return None


def _authors(draft: Draft) -> frozenset[str]:
    """Whoever wrote a part of a draft: what they say of it is no look from outside."""
    return frozenset({draft.made_by, *(one.actor for one in list_revisions(stores().stories, draft.id))})


def _agreements(draft: Draft) -> list[Review]:
    """Who agreed to the draft as it is now and wrote no part of it."""
    authors, said = _authors(draft), list_reviews(stores().stories, draft.id)
    return [
        one
        for one in said
        if one.verdict is Verdict.AGREED and one.revision == draft.revision and one.actor not in authors
    ]


def _was_looked_at(draft: Draft) -> bool:
    return bool(_agreements(draft))


def _page(draft: Draft, errors: tuple[FieldError, ...] = (), remark: str = "") -> str:
    trial = trial_of(stores().stories, draft.id)
    return render_template(
        "design/review.html",
        draft=draft,
        hindrances=[] if draft.is_open else hindrances(draft),
        said=list(reversed(list_reviews(stores().stories, draft.id))),
        agreed=_agreements(draft),
        is_own=current_account().username in _authors(draft),
        trial=trial,
        told=count_told(stores().stories, trial.collection.id) if trial else 0,
        errors=errors,
        wrong={one.field: one.message for one in errors},
        remark=remark,
        most=_MOST_REMARK,
        done=request.args.get("done", ""),
    )

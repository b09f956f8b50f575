"""Every draft, beginning one, and what a draft asks."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.design_findings import findings
from narratives.draft import Draft, DraftState
from narratives.draft_faults import faults
from narratives.draft_parts import parts
from narratives.draft_sketch import sketch
from narratives.draft_start import LONGEST_FILE, blank, copied, from_file
from narratives.errors import FieldError, FrameworkError, NotFoundError, SubmissionError
from narratives.text import clean_text
from store.drafts import add_draft, list_drafts, list_revisions
from store.frameworks import get_framework, list_frameworks
from web.access import current_account, open_to
from web.bodies import takes_file
from web.design.blueprint import DESIGNERS, bp, held
from web.design.finding_groups import noted_of
from web.design.rows import KINDS, overview_of
from web.design.saving import UNTITLED
from web.headers import let_hold_own
from web.sentences import joined
from web.stores import stores

_STATES = {DraftState.DRAFT: "Draft", DraftState.REVIEW: "Being looked at", DraftState.OPENED: "Opened"}


@dataclass(frozen=True, slots=True)
class Card:
    """One draft of the list: its state, and how far it is in words."""

    draft: Draft
    state: str
    far: str


@bp.get("")
@open_to(*DESIGNERS)
def overview() -> ResponseReturnValue:
    """Every draft, the one changed last first."""
    cards = [Card(one, _STATES[one.state], _far(one)) for one in list_drafts(stores().stories)]
    return render_template("design/overview.html", cards=cards, packs=_has("packs.page"))


@bp.get("/new")
@open_to(*DESIGNERS)
def new() -> ResponseReturnValue:
    """The ways to begin."""
    return _new()


@bp.post("/new")
@open_to(*DESIGNERS)
@takes_file(lambda: LONGEST_FILE)
def start() -> ResponseReturnValue:
    """Begin a draft from nothing, from questions that there are, or from a file."""
    db = stores().stories
    try:
        with db.write():
            questions, what = _begun(_taken())
            draft = Draft(title=str(questions.get("title") or UNTITLED), questions=questions)
            add_draft(db, draft, what=what, actor=current_account().username, at=datetime.now(UTC))
    except SubmissionError as error:
        return _new(error.errors), 422
    return redirect(url_for(".show", draft_id=draft.id), code=303)


@bp.get("/<draft_id>")
@open_to(*DESIGNERS)
def show(draft_id: str) -> ResponseReturnValue:
    """Everything that tellers are asked, in order, beside how they would see it."""
    draft, db = held(draft_id), stores().stories
    let_hold_own()
    last = list_revisions(db, draft_id)[0]
    return render_template(
        "design/show.html",
        draft=draft,
        page=overview_of(draft.questions, faults(draft.questions)),
        kinds=KINDS,
        state=_STATES[draft.state],
        noted=noted_of(findings(sketch(draft.questions), draft.opening, draft.questions)),
        last=last if request.args.get("done", "") == str(draft.revision) else None,
    )


def _new(errors: tuple[FieldError, ...] = ()) -> str:
    return render_template(
        "design/new.html",
        frameworks=list_frameworks(stores().stories),
        packs=_has("packs.page"),
        typed=request.form,
        errors=errors,
        wrong={one.field: one.message for one in reversed(errors)},
    )


def _begun(taken: Container[str]) -> tuple[dict[str, Any], str]:
    """What the form asks for, and that in words. Raises SubmissionError."""
    how = request.form.get("how", "")
    if how == "copy":
        return _copy(taken)
    if how == "file":
        return _file(taken), "Brought a framework file"
    title = clean_text(request.form.get("title", ""))
    if not 0 < len(title) <= 200:
        raise SubmissionError([FieldError("title", "Give the questions a name of at most 200 characters")])
    return blank(title, taken), "Began with nothing"


def _copy(taken: Container[str]) -> tuple[dict[str, Any], str]:
    try:
        framework = get_framework(stores().stories, request.form.get("framework", ""))
    except NotFoundError as error:
        raise SubmissionError([FieldError("framework", "Choose the questions to copy")]) from error
    return copied(framework, f"{framework.title} (copy)", taken), f"Copied “{framework.title}”"


def _file(taken: Container[str]) -> dict[str, Any]:
    sent = request.files.get("file")
    raw = sent.read(LONGEST_FILE + 1) if sent and sent.filename else request.form.get("document", "").encode()
    field = "file" if sent and sent.filename else "document"
    if not raw.strip():
        raise SubmissionError([FieldError("document", "Choose a file, or paste what is in it")])
    if len(raw) > LONGEST_FILE:
        raise SubmissionError([FieldError(field, "The file has more than 64 KiB: no framework is that long")])
    try:
        return from_file(raw.decode("utf-8-sig"), taken)
    except UnicodeDecodeError as error:
        said = f"The file is not text in UTF-8 (at byte {error.start}): save it so and send it again"
        raise SubmissionError([FieldError(field, said)]) from error
    except FrameworkError as error:
        said = joined(list(error.problems))
        raise SubmissionError([FieldError(field, said[:1].upper() + said[1:])]) from error


def _taken() -> frozenset[str]:
    """The ids that frameworks and other drafts have."""
    db = stores().stories
    drafts = (str(draft.questions.get("id")) for draft in list_drafts(db))
    return frozenset([*drafts, *(framework.id for framework in list_frameworks(db))])


def _far(draft: Draft) -> str:
    asked = sum(one.kind != "branch" for one in parts(draft.questions))
    questions = f"{asked} question{'' if asked == 1 else 's'}"
    if draft.is_open:
        return questions
    missing = len(faults(draft.questions))
    return (
        f"{questions} · {missing} thing{'' if missing == 1 else 's'} to mend" if missing else f"{questions} · complete"
    )


def _has(endpoint: str) -> bool:
    return endpoint in current_app.view_functions

"""Several collections on common axes, and declaring which questions ask the same."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.common_axes import EquivalenceError
from narratives.errors import FieldError
from store.equivalences import axes, declare, in_force, withdraw
from web.access import current_account, may, open_to
from web.combined.blueprint import bp
from web.combined.choosing import MOST, WHOSE, lines_of, read_chosen, read_key
from web.combined.declaring import choosable, declared_rows, matching, read_anchors
from web.combined.page import current, question, tabs
from web.design.blueprint import DESIGNERS
from web.explore.blueprint import VIEWERS
from web.reach import visible_collections
from web.stores import stores


@bp.get("")
@open_to(*VIEWERS, within_collections=True)
def page() -> ResponseReturnValue:
    """Some collections together, of those that the signed-in person sees whole."""
    named = [*request.args.getlist("collection"), *request.args.getlist("collection_id")]
    held, chosen = stores(), read_chosen(named, request.args)
    known = axes(held.stories)
    lines, alone = lines_of(known, chosen.collections)
    line = current(lines, chosen)
    return render_template(
        "combined/page.html",
        collections=visible_collections(),
        chosen=chosen,
        whose=WHOSE,
        most=MOST,
        tabs=tabs(known, lines, chosen),
        question=None if line is None else question(held, known, line, chosen),
        alone=[known.question(one.asked).title for one in alone],
        may_declare=may(*DESIGNERS, collection=""),
    )


@bp.get("/declare")
@open_to(*DESIGNERS)
def declaring() -> ResponseReturnValue:
    """The form, and everything that is declared."""
    return _declaring(dict(request.args))


@bp.post("/declare")
@open_to(*DESIGNERS)
def add() -> ResponseReturnValue:
    """Keep that two questions ask the same, or show the form again with what is wrong."""
    db, fields = stores().stories, request.form
    shown = matching(db, axes(db), fields)
    first, second = read_key(fields.get("first", "")), read_key(fields.get("second", ""))
    if shown is None or first is None or second is None:
        return _declaring(fields.to_dict(), FieldError("first", "Choose two questions from the lists")), 422
    try:
        declare(db, first, second, read_anchors(shown, fields), actor=current_account().username, at=datetime.now(UTC))
    except EquivalenceError as error:
        return _declaring(fields.to_dict(), FieldError("is-0", str(error))), 422
    return redirect(url_for(".declaring", done="declared"), code=303)


@bp.post("/<equivalence_id>/withdraw")
@open_to(*DESIGNERS)
def take_back(equivalence_id: str) -> ResponseReturnValue:
    """Take a declaration back; what was combined through it is shown apart again."""
    withdraw(stores().stories, equivalence_id, actor=current_account().username, at=datetime.now(UTC))
    return redirect(url_for(".declaring", done="withdrawn"), code=303)


def _declaring(fields: dict[str, str], wrong: FieldError | None = None) -> str:
    db = stores().stories
    known = axes(db)
    return render_template(
        "combined/declare.html",
        choices=choosable(db, known),
        matching=matching(db, known, fields),
        first=fields.get("first", ""),
        second=fields.get("second", ""),
        declared=declared_rows(db, known, in_force(db)),
        done=fields.get("done", ""),
        errors=() if wrong is None else (wrong,),
    )

"""The packs to choose from, one of them in full, and beginning from it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from store.drafts import add_draft
from web.access import current_account, open_to
from web.design.blueprint import DESIGNERS
from web.packs.blueprint import bp
from web.packs.cards import pack_card, pack_page
from web.packs.drafting import draft_from
from web.packs.shelf import pack_called, packs
from web.stores import stores


@bp.get("")
@open_to(*DESIGNERS)
def page() -> ResponseReturnValue:
    """Every pack."""
    return render_template("packs/page.html", cards=[pack_card(pack) for pack in packs()])


@bp.get("/<pack_id>")
@open_to(*DESIGNERS)
def look(pack_id: str) -> ResponseReturnValue:
    """What tellers of a pack are asked, in one of its languages, and how it would be opened."""
    return render_template("packs/look.html", page=pack_page(pack_called(pack_id), request.args.get("in", "")))


@bp.post("/<pack_id>")
@open_to(*DESIGNERS)
def use(pack_id: str) -> ResponseReturnValue:
    """Begin a draft from a pack: it lacks nothing, so go on to where it is opened."""
    pack, db, who = pack_called(pack_id), stores().stories, current_account().username
    with db.write():
        draft = draft_from(pack, db)
        add_draft(db, draft, what=f"Began from the pack “{pack.title}”", actor=who, at=datetime.now(UTC))
    return redirect(url_for("opening.review", draft_id=draft.id), code=303)

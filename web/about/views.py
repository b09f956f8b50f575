"""Who sees what: a page made from the rules that the collections are really kept under."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from store.collections import framework_of, list_collections
from store.promise_proposals import list_changes
from store.retention_rules import months_kept
from web.about.rules import page_roles, rules_of
from web.access import EVERYONE, open_to
from web.language import worded_both
from web.stores import stores

bp = Blueprint("about", __name__)


@bp.get("/who-sees-what")
@open_to(EVERYONE)
def who_sees_what() -> ResponseReturnValue:
    """What is stored, and who may read and count what, collection by collection."""
    db = stores().stories
    rules = [
        rules_of(
            *worded_both(one, framework_of(db, one)),
            date.today(),
            next(iter(list_changes(db, one.id)), None),
            months_kept(db, one.id),
        )
        for one in list_collections(db)
    ]
    return render_template("about/who-sees-what.html", collections=rules, pages=page_roles())

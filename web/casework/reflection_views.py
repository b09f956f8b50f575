"""The page on which practitioners look at their own log as a whole: for themselves alone."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken_month
from store.accounts import Role
from web.access import current_account, open_to
from web.casework.account import framework_then
from web.casework.reflection import finding_of, own_reflection, picture_of, word_of

bp = Blueprint("reflection", __name__, url_prefix="/log")


@bp.get("/reflection")
@open_to(Role.PRACTITIONER, within_groups=True)
def page() -> ResponseReturnValue:
    """Own patterns of the account that is signed in: there is no address for anybody else's."""
    found = own_reflection(current_account().id, framework_then, date.today())
    answer = make_response(
        render_template(
            "casework/reflection.html",
            found=found,
            pictures=[picture_of(one) for one in found.questions if one.mean],
            changes=[finding_of(one) for one in found.changes],
            by_contact=[finding_of(one) for one in found.by_contact],
            words=[word_of(one) for one in found.words],
            months=[(spoken_month(one.first), one.mix) for one in found.months],
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer

"""What groups share and what divides them."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, others
from web.explore.common_ground.page import CommonGroundBuilder
from web.stores import stores


@bp.get("/explore/<collection_id>/common-ground")
@open_to(*VIEWERS)
def common_ground(collection_id: str) -> ResponseReturnValue:
    """Two lists: what every group has often, and where a group differs from the others."""
    collection, framework = opened(collection_id)
    builder = CommonGroundBuilder(stores(), collection, framework, may_read=may_read())
    asked = request.args
    page = builder.page(asked.getlist("group"), is_sent="sent" in asked, wider="wider" in asked)
    return render_template(
        "explore/common-ground.html", collection=collection, page=page, errors=page.errors, others=others(collection)
    ), (422 if page.errors else 200)

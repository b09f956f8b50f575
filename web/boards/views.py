"""The two boards of a collection."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from narratives.observation import ClusterKind
from web.access import open_to
from web.boards.blueprint import bp
from web.boards.page import board_page
from web.explore.blueprint import VIEWERS, opened, others
from web.stores import stores


@bp.get("/<collection_id>")
@open_to(*VIEWERS)
def page(collection_id: str) -> ResponseReturnValue:
    """Interpretations, gathered into perspectives."""
    return show(collection_id, ClusterKind.PERSPECTIVE)


@bp.get("/<collection_id>/themes")
@open_to(*VIEWERS)
def themes(collection_id: str) -> ResponseReturnValue:
    """Observations, gathered into themes."""
    return show(collection_id, ClusterKind.THEME)


def show(
    collection_id: str, kind: ClusterKind, *, errors: tuple[FieldError, ...] = (), asked: dict[str, str] | None = None
) -> str:
    """A board; `asked` is a change that was not made because somebody else was faster, to be made now or dropped."""
    collection, _ = opened(collection_id)
    found = board_page(stores().stories, collection_id, kind)
    done = request.args.get("done", "")
    revisions = found["revisions"]
    return render_template(
        "boards/board.html",
        collection=collection,
        others=others(collection, "boards.page" if kind is ClusterKind.PERSPECTIVE else "boards.themes"),
        done=revisions[0] if done and revisions and str(revisions[0].number) == done else None,  # type: ignore[index]
        errors=errors,
        wrong={one.field: one.message for one in errors},
        asked=asked,
        typed=request.form,
        **found,
    )

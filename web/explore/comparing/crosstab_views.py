"""Two questions against each other, as a page and as a table to take away."""

from __future__ import annotations

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.framework import Framework
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, others
from web.explore.comparing.crosstab_axes import AskedAxes, axis_groups, read_axes
from web.explore.comparing.crosstab_page import CrosstabBuilder, crosstab_csv, note_words
from web.explore.filters import kind_choices, read_filters
from web.stores import stores


@bp.get("/explore/<collection_id>/crosstab")
@open_to(*VIEWERS)
def crosstab(collection_id: str) -> ResponseReturnValue:
    """Two questions against each other."""
    collection, framework = opened(collection_id)
    filters = read_filters(collection, request.args, framework)
    asked = read_axes(collection, framework, request.args)
    errors: tuple[FieldError, ...] = (*filters.errors, *asked.errors)
    builder = _builder(collection, framework)
    return render_template(
        "explore/crosstab.html",
        collection=collection,
        filters=filters,
        kinds=kind_choices(collection, framework),
        axes=axis_groups(collection, framework),
        asked=asked,
        errors=errors,
        page=None if asked.errors else builder.page(asked.rows, asked.columns),
        others=others(collection),
    )


@bp.get("/explore/<collection_id>/crosstab.csv", endpoint="crosstab_csv")
@open_to(*VIEWERS)
def download_crosstab(collection_id: str) -> ResponseReturnValue:
    """The table of two questions."""
    collection, framework = opened(collection_id)
    asked: AskedAxes = read_axes(collection, framework, request.args)
    if asked.errors:
        abort(404)
    found = _builder(collection, framework).table(asked.rows, asked.columns)
    if found.lacking:
        abort(404)
    table = crosstab_csv(found, collection.title, note_words(found, collection))
    named = {"Content-Disposition": f'attachment; filename="{collection.id}-crosstab.csv"'}
    return Response(table, mimetype="text/csv", headers=named)


def _builder(collection: Collection, framework: Framework) -> CrosstabBuilder:
    filters = read_filters(collection, request.args, framework)
    return CrosstabBuilder(stores(), collection, framework, filters, may_read=may_read())

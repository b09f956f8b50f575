"""Pictures of the map as files, their figures as tables, and all of them on one page for print."""

from __future__ import annotations

import re

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.collection import Collection
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, opened, today
from web.explore.filters import Filters, read_filters
from web.explore.pictures.album import Album
from web.explore.pictures.csv_rows import csv_text
from web.explore.pictures.file_name import file_name
from web.explore.pictures.picture import Picture
from web.explore.pictures.sheet import sheet
from web.stores import stores

# No XML may hold these, whatever somebody imported as a label.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@bp.get("/explore/<collection_id>/pictures/<signifier>.svg")
@open_to(*VIEWERS, within_groups=True)
def picture_svg(collection_id: str, signifier: str) -> ResponseReturnValue:
    """One picture as a file that needs nothing else."""
    collection, filters, album = _album(collection_id)
    picture = _picture(album, signifier)
    text = render_template("explore/pictures/file.svg", sheet=sheet(picture, album.facts()))
    name = file_name("svg", today(), collection.title, picture.title, filters.group)
    return _file(NOT_IN_XML.sub("", text), "image/svg+xml", name, "inline")


@bp.get("/explore/<collection_id>/pictures/<signifier>.csv")
@open_to(*VIEWERS, within_groups=True)
def picture_csv(collection_id: str, signifier: str) -> ResponseReturnValue:
    """The same figures as a table."""
    collection, filters, album = _album(collection_id)
    picture = _picture(album, signifier)
    name = file_name("csv", today(), collection.title, picture.title, filters.group)
    return _file(csv_text(picture, album.facts()), "text/csv", name, "attachment")


@bp.get("/explore/<collection_id>/summary")
@open_to(*VIEWERS, within_groups=True)
def summary(collection_id: str) -> ResponseReturnValue:
    """Every picture of a selection on one page, for print and e-mail."""
    collection, filters, album = _album(collection_id)
    return render_template(
        "explore/pictures/summary.html",
        collection=collection,
        drawn=spoken(today()),
        filters=filters,
        facts=album.facts(),
        pictures=album.pictures(),
        map=url_for("explore.map", collection_id=collection_id, **filters.query),  # type: ignore[arg-type]
    )


def _album(collection_id: str) -> tuple[Collection, Filters, Album]:
    collection, framework = opened(collection_id)
    filters = read_filters(collection, request.args, framework)
    return collection, filters, Album(stores(), collection, framework, filters, today())


def _picture(album: Album, name: str) -> Picture:
    picture = album.named(name)
    if picture is None:
        abort(404)
    return picture


def _file(text: str, kind: str, name: str, shown: str) -> Response:
    response = Response(text, content_type=f"{kind}; charset=utf-8")
    response.headers.set("Content-Disposition", shown, filename=name)
    return response

"""The pictures of a report: drawn anew of what may be released now, for every claim that asks for a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import render_template

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.frozen_query import Chart, FrozenQuery, FrozenQueryError, read_query
from narratives.report import claims_of
from narratives.selection import View
from web.explore.filters import Filters
from web.explore.pictures.album import Album
from web.explore.pictures.picture import Picture
from web.explore.pictures.sheet import bare_sheet
from web.explore.pictures.views import NOT_IN_XML
from web.stores import Stores

_DRAWN = {Chart.PICTURE, Chart.LINE}


def pictures_of(
    held: Stores, collection: Collection, framework: Framework, document: Mapping[str, Any], today: date
) -> dict[str, Picture]:
    """The picture of each claim that has one, by the claim's id."""
    found = {}
    for claim in every_claim(document):
        picture = _picture(held, collection, framework, claim["query"], today)
        if picture is not None:
            found[claim["id"]] = picture
    return found


def every_claim(document: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The claims of a report in its order, those of observations too."""
    return (claim for part in document["parts"] for claim in claims_of(part))


def svg_of(picture: Picture) -> bytes:
    """A picture as a file, with its legend and nothing else."""
    text = render_template("explore/pictures/file.svg", sheet=bare_sheet(picture))
    return NOT_IN_XML.sub("", text).encode()


def filters_of(collection: Collection, view: View) -> Filters:
    """The filters under which a page shows a view."""
    first, last = (day.isoformat() if day else "" for day in (view.first, view.last))
    return Filters(collection, view, view.groups[0] if view.groups else "", first, last, ())


def _picture(
    held: Stores, collection: Collection, framework: Framework, asked: Mapping[str, Any], today: date
) -> Picture | None:
    query = _read(asked, framework)
    if query is None or query.chart not in _DRAWN:
        return None
    album = Album(held, collection, framework, filters_of(collection, query.view), today)
    return album.line() if query.chart is Chart.LINE else album.named(query.subject[0])


def _read(asked: Mapping[str, Any], framework: Framework) -> FrozenQuery | None:
    """What a claim asked; None where a newer version of the questions has no such thing any more."""
    try:
        return read_query(asked, framework)
    except FrozenQueryError:
        return None

"""Temperature over place and time of a collection: the page, its picture as a file and its readings as a table."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.framework import Framework
from store import release_results
from store.boundaries import GroupArea, areas_of
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, opened, others, today
from web.explore.pictures.file_name import file_name
from web.explore.pictures.sheet import sheet
from web.explore.places.heat_steps import STEPS
from web.explore.places.page import PlacesBuilder, PlacesPage, read_choice
from web.explore.places.picture import places_facts, places_picture
from web.explore.places.rows import readings_csv
from web.explore.places.series import Series, series_of
from web.stores import stores


@dataclass(frozen=True, slots=True)
class _Opened:
    """A collection with its readings and areas."""

    collection: Collection
    framework: Framework
    series: Series | None
    areas: dict[str, GroupArea]

    def page(self) -> PlacesPage:
        """The page that the address asks for; 404 before there is any reading."""
        if self.series is None:
            abort(404)
        has_map = any(group in self.series.places for group in self.areas)
        choice = read_choice(self.series, self.framework, request.args, has_map=has_map)
        return PlacesBuilder(self.collection, self.series, choice, self.areas).page(stores(), self.framework)


@bp.get("/explore/<collection_id>/places")
@open_to(*VIEWERS)
def places(collection_id: str) -> ResponseReturnValue:
    """Where the temperature moved, and when."""
    found = _open(collection_id)
    page = found.page() if found.series else None
    named = page.choice.query if page else {}
    return render_template(
        "explore/places.html",
        collection=found.collection,
        framework=found.framework,
        page=page,
        steps=STEPS,
        has_map=bool(page and (page.map or any(group in page.series.places for group in found.areas))),
        saved=url_for("explore.places_svg", collection_id=collection_id, **named),  # type: ignore[arg-type]
        others=others(found.collection),
    )


@bp.get("/explore/<collection_id>/places.svg")
@open_to(*VIEWERS)
def places_svg(collection_id: str) -> ResponseReturnValue:
    """The picture as a file that needs nothing else."""
    found = _open(collection_id)
    page = found.page()
    drawn = sheet(places_picture(found.collection, page), places_facts(found.collection, page, today()))
    text = render_template("explore/pictures/file.svg", sheet=drawn)
    # No XML may hold control characters, whatever somebody imported as a name.
    text = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    return _file(text, "image/svg+xml", file_name("svg", today(), found.collection.title, "Places"), "inline")


@bp.get("/explore/<collection_id>/places.csv")
@open_to(*VIEWERS)
def places_csv(collection_id: str) -> ResponseReturnValue:
    """Every released reading as a table."""
    found = _open(collection_id)
    if found.series is None:
        abort(404)
    text = readings_csv(found.collection, found.series, found.areas)
    return _file(text, "text/csv", file_name("csv", today(), found.collection.title, "Temperature"), "attachment")


def _open(collection_id: str) -> _Opened:
    collection, framework = opened(collection_id)
    db = stores().stories
    readings = release_results.list_released_readings(db, collection)
    return _Opened(collection, framework, series_of(collection, readings), areas_of(db, collection))


def _file(text: str, kind: str, name: str, shown: str) -> Response:
    response = Response(text, content_type=f"{kind}; charset=utf-8")
    response.headers.set("Content-Disposition", shown, filename=name)
    return response

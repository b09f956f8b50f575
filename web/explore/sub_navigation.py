"""The pages about one collection, as the line below its title leads to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import request, url_for

from narratives.collection import Collection
from web.explore.blueprint import bp
from web.reach import may_open

_PARTS = (
    ("See", (("Map", "explore.map"), ("Places", "explore.places"), ("Temperature", "explore.temperature"))),
    (
        "Read",
        (
            ("Themes", "explore.themes"),
            ("Patterns", "explore.patterns"),
            ("Common ground", "explore.common_ground"),
            ("Weak signals", "explore.weak_signals"),
            ("Stories", "explore.stories"),
        ),
    ),
    (
        "Compare",
        (
            ("Compare", "explore.compare"),
            ("Two questions at once", "explore.crosstab"),
            ("What goes together", "explore.association"),
            ("Under which conditions", "explore.conditions"),
            ("Two accounts", "pairs.report"),
            ("With other collections", "combined.page"),
        ),
    ),
    ("Expect", (("Say what you expect", "explore.expect"), ("Promise", "explore.promise"))),
    (
        "Make sense",
        (
            ("What people see", "sense.page"),
            ("Perspectives", "boards.page"),
            ("Reports", "reports.page"),
            ("Public page", "publishing.page"),
        ),
    ),
)

# Pages that belong to one of these and whose addresses do not lie below its own.
_BELOW = {
    "explore.stories": ("explore.reading_list",),
    "explore.compare": ("explore.cohorts",),
    "sense.page": tuple(f"workshops.{page}" for page in "overview page new change record take ask_to_delete".split()),
    "reports.page": ("claims.page",),
}


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """One page about a collection."""

    text: str
    href: str
    current: bool
    part: str


@bp.app_template_global()
def collection_pages(collection: Collection) -> tuple[CollectionPage, ...]:
    """The pages that are installed and that the signed-in person may open."""
    found, path = [], request.script_root + request.path
    for part, text, endpoint in ((part, *page) for part, pages in _PARTS for page in pages):
        if may_open(endpoint, collection.id):
            href = url_for(endpoint, collection_id=collection.id)
            # What lies below a page belongs to it; everything lies below the map.
            below = request.endpoint in _BELOW.get(endpoint, ()) or (
                endpoint != "explore.map" and path.startswith(f"{href}/")
            )
            found.append(CollectionPage(text, href, path == href or below, part))
    return tuple(found)


@bp.app_template_filter()
def in_parts(pages: Sequence[CollectionPage]) -> tuple[tuple[str, tuple[CollectionPage, ...]], ...]:
    """The same pages under what they are for, as a phone shows them."""
    return tuple((part, tuple(among)) for part, among in groupby(pages, key=lambda page: page.part))

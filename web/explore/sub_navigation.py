"""The pages about one collection, as the line below its title leads to them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from narratives.collection import Collection
from web.access import current_account
from web.explore.blueprint import bp

_PAGES = (
    ("Map", "explore.map"),
    ("Places", "explore.places"),
    ("Temperature", "explore.temperature"),
    ("Themes", "explore.themes"),
    ("Patterns", "explore.patterns"),
    ("Common ground", "explore.common_ground"),
    ("Weak signals", "explore.weak_signals"),
    ("Stories", "explore.stories"),
    ("Compare", "explore.compare"),
    ("Two questions at once", "explore.crosstab"),
    ("What goes together", "explore.association"),
    ("Say what you expect", "explore.expect"),
    ("Promise", "explore.promise"),
)

# Pages that belong to one of these and whose addresses do not lie below its own.
_BELOW = {"explore.stories": ("explore.reading_list",), "explore.compare": ("explore.cohorts",)}


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """One page about a collection."""

    text: str
    href: str
    current: bool


@bp.app_template_global()
def collection_pages(collection: Collection) -> tuple[CollectionPage, ...]:
    """The pages that are installed and that the signed-in person may open."""
    views, role = current_app.view_functions, current_account().role.value
    found = []
    for text, endpoint in _PAGES:
        if endpoint in views and role in getattr(views[endpoint], "roles", ()):
            href = url_for(endpoint, collection_id=collection.id)
            # What lies below a page belongs to it; everything lies below the map.
            below = request.endpoint in _BELOW.get(endpoint, ()) or (
                endpoint != "explore.map" and request.path.startswith(f"{href}/")
            )
            found.append(CollectionPage(text, href, request.path == href or below))
    return tuple(found)

"""What themes are called on every page, those that ended as well: links and saved selections still name them."""

from __future__ import annotations

from narratives.collection import Collection
from store.database import Database
from store.release_themes import list_released_themes, list_retired_themes
from web.reach import groups_within


def theme_names(db: Database, collection: Collection) -> dict[int, str]:
    """What each theme is called, by its number."""
    if groups_within(collection) is not None:
        return {}  # words of stories of the whole collection
    retired = {one.id: f"{one.name} (no longer a theme)" for one in list_retired_themes(db, collection)}
    return retired | {theme.id: theme.name for theme in list_released_themes(db, collection)}

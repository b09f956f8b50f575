"""Links and saved selections that name a theme which ended: a sentence with where its stories went, and the way."""

from __future__ import annotations

from flask import request, url_for

from narratives.calendar import spoken
from narratives.collection import Collection
from store.release_themes import RetiredTheme, list_retired_themes
from web.explore.blueprint import bp
from web.stores import stores

_MOST_DIGITS = 7


@bp.app_template_global()
def retired_themes_asked(collection: Collection) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """For each theme in this page's address that ended: a sentence, and (name, address) of where its stories went."""
    told = request.args.getlist("theme")
    asked = {int(one) for one in told if one.isascii() and one.isdigit() and len(one) < _MOST_DIGITS}
    if not asked:
        return ()
    found = list_retired_themes(stores().stories, collection)
    return tuple((_sentence(one), _ways(collection, one)) for one in found if one.id in asked)


def _sentence(one: RetiredTheme) -> str:
    ended = f"“{one.name}” is no longer a theme since {spoken(one.retired_on)}."
    return f"{ended} Most of its stories are now in:" if one.went_to else f"{ended} Its stories are in several others."


def _ways(collection: Collection, one: RetiredTheme) -> tuple[tuple[str, str], ...]:
    view_args = dict(request.view_args or {}) | {"collection_id": collection.id}
    endpoint = request.endpoint or "explore.themes"
    kept = {name: request.args.getlist(name) for name in request.args if name not in {"theme", "offset"}}
    return tuple(
        (theme.name, url_for(endpoint, **{**view_args, **kept, "theme": str(theme.id)})) for theme in one.went_to
    )

"""The live map, temperature, themes and stories of a collection."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from narratives.alert import AlertState
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from store import release, release_recordings, release_results
from store.accounts import Role
from store.alerts import list_alerts
from store.collections import framework_of, get_collection, list_collections
from web.access import EVERYONE, current_account, open_to
from web.explore.collections_page import collection_cards
from web.explore.filters import kind_choices, read_filters
from web.explore.library import compressed_script, plotly_script, plotly_version
from web.explore.map_page import MapBuilder, MapPage
from web.explore.recent import RecentAnswers
from web.explore.stories_page import (
    CARD_CHARACTERS,
    MOST_OF_A_PLACE,
    WHOLE_STORY,
    find_stories,
    page_links,
    read_wanted,
    story_cards,
)
from web.explore.temperature_page import temperature_page
from web.explore.themes_page import theme_cards, theme_names
from web.headers import let_play
from web.playing import sound_of
from web.stores import stores

bp = Blueprint("explore", __name__)

VIEWERS = (Role.MANAGER, Role.MEMBER, Role.ADMINISTRATOR)
READERS = (Role.MANAGER, Role.MEMBER)  # an administrator keeps the system running and reads nobody's story
_PAGES = {"explore.map", "explore.temperature", "explore.themes", "explore.stories"}
_REGIONS = ("totals", "triads", "legend", "zones", "others")


def may_read() -> bool:
    """Whether the signed-in person may read stories, and not only count them."""
    return current_account().role in READERS


@bp.app_url_defaults
def stay_in_collection(endpoint: str, values: dict[str, object]) -> None:
    """Let the menu lead to the same collection's other pages."""
    if endpoint in _PAGES and "collection_id" not in values and request.view_args:
        values["collection_id"] = request.view_args.get("collection_id")


@bp.get("/explore", endpoint="map")
@bp.get("/explore/<collection_id>", endpoint="map")
@open_to(*VIEWERS)
def show_map(collection_id: str | None = None) -> ResponseReturnValue:
    """The live map."""
    if collection_id is None:
        return _choose("explore.map", "Map")
    collection, framework = _opened(collection_id)
    filters = read_filters(collection, request.args)
    page = MapBuilder(stores(), collection, framework, filters, may_read=may_read()).page(request.args.get("triad", ""))
    query = filters.query | ({"triad": page.triad.id} if page.triad else {})
    return render_template(
        "explore/map.html",
        collection=collection,
        page=page,
        live=url_for("explore.live", collection_id=collection.id, **query),  # type: ignore[arg-type]
        read_drawn=url_for("explore.stories", collection_id=collection.id, **query),  # type: ignore[arg-type]
        kinds=kind_choices(stores().stories, collection),
        filters=filters,
        errors=filters.errors,
        periods=filters.quick_periods("explore.map", _today(), triad=request.args.get("triad", "")),
        others=_others(collection),
        may_read=may_read(),
        raised=_raised(collection),
        plotly_version=plotly_version(),
    )


@bp.get("/explore/<collection_id>/live")
@open_to(*VIEWERS)
def live(collection_id: str) -> ResponseReturnValue:
    """What changed on the map since a serial: nothing (204), or the figures and the parts of the page."""
    collection, framework = _opened(collection_id)
    serial = release.serial(stores().stories, collection)
    if request.args.get("since", "") == str(serial):
        return "", 204
    if request.args.get("only") == "alerts":
        return jsonify(serial=serial, alerts=_raised(collection))
    asked = tuple(sorted((name, text) for name, text in request.args.items() if name != "since"))
    recent: RecentAnswers = current_app.extensions.setdefault("explore.recent", RecentAnswers())
    news = recent.get((collection_id, serial, may_read(), asked), lambda: _news(collection, framework))
    return Response(news, mimetype="application/json")


@bp.get("/temperature")
@bp.get("/explore/<collection_id>/temperature")
@open_to(*VIEWERS)
def temperature(collection_id: str | None = None) -> ResponseReturnValue:
    """The temperature of each group over time."""
    if collection_id is None:
        return _choose("explore.temperature", "Temperature")
    collection, framework = _opened(collection_id)
    readings = release_results.list_released_readings(stores().stories, collection)
    return render_template(
        "explore/temperature.html",
        collection=collection,
        framework=framework,
        page=temperature_page(collection, readings),
        others=_others(collection),
    )


@bp.get("/themes", endpoint="themes")
@bp.get("/explore/<collection_id>/themes", endpoint="themes")
@open_to(*VIEWERS)
def show_themes(collection_id: str | None = None) -> ResponseReturnValue:
    """What the stories are about."""
    if collection_id is None:
        return _choose("explore.themes", "Themes")
    collection, framework = _opened(collection_id)
    return render_template(
        "explore/themes.html",
        collection=collection,
        themes=theme_cards(stores().stories, collection, framework, may_read=may_read()),
        may_read=may_read(),
        others=_others(collection),
    )


@bp.get("/stories", endpoint="stories")
@bp.get("/explore/<collection_id>/stories", endpoint="stories")
@open_to(*READERS)
def show_stories(collection_id: str | None = None) -> ResponseReturnValue:
    """Stories to read."""
    if collection_id is None:
        return _choose("explore.stories", "Stories")
    collection, framework = _opened(collection_id)
    filters, wanted = read_filters(collection, request.args), read_wanted(framework, request.args)
    db = stores().stories
    found, more = find_stories(db, collection, framework, filters.view, wanted)
    themes = theme_names(db, collection)
    if any(story.spoken for story in found):
        let_play()
    return render_template(
        "explore/stories.html",
        collection=collection,
        filters=filters,
        errors=filters.errors,
        wanted=wanted,
        themes=themes,
        kinds=kind_choices(stores().stories, collection),
        cards=story_cards(collection, framework, found, themes, most=CARD_CHARACTERS),
        most=MOST_OF_A_PLACE,
        links=page_links(filters, wanted, more=more),
        everywhere=url_for("explore.stories", collection_id=collection_id, **filters.query),  # type: ignore[arg-type]
        page_is_protected=collection.policy is Policy.PROTECTED,
        others=_others(collection),
    )


@bp.get("/explore/<collection_id>/stories/<story_id>")
@open_to(*READERS)
def story(collection_id: str, story_id: str) -> ResponseReturnValue:
    """One story, whole."""
    collection, framework = _opened(collection_id)
    found = release.get_story(stores().stories, collection, story_id)
    if found is None:
        abort(404)
    themes = theme_names(stores().stories, collection)
    (card,) = story_cards(collection, framework, [found], themes, most=WHOLE_STORY)
    if found.spoken:
        let_play()
    return render_template("explore/story.html", collection=collection, card=card)


@bp.get("/explore/<collection_id>/stories/<story_id>/recording")
@open_to(*READERS)
def recording(collection_id: str, story_id: str) -> ResponseReturnValue:
    """A story as it was spoken."""
    collection, _ = _opened(collection_id)
    return sound_of(release_recordings.get_recording(stores().stories, collection, story_id))


@bp.get("/assets/plotly.min.js")
@open_to(EVERYONE)
def plotly() -> ResponseReturnValue:
    """plotly.js from the installed package."""
    if request.accept_encodings.best_match(["gzip"]) is None:
        return send_file(plotly_script(), mimetype="text/javascript")
    folder = current_app.config["SETTINGS"].data
    response = send_file(compressed_script(folder), mimetype="text/javascript")
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _opened(collection_id: str) -> tuple[Collection, Framework]:
    collection = get_collection(stores().stories, collection_id)
    return collection, framework_of(stores().stories, collection)


def _choose(endpoint: str, title: str) -> ResponseReturnValue:
    """The only collection's page at once, or all collections to choose from."""
    collections = list_collections(stores().stories)
    if len(collections) == 1:
        return redirect(url_for(endpoint, collection_id=collections[0].id), code=303)
    cards = collection_cards(stores().stories, collections, endpoint)
    return render_template("explore/collections.html", title=title, cards=cards)


def _others(collection: Collection) -> list[dict[str, str]]:
    """The other collections, each with the address of its page of the same kind."""
    return [
        {"title": other.title, "href": url_for(str(request.endpoint), collection_id=other.id)}
        for other in list_collections(stores().stories)
        if other.id != collection.id
    ]


def _raised(collection: Collection) -> dict[str, object]:
    """The alerts that nobody has acknowledged: how many, and the newest in words."""
    alerts = list_alerts(stores().stories, collection.id, states=(AlertState.RAISED,))
    return {"n": len(alerts), "newest": alerts[0].sentence if alerts else ""}


def _news(collection: Collection, framework: Framework) -> bytes:
    filters = read_filters(collection, request.args)
    page = MapBuilder(stores(), collection, framework, filters, may_read=may_read()).page(request.args.get("triad", ""))
    regions = _regions(collection, page)
    return jsonify(serial=page.serial, shape=page.shape, regions=regions, alerts=_raised(collection)).get_data()


def _regions(collection: Collection, page: MapPage) -> dict[str, str]:
    return {name: render_template(f"explore/parts/{name}.html", collection=collection, page=page) for name in _REGIONS}


def _today() -> date:
    return datetime.now(UTC).date()

"""The map as it changes: what is new since a page was drawn, and the map of another choice."""

from __future__ import annotations

import gzip
import json
import re
from array import array
from base64 import b64encode
from typing import cast

from flask import Response, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.framework import Framework
from store import release
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, raised, today
from web.explore.filters import read_filters
from web.explore.map_page import MapBuilder, MapPage
from web.explore.recent import RecentAnswers
from web.explore.stored import gzipped, may_compress, vary
from web.explore.streams import Streams
from web.organisation import extension
from web.reach import view_groups
from web.serial import shown_serial
from web.stores import stores

# The parts of the map that templates/explore/parts/ draws, each by its name there.
_ABOUT = ("totals", "selection", "periods")
_TRIAD = ("triads", "title", "corners", "legend", "zones")
_STORIES = "preview"
REGIONS = (*_ABOUT, *_TRIAD, "others", "line", _STORIES)  # words of tellers last: see _sent
_INDENTED = re.compile(r"\s*\n\s*(?=<)")


@bp.get("/explore/<collection_id>/live")
@open_to(*VIEWERS, within_groups=True)
def live(collection_id: str) -> ResponseReturnValue:
    """What changed on the map since a serial: nothing (204), or the figures and the parts of the page."""
    collection, framework = opened(collection_id)
    held = release.serial(stores().stories, collection)
    serial = shown_serial(collection)(held)
    if request.args.get("since", "") == str(serial):
        return "", 204
    if request.args.get("only") == "alerts":
        return jsonify(serial=serial, alerts=raised(collection))
    asked = tuple(sorted((name, text) for name, text in request.args.items(multi=True) if name != "since"))
    recent: RecentAnswers = current_app.extensions.setdefault(extension("explore.recent"), RecentAnswers())
    question = (today(), may_read(), view_groups(collection), asked, request.script_root)
    news = recent.get(collection_id, held, question, lambda: _news(collection, framework))
    return _sent(news)


@bp.get("/explore/<collection_id>/stream")
@open_to(*VIEWERS, within_groups=True)
def stream(collection_id: str) -> ResponseReturnValue:
    """Says when there is something new; 204 where as many streams as may be are open, so that the page asks instead."""
    collection, _ = opened(collection_id)
    settings = current_app.config["SETTINGS"]
    streams: Streams = current_app.extensions.setdefault("explore.streams", Streams(settings.streams))
    slot = streams.take()
    if slot is None:
        return "", 204
    db, shown = stores().stories, shown_serial(collection)
    events = streams.follow(lambda: shown(release.serial(db, collection)), slot)
    # Proxies that gather answers would keep the news back.
    answer = Response(events, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})
    answer.call_on_close(slot.give_back)
    return answer


def _news(collection: Collection, framework: Framework) -> bytes:
    filters = read_filters(collection, request.args, framework)
    shown = request.args.getlist("show")
    builder = MapBuilder(stores(), collection, framework, filters, may_read=may_read(), shown=shown, on=today())
    page = builder.page(request.args.get("triad", ""))
    path = url_for("explore.map", collection_id=collection.id)
    news = {
        "serial": page.serial,
        "shape": page.shape | {"dots": _packed(page.shape.get("dots"))},
        "alerts": raised(collection),
        "query": page.query,
        "address": f"{path}?{page.query}" if page.query else path,
        "said": page.selection.told,
        "faults": len(filters.errors),
        "regions": _regions(collection, page),
    }
    text = json.dumps(news, ensure_ascii=False, separators=(",", ":")).encode()
    rest, name, stories = text.rpartition(f'"{_STORIES}":'.encode())
    return gzipped([(rest + name, page.echoes), (stories, True)])


def _sent(news: bytes) -> Response:
    """An answer to many people. It holds no session's token, and the stories in it are not compressed."""
    response = Response(mimetype="application/json")
    vary(response)
    if not may_compress():
        response.set_data(gzip.decompress(news))
        return response
    response.set_data(news)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _packed(dots: object) -> str:
    """Places of dots, x and y in turn, as 16-bit numbers in base64: two thirds of what they weigh as text."""
    return b64encode(array("H", cast("list[int]", dots or [])).tobytes()).decode()


def _regions(collection: Collection, page: MapPage) -> dict[str, str]:
    """Each part as HTML without the lines' indentation; forms get the token of the page that they come into."""
    drawn = {
        name: render_template(f"explore/parts/{name}.html", collection=collection, page=page, form_token="")
        for name in REGIONS
        if page.triad or name not in _TRIAD
    }
    return {name: _INDENTED.sub("\n", html).strip() for name, html in drawn.items()}

"""Where a program begins: what its token opens, the description of the interface, and what is asked where."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework_file import framework_to_json
from store.api_tokens import ApiScope
from store.collections import get_collection
from store.frameworks import get_framework
from web.access import EVERYONE, open_to
from web.api.answers import check_query, listed
from web.api.blueprint import bp
from web.api.caller import ANY_TOKEN, ANYBODY, allowed, caller, demands
from web.reach import visible_collections
from web.respond.start import signposts_of
from web.respond.telling import groups_to_choose
from web.stores import stores

_DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"


@bp.get("")
@open_to(EVERYONE)
@demands(ANY_TOKEN, recorded="never")
def root() -> ResponseReturnValue:
    """What the token is made for."""
    check_query(())
    token = caller()
    return jsonify(
        title=token.title,
        scopes=sorted(token.scopes),
        waiting=sorted(token.asked),
        collections=list(token.collections) or None,
        ends=token.ends.date().isoformat(),
        documentation="openapi.json",
    )


@bp.get("/openapi.json")
@open_to(EVERYONE)
@demands(ANYBODY)
def openapi() -> ResponseReturnValue:
    """The description of the interface; it tells nothing of this organisation."""
    return Response(_document(), content_type="application/json")


@bp.get("/collections")
@open_to(EVERYONE)
@demands(ApiScope.READ_FRAMEWORKS)
def collections() -> ResponseReturnValue:
    """The collections that the token is made for, by title."""
    check_query(())
    return listed([_collection(one) for one in visible_collections()], {"next": None})


@bp.get("/collections/<collection_id>")
@open_to(EVERYONE)
@demands(ApiScope.READ_FRAMEWORKS)
def collection(collection_id: str) -> ResponseReturnValue:
    """One collection, with the groups that a story can be told of."""
    check_query(())
    return jsonify(_collection(allowed(collection_id)))


@bp.get("/frameworks/<framework_id>")
@bp.get("/frameworks/<framework_id>/versions/<version>")
@open_to(EVERYONE)
@demands(ApiScope.READ_FRAMEWORKS)
def framework(framework_id: str, version: str = "") -> ResponseReturnValue:
    """The questions of a framework as its file has them; without a version the newest that the token may see."""
    check_query(())
    found = [one for one in visible_collections() if one.framework_id == framework_id]
    versions = {one.framework_version for one in found}
    wanted = max(versions, default=0) if not version else int(version) if version in map(str, versions) else 0
    if wanted not in versions:
        raise NotFoundError("framework", framework_id)
    return jsonify(framework_to_json(get_framework(stores().stories, framework_id, wanted)))


def _collection(one: Collection) -> dict[str, Any]:
    stored = get_collection(stores().stories, one.id)
    return {
        "id": stored.id,
        "title": stored.title,
        "framework": {"id": stored.framework_id, "version": stored.framework_version},
        "policy": stored.policy.value,
        "moderation": stored.moderation.value,
        "smallest_group": stored.k,
        "groups": [{"name": group.name, "parent": group.parent} for group in stored.groups],
        "groups_to_tell_of": groups_to_choose(stored),
        "opens_on": _day(stored.opens_on),
        "closes_on": _day(stored.closes_on),
        "takes_stories": stored.is_open_on(date.today()),
        "invitation_needed": stored.invited,
        "sensitive": stored.sensitive,
        "signposts": [{"name": post.name, "contact": post.contact, "when": post.when} for post in signposts_of(stored)],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


@cache
def _document() -> str:
    """The committed document without its line breaks. Raises OSError where docs/ was left out of an installation."""
    return json.dumps(json.loads(_DOCUMENT.read_text(encoding="utf-8")), ensure_ascii=False)

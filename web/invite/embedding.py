"""Which websites may show a collection's questions in a frame: read from a form, one a line."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection, CollectionError
from narratives.errors import FieldError
from store.accounts import Role
from store.collections import change_telling, get_collection
from web.access import open_to
from web.invite.links import links_of
from web.invite.views import bp
from web.stores import stores

MOST_SITES = 20
_MOST_SHOWN = 80
_STAFF = (Role.MANAGER, Role.ADMINISTRATOR)


@bp.get("/<collection_id>/embedding")
@open_to(*_STAFF)
def embedding(collection_id: str) -> ResponseReturnValue:
    """The sites that may, and the snippet that their pages need."""
    collection = get_collection(stores().stories, collection_id)
    return _page(collection, "\n".join(collection.embed_on))


@bp.post("/<collection_id>/embedding")
@open_to(*_STAFF)
def change_embedding(collection_id: str) -> ResponseReturnValue:
    """Change the sites that may."""
    db = stores().stories
    collection, typed = get_collection(db, collection_id), request.form.get("sites", "")
    sites, errors = read_sites(collection, typed)
    if errors:
        return _page(collection, typed, errors), 422
    with db.write():
        change_telling(db, replace(get_collection(db, collection_id), embed_on=sites))
    return redirect(url_for(".embedding", collection_id=collection.id, done="changed"), code=303)


def read_sites(collection: Collection, typed: str) -> tuple[tuple[str, ...], tuple[FieldError, ...]]:
    """The sites of a form, each once and in order, and what is wrong with a line of it."""
    lines = [(number, line.strip()) for number, line in enumerate(typed.splitlines(), 1) if line.strip()]
    if lines and collection.sensitive:
        return (), (FieldError("sites", "No site may show this collection: “Exit this page” cannot hide theirs"),)
    if len(lines) > MOST_SITES:
        return (), (FieldError("sites", f"Name {MOST_SITES} sites or fewer; there are {len(lines)}"),)
    sites, errors = [], []
    for number, line in lines:
        site = line.rstrip("/").lower()
        if _is_site(collection, site):
            sites.append(site)
        else:
            shown = line[:_MOST_SHOWN]
            errors.append(
                FieldError("sites", f"Line {number}: “{shown}” is no website. Write it as in https://www.example.org")
            )
    return tuple(dict.fromkeys(sites)), tuple(errors)


def _is_site(collection: Collection, site: str) -> bool:
    try:
        replace(collection, embed_on=(site,))
        port = urlsplit(site).port
    except (CollectionError, ValueError):
        return False
    return port is None or port > 0


def _page(collection: Collection, typed: str, errors: tuple[FieldError, ...] = ()) -> str:
    return render_template(
        "invite/embedding.html",
        collection=collection,
        links=links_of(collection),
        typed=typed,
        errors=errors,
        done=request.args.get("done", ""),
        most=MOST_SITES,
    )

"""The blueprint of these pages, and which file an address means."""

from __future__ import annotations

from flask import Blueprint, abort

from store.brought_in import BroughtIn, get_brought_in
from store.import_files import ImportFiles, files_of
from web.access import current_account
from web.stores import stores

bp = Blueprint("bring", __name__, url_prefix="/bring")


def held(import_id: str) -> BroughtIn:
    """The file that an address names. Raises NotFoundError."""
    return get_brought_in(stores().stories, import_id)


def own(import_id: str) -> BroughtIn:
    """The same, for whoever brought it in: nobody else reads its rows here, since no teller has allowed that yet."""
    found = held(import_id)
    if found.asked_by != current_account().id:
        abort(403)
    return found


def files(found: BroughtIn) -> ImportFiles:
    """Its files."""
    return files_of(stores().settings.stories_path, found)

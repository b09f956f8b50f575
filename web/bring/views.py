"""Bringing in a file: the list with the upload, one file with its rows and its account, and storing it."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path, PurePath

from flask import Response, abort, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError, MurmurationError
from narratives.interchange.formats import FORMATS, detect_format
from store.accounts import list_accounts
from store.brought_in import BroughtIn, BroughtState, add_brought_in, ask_for, list_brought_in, stop_brought_in
from store.import_files import DAYS_KEPT, ImportFiles, import_folder, make_folder
from web.access import current_account, open_to
from web.bodies import takes_file
from web.bring.blueprint import bp, files, held, own
from web.bring.cards import Card, card
from web.bring.preview import preview_of
from web.design.blueprint import DESIGNERS
from web.organisation import here
from web.stores import stores

_MOST_NAME = 120


def most_bytes() -> int:
    """The file and a second one that defines its questions."""
    return stores().settings.import_bytes


def folder() -> Path:
    """Where files go while they arrive."""
    found = import_folder(stores().settings.stories_path)
    make_folder(found)
    return found


@bp.get("")
@open_to(*DESIGNERS)
def page() -> ResponseReturnValue:
    """What was brought in, and the form that brings in a file."""
    return _page()


@bp.post("")
@takes_file(most_bytes, folder)
@open_to(*DESIGNERS)
def upload() -> ResponseReturnValue:
    """Keep a file and look what it is; nothing of it is stored as a story yet."""
    given, second = request.files.get("file"), request.files.get("definition")
    if given is None or not given.filename:
        return _page((FieldError("file", "Choose the file with the stories"),)), 422
    import_id = secrets.token_hex(16)
    kept = ImportFiles(folder(), import_id)
    definition = second.stream if second is not None and second.filename else None
    size = kept.keep(given.stream, definition)
    if not size:
        kept.forget(rejects_too=True)
        return _page((FieldError("file", "The file is empty: export it again and choose that"),)), 422
    name = PurePath(given.filename.replace("\\", "/")).name[:_MOST_NAME]
    found = BroughtIn(
        import_id, name, size, detect_format(kept.stories), {}, BroughtState.MAPPING, current_account().id, _now()
    )
    add_brought_in(stores().stories, found)
    return redirect(url_for(".form", import_id=import_id), code=303)


@bp.get("/<import_id>")
@open_to(*DESIGNERS)
def show(import_id: str) -> ResponseReturnValue:
    """How far a file is; with its first rows, for whoever brought it in."""
    found = held(import_id)
    is_own = found.asked_by == current_account().id
    if is_own and not found.document:
        return redirect(url_for(".form", import_id=import_id))
    return _show(found)


@bp.get("/<import_id>/live")
@open_to(*DESIGNERS)
def progress(import_id: str) -> ResponseReturnValue:
    """How far the worker is, for the page's script."""
    found = _card(held(import_id))
    return jsonify(state=found.state, done=found.done, rows=found.rows, says=found.says, at_work=found.is_at_work)


@bp.post("/<import_id>/check")
@open_to(*DESIGNERS)
def check(import_id: str) -> ResponseReturnValue:
    """Ask the worker to try every row and store none."""
    return _ask(own(import_id), BroughtState.CHECKING)


@bp.post("/<import_id>/store")
@open_to(*DESIGNERS)
def store(import_id: str) -> ResponseReturnValue:
    """Ask the worker to store what was checked."""
    return _ask(own(import_id), BroughtState.STORING)


@bp.post("/<import_id>/stop")
@open_to(*DESIGNERS)
def stop(import_id: str) -> ResponseReturnValue:
    """Stop the worker; what is stored stays."""
    found = held(import_id)
    if not stop_brought_in(stores().stories, found.id, _now()):
        return _show(held(import_id), "Nothing was going on any more: look where it is now"), 409
    return redirect(url_for(".show", import_id=found.id), code=303)


@bp.get("/<import_id>/mapping.json")
@open_to(*DESIGNERS)
def mapping(import_id: str) -> ResponseReturnValue:
    """The mapping as a file, which the command line reads too."""
    found = own(import_id)
    if not found.document:
        abort(404)
    text = json.dumps(found.document, ensure_ascii=False, indent=2) + "\n"
    return Response(text, mimetype="application/json", headers=_attached("mapping.json"))


@bp.get("/<import_id>/rejects.csv")
@open_to(*DESIGNERS)
def rejects(import_id: str) -> ResponseReturnValue:
    """Every rejected row with its line and the reason, in cells that no spreadsheet runs."""
    path = files(own(import_id)).rejects
    if not path.exists():
        abort(404)
    return send_file(path, mimetype="text/csv", as_attachment=True, download_name="rejected-rows.csv")


def _page(errors: tuple[FieldError, ...] = ()) -> str:
    names = {one.id: one.name for one in list_accounts(stores().accounts, here().organisation)}
    cards = [(_card(one), names.get(one.asked_by, "Somebody")) for one in list_brought_in(stores().stories)]
    formats = list(FORMATS.values())
    most = stores().settings.import_bytes // (1024 * 1024)
    return render_template("bring/page.html", cards=cards, errors=errors, formats=formats, most=most, days=DAYS_KEPT)


def _show(found: BroughtIn, problem: str = "") -> str:
    is_own = found.asked_by == current_account().id
    preview, errors = None, [FieldError("state", problem)] if problem else []
    if is_own and found.document and found.state is not BroughtState.STORED:
        try:
            preview = preview_of(found)
        except MurmurationError as error:
            problems = getattr(error, "problems", None) or str(error).splitlines()
            errors += [FieldError("state", one) for one in problems]
    has_rejects = is_own and files(found).rejects.exists()
    return render_template(
        "bring/show.html",
        found=found,
        card=_card(found),
        preview=preview,
        errors=errors,
        is_own=is_own,
        has_rejects=has_rejects,
    )


def _ask(found: BroughtIn, state: BroughtState) -> ResponseReturnValue:
    if not ask_for(stores().stories, found.id, state, _now()):
        return _show(found, "This cannot be done now: say first what the columns are, and check every row"), 409
    return redirect(url_for(".show", import_id=found.id), code=303)


def _card(found: BroughtIn) -> Card:
    return card(stores().stories, found, _now())


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _now() -> datetime:
    return datetime.now(UTC)

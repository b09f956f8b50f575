"""Changing a board: every button and every drop is one of these, and each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from narratives import board as boards
from narratives.board import LOOSE, MOST_CLUSTERS, Board
from narratives.draft import ChangedMeanwhileError
from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.form_fields import read_text, whole_number
from narratives.observation import ClusterKind
from store.clusters import board_at, get_board, save_board
from web.access import current_account, open_to
from web.boards.blueprint import bp
from web.boards.page import WORDS, Card, card_called, columns_of
from web.boards.views import show
from web.explore.blueprint import VIEWERS, opened
from web.stores import stores

MOST_NAME, MOST_NOTE = 120, 1000
_KEPT = ("do", "card", "to", "place", "cluster", "name", "note", "back")
_WAYS = ("up", "down", "left", "right")


@bp.post("/<collection_id>/change")
@open_to(*VIEWERS)
def change(collection_id: str) -> ResponseReturnValue:
    """Move a card or a column, name one, begin one, take one away, or go back to how the board was."""
    opened(collection_id)
    kind = _kind(request.form.get("kind", ""))
    db = stores().stories
    seen = whole_number(request.form.to_dict(flat=False), "revision")
    board = get_board(db, collection_id, kind)
    try:
        # What is checked first is the revision: what somebody meant is told by the board that they saw.
        if seen != board.revision:
            raise ChangedMeanwhileError("Somebody changed this board while you had it open.")
        changed, what = _changed(board, request.form)
        if changed != board:
            board = save_board(db, changed, what=what, actor=current_account().username, at=datetime.now(UTC))
    except ChangedMeanwhileError:
        return show(collection_id, kind, asked=_asked()), 409
    except SubmissionError as error:
        return show(collection_id, kind, errors=error.errors), 422
    endpoint = ".page" if kind is ClusterKind.PERSPECTIVE else ".themes"
    return redirect(url_for(endpoint, collection_id=collection_id, done=board.revision, _anchor="done"), code=303)


def _changed(board: Board, form: Mapping[str, str]) -> tuple[Board, str]:
    """The board as somebody wants it, and what they did in words. Raises SubmissionError and NotFoundError."""
    do = form.get("do", "")
    if do in _WAYS or do == "place":
        return _moved(board, form, do)
    found = _ON_CLUSTERS.get(do)
    if found is None:
        abort(400)
    return found(board, form)


def _moved(board: Board, form: Mapping[str, str], do: str) -> tuple[Board, str]:
    card = _card(board, form.get("card", ""))
    to = form.get("to", LOOSE)
    if do == "place" and to == "new":
        return _begun(board, {**form, "name": form.get("name") or _next_name(board)})
    place = whole_number({"place": [form.get("place", "")]}, "place")
    changed = boards.nudged(board, card.id, do) if do in _WAYS else boards.placed(board, card.id, to, place)
    column = changed.column_of(card.id)
    if column == LOOSE:
        return changed, f"Moved “{card.title}” to those not gathered yet"
    cluster = changed.cluster(column)
    # What was withdrawn keeps its place on the board and is not shown there, so only what is shown is counted.
    shown = next(one.cards for one in columns_of(stores().stories, changed) if one.id == column)
    at = [one.id for one in shown].index(card.id) + 1
    return changed, f"Moved “{card.title}” to “{cluster.name}”, place {at} of {len(shown)}"


def _begun(board: Board, form: Mapping[str, str]) -> tuple[Board, str]:
    if len(board.clusters) >= MOST_CLUSTERS:
        raise SubmissionError([FieldError("name", f"A board holds {MOST_CLUSTERS}: join two before you begin another")])
    name, note = _named(board, form)
    member = _card(board, form["card"]).id if form.get("card") else ""
    changed = boards.with_cluster(board, name, note, workshop="", member=member)
    return changed, f"Began the {WORDS[board.kind]['one']} “{name}”"


def _renamed(board: Board, form: Mapping[str, str]) -> tuple[Board, str]:
    cluster = board.cluster(form.get("cluster", ""))
    name, note = _named(board, form, cluster.id)
    what = f"Wrote a note on “{name}”" if name == cluster.name else f"Renamed “{cluster.name}” to “{name}”"
    return boards.renamed(board, cluster.id, name, note), what


def _dissolved(board: Board, form: Mapping[str, str]) -> tuple[Board, str]:
    cluster = board.cluster(form.get("cluster", ""))
    return boards.dissolved(board, cluster.id), f"Took “{cluster.name}” apart"


def _earlier(board: Board, form: Mapping[str, str]) -> tuple[Board, str]:
    cluster = board.cluster(form.get("cluster", ""))
    return boards.shifted(board, cluster.id, -1), f"Moved “{cluster.name}” to the left"


def _later(board: Board, form: Mapping[str, str]) -> tuple[Board, str]:
    cluster = board.cluster(form.get("cluster", ""))
    return boards.shifted(board, cluster.id, 1), f"Moved “{cluster.name}” to the right"


def _back(board: Board, form: Mapping[str, str]) -> tuple[Board, str]:
    number = whole_number({"back": [form.get("back", "")]}, "back")
    if number is None:
        abort(400)
    said = "Took the last change back" if number == board.revision - 1 else f"Went back to change {number}"
    return board_at(stores().stories, board, number), said


_ON_CLUSTERS: Mapping[str, Callable[[Board, Mapping[str, str]], tuple[Board, str]]] = {
    "begin": _begun,
    "rename": _renamed,
    "dissolve": _dissolved,
    "earlier": _earlier,
    "later": _later,
    "undo": _back,
}


def _named(board: Board, form: Mapping[str, str], cluster_id: str = "") -> tuple[str, str]:
    """The name and the note of a cluster, as typed. Raises SubmissionError."""
    errors: list[FieldError] = []
    one, field = WORDS[board.kind]["one"], f"-{cluster_id}" if cluster_id else ""
    fields = {f"name{field}": [form.get("name", "")], f"note{field}": [form.get("note", "")]}
    name = read_text(
        fields,
        f"name{field}",
        MOST_NAME,
        errors,
        too_long="The name may have up to %(most)s letters: this one has %(length)s",
        missing=f"Give the {one} a name, as the people who gathered it would call it",
    )
    note = read_text(
        fields,
        f"note{field}",
        MOST_NOTE,
        errors,
        too_long="The note may have up to %(most)s letters: it has %(length)s",
    )
    if errors:
        raise SubmissionError(errors)
    return name, note


def _next_name(board: Board) -> str:
    return f"New {WORDS[board.kind]['one']} {len(board.clusters) + 1}"


def _card(board: Board, card_id: str) -> Card:
    card = card_called(columns_of(stores().stories, board), card_id)
    if card is None:
        raise NotFoundError("card", card_id)
    return card


def _kind(named: str) -> ClusterKind:
    if named not in {one.value for one in ClusterKind}:
        abort(400)
    return ClusterKind(named)


def _asked() -> dict[str, str]:
    """The change that was not made, for the button that makes it on the board as it is now."""
    return {name: request.form[name] for name in _KEPT if request.form.get(name)}

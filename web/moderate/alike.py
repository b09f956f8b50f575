"""Stories that are all but the same: moderators say whether one voice told them or many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.shared_words import shared_parts
from store.accounts import Role
from store.collections import get_collection
from store.voice_decisions import (
    AlikeGroup,
    AlikeStory,
    Decision,
    count_alike,
    decide_voices,
    get_alike,
    list_alike,
    list_alike_stories,
    list_decisions,
)
from web.access import open_to
from web.moderate.acting import who
from web.moderate.history import moment
from web.people import names
from web.reach import visible_collections
from web.stores import stores
from web.urgent.cards import STATES

bp = Blueprint("alike", __name__, url_prefix="/moderate")
SAID = {Decision.ONE: "one voice", Decision.MANY: "many voices", Decision.WAITING: "not decided"}


@dataclass(frozen=True, slots=True)
class Card:
    """One of the stories as it stands beside the others: its words in parts, and which of them others share."""

    where: str
    title: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A group in the list: what it is called, where it leads, and what was said of it by whom."""

    collection: str
    text: str
    href: str
    said: str


@bp.get("/alike")
@open_to(Role.MODERATOR, within_collections=True)
def overview() -> ResponseReturnValue:
    """What waits to be decided in each collection, and what was decided."""
    db, people, every = stores().stories, names(), visible_collections()
    waiting = [_line(one, group, people) for one in every for group in list_alike(db, one.id)]
    decided = [_line(one, group, people) for one in every for group in list_alike(db, one.id, decided=True)]
    return render_template("moderate/alike.html", waiting=waiting, decided=decided)


@bp.get("/<collection_id>/alike/<alike_id>")
@open_to(Role.MODERATOR)
def page(collection_id: str, alike_id: str) -> ResponseReturnValue:
    """The stories side by side, with what they share marked."""
    return _page(collection_id, alike_id)


@bp.post("/<collection_id>/alike/<alike_id>")
@open_to(Role.MODERATOR)
def decide(collection_id: str, alike_id: str) -> ResponseReturnValue:
    """One voice, many voices, or not decided after all."""
    db, said = stores().stories, request.form.get("decision", "")
    get_alike(db, get_collection(db, collection_id).id, alike_id)
    if not said:
        return _page(collection_id, alike_id, "Choose whether these are one voice or many"), 422
    if said not in set(Decision):
        abort(400)
    decide_voices(db, collection_id, alike_id, Decision(said), **who())
    return redirect(url_for(".page", collection_id=collection_id, alike_id=alike_id, done="yes"), code=303)


def waiting_groups() -> int:
    """How many groups wait in all the collections that somebody sees."""
    return sum(count_alike(stores().stories, one.id) for one in visible_collections())


def _page(collection_id: str, alike_id: str, problem: str = "") -> str:
    db = stores().stories
    collection = get_collection(db, collection_id)
    group = get_alike(db, collection.id, alike_id)
    found = list_alike_stories(db, collection.id, group.id)
    people = names()
    return render_template(
        "moderate/alike_group.html",
        collection=collection,
        group=group,
        cards=_cards(found),
        unread=group.stories - sum(one.text is not None for one in found),
        grown=group.stories - (group.size_then or group.stories),
        history=[_said(SAID[what], by, at, people) for what, by, at in list_decisions(db, group.id)],
        said=SAID[group.decision],
        done=request.args.get("done") == "yes",
        errors=(FieldError("decision", problem),) if problem else (),
        problem=problem,
    )


def _cards(stories: list[AlikeStory]) -> list[Card]:
    readable = [one for one in stories if one.text is not None]
    parts = shared_parts([one.text or "" for one in readable])
    return [
        Card(" · ".join(filter(None, (one.group, f"Week of {spoken(one.week_of)}", STATES[one.state]))), one.title, of)
        for one, of in zip(readable, parts, strict=True)
    ]


def _line(collection: Collection, group: AlikeGroup, people: dict[str, str]) -> Line:
    said = _said(SAID[group.decision], group.decided_by, group.decided_at, people) if group.decided_at else ""
    href = url_for(".page", collection_id=collection.id, alike_id=group.id)
    return Line(collection.title, f"{group.stories} similar stories", href, said)


def _said(what: str, by: str, at: datetime, people: dict[str, str]) -> str:
    return f"{people.get(by, by)} said {what} at {moment(at)}"

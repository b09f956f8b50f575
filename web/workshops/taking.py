"""What a workshop takes along: charts, sentences that can be asked again, observations, and stories on cards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.draft import ChangedMeanwhileError
from narratives.errors import FieldError
from narratives.form_fields import whole_number
from narratives.framework import Framework
from narratives.narrative import Scope
from narratives.selection import most_places
from narratives.workshop import Taken, Workshop
from store import release_reading, release_stories
from store.claims import list_claims
from store.observations import list_observations
from store.reading_lists import list_listed
from store.release import Story, View
from store.workshops import change_workshop
from web.access import current_account, open_to
from web.explore.blueprint import may_read
from web.stores import stores
from web.workshops.blueprint import PLANNERS, bp, held

MOST_OFFERED = 40
_BEGINS = 220
_MEANWHILE = FieldError(
    "taken", "Somebody changed this workshop while you had it open. Your choices are still here: save them again"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be taken along."""

    id: str
    title: str
    text: str
    ticked: bool


@bp.get("/<collection_id>/<workshop_id>/take")
@open_to(*PLANNERS)
def take(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """Everything that can be taken along, with what is ticked."""
    workshop, collection, framework = held(collection_id, workshop_id)
    return _page(workshop, collection, framework, workshop.taken)


@bp.post("/<collection_id>/<workshop_id>/take")
@open_to(*PLANNERS)
def keep_taken(collection_id: str, workshop_id: str) -> ResponseReturnValue:
    """Keep what is ticked."""
    workshop, collection, framework = held(collection_id, workshop_id)
    ticked = {name: frozenset(request.form.getlist(name)) for name in ("charts", "claims", "observations", "stories")}
    offered = _offered(workshop, collection, framework, workshop.taken)
    chosen = {name: tuple(one.id for one in choices if one.id in ticked[name]) for name, choices in offered.items()}
    taken = Taken(**chosen)
    if not may_read():  # who is offered no story does not leave behind what others chose
        taken = replace(taken, stories=workshop.taken.stories)
    try:
        if whole_number(request.form.to_dict(flat=False), "revision") != workshop.revision:
            raise ChangedMeanwhileError
        change_workshop(stores().stories, replace(workshop, taken=taken), actor=current_account().username)
    except ChangedMeanwhileError:
        return _page(workshop, collection, framework, taken, (_MEANWHILE,)), 409
    return redirect(url_for(".page", collection_id=collection_id, workshop_id=workshop_id, done="taken"), code=303)


def _page(
    workshop: Workshop, collection: Collection, framework: Framework, taken: Taken, errors: tuple[FieldError, ...] = ()
) -> str:
    return render_template(
        "workshops/take.html",
        workshop=workshop,
        collection=collection,
        offered=_offered(workshop, collection, framework, taken),
        errors=errors,
    )


def _offered(workshop: Workshop, collection: Collection, framework: Framework, taken: Taken) -> dict[str, list[Choice]]:
    """What can be taken along, by the name of its field."""
    db = stores().stories
    charts = [one for one in framework.told if most_places(one)]
    return {
        "charts": [Choice(one.id, one.title, "", one.id in taken.charts) for one in charts],
        "claims": [
            Choice(one.id, one.text, one.result.sentence, one.id in taken.claims)
            for one in list_claims(db, collection.id)
        ],
        "observations": [
            Choice(one.id, one.title, one.text, one.id in taken.observations)
            for one in list_observations(db, collection.id)
        ],
        "stories": [_story(one, taken) for one in _stories(workshop, collection)],
    }


def _stories(workshop: Workshop, collection: Collection) -> list[Story]:
    """Stories that others may have in their hands: those taken already, the reader's own list, and the newest."""
    db, who = stores().stories, current_account().username
    first = (*workshop.taken.stories, *list_listed(db, collection.id, who))
    listed = release_reading.list_by_ids(db, collection, list(dict.fromkeys(first)), use=Scope.QUOTE)
    newest = release_stories.list_stories(db, collection, View(), use=Scope.QUOTE, limit=MOST_OFFERED)
    found = {one.id: one for one in (*listed, *newest) if one.text}
    return list(found.values())[: max(MOST_OFFERED, len(listed))]


def _story(story: Story, taken: Taken) -> Choice:
    text = story.text if len(story.text) <= _BEGINS else f"{story.text[:_BEGINS].rsplit(' ', 1)[0]}…"
    return Choice(story.id, story.title or "A story without a title", text, story.id in taken.stories)

"""What the page says about the last decision, and how to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, url_for
from werkzeug.wrappers import Response

from narratives.collection import Collection
from narratives.moderation import Kind
from store.database import Database
from store.moderation_history import last_decision

MOVED, UNDONE = "moved", "undone"
_SAID = {
    Kind.APPROVED: "Approved.",
    Kind.REDACTED: "The words are taken out. The story waits for your decision.",
    Kind.RETURNED: "Given back. Its teller sees why when they come back with their code.",
    Kind.WITHHELD: "Withheld. Nobody else can read it.",
    Kind.ESCALATED: "Escalated. The safeguarding lead finds it in the urgent queue.",
}
_NOTHING = "Somebody else has dealt with that story already. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Done:
    """What the page says about the last decision; `event` is what Undo takes back."""

    sentence: str
    event: str = ""
    collection: str = ""
    story: str = ""


def done_before(db: Database, arguments: Mapping[str, str]) -> Done | None:
    """The last decision, as the address of the page names it and the history confirms it."""
    name, collection, story = (arguments.get(one, "") for one in ("done", "collection", "story"))
    if name == MOVED:
        return Done(_NOTHING)
    if name == UNDONE:
        return Done("Undone.", collection=collection, story=story)
    last = last_decision(db, story) if story and collection else None
    if last is None or last.kind.value != name:
        return None
    return Done(_SAID[last.kind], last.id, collection, story)


def back_to_queue(done: Kind | str, collection: Collection, story_id: str) -> Response:
    """The next story, with what was done to the last one."""
    return redirect(url_for("moderate.queue", done=str(done), collection=collection.id, story=story_id), code=303)


def back_to_released(done: Kind | str, collection: Collection, story_id: str) -> Response:
    """The stories that staff read, with what was done to one of them."""
    page = url_for(
        "moderate.released", collection_id=collection.id, done=str(done), collection=collection.id, story=story_id
    )
    return redirect(page, code=303)

"""Words of stories that a tension return may quote: their tellers allow it, and nothing in them names anybody."""

from __future__ import annotations

from collections.abc import Sequence

from narratives.collection import Collection
from narratives.narrative import Scope
from narratives.redaction import spot
from narratives.tension_return import MOST_QUOTED
from store.database import Database
from store.release_stories import get_story
from store.tension_returns import Quotation


def list_quotable(db: Database, collection: Collection, alert_id: str) -> dict[str, str]:
    """Words of the stories that show an alert, by story, as far as they may be quoted; a long story's beginning."""
    rows = db.rows("select narrative_id from alert_exemplars where alert_id = :alert order by place", alert=alert_id)
    found = {}
    for row in rows:
        story = get_story(db, collection, row["narrative_id"], use=Scope.QUOTE)
        words = "" if story is None else beginning(story.text)
        if words and not spot(words):
            found[row["narrative_id"]] = words
    return found


def still_quotable(db: Database, collection: Collection, quotations: Sequence[Quotation]) -> list[Quotation]:
    """Those that may be shown today: the teller still allows it, and the story still says so."""
    found = []
    for one in quotations:
        story = get_story(db, collection, one.story, use=Scope.QUOTE)
        if story is not None and beginning(story.text) == one.words:
            found.append(one)
    return found


def beginning(text: str) -> str:
    """The first words of a story in one line, up to MOST_QUOTED characters, with an ellipsis where more follows."""
    line = " ".join(text.split())
    if len(line) <= MOST_QUOTED:
        return line
    return f"{line[:MOST_QUOTED].rpartition(' ')[0].rstrip(',;:')} …"

"""What came of a teller's own story: the answers to its group, or to everybody, since it was told."""

from __future__ import annotations

from narratives.collection import Collection
from narratives.narrative import Narrative
from narratives.translation import language
from store.database import Database
from store.report_backs import list_report_backs
from web.respond.answers import HeardCard, heard_card


def answers_to(db: Database, collection: Collection, narrative: Narrative) -> tuple[HeardCard, ...]:
    """The answers that concern a story, newest first: those published in the week it was told or later."""
    parent = collection.parent_of(narrative.group)
    return tuple(
        heard_card(report, language())
        for report in list_report_backs(db, collection.id)
        if report.is_after(narrative.told_on) and report.concerns(narrative.group, parent)
    )

"""Events in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from narratives.collection import Collection
from narratives.event import Event
from web.events.page import standing_words
from web.events.preview import when_words


@dataclass(frozen=True, slots=True)
class EventCard:
    """One event of the list."""

    id: str
    title: str
    happened: str
    when: str
    standing: str
    is_open: bool
    sides: str


def event_cards(events: Sequence[Event], collections: Mapping[str, Collection], today: date) -> list[EventCard]:
    """The cards of some events, open ones first."""
    found = [_card(one, collections[one.collection_id], today) for one in events]
    return sorted(found, key=lambda card: not card.is_open)


def _card(event: Event, collection: Collection, today: date) -> EventCard:
    return EventCard(
        id=event.collection_id,
        title=collection.title,
        happened=event.happened,
        when=when_words(event.happened_on, is_week=event.is_week),
        standing=standing_words(event, collection, today),
        is_open=collection.is_open_on(today),
        sides=", ".join(one.name for one in collection.groups),
    )

"""What people see in a collection, as a list that can be narrowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.observation import Interpretation, Observation, Remarkable
from store.observations import interpretations_by_observation, list_observations, list_withdrawn
from web.sense.words import REMARKABLE, STRENGTH, Standing, standing, waits, who
from web.stores import stores

_Among = Callable[[Observation, Sequence[Interpretation], str], bool]
# How the list can be narrowed: the word in the address, what stands on the page, and what is in it.
SHOWN: Mapping[str, tuple[str, _Among]] = {
    "": ("All", lambda one, readings, me: True),
    "remarkable": ("Remarkable", lambda one, readings, me: one.remarkable is Remarkable.YES),
    "waiting": ("Need another reading", lambda one, readings, me: waits(one, readings)),
    "mine": ("Written by me", lambda one, readings, me: one.author == me),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to narrow the list, with how many are in it."""

    text: str
    href: str
    n: int
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One observation of the list."""

    title: str
    href: str
    text: str
    said: str
    remarkable: str
    strength: str
    readings: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Overview:
    """The list, how it can be narrowed, and how many observations there are in all.

    `withdrawn` are the titles and addresses of those that the signed-in person withdrew and can put back.
    """

    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    n: int
    withdrawn: tuple[tuple[str, str], ...]


def overview(collection: Collection, shown: str, me: str, names: Mapping[str, str]) -> Overview:
    """What people see in a collection, newest first; `shown` is a key of SHOWN and `me` a username."""
    db = stores().stories
    found = list_observations(db, collection.id)
    readings = interpretations_by_observation(db, collection.id)
    chosen = shown if shown in SHOWN else ""
    among = {
        key: [one for one in found if is_in(one, readings.get(one.id, ()), me)] for key, (_, is_in) in SHOWN.items()
    }
    tabs = tuple(
        Tab(text, url_for("sense.page", collection_id=collection.id, show=key or None), len(among[key]), key == chosen)
        for key, (text, _) in SHOWN.items()
    )
    rows = tuple(_row(one, readings.get(one.id, ()), names) for one in among[chosen])
    withdrawn = tuple((one.title, _href(one)) for one in list_withdrawn(db, collection.id, me))
    return Overview(tabs, rows, len(found), withdrawn)


def _href(one: Observation) -> str:
    return url_for("sense.observation", collection_id=one.collection, observation_id=one.id)


def _row(one: Observation, readings: Sequence[Interpretation], names: Mapping[str, str]) -> Row:
    return Row(
        title=one.title,
        href=_href(one),
        text=one.text,
        said=f"{who(one, names)}, {spoken(one.made_at.date())}",
        remarkable=REMARKABLE[one.remarkable],
        strength=STRENGTH[one.strength],
        readings=tuple(reading.title for reading in readings),
        standing=standing(one, readings, names),
    )

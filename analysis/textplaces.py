"""Where the texts of stories lie among the monitor's topics, and what those topics are called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from analysis.measures import Placed, TextPlace
from analysis.monitor import Monitor
from analysis.repeats import source_numbers, teller_numbers
from analysis.streams import StreamPlan
from analysis.textvectors import vectors_of
from models.topics import TopicSpace
from narratives.collection import Collection
from narratives.movement import Topics
from store.database import Database
from store.results import list_themes
from store.theming import list_assigned
from store.watching import Telling
from store.worker import get_monitor

UNNAMED = "Theme "  # what a theme without words is called, with its number
_MAJORITY = 0.5


def places_among(db: Database, model: str, space: TopicSpace, day: int) -> Placed:
    """Places by the vectors of a model, as if all the stories had been told on `day`.

    `space` stays as it is, and `day` is not before the last that it has seen.
    """

    def placed(tellings: Sequence[Telling]) -> Mapping[str, TextPlace]:
        if not tellings:
            return {}
        copy = TopicSpace()
        copy.restore(space.state())
        group = np.unique([one.group for one in tellings], return_inverse=True)[1]
        vectors = vectors_of(db, model, tellings, copy.centres.shape[1])
        found = copy.place(day, group, vectors, source_numbers(tellings), teller_numbers(tellings)).tolist()
        return {one.id: (topic, novelty, echo) for one, (topic, novelty, echo) in zip(tellings, found, strict=True)}

    return placed


def topic_words(db: Database, collection_id: str, places: Mapping[str, TextPlace]) -> Topics:
    """The words of the theme that most stories of a topic belong to, where that is more than half of them.

    Themes are named by words of enough stories that may be read; topics have no words of their own.
    """
    assigned = list_assigned(db, collection_id, tuple(places))
    themes: dict[int, Counter[int]] = defaultdict(Counter)
    for story, (topic, _, _) in places.items():
        if story in assigned and topic >= 0:
            themes[topic][assigned[story]] += 1
    named = {one.id: one.name for one in list_themes(db, collection_id) if not one.name.startswith(UNNAMED)}
    words = {}
    for topic, counts in themes.items():
        theme, n = min(counts.items(), key=lambda one: (-one[1], one[0]))
        if theme in named and n > _MAJORITY * counts.total():
            words[topic] = named[theme]
    return words


def placed_by(db: Database, monitor: Monitor) -> Placed | None:
    """Where texts lie among the topics of a monitor; None before it found any."""
    texts = monitor.texts
    if texts.space is None or texts.day is None:
        return None
    return places_among(db, texts.model, texts.space, texts.day)


def placed_as_stored(db: Database, collection: Collection, plan: StreamPlan) -> Placed:
    """The same by the monitor that is stored, which is read when it is asked first."""
    found: list[Placed | None] = []

    def placed(tellings: Sequence[Telling]) -> Mapping[str, TextPlace]:
        if not found:
            kept, monitor = get_monitor(db, collection.id), Monitor(collection, plan)
            if kept is not None and kept.engine == plan.engine:
                monitor.restore(kept.arrays)
            found.append(placed_by(db, monitor))
        return {} if found[0] is None else found[0](tellings)

    return placed

"""What is watched of a framework, one list of streams for each of three monitors, and each story's bins."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from analysis.answerbins import Ints, choice_column, dyad_columns, not_applicable_column, triad_columns, zone_column
from models.bins import ZONES, score_bins
from models.streams import (
    Stream,
    choice_stream,
    dyad_streams,
    hot_stream,
    not_applicable_stream,
    novelty_streams,
    pocket_stream,
    theme_stream,
    triad_streams,
)
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Triad
from store.watching import Telling

ENGINE = "predictive-tilt-cusum-4"
# Parts of the yearly budget: what people placed, what they wrote, how stories arrive.
ANSWERS, TEXTS, ARRIVALS = 0.6, 0.2, 0.2
MOST_PAIRS = 6
MOST_TEXT_TRIADS = 4
ZONE_WEIGHT = 0.05  # pockets need the zones beside the topics; it is the answers' monitor that watches them
STRATA, MODES = 8, 6  # places for who answers and for the way of asking where the framework does not tell how many
MOST_STRATA = 16


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """The streams of a collection's answers, in the order of the columns that `bins` gives; joint ones have none."""

    framework: Framework
    watched: tuple[Triad | Dyad | Choice, ...]
    streams: tuple[Stream, ...]
    strata: int
    engine: str

    def bins(self, tellings: Sequence[Telling]) -> Ints:
        """One row a story, one column a stream that is not joint; -1 where not answered or not applicable."""
        answers = [one.answers for one in tellings]
        columns = [column for signifier in self.watched for column in _columns(signifier, answers)]
        if self.framework.has_temperature:
            columns.append(score_bins([np.nan if one.hot is None else one.hot for one in tellings]))
        placed = _placed(self.framework)
        if placed:
            columns.append(not_applicable_column(placed, answers))
        if not columns:
            return np.zeros((len(tellings), 0), dtype=np.int64)
        return np.stack(columns, axis=1).astype(np.int64)

    @property
    def text_triads(self) -> tuple[Triad, ...]:
        """The triads whose zones are watched beside the topics of texts."""
        return self.framework.triads[:MOST_TEXT_TRIADS]

    def zone_bins(self, tellings: Sequence[Telling]) -> Ints:
        """The zones (n, t) of `text_triads`."""
        answers = [one.answers for one in tellings]
        zones = [zone_column(triad.id, answers) for triad in self.text_triads]
        return np.stack(zones, axis=1) if zones else np.zeros((len(tellings), 0), dtype=np.int64)

    def text_streams(self, topics: int) -> tuple[Stream, ...]:
        """Topic, novelty, echo, and the zones that pockets need; then the pockets."""
        theme = theme_stream(topics)
        zones = [_zones(triad) for triad in self.text_triads]
        return (theme, *novelty_streams(), *zones, *(pocket_stream(zone, theme) for zone in zones))

    def arrival_streams(self) -> tuple[Stream, ...]:
        """Who answers and the way of asking, by the codes of the codebook; the last level of each is the rest."""
        return (
            Stream("stratum", "stratum", "categorical", self.strata, "collection"),
            Stream("mode", "mode", "categorical", MODES, "collection"),
        )

    def arrival_bins(self, stratum: Ints, mode: Ints) -> Ints:
        """The columns (n, 2) of `arrival_streams`."""
        return np.stack([np.minimum(stratum, self.strata - 1), np.minimum(mode, MODES - 1)], axis=1)


def plan_streams(collection: Collection, framework: Framework) -> StreamPlan:
    """Triads, dyads, single choices about the story, what does not apply, the hot score, and pockets of two triads."""
    watched: list[Triad | Dyad | Choice] = list(_placed(framework))
    watched += [choice for choice in framework.choices if _is_watched(collection, choice)]
    streams = [stream for signifier in watched for stream in _streams(signifier)]
    if framework.has_temperature:
        streams.append(hot_stream())
    if _placed(framework):
        streams.append(not_applicable_stream(len(_placed(framework))))
    pairs = islice(combinations(map(_zones, framework.triads), 2), MOST_PAIRS)
    streams += [pocket_stream(one, other, "temperature") for one, other in pairs]
    strata = _strata(collection, framework)
    parts = (ANSWERS, TEXTS, ARRIVALS, strata, MODES, ZONE_WEIGHT)
    signature = repr((streams, parts, collection.alerts_a_year, framework.id, framework.version))
    engine = f"{ENGINE}:{hashlib.sha256(signature.encode()).hexdigest()[:12]}"
    return StreamPlan(framework, tuple(watched), tuple(streams), strata, engine)


def budgets(collection: Collection, plan: StreamPlan) -> tuple[float, float, float]:
    """The false alarms a year of answers, texts and arrivals; who has nothing to watch leaves its part to the rest."""
    watching = (bool(plan.streams), True, True)
    parts = [part * is_there for part, is_there in zip((ANSWERS, TEXTS, ARRIVALS), watching, strict=True)]
    answers, texts, arrivals = (collection.alerts_a_year * part / sum(parts) for part in parts)
    return answers, texts, arrivals


def _placed(framework: Framework) -> tuple[Triad | Dyad, ...]:
    return (*framework.triads, *framework.dyads)


def _is_watched(collection: Collection, choice: Choice) -> bool:
    """Who answers is expected to change and is watched as arrivals; of choices, only what the story is about."""
    about_story = choice.asks_about == "story" and choice.id != collection.stratum_choice
    return about_story and choice.max_responses == 1 and len(choice.options) > 1


def _strata(collection: Collection, framework: Framework) -> int:
    options = [len(choice.options) for choice in framework.choices if choice.id == collection.stratum_choice]
    return min(options[0] + 2, MOST_STRATA) if options else STRATA  # and those who did not say, and the rest


def _zones(triad: Triad) -> Stream:
    return Stream(f"{triad.id}:zone", triad.id, "categorical", ZONES, weight=ZONE_WEIGHT)


def _streams(signifier: Triad | Dyad | Choice) -> list[Stream]:
    match signifier:
        case Triad():
            return triad_streams(signifier.id, [anchor.id for anchor in signifier.anchors])
        case Dyad():
            return dyad_streams(signifier.id)
        case _:
            return [choice_stream(signifier.id, len(signifier.options))]


def _columns(signifier: Triad | Dyad | Choice, answers: Sequence[dict[str, object]]) -> Iterable[Ints]:
    match signifier:
        case Triad():
            return triad_columns(signifier.id, answers)
        case Dyad():
            return dyad_columns(signifier.id, answers)
        case _:
            return [choice_column(signifier, answers)]

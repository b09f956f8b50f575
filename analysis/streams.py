"""What is watched of a framework: its streams, each story's bins, and what a finding is called in words."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.bins import category_bins, corner_bins, dyad_bins, score_bins
from models.findings import Finding as Alarm
from models.streams import Stream, choice_stream, dyad_stream, hot_stream, triad_streams
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Triad
from store.watching import Telling

HOT_SCORE = "hot-score"
VOLUME = "volume"
ENGINE = "predictive-tilt-cusum-1"
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """The streams of a collection, in the order of the columns that `bins` gives."""

    framework: Framework
    watched: tuple[Triad | Dyad | Choice, ...]
    streams: tuple[Stream, ...]
    engine: str

    def bins(self, tellings: Sequence[Telling]) -> Ints:
        """One row a story, one column a stream; -1 where not answered or not applicable."""
        columns = [_bins(signifier, tellings) for signifier in self.watched]
        if self.framework.has_temperature:
            columns.append(score_bins([np.nan if one.hot is None else one.hot for one in tellings])[:, None])
        return np.hstack(columns).astype(np.int64)

    def direction(self, alarm: Alarm) -> tuple[str, str]:
        """(signifier, direction) of an alarm, in the words of `narratives.alert.Finding`."""
        up = alarm.direction == "up"
        if alarm.signifier == VOLUME:
            return VOLUME, "more" if up else "fewer"
        if alarm.stream == hot_stream().name:
            return HOT_SCORE, "hotter" if up else "calmer"
        signifier = next(one for one in self.watched if one.id == alarm.signifier)
        match signifier:
            case Triad():
                return signifier.id, f"{'anchor' if up else 'away'}:{alarm.stream.removeprefix(f'{signifier.id}:')}"
            case Dyad():
                return signifier.id, f"anchor:{signifier.anchors[up].id}"
            case _:
                return signifier.id, f"option:{signifier.options[alarm.level or 0].id}"


def plan_streams(collection: Collection, framework: Framework) -> StreamPlan | None:
    """Triad corners, dyads, single choices about the story, and the hot score; None when there is nothing to watch."""
    watched: list[Triad | Dyad | Choice] = [*framework.triads, *framework.dyads]
    watched += [choice for choice in framework.choices if _is_watched(collection, choice)]
    streams = [stream for signifier in watched for stream in _streams(signifier)]
    if framework.has_temperature:
        streams.append(hot_stream())
    if not streams:
        return None
    signature = repr((streams, collection.alerts_a_year, framework.id, framework.version))
    engine = f"{ENGINE}:{hashlib.sha256(signature.encode()).hexdigest()[:12]}"
    return StreamPlan(framework, tuple(watched), tuple(streams), engine)


def _is_watched(collection: Collection, choice: Choice) -> bool:
    """Who answers is expected to change and is no news; only what the story is about is watched."""
    about_story = choice.asks_about == "story" and choice.id != collection.stratum_choice
    return about_story and choice.max_responses == 1 and len(choice.options) > 1


def _streams(signifier: Triad | Dyad | Choice) -> list[Stream]:
    match signifier:
        case Triad():
            return triad_streams(signifier.id, [anchor.id for anchor in signifier.anchors])
        case Dyad():
            return [dyad_stream(signifier.id)]
        case _:
            return [choice_stream(signifier.id, len(signifier.options))]


def _bins(signifier: Triad | Dyad | Choice, tellings: Sequence[Telling]) -> Ints:
    answers: list[dict[str, Any]] = [one.answers.get(signifier.id, {}) for one in tellings]
    match signifier:
        case Triad():
            return corner_bins(np.array([answer.get("shares", (np.nan,) * 3) for answer in answers]).reshape(-1, 3))
        case Dyad():
            return dyad_bins([answer.get("value", np.nan) for answer in answers])[:, None]
        case _:
            places = {option.id: place for place, option in enumerate(signifier.options)}
            codes = [places.get(next(iter(answer.get("options", ())), ""), -1) for answer in answers]
            return category_bins(codes, len(places))[:, None]

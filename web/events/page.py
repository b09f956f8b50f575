"""The page of one event: its perspectives side by side, and who predicts whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.event import Event
from narratives.framework import Framework
from narratives.perspective import Guess, GuessTable, Perspective, Perspectives, Place, PredictionGaps
from narratives.signifiers import Triad
from store.release_perspectives import perspectives
from store.release_predictions import prediction_gaps
from web.events.marks import Mark, marks_of
from web.events.pictures import Arrow, Lanes, Triangle, arrow_of, lanes_of, triangle_of
from web.events.preview import when_words
from web.events.words import (
    apart_words,
    at_most,
    event_sentence,
    gaps_sentence,
    pair_sentence,
    points,
    question_sentence,
)
from web.stores import Stores


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One group in the table beside a picture: its mean towards each anchor with its interval."""

    mark: Mark
    n: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two groups on one question, in words."""

    groups: str
    words: str


@dataclass(frozen=True, slots=True)
class QuestionBox:
    """One question: its sentence, its picture, and the same in figures; `key` names it in addresses of the page."""

    key: str
    title: str
    verdict: str
    sentence: str
    anchors: tuple[str, ...]
    triangle: Triangle | None
    lanes: Lanes | None
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    pairs: tuple[PairRow, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuessCell:
    """One guess in the matrix; `size` is the gap in few words."""

    of: str
    is_own: bool
    is_sure: bool
    arrow: Arrow | None
    size: str
    expected: str
    actual: str
    gap: str


@dataclass(frozen=True, slots=True)
class GuessBox:
    """Who predicts whom on one question: the guesses of each group in a row."""

    key: str
    title: str
    anchors: tuple[str, ...]
    rows: tuple[tuple[Mark, tuple[GuessCell, ...]], ...]
    is_told: bool


@dataclass(frozen=True, slots=True)
class EventPage:
    """Everything that the page says."""

    when: str
    standing: str
    is_open: bool
    sentence: str
    questions: tuple[QuestionBox, ...]
    gaps: str
    guesses: tuple[GuessBox, ...]
    marks: tuple[Mark, ...]
    stories: Mapping[str, str]
    compared: int
    guessed: int


def event_page(
    stores: Stores, event: Event, collection: Collection, framework: Framework, today: date, *, may_read: bool
) -> EventPage:
    """The page for whoever may read stories, or only count them."""
    where = (stores.stories, stores.landscape, collection, framework)
    found = perspectives(*where)
    gaps = prediction_gaps(*where) if framework.predictions else PredictionGaps((), 0)
    groups = [one.name for one in collection.groups]
    marks = marks_of(groups)
    return EventPage(
        when=when_words(event.happened_on, is_week=event.is_week),
        standing=standing_words(event, collection, today),
        is_open=collection.is_open_on(today),
        sentence=event_sentence(found, len(groups)),
        questions=tuple(_box(one, marks) for one in found.questions),
        gaps=gaps_sentence(gaps) if gaps.tables else "",
        guesses=tuple(_guess_box(one, marks) for one in gaps.tables),
        marks=tuple(marks.values()),
        stories=_stories(collection, groups, found) if may_read else {},
        compared=found.compared,
        guessed=gaps.compared,
    )


def standing_words(event: Event, collection: Collection, today: date) -> str:
    """Whether accounts are taken, and until when."""
    if collection.is_open_on(today):
        return f"Open until {spoken(collection.closes_on)}" if collection.closes_on else "Open"
    if event.closed_on:
        return f"Closed on {spoken(event.closed_on)}"
    return f"Closed since {spoken(collection.closes_on)}" if collection.closes_on else "Closed"


def _stories(collection: Collection, groups: list[str], found: Perspectives) -> Mapping[str, str]:
    """Where the accounts of a group are read, of those groups that are shown anywhere."""
    shown = {place.group for one in found.questions for place in one.places}
    return {
        group: url_for("explore.stories", collection_id=collection.id, group=group)
        for group in groups
        if group in shown
    }


def _box(found: Perspective, marks: Mapping[str, Mark]) -> QuestionBox:
    signifier, is_triad = found.signifier, isinstance(found.signifier, Triad)
    anchors = tuple(anchor.label for anchor in signifier.anchors)
    return QuestionBox(
        key=f"question-{signifier.id}",
        title=signifier.title,
        verdict=_verdict(found),
        sentence=question_sentence(found),
        anchors=anchors,
        triangle=triangle_of(found.places, marks) if is_triad and found.places else None,
        lanes=lanes_of(found.places, marks) if found.places and not is_triad else None,
        columns=anchors if is_triad else anchors[1:],
        rows=tuple(_row(place, marks) for place in found.places),
        pairs=tuple(_pairs(found)),
        silent=found.silent,
    )


def _verdict(found: Perspective) -> str:
    if len(found.places) < 2:
        return "Not enough yet"
    if found.parted:
        return "They differ"
    return "They agree" if found.is_alike else "Cannot be told"


def _row(place: Place, marks: Mapping[str, Mark]) -> FigureRow:
    ends = zip(place.mean, place.low, place.high, strict=True)
    return FigureRow(
        marks[place.group],
        f"{place.n:,}",
        tuple(f"{points(mean)} ({points(low)} to {points(high)})" for mean, low, high in ends),
    )


def _pairs(found: Perspective) -> list[PairRow]:
    ordered = [*found.parted, *(one for one in found.pairs if not one.is_sure)]
    return [
        PairRow(
            f"{pair.first} and {pair.second}",
            pair_sentence(pair, found.signifier)
            if pair.is_sure
            else f"Not distinguishable from scatter: at most {at_most(pair.most)} points apart",
        )
        for pair in ordered
    ]


def _guess_box(table: GuessTable, marks: Mapping[str, Mark]) -> GuessBox:
    signifier = table.signifier
    rows = {mark.group: [one for one in table.guesses if one.by == mark.group] for mark in marks.values()}
    return GuessBox(
        key=f"guess-{signifier.id}",
        title=signifier.title,
        anchors=tuple(anchor.label for anchor in signifier.anchors),
        rows=tuple((marks[by], tuple(_cell(one) for one in held)) for by, held in rows.items()),
        is_told=bool(table.told),
    )


def _cell(guess: Guess) -> GuessCell:
    if guess.expected is None or guess.actual is None:
        return GuessCell(guess.of, guess.is_own, False, None, "Not enough yet", "", "", "")
    sure = guess.is_sure
    size = apart_words(guess.widest) if sure else f"Not told apart (at most {at_most(guess.most)})"
    return GuessCell(
        of=guess.of,
        is_own=guess.is_own,
        is_sure=sure,
        arrow=arrow_of(guess),
        size=size,
        expected=_means(guess.expected),
        actual=_means(guess.actual),
        gap=apart_words(guess.widest) if sure else f"at most {at_most(guess.most)}",
    )


def _means(place: Place) -> str:
    return " · ".join(points(one) for one in place.mean)

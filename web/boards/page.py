"""A board as its page shows it: the columns with their cards, and what each column holds together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from narratives.board import LOOSE, Board
from narratives.observation import ClusterKind, Interpretation, Observation, Strength, readers_of
from narratives.probe import Probe
from store.clusters import get_board, list_revisions
from store.database import Database
from store.observations import interpretations_by_observation, list_observations
from store.probes import get_probe
from store.sense_probes import probes_by_interpretation
from web.people import names
from web.sense.words import REMARKABLE, STRENGTH, who

_STRENGTHS = {Strength.STRONG: "clear", Strength.MEDIUM: "middling", Strength.WEAK: "faint"}
# How the page speaks of what is gathered, and of what is gathered into.
WORDS = {
    ClusterKind.PERSPECTIVE: {"one": "perspective", "many": "perspectives", "card": "reading", "cards": "readings"},
    ClusterKind.THEME: {"one": "theme", "many": "themes", "card": "observation", "cards": "observations"},
}
_LOOSE_NAME = "Not gathered yet"


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that can be gathered; `about` is what was seen where the card is how somebody understands it."""

    id: str
    title: str
    text: str
    by: str
    facts: str
    about: str
    href: str
    idea: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A cluster, or what is in none: its cards and what they come to together."""

    id: str
    name: str
    note: str
    cards: tuple[Card, ...]
    people: int = 0
    strengths: str = ""
    probes: tuple[Probe, ...] = ()

    @property
    def is_loose(self) -> bool:
        return self.id == LOOSE


@dataclass(frozen=True, slots=True)
class _Said:
    """Everything that was said in a collection: observations, and how each of them is understood."""

    observations: Mapping[str, Observation]
    readings: Mapping[str, Sequence[Interpretation]]
    tried: Mapping[str, Sequence[Probe]]
    names: Mapping[str, str]

    def cards(self, kind: ClusterKind) -> dict[str, Card]:
        """What can be gathered on a board, by its id."""
        if kind is ClusterKind.THEME:
            return {one.id: _seen(one, self.readings.get(one.id, ()), self.names) for one in self.observations.values()}
        return {
            one.id: _understood(one, seen, self.names)
            for seen in self.observations.values()
            for one in self.readings.get(seen.id, ())
        }

    def readings_in(self, kind: ClusterKind, members: Iterable[str]) -> list[Interpretation]:
        """The interpretations that a cluster holds, or that are of the observations that it holds."""
        wanted = set(members)
        return [
            one
            for seen, found in self.readings.items()
            for one in found
            if (seen if kind is ClusterKind.THEME else one.id) in wanted
        ]

    def observations_in(self, kind: ClusterKind, members: Iterable[str]) -> list[Observation]:
        """The observations that a cluster holds, or that its interpretations are of."""
        if kind is ClusterKind.THEME:
            return [self.observations[one] for one in members if one in self.observations]
        of = {one.observation for one in self.readings_in(kind, members)}
        return [one for one in self.observations.values() if one.id in of]


def columns_of(db: Database, board: Board) -> tuple[Column, ...]:
    """The columns of a board; what was withdrawn is on none of them."""
    said = _said(db, board.collection)
    cards = said.cards(board.kind)
    loose = Column(LOOSE, _LOOSE_NAME, "", tuple(cards[one] for one in board.loose(cards)))
    found = [loose]
    for one in board.clusters:
        members = [member for member in one.members if member in cards]
        readings = said.readings_in(board.kind, members)
        observations = said.observations_in(board.kind, members)
        people = readers_of(readings) if board.kind is ClusterKind.PERSPECTIVE else _observers(observations)
        found.append(
            Column(
                id=one.id,
                name=one.name,
                note=one.note,
                cards=tuple(cards[member] for member in members),
                people=people,
                strengths=_strengths(observations),
                probes=tuple(probe for reading in readings for probe in said.tried.get(reading.id, ())),
            )
        )
    return tuple(found)


def card_called(columns: Sequence[Column], card_id: str) -> Card | None:
    """A card of the board by its id; None where there is none, as of one that was withdrawn."""
    return next((card for column in columns for card in column.cards if card.id == card_id), None)


def board_page(db: Database, collection_id: str, kind: ClusterKind) -> dict[str, object]:
    """What the template of a board needs."""
    board = get_board(db, collection_id, kind)
    columns = columns_of(db, board)
    return {
        "board": board,
        "columns": columns,
        "any_card": any(column.cards for column in columns),
        "words": WORDS[kind],
        "revisions": list_revisions(db, board),
        "names": names(),
    }


def _said(db: Database, collection_id: str) -> _Said:
    observations = {one.id: one for one in list_observations(db, collection_id)}
    readings = interpretations_by_observation(db, collection_id)
    tied = probes_by_interpretation(db, collection_id)
    tried = {reading: [get_probe(db, one) for one in probes] for reading, probes in tied.items()}
    return _Said(observations, readings, tried, names())


def _understood(one: Interpretation, seen: Observation, names: Mapping[str, str]) -> Card:
    return Card(
        id=one.id,
        title=one.title,
        text=one.text,
        by=who(one, names),
        facts=STRENGTH[seen.strength],
        about=seen.title,
        href=_address(seen),
        idea=one.idea,
    )


def _seen(one: Observation, readings: Sequence[Interpretation], names: Mapping[str, str]) -> Card:
    read = f"{len(readings)} reading{'' if len(readings) == 1 else 's'}"
    return Card(
        id=one.id,
        title=one.title,
        text=one.text,
        by=who(one, names),
        facts=f"{REMARKABLE[one.remarkable]}. {STRENGTH[one.strength]}. {read}.",
        about="",
        href=_address(one),
    )


def _address(one: Observation) -> str:
    return url_for("sense.observation", collection_id=one.collection, observation_id=one.id)


def _observers(observations: Iterable[Observation]) -> int:
    """By how many different people these were seen: a username with the voice that it wrote down."""
    return len({(one.author, one.voice.casefold()) for one in observations})


def _strengths(observations: Iterable[Observation]) -> str:
    """How clearly the patterns behind it were seen: "2 strong, 1 weak"."""
    found = Counter(one.strength for one in observations)
    return ", ".join(f"{found[one]} {words}" for one, words in _STRENGTHS.items() if found[one])

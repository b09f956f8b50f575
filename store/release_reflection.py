"""What practitioners see of their own log as a whole: where their placements lie, and what changed; never of a person.

Nothing of fewer than 10 interactions or of fewer than 5 different people is in any part; what differs is said with an
interval, and as many as are looked at together hold together. It is made when the practitioner asks and kept nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import numpy as np

from models.keyness import words_of
from models.quietwords import QUIET_WORDS
from models.repeated import Apart, apart
from narratives.answer_fields import DYAD_STEPS
from narratives.answers import DyadAnswer, TriadAnswer, answer_from_json
from narratives.contact_codes import attendance, contact_label
from narratives.errors import AnswerError
from narratives.framework import Framework
from narratives.interaction import bare_reference
from narratives.signifiers import Dyad, Triad
from store.case_rows import Interaction

LEAST, LEAST_PEOPLE = 10, 5
LATELY = timedelta(weeks=8)
MONTHS = 12
MOST_WORDS = 30
ZONE_WIDTH, STEP_WIDTH = 0.3, 1 / DYAD_STEPS  # what placements are rounded to in the case record: zones and steps
OTHERS = "All others"
Placed = tuple[float, ...]
Answers = list[tuple[Interaction, Placed]]
Signifier = Triad | Dyad
Side = tuple[Signifier | str, str, Answers, list[bool]]


@dataclass(frozen=True, slots=True)
class Lacking:
    """How much more there has to be before anything can be said."""

    interactions: int
    people: int


@dataclass(frozen=True, slots=True)
class Share:
    """How often something was so, in tenths of a part; `tenths` is None where it was too rarely to be told."""

    title: str
    tenths: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month's mix of contacts; `mix` is empty of a month with too few."""

    first: date
    mix: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where enough of the own placements lie: a zone of a triad or a step of a dyad, in tenths of all."""

    place: Placed
    tenths: int


@dataclass(frozen=True, slots=True)
class Question:
    """How own placements on a triad or dyad lie. `spots` is empty and `mean` is None where there are too few."""

    signifier: Signifier
    mean: Placed | None
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One side against the other on one thing that was looked at; `apart` is None where a side has too few."""

    about: Signifier | str
    side: str
    apart: Apart | None


@dataclass(frozen=True, slots=True)
class Reflection:
    """A practitioner's own patterns. With `lacking` there is nothing else."""

    lacking: Lacking | None
    interactions: int = 0
    contacts: tuple[str, ...] = ()
    months: tuple[Month, ...] = ()
    outcomes: tuple[Share, ...] = ()
    questions: tuple[Question, ...] = ()
    changes: tuple[Difference, ...] = ()
    by_contact: tuple[Difference, ...] = ()
    words: tuple[Difference, ...] = ()
    words_tried: int = 0


def reflect(interactions: Sequence[Interaction], frameworks: Mapping[str, Framework], today: date) -> Reflection:
    """A practitioner's own patterns over all of their interactions; `frameworks` by collection, as far as known."""
    if not enough(interactions):
        people = len({_person(one) for one in interactions})
        return Reflection(Lacking(max(0, LEAST - len(interactions)), max(0, LEAST_PEOPLE - people)))
    contacts = _common(interactions, lambda one: contact_label(one.contact))
    words, tried = _words(interactions, contacts)
    placed = list(_placed(interactions, frameworks))
    return Reflection(
        lacking=None,
        interactions=len(interactions),
        contacts=contacts,
        months=tuple(_months(interactions, contacts)),
        outcomes=_shares(interactions, _outcome, _common(interactions, _outcome)),
        questions=tuple(_question(signifier, answers) for signifier, answers in placed),
        changes=_changes(interactions, placed, today),
        by_contact=_by_contact(placed, contacts),
        words=words,
        words_tried=tried,
    )


def enough(part: Sequence[Interaction]) -> bool:
    """Whether anything may be said of a part: enough interactions with enough different people."""
    return len(part) >= LEAST and len({_person(one) for one in part}) >= LEAST_PEOPLE


def _person(one: Interaction) -> str:
    return bare_reference(one.reference)


def _outcome(one: Interaction) -> str:
    return attendance(one.outcome).value.capitalize()


def _common(interactions: Sequence[Interaction], kind: Callable[[Interaction], str]) -> tuple[str, ...]:
    """The kinds of which there are enough, commonest first; the others are put together."""
    number = Counter(kind(one) for one in interactions)
    found = [name for name, _ in number.most_common() if enough([one for one in interactions if kind(one) == name])]
    return tuple(found)


def _shares(part: Sequence[Interaction], kind: Callable[[Interaction], str], kinds: Sequence[str]) -> tuple[Share, ...]:
    number = Counter(kind(one) if kind(one) in kinds else OTHERS for one in part)
    titles = (*kinds, OTHERS) if number[OTHERS] else tuple(kinds)
    return tuple(Share(title, _tenths(number[title], len(part))) for title in titles)


def _tenths(n: int, of: int) -> int | None:
    return round(10 * n / of) or None


def _months(interactions: Sequence[Interaction], contacts: Sequence[str]) -> Iterator[Month]:
    """The latest months in which something was logged, newest first."""
    ordered = sorted(interactions, key=lambda one: one.happened_on, reverse=True)
    by_month = groupby(ordered, key=lambda one: one.happened_on.replace(day=1))
    for _, (first, ones) in zip(range(MONTHS), by_month, strict=False):
        part = list(ones)
        mix = _shares(part, lambda one: contact_label(one.contact), contacts) if enough(part) else ()
        yield Month(first, mix)


def _placed(
    interactions: Sequence[Interaction], frameworks: Mapping[str, Framework]
) -> Iterator[tuple[Signifier, Answers]]:
    """Each question that enough were placed on, in the order of its framework."""
    for framework in {one.id: one for one in frameworks.values()}.values():
        asked = {name for name, one in frameworks.items() if one.id == framework.id}
        own = [one for one in interactions if one.collection in asked]
        signifiers: tuple[Signifier, ...] = (*framework.triads, *framework.dyads)
        for signifier in signifiers:
            answers = [(one, place) for one in own if (place := _place(one, signifier.id)) is not None]
            yield signifier, answers


def _place(one: Interaction, signifier: str) -> Placed | None:
    if signifier not in one.answers:
        return None
    try:
        match answer_from_json(signifier, one.answers[signifier]):
            case TriadAnswer(shares=shares):
                return shares
            case DyadAnswer(value=value):
                return (value,)
    except AnswerError:
        pass
    return None


def _question(signifier: Signifier, answers: Answers) -> Question:
    if not enough([one for one, _ in answers]):
        return Question(signifier, None, ())
    table = np.array([place for _, place in answers])
    spots = []
    for place in sorted({place for _, place in answers}):
        here = [one for one, where in answers if where == place]
        if enough(here):
            spots.append(Spot(place, max(1, round(10 * len(here) / len(answers)))))
    return Question(signifier, tuple(table.mean(axis=0).tolist()), tuple(spots))


def _changes(
    interactions: Sequence[Interaction], placed: Sequence[tuple[Signifier, Answers]], today: date
) -> tuple[Difference, ...]:
    """The last eight weeks against everything before, on each question and kind of outcome."""

    def lately(one: Interaction) -> bool:
        return one.happened_on > today - LATELY

    looked: list[tuple[Signifier | str, Answers]] = list(placed)
    for kind in _common(interactions, _outcome):
        looked.append((kind, [(one, (float(_outcome(one) == kind),)) for one in interactions]))
    sides = [(about, "", answers, [lately(one) for one, _ in answers]) for about, answers in looked]
    return _differences(sides)


def _by_contact(placed: Sequence[tuple[Signifier, Answers]], contacts: Sequence[str]) -> tuple[Difference, ...]:
    """Each common kind of contact against all others, on each question."""
    if len(contacts) < 2:
        return ()
    sides = [
        (signifier, contact, answers, [contact_label(one.contact) == contact for one, _ in answers])
        for signifier, answers in placed
        for contact in contacts
    ]
    return tuple(one for one in _differences(sides) if one.apart is not None)


def _words(interactions: Sequence[Interaction], contacts: Sequence[str]) -> tuple[tuple[Difference, ...], int]:
    """The words, of the commonest, that stand more often in what was written of one kind of contact than of others."""
    if len(contacts) < 2:
        return (), 0
    written = [(one, set(words_of(_text(one))) - QUIET_WORDS) for one in interactions if _text(one)]
    used = Counter(word for _, words in written for word in words)
    common = [word for word, _ in used.most_common() if enough([one for one, words in written if word in words])]
    sides: list[Side] = [
        (
            word,
            contact,
            [(one, (float(word in words),)) for one, words in written],
            [contact_label(one.contact) == contact for one, _ in written],
        )
        for word in common[:MOST_WORDS]
        for contact in contacts
    ]
    found = _differences(sides)
    told = [one for one in found if one.apart is not None and one.apart.is_told and float(one.apart.effect[0]) > 0]
    return tuple(told), len(common[:MOST_WORDS])


def _text(one: Interaction) -> str:
    """Everything that the practitioner wrote of an interaction."""
    criss = one.criss
    parts = (one.account, one.notes, criss.check_in, criss.review, criss.intervention, criss.summarise)
    return "\n".join(part for part in parts if part)


def _differences(sides: Sequence[Side]) -> tuple[Difference, ...]:
    """One side against the rest, for everything that is looked at together: the intervals hold at once."""
    tellable = [_tellable(answers, is_first) for _, _, answers, is_first in sides]
    looks = max(1, sum(tellable))
    return tuple(
        Difference(about, side, _apart(answers, is_first, looks) if may else None)
        for (about, side, answers, is_first), may in zip(sides, tellable, strict=True)
    )


def _tellable(answers: Answers, is_first: Sequence[bool]) -> bool:
    parts = (
        [one for (one, _), first in zip(answers, is_first, strict=True) if first is side] for side in (True, False)
    )
    return all(enough(part) for part in parts)


def _apart(answers: Answers, is_first: Sequence[bool], looks: int) -> Apart | None:
    people = {name: number for number, name in enumerate(sorted({_person(one) for one, _ in answers}))}
    places = [place for _, place in answers]
    grain = ZONE_WIDTH if len(places[0]) > 1 else STEP_WIDTH
    return apart(places, is_first, [people[_person(one)] for one, _ in answers], looks, grain)

"""One event that several groups tell of: its plan, and the framework and collection that are made of the plan.

An event is a collection whose reporting groups are the perspectives. Its framework has some questions of another one
and, for those that matter most, guesses: where does each teller think that each perspective will place this?
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from narratives.collection import Collection, Moderation, Policy, ReportingGroup, Signpost
from narratives.framework import Framework
from narratives.framework_texts import texts_of
from narratives.signifiers import Dyad, Placed, Predicts
from narratives.translation import gettext as _
from narratives.translation import interface_languages, noop, speaking

USUAL_PERSPECTIVES = ("Front line", "Management", "Service users", "Families")
LEAST_PERSPECTIVES, MOST_PERSPECTIVES = 2, 6
MOST_QUESTIONS = 5
MOST_PREDICTED = 2
_GROUP_QUESTION = noop("From which side did you see this?")
_PREDICTION = noop("Your guess: where will “%(group)s” mostly place “%(title)s”?")
_PREFIX = "event-"
_LONGEST_SLUG = 40
_LONGEST_ID = 64
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What is decided before an event is opened; `asked` and `predicted` are ids of triads and dyads of `base`."""

    title: str
    happened: str
    happened_on: date
    is_week: bool
    base: Framework
    asked: tuple[str, ...]
    predicted: tuple[str, ...]
    perspectives: tuple[str, ...]
    policy: Policy = Policy.PROTECTED
    moderation: Moderation = Moderation.BEFORE
    sensitive: bool = True
    signposts: tuple[Signpost, ...] = ()
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An event that was opened: what happened in neutral words, on a day or in the week of it, and whom to contact."""

    collection_id: str
    happened: str
    happened_on: date
    is_week: bool
    opened_by: str
    contact: str
    opened_on: date
    closed_on: date | None = None


def event_id(title: str, taken: Sequence[str] = ()) -> str:
    """The name of an event in its address, made from its title; a number keeps it apart from those that are taken.

    >>> event_id("A fall on the ward", ["event-a-fall-on-the-ward"])
    'event-a-fall-on-the-ward-2'
    """
    words = _NOT_IN_AN_ID.sub("-", title.lower()).strip("-")[:_LONGEST_SLUG].strip("-") or "untitled"
    name, number = f"{_PREFIX}{words}", 1
    while (f"{name}-{number}" if number > 1 else name) in taken:
        number += 1
    return f"{name}-{number}" if number > 1 else name


def questions_of(framework: Framework) -> tuple[Placed, ...]:
    """The questions of a framework that an event can ask: triads and dyads that everybody is asked."""
    found = [one for one in framework.told if isinstance(one, Placed)]
    return tuple(one for one in found if framework.branch_of(one.id) is None)


def event_framework(plan: EventPlan, event: str) -> Framework:
    """The framework of an event: the chosen questions as they are, then the guesses, in every language of the base."""
    own = tuple(one for one in questions_of(plan.base) if one.id in plan.asked)
    guesses = tuple(_guesses(plan, own))
    made = replace(
        plan.base,
        id=event,
        version=1,
        title=plan.title,
        introduction=plan.happened,
        signifiers=(*own, *guesses),
        branches=(),
        prompts=(),
        group_question=_GROUP_QUESTION,
        texts={},
    )
    spoken = [code for code in plan.base.languages if code != plan.base.language and code in interface_languages()]
    return replace(made, texts={code: _texts(made, plan, code) for code in spoken})


def event_collection(plan: EventPlan, event: str, opened_on: date) -> Collection:
    """The collection of an event."""
    return Collection(
        id=event,
        title=plan.title,
        framework_id=event,
        framework_version=1,
        policy=plan.policy,
        moderation=plan.moderation,
        groups=tuple(ReportingGroup(name) for name in sorted(plan.perspectives)),
        opens_on=opened_on,
        closes_on=plan.closes_on,
        sensitive=plan.sensitive,
        signposts=plan.signposts,
    )


def prediction_id(signifier: str, perspective: str) -> str:
    """The id of the guess where a perspective will place a question.

    >>> prediction_id("mood", "Service users")
    'mood-by-service-users'
    """
    return f"{signifier}-by-{_NOT_IN_AN_ID.sub('-', perspective.lower()).strip('-')}"


def _id_of_guess(signifier: str, perspective: str, number: int, taken: Container[str]) -> str:
    """By the name of the perspective, or by its number where letters other than a to z leave no name."""
    named = prediction_id(signifier, perspective)
    fits = named not in taken and len(named) <= _LONGEST_ID and not named.endswith("-by-")
    return named if fits else f"{signifier[: _LONGEST_ID - 8]}-by-{number}"


def _guesses(plan: EventPlan, own: Sequence[Placed]) -> Iterator[Placed]:
    taken = {one.id for one in own}
    for one in own:
        if one.id not in plan.predicted:
            continue
        for number, perspective in enumerate(sorted(plan.perspectives), start=1):
            plain = {"hot": frozenset[str](), "cold": frozenset[str](), "required": False}
            guess = replace(
                one,
                id=_id_of_guess(one.id, perspective, number, taken),
                title=_PREDICTION % {"group": perspective, "title": one.title},
                predicts=Predicts(one.id, perspective),
                **plain,  # type: ignore[arg-type]
            )
            taken.add(guess.id)
            yield replace(guess, level=False) if isinstance(guess, Dyad) else guess


def _texts(made: Framework, plan: EventPlan, code: str) -> Mapping[str, str]:
    """The wording in a language of the base; what only the event says stays as it was written."""
    theirs = plan.base.texts[code]
    kept = {key: theirs.get(key, text) for key, text in texts_of(made).items()}
    kept |= {"title": plan.title, "introduction": plan.happened}
    with speaking(code):
        kept["group_question"] = _(_GROUP_QUESTION)
        for guess in made.predictions:
            predicts = guess.predicts
            if predicts is None:
                continue
            kept[guess.id] = _(_PREDICTION, group=predicts.group, title=theirs[predicts.signifier])
            kept |= {f"{guess.id}.{anchor.id}": theirs[f"{predicts.signifier}.{anchor.id}"] for anchor in guess.anchors}
    return {key: text for key, text in kept.items() if text}

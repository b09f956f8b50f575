"""The order of their own in which tellers see anchors and options, so that no place on the page is favoured."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace

from narratives.answer_fields import read_order
from narratives.form_fields import Fields
from narratives.signifiers import OTHER, Choice, Dyad, Triad

Draw = Callable[[int], Sequence[int]]


def drawn(count: int) -> Sequence[int]:
    """The numbers below `count` in an order that nobody can foresee."""
    return secrets.SystemRandom().sample(range(count), count)


def shown_triad(triad: Triad, fields: Fields, draw: Draw) -> Triad:
    """A triad with its anchors as this teller sees them: as before when they were here before, else as drawn."""
    if not triad.random_order:
        return triad
    top, left, right = (triad.anchors[place] for place in read_order(triad, fields) or draw(3))
    return replace(triad, anchors=(top, left, right))


def shown_dyad(dyad: Dyad, fields: Fields, draw: Draw) -> Dyad:
    """A dyad with its anchors as this teller sees them."""
    if not dyad.random_order:
        return dyad
    low, high = (dyad.anchors[place] for place in read_order(dyad, fields) or draw(2))
    return replace(dyad, anchors=(low, high))


def shown_choice(choice: Choice, fields: Fields, draw: Draw) -> Choice:
    """A choice with its options as this teller sees them; the one that asks for own words stays last."""
    if not choice.random_order:
        return choice
    places = read_order(choice, fields)
    if places:
        return replace(choice, options=tuple(choice.options[place] for place in places))
    named = [option for option in choice.options if option.id != OTHER]
    others = [option for option in choice.options if option.id == OTHER]
    return replace(choice, options=(*(named[place] for place in draw(len(named))), *others))


def posted_order(shown: Triad | Dyad | Choice) -> str:
    """The order in which a signifier is shown, as the form carries it; empty when it is the framework's own."""
    if not shown.random_order:
        return ""
    parts = shown.options if isinstance(shown, Choice) else shown.anchors
    return ",".join(part.id for part in parts)

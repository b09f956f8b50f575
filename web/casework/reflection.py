"""A practitioner's own patterns in words and places on small pictures. Made for nobody else, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad
from narratives.triangle import HEIGHT, to_xy
from store.cases import list_own_interactions
from store.release_reflection import Difference, Placed, Question, Reflection, reflect
from web.casework.case_store import case_store

_ALL = 1_000_000
_NOT_ENOUGH = "Not enough on both sides yet"
_SCATTER = "Not distinguishable from scatter"
_WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle of a small picture, in its own units: 100 wide."""

    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Picture:
    """How own placements on one question lie: circles where enough do, and the mean; `words` say the same."""

    title: str
    is_triad: bool
    anchors: tuple[str, ...]
    circles: tuple[Circle, ...]
    mean: Circle | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a table of differences: what, on which side, what came out, and the figures with their intervals."""

    title: str
    side: str
    verdict: str
    figures: tuple[str, ...]


def own_reflection(practitioner: str, asked: Callable[[str], Framework | None], today: date) -> Reflection:
    """The practitioner's own patterns, over all of their own interactions; `asked` says what a collection asks."""
    held = case_store()
    interactions = list_own_interactions(held.db, held.key, practitioner, limit=_ALL)
    frameworks = {name: asked(name) for name in {one.collection for one in interactions}}
    return reflect(interactions, {name: one for name, one in frameworks.items() if one}, today)


def picture_of(question: Question) -> Picture:
    """The small picture of a question."""
    signifier = question.signifier
    anchors = tuple(anchor.label for anchor in signifier.anchors)
    circles = tuple(Circle(*_spot(one.place), 3.5 * one.tenths**0.5) for one in question.spots)
    mean = Circle(*_spot(question.mean), 3.0) if question.mean else None
    words = _mean_words(question, anchors)
    return Picture(signifier.title, isinstance(signifier, Triad), anchors, circles, mean, words)


def finding_of(difference: Difference) -> Finding:
    """A difference in words: what came out first, then each figure with its interval."""
    about, apart = difference.about, difference.apart
    title = about if isinstance(about, str) else about.title
    if apart is None:
        return Finding(title, difference.side, _NOT_ENOUGH, ())
    ends = list(zip(apart.effect.tolist(), apart.low.tolist(), apart.high.tolist(), strict=True))
    figures = tuple(
        f"{name}: {_points(effect)} ({_points(low)} to {_points(high)})"
        for name, (effect, low, high) in zip(_measures(about), ends, strict=True)
    )
    return Finding(title, difference.side, "Differs" if apart.is_told else _SCATTER, figures)


def word_of(difference: Difference) -> Finding:
    """A word that stands more often in what was written of one kind of contact."""
    found = finding_of(difference)
    (figure,) = found.figures
    return Finding(found.title, found.side, found.verdict, (figure.removeprefix("how often: "),))


def _measures(about: Triad | Dyad | str) -> tuple[str, ...]:
    if isinstance(about, Triad):
        return tuple(f"towards “{anchor.label}”" for anchor in about.anchors)
    if isinstance(about, Dyad):
        return (f"towards “{about.anchors[1].label}”",)
    return ("how often",)


def _points(value: float) -> str:
    """A difference of shares in hundredths, with its sign."""
    points = round(100 * max(-1.0, min(1.0, value)))
    return f"{points:+d}".replace("-", "−") if points else "0"


def _spot(place: Placed) -> tuple[float, float]:
    if len(place) == 1:
        return round(_WIDTH * place[0], 1), 0.0
    x, y = to_xy((place[0], place[1], place[2]))
    return round(_WIDTH * x, 1), round(_WIDTH * (HEIGHT - y), 1)


def _mean_words(question: Question, anchors: tuple[str, ...]) -> tuple[str, ...]:
    if question.mean is None:
        return ()
    if len(question.mean) == 1:
        return (f"On average {round(100 * question.mean[0])} of 100 from “{anchors[0]}” towards “{anchors[1]}”",)
    shares = zip(anchors, question.mean, strict=True)
    return ("On average " + ", ".join(f"{round(100 * share)} % “{anchor}”" for anchor, share in shares),)

"""A teller's own place in a triad among everybody else's, told so coarsely that nobody else can be made out.

Only what `store.release` shows to staff, only where at least k others answered, and of those only the share in each
of the seven parts of the triangle, in rough fractions: tellers agreed that staff see their dots, not that each
other do.
"""

from __future__ import annotations

from dataclasses import dataclass

from narratives.answers import TriadAnswer
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.narrative import State
from narratives.signifiers import Triad
from narratives.translation import gettext as _
from narratives.triangle import HEIGHT, ZONES, Shares, to_xy, zone_of
from store.database import Database
from store.receipts import Kept
from store.release import Landscape, View, triad
from web.words import zone_words

_WIDTH = 100
# Shares of others in a part, from which a deeper tint begins.
_TINTS = (0.05, 0.15, 0.3)


@dataclass(frozen=True, slots=True)
class Zone:
    """One part of the triangle: its corners in the picture's units, and how deep its tint is, from 0 to 3."""

    points: str
    tint: int


@dataclass(frozen=True, slots=True)
class Among:
    """One triad: the sentences that say it and, where enough others answered, the picture that shows the same."""

    title: str
    anchors: tuple[str, ...]
    sentences: tuple[str, ...]
    dot: tuple[float, float]
    zones: tuple[Zone, ...] = ()


def among_others(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, kept: Kept
) -> list[Among]:
    """Every triad that the teller placed a marker in."""
    found = []
    for asked in framework.triads:
        answer = kept.narrative.answer(asked.id)
        if isinstance(answer, TriadAnswer):
            shape = triad(db, landscape, collection, framework, asked.id, View(kept.narrative.kind))
            own = zone_of(answer.shares)
            others = dict(shape.zones)
            if _is_inside(collection, kept):
                others[own] = max(0, others[own] - 1)
            found.append(_among(asked, answer.shares, others, collection.k))
    return found


def _is_inside(collection: Collection, kept: Kept) -> bool:
    """Whether the story itself is part of what is shown."""
    is_open = collection.policy is Policy.OPEN and kept.narrative.may_be_read and kept.state is State.RELEASED
    return kept.counted or is_open


def _among(signifier: Triad, shares: Shares, others: dict[str, int], k: int) -> Among:
    words, own, n = zone_words(signifier), zone_of(shares), sum(others.values())
    x, y = _in_picture(shares)
    anchors = tuple(anchor.label for anchor in signifier.anchors)
    yours = _("Yours: %(answer)s.", answer=words[own])
    if n < k:
        too_few = _("Fewer than %(k)s other answers can be shown so far, so nothing is shown about them.", k=k)
        return Among(signifier.title, anchors, (yours, too_few), (x, y))
    share = {zone: count / n for zone, count in others.items()}
    most = max(ZONES, key=lambda zone: share[zone])
    sentences = [yours, _beside(share[own])]
    if most != own:
        sentences.append(_("What others chose most often: %(answer)s.", answer=words[most]))
    sentences.append(_("There are at least %(n)s others.", n=n - n % k))
    zones = tuple(Zone(points, sum(share[zone] >= least for least in _TINTS)) for zone, points in _outlines().items())
    return Among(signifier.title, anchors, tuple(sentences), (x, y), zones)


def _beside(share: float) -> str:
    """How many others are in the teller's own part, in a rough fraction."""
    if share < 0.05:
        return _("Hardly anybody else is in this part of the triangle.")
    if share < 0.15:
        return _("About one in ten of the others are in the same part of the triangle.")
    if share < 0.29:
        return _("About a quarter of the others are in the same part of the triangle.")
    if share < 0.42:
        return _("About a third of the others are in the same part of the triangle.")
    if share < 0.58:
        return _("About half of the others are in the same part of the triangle.")
    if share < 0.85:
        return _("Most of the others are in the same part of the triangle.")
    return _("Nearly all of the others are in the same part of the triangle.")


def _outlines() -> dict[str, str]:
    """The seven parts of the triangle as polygons."""
    a, b = 0.6, 0.4
    corners: dict[str, list[Shares]] = {
        "top": [(1, 0, 0), (a, b, 0), (a, 0, b)],
        "left": [(0, 1, 0), (b, a, 0), (0, a, b)],
        "right": [(0, 0, 1), (b, 0, a), (0, b, a)],
        "top-left": [(a, b, 0), (b, a, 0), (0.2, a, 0.2), (a, 0.2, 0.2)],
        "top-right": [(a, 0, b), (b, 0, a), (0.2, 0.2, a), (a, 0.2, 0.2)],
        "left-right": [(0, a, b), (0, b, a), (0.2, 0.2, a), (0.2, a, 0.2)],
        "centre": [(a, 0.2, 0.2), (0.2, a, 0.2), (0.2, 0.2, a)],
    }
    return {zone: " ".join("{},{}".format(*_in_picture(point)) for point in points) for zone, points in corners.items()}


def _in_picture(shares: Shares) -> tuple[float, float]:
    x, y = to_xy(shares)
    return round(_WIDTH * x, 1), round(_WIDTH * (HEIGHT - y), 1)

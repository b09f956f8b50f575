"""Where a theme's or a pattern's stories lie on one triad: a picture, and the average in words."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.landscape import TriadShape
from narratives.signifiers import Triad
from web.explore.triangle import TrianglePicture, small_picture, triangle_picture
from web.sentences import percent


@dataclass(frozen=True, slots=True)
class TriadTile:
    """One triad; `href` leads to it on the map, where it can be followed there."""

    title: str
    corners: tuple[str, ...]
    picture: TrianglePicture
    said: str
    placed: str
    href: str


def triad_tile(triad: Triad, shape: TriadShape, *, whole: bool, href: str = "") -> TriadTile:
    """The tile of a shape; small, where it is not `whole`."""
    return TriadTile(
        triad.title,
        tuple(anchor.label for anchor in triad.anchors),
        triangle_picture(shape) if whole else small_picture(shape),
        _mean_words(triad, shape),
        f"{shape.counts.placed:,} placed it",
        href,
    )


def _mean_words(triad: Triad, shape: TriadShape) -> str:
    """The average as shares of the three corners, the largest first."""
    if shape.mean is None:
        return ""
    parts = sorted(zip(shape.mean, (anchor.label for anchor in triad.anchors), strict=True), reverse=True)
    return ", ".join(f"{label} {percent(share)}" for share, label in parts)

"""One triad on the map: its picture large or small, its zones as rows, and what is said about its middle."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, dist, sin

from narratives.landscape import Ellipse, TriadShape
from narratives.selection import zone_cells
from narratives.signifiers import Triad
from narratives.triangle import Shares, to_xy
from web.explore.charts import BarRow, counts_words, mark_rows, percent
from web.explore.picks import Picks
from web.explore.triangle import ZONE_OUTLINES, TrianglePicture, small_picture, triangle_picture
from web.words import zone_words

SHAPE = "shape"  # the id of the large triad's place on the page
_APART = 0.04  # of a side: two means nearer than this look like one


@dataclass(frozen=True, slots=True)
class Corner:
    """A triad's corner as the picture labels it; `heat` says what the framework's authors declared it to be."""

    label: str
    heat: str


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One of the seven parts of a triad: `href` picks it, `read` leads to its stories where they may be read."""

    zone: str
    label: str
    n: int
    percent: int
    outline: str
    href: str | None
    picked: bool
    read: str | None


@dataclass(frozen=True, slots=True)
class TriadPanel:
    """The large triad."""

    id: str
    title: str
    corners: tuple[Corner, ...]
    picture: TrianglePicture
    zones: tuple[ZoneRow, ...]
    marks: tuple[BarRow, ...]
    counts: str
    placed: int
    picked: bool
    apart: str
    bands_href: str
    bands_on: bool


@dataclass(frozen=True, slots=True)
class TriadThumb:
    """A triad as a small picture that leads to the large one."""

    id: str
    title: str
    picture: TrianglePicture
    placed: int
    href: str
    current: bool
    picked: bool


def triad_panel(
    triad: Triad, shape: TriadShape, picks: Picks, *, read: str | None, bands: tuple[str, bool]
) -> TriadPanel:
    """The large triad. `read` is where stories are read, `bands` where contours are switched and whether they show."""
    picked = picks.held(triad.id)
    return TriadPanel(
        id=triad.id,
        title=triad.title,
        corners=tuple(Corner(anchor.label, heat_words(triad, anchor.id)) for anchor in triad.anchors),
        picture=triangle_picture(shape, picked, bands=bands[1]),
        zones=_zones(triad, shape, picks, read),
        marks=mark_rows(triad.id, shape.counts, picks, SHAPE),
        counts=counts_words(shape.counts),
        placed=shape.counts.placed,
        picked=bool(picked),
        apart=_apart_words(triad, shape),
        bands_href=bands[0],
        bands_on=bands[1],
    )


def triad_thumb(triad: Triad, shape: TriadShape, picks: Picks, *, href: str, current: bool) -> TriadThumb:
    """A triad to choose."""
    picked = picks.held(triad.id)
    return TriadThumb(
        triad.id, triad.title, small_picture(shape, picked), shape.counts.placed, href, current, bool(picked)
    )


def heat_words(triad: Triad, anchor_id: str) -> str:
    """What the framework's authors declared a corner to be: "hot", "calm" or nothing."""
    if anchor_id in triad.hot:
        return "hot"
    return "calm" if anchor_id in triad.cold else ""


def _zones(triad: Triad, shape: TriadShape, picks: Picks, read: str | None) -> tuple[ZoneRow, ...]:
    held = picks.held(triad.id)
    rows = []
    for zone, label in zone_words(triad).items():
        n, cells = shape.zones[zone], zone_cells(zone)
        picked = cells <= held
        rows.append(
            ZoneRow(
                zone=zone,
                label=label,
                n=n,
                percent=percent(n, shape.counts.placed),
                outline=ZONE_OUTLINES[zone],
                href=picks.toggled(triad.id, cells, SHAPE) if n or picked else None,
                picked=picked,
                read=f"{read}{'&' if '?' in read else '?'}part={triad.id}:{zone}" if read and n else None,
            )
        )
    return tuple(rows)


def _apart_words(triad: Triad, shape: TriadShape) -> str:
    """A sentence where the two means differ by more than scatter would make them; else nothing."""
    mean, centre, region = shape.mean, shape.centre, shape.region
    if mean is None or centre is None or region is None:
        return ""
    if dist(to_xy(mean), to_xy(centre)) < _APART or _holds(region, centre):
        return ""
    pulls = [mine - other for mine, other in zip(mean, centre, strict=True)]
    nearer = triad.anchors[pulls.index(max(pulls))].label
    return (
        f"The two middles lie apart: the average is pulled towards “{nearer}” by some stories far from the rest, "
        "so look at the shape before you quote the average."
    )


def _holds(region: Ellipse, shares: Shares) -> bool:
    x, y = to_xy(shares)
    across, up, turn = x - region.x, y - region.y, -region.angle
    along, aside = across * cos(turn) - up * sin(turn), across * sin(turn) + up * cos(turn)
    return (along / max(region.major, 1e-9)) ** 2 + (aside / max(region.minor, 1e-9)) ** 2 <= 1

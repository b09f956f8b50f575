"""The live map of one view: a triad's picture with its zones, the other triads, dyads and choices."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.landscape import TriadShape
from narratives.signifiers import Triad
from store import release
from store.release import Totals
from web.explore.charts import ChoiceChart, DyadChart, choice_chart, counts_words, dyad_chart, percent
from web.explore.filters import Filters
from web.explore.triangle import ZONE_OUTLINES, TrianglePicture, shape_for_script, triangle_picture
from web.stores import Stores
from web.words import zone_words


@dataclass(frozen=True, slots=True)
class Corner:
    """A triad's corner as the picture labels it; `heat` says what the framework's authors declared it to be."""

    label: str
    heat: str


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """One of the seven parts of a triad; no link where stories may not be read with their placements."""

    zone: str
    label: str
    n: int
    percent: int
    outline: str
    href: str | None


@dataclass(frozen=True, slots=True)
class TriadPanel:
    """One triad: its picture, its zones and its counts in words."""

    id: str
    title: str
    corners: tuple[Corner, ...]
    picture: TrianglePicture
    zones: tuple[ZoneRow, ...]
    counts: str
    placed: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class MapPage:
    """Everything that the map shows at one moment."""

    serial: int
    filters: Filters
    may_link: bool
    is_protected: bool
    totals: Totals
    told: str
    triads: tuple[TriadPanel, ...]
    triad: TriadPanel | None
    shape: dict[str, object]
    dyads: tuple[DyadChart, ...]
    choices: tuple[ChoiceChart, ...]


class MapBuilder:
    """Builds the map of one collection, under one set of filters, for somebody who may or may not read stories."""

    def __init__(
        self, stores: Stores, collection: Collection, framework: Framework, filters: Filters, *, may_read: bool
    ) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._filters = filters
        self._links = may_read and collection.policy is Policy.OPEN

    def page(self, triad_id: str) -> MapPage:
        """The map with one triad large; the first one when there is none of that id."""
        # Read before the figures, so that a story that arrives meanwhile is shown at the next look at the latest.
        serial = release.serial(self._stores.stories, self._collection)
        shapes = {triad.id: self._shape(triad) for triad in self._framework.triads}
        chosen = triad_id if triad_id in shapes else next(iter(shapes), None)
        panels = tuple(self._panel(triad, shapes[triad.id], chosen) for triad in self._framework.triads)
        totals = release.totals(self._stores.stories, self._collection, self._filters.view)
        return MapPage(
            serial=serial,
            filters=self._filters,
            may_link=self._links,
            is_protected=self._collection.policy is Policy.PROTECTED,
            totals=totals,
            told=totals_words(self._collection, totals),
            triads=panels,
            triad=next((panel for panel in panels if panel.current), None),
            shape={} if chosen is None else shape_for_script(shapes[chosen]),
            dyads=self._dyads(),
            choices=self._choices(),
        )

    def _shape(self, triad: Triad) -> TriadShape:
        stores, view = self._stores, self._filters.view
        return release.triad(stores.stories, stores.landscape, self._collection, self._framework, triad.id, view)

    def _panel(self, triad: Triad, shape: TriadShape, chosen: str | None) -> TriadPanel:
        href = url_for(
            "explore.map",
            collection_id=self._collection.id,
            triad=triad.id,
            **self._filters.query,  # type: ignore[arg-type]
        )
        return TriadPanel(
            id=triad.id,
            title=triad.title,
            corners=tuple(Corner(anchor.label, heat_words(triad, anchor.id)) for anchor in triad.anchors),
            picture=triangle_picture(shape),
            zones=self._zones(triad, shape),
            counts=counts_words(shape.counts),
            placed=shape.counts.placed,
            href=href,
            current=triad.id == chosen,
        )

    def _zones(self, triad: Triad, shape: TriadShape) -> tuple[ZoneRow, ...]:
        rows = []
        for zone, label in zone_words(triad).items():
            n = shape.zones[zone]
            query = self._filters.query | {"triad": triad.id, "zone": zone}
            href = None
            if self._links and n:
                href = url_for("explore.stories", collection_id=self._collection.id, **query)  # type: ignore[arg-type]
            rows.append(ZoneRow(zone, label, n, percent(n, shape.counts.placed), ZONE_OUTLINES[zone], href))
        return tuple(rows)

    def _dyads(self) -> tuple[DyadChart, ...]:
        stores, view = self._stores, self._filters.view
        return tuple(
            dyad_chart(
                dyad, release.dyad(stores.stories, stores.landscape, self._collection, self._framework, dyad.id, view)
            )
            for dyad in self._framework.dyads
        )

    def _choices(self) -> tuple[ChoiceChart, ...]:
        stores, view = self._stores, self._filters.view
        return tuple(
            choice_chart(
                choice,
                release.choice(stores.stories, stores.landscape, self._collection, self._framework, choice.id, view),
            )
            for choice in self._framework.choices
        )


def heat_words(triad: Triad, anchor_id: str) -> str:
    """What the framework's authors declared a corner to be: "hot", "calm" or nothing."""
    if anchor_id in triad.hot:
        return "hot"
    return "calm" if anchor_id in triad.cold else ""


def totals_words(collection: Collection, totals: Totals) -> str:
    """How many stories a view is made of, in two sentences that add no story twice."""
    batched = f"{totals.batched:,} counted in closed batches of at least {collection.k}"
    if collection.policy is Policy.OPEN:
        shown = f"{totals.open:,} that can be read one by one and {batched}"
        shown = f"{_stories(totals.open + totals.batched)}: {shown}." if totals.batched else f"{_stories(totals.open)}."
    else:
        shown = (
            f"{_stories(totals.batched)}, all counted in closed batches of at least {collection.k}."
            if totals.batched
            else "No batch of stories is closed yet."
        )
    return f"{shown} {withheld_words(collection, totals)}"


def withheld_words(collection: Collection, totals: Totals) -> str:
    """How many stories wait, in whole k: an exact number would tell when one more person has told, and where."""
    whole = totals.withheld // collection.k * collection.k
    if not whole:
        return f"Fewer than {collection.k} more are withheld for now."
    return f"At least {whole:,} more are withheld for now."


def _stories(n: int) -> str:
    return "1 story" if n == 1 else f"{n:,} stories"

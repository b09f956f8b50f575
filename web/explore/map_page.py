"""The live map of one view: the selection, a triad's picture with its zones, every other picture, and the stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import current_app, url_for

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.landscape import TriadShape
from narratives.signifiers import Stones
from store import release
from store.database import Database
from store.release import Landscape, Totals, View
from web.explore.charts import ChoiceChart, DyadChart, choice_chart, dyad_chart
from web.explore.filter_fields import FilterBuilder, FilterFields
from web.explore.filters import Filters, Query, QuickPeriod
from web.explore.picks import Picks
from web.explore.reading.story_preview import STORIES, PreviewCard, preview_cards
from web.explore.selection_bar import SelectionBar, SelectionTeller, left_out_words
from web.explore.stones_chart import StonesChart, stones_chart
from web.explore.themes.names import theme_names
from web.explore.triad_panel import SHAPE, TriadPanel, TriadThumb, triad_panel, triad_thumb
from web.explore.triangle import shape_for_script
from web.explore.usual_periods import usual_periods
from web.explore.weeks_line import WeeksLine, weeks_line
from web.serial import shown_serial
from web.stores import Stores

CONTOURS = "contours"


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """Where the pictures of a selection lie as files, by the id of their question."""

    svg: Mapping[str, str]
    csv: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MapPage:
    """Everything that the map shows at one moment; `query` is its address after the question mark."""

    serial: int
    query: str
    filters: Filters
    fields: FilterFields
    periods: tuple[QuickPeriod, ...]
    may_link: bool
    totals: Totals
    selection: SelectionBar
    triads: tuple[TriadThumb, ...]
    triad: TriadPanel | None
    shape: dict[str, object]
    dyads: tuple[DyadChart, ...]
    choices: tuple[ChoiceChart, ...]
    stones: tuple[StonesChart, ...]
    line: WeeksLine | None
    preview: tuple[PreviewCard, ...]
    files: PictureFiles

    @property
    def is_protected(self) -> bool:
        """Whether there are closed batches alone."""
        return self.filters.collection.policy is Policy.PROTECTED

    @property
    def echoes(self) -> bool:
        """Whether words of the address stand on the page that are in no list of ours: anybody can write a link."""
        brought = (one for one in (*self.fields.areas, *self.fields.languages) if one.chosen)
        return bool(self.filters.errors) or any(not one.n for one in brought)

    @property
    def k(self) -> int:
        """The fewest stories that a figure may be of."""
        return self.filters.collection.k

    @property
    def told(self) -> str:
        """How many stories the pictures are made of, and how many are withheld."""
        return totals_words(self.filters.collection, self.totals)

    @property
    def left_out(self) -> str:
        """How many stories so fine a selection cannot follow, and why; "" where it follows all."""
        return left_out_words(self.totals, self.filters.collection.policy)

    @property
    def temperature(self) -> str:
        """Where temperatures are."""
        return url_for("explore.temperature", collection_id=self.filters.collection.id)


class MapBuilder:
    """Builds the map of one collection, under one set of filters, for somebody who may or may not read stories.

    `shown` is what is switched on besides: contours. `on` is the day that the usual periods end on.
    """

    def __init__(
        self,
        stores: Stores,
        collection: Collection,
        framework: Framework,
        filters: Filters,
        *,
        may_read: bool,
        on: date,
        shown: Iterable[str] = (),
    ) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._filters = filters
        self._may_read = may_read
        self._links = may_read and collection.policy is Policy.OPEN
        self._bands = CONTOURS in shown
        self._on = on

    def page(self, triad_id: str) -> MapPage:
        """The map with one triad large; the first one when there is none of that id."""
        # Read before the figures, so that a story that arrives meanwhile is shown at the next look at the latest.
        serial = shown_serial(self._collection)(release.serial(self._stores.stories, self._collection))
        triads = [triad.id for triad in self._framework.triads]
        chosen = triad_id if triad_id in triads else next(iter(triads), "")
        shapes = {one: release.triad(*self._asked, one, self._view, small=one != chosen) for one in triads}
        kept = self._kept(chosen)
        picks = Picks(self._framework, self._filters, kept)
        totals = self._totals(self._view)
        return MapPage(
            serial=serial,
            query=picks.asked(self._filters.query)[1:],
            filters=self._filters,
            fields=FilterBuilder(self._stores, self._collection, self._framework, self._filters).fields(kept),
            periods=tuple(usual_periods(self._filters, picks, self._on)),
            may_link=self._links,
            totals=totals,
            selection=self._selection(picks, totals),
            triads=tuple(self._thumbs(shapes, chosen, picks)),
            triad=self._panel(shapes, chosen, picks),
            shape=self._shape(shapes, chosen, picks),
            dyads=tuple(self._dyads(picks)),
            choices=tuple(self._choices(picks)),
            stones=tuple(self._stones(picks)),
            line=self._line(),
            preview=self._preview(chosen),
            files=self._files(),
        )

    @property
    def _asked(self) -> tuple[Database, Landscape, Collection, Framework]:
        return self._stores.stories, self._stores.landscape, self._collection, self._framework

    @property
    def _view(self) -> View:
        return self._filters.view

    def _kept(self, chosen: str) -> Query:
        """What the map shows besides its stories; nothing for what it shows anyway."""
        first = next(iter(self._framework.triads), None)
        triad = chosen if first is not None and chosen != first.id else ""
        return {"triad": triad, "show": CONTOURS if self._bands else ""}

    def _totals(self, view: View) -> Totals:
        return release.totals(self._stores.stories, self._collection, view, self._stores.landscape, self._framework)

    def _selection(self, picks: Picks, totals: Totals) -> SelectionBar:
        themes = theme_names(self._stores.stories, self._collection) if self._view.themes else {}
        teller = SelectionTeller(self._framework, self._filters, picks, themes)
        return teller.bar(totals, self._totals(self._filters.whole), may_read=self._may_read)

    def _thumbs(self, shapes: Mapping[str, TriadShape], chosen: str, picks: Picks) -> Iterator[TriadThumb]:
        for triad in self._framework.triads:
            href = picks.asked(self._filters.query, self._kept(triad.id), SHAPE)
            yield triad_thumb(triad, shapes[triad.id], picks, href=href, current=triad.id == chosen)

    def _panel(self, shapes: Mapping[str, TriadShape], chosen: str, picks: Picks) -> TriadPanel | None:
        triad = next((one for one in self._framework.triads if one.id == chosen), None)
        if triad is None:
            return None
        other = self._kept(chosen) | {"show": "" if self._bands else CONTOURS}
        return triad_panel(
            triad,
            shapes[chosen],
            picks,
            read=self._read_href(chosen) if self._links else None,
            bands=(picks.asked(self._filters.query, other, SHAPE), self._bands),
        )

    def _read_href(self, triad_id: str) -> str:
        """Where stories are read, without what is picked in one picture: its rows say instead of what."""
        path = url_for("explore.stories", collection_id=self._collection.id)
        query = replace(self._filters, view=self._view.without_part(triad_id)).query
        return f"{path}?{urlencode(query, doseq=True, safe=':')}" if query else path

    def _shape(self, shapes: Mapping[str, TriadShape], chosen: str, picks: Picks) -> dict[str, object]:
        if not chosen:
            return {}
        held = picks.held(chosen)
        return shape_for_script(shapes[chosen], chosen, held, bands=self._bands, picks=picks.allowed)

    def _dyads(self, picks: Picks) -> Iterator[DyadChart]:
        for dyad in self._framework.dyads:
            yield dyad_chart(dyad, release.dyad(*self._asked, dyad.id, self._view), picks)

    def _choices(self, picks: Picks) -> Iterator[ChoiceChart]:
        for choice in self._framework.choices:
            yield choice_chart(choice, release.choice(*self._asked, choice.id, self._view), picks)

    def _stones(self, picks: Picks) -> Iterator[StonesChart]:
        for one in self._framework.signifiers:
            if isinstance(one, Stones):
                yield stones_chart(one, release.stones(*self._asked, one.id, self._view), picks)

    def _line(self) -> WeeksLine | None:
        selected = release.hot_weeks(*self._asked, self._view)
        others = release.hot_weeks(*self._asked, self._view.coarse) if self._view.is_fine else ()
        return weeks_line(self._framework, selected, others, self._collection.k)

    def _preview(self, chosen: str) -> tuple[PreviewCard, ...]:
        if not self._links:
            return ()
        stories = release.list_selected(*self._asked, self._view, limit=STORIES)
        return preview_cards(self._collection, self._framework, stories, chosen)

    def _files(self) -> PictureFiles:
        """Nothing where pictures are not made as files."""
        found: dict[str, dict[str, str]] = {"svg": {}, "csv": {}}
        query = urlencode(self._filters.query, doseq=True, safe=":")
        for kind, hrefs in found.items():
            if f"explore.picture_{kind}" not in current_app.view_functions:
                continue
            for one in self._framework.told:
                path = url_for(f"explore.picture_{kind}", collection_id=self._collection.id, signifier=one.id)
                hrefs[one.id] = f"{path}?{query}" if query else path
        return PictureFiles(found["svg"], found["csv"])


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

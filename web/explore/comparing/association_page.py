"""What goes together: the strongest pairs in words, and every pair in a table of shaded numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.signifiers import Stones
from store import release_association
from store.release_association import AssociationMap, Pair
from web.explore.comparing.words import signed
from web.explore.filters import Filters
from web.explore.pictures.selection_words import selection_words
from web.explore.themes.names import theme_names
from web.stores import Stores

_STEPS = (0.1, 0.25, 0.45)  # correlations from which a cell is shaded, darker and darker
_MOST_PAIRS = 20
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two answers that go together, in words, with how much and the way to the two questions."""

    words: str
    size: str
    href: str | None


@dataclass(frozen=True, slots=True)
class PairCell:
    """One pair in the table; `size` is in hundredths with its sign."""

    size: str
    tone: str
    is_told: bool
    href: str | None


@dataclass(frozen=True, slots=True)
class DirectionRow:
    """One answer with the pairs that it makes with those above it; `left_over` columns stay empty.

    `starts` says that it is the first of its question.
    """

    title: str
    label: str
    cells: tuple[PairCell, ...]
    left_over: int
    starts: bool


@dataclass(frozen=True, slots=True)
class AssociationPage:
    """Everything that the page says."""

    sentence: str
    notes: tuple[str, ...]
    pairs: tuple[PairLine, ...]
    rows: tuple[DirectionRow, ...]


class AssociationBuilder:
    """Builds the page of one collection under one set of filters."""

    def __init__(self, stores: Stores, collection: Collection, framework: Framework, filters: Filters) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._filters = filters

    def page(self) -> AssociationPage:
        """The page."""
        stores, asked = self._stores, (self._collection, self._framework, self._filters.view)
        found = release_association.association(stores.stories, stores.landscape, *asked)
        return AssociationPage(
            sentence=sentence(found),
            notes=(*self._of(), *_notes(found)),
            pairs=tuple(self._line(found, pair) for pair in strongest(found)[:_MOST_PAIRS]),
            rows=tuple(self._row(found, place) for place in range(len(found.directions))),
        )

    def _line(self, found: AssociationMap, pair: Pair) -> PairLine:
        size = f"{signed(pair.rho)} ({signed(pair.low)} to {signed(pair.high)})"
        return PairLine(
            pair_words(found, pair.first, pair.second, pair.rho), size, self._href(found, pair.first, pair.second)
        )

    def _of(self) -> Iterator[str]:
        """Which stories these are, where the form above does not say it all."""
        if self._filters.view.is_fine:
            themes = theme_names(self._stores.stories, self._collection)
            yield f"{selection_words(self._filters, self._framework, themes)}."

    def _row(self, found: AssociationMap, place: int) -> DirectionRow:
        direction = found.directions[place]
        cells = tuple(self._cell(found, place, other) for other in range(place))
        starts = place == 0 or found.directions[place - 1].signifier != direction.signifier
        left_over = max(len(found.directions) - 1 - place, 0)
        return DirectionRow(direction.title, direction.label, cells, left_over, starts)

    def _cell(self, found: AssociationMap, place: int, other: int) -> PairCell:
        rho, q = found.rho[place][other], found.q[place][other]
        if rho is None:
            return PairCell("·", "even", is_told=False, href=None)
        return PairCell(signed(rho), tone(rho), q is not None and q <= _LEVEL, self._href(found, place, other))

    def _href(self, found: AssociationMap, first: int, second: int) -> str | None:
        """The crosstab of the two questions; none of stones, which it does not take."""
        asked = [found.directions[place].signifier for place in (first, second)]
        if any(isinstance(self._framework.signifier(one), Stones) for one in asked):
            return None
        query = self._filters.query | {"rows": asked[0], "columns": asked[1]}
        return url_for("explore.crosstab", collection_id=self._collection.id, **query)  # type: ignore[arg-type]


def strongest(found: AssociationMap) -> list[Pair]:
    """The strongest pair of every two questions: the others of theirs say much the same."""
    kept: dict[frozenset[str], Pair] = {}
    for pair in found.pairs:
        asked = frozenset(found.directions[place].signifier for place in (pair.first, pair.second))
        kept.setdefault(asked, pair)
    return list(kept.values())


def pair_words(found: AssociationMap, first: int, second: int, rho: float) -> str:
    """Two answers in one sentence."""
    one, other = found.directions[first], found.directions[second]
    how = "goes with" if rho > 0 else "goes against"
    return f"“{one.label}” ({one.title.rstrip('…')}) {how} “{other.label}” ({other.title.rstrip('…')})"


def sentence(found: AssociationMap) -> str:
    """What the map says, in one sentence."""
    if found.lacking:
        return found.lacking
    tried = sum(rho is not None for place, row in enumerate(found.rho) for rho in row[:place])
    if not found.pairs:
        return f"Nothing goes together beyond scatter: none of {tried} pairs of answers can be told from it."
    first = found.pairs[0]
    strongest = pair_words(found, first.first, first.second, first.rho)
    return f"{strongest}. {len(found.pairs)} of {tried} pairs of answers can be told from scatter."


def tone(rho: float) -> str:
    """How a cell is shaded: together or apart, in three steps."""
    step = sum(abs(rho) >= least for least in _STEPS)
    return "even" if not step else f"{'more' if rho > 0 else 'fewer'}-{step}"


def _notes(found: AssociationMap) -> Iterator[str]:
    if found.directions:
        of = "a random sample of " if found.sampled else ""
        yield f"Rank correlations over {of}{found.total:,} open stories; going together is no cause."
    if found.left_out:
        yield f"{found.left_out:,} stories are left out: closed batches do not say which answers came together."
    if found.silent:
        yield f"Left out, since too few stories differ there: {'; '.join(found.silent)}."

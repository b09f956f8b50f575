"""Two questions against each other: a sentence, the combinations that stand out, and the table of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from flask import url_for

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import Part, View
from store import release_crosstab
from store.release_axes import GROUP, LANGUAGE, THEME, Category
from store.release_crosstab import CrossCell, Crosstab
from web.explore.charts import percent
from web.explore.comparing.table import csv_of
from web.explore.comparing.words import chance
from web.explore.filters import Filters, fine_query
from web.explore.pictures.selection_words import selection_words
from web.explore.themes.names import theme_names
from web.stores import Stores

_STEPS = (2.0, 3.0, 4.5)  # residuals from which a cell is shaded, darker and darker
_MOST_FINDINGS = 5
_LEVEL = 0.05
_STRENGTHS = ((0.1, "hardly at all"), (0.3, "weakly"), (0.5, "clearly"), (float("inf"), "strongly"))
_NAMES = {GROUP, LANGUAGE, THEME}


@dataclass(frozen=True, slots=True)
class CellView:
    """One combination: stories, per cent of its row, how far from what was expected, and the way to its stories."""

    n: str
    percent: int
    residual: str
    tone: str
    is_told: bool
    href: str | None


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the table."""

    label: str
    cells: tuple[CellView, ...]
    total: str


@dataclass(frozen=True, slots=True)
class CrosstabPage:
    """Everything that the page says of two questions."""

    row_title: str
    column_title: str
    sentence: str
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]
    totals: tuple[str, ...]
    csv_href: str


class CrosstabBuilder:
    """Builds the crosstabs of one collection under one set of filters, for somebody who may or may not read stories."""

    def __init__(
        self, stores: Stores, collection: Collection, framework: Framework, filters: Filters, *, may_read: bool
    ) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._filters = filters
        self._endpoint = "explore.stories" if may_read else "explore.map"

    def table(self, rows: str, columns: str) -> Crosstab:
        """The figures. Raises KeyError when stories cannot be sorted by one of them."""
        stores, view = self._stores, self._filters.view
        asked = (self._collection, self._framework, rows, columns, view)
        return release_crosstab.crosstab(stores.stories, stores.landscape, *asked)

    def page(self, rows: str, columns: str) -> CrosstabPage:
        """The page of two axes. Raises KeyError when stories cannot be sorted by one of them."""
        found = self.table(rows, columns)
        query = self._filters.query | {"rows": rows, "columns": columns}
        return CrosstabPage(
            row_title=found.row_title,
            column_title=found.column_title,
            sentence=sentence(found),
            findings=findings(found),
            notes=(*self._of(), *note_words(found, self._collection)),
            columns=tuple(column.label for column in found.columns),
            rows=tuple(self._row(found, (rows, columns), place) for place in range(len(found.rows))),
            totals=(*(f"{n:,}" for n in found.column_n), f"{found.total:,}") if found.rows else (),
            csv_href=url_for("explore.crosstab_csv", collection_id=self._collection.id, **query),  # type: ignore[arg-type]
        )

    def _of(self) -> Iterator[str]:
        """Which stories these are, where the form above does not say it all."""
        if self._filters.view.is_fine:
            themes = theme_names(self._stores.stories, self._collection)
            yield f"{selection_words(self._filters, self._framework, themes)}."

    def _row(self, found: Crosstab, axes: tuple[str, str], place: int) -> RowView:
        row, n = found.rows[place], found.row_n[place]
        cells = tuple(
            _cell(cell, n, self._href(axes, (row, column)) if cell.n else None)
            for cell, column in zip(found.cells[place], found.columns, strict=True)
        )
        return RowView(row.label, cells, f"{n:,}")

    def _href(self, axes: tuple[str, str], categories: tuple[Category, Category]) -> str | None:
        """The way to the stories of a combination; none where they cannot be told apart so."""
        if self._collection.policy is not Policy.OPEN:
            return None
        view, group = self._filters.view, self._filters.group
        for axis, category in zip(axes, categories, strict=True):
            if axis in _NAMES and not category.id:
                return None
            group = category.id if axis == GROUP else group
            view = _narrowed(view, axis, category)
        query = self._filters.query | fine_query(view) | {"group": group}
        kept = {name: value for name, value in query.items() if value}
        return url_for(self._endpoint, collection_id=self._collection.id, **kept)  # type: ignore[arg-type]


def _narrowed(view: View, axis: str, category: Category) -> View:
    match axis:
        case "group":
            return view
        case "language":
            return replace(view, languages=(category.id,))
        case "theme":
            return replace(view, themes=(int(category.id),))
        case _:
            held = view.part(axis)
            places = category.places & held.places if held else category.places
            return replace(view.without_part(axis), parts=(*view.without_part(axis).parts, Part(axis, places)))


def _cell(cell: CrossCell, row_n: int, href: str | None) -> CellView:
    return CellView(
        n=f"{cell.n:,}",
        percent=percent(cell.n, row_n),
        residual="" if cell.residual is None else residual_words(cell.residual),
        tone=tone(cell.residual),
        is_told=cell.is_distinguishable,
        href=href,
    )


def residual_words(residual: float) -> str:
    """An adjusted residual with its sign."""
    said = f"{abs(residual):.1f}"
    return "0.0" if said == "0.0" else f"{'+' if residual > 0 else '−'}{said}"


def tone(residual: float | None) -> str:
    """How a cell is shaded: more or fewer than expected, in three steps."""
    step = sum(abs(residual or 0.0) >= least for least in _STEPS)
    if not step:
        return "even"
    return f"{'more' if (residual or 0.0) > 0 else 'fewer'}-{step}"


def sentence(found: Crosstab) -> str:
    """What the table says, in one sentence or two."""
    if found.lacking:
        return found.lacking
    said = _strength_words(found) if found.chance is not None and found.chance <= _LEVEL else ""
    return f"{found.verdict}.{said}"


def _strength_words(found: Crosstab) -> str:
    if found.strength is None:
        return ""
    how = next(words for most, words in _STRENGTHS if found.strength < most)
    return f" Over the whole table they go together {how}."


def findings(found: Crosstab) -> tuple[str, ...]:
    """The combinations that stand out most, in words."""
    told = [
        (cell, row, column)
        for row, column in product(range(len(found.rows)), range(len(found.columns)))
        if (cell := found.cells[row][column]).is_distinguishable
    ]
    told.sort(key=lambda one: -abs(one[0].residual or 0.0))
    return tuple(_finding(found, *one) for one in told[:_MOST_FINDINGS])


def _finding(found: Crosstab, cell: CrossCell, row: int, column: int) -> str:
    here, anywhere = percent(cell.n, found.row_n[row]), percent(found.column_n[column], found.total)
    return f"{here}% of “{found.rows[row].label}” are at “{found.columns[column].label}”, against {anywhere}% of all"


def note_words(found: Crosstab, collection: Collection) -> tuple[str, ...]:
    """How the figures came about, a sentence each."""
    notes = [f"{found.total:,} stories that answered both."] if found.rows else []
    if found.strength is not None:
        held = "" if found.low is None else f"; 95% interval {found.low:.2f} to {found.high:.2f}"
        notes.append(f"Cramér’s V {found.strength:.2f}{held}.")
    if found.left_out:
        notes.append(f"{found.left_out:,} stories are left out: closed batches do not say which answers came together.")
    if found.unit == "batches":
        notes.append(f"Closed batches of at least {collection.k} stories are compared, each as a whole.")
    if found.overlaps and found.rows:
        notes.append("One story can be in several rows or columns, so that they do not add up to all.")
    few = [category for category in (*found.rows, *found.columns) if category.members]
    notes += [f"{category.label.capitalize()}: {', '.join(category.members)}." for category in few]
    return tuple(notes)


def crosstab_csv(found: Crosstab, collection: str, notes: Iterable[str]) -> str:
    """The table as a file, a line for each combination."""
    about = (
        ("collection", collection),
        ("rows", found.row_title),
        ("columns", found.column_title),
        *(("note", note) for note in (sentence(found), *notes)),
    )
    columns = ("row", "column", "stories", "per cent of row", "expected", "adjusted residual", "q")
    rows = [
        (
            row.label,
            column.label,
            cell.n,
            percent(cell.n, found.row_n[i]),
            round(cell.expected, 2),
            "" if cell.residual is None else round(cell.residual, 2),
            "" if cell.q is None else chance(cell.q),
        )
        for i, row in enumerate(found.rows)
        for column, cell in zip(found.columns, found.cells[i], strict=True)
    ]
    return csv_of(about, columns, rows)

"""What is told in words beside how it was placed: do themes and patterns agree, and which go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.agreement import Agreement, agreement_of
from models.crosstab import associate
from models.discoveries import LEVEL
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.selection import View
from store.database import Database
from store.landscape import Landscape
from store.patterns import get_pattern_fit
from store.release_patterns import labelled
from store.release_themes import list_released_themes


@dataclass(frozen=True, slots=True)
class ThemeCell:
    """Stories of a theme that lie in a pattern; None under k. `residual` is in standard errors, `is_told`: clear."""

    n: int | None
    share: float
    residual: float | None
    is_told: bool


@dataclass(frozen=True, slots=True)
class ThemePatternTable:
    """Themes (rows, largest first) by patterns (columns, by the numbers given), over open stories that have both."""

    agreement: Agreement
    n: int
    themes: tuple[tuple[int, str, int], ...]
    patterns: tuple[int, ...]
    shares: tuple[float, ...]
    cells: tuple[tuple[ThemeCell, ...], ...]


def theme_pattern_table(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework
) -> ThemePatternTable | None:
    """The table of an open collection; None while it lacks themes, patterns or stories that have both.

    Themes and patterns of fewer than k such stories are left out.
    """
    fit = get_pattern_fit(db, collection.id) if collection.policy is Policy.OPEN else None
    if fit is None or len(fit.ids) < 2:
        return None
    look = landscape.look(db, collection.id, framework, View(), themes=True)
    stories = labelled(look, framework, fit, themes=True)
    names = {theme.id: theme.name for theme in list_released_themes(db, collection)}
    register = look.holding.themes
    if stories.themes is None or not names:
        return None
    k, m = len(fit.ids), len(register)
    known = stories.themes < m
    both = stories.themes[known] * (k + 1) + stories.label[known]
    counts = np.bincount(both, minlength=m * (k + 1)).reshape(m, k + 1)[:, 1:]
    rows = [row for row in range(m) if register.name(row) in names and counts[row].sum() >= collection.k]
    rows.sort(key=lambda row: -int(counts[row].sum()))
    columns = np.flatnonzero(counts[rows].sum(axis=0) >= collection.k) if rows else np.zeros(0, np.int64)
    if len(rows) < 2 or len(columns) < 2:
        return None
    table = counts[rows][:, columns]
    found = associate(table, least=collection.k)
    row_n, n = table.sum(axis=1), int(table.sum())
    cells = tuple(
        tuple(
            _cell(int(table[i, j]), int(row_n[i]), float(found.residual[i, j]), float(found.q[i, j]), collection.k)
            for j in range(len(columns))
        )
        for i in range(len(rows))
    )
    return ThemePatternTable(
        agreement_of(table),
        n,
        tuple((register.name(row), names[register.name(row)], int(counts[row].sum())) for row in rows),
        tuple(fit.ids[place] for place in columns.tolist()),
        tuple((table.sum(axis=0) / n).tolist()),
        cells,
    )


def _cell(n: int, row_n: int, residual: float, q: float, least: int) -> ThemeCell:
    if 0 < n < least:
        # Fewer than k: neither how many, nor how far from expected, from which they could be worked out.
        return ThemeCell(None, 0.0, None, False)
    return ThemeCell(n, n / max(row_n, 1), None if np.isnan(residual) else residual, q <= LEVEL)

"""What can be said of each theme from open stories: growth, the groups it is strong in, placements, languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from models.comparison import share_difference
from models.crosstab import associate
from models.discoveries import LEVEL, adjusted
from models.permutation import share_chance
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.landscape import TriadShape
from narratives.selection import View
from store.database import Database
from store.landscape import Landscape
from store.release_themes import ReleasedTheme, count_unusual, get_theme_notes, list_released_themes
from store.release_triads import triad
from store.theme_fits import ThemeStability

WEEKS = 4
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a theme among some stories, against that among others, with the 95 % interval of the difference.

    `n` of `of` against `other_n` of `other_of`; `q` is the chance over the whole table.
    """

    name: str
    n: int
    of: int
    other_n: int
    other_of: int
    effect: float
    low: float
    high: float
    q: float

    @property
    def is_distinguishable(self) -> bool:
        """Whether it can be told from scatter."""
        return self.q <= LEVEL


@dataclass(frozen=True, slots=True)
class ThemeFact:
    """One theme with what open stories tell of it.

    `open_n` are its open stories; `growth` the last weeks against before, None where either is of fewer than k;
    `groups` those it is surely more of than of the rest, `compared` how many groups were looked at. `languages` are
    (language, open stories), most first. `stability` is from 0 to 1, None when it was not measured.
    """

    theme: ReleasedTheme
    open_n: int = 0
    growth: Share | None = None
    groups: tuple[Share, ...] = ()
    compared: int = 0
    triads: Mapping[str, TriadShape] = field(default_factory=dict)
    languages: tuple[tuple[str, int], ...] = ()
    stability: float | None = None
    unusual: int = 0


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """A collection's themes, largest first.

    `was_fitted` says that themes were looked for; with no themes there are then no clusters. `stability` is that of
    the themes as a whole. `since` is the Monday that growth is told from, `languages` are those of all open stories
    with a theme, and `is_told_apart` says that there are open stories to tell such things from.
    """

    themes: tuple[ThemeFact, ...]
    was_fitted: bool
    stability: ThemeStability | None
    since: date
    languages: tuple[tuple[str, int], ...]
    is_told_apart: bool


def theme_facts(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    today: date,
    *,
    only: int | None = None,
) -> ThemeFacts:
    """What is known of every theme; with `only`, triads are read for that theme alone, and in full.

    In a protected collection names, sizes and stability are all there is.
    """
    themes, notes = list_released_themes(db, collection), get_theme_notes(db, collection)
    stability = None if notes is None else notes.stability
    since = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    apart = collection.policy is Policy.OPEN
    found = _Reader(db, landscape, collection, framework, since).facts(themes, only) if apart and themes else []
    held = {} if stability is None else stability.themes
    unusual = count_unusual(db, collection)
    told = {fact.theme.id: fact for fact in found}
    whole: dict[str, int] = {}
    for fact in found:
        for name, n in fact.languages:
            whole[name] = whole.get(name, 0) + n
    facts = tuple(
        replace(told.get(theme.id, ThemeFact(theme)), stability=held.get(theme.id), unusual=unusual.get(theme.id, 0))
        for theme in themes
    )
    return ThemeFacts(facts, notes is not None, stability, since, _most_first(whole), apart)


class _Reader:
    """Reads the open stories of each theme out of the column cache."""

    def __init__(
        self, db: Database, landscape: Landscape, collection: Collection, framework: Framework, since: date
    ) -> None:
        self._where = (db, collection.id, framework)
        self._landscape, self._collection, self._framework, self._since = landscape, collection, framework, since

    def facts(self, themes: Sequence[ReleasedTheme], only: int | None) -> list[ThemeFact]:
        """Every theme; a theme's stories are looked for once and then counted by everything."""
        groups, languages, late, shapes = [], [], [], []
        for theme in themes:
            view = View(themes=(theme.id,))
            groups.append(self._landscape.names(*self._where, view, "group"))
            languages.append(self._landscape.names(*self._where, view, "language"))
            shapes.append(self._triads(view, whole=only is not None) if only in (None, theme.id) else {})
            late.append(self._landscape.count(*self._where, View(themes=(theme.id,), first=self._since)))
        totals = [sum(found.values()) for found in groups]
        growths = self._growths(totals, late)
        strong, compared = self._strong(groups)
        return [
            ThemeFact(theme, total, growth, shares, compared, triads, _most_first(spoken))
            for theme, total, growth, shares, triads, spoken in zip(
                themes, totals, growths, strong, shapes, languages, strict=True
            )
        ]

    def _triads(self, view: View, *, whole: bool) -> dict[str, TriadShape]:
        db, _, framework = self._where
        asked = (db, self._landscape, self._collection, framework)
        return {one.id: triad(*asked, one.id, view, small=not whole) for one in framework.triads}

    def _growths(self, totals: Sequence[int], late: Sequence[int]) -> list[Share | None]:
        """The share of each theme in the last weeks against before, of stories that have a theme."""
        of, before = sum(late), sum(totals) - sum(late)
        k = self._collection.k
        told = [total >= k and of >= k and before >= k for total in totals]
        chances = [
            share_chance(n, of, total - n, before) if known else np.nan
            for n, total, known in zip(late, totals, told, strict=True)
        ]
        return [
            _share("", n, of, total - n, before, q) if known else None
            for n, total, known, q in zip(late, totals, told, adjusted(chances).tolist(), strict=True)
        ]

    def _strong(self, groups: Sequence[Mapping[str, int]]) -> tuple[list[tuple[Share, ...]], int]:
        """The groups of each theme that it is surely more of than of the others, over the whole table."""
        names = sorted({name for found in groups for name in found if name})
        table: Integers = np.array([[found.get(name, 0) for name in names] for found in groups], np.int64)
        if not names or not table.sum():
            return [() for _ in groups], 0
        row_n, column_n, total = table.sum(axis=1), table.sum(axis=0), int(table.sum())
        # With the sums given, the table as a whole is not looked at: that takes longer than all its cells.
        q = associate(table, rows=row_n, columns=column_n, total=total, least=self._collection.k).q
        found = []
        for row, chances in enumerate(q.tolist()):
            shares = [
                _share(name, int(n), int(of), int(row_n[row] - n), total - int(of), chance)
                for name, n, of, chance in zip(names, table[row], column_n, chances, strict=True)
                if chance <= LEVEL and of < total
            ]
            more = [share for share in shares if share.effect > 0]
            found.append(tuple(sorted(more, key=lambda share: (-share.effect, share.name))))
        return found, int((column_n >= self._collection.k).sum())


def _share(name: str, n: int, of: int, other_n: int, other_of: int, q: float) -> Share:
    found = share_difference(n, of, other_n, other_of)
    return Share(name, n, of, other_n, other_of, float(found.effect[0]), float(found.low[0]), float(found.high[0]), q)


def _most_first(found: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

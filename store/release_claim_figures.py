"""What each chart comes to, as named figures: the same numbers that its page shows, and nothing that it would not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from narratives import claim_figures
from narratives.alert import Finding
from narratives.calendar import spoken
from narratives.claim_figures import ANSWERED, distinct, percent
from narratives.collection import Collection, Policy
from narratives.comparison import ComparedRow
from narratives.framework import Framework
from narratives.frozen_query import FrozenQuery, FrozenQueryError
from narratives.landscape import ChoiceShape, DyadShape, StonesShape, TriadShape
from narratives.selection import View
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from store import release, release_comparison, release_crosstab, release_results
from store.alerts import get_alert
from store.database import Database
from store.landscape import Landscape

MOST_WEEKS = 104  # as many as the line draws


@dataclass(frozen=True, slots=True)
class Found:
    """What a chart comes to: its stories, its figures by name, and a sentence.

    `shape` is what the picture draws more finely than in numbers. `lacking` says why nothing can be told.
    """

    n: int
    figures: dict[str, str]
    sentence: str
    shape: Any = None
    stories: tuple[str, ...] = ()
    lacking: str = ""


class ChartReader:
    """Reads the charts of one collection."""

    def __init__(self, db: Database, landscape: Landscape, collection: Collection, framework: Framework) -> None:
        self._db, self._landscape = db, landscape
        self._collection, self._framework = collection, framework

    def picture(self, query: FrozenQuery) -> Found:
        """A triad, a dyad, a choice or stones; what is picked in the picture itself does not narrow it."""
        signifier = self._signifier(query.subject)
        figures, shape, placed = self._picture(signifier, query.view)
        part = query.view.part(signifier.id)
        if part is not None:
            figures = distinct([*figures.items(), ("picked", f"{self._open(query.view):,}")])
        said = claim_figures.most_words(figures, placed)
        view = query.view.without_part(signifier.id)
        return Found(self.size(view), figures, f"“{_title(signifier)}”: {said}", shape)

    def line(self, query: FrozenQuery) -> Found:
        """How hot the stories are, week by week; weeks of fewer than k stories have no figure."""
        weeks = release.hot_weeks(self._db, self._landscape, self._collection, self._framework, query.view)
        if not self._framework.has_temperature or self._collection.policy is not Policy.OPEN:
            return _nothing("These questions have no line week by week.")
        named = []
        for week in weeks[-MOST_WEEKS:]:
            if week.mean is None or week.low is None or week.high is None:
                continue
            name = f"week of {spoken(week.starts_on)}"
            named += [
                (name, f"{week.mean:+.2f}"),
                (f"{name}, from", f"{week.low:+.2f}"),
                (f"{name}, to", f"{week.high:+.2f}"),
                (f"{name}, stories", f"{week.n:,}"),
            ]
        if not named:
            return _nothing(f"No week has {self._collection.k} stories or more.")
        told = f"{len(named) // 4} weeks have {self._collection.k} stories or more; the newest is at {named[-4][1]}."
        return Found(self.size(query.view), distinct(named), f"The balance week by week: {told}")

    def comparison(self, query: FrozenQuery) -> Found:
        """Two selections; fewer than k stories on a side are not compared."""
        if query.beside is None:
            raise FrozenQueryError("a comparison needs a second selection")
        asked = (self._db, self._landscape, self._collection, self._framework, query.view, query.beside)
        found = release_comparison.compare(*asked)
        if found.lacking:
            return _nothing(found.lacking)
        named = [("stories, first", f"{found.n_first:,}"), ("stories, second", f"{found.n_second:,}")]
        for row in found.rows:
            named += _compared(row)
        told = sum(row.is_distinguishable for row in found.rows)
        how = f"{told} of {len(found.rows)} comparisons can be told from scatter."
        named += [("comparisons told from scatter", f"{told}"), ("comparisons", f"{len(found.rows)}")]
        sides = f"{found.n_first:,} stories against {found.n_second:,}"
        return Found(found.n_first + found.n_second, distinct(named), f"{sides}: {how}")

    def crosstab(self, query: FrozenQuery) -> Found:
        """Two questions against each other."""
        if len(query.subject) != 2:
            raise FrozenQueryError("two questions are put against each other: name two")
        asked = (self._db, self._landscape, self._collection, self._framework, *query.subject, query.view)
        try:
            found = release_crosstab.crosstab(*asked)
        except KeyError as error:
            raise FrozenQueryError(f"there is no question {error.args[0]!r}") from error
        if found.lacking:
            return _nothing(found.lacking)
        named = [("stories that answered both", f"{found.total:,}")]
        for row, n, cells in zip(found.rows, found.row_n, found.cells, strict=True):
            named.append((row.label, f"{n:,}"))
            for column, cell in zip(found.columns, cells, strict=True):
                name = f"{row.label} / {column.label}"
                named += [(name, f"{cell.n:,}"), (f"{name}, share of the row", percent(cell.n, n))]
        for column, n in zip(found.columns, found.column_n, strict=True):
            named += [(column.label, f"{n:,}"), (f"{column.label}, share of all", percent(n, found.total))]
        strengths = (("Cramér’s V", found.strength), ("Cramér’s V, from", found.low), ("Cramér’s V, to", found.high))
        named += [(name, f"{value:.2f}") for name, value in strengths if value is not None]
        titles = f"“{found.row_title.rstrip('…')}” against “{found.column_title.rstrip('…')}”"
        return Found(found.total, distinct(named), f"{titles}: {found.verdict}.")

    def alert(self, query: FrozenQuery) -> Found:
        """What an alert says, and the stories that show it."""
        alert = get_alert(self._db, self._one(query.subject))
        if alert.collection != self._collection.id:
            raise FrozenQueryError("this alert is about another collection")
        if alert.finding.n < self._collection.k:
            return _nothing(_few(self._collection))
        stories = release.list_exemplars(self._db, self._collection, alert.id)
        ids = tuple(one.id for one in stories) if self._collection.policy is Policy.OPEN else ()
        figures = distinct(_alerted(alert.finding))
        return Found(alert.finding.n, figures, alert.sentence, asdict(alert.finding), ids)

    def theme(self, query: FrozenQuery) -> Found:
        """A theme of an open collection: how many stories it holds, of how many."""
        number = self._one(query.subject)
        themes = release_results.list_released_themes(self._db, self._collection)
        theme = next((one for one in themes if str(one.id) == number), None)
        if theme is None or self._collection.policy is not Policy.OPEN:
            return _nothing("There is no such theme, or stories cannot be told apart by theme here.")
        n, of = self._open(query.view), self._open(query.view.coarse)
        named = (("stories", f"{n:,}"), ("stories of all themes", f"{of:,}"), ("share", percent(n, of)))
        said = f"{n:,} of {of:,} stories ({percent(n, of)}) are about “{theme.name}”."
        return Found(n, distinct(named), said, {"terms": list(theme.terms)})

    def size(self, view: View) -> int:
        """How many stories a selection is made of, in both layers."""
        totals = release.totals(self._db, self._collection, view, self._landscape, self._framework)
        return totals.open + totals.batched

    def _open(self, view: View) -> int:
        return release.totals(self._db, self._collection, view, self._landscape, self._framework).open

    def _signifier(self, subject: Sequence[str]) -> Signifier:
        name = self._one(subject)
        found = next((one for one in self._framework.told if one.id == name), None)
        if not isinstance(found, Triad | Dyad | Choice | Stones):
            raise FrozenQueryError(f"there is no picture of {name!r} in these questions")
        return found

    def _one(self, subject: Sequence[str]) -> str:
        if len(subject) != 1:
            raise FrozenQueryError("exactly one thing is looked at")
        return subject[0]

    def _picture(self, signifier: Signifier, view: View) -> tuple[dict[str, str], Any, int]:
        asked = (self._db, self._landscape, self._collection, self._framework, signifier.id, view)
        shape: TriadShape | DyadShape | ChoiceShape | StonesShape
        match signifier:
            case Triad():
                shape = release.triad(*asked, small=False)
                return claim_figures.triad_figures(signifier, shape), _exact(shape, shape.cells), shape.counts.placed
            case Dyad():
                shape = release.dyad(*asked)
                return claim_figures.dyad_figures(signifier, shape), _exact(shape, shape.bins), shape.counts.placed
            case Choice():
                shape = release.choice(*asked)
                figures = claim_figures.choice_figures(signifier, shape)
                return figures, _exact(shape, tuple(shape.options.values())), shape.counts.placed
            case Stones():
                shape = release.stones(*asked)
                cells = tuple(n for one in shape.stones.values() for n in one.cells)
                return claim_figures.stones_figures(signifier, shape), _exact(shape, cells), shape.counts.placed
            case _:
                raise FrozenQueryError(f"there is no picture of {signifier.id!r}")


def _exact(shape: TriadShape | DyadShape | ChoiceShape | StonesShape, places: Sequence[int]) -> Any:
    """Where the answers lie, as finely as the picture does; means to what no order of adding up changes."""
    mean = getattr(shape, "mean", None)
    values = mean if isinstance(mean, tuple) else () if mean is None else (mean,)
    return {"places": list(places), "mean": [f"{value:.7f}" for value in values], "counts": asdict(shape.counts)}


def _nothing(why: str) -> Found:
    return Found(0, {}, why, lacking=why)


def _few(collection: Collection) -> str:
    return f"Nothing is told of fewer than {collection.k} stories."


def _title(signifier: Signifier) -> str:
    return signifier.title.rstrip("….: ")


def _compared(row: ComparedRow) -> list[tuple[str, str]]:
    name = f"{_clean(row.title)}, {row.measure}"
    return [
        (f"{name}: first", _points(row.first)),
        (f"{name}: second", _points(row.second)),
        (f"{name}: difference", _signed(row.effect)),
        (f"{name}: difference, from", _signed(row.low)),
        (f"{name}: difference, to", _signed(row.high)),
        (f"{name}: verdict", row.verdict),
    ]


def _clean(title: str) -> str:
    return title.rstrip("….: ")


def _points(share: float) -> str:
    return f"{100 * share:.0f}"


def _signed(share: float) -> str:
    said = _points(abs(share))
    return "0" if said == "0" else f"{'+' if share > 0 else '−'}{said}"


def _alerted(finding: Finding) -> list[tuple[str, str]]:
    named = [
        (ANSWERED if not finding.is_count else "stories", f"{finding.n:,}"),
        ("since", spoken(finding.since)),
        ("found on", spoken(finding.raised_on)),
    ]
    changes = (("points of a hundred", finding.change), ("from", finding.change_low), ("to", finding.change_high))
    named += [(f"change, {name}", _short(value)) for name, value in changes if value is not None]
    if not finding.is_count:
        sizes = (("size", finding.effect), ("size, from", finding.effect_low), ("size, to", finding.effect_high))
        named += [(name, f"{value:.1f}".replace("-", "−")) for name, value in sizes]
        named.append(("years between changes as strong by chance", f"{finding.evidence:,.1f}"))
    return named


def _short(value: float) -> str:
    """Points: whole ones, and tenths of what is less than two."""
    size = f"{abs(value):.0f}" if abs(value) >= 1.95 else f"{abs(value):.1f}".removesuffix(".0")
    return f"−{size}" if value < 0 and size != "0" else size

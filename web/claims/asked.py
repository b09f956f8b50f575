"""What a claim asked and what came of it, in words and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.framework_texts import texts_of
from narratives.frozen_query import Chart, FrozenQuery, FrozenResult
from narratives.number_check import Stray, strays
from narratives.selection import View
from store.alerts import get_alert
from web.explore.filters import Filters
from web.explore.pictures.selection_words import selection_words
from web.explore.themes.names import theme_names
from web.stores import stores

_NOT_OVER = "This week is not over: what is told until {day} changes it."
SHOWN_AT_ONCE = 24  # figures; more are folded away


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, as (what, words), and what came of it."""

    lines: tuple[tuple[str, str], ...]
    sentence: str
    n: str
    withheld: str
    note: str
    figures: tuple[tuple[str, str], ...]
    is_long: bool


def asked(collection: Collection, framework: Framework, query: FrozenQuery, result: FrozenResult, today: date) -> Asked:
    """A question with what it came to."""
    figures = tuple(_rows(result.figures))
    last = query.view.last
    return Asked(
        lines=tuple(_lines(collection, framework, query)),
        sentence=result.sentence,
        n=stories_words(result.n),
        withheld=_withheld(result.withheld, collection.k),
        note=_NOT_OVER.format(day=spoken(last)) if last and last >= today and query.chart is not Chart.ALERT else "",
        figures=figures,
        is_long=len(figures) > SHOWN_AT_ONCE,
    )


def number_strays(
    text: str, collection: Collection, framework: Framework, query: FrozenQuery, result: FrozenResult
) -> tuple[Stray, ...]:
    """The numbers of a sentence that the chart does not show."""
    figures = {"stories": f"{result.n:,}", **result.figures}
    if result.withheld:
        figures["withheld"] = f"{result.withheld:,}"
    views = [view for view in (query.view, query.beside) if view is not None]
    days = [day for view in views for day in (view.first, view.last) if day is not None]
    labels = {collection.title, *texts_of(framework).values()}
    for view in views:
        labels |= {*view.groups, *view.areas}
    return strays(text, figures, days=days, labels=labels)


def stories_words(n: int) -> str:
    """How many stories."""
    return "1 story" if n == 1 else f"{n:,} stories"


def _rows(figures: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The figures with each share beside the number that it is of."""
    shares = {name: figures[f"{name}, share"] for name in figures if f"{name}, share" in figures}
    told = {f"{name}, share" for name in shares}
    for name, figure in figures.items():
        if name not in told:
            yield name, f"{figure} ({shares[name]})" if name in shares else figure


def _withheld(n: int, k: int) -> str:
    return f"At least {n:,} more" if n else f"Fewer than {k} more"


def _lines(collection: Collection, framework: Framework, query: FrozenQuery) -> Iterator[tuple[str, str]]:
    yield "Chart", _chart(framework, query)
    if query.chart is Chart.ALERT:
        yield "Alert", _alert(query.subject[0])
        return
    first, second = ("Stories", "Against") if query.beside is not None else ("Stories", "")
    yield first, _stories(collection, framework, query.view)
    if query.beside is not None:
        yield second, _stories(collection, framework, query.beside)


def _chart(framework: Framework, query: FrozenQuery) -> str:
    titles = {one.id: f"“{one.title.rstrip('….: ')}”" for one in framework.signifiers}
    named = [titles.get(one, one) for one in query.subject]
    match query.chart:
        case Chart.PICTURE:
            return f"Picture of {named[0]}"
        case Chart.LINE:
            return "The balance of stories week by week"
        case Chart.COMPARISON:
            return "Two selections side by side"
        case Chart.CROSSTAB:
            return f"{named[0]} against {named[1]}"
        case Chart.ALERT:
            return "An alert"
        case _:
            return "How many stories a theme holds"


def _alert(alert_id: str) -> str:
    try:
        return get_alert(stores().stories, alert_id).sentence
    except NotFoundError:
        return "It is gone"


def _stories(collection: Collection, framework: Framework, view: View) -> str:
    """A selection in words."""
    group = next(iter(view.groups), "")
    filters = Filters(collection=collection, view=view, group=group, first="", last="", errors=())
    return selection_words(filters, framework, theme_names(stores().stories, collection) if view.themes else {})

"""Questions to the stories that can be asked again: what each comes to now, and what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from narratives.collection import Collection, Policy
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.frozen_query import Chart, FrozenQuery, FrozenQueryError, FrozenResult, digest, result_hash
from narratives.selection import View
from store import release
from store.batches import list_batch_ids
from store.claims import Claim, rules_of
from store.database import Database
from store.landscape import Landscape
from store.release_claim_figures import ChartReader, Found

_MOST_FIGURES = 12  # changed figures that are told one by one; of more their number
_RULES = {
    "smallest group": "The smallest group that anything is told of was {before}, and is {now}.",
    "release rule": "The rule of what staff see was “{before}”, and is “{now}”.",
    "questions": "The questions were {before}, and are {now}.",
    "wording": "The wording of the questions was mended since.",
}


def run_query(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, query: FrozenQuery
) -> FrozenResult:
    """What a question comes to now.

    Of fewer than k stories it has no figures and no story, and its sentence says why. Raises FrozenQueryError for
    what nobody can ask, and NotFoundError for an alert that is gone.
    """
    if query.collection != collection.id:
        raise FrozenQueryError(f"this was asked of another collection, {query.collection!r}")
    reader = ChartReader(db, landscape, collection, framework)
    ask: Mapping[Chart, Callable[[FrozenQuery], Found]] = {
        Chart.PICTURE: reader.picture,
        Chart.LINE: reader.line,
        Chart.COMPARISON: reader.comparison,
        Chart.CROSSTAB: reader.crosstab,
        Chart.ALERT: reader.alert,
        Chart.THEME: reader.theme,
    }
    found = ask[query.chart](query)
    withheld = release.totals(db, collection, query.view, landscape, framework).withheld // collection.k * collection.k
    if found.lacking or found.n < collection.k:
        why = found.lacking or f"Nothing is told of fewer than {collection.k} stories."
        return FrozenResult(0, withheld, {}, why)
    views = _views(query)
    return FrozenResult(
        n=found.n,
        withheld=withheld,
        figures=found.figures,
        sentence=found.sentence,
        stories=found.stories or _stories(db, landscape, collection, framework, views),
        batches=_batches(db, collection, views),
        shape="" if found.shape is None else digest({"shape": _plain(found.shape)}),
    )


def asked_again(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, claim: Claim
) -> tuple[FrozenResult, tuple[str, ...]]:
    """What a claim’s question comes to now, and a sentence for each thing that changed; none for the same hash.

    What cannot be asked any more has no figures, and its sentence says why.
    """
    try:
        now = run_query(db, landscape, collection, framework, claim.query)
    except (FrozenQueryError, NotFoundError) as error:
        now = FrozenResult(0, 0, {}, f"This cannot be asked any more: {error}.")
    if result_hash(claim.query, now) == claim.hash:
        return now, ()
    said = (*_of_rules(claim, rules_of(db, collection.id)), *_of_stories(claim, now), *_of_figures(claim.result, now))
    return now, said or ("Something that the picture draws more finely than in numbers has changed.",)


def _views(query: FrozenQuery) -> tuple[View, ...]:
    """The selections whose stories are behind a question; none for an alert, which names its own."""
    if query.chart is Chart.ALERT:
        return ()
    own = query.view.without_part(query.subject[0]) if query.chart is Chart.PICTURE else query.view
    return (own,) if query.beside is None else (own, query.beside)


def _stories(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, views: tuple[View, ...]
) -> tuple[str, ...]:
    """The ids of open stories in any of some selections, sorted."""
    if collection.policy is not Policy.OPEN:
        return ()
    found: set[str] = set()
    for view in views:
        n = landscape.count(db, collection.id, framework, view)
        found.update(landscape.newest(db, collection.id, framework, view, n) if n else ())
    return tuple(sorted(found))


def _batches(db: Database, collection: Collection, views: tuple[View, ...]) -> tuple[str, ...]:
    """The ids of closed batches in any of some selections, sorted; none where a selection is finer than they are."""
    opened = collection.policy is Policy.OPEN
    if opened and any(view.is_fine for view in views):
        return ()
    found: set[str] = set()
    for view in views:
        found.update(list_batch_ids(db, collection.id, view.kind, view.groups, view.first, view.last))
    return tuple(sorted(found))


def _plain(shape: object) -> object:
    """A shape as JSON holds it."""
    if isinstance(shape, Mapping):
        return {str(name): _plain(value) for name, value in shape.items()}
    if isinstance(shape, list | tuple):
        return [_plain(value) for value in shape]
    return shape if isinstance(shape, int | float | str | None) else str(shape)


def _of_rules(claim: Claim, now: Mapping[str, str]) -> Iterator[str]:
    for name, said in _RULES.items():
        if claim.rules.get(name) != now[name]:
            yield said.format(before=claim.rules.get(name), now=now[name])


def _of_stories(claim: Claim, now: FrozenResult) -> Iterator[str]:
    if not now.is_told:
        yield now.sentence
        return
    then, held = set(claim.result.stories), set(now.stories)
    if claim.gone:
        yield f"{_stories_words(claim.gone)} erased since."
    if out := len(then - held):
        yield f"{_stories_words(out)} in it no more: held back, corrected or only counted now."
    if new := len(held - then):
        yield f"{_stories_words(new)} new in it: told before the last day and released since, or corrected."
    for words, n in (
        ("new in it", len(set(now.batches) - set(claim.result.batches))),
        ("gone", len(set(claim.result.batches) - set(now.batches))),
    ):
        if n:
            yield f"{n} closed {'batch is' if n == 1 else 'batches are'} {words}."
    if claim.result.n != now.n:
        yield f"It stood on {claim.result.n:,} stories, and stands on {now.n:,}."


def _stories_words(n: int) -> str:
    return "1 story is" if n == 1 else f"{n:,} stories are"


def _of_figures(then: FrozenResult, now: FrozenResult) -> Iterator[str]:
    if not now.is_told:
        return
    changed = [name for name in (*then.figures, *_more(now, then)) if then.figures.get(name) != now.figures.get(name)]
    for name in changed[:_MOST_FIGURES]:
        before, after = then.figures.get(name), now.figures.get(name)
        if before is None:
            yield f"{name}: was not there, is {after}."
        elif after is None:
            yield f"{name}: was {before}, is not there any more."
        else:
            yield f"{name}: was {before}, is {after}."
    if len(changed) > _MOST_FIGURES:
        yield f"{len(changed) - _MOST_FIGURES} more figures changed."


def _more(now: FrozenResult, then: FrozenResult) -> list[str]:
    return [name for name in now.figures if name not in then.figures]

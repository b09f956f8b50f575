"""What the worker makes of vectors once stories have them, besides themes and the watch of texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Protocol

from analysis.embedding_library import Library
from analysis.meaning_index import update_apartness, update_index
from analysis.patterns import update_patterns
from analysis.report import Report
from analysis.retheming import consider_retheming
from analysis.safeguarding import look_at_stories
from analysis.text_drift import compare_texts
from analysis.theme_stability import measure_stability
from analysis.weak_signals import look_for_signals
from narratives.collection import Collection
from narratives.framework import Framework
from store.database import Database


class Worker(Protocol):
    """What these steps need of the worker: `unfinished` names the work that goes on at the next pass."""

    @property
    def db(self) -> Database: ...

    @property
    def library(self) -> Library: ...

    @property
    def today(self) -> Callable[[], date]: ...

    @property
    def now(self) -> Callable[[], datetime]: ...

    @property
    def unfinished(self) -> set[str]: ...


MeaningStep = Callable[[Worker, Collection, Framework, Callable[[], None]], Report]


def _patterns(worker: Worker, collection: Collection, framework: Framework, beat: Callable[[], None]) -> Report:
    """Patterns need answers alone, so that they do not wait for any text to be read."""
    return Report(patterned=update_patterns(worker.db, collection, framework, today=worker.today(), beat=beat))


def _retheming(worker: Worker, collection: Collection, framework: Framework, beat: Callable[[], None]) -> Report:
    model_id = worker.library.model_in_use(worker.db)
    if model_id is not None:
        measure_stability(worker.db, collection, model_id, beat=beat)
        consider_retheming(worker.db, collection, model_id, today=worker.today(), at=worker.now(), beat=beat)
    return Report()


def _text_drift(worker: Worker, collection: Collection, framework: Framework, beat: Callable[[], None]) -> Report:
    model_id = worker.library.model_in_use(worker.db)
    if model_id is not None:
        compare_texts(worker.db, collection, model_id, today=worker.today(), beat=beat)
    return Report()


def _weak_signals(worker: Worker, collection: Collection, framework: Framework, beat: Callable[[], None]) -> Report:
    model_id = worker.library.model_in_use(worker.db)
    if model_id is not None:
        look_for_signals(worker.db, collection, framework, model_id, today=worker.today(), beat=beat)
    return Report()


def _meaning(worker: Worker, collection: Collection, framework: Framework, beat: Callable[[], None]) -> Report:
    """The index first, then how apart each story stands, a piece at a pass."""
    model_id = worker.library.model_in_use(worker.db)
    if model_id is None:
        return Report()
    done = update_index(worker.db, collection, model_id, beat=beat)
    if not (done and update_apartness(worker.db, collection, model_id, beat=beat)):
        worker.unfinished.add(f"meaning:{collection.id}")
    return Report()


def _danger(worker: Worker, collection: Collection, framework: Framework, beat: Callable[[], None]) -> Report:
    today, at = worker.today(), worker.now()
    if not look_at_stories(worker.db, worker.library, collection, today=today, at=at, beat=beat):
        worker.unfinished.add(f"danger:{collection.id}")
    return Report()


# By the name of the step; each looks at what is in the store and makes what is missing.
MEANING_STEPS: Mapping[str, MeaningStep] = {
    "danger": _danger,  # first: somebody may be waiting
    "patterns": _patterns,
    "retheming": _retheming,
    "meaning": _meaning,
    "text-drift": _text_drift,
    "weak-signals": _weak_signals,
}

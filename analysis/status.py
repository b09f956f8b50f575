"""What is done and what is waiting, for the operator."""

from __future__ import annotations

from datetime import date

from analysis.monitor import Monitor
from analysis.standing import unwatched_groups
from analysis.streams import plan_streams
from analysis.textwatch import BURN_IN_STORIES
from narratives.calendar import day_number, day_of
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.probe import ProbeState
from store.batches import count_waiting
from store.collections import framework_of, list_collections
from store.database import Database
from store.embedding_progress import embedding_progress
from store.model_in_use import ModelInUse, get_model_in_use
from store.probes import list_probes
from store.results import get_fit, list_readings, list_themes
from store.theming import count_embedded, list_unassigned
from store.vectors import count_unembedded
from store.watching import ANSWERS_SEEN, FIRST_DAY, count_days, count_unwatched_days
from store.words import count_unindexed
from store.worker import get_monitor, list_notices

FAR_FEWER = 1_000_000
FAR_DAY = 1_000_000
MOST_GROUPS = 10


def describe_status(db: Database, today: date) -> list[str]:
    """Lines of text: the steps of the whole store, then those of each collection."""
    used = get_model_in_use(db)
    model_id = used.model_id if used else None
    missing = count_unembedded(db, model_id or "")
    lines = [
        f"Word index: {_waiting(count_unindexed(db), 'story', 'stories')}",
        f"Model: {model_id or 'none loaded yet'}; {_waiting(missing, 'text', 'texts')} to embed",
        *_backlog(db, used),
        *(f"Notice: {notice}" for notice in list_notices(db)),
    ]
    for collection in list_collections(db):
        lines += ["", f"{collection.title} ({collection.id})"]
        framework = framework_of(db, collection)
        lines += [f"  {line}" for line in _collection(db, collection, framework, model_id, today)]
    return lines


def _backlog(db: Database, used: ModelInUse | None) -> list[str]:
    found = embedding_progress(db)
    lines = []
    if found is not None:
        left = "" if found.seconds_left is None else f", about {found.seconds_left / 60:,.0f} minutes left"
        lines.append(f"  embedded {found.done:,} of {found.of:,}, {found.per_second:.1f} a second{left}")
    if used is not None and used.next_model_id is not None:
        lines.append(f"  {used.next_model_id} takes over once it has every text")
    return lines


def _collection(
    db: Database, collection: Collection, framework: Framework, model_id: str | None, today: date
) -> list[str]:
    stories = sum(n for _, n in count_days(db, collection.id, FIRST_DAY, -FIRST_DAY))
    batched = sum(count_waiting(db, collection, kind) for kind in Kind)
    return [
        f"Respondents' stories: {stories:,}",
        f"Waiting for a batch to fill or a moderator: {batched:,}",
        _temperature(db, collection, framework),
        *_monitor(db, collection, framework, model_id, today),
        _themes(db, collection, model_id),
        *_probes(db, collection),
    ]


def _probes(db: Database, collection: Collection) -> list[str]:
    states = [probe.state for probe in list_probes(db, collection.id)]
    told = [f"{states.count(state)} {state.value}" for state in ProbeState if state in states]
    return [f"Probes: {', '.join(told)}"] if told else []


def _temperature(db: Database, collection: Collection, framework: Framework) -> str:
    if not framework.has_temperature:
        return (
            "Temperature: none, because no anchor of the framework is declared hot or cold. "
            "Declare some in a new version of the framework."
        )
    readings = list_readings(db, collection.id)
    if not readings:
        return "Temperature: no reading yet"
    newest = max(reading.ends_on for reading in readings)
    return f"Temperature: {len(readings):,} readings, the newest of a period that ends on {newest.isoformat()}"


def _monitor(
    db: Database, collection: Collection, framework: Framework, model_id: str | None, today: date
) -> list[str]:
    plan = plan_streams(collection, framework)
    left = sum(n for _, n in count_unwatched_days(db, collection.id, day_number(today) - 1))
    waiting = _waiting(left, "story", "stories")
    kept = get_monitor(db, collection.id)
    if kept is None:
        return [f"Monitor: not begun; {waiting}"]
    if kept.engine != plan.engine:
        return [f"Monitor: to be replayed, because what is watched has changed; {waiting}"]
    monitor = Monitor(collection, plan)
    monitor.restore(kept.arrays)
    until = "not begun" if monitor.day is None else f"closed up to {day_of(monitor.day).isoformat()}"
    held = len(monitor.waiting)
    held_back = f"; {held} held back until {collection.k} stories lie on each side" if held else ""
    return [f"Monitor: {until}; {waiting}{held_back}", _texts(db, monitor, model_id), *_unwatched(monitor)]


def _texts(db: Database, monitor: Monitor, model_id: str | None) -> str:
    texts = monitor.texts
    if model_id is None or texts.model != model_id or texts.day is None:
        return "Topics of texts: not watched yet"
    left = sum(n for _, n in count_unwatched_days(db, monitor.collection.id, FAR_DAY, seen=ANSWERS_SEEN))
    until = f"watched up to {day_of(texts.day).isoformat()}; {_waiting(left, 'story', 'stories')}"
    if texts.burning_in is not None:
        return (
            f"Topics of texts: {until}; {texts.burning_in:,} of the {BURN_IN_STORIES} stories that finding topics takes"
        )
    return f"Topics of texts: {until}"


def _unwatched(monitor: Monitor) -> list[str]:
    groups = unwatched_groups(monitor)
    shown = [f"  {one.sentence()}" for one in groups[:MOST_GROUPS]]
    more = [f"  and {len(groups) - MOST_GROUPS:,} more groups"] if len(groups) > MOST_GROUPS else []
    return [f"Not enough history yet: {_groups(len(groups))}", *shown, *more] if groups else []


def _groups(n: int) -> str:
    return "1 group" if n == 1 else f"{n:,} groups"


def _themes(db: Database, collection: Collection, model_id: str | None) -> str:
    fit = get_fit(db, collection.id, model_id) if model_id else None
    if model_id is None or fit is None:
        embedded = count_embedded(db, collection.id, model_id) if model_id else 0
        return f"Themes: not fitted yet, with {embedded:,} of the 50 stories that it takes"
    left = len(list_unassigned(db, collection.id, model_id, fit.id, FAR_FEWER))
    themes = len(list_themes(db, collection.id))
    return f"Themes: {themes}, fitted on {fit.n:,} stories; {_waiting(left, 'story', 'stories')} to place"


def _waiting(n: int, one: str, many: str) -> str:
    return "nothing waiting" if not n else f"{n:,} {one if n == 1 else many} waiting"

"""One pass of the worker over every collection: find what is missing, make it, commit, go on.

No step hands anything to the next: each finds its own work in the store, so that a pass may end anywhere.
What is quick and urgent comes first, and embedding, which may have hours of backlog, last.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from analysis.alerting import fill_exemplars
from analysis.batches import close_full_batches
from analysis.embedding import Library, embed_pending, is_unfinished
from analysis.following import follow_alerts
from analysis.leases import InterruptedPassError, Leases
from analysis.meaning_steps import MEANING_STEPS
from analysis.probing import read_probes
from analysis.promise_keeping import measure_a_piece
from analysis.proposals import propose_change
from analysis.report import Report
from analysis.streams import plan_streams
from analysis.surveillance import watch_stories
from analysis.temperature import measure_temperature
from analysis.textplaces import placed_as_stored
from analysis.textsurveillance import watch_texts
from analysis.themes import update_themes
from analysis.voices import find_voices
from narratives.calendar import day_number
from narratives.collection import Collection
from narratives.framework import Framework
from store.collections import framework_of, list_collections
from store.database import Database
from store.probes import probe_serial
from store.silences import count_changes
from store.voice_decisions import count_reweighed
from store.voices import count_uncompared
from store.watching import count_unwatched_days, story_serial
from store.words import index_words
from store.worker import monitored_until, set_notice

logger = logging.getLogger(__name__)

STORIES_A_COMMIT = 5_000
BACKLOG = 200  # more stories than this from past days are an import: the monitor waits until it has ended
# What has to look at every story, or found nothing to do, rests for ten times as long as it took: in a large
# collection stories arrive all the time.
WHOLE_AGAIN = ("temperature", "themes", "probes", "course", *MEANING_STEPS)
SOON, REST, MOST_REST_SECONDS = 0.5, 10.0, 60.0
FAILED_SECONDS = 60.0

Beat = Callable[[], None]
Progress = Callable[[int, int], None]
Step = Callable[["Worker", Collection, Framework, Beat], Report]


@dataclass(slots=True)
class Worker:
    """What the passes of one process share: the store, the clock, the embedder, and what is known to be done."""

    db: Database
    library: Library
    now: Callable[[], datetime]
    today: Callable[[], date]
    stop: Callable[[], bool] = lambda: False
    progress: Progress = lambda done, of: None
    watching: bool = False
    texts_a_pass: int | None = None
    embedded: int = 0
    failing: tuple[str, ...] = ()
    done: dict[str, object] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    rests_until: dict[str, float] = field(default_factory=dict)
    backlog: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    measured: Counter[str] = field(default_factory=Counter)
    leases: Leases = field(init=False)

    def __post_init__(self) -> None:
        self.leases = Leases(self.db, self.now, self.stop)

    def run_once(self) -> Report:
        """Bring everything up to date; InterruptedPassError when asked to stop on the way."""
        report = self._leased("words", lambda beat: Report(indexed=_index_words(self.db, beat)), story_serial(self.db))
        if not self.watching and self.texts_a_pass is None:
            # Nobody waits for this pass: with vectors at hand, answers are watched knowing which stories are alike.
            report += self._leased("embedding", self._embed, story_serial(self.db)).with_busy(())
        for collection in list_collections(self.db):
            framework = framework_of(self.db, collection)
            for name, step in STEPS.items():
                report += self._step(name, step, collection, framework)
        report += self._leased("embedding", self._embed, story_serial(self.db))
        for collection in list_collections(self.db):
            framework = framework_of(self.db, collection)
            for name, step in TEXT_STEPS.items():
                report += self._step(name, step, collection, framework)
        if self.watching and not (report.did_something or self.unfinished):
            self._measure_promises()
        return report

    def _measure_promises(self) -> None:
        """One piece, by turns; what is left waits for a pass that finds nothing else to do, and is not hurried."""
        for collection in sorted(list_collections(self.db), key=lambda one: self.measured[one.id]):
            name = f"promise:{collection.id}"
            self._step("promise", _promise, collection, framework_of(self.db, collection))
            if name in self.unfinished:
                self.unfinished.discard(name)
                self.measured[collection.id] += 1
                return

    def _step(self, name: str, step: Step, collection: Collection, framework: Framework) -> Report:
        mark = self._course_mark(collection) if name == "course" else self._mark(name, collection)
        lease = f"{LEASED_AS.get(name, name)}:{collection.id}"
        named = f"{name}:{collection.id}"
        return self._leased(named, lambda beat: step(self, collection, framework, beat), mark, lease)

    def _mark(self, name: str, collection: Collection) -> object:
        # Vectors come later than the story that they are of, so that themes have more to look at than stories;
        # and texts are watched once their answers were.
        return (
            story_serial(self.db, collection.id),
            self.today(),
            self.library.model_in_use(self.db),
            self.embedded,
            monitored_until(self.db, collection.id) if name in TEXT_STEPS else None,
            probe_serial(self.db, collection.id) if name == "probes" else None,
            count_reweighed(self.db, collection.id) if name == "monitor" else None,
        )

    def _course_mark(self, collection: Collection) -> object:
        # Only days that are over are looked at: a story of today changes no course before tomorrow.
        return self.today(), monitored_until(self.db, collection.id), count_changes(self.db, collection.id)

    def _leased(self, name: str, work: Callable[[Beat], Report], mark: object, lease: str | None = None) -> Report:
        """Do a piece of work unless it was done when the store looked like `mark`, or another worker is at it.

        Works that write the same state share a `lease`.
        """
        began = self.now().timestamp()
        if self.done.get(name) == mark or self._rests(name, began):
            return Report()
        self.unfinished.discard(name)
        try:
            with self.leases.hold(lease or name) as beat:
                if beat is None:
                    return Report(busy=(name,))
                beat()
                report = work(beat)
        except InterruptedPassError:
            raise
        except Exception:
            if not self.watching:
                raise
            # One collection that cannot be analysed must not keep the others from it.
            logger.exception("%s failed and is tried again in %s seconds", name, FAILED_SECONDS)
            self.rests_until[name] = began + FAILED_SECONDS
            self.failing = tuple(sorted({*self.failing, name}))
            return Report()
        self.failing = tuple(one for one in self.failing if one != name)
        if name not in self.unfinished:
            self.done[name] = mark
        took = self.now().timestamp() - began
        if self.watching and took > SOON and (report == Report() or name.split(":")[0] in WHOLE_AGAIN):
            self.rests_until[name] = began + min(REST * took, MOST_REST_SECONDS)
        return report

    def _rests(self, name: str, now: float) -> bool:
        """A rest that is longer than any is one from before the clock was set back."""
        return now < self.rests_until.get(name, 0.0) <= now + max(FAILED_SECONDS, MOST_REST_SECONDS)

    def _embed(self, beat: Beat) -> Report:
        embedded = embed_pending(
            self.db, self.library, today=self.today(), beat=beat, progress=self.progress, most=self.texts_a_pass
        )
        self.embedded += embedded
        if is_unfinished(self.db, self.library):
            self.unfinished.add("embedding")
        set_notice(self.db, "embedding", None, self.today())  # said in words before pages had a bar for it
        return Report(embedded=embedded)


def _index_words(db: Database, beat: Beat) -> int:
    indexed = 0
    while added := index_words(db, STORIES_A_COMMIT):
        indexed += added
        beat()
    return indexed


def _batches(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    return Report(batches=close_full_batches(worker.db, collection, framework, today=worker.today(), beat=beat))


def _temperature(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    return Report(readings=measure_temperature(worker.db, collection, framework, today=worker.today()))


def _monitor(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    name, today = f"monitor:{collection.id}", worker.today()
    if worker.watching and _is_importing(worker, name, collection, today):
        return Report()
    model_id = worker.library.model_in_use(worker.db)
    find_voices(worker.db, collection, model_id, beat=beat)
    if worker.watching and _is_reading(worker, collection, model_id, today):
        return Report()
    watched = watch_stories(worker.db, collection, framework, today=today, at=worker.now(), beat=beat)
    return Report(days=watched.days, stories=watched.stories, alerts=watched.alerts)


def _is_importing(worker: Worker, name: str, collection: Collection, today: date) -> bool:
    """Whether many stories of past days are still coming in: half of an import would look like a change."""
    waiting = sum(n for _, n in count_unwatched_days(worker.db, collection.id, day_number(today) - 1))
    if waiting > BACKLOG and worker.backlog.get(name) != waiting:
        worker.backlog[name] = waiting
        worker.unfinished.add(name)
        return True
    worker.backlog.pop(name, None)
    return False


def _is_reading(worker: Worker, collection: Collection, model_id: str | None, today: date) -> bool:
    """Whether stories of past days are about to get vectors, by which they may turn out to be one voice.

    Nothing waits for them longer than they become fewer.
    """
    name, last = f"monitor:{collection.id}", day_number(today) - 1
    unread = 0 if model_id is None else count_uncompared(worker.db, collection.id, model_id, last)
    waits = 0 < unread < worker.unread.get(name, unread + 1)
    if waits:
        worker.unread[name] = unread
        worker.unfinished.add(name)
    else:
        worker.unread.pop(name, None)
    return waits


def _texts(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    model_id = worker.library.model_in_use(worker.db)
    if model_id is None:
        return Report()
    find_voices(worker.db, collection, model_id, beat=beat)
    return Report(alerts=watch_texts(worker.db, collection, framework, model_id, at=worker.now(), beat=beat).alerts)


def _exemplars(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    placed = placed_as_stored(worker.db, collection, plan_streams(collection, framework))
    fill_exemplars(worker.db, collection, framework, worker.today(), placed)
    return Report()


def _course(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    placed = placed_as_stored(worker.db, collection, plan_streams(collection, framework))
    follow_alerts(worker.db, collection, framework, placed, today=worker.today(), at=worker.now(), beat=beat)
    return Report()


def _probes(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    read_probes(worker.db, collection, framework, today=worker.today(), at=worker.now(), beat=beat)
    return Report()


def _promise(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    propose_change(worker.db, collection, today=worker.today(), at=worker.now())
    model_id = worker.library.model_in_use(worker.db)
    if measure_a_piece(worker.db, collection, framework, today=worker.today(), model_id=model_id, beat=beat):
        worker.unfinished.add(f"promise:{collection.id}")
    return Report()


def _themes(worker: Worker, collection: Collection, framework: Framework, beat: Beat) -> Report:
    model_id = worker.library.model_in_use(worker.db)
    if model_id is None:
        return Report()
    return Report(themed=update_themes(worker.db, collection, model_id, today=worker.today(), beat=beat))


STEPS: dict[str, Step] = {
    "batches": _batches,
    "temperature": _temperature,
    "monitor": _monitor,
    "exemplars": _exemplars,
    "probes": _probes,
    "course": _course,  # after the probes: what one of them is about stays open while it runs
}
# Themes first: they give topics their words.
TEXT_STEPS: dict[str, Step] = {"themes": _themes, "texts": _texts, **MEANING_STEPS}
LEASED_AS = {"texts": "monitor"}

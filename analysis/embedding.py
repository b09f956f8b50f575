"""Every text gets a vector of the model asked for, once; another model stays in use until that has every text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analysis.embedding_library import Library, Loader
from analysis.embedding_pace import Pace
from analysis.npz import pack_vectors
from models.embedding import LEXICAL_SETTING, Embedder
from store.database import Database
from store.embedding_progress import EmbeddingRun, get_embedding_run, keep_embedding_run
from store.model_in_use import get_model_in_use, sweep_vectors, switch_model
from store.vectors import (
    Unembedded,
    add_vectors,
    count_unembedded,
    get_embedder,
    list_texts,
    list_unembedded,
    still_told,
)

TEXTS_A_FETCH = 2_048  # sorted by length together
LETTERS_A_BATCH, TEXTS_A_BATCH = 6_000, 128  # about half a second of a language model, which a question waits for
MOST_LETTERS = 1_200  # beyond its first 256 word pieces a text is not read
TEXTS_OF_BOTH = 64  # a pass, of new stories while another model is being prepared
TEXTS_A_SWEEP, SWEEPS_A_PASS = 2_000, 50
RECOUNT_SECONDS = 300.0

Beat = Callable[[], None]
Progress = Callable[[int, int], None]


def model_setting(setting: str) -> str:
    """What `models.embedding` calls the model of a setting: the packaged one has no name."""
    return "" if setting == "packaged" else setting


def embed_pending(
    db: Database,
    library: Library,
    *,
    today: date,
    beat: Beat = lambda: None,
    progress: Progress = lambda done, of: None,
    most: int | None = None,
    clock: Callable[[], float] = time.time,
) -> int:
    """Embed texts that have no vector of the model asked for, in small commits; how many were embedded.

    While the model in use is another one, new stories are embedded with both; once every text has a vector of the one
    asked for, it takes over in one commit and the old vectors are removed. A kill at any point loses one batch.

    `progress` is told how many of how many are done since the backlog began; `most` ends the pass early, the rest
    being found next time; `clock` is in seconds since 1970.
    """
    library.caught_up = not _may_have_work(db, library)
    if library.caught_up:
        _sweep(db, beat)
        return 0
    beat()
    embedder = library.embedder(db, today)
    if embedder is None:
        return 0
    done = _keep_up(db, library, embedder, today, beat)
    done += _Backlog(db, library, embedder, clock).work(beat, progress, most)
    if library.model_in_use(db) != embedder.model_id:
        switch_model(db, library.name, library.kept(embedder))
    _sweep(db, beat)
    return done


def is_unfinished(db: Database, library: Library) -> bool:
    """Whether there may be more to embed, or to remove, than the last pass did; no model, no hurry."""
    used = get_model_in_use(db)
    may_embed = not library.caught_up and not library.stands_still
    return may_embed or (used is not None and used.swept_to is not None)


def _may_have_work(db: Database, library: Library) -> bool:
    """Looks at the store alone: the model is loaded for something to embed, and for nothing else."""
    used, asked_for = get_model_in_use(db), get_embedder(db, library.name)
    if used is None:
        return bool(list_texts(db, 1))
    if asked_for is None or asked_for.model_id != used.model_id or used.next_model_id is not None:
        return True
    if list_unembedded(db, used.model_id, 1):
        return True
    run = get_embedding_run(db)
    if run is not None and run.waiting:  # what was waiting has been withdrawn
        keep_embedding_run(db, replace(run, waiting=0))
    return False


def _keep_up(db: Database, library: Library, embedder: Embedder, today: date, beat: Beat) -> int:
    """Stories told while another model is being prepared are read with the model in use too."""
    used = library.model_in_use(db)
    if used is None or used == embedder.model_id or not list_unembedded(db, used, 1):
        return 0
    old = library.in_use(db, today)
    if old is None:
        return 0
    done = 0
    for texts in _batches(list_unembedded(db, used, TEXTS_OF_BOTH)):
        beat()
        vectors = _embedded(library, old, texts)
        with db.write():
            _keep_told(db, used, vectors)
        done += len(texts)
    return done


def _embedded(library: Library, embedder: Embedder, texts: Sequence[Unembedded]) -> list[tuple[str, bytes]]:
    with library.turns.working():
        vectors = embedder.embed([one.text for one in texts])
    return list(zip((one.text_hash for one in texts), pack_vectors(vectors), strict=True))


def _keep_told(db: Database, model_id: str, vectors: Sequence[tuple[str, bytes]]) -> None:
    """Keep the vectors of texts that were not withdrawn while they were with the model; call it in a transaction."""
    told = still_told(db, (text_hash for text_hash, _ in vectors))
    add_vectors(db, model_id, (one for one in vectors if one[0] in told))


def _batches(texts: Sequence[Unembedded]) -> Iterator[list[Unembedded]]:
    """Texts of like length together, the longest first, so few that a question need not wait long."""
    batch: list[Unembedded] = []
    letters = 0
    for one in sorted(texts, key=lambda one: (-len(one.text), one.text_hash)):
        long = min(len(one.text), MOST_LETTERS)
        if batch and (letters + long > LETTERS_A_BATCH or len(batch) == TEXTS_A_BATCH):
            yield batch
            batch, letters = [], 0
        batch.append(one)
        letters += long
    if batch:
        yield batch


@dataclass(slots=True)
class _Backlog:
    """Texts without a vector of a model, from wherever the last pass stopped."""

    db: Database
    library: Library
    embedder: Embedder
    clock: Callable[[], float]
    run: EmbeddingRun = field(init=False)
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        now, kept = self.clock(), get_embedding_run(self.db)
        goes_on = kept is not None and kept.model_id == self.embedder.model_id and kept.waiting > 0
        fresh = EmbeddingRun(self.embedder.model_id, done=0, waiting=0, per_second=0.0, began=now, told=now)
        begun = kept if kept is not None and goes_on else fresh
        counted = goes_on and now - self.library.counted < RECOUNT_SECONDS
        waiting = begun.waiting if counted else count_unembedded(self.db, self.embedder.model_id)
        self.library.counted = self.library.counted if counted else now
        self.run = replace(begun, waiting=waiting, told=now)
        self.pace = Pace.resumed(begun.per_second)
        self.pace.last = begun.told if goes_on else None

    def work(self, beat: Beat, progress: Progress, most: int | None) -> int:
        """How many were embedded."""
        self.pace.begin(self.clock())
        model_id, reached = self.embedder.model_id, self.library.reached
        done = 0
        while most is None or done < most:
            beat()
            fetch = TEXTS_A_FETCH if most is None else min(TEXTS_A_FETCH, most - done)
            found = list_unembedded(self.db, model_id, fetch, reached.get(model_id, ""))
            if not found and not reached.pop(model_id, ""):
                self.library.caught_up = True  # looked at and not only counted: texts come in meanwhile
                self.run = replace(self.run, waiting=0)
                keep_embedding_run(self.db, self.run)
                break
            for texts in _batches(found):
                beat()
                self._keep(texts)
                done += len(texts)
                progress(self.run.done, self.run.done + self.run.waiting)
            if found:
                reached[model_id] = found[-1].text_hash
        return done

    def _keep(self, texts: Sequence[Unembedded]) -> None:
        vectors, now = _embedded(self.library, self.embedder, texts), self.clock()
        self.pace.add(len(texts), now)
        done, waiting = self.run.done + len(texts), max(self.run.waiting - len(texts), 0)
        self.library.per_second = self.pace.per_second
        self.run = replace(self.run, done=done, waiting=waiting, per_second=self.pace.per_second, told=now)
        with self.db.write():
            _keep_told(self.db, self.run.model_id, vectors)
            keep_embedding_run(self.db, self.run)


def _sweep(db: Database, beat: Beat) -> None:
    for _ in range(SWEEPS_A_PASS):
        used = get_model_in_use(db)
        if used is None or used.swept_to is None:
            return
        beat()
        if not sweep_vectors(db, TEXTS_A_SWEEP):
            return


__all__ = ["LEXICAL_SETTING", "Library", "Loader", "embed_pending", "is_unfinished", "model_setting"]

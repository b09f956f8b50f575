"""The models of a worker's process: the one that its settings ask for, and the one in use until that takes over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import RLock
from typing import Protocol

from analysis.embedding_turns import Turns
from analysis.npz import pack, unpack
from models.arrays import Singles
from models.artefacts import ArtefactError
from models.embedding import BACKENDS, LEXICAL_SETTING, TORCH, Embedder, load_embedder
from models.lexical import LexicalEmbedder
from store.database import Database
from store.model_in_use import ModelInUse, follow_with, get_model_in_use, use_model
from store.vectors import KeptEmbedder, get_embedder, keep_embedder, list_texts
from store.worker import set_notice

SAMPLE = 20_000
ENOUGH_TO_LEARN = 500  # distinct texts from which a fallback that only hashes words may learn them instead
MODEL_NOTICE = "model"
STANDS_STILL = (
    "New stories are not grouped by what they are about, and wait: {why} Stories read before keep their themes. "
    "To group all of them by their words alone instead, set MURMURATION_MODEL=lexical."
)


class Loader(Protocol):
    """How an embedder is had: `models.embedding.load_embedder`, or a test's own."""

    def __call__(
        self, setting: str, corpus_for_fallback: Sequence[str], *, threads: int | None = None, backend: str = TORCH
    ) -> tuple[Embedder, str | None]: ...


@dataclass(slots=True)
class Library:
    """The embedders of this process: loaded when there is something to embed, and kept.

    May be used by several threads at once, each with its own store connection.
    """

    setting: str
    threads: int | None = None
    load: Loader = load_embedder
    backend: str = TORCH
    loaded: Embedder | None = None
    learnt: bool = False
    stands_still: bool = False
    caught_up: bool = True
    counted: float = float("-inf")  # when the texts that wait were counted last, which takes a while
    per_second: float = 0.0  # texts of late
    reached: dict[str, str] = field(default_factory=dict)  # by model: texts up to here have a vector, new ones apart
    turns: Turns = field(default_factory=Turns)
    _others: dict[str, Embedder | None] = field(default_factory=dict)
    _loading: RLock = field(default_factory=RLock)

    @property
    def name(self) -> str:
        """The model and how it is run, as the store knows them."""
        return self.setting if self.backend == TORCH else f"{self.setting}#{self.backend}"

    def model_in_use(self, db: Database) -> str | None:
        """The model that everything is made with; None before the first text."""
        used = get_model_in_use(db)
        return None if used is None else used.model_id

    def embedder(self, db: Database, today: date) -> Embedder | None:
        """What the settings ask for, with a notice on the managers' pages when it is not quite that.

        None where words alone would have to take the place of a language model that is in use: they never do.
        """
        with self._loading:
            if self.stands_still:
                return None
            if self.loaded is None or self._may_learn(db, self.loaded):
                self.loaded = self._open(db, today)
            return self.loaded

    def in_use(self, db: Database, today: date) -> Embedder | None:
        """The embedder whose vectors are in use; None before the first text, or when it cannot be had any more."""
        used = get_model_in_use(db)
        if used is None:
            return None
        with self._loading:
            asked_for = self.embedder(db, today)
            if asked_for is not None and asked_for.model_id == used.model_id:
                return asked_for
            if used.model_id not in self._others:
                self._others[used.model_id] = self._reopened(used)
            return self._others[used.model_id]

    def embed_one(self, db: Database, today: date, text: str) -> tuple[str, Singles] | None:
        """A text that somebody asks about, as (model id, unit vector (d,)) in the space that is in use.

        For another thread than the worker's, with its own `db`: it waits for the batch that is being embedded, at
        most about half a second, and goes before the next. The first call may take seconds, to load the model. None
        before any story was read and when the model in use cannot be loaded.
        """
        embedder = self.in_use(db, today)
        if embedder is None:
            return None
        with self.turns.asking():
            return embedder.model_id, embedder.embed([text])[0]

    def kept(self, embedder: Embedder) -> KeptEmbedder:
        """What the store remembers of an embedder."""
        arrays = pack(embedder.to_arrays()) if isinstance(embedder, LexicalEmbedder) else None
        return KeptEmbedder(embedder.model_id, arrays)

    def _open(self, db: Database, today: date) -> Embedder | None:
        kept = get_embedder(db, self.name)
        held = _restored(kept)
        if held is not None and self._may_learn(db, held):
            held, self.learnt = None, True
        corpus = () if held is not None else list_texts(db, SAMPLE)
        try:
            embedder, notice = self.load(self.setting, corpus, threads=self.threads, backend=self.backend)
        except ArtefactError as error:
            self._stand_still(db, f"{error}.", today)
            return None
        if held is not None and isinstance(embedder, LexicalEmbedder):
            embedder = held  # the same words and directions as before: the space stays the same
        if self._would_displace(db, embedder):
            self._stand_still(db, _sentence(notice), today)
            return None
        fresh = self.kept(embedder)
        with db.write():
            if fresh != kept:
                keep_embedder(db, self.name, fresh)
            set_notice(db, MODEL_NOTICE, notice, today)
            used = get_model_in_use(db)
            if used is None:
                use_model(db, self.name, fresh)
            else:
                follow_with(db, fresh.model_id if fresh.model_id != used.model_id else None)
        return embedder

    def _stand_still(self, db: Database, why: str, today: date) -> None:
        """Make nothing of new stories' words until the next start, and say why; everything else goes on."""
        self.stands_still = True
        set_notice(db, MODEL_NOTICE, STANDS_STILL.format(why=why), today)

    def _would_displace(self, db: Database, embedder: Embedder) -> bool:
        """Whether words alone, which nobody asked for, would take the place of a language model's vectors."""
        if self.setting == LEXICAL_SETTING or not isinstance(embedder, LexicalEmbedder):
            return False
        used = get_model_in_use(db)
        return used is not None and used.embedder.arrays is None

    def _reopened(self, used: ModelInUse) -> Embedder | None:
        held = _restored(used.embedder)
        if held is not None:
            return held
        setting, _, backend = used.setting.rpartition("#")
        if backend not in BACKENDS:
            setting, backend = used.setting, TORCH
        try:
            found, _ = self.load(setting, (), threads=self.threads, backend=backend)
        except ArtefactError:
            return None
        return found if found.model_id == used.model_id else None

    def _may_learn(self, db: Database, embedder: Embedder) -> bool:
        """Whether words were only hashed, for want of stories, and there are enough of them by now; tried once."""
        if self.learnt or not isinstance(embedder, LexicalEmbedder) or len(embedder.words_):
            return False
        return len(list_texts(db, ENOUGH_TO_LEARN)) == ENOUGH_TO_LEARN


def _restored(kept: KeptEmbedder | None) -> LexicalEmbedder | None:
    return None if kept is None or kept.arrays is None else LexicalEmbedder.from_arrays(unpack(kept.arrays))


def _sentence(notice: str | None) -> str:
    """The reason in a loader's notice: what stands after its first colon."""
    reason = (notice or "the language model could not be loaded").partition(": ")[2] or str(notice)
    return f"{reason[0].lower()}{reason[1:].rstrip('.')}."


__all__ = ["LEXICAL_SETTING", "Library", "Loader"]

"""Every text gets a vector of the model in use, once; words alone stand in when the model cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from analysis.npz import pack, pack_vectors, unpack
from models.embedding import LEXICAL_SETTING, Embedder, load_embedder
from models.lexical import LexicalEmbedder
from store.database import Database
from store.vectors import (
    KeptEmbedder,
    add_vectors,
    count_unembedded,
    get_embedder,
    keep_embedder,
    list_texts,
    list_unembedded,
)
from store.worker import set_notice

TEXTS_A_COMMIT = 64
SAMPLE = 20_000
ENOUGH_TO_LEARN = 500  # distinct texts from which a fallback that only hashes words may learn them instead
MODEL_NOTICE = "model"


class Loader(Protocol):
    """How an embedder is had: `models.embedding.load_embedder`, or a test's own."""

    def __call__(
        self, setting: str, corpus_for_fallback: Sequence[str], *, threads: int | None = None
    ) -> tuple[Embedder, str | None]: ...


@dataclass(slots=True)
class Library:
    """The embedder of this process: loaded when there is something to embed, and kept."""

    setting: str
    threads: int | None = None
    load: Loader = load_embedder
    loaded: Embedder | None = None
    learnt: bool = False

    def model_in_use(self, db: Database) -> str | None:
        """The model that the stored vectors are of; None before the first text."""
        kept = get_embedder(db, self.setting)
        return None if kept is None else kept.model_id

    def embedder(self, db: Database, today: date) -> Embedder:
        """The embedder, with a notice on the managers' pages when it is not the one that was asked for."""
        if self.loaded is None or self._may_learn(db, self.loaded):
            self.loaded = self._open(db, today)
        return self.loaded

    def _open(self, db: Database, today: date) -> Embedder:
        kept = get_embedder(db, self.setting)
        held = _restored(kept)
        if held is not None and self._may_learn(db, held):
            held, self.learnt = None, True
        corpus = () if held is not None else list_texts(db, SAMPLE)
        embedder, notice = self.load(self.setting, corpus, threads=self.threads)
        if held is not None and isinstance(embedder, LexicalEmbedder):
            embedder = held  # the same words and directions as before: the space stays the same
        arrays = pack(embedder.to_arrays()) if isinstance(embedder, LexicalEmbedder) else None
        fresh = KeptEmbedder(embedder.model_id, arrays)
        with db.write():
            if fresh != kept:
                keep_embedder(db, self.setting, fresh)
            set_notice(db, MODEL_NOTICE, notice, today)
        return embedder

    def _may_learn(self, db: Database, embedder: Embedder) -> bool:
        """Whether words were only hashed, for want of stories, and there are enough of them by now; tried once."""
        if self.learnt or not isinstance(embedder, LexicalEmbedder) or len(embedder.words_):
            return False
        return len(list_texts(db, ENOUGH_TO_LEARN)) == ENOUGH_TO_LEARN


def model_setting(setting: str) -> str:
    """What `models.embedding` calls the model of a setting: the packaged one has no name."""
    return "" if setting == "packaged" else setting


def embed_pending(
    db: Database,
    library: Library,
    *,
    today: date,
    beat: Callable[[], None] = lambda: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
    most: int | None = None,
) -> int:
    """Embed texts that have no vector of the model, in small commits; how many were embedded.

    `progress` is told how many of how many are done; `most` ends the pass early, the rest being found next time.
    """
    known = library.model_in_use(db)
    if known is not None and not list_unembedded(db, known, 1):
        return 0
    if known is None and not list_texts(db, 1):
        return 0
    embedder = library.embedder(db, today)
    total = count_unembedded(db, embedder.model_id)
    done, after = 0, ""
    while most is None or done < most:
        beat()
        texts = list_unembedded(db, embedder.model_id, TEXTS_A_COMMIT, after)
        if not texts:
            break
        vectors = pack_vectors(embedder.embed([one.text for one in texts]))
        add_vectors(db, embedder.model_id, zip((one.text_hash for one in texts), vectors, strict=True))
        done, after = done + len(texts), texts[-1].text_hash
        progress(done, max(total, done))
    return done


def _restored(kept: KeptEmbedder | None) -> LexicalEmbedder | None:
    return None if kept is None or kept.arrays is None else LexicalEmbedder.from_arrays(unpack(kept.arrays))


__all__ = ["LEXICAL_SETTING", "Library", "embed_pending", "model_setting"]

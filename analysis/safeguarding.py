"""Stories that may tell of danger, as the worker sees them: by their words and by what they mean.

What the words say was flagged when the story came in; this looks once more, at what was imported and at the meaning.
Without a language model the words alone are looked at. It asks a person to look, and does nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np

from analysis.embedding_library import Library
from analysis.npz import unpack_vectors
from models.arrays import Floats, Singles
from models.danger_prototypes import FAR, NEAR, closeness
from models.danger_prototypes import VERSION as MEANING
from models.lexical import LexicalEmbedder
from narratives.collection import Collection
from narratives.danger import FLAGGED_FROM, VERSION, Danger, Sign, sign_of
from narratives.narrative import Narrative
from store.database import Database
from store.narrative_rows import text_hash
from store.safeguarding import list_unlooked, note_looked, raise_flag, vectors_of

STORIES_A_COMMIT, COMMITS_A_PASS = 500, 20
Meant = Callable[[Singles], Floats]
_KINDS = [Danger(kind) for kind, sentences in NEAR.items() for _ in sentences]
_SENTENCES = [sentence for sentences in NEAR.values() for sentence in sentences]
_kept: dict[str, tuple[Singles, Singles]] = {}


def look_at_stories(
    db: Database, library: Library, collection: Collection, *, today: date, at: datetime, beat: Callable[[], None]
) -> bool:
    """Look at every story that these rules have not seen; False when more wait for the next pass."""
    model_id = library.model_in_use(db)
    if model_id is not None and model_id.startswith("lexical-"):
        model_id = None
    rules = VERSION if model_id is None else f"{VERSION}+{MEANING}:{model_id}"
    for _ in range(COMMITS_A_PASS):
        stories = list_unlooked(db, collection.id, rules, model_id, STORIES_A_COMMIT)
        if not stories:
            return True
        beat()
        signs = _signs(db, library, model_id, stories, today)
        if signs is None:
            return True  # the model cannot be had: the words were looked at when they came
        with db.write():
            for story, sign in zip(stories, signs, strict=True):
                raise_flag(db, story.id, sign, rules, at)
            note_looked(db, [story.id for story in stories], rules)
    return False


def sign_of_meaning(scores: Floats) -> Sign:
    """The sign that closeness to sentences about danger (one score each) makes."""
    best = int(np.argmax(scores))
    score = round(float(scores[best]), 3)
    return Sign(score, (_KINDS[best],) if score >= FLAGGED_FROM else ())


def together(words: Sign, meaning: Sign) -> Sign:
    """Two signs of one story: the stronger one's score, and the kinds of both."""
    first, second = sorted((words, meaning), key=lambda sign: -sign.score)
    return Sign(first.score, tuple(dict.fromkeys((*first.kinds, *second.kinds))))


def _signs(
    db: Database, library: Library, model_id: str | None, stories: Sequence[Narrative], today: date
) -> list[Sign] | None:
    words = [sign_of(story) for story in stories]
    if model_id is None:
        return words
    prototypes = _prototypes(db, library, model_id, today)
    if prototypes is None:
        return None
    hashes = [text_hash(story.text) for story in stories]
    stored = vectors_of(db, hashes, model_id)
    found = [place for place, one in enumerate(hashes) if one in stored]
    if found:
        vectors = unpack_vectors([stored[hashes[place]] for place in found])
        for place, scores in zip(found, closeness(vectors, *prototypes), strict=True):
            words[place] = together(words[place], sign_of_meaning(scores))
    return words


def _prototypes(db: Database, library: Library, model_id: str, today: date) -> tuple[Singles, Singles] | None:
    """The sentences as vectors of the model in use, made once a process."""
    if model_id not in _kept:
        embedder = library.in_use(db, today)
        if embedder is None or isinstance(embedder, LexicalEmbedder) or embedder.model_id != model_id:
            return None
        with library.turns.working():
            _kept[model_id] = embedder.embed(_SENTENCES), embedder.embed(FAR)
    return _kept[model_id]

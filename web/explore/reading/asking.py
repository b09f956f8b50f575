"""What somebody searches for by meaning: the worker is asked for its vector, and waited for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from narratives.collection import Collection
from narratives.errors import BusyError
from store.asked_meanings import ask_meaning, asked_hash, get_answer
from store.database import Database
from store.release_meaning import model_of_index

WAIT_SECONDS = 1.5
_LOOK_SECONDS = 0.015


class Answer(StrEnum):
    """Whether words could be searched by meaning: KNOWN, not UNREAD stories, or not because of a SILENT worker."""

    KNOWN = "known"
    UNREAD = "unread"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vector of some words in the space of a collection's stories, or why there is none."""

    vector: bytes | None
    answer: Answer


def meaning_of(
    db: Database,
    collection: Collection,
    words: str,
    secret: bytes,
    *,
    now: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> Meaning:
    """The vector of some words; the worker has it ready when they were asked before, or else within a moment."""
    model_id = model_of_index(db, collection)
    if model_id is None or not words:
        return Meaning(None, Answer.UNREAD)
    named = asked_hash(words, secret)
    vector = get_answer(db, named, model_id)
    if vector is None:
        try:
            is_answering = ask_meaning(db, named, words, model_id, now())
        except BusyError:
            return Meaning(None, Answer.SILENT)
        until = now() + (WAIT_SECONDS if is_answering else 0.0)
        while vector is None and now() < until:
            sleep(_LOOK_SECONDS)
            vector = get_answer(db, named, model_id)
    return Meaning(vector, Answer.SILENT if vector is None else Answer.KNOWN)

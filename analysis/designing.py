"""What designers ask about a draft is answered while they look at it: a thread of the worker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from threading import Event
from typing import Any

from analysis.beside import Over, beside
from analysis.design_alike import Embed, alike
from analysis.design_power import power
from analysis.embedding_library import Library
from models.artefacts import ArtefactError
from models.lexical import LexicalEmbedder
from narratives.errors import BusyError, FrameworkError
from store.database import Database
from store.design_questions import DesignQuestion, answer_question, keep_progress, next_asked, refuse_question

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
NO_MODEL = "There is no language model here, so that nobody can say which wordings mean the same."
NO_ORDER = "There is nothing to watch yet: add a triad or a scale."
FAILED = "This could not be worked out. Change the numbers, or ask whoever runs this service to look at its log."

Embedding = Callable[[], Embed | None]


class NobodyWaitsError(Exception):
    """The question was taken back, or the worker is to stop."""


def embedding_of(library: Library) -> Embedding:
    """What embeds labels, before there is any story too; its None says that only words could be compared."""

    def embedding() -> Embed | None:
        try:
            found, _ = library.load(library.setting, (), threads=library.threads, backend=library.backend)
        except ArtefactError:
            return None
        if isinstance(found, LexicalEmbedder):
            return None

        def embed(texts: Any) -> Any:
            with library.turns.asking():
                return found.embed(texts)

        return embed

    return embedding


def answer_next(db: Database, embedding: Embedding, stopped: Callable[[], bool] = lambda: False) -> bool:
    """Answer what waits first; False when nothing waits."""
    question = next_asked(db)
    if question is None:
        return False
    try:
        _answer(db, question, embedding, stopped)
    except BusyError:
        raise
    except NobodyWaitsError:
        pass
    except Exception:
        logger.exception("a question about a draft could not be answered")
        refuse_question(db, question.id, FAILED)
    return True


def _answer(db: Database, question: DesignQuestion, embedding: Embedding, stopped: Callable[[], bool]) -> None:
    if question.what == "alike":
        _answer_alike(db, question, embedding)
        return

    def progress(done: int, of: int) -> None:
        if stopped() or not keep_progress(db, question.id, done, of):
            raise NobodyWaitsError
        quick = next_asked(db, "alike")  # which takes a moment: nobody waits a minute for it
        if quick is not None:
            _answer_alike(db, quick, embedding)

    def first(answer: Mapping[str, Any], done: int, of: int) -> None:
        answer_question(db, question.id, answer, done=done, out_of=of)

    try:
        answer = power(question.asked, first=first, progress=progress)
    except (ValueError, FrameworkError):
        refuse_question(db, question.id, NO_ORDER)
        return
    answer_question(db, question.id, answer)


def _answer_alike(db: Database, question: DesignQuestion, embedding: Embedding) -> None:
    embed = embedding()
    if embed is None:
        refuse_question(db, question.id, NO_MODEL)
    else:
        answer_question(db, question.id, alike(question.asked, embed))


def designing(
    db: Database, embedding: Embedding, stop: Event, *, poll_seconds: float = POLL_SECONDS
) -> AbstractContextManager[None]:
    """Answer what is asked about drafts until the block ends or `stop` is set."""
    seen: object = None

    def turn(over: Over) -> bool:
        nonlocal seen
        row = db.one("pragma data_version")
        version = None if row is None else row["data_version"]
        if version != seen and answer_next(db, embedding, over):
            return True
        seen = version
        return False

    return beside(db, "designing", turn, stop, failed="questions about drafts failed", poll_seconds=poll_seconds)

"""The organisations that one worker serves: each with a store, a library, chores and deliveries of its own.

Nothing is handed from one to another. What they share is the language model in memory, which knows no story, and the
turns in which it is used.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from threading import Event, Lock
from typing import Any, Self

from analysis.asking import asking
from analysis.audit_watch import AuditWatch
from analysis.bringing import bringing
from analysis.bulk_watch import BulkWatch
from analysis.deciding import Deciding
from analysis.delivery.thread import delivering
from analysis.delivery.transport import Transports
from analysis.designing import designing, embedding_of
from analysis.embedding_library import Loader
from analysis.housekeeping import Housekeeping
from analysis.keeping_watch import KeepingWatch
from analysis.pipeline import Worker
from analysis.publishing import Publishing
from analysis.sharing import Sharing
from analysis.watch import Turn
from models.embedding import TORCH, Embedder
from models.lexical import LexicalEmbedder
from store.database import Database, SqliteDatabase
from store.organisations import list_organisations, settings_of
from store.schema import open_accounts, open_stories
from store.withdrawn_ledger import WithdrawnLedger, ledger_path

logger = logging.getLogger(__name__)

Say = Callable[[str], None]


@dataclass(slots=True)
class SharedLoader:
    """Loads a language model once for every organisation; an embedder that learnt from stories is never shared."""

    load: Loader
    _held: dict[tuple[str, str], tuple[Embedder, str | None]] = field(default_factory=dict)
    _loading: Lock = field(default_factory=Lock)

    def __call__(
        self, setting: str, corpus_for_fallback: Sequence[str], *, threads: int | None = None, backend: str = TORCH
    ) -> tuple[Embedder, str | None]:
        """The embedder that a setting asks for, with the notice of the first time."""
        with self._loading:
            if (setting, backend) in self._held:
                return self._held[setting, backend]
            found = self.load(setting, corpus_for_fallback, threads=threads, backend=backend)
            if not isinstance(found[0], LexicalEmbedder):
                self._held[setting, backend] = found
            return found


@dataclass(slots=True)
class Served:
    """The turns of a deployment's organisations, for as long as the block lasts.

    `worker_of` makes the worker of a store, `ways_of` the ways of sending of an organisation's settings.
    """

    own: Any
    worker_of: Callable[[Database], Worker]
    ways_of: Callable[[Any], Transports]
    stop: Event
    say: Say
    _turns: dict[str, Turn] = field(default_factory=dict)
    _accounts: SqliteDatabase | None = None
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        self._serve(self.own.organisation)  # what its store lacks is said at once, as with any other command
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def turns(self) -> list[Turn]:
        """One for each organisation, those that were added since the last round too."""
        for slug in self._slugs():
            if slug not in self._turns:
                try:
                    self._serve(slug)
                except Exception:
                    logger.exception("the store of organisation %s could not be opened and is tried again", slug)
        return list(self._turns.values())

    def _slugs(self) -> list[str]:
        if self._accounts is None:
            if not self.own.accounts_path.exists():
                return []
            self._accounts = open_accounts(self.own.accounts_path)
            self._open.callback(self._accounts.close)
        return [one.slug for one in list_organisations(self._accounts)]

    def _serve(self, slug: str) -> None:
        settings = settings_of(self.own, slug)
        say = self.say if slug == self.own.organisation else partial(_named, self.say, slug)
        db = open_stories(settings.stories_path)
        worker = self.worker_of(db)
        self._open.callback(db.close)
        self._open.enter_context(delivering(db, self.ways_of(settings), self.stop, settings.poll_seconds, say))
        self._open.enter_context(asking(db, worker.library, self.stop))
        self._open.enter_context(designing(db, embedding_of(worker.library), self.stop))
        self._open.enter_context(bringing(db, settings, self.stop))
        chores: list[Callable[[], None]] = [
            AuditWatch(settings, time.monotonic, lambda: datetime.now(UTC)),
            BulkWatch(db, settings, time.monotonic, lambda: datetime.now(UTC)),
            Sharing(db, settings.commons_path, slug, time.monotonic, date.today),
            Publishing(db, time.monotonic, date.today),
            Deciding(db, settings, time.monotonic, lambda: datetime.now(UTC)),
            KeepingWatch(db, settings, time.monotonic, date.today),
            WithdrawnLedger(db, ledger_path(settings.anchors, slug)),
        ]
        self._turns[slug] = Turn(worker, say, Housekeeping(db, settings.secret, time.monotonic, chores=chores))


def _named(say: Say, slug: str, sentence: str) -> None:
    say(f"{slug}: {sentence}")

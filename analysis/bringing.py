"""What staff bring in, checked and stored row by row beside the analysis: a thread of the worker."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import Any

from analysis.beside import Over, beside
from analysis.leases import InterruptedPassError, Leases
from narratives.errors import BusyError, FrozenError, ImportRefusedError, MappingError
from narratives.interchange.account import Account
from narratives.interchange.narrative_rows import RowReader
from narratives.interchange.rejection import write_rejects
from narratives.interchange.survey import Survey, survey
from narratives.retention import kept_from, month_number
from store.audit import Entry, audit_of, stamp
from store.brought_in import (
    BroughtIn,
    BroughtState,
    end_brought_in,
    forget_reasons,
    keep_progress,
    lease_name,
    list_at_work,
    list_brought_in,
)
from store.database import Database
from store.import_files import DAYS_KEPT, ImportFiles, files_of, forget_strays, mapping_of_document
from store.importing import Importer, open_collection
from store.retention_rules import months_kept

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
TIDY_SECONDS = 600.0
REASONS_SHOWN = 100
STORED = "bring.stored"
_TOO_LATE = f"Nobody stored it within {DAYS_KEPT} days, so the file was deleted. Bring it in again."
_COUNTED = ("stored", "updated", "unchanged", "withdrawn")


@dataclass(slots=True)
class Bringing:
    """Works on what waits in one organisation's store. `settings` are that organisation's."""

    db: Database
    settings: Any
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    stop: Callable[[], bool] = lambda: False

    def work(self) -> int:
        """Check or store what waits, one file after another; how many were worked on."""
        worked = 0
        leases = Leases(self.db, self.now, self.stop)
        for found in list_at_work(self.db):
            with leases.hold(lease_name(found.id)) as renew:
                if renew is not None:
                    self._work_on(found, renew)
                    worked += 1
        return worked

    def tidy(self) -> None:
        """Delete files that nobody stored, and what is left of those that were, when their days are over.

        What a row was rejected for says what stood in it, so that it goes too.
        """
        every = list_brought_in(self.db)
        for found in every:
            files = files_of(self.settings.stories_path, found)
            if self.now() - found.asked_at > timedelta(days=DAYS_KEPT) and not found.is_at_work:
                if files.stories.exists():
                    end_brought_in(self.db, found, BroughtState.REFUSED, self.now(), _TOO_LATE)
                files.forget(rejects_too=True)
                if found.account.get("reasons"):
                    forget_reasons(self.db, found.id)
        forget_strays(self.settings.stories_path, {found.id for found in every}, self.now())

    def _work_on(self, found: BroughtIn, renew: Callable[[], None]) -> None:
        files = files_of(self.settings.stories_path, found)
        try:
            account = self._run(found, files, renew)
        except MappingError as error:
            self._end(found, BroughtState.REFUSED, "\n".join(error.problems))
        except (ImportRefusedError, FrozenError) as error:
            self._end(found, BroughtState.REFUSED, str(error))
        except BusyError:
            logger.warning("the store was busy while a file was brought in; it goes on with the next round")
        except InterruptedPassError:
            return
        else:
            write_rejects(files.rejects, account.rejections)
            is_check = found.state is BroughtState.CHECKING
            self._end(found, BroughtState.CHECKED if is_check else BroughtState.STORED)
            if not is_check:
                files.forget(rejects_too=False)

    def _run(self, found: BroughtIn, files: ImportFiles, renew: Callable[[], None]) -> Account:
        brought = files.read(found.format)
        mapping = mapping_of_document(self.db, found.document, brought.framework)
        seen = survey(brought.table, mapping, self.now().date())
        renew()
        opened = open_collection(self.db, mapping, look=True)
        groups = frozenset(group.name for group in opened.collection.groups) if mapping.groups_closed else None
        reader = RowReader(mapping, self.settings.secret, groups)
        is_check = found.state is BroughtState.CHECKING
        importer = Importer(
            self.db, mapping, opened.collection, seen.parents, secret=self.settings.secret, dry_run=is_check
        )
        before = {} if is_check else found.account
        said_first = {
            "hint": seen.hint,
            **_too_old(seen, months_kept(self.db, opened.collection.id), self.now().date()),
        }

        def keep(account: Account) -> None:
            renew()
            said = account_of(account, before) | said_first
            collection = opened.collection.id
            if not keep_progress(
                self.db, found, n_rows=seen.rows, done=account.rows, account=said, collection=collection
            ):
                raise InterruptedPassError("somebody stopped it")

        return importer.run(reader.read_all(brought.table), keep=keep)

    def _end(self, found: BroughtIn, state: BroughtState, problem: str = "") -> None:
        """The record is written first: what cannot be recorded is tried again."""
        if found.state is BroughtState.STORING:
            with closing(audit_of(self.settings)) as audit:
                outcome = "done" if state is BroughtState.STORED else "not done"
                audit.append(Entry(stamp(self.now()), "", "", STORED, found.id, outcome))
        end_brought_in(self.db, found, state, self.now(), problem)


def _too_old(seen: Survey, months: int, today: date) -> dict[str, int]:
    """How many rows were told longer ago than their collection keeps stories: those go at the next run."""
    first = kept_from(today, months)
    old = sum(n for (year, month), n in seen.months.items() if month_number(date(year, month, 1)) < first)
    return {"too_old": old, "months_kept": months}


def account_of(account: Account, before: Mapping[str, Any]) -> dict[str, Any]:
    """The account as it is kept. What an earlier run of the same file stored is not called unchanged by this one.

    Reading starts at the first row again after the worker was stopped: those rows are found unchanged.
    """
    again = {name: int(before.get(name, 0)) for name in ("stored", "updated")}
    earlier = min(sum(again.values()), account.unchanged)
    counts = {name: getattr(account, name) for name in _COUNTED}
    counts["stored"] += again["stored"]
    counts["updated"] += again["updated"]
    counts["unchanged"] -= earlier
    reasons = [sentence for rejection in account.rejections[:REASONS_SHOWN] for sentence in rejection.sentences]
    return counts | {"rows": account.rows, "rejected": account.rejected, "reasons": reasons[:REASONS_SHOWN]}


def bringing(
    db: Database, settings: Any, stop: Event, *, poll_seconds: float = POLL_SECONDS
) -> AbstractContextManager[None]:
    """Work on what is brought in until the block ends or `stop` is set; killed at any moment, it goes on later."""
    tidied = float("-inf")

    def turn(over: Over) -> None:
        nonlocal tidied
        work = Bringing(db, settings, stop=over)
        if work.work():
            db.close()  # gives the memory for its pages back
        if time.monotonic() - tidied > TIDY_SECONDS:
            work.tidy()
            tidied = time.monotonic()

    return beside(db, "bringing", turn, stop, failed="bringing in a file failed", poll_seconds=poll_seconds)

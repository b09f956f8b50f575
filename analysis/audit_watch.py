"""Once a day the worker goes through the whole audit and writes into it what it found."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store.audit import AuditKeyError, AuditUnwritableError, audit_of
from store.audit_checks import note_check, verify
from store.audit_rows import last_check

logger = logging.getLogger(__name__)
EVERY = timedelta(days=1)
_ASK_SECONDS = 600.0


@dataclass(slots=True)
class AuditWatch:
    """A chore of the worker; `settings` are the organisation's, `now` is the time of day and `clock` counts seconds."""

    settings: Any
    clock: Callable[[], float]
    now: Callable[[], datetime]
    asked: float = float("-inf")

    def __call__(self) -> None:
        """Look, if nobody has for a day. An audit that nobody has begun is let be."""
        if self.clock() - self.asked < _ASK_SECONDS or not self.settings.audit_path.exists():
            return
        self.asked = self.clock()
        try:
            self._look()
        except (AuditUnwritableError, AuditKeyError) as error:
            logger.error("the audit of %s was not checked: %s", self.settings.organisation, error)

    def _look(self) -> None:
        settings = self.settings
        with closing(audit_of(settings)) as audit:
            seen = last_check(audit)
            if seen and datetime.fromisoformat(seen.entry.at) > self.now() - EVERY:
                return
            verdict = verify(audit)
            note_check(audit, verdict, self.now())
            for finding in verdict.findings:
                logger.error("the audit of %s: %s", settings.organisation, finding.sentence)

"""A silence: alerts of some sort are kept and listed, and nobody is told of them, until a day and for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from narratives.alert import Finding, Signal
from narratives.errors import FieldError, SubmissionError

LONGEST = timedelta(days=90)
MOST_REASON = 300


@dataclass(frozen=True, slots=True)
class Silence:
    """What is silenced: None stands for any group or any signal. It lasts up to and including `until`."""

    id: str
    collection: str
    group: str | None
    signal: Signal | None
    reason: str
    until: date
    made_by: str
    made_at: str
    lifted_by: str | None = None

    def covers(self, finding: Finding, on: date) -> bool:
        """Whether a finding is silenced on a day."""
        if self.lifted_by is not None or on > self.until:
            return False
        return self.group in {None, finding.group} and self.signal in {None, finding.signal}


def check_silence(reason: str, until: date | None, today: date) -> None:
    """Raises SubmissionError with every field that has to be mended."""
    errors = []
    if not reason:
        errors.append(FieldError("reason", "Say why, so that others know what is not being looked at"))
    elif len(reason) > MOST_REASON:
        errors.append(FieldError("reason", f"Shorten the reason to {MOST_REASON} characters or fewer"))
    if until is None:
        errors.append(FieldError("until", "Enter the last day of the silence"))
    elif not today <= until <= today + LONGEST:
        errors.append(FieldError("until", f"Choose a day from today to {LONGEST.days} days from now"))
    if errors:
        raise SubmissionError(errors)

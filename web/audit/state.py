"""Whether the record is whole, in sentences: the end looked at now, and the last time that all of it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from narratives.calendar import spoken
from store.audit import AuditKeyError, AuditUnwritableError
from store.audit_checks import BROKEN, Verdict, head_in_words, look_at_end, verify
from store.audit_rows import last_check
from web.auditing import the_audit

_LATE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class State:
    """What a page says about the record: `wrong` is what was found, `line` is for the foot of other pages."""

    sentence: str
    wrong: tuple[str, ...] = ()
    head: str = ""
    line: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.wrong


def state(now: datetime) -> State:
    """How the record of this organisation is. What is wrong is looked for again as long as it is wrong."""
    try:
        audit = the_audit()
        verdict, checked = look_at_end(audit), last_check(audit)
        if checked and checked.entry.outcome == BROKEN:
            verdict = _worse(verdict, verify(audit))
    except (AuditKeyError, AuditUnwritableError) as error:
        return State("The record cannot be read.", (str(error),))
    head = head_in_words(verdict.head) if verdict.head else ""
    if not verdict.is_whole:
        return State("The record is not whole.", tuple(each.sentence for each in verdict.findings), head)
    when = None if checked is None else datetime.fromisoformat(checked.entry.at)
    told = f"The record is whole, as far as its end tells. {_when(when, now)}"
    return State(told, (), head, _line(when, now))


def _line(checked: datetime | None, now: datetime) -> str:
    """The same in a few words, for the foot of a page about other things."""
    if checked is None:
        return "the record is whole as far as its end tells; its rows have not been gone through yet."
    late = ". That is some time ago: is the analysis worker running?" if now - checked > _LATE else "."
    return f"the record is whole, last gone through on {spoken(checked.date())}{late}"


def _worse(quick: Verdict, whole: Verdict) -> Verdict:
    return quick if whole.is_whole else whole


def _when(checked: datetime | None, now: datetime) -> str:
    if checked is None:
        return "All its rows have not been gone through yet: the analysis worker does that once a day."
    said = (
        f"All its rows were gone through on {spoken(checked.date())} at {checked:%H:%M} UTC, and each was as written."
    )
    if now - checked > _LATE:
        return f"{said} That is some time ago: is the analysis worker running?"
    return said

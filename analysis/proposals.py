"""What receivers said of alerts may propose another promise; only an administrator changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from narratives.collection import Collection
from narratives.judgement import Judged, Precision, is_count, overall
from store.database import Database
from store.judgements import list_judgements
from store.promise_proposals import add_proposal, changed_on

LEAST_CLEAR = 10
NOISY, WORTH_IT = 0.5, 0.75
YEAR = timedelta(days=365)
LEAST_A_YEAR, MOST_A_YEAR = 0.1, 52.0  # less would find nothing; `Collection` takes no more


def propose_change(db: Database, collection: Collection, *, today: date, at: datetime) -> bool:
    """Propose half or twice the promise where the judgements speak clearly; whether anything was proposed.

    At most one proposal is open, and none comes within 90 days of a decision, however many workers run. Judgements of
    alerts that were raised under an earlier promise say nothing about this one.
    """
    changed = changed_on(db, collection.id)
    told = [
        one
        for one in list_judgements(db, collection.id)
        if not is_count(one.kind) and (changed is None or one.raised_on >= changed.isoformat())
    ]
    wanted = wanted_change(collection.alerts_a_year, told, today)
    if wanted is None:
        return False
    new, because = wanted
    proposal = add_proposal(
        db, collection.id, old_a_year=collection.alerts_a_year, new_a_year=new, because=because, at=at
    )
    return proposal is not None


def wanted_change(alerts_a_year: float, told: Sequence[Judged], today: date) -> tuple[float, str] | None:
    """Another promise and the sentence of why; None where the judgements are too few or do not speak clearly.

    Twice as much is proposed only where the promise was used up: as many alerts of a year were judged as it allows.
    """
    found = overall(told)
    if found.share is None or found.clear < LEAST_CLEAR or found.low is None or found.high is None:
        return None
    if found.high < NOISY and alerts_a_year / 2 >= LEAST_A_YEAR:
        return alerts_a_year / 2, (
            f"{_figures(found)} Half as many a year would bring fewer alerts about nothing; real shifts would be "
            "noticed later, or not at all."
        )
    since = (today - YEAR).isoformat()
    lately = overall(one for one in told if one.raised_on >= since)
    twice = min(2 * alerts_a_year, MOST_A_YEAR)
    if found.low > WORTH_IT and lately.clear >= alerts_a_year and twice > alerts_a_year:
        return twice, (
            f"{_figures(found)} Twice as many a year would show smaller shifts, and others sooner, and bring more "
            "alerts about nothing."
        )
    return None


def _figures(found: Precision) -> str:
    something = found.real + found.known
    share, low, high = (round(100 * (part or 0.0)) for part in (found.share, found.low, found.high))
    were = "was" if something == 1 else "were"
    return (
        f"Of {found.clear} alerts that people judged, {something} {were} real or known and {found.noise} noise: "
        f"{share} of a hundred worth having, with a 95% interval from {low} to {high}."
    )

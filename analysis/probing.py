"""Reading probes: every aim of every running probe against the time before and the groups beside, at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from analysis.probe_apart import is_too_near
from analysis.probe_outcome import bounds_of, outcome
from analysis.probe_sides import Columns, Sides, lately, read_sides, told_since
from models.probe import ProbeReading, ProbeTest
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.probe import LEAST_PEOPLE, Aim, AimOutlook, AimReading, Probe, ProbeState, Verdict
from narratives.probe_baseline import before_from
from store.alerts import list_every_alert
from store.database import Database
from store.probe_actions import WORKER, end_probe, start_probe
from store.probe_readings import keep_reading, latest_readings, list_outlooks, replace_outlooks
from store.probes import get_probe, list_probes

MISLEADS = 0.05  # the chance that the interval of any aim of a probe ever leaves out the truth
_LATELY = timedelta(weeks=8)
_A_WEEK = timedelta(weeks=1)

Beat = Callable[[], None]


def read_probes(
    db: Database, collection: Collection, framework: Framework, *, today: date, at: datetime, beat: Beat = lambda: None
) -> int:
    """Begin, read and end the probes of a collection as the day has come; how many readings were kept."""
    kept = 0
    for probe in list_probes(db, collection.id, (ProbeState.PLANNED, ProbeState.RUNNING)):
        beat()
        begun = _begun(db, collection, probe, today, at)
        kept += _brought_up_to_date(db, collection, framework, begun, today)
        if begun.state is ProbeState.RUNNING and today > begun.ends_on:
            end_probe(db, begun.id, at=at)
    return kept


def aim_test(probe: Probe, aim: Aim, least: int) -> ProbeTest:
    """The test of one aim; all aims of a probe share its chance to mislead."""
    alpha = MISLEADS / len(probe.aims)
    return ProbeTest(aim.hoped, aim.size, bounds_of(aim), alpha, least_stories=least)


def _begun(db: Database, collection: Collection, probe: Probe, today: date, at: datetime) -> Probe:
    """The probe, running when its day has come."""
    if probe.state is not ProbeState.PLANNED or probe.starts_on > today:
        return probe
    findings = [alert.finding for alert in list_every_alert(db, collection.id)]
    since = before_from(probe, collection, findings)
    start_probe(db, probe.id, on=probe.starts_on, before_from=since, actor=WORKER, at=at)
    return get_probe(db, probe.id)


def _brought_up_to_date(db: Database, collection: Collection, framework: Framework, probe: Probe, today: date) -> int:
    """Look ahead and read where there is anything new; how many readings were kept."""
    known = list_outlooks(db, probe.id)
    ahead = _is_to_look_ahead(known, probe, today)
    kept = {reading.place: reading for reading in latest_readings(db, probe.id)}
    new = probe.state is ProbeState.RUNNING and _has_new(
        probe, kept, told_since(db, collection, probe, today), collection.k
    )
    if not (ahead or new):
        return 0
    sides = read_sides(db, collection, probe, today)
    if ahead:
        found = [_outlook(collection, framework, probe, place, sides, today) for place in range(len(probe.aims))]
        earlier = {one.place: one for one in known}
        told_ahead = [_renewed(earlier.get(one.place), one, collection.k) for one in found if one is not None]
        replace_outlooks(db, probe.id, told_ahead)
    if not new:
        return 0
    found_now = [
        read_aim(probe, place, framework, sides, on=today, least=_least(collection)) for place in range(len(probe.aims))
    ]
    told = [one for one in found_now if one is not None and _may_follow(kept.get(one.place), one, collection.k)]
    told = [one for one in told if one.verdict is Verdict.FEW or not is_too_near(db, probe, one, collection.k)]
    for reading in told:
        keep_reading(db, probe.id, _without_few(reading, collection.k))
    return len(told)


def _has_new(probe: Probe, kept: Mapping[int, AimReading], told: tuple[int, int], k: int) -> bool:
    """Whether so many stories came since what was kept that another reading of any aim could be told.

    Fewer than k answers on a side cannot be told apart from those before; it is cheaper to count than to read.
    """
    if len(kept) < len(probe.aims):
        return True
    for one in kept.values():
        gaps = [told[0] - one.n_after, told[1] - one.n_after_beside]
        if any(gaps) and not any(0 < gap < k for gap in gaps):
            return True
    return False


def read_aim(
    probe: Probe, place: int, framework: Framework, sides: Sides, *, on: date, least: int
) -> AimReading | None:
    """How one aim stands with the stories of both sides; None where the question is no longer asked."""
    aim = probe.aims[place]
    measure = outcome(framework, aim)
    if measure is None:
        return None
    before, since = sides.columns(measure)
    test = aim_test(probe, aim, least).fit(*before.all, probe_groups=sides.probed)
    return _as_reading(place, on, test.read(*since.all))


def _is_to_look_ahead(known: Sequence[AimOutlook], probe: Probe, today: date) -> bool:
    """Daily while a probe is planned, and once more when it has begun."""
    if not known:
        return True
    made = known[0].on
    return made < probe.starts_on if probe.state is ProbeState.RUNNING else made < today


def _outlook(
    collection: Collection, framework: Framework, probe: Probe, place: int, sides: Sides, today: date
) -> AimOutlook | None:
    aim = probe.aims[place]
    measure = outcome(framework, aim)
    if measure is None:
        return None
    before, since = sides.columns(measure)
    last = min(today, probe.starts_on - timedelta(days=1))
    over = min(_LATELY, max(last - probe.learns_from + timedelta(days=1), _A_WEEK))
    told = collection.k * round(lately(before, sides.probed, last, over) / collection.k)  # not who came yesterday
    here, beside = before.stories(sides.probed)
    enough = _has_enough(before, sides, _least(collection))
    needed = None
    if enough:
        test = aim_test(probe, aim, _least(collection)).fit(*before.all, probe_groups=sides.probed)
        needed = _about(test.stories_needed())
    return AimOutlook(
        place=place,
        on=today,
        needed=needed,
        a_week=round(told / (over / _A_WEEK), 1),
        n_before=_or_none(here, collection.k),
        n_before_beside=_or_none(beside, collection.k),
        has_enough=enough,
    )


def _renewed(known: AimOutlook | None, found: AimOutlook, k: int) -> AimOutlook:
    """What is said ahead on a new day: what was said before, until it would be about k more stories on a side."""
    if known is None:
        return found
    gaps = [abs(found.n_before - known.n_before), abs(found.n_before_beside - known.n_before_beside)]
    return found if any(gaps) and all(gap == 0 or gap >= k for gap in gaps) else replace(known, on=found.on)


def _about(needed: int | None) -> int | None:
    """Two figures of a number: all of them, of two plans that differ by one person, would tell what that one said."""
    return needed and int(float(f"{needed:.1e}"))


def _has_enough(before: Columns, sides: Sides, least: int) -> bool:
    """Whether enough people told before on each side that has anybody; without a side beside, on the one."""
    here, beside = before.people(sides.probed)
    return here >= least and (beside >= least or beside == 0)


def _least(collection: Collection) -> int:
    return max(LEAST_PEOPLE, collection.k)


def _may_follow(kept: AimReading | None, reading: AimReading, k: int) -> bool:
    """Whether a reading may be told after the one before: two of them never differ by fewer than k stories a side."""
    if kept is None:
        return True
    here = reading.n_after - kept.n_after
    beside = reading.n_after_beside - kept.n_after_beside
    moved = [abs(one) for one in (here, beside) if one]
    return bool(moved) and min(moved) >= k


def _without_few(reading: AimReading, k: int) -> AimReading:
    """The reading without counts of fewer than k stories."""
    return replace(
        reading,
        n_before=_or_none(reading.n_before, k),
        n_after=_or_none(reading.n_after, k),
        n_before_beside=_or_none(reading.n_before_beside, k),
        n_after_beside=_or_none(reading.n_after_beside, k),
    )


def _or_none(n: int, k: int) -> int:
    return n if n >= k else 0


def _as_reading(place: int, on: date, read: ProbeReading) -> AimReading:
    return AimReading(
        place=place,
        on=on,
        verdict=Verdict(read.verdict.value),
        effect=read.effect,
        low=read.low,
        high=read.high,
        change=read.change,
        change_beside=read.change_beside,
        n_before=read.n_before,
        n_after=read.n_after,
        n_before_beside=read.n_before_beside,
        n_after_beside=read.n_after_beside,
        is_compared=read.is_compared,
    )

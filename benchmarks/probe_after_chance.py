"""Probes that answer a false alert: how often a group's going back to usual is taken for the doing of an idle probe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_most, proof

if TYPE_CHECKING:
    import numpy as np

    from models.arrays import Floats, Ints

GROUPS, A_DAY = 10, 4  # stories a group
LEARNT, YEAR, LOOKED = 120, 365, 90  # days
WINDOWS = (7, 10, 14, 21, 28, 35)  # days that are looked at together on every evening of the year
DELAY = 4  # days from the alert to the probe's first
LIMIT_WORLDS, WORLDS = 60, 200
WEEK_SHARED, WEEK_OWN, SPREAD, KINDS = 0.15, 0.1, 0.7, 0.3  # of log-shares
SIZE, MOST_MISLED = 0.1, 0.05


@dataclass(frozen=True, slots=True)
class Told:
    """Stories (n,) of a programme in which nothing happens; `share` is how near they lie to one corner."""

    day: Ints
    group: Ints
    kind: Ints
    share: Floats


@dataclass(frozen=True, slots=True)
class Alarm:
    """Where and when chance went farthest from usual, and since when."""

    group: int
    day: int
    since: int


@proof("alerts")
def probes_that_answer_a_false_alert() -> Iterator[Claim]:
    """The time before begins where the false alert says that its shift began: chosen because it was extreme."""
    import numpy as np

    limit = float(np.quantile([_scan(_world(seed)).max() for seed in range(LIMIT_WORLDS)], np.exp(-1)))
    misled: list[bool] = []
    seed = 1000
    while len(misled) < WORLDS:
        seed += 1
        told = _world(seed)
        alarm = _alarm(told, limit)
        if alarm is not None:
            misled.append(_is_misled(told, alarm))
    yield at_most(
        "idle probes begun after a false alert, ever read as moved the hoped-for way",
        round(sum(misled) / len(misled), 4),
        MOST_MISLED,
        note=f"{sum(misled)} of {len(misled)}; alerts as rare as one a year, looks every other day for {LOOKED} days",
    )


def _world(seed: int) -> Told:
    import numpy as np

    chance = np.random.default_rng(seed)
    days = LEARNT + YEAR + LOOKED + DELAY + 1
    weeks = days // 7 + 1
    level = chance.normal(0, 0.3, (GROUPS, 3)) + np.array((0.0, 0.0, 0.4))
    shared, own = chance.normal(0, WEEK_SHARED, (weeks, 3)), chance.normal(0, WEEK_OWN, (weeks, GROUPS, 3))
    told = chance.poisson(A_DAY, (days, GROUPS)).ravel()
    day = np.repeat(np.repeat(np.arange(days), GROUPS), told)
    group = np.repeat(np.tile(np.arange(GROUPS), days), told)
    kind = (chance.random(len(day)) < 0.5).astype(np.int64)
    middle = level[group] + shared[day // 7] + own[day // 7, group]
    middle += np.where(kind[:, None] == 1, KINDS, -KINDS) * np.array((1, 0, -1))
    shares = np.exp(middle + chance.normal(0, SPREAD, (len(day), 3)))
    return Told(day, group, kind, shares[:, 2] / shares.sum(axis=1))


def _scan(told: Told) -> Floats:
    """How many standard errors each group's newest stories lie beyond usual, (windows, groups, days of the year)."""
    import numpy as np

    found = np.zeros((len(WINDOWS), GROUPS, YEAR))
    ends = LEARNT + np.arange(YEAR)
    for group in range(GROUPS):
        here = told.group == group
        usual = told.share[here & (told.day < LEARNT)]
        size = int(told.day.max()) + 1
        away = np.bincount(told.day[here], told.share[here] - usual.mean(), size)
        total = np.concatenate([[0.0], np.cumsum(away)])
        count = np.concatenate([[0], np.cumsum(np.bincount(told.day[here], minlength=size))])
        for place, window in enumerate(WINDOWS):
            n = np.maximum(count[ends + 1] - count[ends + 1 - window], 1)
            error = usual.std() * np.sqrt(n + n * n / len(usual))
            found[place, group] = (total[ends + 1] - total[ends + 1 - window]) / error
    return found


def _alarm(told: Told, limit: float) -> Alarm | None:
    """The first evening beyond the limit; None in a year without one."""
    import numpy as np

    found = _scan(told)
    rung = np.flatnonzero((found > limit).any(axis=(0, 1)))
    if not len(rung):
        return None
    evening = int(rung[0])
    place, group = np.unravel_index(np.argmax(found[:, :, evening]), found.shape[:2])
    day = LEARNT + evening
    return Alarm(int(group), day, day - WINDOWS[int(place)] + 1)


def _is_misled(told: Told, alarm: Alarm) -> bool:
    """Whether somebody who looks every other day is ever told that stories went where the probe was to take them."""
    import numpy as np

    from models.probe import ProbeTest, Verdict

    starts = alarm.day + DELAY
    used = np.isin(told.group, [alarm.group, (alarm.group + 1) % GROUPS, (alarm.group + 2) % GROUPS])
    test = ProbeTest(hoped=-1, size=SIZE)
    test.fit(*_columns(told, used & (told.day >= alarm.since) & (told.day < starts)), probe_groups=[alarm.group])
    since = used & (told.day >= starts)
    looks = range(starts + 1, starts + LOOKED, 2)
    return any(test.read(*_columns(told, since & (told.day <= day))).verdict is Verdict.HOPED for day in looks)


def _columns(told: Told, which: np.ndarray) -> tuple[Floats, Ints, Ints, Ints]:
    return told.share[which], told.day[which], told.group[which], told.kind[which]

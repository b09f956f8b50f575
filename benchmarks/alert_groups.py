"""Ten groups under two parents, through the worker's own step: when all move, when one does, when two go apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_most, happens, proof
from benchmarks.planted_stories import planted_story

if TYPE_CHECKING:
    import numpy as np

    from narratives.collection import Collection
    from narratives.narrative import Narrative
    from store.alerts import Alert

TODAY = date(2026, 11, 2)
BEFORE, AFTER = 75, 28  # days
A_DAY = 2  # stories a group
GROUPS = tuple(f"group {number}" for number in range(10))
ALL, ONE, SPREAD = 1.0, 1.6, 0.6  # of log-shares: 1.0 is about one standard deviation of a story's balance
ONSETS = 14  # days over which groups begin to move in the worlds where they do not begin together
WORLDS = {"together": range(4), "staggered": range(20, 26), "one": range(50, 53), "apart": range(90, 93)}


@dataclass(frozen=True, slots=True)
class Planted:
    """By how much each group moves towards trouble, and after how many of the days it begins."""

    moved: Mapping[str, float]
    onset: Mapping[str, int]


@proof("alerts")
def groups_that_move_together() -> Iterator[Claim]:
    """How many alerts stand by themselves when groups move at the same time; members are told inside them."""
    with TemporaryDirectory() as folder:
        found = {kind: [_leads(Path(folder), kind, seed) for seed in seeds] for kind, seeds in WORLDS.items()}
    yield _few("alerts when ten groups begin to move on one day, a programme", found["together"])
    yield _few(f"the same where they begin within {ONSETS} days of one another", found["staggered"])
    alone = [len(leads) == 1 and _units(leads) == {GROUPS[0]} for leads in found["one"]]
    yield happens("one group of ten that moves is one alert, about that group", all(alone), _of(alone))
    both = [
        [(one.finding.group, one.tone.value) for one in sorted(leads, key=lambda lead: lead.finding.group)]
        == [(GROUPS[0], "trouble"), (GROUPS[-1], "opportunity")]
        for leads in found["apart"]
    ]
    yield happens("two that move opposite ways are one alert and one opportunity", all(both), _of(both))


def _few(claimed: str, found: Sequence[Sequence[Alert]]) -> Claim:
    counts = [len(leads) for leads in found]
    missed = counts.count(0)
    note = f"in {len(counts)} programmes: {', '.join(map(str, counts))}; {missed} noticed nothing"
    return at_most(claimed, sum(counts) / len(counts) if not missed else float("inf"), 1.25, note=note)


def _of(held: Sequence[bool]) -> str:
    return f"in {sum(held)} of {len(held)} programmes"


def _units(leads: Sequence[Alert]) -> set[str]:
    return {one.finding.group for lead in leads for one in (lead, *lead.members)}


def _leads(folder: Path, kind: str, seed: int) -> list[Alert]:
    """Tell a programme's stories into a store, let the worker look at all of them, and list what stands."""
    import numpy as np

    from analysis.surveillance import watch_stories
    from narratives.collection import ReportingGroup
    from store.alerts import list_alerts
    from store.collections import add_collection
    from store.frameworks import add_framework
    from store.narratives import import_narratives
    from store.schema import open_stories
    from tests.builders import make_collection, make_framework

    chance = np.random.default_rng(seed)
    parents = ReportingGroup("north"), ReportingGroup("south")
    half = len(GROUPS) // 2
    groups = tuple(ReportingGroup(name, parents[place >= half].name) for place, name in enumerate(GROUPS))
    collection, framework = make_collection(groups=(*parents, *groups), alerts_a_year=1.0), make_framework()
    db = open_stories(folder / f"{kind}-{seed}.db")
    add_framework(db, framework)
    add_collection(db, collection)
    import_narratives(db, collection, framework, list(_stories(collection, _planted(kind, chance), chance)), {})
    watch_stories(db, collection, framework, today=TODAY, at=datetime.combine(TODAY, time(12), UTC))
    leads = list_alerts(db, collection.id)
    db.close()
    return leads


def _planted(kind: str, chance: np.random.Generator) -> Planted:
    moved = {
        "together": dict.fromkeys(GROUPS, ALL),
        "staggered": dict.fromkeys(GROUPS, ALL),
        "one": {GROUPS[0]: ONE},
        "apart": {GROUPS[0]: ONE, GROUPS[-1]: -ONE},
    }[kind]
    latest = ONSETS if kind == "staggered" else 0
    return Planted(moved, {name: int(chance.integers(latest + 1)) for name in GROUPS})


def _stories(collection: Collection, planted: Planted, chance: np.random.Generator) -> Iterator[Narrative]:
    for day in range(BEFORE + AFTER):
        on = TODAY - timedelta(days=BEFORE + AFTER - day)
        for group in GROUPS:
            has_begun = day >= BEFORE + planted.onset[group]
            moved = planted.moved.get(group, 0.0) if has_begun else 0.0
            for _ in range(chance.poisson(A_DAY)):
                yield _story(collection, group, on, moved, chance)


def _story(collection: Collection, group: str, on: date, moved: float, chance: np.random.Generator) -> Narrative:
    import numpy as np

    return planted_story(
        collection,
        group,
        on,
        shares=np.exp(np.array((0.9 - moved / 2, 0.3, 0.3 + moved / 2)) + chance.normal(0, SPREAD, 3)),
        role=("digger", "picker")[int(chance.integers(2))],
        say=chance.beta(3, 3),
        key=int(chance.integers(2**62)),
    )

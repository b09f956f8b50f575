"""Probes planted into stores: programmes that tell stories in groups, and probes in them that do something or nothing.

Nobody's stories: every share is drawn. A group keeps its own level, weeks have moods that groups partly share, and two
kinds of people tell differently and come in another mix from week to week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import nan
from pathlib import Path

import numpy as np

from analysis.probing import read_probes
from benchmarks.planted_stories import planted_story
from narratives.alert import Finding, Signal, Tone
from narratives.collection import Collection, ReportingGroup
from narratives.framework import Framework
from narratives.narrative import Narrative
from narratives.probe import Advice, Aim, Probe, Verdict
from narratives.probe_prompts import suggestion
from store.alerts import add_alert
from store.collections import add_collection
from store.database import SqliteDatabase
from store.frameworks import add_framework
from store.narratives import import_narratives
from store.probe_readings import latest_readings, list_outlooks, list_readings
from store.probes import add_probe, get_probe
from store.schema import open_stories
from tests.builders import make_collection, make_framework

STARTS = date(2026, 6, 1)
BEFORE, LOOKED = 90, 90  # days
A_DAY = 2  # stories a group, unless a world says otherwise
FEWER_CROSS = Aim("mood", "zone:2", grows=False, size=0.15)
MORE_SAY = Aim("say", "anchor:all", grows=True, size=0.1)
AIMS = (FEWER_CROSS, MORE_SAY)
SPREAD, WEEK_SHARED, WEEK_OWN = 0.7, 0.15, 0.1  # of log-shares


@dataclass(frozen=True, slots=True)
class World:
    """A programme of groups that are probed in turn, each beside the next two.

    From its first day a probe moves its group's log-share of "cross" by `works`; `shifted` is by how much it had
    moved so many days before, `since`, and stays moved; where it is `alerted`, an alert says so.
    """

    seed: int
    probes: int = 10
    works: float = 0.0
    shifted: float = 0.0
    since: int = 35
    alerted: bool = True
    a_day: int = A_DAY


@dataclass(frozen=True, slots=True)
class Watched:
    """What somebody was advised who looked at a probe every day: the first day of each advice, counted from 1.

    `hoped` is the first day on which any aim had moved the hoped-for way, None where none ever had; `effect` is the
    change of the first aim in the end, NaN where there were too few stories.
    """

    first: dict[Advice, int]
    hoped: int | None
    effect: float


def watch(world: World, folder: Path, aims: tuple[Aim, ...] = AIMS, looked: int = LOOKED) -> list[Watched]:
    """Tell a world's stories into a store, let the worker's step look every day, and say what it advised."""
    db = open_stories(folder / f"{world.seed}.db")
    framework, collection = _open(db, world)
    import_narratives(db, collection, framework, list(_stories(world, collection, looked)), {})
    ids = [_plan(db, world, collection, number, aims) for number in _probed(world)]
    if world.shifted and world.alerted:
        for number in _probed(world):
            _alert(db, world, collection, number)
    firsts: list[dict[Advice, int]] = [{} for _ in ids]
    for day in range(1, looked + 1):
        today = STARTS + timedelta(days=day - 1)
        read_probes(db, collection, framework, today=today, at=datetime.combine(today, datetime.min.time(), UTC))
        for probe_id, first in zip(ids, firsts, strict=True):
            probe = get_probe(db, probe_id)
            advised = suggestion(probe, latest_readings(db, probe_id), list_outlooks(db, probe_id), today)
            first.setdefault(advised.advice, day)
    found = [_watched(db, probe_id, first) for probe_id, first in zip(ids, firsts, strict=True)]
    db.close()
    return found


def _watched(db: SqliteDatabase, probe_id: str, first: dict[Advice, int]) -> Watched:
    readings = list_readings(db, probe_id)
    hoped = [(one.on - STARTS).days + 1 for one in readings if one.verdict is Verdict.HOPED]
    last = [one.effect for one in readings if one.place == 0]
    return Watched(first, min(hoped, default=None), last[-1] if last else nan)


def _open(db: SqliteDatabase, world: World) -> tuple[Framework, Collection]:
    framework = make_framework()
    groups = tuple(ReportingGroup(name) for name in _groups(world))
    collection = make_collection(groups=groups)
    add_framework(db, framework)
    add_collection(db, collection)
    return framework, collection


def _groups(world: World) -> list[str]:
    return [f"group {number}" for number in range(world.probes)]


def _probed(world: World) -> range:
    """Groups that move are no comparison for others: then every third is probed."""
    return range(0, world.probes, 3 if world.works or world.shifted else 1)


def _plan(db: SqliteDatabase, world: World, collection: Collection, number: int, aims: tuple[Aim, ...]) -> str:
    groups = _groups(world)
    words = dict.fromkeys(("title", "tries", "because", "success", "failure", "amplify", "dampen"), "As planned.")
    probe = Probe(
        id=f"probe-{number}",
        collection=collection.id,
        alert=None,
        **words,  # type: ignore[arg-type]
        owner="ada",
        groups=(groups[number],),
        beside=tuple(groups[(number + step) % world.probes] for step in (1, 2)),
        aims=aims,
        starts_on=STARTS,
        ends_on=STARTS + timedelta(days=LOOKED),
        made_by="ada",
        before_from=None,
    )
    add_probe(db, probe, at=datetime(2026, 5, 1, tzinfo=UTC))
    return probe.id


def _alert(db: SqliteDatabase, world: World, collection: Collection, number: int) -> None:
    """An alert about the shift before the probe, raised two weeks after it began."""
    since = STARTS - timedelta(days=world.since)
    finding = Finding(
        raised_on=since + timedelta(days=14),
        since=since,
        signal=Signal.TEMPERATURE,
        signifier="mood",
        direction="anchor:cross",
        scope="group",
        group=_groups(world)[number],
        n=40,
        effect=0.6,
        effect_low=0.3,
        effect_high=0.9,
        evidence=10.0,
    )
    add_alert(
        db,
        collection.id,
        finding,
        sentence="Moved.",
        exemplars=(),
        at=datetime(2026, 5, 20, tzinfo=UTC),
        tone=Tone.TROUBLE,
    )


def _stories(world: World, collection: Collection, looked: int) -> Iterator[Narrative]:
    chance = np.random.default_rng(world.seed)
    weeks = (BEFORE + looked) // 7 + 2
    level = chance.normal(0, 0.3, (world.probes, 3)) + np.array((0.0, 0.0, 0.4))
    shared = chance.normal(0, WEEK_SHARED, (weeks, 3))
    own = chance.normal(0, WEEK_OWN, (weeks, world.probes, 3))
    mix = np.clip(chance.normal(0.5, 0.15, (weeks, world.probes)), 0.1, 0.9)
    moving = set(_probed(world))
    for day in range(-BEFORE, looked):
        week = (day + BEFORE) // 7
        for number, group in enumerate(_groups(world)):
            moved = _moved(world, day) if number in moving else 0.0
            middle = level[number] + shared[week] + own[week, number] + np.array((0.0, 0.0, moved))
            for _ in range(chance.poisson(world.a_day)):
                yield _story(collection, group, STARTS + timedelta(days=day), middle, mix[week, number], chance)


def _moved(world: World, day: int) -> float:
    return (world.works if day >= 0 else 0.0) + (world.shifted if day >= -world.since else 0.0)


def _story(
    collection: Collection, group: str, on: date, middle: np.ndarray, mix: float, chance: np.random.Generator
) -> Narrative:
    is_digger = bool(chance.random() < mix)
    shares = np.exp(middle + (0.3 if is_digger else -0.3) * np.array((1, 0, -1)) + chance.normal(0, SPREAD, 3))
    glad, _, cross = shares / shares.sum()
    return planted_story(
        collection,
        group,
        on,
        shares=shares,
        role="digger" if is_digger else "picker",
        say=np.clip(chance.normal(0.5 + (glad - cross) / 4, 0.2), 0, 1),
        key=int(chance.integers(2**62)),
    )

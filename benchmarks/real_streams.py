"""Real collections, replayed: steady ones stay calm, and with their dates shuffled they keep the promise."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.claims import Claim, at_most, exactly, happens, not_measured, proof
from benchmarks.main_job import CORPORA, MAPPINGS
from benchmarks.server import Served, served
from narratives.alert import Finding, Signal
from narratives.collection import Collection
from narratives.framework import Framework
from store.collections import framework_of, get_collection
from store.schema import open_stories
from store.watching import FIRST_DAY, Telling, list_tellings

STEADY = ("gp_ratings_2024", "gp_feedback_2024", "community_2010_2012", "forensic_2010_2014")
LEAST_SITE = 300
SHUFFLES = 20
ALLOWED = 1.5  # times the promise: what the upper 95 % bound of a realised rate may reach
FAR_DAY = 1_000_000
DAYS_A_YEAR = 365.25
ABOUT_STORIES = (Signal.TEMPERATURE, Signal.THEME)

Shuffle = Callable[[Sequence[Telling], random.Random], list[Telling]]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class RealStream:
    """A collection, or one site of it as a collection of its own."""

    name: str
    collection: Collection
    framework: Framework
    tellings: tuple[Telling, ...]

    def sites(self) -> list[RealStream]:
        """The sites with enough stories, the largest first."""
        sizes = Counter(one.group for one in self.tellings)
        large = [site for site, n in sizes.most_common() if n >= LEAST_SITE]
        return [
            replace(self, name=f"{self.name}, site {place}", tellings=self._told_at(site))
            for place, site in enumerate(large, start=1)
        ]

    def _told_at(self, site: str) -> tuple[Telling, ...]:
        return tuple(one for one in self.tellings if one.group == site)

    @property
    def watched_years(self) -> float:
        """Years from the end of the first month, before which nothing is said, to the last story."""
        from analysis.monitor import START_DAYS

        days = [one.day for one in self.tellings]
        return max(0, max(days) - min(days) + 1 - START_DAYS) / DAYS_A_YEAR

    @property
    def signals(self) -> tuple[Signal, ...]:
        """What it could raise about stories: temperature only where something is placed between hot and cold."""
        return ABOUT_STORIES if self.framework.has_temperature else (Signal.THEME,)

    def findings(self) -> list[Finding]:
        """What the monitor tells of it, day by day; texts are left out, which need vectors."""
        from analysis.monitor import Monitor
        from analysis.streams import plan_streams

        monitor = Monitor(self.collection, plan_streams(self.collection, self.framework))
        by_day: dict[int, list[Telling]] = {}
        for one in self.tellings:
            by_day.setdefault(one.day, []).append(one)
        return [finding for day in sorted(by_day) for finding in monitor.feed(day, by_day[day])]


def days_moved_within_sites(tellings: Sequence[Telling], chance: random.Random) -> list[Telling]:
    """Every site tells as many stories a day as it did, and which ones is by chance."""
    days: dict[str, list[int]] = {}
    for one in tellings:
        days.setdefault(one.group, []).append(one.day)
    for of_site in days.values():
        chance.shuffle(of_site)
    return [replace(one, day=days[one.group].pop()) for one in tellings]


def days_moved_over_all(tellings: Sequence[Telling], chance: random.Random) -> list[Telling]:
    """The whole tells as many stories a day as it did, and which ones, of which site, is by chance."""
    days = [one.day for one in tellings]
    chance.shuffle(days)
    return [replace(one, day=day) for one, day in zip(tellings, days, strict=True)]


def upper_rate(alarms: int, years: float) -> float:
    """The exact upper 95 % bound of a yearly rate, for a Poisson number of alarms."""
    from benchmarks.detection import FalseAlarms

    return FalseAlarms(alarms, years, {}).upper


@proof("detection")
def real_collections_stay_calm() -> Iterator[Claim]:
    """Import each steady collection, replay it by command and in process, whole and site by site."""
    if not present():
        yield none_here("no temperature alert on steady real collections")
        return
    with served() as product:
        streams = [imported(product, name) for name in present()]
        for stream in streams:
            document = json.loads(product.flask("analysis", "backtest", stream.collection.id, "--json"))
            yield _calm(stream, document["alerts"])
            yield _the_same(stream, with_signs(document["alerts"]))
        yield from promise_kept("single sites as collections of their own", _sites(streams))


@proof("detection")
def shuffled_dates_keep_the_promise() -> Iterator[Claim]:
    """Shuffled dates make a collection in which nothing happens, with the answers and arrivals of a real one."""
    if not present():
        yield none_here("alerts a year with shuffled dates")
        return
    with served() as product:
        streams = [imported(product, name) for name in present()]
    runs = (
        ("whole collections, days shuffled within sites", streams, days_moved_within_sites),
        ("whole collections, days shuffled over all", streams, days_moved_over_all),
        ("single sites, days shuffled", list(_sites(streams)), days_moved_within_sites),
    )
    for name, chosen, shuffle in runs:
        yield from promise_kept(f"{SHUFFLES} x {name}", shuffled(chosen, shuffle, SHUFFLES))


def with_signs(alerts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The alerts with the further signs that are told inside them."""
    return [one for alert in alerts for one in (alert, *alert.get("signs", ()))]


def present() -> list[str]:
    """The steady collections that lie beside the project."""
    return [name for name in STEADY if (CORPORA / f"{name}.csv").exists()]


def none_here(claimed: str) -> Claim:
    """Where no collection is here."""
    return not_measured(claimed, "none", "no real collections lie beside the project")


def imported(product: Served, name: str, rows: Sequence[Row] | None = None) -> RealStream:
    """Import a collection with the mapping of examples/, as it is or with other rows, and read back what is watched."""
    mapping = MAPPINGS / f"{name}.json"
    path = CORPORA / f"{name}.csv" if rows is None else write_rows(product.data / f"{name}.csv", rows)
    product.flask("narratives", "import", str(path), "--mapping", str(mapping))
    db = open_stories(product.stories_path)
    collection = get_collection(db, json.loads(mapping.read_text(encoding="utf-8"))["collection"]["id"])
    stream = RealStream(
        name.replace("_", " "),
        collection,
        framework_of(db, collection),
        tuple(list_tellings(db, collection.id, FIRST_DAY, FAR_DAY)),
    )
    db.close()
    return stream


def read_rows(name: str) -> list[Row]:
    """The rows of a collection's file."""
    with (CORPORA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Sequence[Row]) -> Path:
    """Write rows as a file to import."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def shuffled(streams: Sequence[RealStream], shuffle: Shuffle, times: int) -> Iterator[RealStream]:
    """Each stream so many times with its days shuffled."""
    for stream in streams:
        for seed in range(times):
            yield replace(stream, tellings=tuple(shuffle(stream.tellings, random.Random(f"{stream.name} {seed}"))))


def _sites(streams: Sequence[RealStream]) -> Iterator[RealStream]:
    return (site for stream in streams for site in stream.sites())


def promise_kept(name: str, streams: Iterable[RealStream]) -> Iterator[Claim]:
    """For each signal about stories: the realised rate over the years of those streams that could raise it."""
    years = dict.fromkeys(ABOUT_STORIES, 0.0)
    alarms = {signal: Counter[str]() for signal in ABOUT_STORIES}
    for stream in streams:
        findings = stream.findings()
        for signal in stream.signals:
            years[signal] += stream.watched_years
            alarms[signal].update(f"{one.signifier} {one.direction}" for one in findings if one.signal is signal)
    for signal, kinds in alarms.items():
        if years[signal]:
            yield _rate(f"{name}: {signal.value} alerts a year, upper 95 % bound", kinds, years[signal])


def _rate(claimed: str, kinds: Counter[str], years: float) -> Claim:
    often = ", ".join(f"{n} x {kind}" for kind, n in kinds.most_common(6)) or "none"
    note = f"{kinds.total()} in {years:,.1f} watched years at a promise of 1 a year; {often}"
    return at_most(claimed, upper_rate(kinds.total(), years), ALLOWED, note=note)


def _calm(stream: RealStream, alerts: Sequence[Mapping[str, Any]]) -> Claim:
    signals = Counter(alert["signal"] for alert in alerts)
    others = ", ".join(f"{signals[name]} {name}" for name in ("theme", "collection"))
    watched = watched_answers(stream.collection, stream.framework)
    note = f"watched: {watched}; {len(stream.tellings):,} stories; besides {others} alerts"
    return exactly(f"{stream.name}: temperature alerts", signals["temperature"], 0, note)


def _the_same(stream: RealStream, alerts: Sequence[Mapping[str, Any]]) -> Claim:
    keys = ("raised_on", "signal", "signifier", "direction", "scope", "group")
    by_command = Counter(tuple(alert[key] for key in keys) for alert in alerts)
    in_process = Counter(
        (one.raised_on.isoformat(), one.signal.value, one.signifier, one.direction, one.scope, one.group)
        for one in stream.findings()
    )
    return happens(f"{stream.name}: the command and a replay in process say the same", by_command == in_process)


def watched_answers(collection: Collection, framework: Framework) -> str:
    """What a collection gives the monitor besides texts and arrivals."""
    from analysis.streams import plan_streams

    watched = plan_streams(collection, framework).watched
    choices = {one.id for one in framework.choices}
    placed = ", ".join(one.id for one in watched if one.id not in choices)
    chosen = ", ".join(one.id for one in watched if one.id in choices)
    return (f"placements {placed}" if placed else "no placements") + (f" and choices {chosen}" if chosen else "")

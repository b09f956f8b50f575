"""What `flask analysis promise` and `flask analysis power` say, for people and as one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from analysis.codebook import Codebook
from analysis.invented import invented
from analysis.outlook import programme_of
from analysis.promise import rates_of, read_past, replay_once
from analysis.streams import plan_streams
from models.delays import Delays, least_noticed
from models.power import MOST_GROUPS, PowerPreview
from narratives.collection import K_FLOOR, Collection
from narratives.framework import Framework
from narratives.promise import Kind, Rate
from narratives.shift import beyond_middle, spoken_days
from store.alerts import list_alerts
from store.database import Database

_KINDS = {Kind.REDEALT: "dealt out again", Kind.RETOLD: "told anew"}


@dataclass(frozen=True, slots=True)
class PromiseReport:
    """False alerts a year as measured just now, beside the promise and what really was raised."""

    collection: str
    promised: float
    stories: int
    replays: int
    years: float
    rates: dict[Kind, dict[str, Rate]]
    raised: int

    def lines(self) -> list[str]:
        """A table for people."""
        said = [
            f"{self.collection}: promised at most {self.promised:g} false alerts a year; {self.raised} raised so far",
            f"{self.replays} replays of {self.stories:,} stories, {self.years:.1f} watched years in all",
            f"{'past':16}  {'signal':12}  {'alerts':>6}  {'a year':>6}  95% interval",
        ]
        said += [
            f"{_KINDS[kind]:16}  {name or 'all':12}  {rate.alarms:>6}  {rate.a_year:>6.2f}  "
            f"{rate.low:.2f} to {rate.high:.2f}"
            for kind, rates in self.rates.items()
            for name, rate in rates.items()
        ]
        return said

    def to_json(self) -> dict[str, Any]:
        """The document that `--json` prints."""
        rates = {
            kind.value: {name or "all": asdict(rate) for name, rate in rates.items()}
            for kind, rates in self.rates.items()
        }
        facts = ("collection", "promised", "stories", "replays", "years", "raised")
        return {name: getattr(self, name) for name in facts} | {"rates": rates}


def measure(
    db: Database,
    collection: Collection,
    framework: Framework,
    replays: int,
    *,
    yesterday: date,
    model_id: str | None = None,
    block_days: int = 1,
    done: Callable[[], None] = lambda: None,
) -> PromiseReport | None:
    """Replay so many pasts of each kind; None while the collection is not watched yet."""
    plan, past = plan_streams(collection, framework), read_past(db, collection.id, yesterday, model_id=model_id)
    if past.years <= 0:
        return None
    years, rates = replays * past.years, {}
    for kind in Kind:
        alarms: Counter[str] = Counter()
        for number in range(replays):
            alarms += replay_once(collection, plan, past, kind, number, block_days=block_days)
            done()
        rates[kind] = rates_of(alarms, years)
    raised = sum(not alert.finding.is_count for alert in list_alerts(db, collection.id))
    return PromiseReport(collection.id, collection.alerts_a_year, len(past.tellings), replays, years, rates, raised)


@dataclass(frozen=True, slots=True)
class PowerReport:
    """How soon shifts would be noticed in a programme that was typed in."""

    groups: int
    a_week: float
    promised: float
    group: tuple[Delays, ...]
    whole: tuple[Delays, ...]

    def lines(self) -> list[str]:
        """Sentences for people."""
        stories = f"about {self.a_week:g} stories a week"
        said = [f"Promised: at most {self.promised:g} false alerts a year. Half of all shifts would be noticed within:"]
        if self.group:
            said += [f"In one of {self.groups} groups that tell {stories} each", *_delay_lines(self.group)]
            said += ["In all of them at once", *_delay_lines(self.whole)]
        else:
            said += [f"In one group that tells {stories}", *_delay_lines(self.whole)]
        least = least_noticed(self.group or self.whole)
        if least is None:
            said.append("Too small to be watched: no shift can be counted on to be noticed within three months.")
        else:
            said.append(f"Smaller shifts than {least:g} are more often missed for three months or longer.")
        return said

    def to_json(self) -> dict[str, Any]:
        """The document that `--json` prints."""
        facts = {"groups": self.groups, "a_week": self.a_week, "promised": self.promised}
        least = {"least_group": least_noticed(self.group), "least_whole": least_noticed(self.whole)}
        return facts | least | {"group": _delays_to_json(self.group), "whole": _delays_to_json(self.whole)}


def preview(
    framework: Framework,
    *,
    groups: int,
    a_week: float,
    alerts_a_year: float = 1.0,
    k: int = K_FLOOR,
    effort: int = 8,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> PowerReport:
    """Try a framework before it is opened, with groups that each tell `a_week` stories.

    Raises ValueError where nothing that is watched has an order, as of choices alone.
    """
    run = min(groups, MOST_GROUPS)
    collection = Collection("preview", "", framework.id, framework.version, alerts_a_year=alerts_a_year, k=k)
    tellings = invented(framework, [f"group {n + 1}" for n in range(run)])
    book = Codebook()
    book.learn(collection, tellings)
    programme = programme_of(
        collection, plan_streams(collection, framework), book, tellings, np.full(run, a_week, dtype=np.float64)
    )
    programme = replace(programme, budget=programme.budget * run / groups)
    found = PowerPreview(effort=effort, k=k).fit(programme, progress)
    return PowerReport(groups, a_week, alerts_a_year, found.group_, found.whole_)


def _delay_lines(delays: Sequence[Delays]) -> list[str]:
    lines = []
    for one in delays:
        median = one.by(0.5)
        soon = "more often missed" if median is None else spoken_days(median)
        lines.append(f"  {one.size:>4g}  {beyond_middle(one.size)} of 100 beyond the usual middle  {soon}")
    return lines


def _delays_to_json(delays: Sequence[Delays]) -> list[dict[str, Any]]:
    return [
        {"size": one.size, "runs": one.runs, "low": one.by(0.1), "median": one.by(0.5), "high": one.by(0.9)}
        | {"missed": one.missed}
        for one in delays
    ]

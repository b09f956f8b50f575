"""A live collection and a patient observer: 600 events told one after another, and every answer that staff collect."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from analysis.batches import close_full_batches
from narratives.answer_piles import THIRDS
from narratives.answers import Answer, ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.collection import Collection, Policy, ReportingGroup
from narratives.framework import Framework
from narratives.landscape import Figures
from narratives.narrative import Kind, Narrative, Scope, Source, State
from narratives.selection import View, most_places, zone_cells
from narratives.signifiers import Dyad, Signifier, Triad
from narratives.triangle import ZONES
from store import batches
from store.batches import count_batched
from store.corrections import Change, correct_story, narrow_consent
from store.database import SqliteDatabase
from store.erasure import withdraw
from store.landscape import Landscape
from store.moderation import change_release
from store.narratives import import_narratives
from store.release_figures import figures, open_figures
from tests.builders import TODAY, make_narrative, open_plot

GROUPS = ("east", "west", "far")
WITHDRAWN, RARELY = 0.04, 0.02
EVENTS = 600
Asked = tuple[object, ...]


@dataclass(slots=True)
class Stream:
    """A collection while it runs. Chance lets full piles of answers wait, as it does outside of tests."""

    db: SqliteDatabase
    seed: int
    policy: Policy = Policy.PROTECTED
    today: date = TODAY
    told: dict[str, Narrative] = field(default_factory=dict)
    collection: Collection = field(init=False)
    framework: Framework = field(init=False)
    landscape: Landscape = field(default_factory=Landscape)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        groups = tuple(ReportingGroup(name, "all") for name in GROUPS)
        self.collection, self.framework = open_plot(self.db, policy=self.policy, groups=groups)
        batches.waits = lambda: self.chance.random() < 0.5

    def step(self, number: int) -> str:
        """One event: somebody tells, corrects, takes out or allows less, is held back, or the worker closes batches."""
        self.today += timedelta(days=number % 3 == 0)
        if number % 5 == 0:
            close_full_batches(self.db, self.collection, self.framework, today=self.today)
            return "closed"
        chance = self.chance.random()
        if not self.told or chance > WITHDRAWN + 3 * RARELY:
            return self._tell(number)
        one = self.chance.choice(sorted(self.told))
        if chance < WITHDRAWN:
            withdraw(self.db, one, b"secret of this test")
            del self.told[one]
            return "withdrawn"
        before = self.told[one]
        if chance < WITHDRAWN + RARELY:
            change_release(self.db, self.collection, one, State.RELEASED, State.HELD)
            return "held"
        rules = (self.db, self.collection, self.framework)
        if chance < WITHDRAWN + 2 * RARELY:
            after = replace(before, consent=frozenset())
            changed = narrow_consent(*rules, before, after)
        else:
            after = replace(before, answers=self._answers())
            changed = correct_story(*rules, before, after)
        if changed is Change.KEPT:
            self.told[one] = after
        return "changed"

    def _tell(self, number: int) -> str:
        story = make_narrative(
            collection=self.collection.id,
            told_on=self.today,
            group=self.chance.choices(GROUPS, (6, 4, 1))[0],
            text=f"Number {number} told of beans.",
            answers=self._answers(),
            consent=frozenset({Scope.READ}) if self.chance.random() < 0.5 else frozenset(),
            source=Source("stream", str(number), str(number)),
        )
        import_narratives(self.db, self.collection, self.framework, [story], {})
        self.told[story.id] = story
        return "told"

    def _answers(self) -> tuple[Answer, ...]:
        role = self.chance.choices(("digger", "picker"), (5, 2))[0]
        answers: list[Answer] = [
            ChoiceAnswer("role", (role,)),
            ChoiceAnswer("wish", (f"w{self.chance.randrange(14)}",)),
        ]
        if self.chance.random() < 0.7:
            shares = self.chance.choice(((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.34, 0.33, 0.33)))
            answers.append(TriadAnswer("mood", shares, "tap"))
        if self.chance.random() < 0.3:
            answers.append(DyadAnswer("say", round(self.chance.random(), 2), "tap"))
        return tuple(answers)

    def answers(self, views: Sequence[View]) -> dict[Asked, int]:
        """Every number that staff can work out about stories that are only counted: what is shown less open stories."""
        found: dict[Asked, int] = {}
        for view in views:
            key = (view.groups, view.first, view.last)
            held = count_batched(self.db, self.collection.id, view.kind, view.groups, view.first, view.last)
            found[(*key, "", "stories")] = held
            for signifier in self.framework.signifiers:
                where = (self.db, self.landscape, self.collection, signifier, self.framework, view)
                shown, opened = figures(*where), open_figures(*where)
                regions = _regions(signifier)
                told = _by_region(regions, shown) - _by_region(regions, opened)
                for place, n in enumerate(told.tolist()):
                    found[(*key, signifier.id, place)] = n
                for name in ("placed", "not_applicable", "not_answered", "never_shown"):
                    found[(*key, signifier.id, name)] = getattr(shown.counts, name) - getattr(opened.counts, name)
        return found

    def views(self) -> list[View]:
        """The whole and every group, since any month and until any month."""
        groups: list[tuple[str, ...]] = [(), *((name,) for name in GROUPS), ("all",)]
        months = [TODAY + timedelta(days=56 * month) for month in range(1, 4)]
        spans = [(None, None), *((one, None) for one in months), *((None, one) for one in months)]
        return [View(Kind.RESPONDENT, groups=group, first=a, last=b) for group in groups for a, b in spans]


def _regions(signifier: Signifier) -> list[list[int]]:
    """The places of a picture as far as they say anything of closed batches: zones, thirds, options."""
    if isinstance(signifier, Triad):
        return [sorted(zone_cells(zone)) for zone in ZONES]
    if isinstance(signifier, Dyad):
        return [list(bins) for bins in THIRDS.values()]
    return [[place] for place in range(most_places(signifier))]


def _by_region(regions: list[list[int]], found: Figures) -> npt.NDArray[np.int64]:
    return np.array([sum(found.places[place] for place in region) for region in regions], np.int64)

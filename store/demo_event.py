"""The demo's event: a day centre that closed at two days' notice, told from four sides. All of it is made up."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

from narratives.answers import Answer, DyadAnswer, TriadAnswer
from narratives.collection import Collection, Moderation, Policy, Signpost
from narratives.event import USUAL_PERSPECTIVES, Event, EventPlan, event_collection, event_framework
from narratives.framework import Framework
from narratives.framework_file import parse_framework
from narratives.narrative import Narrative, Scope, Source
from narratives.signifiers import Placed, Triad
from store.database import Database
from store.demo import EXAMPLES
from store.events import open_event
from store.frameworks import add_framework
from store.narratives import count_narratives, import_narratives

EVENT = "event-day-centre"
SEED = 20_261_123
_DAYS_AGO = 38
_CLOSE = {"counted": 16}  # how close to the middle of a side its accounts lie, where it is not 5
_TOLD_WITHIN = 30  # days after it happened
_ASKED = ("informed", "heard", "counted", "left", "seen")
_Lean = tuple[float, ...]

# Where the middle of each side lies: the shares of the three anchors, or how far towards the second pole.
_ACTUAL: Mapping[str, Mapping[str, _Lean]] = {
    "informed": {
        "Front line": (0.20, 0.45, 0.35),
        "Management": (0.66, 0.18, 0.16),
        "Service users": (0.20, 0.35, 0.45),
        "Families": (0.10, 0.25, 0.65),
    },
    "heard": {
        "Front line": (0.15, 0.50, 0.35),
        "Management": (0.45, 0.40, 0.15),
        "Service users": (0.25, 0.35, 0.40),
        "Families": (0.12, 0.33, 0.55),
    },
    "counted": dict.fromkeys(USUAL_PERSPECTIVES, (0.18, 0.22, 0.60)),
    "left": {
        "Front line": (0.22, 0.43, 0.35),
        "Management": (0.30, 0.45, 0.25),
        "Service users": (0.35, 0.10, 0.55),
        "Families": (0.15, 0.15, 0.70),
    },
    "seen": {"Front line": (0.75,), "Management": (0.40,), "Service users": (0.60,), "Families": (0.62,)},
}
# Where each side expects the others, by who guesses: what is not listed is guessed as it is.
_EXPECTED: Mapping[str, Mapping[str, _Lean]] = {
    "Management": {
        "Families": (0.52, 0.28, 0.20),
        "Service users": (0.55, 0.25, 0.20),
        "Front line": (0.55, 0.30, 0.15),
    },
    "Families": {"Management": (0.40, 0.25, 0.35)},
}


def seed_event(db: Database, today: date) -> int:
    """Open the demo's event with its accounts, unless it is there already; how many accounts were stored."""
    if count_narratives(db, EVENT):
        return 0
    base = parse_framework((EXAMPLES / "frameworks" / "one-event.json").read_text(encoding="utf-8"))
    add_framework(db, base)
    happened_on = today - timedelta(days=_DAYS_AGO)
    plan = demo_plan(base, happened_on)
    framework, collection = event_framework(plan, EVENT), event_collection(plan, EVENT, happened_on)
    event = Event(
        EVENT, plan.happened, plan.happened_on, False, "Maya Okafor", "The review team, 01632 960000", happened_on
    )
    open_event(db, event, collection, framework)
    return import_narratives(db, collection, framework, list(_accounts(collection, framework, happened_on)), {}).stored


def demo_plan(base: Framework, happened_on: date) -> EventPlan:
    """What was decided when the demo's event was opened."""
    return EventPlan(
        title="The day centre closed",
        happened="The Wharf day centre closed for good. The letter about it went out two days before the last day.",
        happened_on=happened_on,
        is_week=False,
        base=base,
        asked=_ASKED,
        predicted=("informed",),
        perspectives=USUAL_PERSPECTIVES,
        policy=Policy.PROTECTED,
        moderation=Moderation.AFTER,
        signposts=(Signpost("Samaritans, to talk to somebody", "116 123", "free, day and night"),),
    )


def _accounts(collection: Collection, framework: Framework, happened_on: date) -> Iterator[Narrative]:
    told = json.loads((EXAMPLES / "demo" / f"{EVENT}.json").read_text(encoding="utf-8"))
    for number, side in enumerate(USUAL_PERSPECTIVES):
        chance = random.Random(SEED + number)
        texts = [f"{one} {other}" for one, other in product(told[side]["openings"], told[side]["ends"])]
        chance.shuffle(texts)
        for place, text in enumerate(texts):
            day = happened_on + timedelta(days=1 + place * _TOLD_WITHIN // len(texts))
            yield Narrative(
                id=f"{chance.getrandbits(128):032x}",
                collection=collection.id,
                told_on=day,
                text=text,
                answers=tuple(_answers(framework, side, chance)),
                group=side,
                area=side,
                mode="web",
                consent=frozenset({Scope.READ}) if chance.random() < 0.8 else frozenset(),
                source=Source("demo", f"{EVENT}-{number}-{place}", "1"),
            )


def _answers(framework: Framework, side: str, chance: random.Random) -> Iterator[Answer]:
    own: tuple[Placed, ...] = (*framework.triads, *framework.dyads)
    for signifier in own:
        yield _placed(signifier, _ACTUAL[signifier.id][side], chance)
    for guess in framework.predictions:
        if guess.predicts is None or chance.random() < 0.15:  # nobody has to guess
            continue
        actual = _ACTUAL[guess.predicts.signifier][guess.predicts.group]
        yield _placed(guess, _EXPECTED.get(side, {}).get(guess.predicts.group, actual), chance)


def _placed(signifier: Placed, lean: Sequence[float], chance: random.Random) -> Answer:
    name = signifier.id
    if isinstance(signifier, Triad):
        drawn = [chance.gammavariate(_CLOSE.get(name, 5) * share, 1.0) for share in lean]
        top, left = (round(one / sum(drawn), 2) for one in drawn[:2])
        return TriadAnswer(name, (top, left, max(round(1 - top - left, 2), 0.0)), "tap")
    return DyadAnswer(name, round(min(max(chance.gauss(lean[0], 0.2), 0.0), 1.0), 2), "tap")

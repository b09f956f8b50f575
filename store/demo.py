"""The demo organisation: self-written stories of six calm months, with one shift in one area and a new subject."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from narratives.answers import (
    Answer,
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NeverShown,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
)
from narratives.boundaries import Boundary, read_boundaries
from narratives.collection import Collection, Moderation, Policy, ReportingGroup
from narratives.framework import Framework
from narratives.framework_file import parse_framework
from narratives.narrative import Kind, Narrative, Scope, Source
from narratives.signifiers import Choice, Dyad, Freetext, Stones, Triad

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
WEEKS = 26
SHIFT_DAYS = 24
SHIFT_STORIES = 44
SHIFTED_AREA = "Quayside"
SEED = 20_261_122
_SHIFT = "community-shift.jsonl"
_BUSY = 2  # the shifted area hears two stories for every one elsewhere, so that its shift is no rise in number
_MOODS = 8
_POCKET = "pocket-*.jsonl"
POCKET_DAYS = 33

_NORTH, _SOUTH = "North of the river", "South of the river"
_AREAS = {
    "Castle Hill": _NORTH,
    "Mill Lane": _NORTH,
    "Northgate": _NORTH,
    "Priory": _NORTH,
    SHIFTED_AREA: _SOUTH,
    "Riverside": _SOUTH,
    "Station": _SOUTH,
    "Westfield": _SOUTH,
}
_TOWNS = ("Ashby", "Brookend", "Calder")
_OFFICES = ("City office", "Coast office", "Valley office")

STREETS = Collection(
    id="safer-streets",
    title="Safer streets",
    framework_id="community-safety",
    framework_version=1,
    policy=Policy.OPEN,
    moderation=Moderation.AFTER,
    groups=tuple(ReportingGroup(name, parent) for name, parent in sorted(_AREAS.items())),
    stratum_choice="voice",
)
PROBATION = Collection(
    id="probation",
    title="My time with probation",
    framework_id="probation-voices",
    framework_version=1,
    policy=Policy.PROTECTED,
    moderation=Moderation.AFTER,
    groups=tuple(ReportingGroup(name) for name in _OFFICES),
    stratum_choice="been_on",
    sensitive=True,
)
HOME = Collection(
    id="help-at-home",
    title="Help at home",
    framework_id="help-at-home",
    framework_version=1,
    policy=Policy.OPEN,
    moderation=Moderation.AFTER,
    groups=tuple(ReportingGroup(name) for name in _TOWNS),
    stratum_choice="who",
    audio=True,
    read_by="The people who plan home care in the three towns",
    texts={
        "cy": {"read_by": "Y bobl sy’n cynllunio gofal cartref yn y tair tref"},
        "ar": {"read_by": "الأشخاص الذين يخططون للرعاية المنزلية في البلدات الثلاث"},
    },
)


@dataclass(frozen=True, slots=True)
class Demo:
    """One collection of the demo with everything that is told in it."""

    collection: Collection
    framework: Framework
    narratives: tuple[Narrative, ...]


def demo_framework(collection: Collection) -> Framework:
    """The framework that a demo collection is opened with."""
    return parse_framework((EXAMPLES / "frameworks" / f"{collection.framework_id}.json").read_text(encoding="utf-8"))


def build_demo(today: date) -> tuple[Demo, Demo, Demo]:
    """The collections as they stand this morning: the last stories were told yesterday. Deterministic for a day."""
    return _streets(today), _probation(today), _home(today)


def stream(today: date, seed: int) -> Iterator[Narrative]:
    """Endless live stories for the open collection: the background stories, told again by other people."""
    chance = random.Random(seed)
    framework = demo_framework(STREETS)
    told = read_told("community-*.jsonl", leave_out=_SHIFT)
    while True:
        record = chance.choice(told)
        group = chance.choice(sorted(_AREAS))
        narrative = demo_narrative(STREETS, framework, record, group, today, chance)
        yield replace(narrative, source=None)


def _streets(today: date) -> Demo:
    chance = random.Random(SEED)
    framework = demo_framework(STREETS)
    start = today - timedelta(weeks=WEEKS)
    narratives = []
    for area, told in _dealt(read_told("community-*.jsonl", leave_out=_SHIFT), chance).items():
        days = WEEKS * 7 - (SHIFT_DAYS if area == SHIFTED_AREA else 0)
        for place, record in enumerate(told):
            day = start + timedelta(days=_told_after(chance, place, len(told), days))
            narratives.append(demo_narrative(STREETS, framework, record, area, day, chance))
    shifted = sorted(read_told(_SHIFT), key=lambda record: (record["safe"], record["id"]))[:SHIFT_STORIES]
    for record in shifted:
        day = today - timedelta(days=1 + chance.randrange(SHIFT_DAYS))
        narratives.append(demo_narrative(STREETS, framework, record, SHIFTED_AREA, day, chance))
    return Demo(STREETS, framework, (*narratives, *_pocket(framework, today)))


def _pocket(framework: Framework, today: date) -> Iterator[Narrative]:
    """A new subject in a handful of stories from all over the town: too few for any alert, enough for a weak signal."""
    chance = random.Random(SEED + 3)
    told = read_told(_POCKET)
    for place, record in enumerate(told):
        day = today - timedelta(days=1 + POCKET_DAYS * (len(told) - 1 - place) // len(told))
        area = sorted(_AREAS)[place % len(_AREAS)]
        yield demo_narrative(STREETS, framework, record, area, day, chance)


def _dealt(told: Sequence[Mapping[str, Any]], chance: random.Random) -> dict[str, list[Mapping[str, Any]]]:
    """Each area's background stories in order: good and bad days alternate, since nothing happens there."""
    hands = [area for area in sorted(_AREAS) for _ in range(_BUSY if area == SHIFTED_AREA else 1)]
    by_mood = sorted(told, key=lambda record: (record["safe"], record["id"]))
    dealt: dict[str, list[Mapping[str, Any]]] = {area: [] for area in _AREAS}
    for first in range(0, len(by_mood), len(hands)):
        chance.shuffle(hands)
        for area, record in zip(hands, by_mood[first : first + len(hands)], strict=False):
            dealt[area].append(record)
    return {area: _alternating(records, chance) for area, records in sorted(dealt.items())}


def _alternating(by_mood: Sequence[Mapping[str, Any]], chance: random.Random) -> list[Mapping[str, Any]]:
    """The stories in runs that each hold one from every part of the range of moods."""
    size = -(-len(by_mood) // _MOODS)
    parts = [list(by_mood[first : first + size]) for first in range(0, len(by_mood), size)]
    for part in parts:
        chance.shuffle(part)
    ordered = []
    while any(parts):
        chance.shuffle(parts)
        ordered += [part.pop() for part in parts if part]
    return ordered


def _probation(today: date) -> Demo:
    chance = random.Random(SEED + 1)
    framework = demo_framework(PROBATION)
    start = today - timedelta(weeks=WEEKS)
    narratives = []
    for pattern in ("probation-*.jsonl", "practitioners-*.jsonl"):
        told = read_told(pattern)
        chance.shuffle(told)
        for place, record in enumerate(told):
            day = start + timedelta(days=_told_after(chance, place, len(told), WEEKS * 7))
            narratives.append(demo_narrative(PROBATION, framework, record, chance.choice(_OFFICES), day, chance))
    return Demo(PROBATION, framework, tuple(narratives))


def _home(today: date) -> Demo:
    chance = random.Random(SEED + 2)
    framework = demo_framework(HOME)
    start = today - timedelta(weeks=WEEKS)
    told = read_told("home-*.jsonl")
    chance.shuffle(told)
    narratives = [
        demo_narrative(HOME, framework, record, _TOWNS[place % len(_TOWNS)], start + timedelta(days=place * 5), chance)
        for place, record in enumerate(told)
    ]
    return Demo(HOME, framework, tuple(narratives))


def _told_after(chance: random.Random, place: int, count: int, days: int) -> int:
    """Days after the start for a story's place in the order: an even pace, a little scattered."""
    return min(max(int((place + chance.random()) / count * days) + chance.randint(-1, 1), 0), days - 1)


def read_told(pattern: str, leave_out: str = "") -> list[Mapping[str, Any]]:
    """The stories of the demo's files, in order."""
    records: list[Mapping[str, Any]] = []
    for path in sorted((EXAMPLES / "demo").glob(pattern)):
        if path.name != leave_out:
            records += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return records


def demo_narrative(
    collection: Collection,
    framework: Framework,
    record: Mapping[str, Any],
    group: str,
    told_on: date,
    chance: random.Random,
) -> Narrative:
    """A story of the demo's files as if it had been told on a day; `chance` scatters its places a little."""
    kind = Kind(record.get("kind", "respondent"))
    asked = framework.asked({choice.id: _chosen(record, choice.id) for choice in framework.choices})
    answers = tuple(
        answer
        for signifier in framework.signifiers
        if (
            answer := _answer(signifier, record, chance, "practitioner" if kind is Kind.PRACTITIONER else None)
            if signifier in asked
            else NeverShown(signifier.id)
        )
    )
    stratum = str(record.get(collection.stratum_choice or "", ""))
    # Six in seven let staff read; for the rest the story only counts.
    consent = frozenset({Scope.READ}) if chance.random() < 6 / 7 else frozenset()
    return Narrative(
        id=f"{chance.getrandbits(128):032x}",
        collection=collection.id,
        told_on=told_on,
        text=record["text"],
        answers=answers,
        kind=kind,
        group=group,
        area=group,
        stratum=stratum,
        mode="web",
        consent=consent,
        prompt=record.get("prompt", ""),
        source=Source("demo", record["id"], "1"),
    )


def _answer(signifier: object, record: Mapping[str, Any], chance: random.Random, method: str | None) -> Answer | None:
    match signifier:
        case Triad(id=name) if name in record:
            shares = record[name]
            placed = method or chance.choice(("tap", "tap", "drag", "keys", "list"))
            return NotApplicable(name) if shares is None else TriadAnswer(name, _jitter(shares, chance), placed)
        case Dyad(id=name) if name in record:
            value = record[name]
            if value is None:
                return NotApplicable(name)
            moved = min(max(value + chance.gauss(0, 0.03), 0.0), 1.0)
            return DyadAnswer(name, round(moved, 2), method or chance.choice(("tap", "tap", "drag", "list")))
        case Choice(id=name) if record.get(name):
            return ChoiceAnswer(name, _chosen(record, name), other=record.get(f"{name}_other", ""))
        case Stones(id=name) if name in record:
            places = tuple((stone, x, y) for stone, (x, y) in record[name].items())
            return StonesAnswer(name, places, method or "tap")
        case Freetext(id=name) if name in record:
            return FreetextAnswer(name, record[name])
    return None


def _chosen(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    chosen = record.get(name) or ()
    return (chosen,) if isinstance(chosen, str) else tuple(chosen)


def _jitter(shares: Sequence[float], chance: random.Random) -> tuple[float, float, float]:
    """A place near the teller's rough one, to two decimals."""
    moved = [max(share + chance.gauss(0, 0.03), 0.0) for share in shares]
    total = sum(moved)
    top, left = round(moved[0] / total, 2), round(moved[1] / total, 2)
    right = round(1 - top - left, 2)
    return (top, left, right) if right >= 0 else (top, round(1 - top, 2), 0.0)


def demo_boundaries() -> tuple[Boundary, ...]:
    """The invented areas of the demo's groups, for the map of places."""
    file = EXAMPLES / "boundaries" / "harbour-town.geojson"
    return tuple(read_boundaries(file.read_bytes(), code="code", name="name"))

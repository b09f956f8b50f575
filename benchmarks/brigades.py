"""Brigades and honest surges of the same size against the monitor that the worker runs.

Programmes of ten groups are simulated and watched for fourteen weeks. The three weeks after that come three times: as
they are, with a tenth of each group's stories planted by one voice, and with as many from different people in
different words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np

from benchmarks.simulator import DYADS, FIRST_DAY, OPTIONS, TRIADS, Programme, World, simulate
from models.alike import HASHES, alike, gather, ordinary_bars
from models.arrays import Floats, Singles
from narratives.alert import Finding
from narratives.collection import Collection, Policy, ReportingGroup
from store.watching import Telling

USUAL_DAYS, WINDOW_DAYS, FUTURES = 98, 21, 5
RATES = (3.0, 5.0, 10.0)  # stories a day and group
SPANS = (1, 2, 3, 7, 14)  # days within which a brigade tells
SURGE_SPANS = (1, 2, 3)
PLANTED, SHARE_DAYS = 0.1, 28  # planted are a tenth of a group's stories of four weeks
BRIGADES = ("token", "copies", "paraphrases")
GROUPS, PARENTS = 10, 3
DIMENSIONS = 96
SAME_TOPIC, PARAPHRASE = 0.45, 0.74  # cosines: of honest stories about one thing, and of one story told again
EXTREME = (0.98, 0.01, 0.01)


@dataclass(frozen=True, slots=True)
class Told:
    """Stories in date order, with their vectors (n, d)."""

    tellings: tuple[Telling, ...]
    vectors: Singles


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a monitor made of three weeks: how many brigades or surges there were, and the alerts that they raised.

    `alerts` counts the brigades that raise an alert by themselves, `together` what ten at once raise, `noticed` the
    surges that raised an alert about their own group, `facts` what was told of copies and of people who tell much.
    """

    brigades: int = 0
    alerts: int = 0
    together: int = 0
    facts: int = 0
    surges: int = 0
    noticed: int = 0
    stories: int = 0

    def __add__(self, other: Meeting) -> Meeting:
        return Meeting(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def meetings(seed: int, futures: int = FUTURES) -> Meeting:
    """What one simulated programme meets: in each of several futures a brigade in every group, and three surges.

    All brigades of one future tell at once, so that the region and the whole meet ten of them. Where that raises
    anything, each of them tells once more by itself.
    """
    from analysis.monitor import Monitor

    chance = np.random.default_rng(seed)
    rate = RATES[seed % len(RATES)]
    programme = simulate(World(rate=rate, days=USUAL_DAYS + futures * WINDOW_DAYS), seed)
    topics = _unit(chance.normal(size=(12, DIMENSIONS)))
    everything = _told(programme, chance, topics)
    begins = FIRST_DAY + USUAL_DAYS
    usual = _between(everything, 0, begins)
    monitor = Monitor(*_watched())
    _feed(monitor, usual)
    state, found = monitor.state(), Meeting()
    for future in range(futures):
        first = begins + future * WINDOW_DAYS
        told = _between(everything, first, first + WINDOW_DAYS)
        after = Told(tuple(replace(one, day=one.day - first + begins) for one in told.tellings), told.vectors)
        kinds = dict(zip(chance.permutation(GROUPS).tolist(), BRIGADES * GROUPS, strict=False))
        brigades = [_planted(kind, group, after, chance, topics) for group, kind in kinds.items()]
        surges = {group: _planted("surge", group, after, chance, topics) for group in chance.permutation(PARENTS)}
        found += _met(state, usual, after, brigades, surges)
    return found


def _met(state: bytes, usual: Told, after: Told, brigades: Sequence[Told], surges: Mapping[int, Told]) -> Meeting:
    alone = {_key(one) for one in _again(state, _with_voices(usual, after))}

    def raised(*planted: Told) -> list[Finding]:
        return [one for one in _again(state, _with_voices(usual, _merged(after, *planted))) if _key(one) not in alone]

    planted = raised(*brigades)
    together = sum(not one.is_count for one in planted)
    # The whole heard ten voices at once. What a brigade does is what it does by itself, or in its own group.
    by_itself = [any(not one.is_count for one in raised(brigade)) for brigade in brigades] if together else []
    surged = _again(state, _with_voices(usual, _merged(after, *surges.values())))
    about = {one.group for one in surged if _key(one) not in alone and not one.is_count and one.scope == "group"}
    return Meeting(
        brigades=len(brigades),
        alerts=sum(by_itself),
        together=together,
        facts=sum(one.is_count for one in planted),
        surges=len(surges),
        noticed=sum(f"g{group}" in about for group in surges),
        stories=sum(len(one.tellings) for one in brigades),
    )


@cache
def _watched():  # type: ignore[no-untyped-def]
    from analysis.invented import sketch
    from analysis.streams import plan_streams

    framework = sketch(TRIADS, DYADS, 1, OPTIONS)
    groups = tuple(ReportingGroup(f"g{n}", f"p{n % PARENTS}") for n in range(GROUPS))
    collection = Collection("c", "C", framework.id, framework.version, Policy.OPEN, groups=groups)
    return collection, plan_streams(collection, framework)


def _told(programme: Programme, chance: np.random.Generator, topics: Singles) -> Told:
    topic = chance.integers(len(topics), size=len(programme.day))
    tellings = tuple(_telling(programme, row) for row in range(len(programme.day)))
    return Told(tellings, _near(topics[topic], SAME_TOPIC, chance))


def _telling(programme: Programme, row: int) -> Telling:
    from narratives.answers import DyadAnswer, TriadAnswer
    from narratives.temperature import hot_score

    answers: dict[str, dict[str, object]] = {}
    placed: list[TriadAnswer | DyadAnswer] = []
    for number, shares in enumerate(programme.triads[row].tolist()):
        there = shares[0] == shares[0]
        answers[f"triad{number + 1}"] = {"shares": shares} if there else {"na": True}
        placed += [TriadAnswer(f"triad{number + 1}", tuple(shares), "import")] if there else []
    for number, value in enumerate(programme.dyads[row].tolist()):
        answers[f"dyad{number + 1}"] = {"value": value} if value == value else {"na": True}
        placed += [DyadAnswer(f"dyad{number + 1}", value, "import")] if value == value else []
    answers["choice1"] = {"options": [f"option{programme.choice[row] + 1}"]}
    return Telling(
        id=f"{row:08x}",
        day=int(programme.day[row]),
        group=f"g{programme.group[row]}",
        stratum=f"s{programme.stratum[row]}",
        mode=f"m{programme.mode[row]}",
        respondent=None,
        answers=answers,
        hot=hot_score(_watched()[1].framework, placed),
        text_hash=f"{row:015x}",
        is_long=True,
    )


def _planted(kind: str, group: int, after: Told, chance: np.random.Generator, topics: Singles) -> Told:
    """A tenth of a group's stories of four weeks, all of them as hot as can be, told within some days."""
    honest = [one for one in after.tellings if one.group == f"g{group}"]
    n = round(len(honest) * SHARE_DAYS / WINDOW_DAYS * PLANTED / (1 - PLANTED))
    days = int(chance.choice(SURGE_SPANS if kind == "surge" else SPANS))
    first = after.tellings[0].day + int(chance.integers(WINDOW_DAYS - 7 - days + 1))
    day = np.sort(first + chance.integers(days, size=n))
    # Ten people are not all of one sort; one person is.
    like = chance.integers(len(honest), size=n) if kind == "surge" else np.full(n, chance.integers(len(honest)))
    answers: dict[str, dict[str, object]] = {f"triad{t + 1}": {"shares": list(EXTREME)} for t in range(TRIADS)}
    answers |= {f"dyad{d + 1}": {"value": 1.0} for d in range(DYADS)}
    answers["choice1"] = {"options": [f"option{OPTIONS}"]}
    tellings = tuple(
        replace(
            honest[int(of)],
            id=f"p{group}{place:06x}",
            day=int(when),
            answers=answers,
            hot=1.0,
            respondent=f"token {group}" if kind == "token" else None,
            text_hash=f"f{group}{0 if kind == 'copies' else place:013x}",
        )
        for place, (when, of) in enumerate(zip(day, like, strict=True))
    )
    about = topics[np.full(n, chance.integers(len(topics)))]
    if kind in ("token", "surge"):
        return Told(tellings, _near(about, SAME_TOPIC, chance))
    grievance = np.repeat(_near(about[:1], SAME_TOPIC, chance), n, axis=0)
    return Told(tellings, grievance if kind == "copies" else _near(grievance, PARAPHRASE, chance))


def _with_voices(usual: Told, after: Told) -> Told:
    """The later stories, those that are all but the same under one name: as the worker finds them, by their vectors."""
    lately = _between(usual, FIRST_DAY + USUAL_DAYS - 28, FIRST_DAY + USUAL_DAYS)
    vectors = np.concatenate([lately.vectors, after.vectors])
    no_letters = np.zeros((len(vectors), HASHES), dtype=np.uint32)
    n = len(lately.tellings)
    bars = ordinary_bars((no_letters[:n][-600:], lately.vectors[-600:]))
    links = alike((no_letters[n:], vectors[n:]), (no_letters, vectors), bars)
    found = gather(links, np.full(n, -1))[n:]
    names = [None if number == -1 else f"voice {number}" for number in found.tolist()]
    tellings = tuple(replace(one, voice=name) for one, name in zip(after.tellings, names, strict=True))
    return Told(tellings, after.vectors)


def _again(state: bytes, after: Told) -> list[Finding]:
    from analysis.monitor import Monitor

    monitor = Monitor(*_watched())
    monitor.restore(state)
    return _feed(monitor, after)


def _feed(monitor, told: Told) -> list[Finding]:  # type: ignore[no-untyped-def]
    bins = monitor.plan.bins(told.tellings)
    day = np.array([one.day for one in told.tellings])
    found: list[Finding] = []
    for one in np.unique(day).tolist():
        first, last = np.searchsorted(day, [one, one + 1]).tolist()
        found += monitor.feed(one, told.tellings[first:last], bins[first:last])
        found += monitor.feed_texts(one, told.tellings[first:last], told.vectors[first:last])
    return found


def _merged(*parts: Told) -> Told:
    tellings = tuple(one for part in parts for one in part.tellings)
    order = np.argsort([one.day for one in tellings], kind="stable")
    return Told(tuple(tellings[row] for row in order), np.concatenate([part.vectors for part in parts])[order])


def _between(told: Told, first: int, end: int) -> Told:
    rows = [row for row, one in enumerate(told.tellings) if first <= one.day < end]
    return Told(tuple(told.tellings[row] for row in rows), told.vectors[rows])


def _near(vectors: Singles, cosine: float, chance: np.random.Generator) -> Singles:
    """Unit vectors that have about this cosine with each other where theirs are the same."""
    noise = _unit(chance.normal(size=vectors.shape))
    return _unit(np.sqrt(cosine) * vectors + np.sqrt(1 - cosine) * noise)


def _unit(rows: Floats | Singles) -> Singles:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _key(one: Finding) -> tuple[str, ...]:
    return one.signal.value, one.signifier, one.direction, one.scope, one.group

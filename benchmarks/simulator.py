"""Simulated programmes: areas, respondents, answers and texts, with nuisances and planted shifts."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from models.arrays import Bools, Floats, Ints

FIRST_DAY = 738_155  # a Sunday; ordinals, so that weekdays are real
TRIADS, DYADS, OPTIONS, TOPICS = 4, 2, 4, 12
STRATA, MODES = 4, 2
LATENT = 2 * TRIADS + DYADS
EMBEDDING = 32
WEEKDAYS = np.array([1.0, 1.1, 1.2, 1.2, 1.1, 0.8, 0.6])

COMMON_SD, OWN_SD = 0.5, float(np.sqrt(0.75))
TRIAD_SLOPE, DYAD_SLOPE = 1.2, 1.3
ZERO_BELOW, CENTRES = 0.05, 0.05
TRIAD_MISSING = np.linspace(0.05, 0.17, TRIADS)
DYAD_MISSING = 0.08
TELLER_LATENT = 1.5
POCKET_SPOT = np.log([0.1 / 0.45, 1.0]) / TRIAD_SLOPE  # of triad 0: far from the top, between left and right
POCKET_NOISE, POCKET_TOPIC = 0.1, 3
EMBEDDING_SD = 1.0
POPULARITY = np.linspace(-0.7, 0.7, TOPICS)  # logits: the first topic is the rarest

Kind = Literal["triad", "spread", "pocket", "dyad", "choice", "topic", "new topic", "volume", "hot"]


@dataclass(frozen=True, slots=True)
class Shift:
    """A planted change: `size` in latent standard deviations.

    In logits for a choice, a factor for volume and spread, a share of the stories for a pocket and topics.
    """

    kind: Kind
    size: float
    on: int = 90
    areas: tuple[int, ...] = (0,)
    ramp_days: int = 0


@dataclass(frozen=True, slots=True)
class World:
    """A programme of `areas` with `rate` stories a day each over `days`, and what happens to it.

    The nuisances change who answers, how and how many, never what an answer given by the same
    sort of person would be: an alarm about answers is false. `half` is the day on which the
    chosen ones set in.
    """

    areas: int = 10
    rate: float = 5.0
    days: int = 365
    regions: int = 3
    half: int = 180
    mix_reversed: bool = False
    mode_changes: bool = False
    rate_doubles: bool = False
    day_effect: float = 0.0
    programme_day_effect: float = 0.0
    season: float = 0.0
    prolific: bool = False
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class Law:
    """What is true of each story before any shift and day effect: for oracles.

    `latent` (n, LATENT) means, `choice` logits (n, OPTIONS), `topic` probabilities (n, TOPICS), `centres`
    (TOPICS + 1, 32) of the topics and of the new one, `arrivals` (days, areas) mean numbers of stories.
    """

    latent: Floats
    choice: Floats
    topic: Floats
    centres: Floats
    arrivals: Floats


@dataclass(frozen=True, slots=True)
class Programme:
    """Simulated stories in date order; shapes (n,), triads (n, TRIADS, 3), dyads (n, DYADS), embeddings (n, 32).

    `teller` is 0 for the stories of the prolific one and -1 for everybody else, of whom nothing is known.
    """

    world: World
    day: Ints
    group: Ints
    stratum: Ints
    mode: Ints
    teller: Ints
    triads: Floats
    dyads: Floats
    choice: Ints
    embeddings: Floats
    parents: Ints = field(repr=False)
    law: Law = field(repr=False)


def simulate(world: World, seed: int) -> Programme:
    """One programme; the same world and seed give the same arrays.

    A shift of any kind but volume changes no other draw: without it the same seed gives the same stories, unshifted.
    """
    chance = np.random.default_rng(seed)
    arrivals = _mean_arrivals(world, chance)
    day, group = _arrivals(world, chance, arrivals)
    late = np.asarray(day >= world.half)
    teller = world.prolific & late & (group == 0) & (chance.random(len(day)) < 0.2)
    stratum = np.where(teller, chance.integers(STRATA), _strata(world, chance, group, late))
    mode = (chance.random(len(day)) < np.where(late & world.mode_changes, 0.7, 0.1)).astype(np.int64)
    law = _law(world, chance, (day, group, stratum, mode, teller), arrivals)
    latent = _latent(world, chance, day, group, law.latent)
    pocket = chance.random(len(day)) < _size(world, ("pocket",), day, group)
    triads = _triads(chance, latent[:, : 2 * TRIADS].reshape(-1, TRIADS, 2), pocket)
    dyads = _dyads(chance, latent[:, 2 * TRIADS :])
    choice = _choice(world, chance, day, group, law.choice)
    embeddings = _embeddings(world, chance, (day, group, pocket), law)
    parents = (np.arange(world.areas) % world.regions).astype(np.int64)
    return Programme(
        world,
        day + FIRST_DAY,
        group,
        stratum,
        mode,
        np.where(teller, 0, -1),
        triads,
        dyads,
        choice,
        embeddings,
        parents,
        law,
    )


def _size(world: World, kinds: tuple[Kind, ...], day: Ints, group: Ints) -> Floats:
    """How much of the planted shift of these kinds each story feels."""
    shift = world.shift
    if shift is None or shift.kind not in kinds:
        return np.zeros(len(day))
    grown = np.clip((day - shift.on + 1) / max(shift.ramp_days, 1), 0.0, 1.0)
    return np.asarray(shift.size * grown * np.isin(group, shift.areas))


def _mean_arrivals(world: World, chance: np.random.Generator) -> Floats:
    """Expected stories of each day and area (days, areas), before any shift."""
    days = np.arange(world.days)
    weekday = WEEKDAYS[(days + FIRST_DAY - 1) % 7, None]
    mean = world.rate * np.exp(chance.normal(0, 0.3, world.areas)) * weekday
    return np.asarray(np.where(world.rate_doubles & (days >= world.half)[:, None], 2 * mean, mean))


def _arrivals(world: World, chance: np.random.Generator, mean: Floats) -> tuple[Ints, Ints]:
    days, areas = np.divmod(np.arange(world.days * world.areas), world.areas)
    factor = _size(world, ("volume",), days, areas)
    counts = chance.poisson(np.where(factor > 0, factor, 1.0) * mean.ravel())
    return np.repeat(days, counts), np.repeat(areas, counts)


def _strata(world: World, chance: np.random.Generator, group: Ints, late: Bools) -> Ints:
    mix = chance.dirichlet([8.0, 6.0, 4.0, 2.0], world.areas)
    own = mix[group]
    if world.mix_reversed:
        own = np.where(late[:, None], own[:, ::-1], own)
    return np.asarray((chance.random(len(group))[:, None] > own.cumsum(axis=1)[:, :-1]).sum(axis=1))


def _law(world: World, chance: np.random.Generator, who: tuple[Ints, Ints, Ints, Ints, Bools], arrivals: Floats) -> Law:
    """Area, stratum, mode, weekend and season effects on everything that is answered."""
    day, group, stratum, mode, teller = who
    latent = chance.normal(0, 0.3, (world.areas, LATENT))[group] + chance.normal(0, 0.4, (STRATA, LATENT))[stratum]
    latent += chance.normal(0, 0.3, (MODES, LATENT))[mode]
    weekend = np.isin((day + FIRST_DAY) % 7, (0, 6))
    latent += chance.normal(0, 0.15, LATENT) * weekend[:, None]
    latent += world.season * np.sin(2 * np.pi * (day / 365.25 + chance.random()))[:, None]
    latent += TELLER_LATENT * teller[:, None]
    choice = np.log([0.4, 0.3, 0.2, 0.1]) + chance.normal(0, 0.2, (world.areas, OPTIONS))[group]
    choice = choice + chance.normal(0, 0.2, (STRATA, OPTIONS))[stratum]
    liked = chance.normal(0, 0.3, (world.areas, TOPICS))[group] + chance.normal(0, 0.2, (STRATA, TOPICS))[stratum]
    topic = np.exp(POPULARITY + liked)
    centres = chance.normal(0, 1, (TOPICS + 1, EMBEDDING))
    return Law(latent, choice, topic / topic.sum(axis=1, keepdims=True), centres, arrivals)


def _latent(world: World, chance: np.random.Generator, day: Ints, group: Ints, mean: Floats) -> Floats:
    own = chance.normal(0, COMMON_SD, (len(day), 1)) + chance.normal(0, OWN_SD, mean.shape)
    spread = _size(world, ("spread",), day, group)
    own[:, 0] *= np.where(spread > 0, spread, 1.0)
    latent = mean + own
    if world.day_effect:
        latent += chance.normal(0, world.day_effect, (world.days, world.areas, 1))[day, group]
    if world.programme_day_effect:
        latent += chance.normal(0, world.programme_day_effect, (world.days, 1))[day]
    latent[:, 0] += _size(world, ("triad",), day, group)
    latent[:, : 2 * TRIADS : 2] += _size(world, ("hot",), day, group)[:, None]
    latent[:, 2 * TRIADS] += _size(world, ("dyad",), day, group)
    return latent


def _triads(chance: np.random.Generator, latent: Floats, pocket: Bools) -> Floats:
    n = len(latent)
    spot = POCKET_SPOT + chance.normal(0, POCKET_NOISE, (n, 2))
    latent[:, 0] = np.where(pocket[:, None], spot, latent[:, 0])
    shares = np.exp(np.concatenate([latent, np.zeros((n, TRIADS, 1))], axis=2) * TRIAD_SLOPE)
    shares /= shares.sum(axis=2, keepdims=True)
    shares[shares < ZERO_BELOW] = 0.0
    shares /= shares.sum(axis=2, keepdims=True)
    centred = chance.random((n, TRIADS)) < CENTRES
    missing = chance.random((n, TRIADS)) < TRIAD_MISSING
    centred[:, 0] &= ~pocket
    missing[:, 0] &= ~pocket
    shares[centred] = 1 / 3
    shares[missing] = np.nan
    return np.asarray(shares)


def _dyads(chance: np.random.Generator, latent: Floats) -> Floats:
    values = np.clip(1.1 / (1 + np.exp(-DYAD_SLOPE * latent)) - 0.05, 0.0, 1.0)
    values[chance.random(values.shape) < DYAD_MISSING] = np.nan
    return np.asarray(values)


def _choice(world: World, chance: np.random.Generator, day: Ints, group: Ints, logits: Floats) -> Ints:
    moved = logits.copy()
    moved[:, 2] += _size(world, ("choice",), day, group)
    return np.asarray((moved + chance.gumbel(size=logits.shape)).argmax(axis=1))


def _embeddings(world: World, chance: np.random.Generator, who: tuple[Ints, Ints, Bools], law: Law) -> Floats:
    day, group, pocket = who
    topic = (chance.random(len(day))[:, None] > law.topic.cumsum(axis=1)[:, :-1]).sum(axis=1)
    lucky = chance.random(len(day))
    topic = np.where(lucky < _size(world, ("topic",), day, group), 0, topic)
    topic = np.where(lucky < _size(world, ("new topic",), day, group), TOPICS, topic)
    topic = np.where(pocket, POCKET_TOPIC, topic)
    return np.asarray(law.centres[topic] + chance.normal(0, EMBEDDING_SD, (len(day), EMBEDDING)))

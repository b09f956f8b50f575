"""Simulated programmes: areas, respondents and answers, with nuisances and planted shifts, after the protocol."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from models.arrays import Bools, Floats, Ints
from models.batch import Batch
from models.bins import category_bins, corner_bins, dyad_bins, score_bins
from models.scores import hot_scores
from models.streams import Stream, choice_stream, dyad_stream, hot_stream, triad_streams

FIRST_DAY = 738_155  # a Sunday; ordinals, so that weekdays are real
TRIADS, DYADS, OPTIONS, TOPICS = 4, 2, 4, 12
EMBEDDING = 32
WEEKDAYS = np.array([1.0, 1.1, 1.2, 1.2, 1.1, 0.8, 0.6])

Kind = Literal["triad", "dyad", "choice", "volume", "hot", "topic", "spread"]


@dataclass(frozen=True, slots=True)
class Shift:
    """A planted change: `size` in latent standard deviations (logits for a choice, a factor for volume and spread)."""

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
class Programme:
    """Simulated stories in date order; shapes (n,), triads (n, TRIADS, 3), dyads (n, DYADS), embeddings (n, 32)."""

    world: World
    day: Ints
    group: Ints
    stratum: Ints
    mode: Ints
    ordinal: Ints
    triads: Floats
    dyads: Floats
    choice: Ints
    embeddings: Floats
    parents: Ints = field(repr=False)


def simulate(world: World, seed: int) -> Programme:
    """One programme; the same world and seed give the same arrays."""
    chance = np.random.default_rng(seed)
    day, group = _arrivals(world, chance)
    late = day >= world.half
    stratum = _strata(world, chance, group, late)
    mode = (chance.random(len(day)) < np.where(late & world.mode_changes, 0.7, 0.1)).astype(np.int64)
    ordinal = _ordinals(world, chance, group)
    latent = _latent(world, chance, day, group, stratum, mode)
    prolific = ordinal > 1
    latent[prolific] += 1.5
    triads = _triads(chance, latent[:, : 2 * TRIADS].reshape(-1, TRIADS, 2))
    dyads = _dyads(chance, latent[:, 2 * TRIADS : 2 * TRIADS + DYADS])
    choice = _choice(world, chance, day, group)
    parents = (np.arange(world.areas) % world.regions).astype(np.int64)
    return Programme(
        world,
        day + FIRST_DAY,
        group,
        stratum,
        mode,
        ordinal,
        triads,
        dyads,
        choice,
        _embeddings(world, chance, day, group),
        parents,
    )


def watched_streams() -> list[Stream]:
    """Every triad corner, the dyads, the choice and the hot score."""
    streams = [s for t in range(TRIADS) for s in triad_streams(f"triad{t}", ("top", "left", "right"))]
    streams += [dyad_stream(f"dyad{d}") for d in range(DYADS)]
    return [*streams, choice_stream("choice", OPTIONS), hot_stream()]


def binned(programme: Programme) -> Ints:
    """The bins (n, S) of `watched_streams`; the top anchors of the triads are hot, the left ones cold."""
    n = len(programme.day)
    corners = [corner_bins(programme.triads[:, t]) for t in range(TRIADS)]
    dyads = [dyad_bins(programme.dyads[:, d])[:, None] for d in range(DYADS)]
    owner = np.repeat(np.arange(TRIADS), 3)
    hot = hot_scores(programme.triads.reshape(n, -1), np.tile([1, 0, 0], TRIADS), np.tile([0, 1, 0], TRIADS), owner)
    return np.hstack(
        [*corners, *dyads, category_bins(programme.choice, OPTIONS)[:, None], score_bins(hot.score)[:, None]]
    )


def batches(programme: Programme, bins: Ints) -> list[tuple[int, Batch]]:
    """One (day, batch) for every day of the world, days without stories too."""
    days = np.arange(FIRST_DAY, FIRST_DAY + programme.world.days)
    ends = np.searchsorted(programme.day, days, side="right")
    starts = np.searchsorted(programme.day, days)
    return [
        (
            int(d),
            Batch(programme.group[a:b], programme.stratum[a:b], programme.mode[a:b], bins[a:b], programme.ordinal[a:b]),
        )
        for d, a, b in zip(days, starts, ends, strict=True)
    ]


def _size(world: World, kinds: tuple[Kind, ...], day: Ints, group: Ints) -> Floats:
    """How much of the planted shift of these kinds each story feels."""
    shift = world.shift
    if shift is None or shift.kind not in kinds:
        return np.zeros(len(day))
    grown = np.clip((day - shift.on + 1) / max(shift.ramp_days, 1), 0.0, 1.0)
    return np.asarray(shift.size * grown * np.isin(group, shift.areas))


def _arrivals(world: World, chance: np.random.Generator) -> tuple[Ints, Ints]:
    days, areas = np.divmod(np.arange(world.days * world.areas), world.areas)
    mean = world.rate * np.exp(chance.normal(0, 0.3, world.areas))[areas] * WEEKDAYS[(days + FIRST_DAY - 1) % 7]
    mean = np.where(world.rate_doubles & (days >= world.half), 2 * mean, mean)
    factor = _size(world, ("volume",), days, areas)
    counts = chance.poisson(np.where(factor > 0, factor, 1.0) * mean)
    return np.repeat(days, counts), np.repeat(areas, counts)


def _strata(world: World, chance: np.random.Generator, group: Ints, late: Bools) -> Ints:
    mix = chance.dirichlet([8.0, 6.0, 4.0, 2.0], world.areas)
    own = mix[group]
    if world.mix_reversed:
        own = np.where(late[:, None], own[:, ::-1], own)
    return np.asarray((chance.random(len(group))[:, None] > own.cumsum(axis=1)[:, :-1]).sum(axis=1))


def _ordinals(world: World, chance: np.random.Generator, group: Ints) -> Ints:
    ordinal = np.ones(len(group), dtype=np.int64)
    if world.prolific:
        mine = (group == 0) & (chance.random(len(group)) < 0.2)
        ordinal[mine] = np.arange(1, mine.sum() + 1)
    return ordinal


def _latent(world: World, chance: np.random.Generator, day: Ints, group: Ints, stratum: Ints, mode: Ints) -> Floats:
    n, size = len(day), 2 * TRIADS + DYADS
    common = chance.normal(0, 0.5, (n, 1))
    latent = common + chance.normal(0, np.sqrt(0.75), (n, size))
    spread = _size(world, ("spread",), day, group)
    latent[:, 0] *= np.where(spread > 0, spread, 1.0)
    latent += chance.normal(0, 0.3, (world.areas, size))[group]
    latent += chance.normal(0, 0.4, (4, size))[stratum] + chance.normal(0, 0.3, (2, size))[mode]
    if world.day_effect:
        latent += chance.normal(0, world.day_effect, (world.days, world.areas, 1))[day, group]
    if world.programme_day_effect:
        latent += chance.normal(0, world.programme_day_effect, (world.days, 1))[day]
    latent += world.season * np.sin(2 * np.pi * day / 365)[:, None]
    latent[:, 0] += _size(world, ("triad", "hot"), day, group)
    latent[:, 2 : 2 * TRIADS : 2] += _size(world, ("hot",), day, group)[:, None]
    latent[:, 2 * TRIADS] += _size(world, ("dyad",), day, group)
    return latent


def _triads(chance: np.random.Generator, latent: Floats) -> Floats:
    n = len(latent)
    logits = np.concatenate([latent, np.zeros((n, TRIADS, 1))], axis=2) * 1.2
    shares = np.exp(logits)
    shares /= shares.sum(axis=2, keepdims=True)
    shares[shares < 0.05] = 0.0
    shares /= shares.sum(axis=2, keepdims=True)
    shares[chance.random((n, TRIADS)) < 0.05] = 1 / 3
    shares[chance.random((n, TRIADS)) < np.linspace(0.05, 0.17, TRIADS)] = np.nan
    return np.asarray(shares)


def _dyads(chance: np.random.Generator, latent: Floats) -> Floats:
    values = np.clip(1.1 / (1 + np.exp(-1.3 * latent)) - 0.05, 0.0, 1.0)
    values[chance.random(values.shape) < 0.08] = np.nan
    return np.asarray(values)


def _choice(world: World, chance: np.random.Generator, day: Ints, group: Ints) -> Ints:
    logits = np.log([0.4, 0.3, 0.2, 0.1]) + chance.normal(0, 0.2, (world.areas, OPTIONS))[group]
    logits[:, 2] += _size(world, ("choice",), day, group)
    return np.asarray((logits + chance.gumbel(size=logits.shape)).argmax(axis=1))


def _embeddings(world: World, chance: np.random.Generator, day: Ints, group: Ints) -> Floats:
    centres = chance.normal(0, 1, (TOPICS, EMBEDDING))
    topic = chance.integers(0, TOPICS, len(day))
    topic = np.where(chance.random(len(day)) < _size(world, ("topic",), day, group), 0, topic)
    return np.asarray(centres[topic] + chance.normal(0, 0.8, (len(day), EMBEDDING)))

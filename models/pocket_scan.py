"""The scan statistic in the space of texts: where recent stories crowd, and how far chance alone makes them crowd."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.arrays import Bools, Floats, Ints

SMOOTHING = 20.0  # stories' worth of the whole that the share of recent stories of each stratum is drawn to
OF_ONE_CELL = 2  # what one group tells on one day counts so often: a campaign told at once is one voice or two


@dataclass(frozen=True, slots=True)
class Balls:
    """For each of s stories the balls round it that hold its 1, 2, ... K nearest others.

    `places` (s, K) are those others; `weight` (s, K) is 0 where one of them repeats a voice that is nearer already.
    """

    places: Ints
    weight: Floats


def expected_share(recent: Bools, stratum: Ints) -> Floats:
    """Of each story (n,) the chance to be recent, by its stratum alone: who tells more lately tells more of all."""
    everywhere = float(recent.mean())
    n = np.bincount(stratum)
    late = np.bincount(stratum, weights=recent)
    share = (late + SMOOTHING * everywhere) / (n + SMOOTHING)
    return np.asarray(share[stratum], dtype=np.float64)


def first_heard(rows: Ints, places: Ints, teller: Ints, copy: Ints, cell: Ints) -> Floats:
    """The weight (s, K) of each neighbour: 0 for a teller or a text heard nearer, or one more of a full cell.

    `teller`, `copy` and `cell` (n,) are numbers, -1 for unknown, which repeats nothing.
    """
    whole = np.concatenate([rows[:, None], places], axis=1)
    heard = np.ones(whole.shape, dtype=bool)
    for label, most in ((teller, 1), (copy, 1), (cell, OF_ONE_CELL)):
        heard &= _ordinal(label[whole]) < most
    return heard[:, 1:].astype(np.float64)


def evidence(balls: Balls, recent: Bools, share: Floats) -> Floats:
    """Log likelihood ratio (s, K) of every ball: 0 unless more of it is recent than is expected.

    Kulldorff's statistic for a Bernoulli model, with the rest of the stories as known. The story in the middle is
    not counted, so that it tells nothing about its neighbours.
    """
    late = recent[balls.places] * balls.weight
    inside = np.cumsum(late, axis=1)
    size = np.cumsum(balls.weight, axis=1)
    wanted = np.cumsum(share[balls.places] * balls.weight, axis=1)
    more = (inside > wanted) & (late > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        earlier = size - inside
        ratio = inside * np.log(inside / wanted)
        ratio += np.where(earlier > 0, earlier * np.log(earlier / (size - wanted)), 0.0)
    return np.where(more, ratio, 0.0)


def best_by_chance(
    balls: Balls, recent: Bools, stratum: Ints, share: Floats, *, shuffles: int, most: int, seed: int
) -> Floats:
    """The best evidence (shuffles,) of any ball with at most `most` recent stories, when days mean nothing.

    Which stories are recent is dealt anew among those of each stratum.
    """
    chance = np.random.default_rng(seed)
    slots = np.argsort(stratum, kind="stable")
    found = np.zeros(shuffles)
    for number in range(shuffles):
        dealt = np.empty_like(recent)
        dealt[slots] = recent[np.lexsort((chance.random(len(recent)), stratum))]
        found[number] = best_ball(balls, dealt, share, most)[0].max(initial=0.0)
    return found


def best_ball(balls: Balls, recent: Bools, share: Floats, most: int) -> tuple[Floats, Ints, Bools]:
    """The best evidence of each story's balls (s,), its place among them (s,), and whether that one is too large.

    One that is too large has no evidence: what so many tell is no weak signal.
    """
    if not balls.places.size:
        n = len(balls.places)
        return np.zeros(n), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool)
    ratio = evidence(balls, recent, share)
    place = ratio.argmax(axis=1)
    rows = np.arange(len(ratio))
    inside = (recent[balls.places] & (np.arange(ratio.shape[1]) <= place[:, None])).sum(axis=1)
    large = inside > most
    return np.where(large, 0.0, ratio[rows, place]), place.astype(np.int64), large


def _ordinal(labels: Ints) -> Ints:
    """How often each label stands further left in its row (s, K); unknown ones never do."""
    order = np.argsort(labels, axis=1, kind="stable")
    ranked = np.take_along_axis(labels, order, axis=1)
    along = np.broadcast_to(np.arange(labels.shape[1]), labels.shape)
    is_new = np.ones(labels.shape, dtype=bool)
    is_new[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    start = np.maximum.accumulate(np.where(is_new, along, 0), axis=1)
    found = np.empty(labels.shape, dtype=np.int64)
    np.put_along_axis(found, order, along - start, axis=1)
    return np.where(labels < 0, 0, found)

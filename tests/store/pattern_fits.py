"""Patterns of the planted kinds as a fit would find them, without one: middles where the kinds were planted."""

import numpy as np

from models.pattern_space import PatternSpace
from narratives.triangle import to_xy
from store.landscape.positions import positions
from store.patterns import (
    PatternFit,
    PatternFound,
    PatternPlace,
    add_pattern_places,
    list_unplaced,
    replace_pattern_fit,
)
from tests.builders import TODAY
from tests.store.placed import CORNERS, POLES

IDS = (4, 7, 9)  # of the glad, the sad and the cross stories


def planted_space(framework):
    blocks = positions(framework).blocks
    middles = np.zeros((3, len(blocks)))
    for kind, (corner, pole) in enumerate(zip(CORNERS, POLES, strict=True)):
        middles[kind, :2] = to_xy(tuple(part / sum(corner) for part in corner))
        middles[kind, 2] = pole[0] / sum(pole)
        middles[kind, 3 + 2 * kind : 5 + 2 * kind] = 0.5
    return PatternSpace(blocks, np.zeros(len(blocks)), np.ones(len(blocks)), middles, 0.1, 0.9)


def fit_planted(db, plot, ids=IDS):
    """Keep the planted patterns, and place every open story among them."""
    from analysis.npz import pack

    space = planted_space(plot[1])
    found = PatternFound((0.93, 0.9, 0.96), (0.95, 0.9, 0.8), 0.025, ((TODAY, len(ids)),))
    fit = PatternFit("planted", 400, TODAY, pack(space.to_arrays()), ids, found)
    replace_pattern_fit(db, plot[0].id, fit)
    rows = list_unplaced(db, plot[0].id, fit.id, 10_000)
    codes = np.frombuffer(b"".join(one for _, one in rows), "<u2").reshape(len(rows), -1).T.astype(np.uint16)
    placed = space.assign(positions(plot[1]).of(codes))
    told = zip(rows, placed.label.tolist(), placed.distance.tolist(), placed.unusual.tolist(), strict=True)
    add_pattern_places(
        db,
        plot[0].id,
        fit.id,
        [PatternPlace(one, None if k < 0 else ids[k], distance, far) for (one, _), k, distance, far in told],
    )
    return fit


def fit_nothing(db, plot):
    """Keep the finding that answers lie evenly."""
    from analysis.npz import pack

    space = planted_space(plot[1])
    none = PatternSpace(space.blocks, space.centre, space.scale, np.zeros((0, len(space.blocks))), 1.0, 9.0)
    replace_pattern_fit(db, plot[0].id, PatternFit("none", 400, TODAY, pack(none.to_arrays()), ()))

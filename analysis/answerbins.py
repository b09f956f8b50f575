"""Answers in the framework's own terms as columns of bins, a signifier at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from models.bins import UNANSWERED, away_bins, category_bins, corner_bins, dyad_bins, extreme_bins, spot_bins, zone_bins
from narratives.signifiers import Choice, Dyad, Triad

Ints = npt.NDArray[np.int64]
Answers = Mapping[str, Any]  # of one story: the answer of each signifier, as stored

_NOWHERE = (np.nan, np.nan, np.nan)
_NOTHING: dict[str, Any] = {}


def triad_columns(triad: str, answers: Sequence[Answers]) -> list[Ints]:
    """Three corners, how extreme, which zone, which spot: each (n,)."""
    shares = _shares(triad, answers)
    return [*corner_bins(shares).T, extreme_bins(shares), zone_bins(shares), spot_bins(shares)]


def zone_column(triad: str, answers: Sequence[Answers]) -> Ints:
    """Which zone (n,)."""
    return zone_bins(_shares(triad, answers))


def dyad_columns(dyad: str, answers: Sequence[Answers]) -> list[Ints]:
    """The position and the distance from the middle: each (n,)."""
    values = np.array([one.get(dyad, _NOTHING).get("value", np.nan) for one in answers], dtype=np.float64)
    return [dyad_bins(values), away_bins(values)]


def choice_column(choice: Choice, answers: Sequence[Answers]) -> Ints:
    """The place (n,) of the option that was chosen."""
    places = {option.id: place for place, option in enumerate(choice.options)}
    chosen = [one.get(choice.id, _NOTHING).get("options") or ("",) for one in answers]
    return category_bins([places.get(options[0], UNANSWERED) for options in chosen], len(places))


def not_applicable_column(signifiers: Sequence[Triad | Dyad], answers: Sequence[Answers]) -> Ints:
    """How many of the signifiers were marked as not applicable (n,); -1 for a story that was asked none of them."""
    count, asked = np.zeros(len(answers), dtype=np.int64), np.zeros(len(answers), dtype=np.int64)
    for signifier in signifiers:
        name = signifier.id
        count += np.array(["na" in one.get(name, _NOTHING) for one in answers], dtype=bool)
        asked |= np.array([name in one and "shown" not in one[name] for one in answers], dtype=bool)
    return np.where(asked > 0, count, UNANSWERED)


def _shares(triad: str, answers: Sequence[Answers]) -> npt.NDArray[np.float64]:
    """Shares (n, 3); what is no placement of three shares is not answered."""
    said = [one.get(triad, _NOTHING).get("shares", _NOWHERE) for one in answers]
    return np.array([one if len(one) == 3 else _NOWHERE for one in said], dtype=np.float64).reshape(-1, 3)

"""What is known of a collection's fitted themes besides the fit: how stable they are, and what free fits wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from store.database import Database

MOST_LEANINGS = 12


@dataclass(frozen=True, slots=True)
class ThemeStability:
    """How alike the themes of resamples are, from 0 to 1: of the whole with its 95 % interval, and of each theme."""

    whole: float
    low: float
    high: float
    themes: Mapping[int, float]

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Leaning:
    """A free fit: its day, how many themes it wanted, of how many stories, and the inertia of the fit in use then."""

    day: date
    wanted: int
    n: int
    inertia: float


@dataclass(frozen=True, slots=True)
class FitNotes:
    """A fit's day, its stability (None before it was measured), and the free fits since its number of themes holds."""

    fit: str
    fitted_on: date
    n: int
    stability: ThemeStability | None
    leaning: tuple[Leaning, ...]


def stability_from(text: str | None) -> ThemeStability | None:
    """A stability as it was stored; None for none."""
    if not text or text == "null":
        return None
    found = json.loads(text)
    themes = {int(theme): value for theme, value in found["themes"].items()}
    return ThemeStability(found["whole"], found["low"], found["high"], themes)


def get_notes(db: Database, collection_id: str, model_id: str | None = None) -> FitNotes | None:
    """What is known of the fit of a model, or of the newest of any; None before the first fit."""
    row = db.one(
        """
        select fit, fitted_on, n, stability, leaning from theme_fits
        where collection_id = :id and (:model is null or model_id = :model) order by fitted_on desc limit 1
        """,
        id=collection_id,
        model=model_id,
    )
    if row is None:
        return None
    leaning = [Leaning(date.fromisoformat(day), *rest) for day, *rest in json.loads(row["leaning"])]
    fitted_on = date.fromisoformat(row["fitted_on"] or "1970-01-01")
    return FitNotes(row["fit"], fitted_on, int(row["n"]), stability_from(row["stability"]), tuple(leaning))


def keep_stability(db: Database, collection_id: str, fit: str, stability: ThemeStability) -> None:
    """Keep how stable a fit is, unless it is no longer the one in use."""
    with db.write():
        db.execute(
            "update theme_fits set stability = :told where collection_id = :id and fit = :fit",
            told=stability.to_json(),
            id=collection_id,
            fit=fit,
        )


def keep_leaning(db: Database, collection_id: str, model_id: str, leaning: tuple[Leaning, ...]) -> None:
    """Keep what the latest free fits wanted."""
    told = [[one.day.isoformat(), one.wanted, one.n, one.inertia] for one in leaning[-MOST_LEANINGS:]]
    with db.write():
        db.execute(
            "update theme_fits set leaning = :told where collection_id = :id and model_id = :model",
            told=json.dumps(told),
            id=collection_id,
            model=model_id,
        )

"""The most and the least typical of some stories: told by their words where they are vectors, else by placements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.typicality import Typicality, by_placements, by_vectors
from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Signifier, Triad
from store.database import Database
from store.release_stories import Story

MOST_PLACED = 1_000  # every pair is looked at for every question
_LEAST_EMBEDDED = 0.5  # of the stories: the rest are still to be read by the worker, or have no words

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Stories in their order; `by` is "words" or "placements", or "" where there is nothing to tell it by.

    `unknown` says how many of them are left out because nothing is known of them, `looked_at` how many were looked
    at altogether.
    """

    stories: tuple[Story, ...]
    by: str
    unknown: int
    looked_at: int


def rank(
    db: Database, collection: Collection, framework: Framework, stories: Sequence[Story], *, atypical: bool
) -> Ranking:
    """Stories by how typical they are of each other; in the order given where they are fewer than k."""
    if len(stories) < collection.k:
        return Ranking(tuple(stories), "", 0, len(stories))
    vectors = _vectors(db, stories)
    if vectors is not None:
        return _ranking(stories, by_vectors(vectors), "words", atypical=atypical)
    if collection.policy is not Policy.OPEN:
        return Ranking(tuple(stories), "", 0, len(stories))
    some = stories[:MOST_PLACED]
    placements = [_column(signifier, some) for signifier in framework.told if _tells(signifier)]
    return _ranking(some, by_placements(placements), "placements", atypical=atypical)


def _ranking(stories: Sequence[Story], found: Typicality, by: str, *, atypical: bool) -> Ranking:
    order = found.most_atypical() if atypical else found.most_typical()
    ranked = tuple(stories[int(row)] for row in order)
    return Ranking(ranked, by, len(stories) - len(ranked), len(stories))


def _vectors(db: Database, stories: Sequence[Story]) -> npt.NDArray[np.float16] | None:
    """A row for each story in the space that most of them are in, zeros where one has none; None without a space."""
    ids = [story.id for story in stories]
    model = _commonest_model(db, ids)
    rows = db.tuples(
        """
        select n.id, v.vector from json_each(:ids) as w cross join narratives as n on n.id = w.value
        join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        """,
        ids=json.dumps(ids),
        model=model,
    )
    if not rows or len(rows) < _LEAST_EMBEDDED * len(ids):
        return None
    places = {one: place for place, one in enumerate(ids)}
    found = np.zeros((len(ids), len(rows[0][1]) // 2), np.float16)
    for one, packed in rows:
        found[places[one]] = np.frombuffer(packed, "<f2")
    return found


def _commonest_model(db: Database, ids: Sequence[str]) -> str:
    row = db.one(
        """
        select v.model_id, count(*) as n from json_each(:ids) as w cross join narratives as n on n.id = w.value
        join vectors as v on v.text_hash = n.text_hash
        group by v.model_id order by n desc, v.model_id limit 1
        """,
        ids=json.dumps(list(ids)),
    )
    return str(row["model_id"]) if row else ""


def _tells(signifier: Signifier) -> bool:
    """Whether where an answer lies says something of the story, and not of who told it."""
    about_teller = isinstance(signifier, Choice) and signifier.asks_about == "respondent"
    return isinstance(signifier, Triad | Dyad | Choice) and not about_teller


def _column(signifier: Signifier, stories: Sequence[Story]) -> Floats:
    wide = len(signifier.options) if isinstance(signifier, Choice) else 3 if isinstance(signifier, Triad) else 1
    found = np.full((len(stories), wide), np.nan)
    for row, story in enumerate(stories):
        match next((answer for answer in story.answers if answer.signifier == signifier.id), None):
            case TriadAnswer(shares=shares):
                found[row] = shares
            case DyadAnswer(value=value):
                found[row] = value
            case ChoiceAnswer(options=options) if isinstance(signifier, Choice) and options:
                found[row] = [option.id in options for option in signifier.options]
    return found

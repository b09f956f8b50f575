"""Ways from a story to its place: the map with the part of a picture picked that the story lies in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import url_for

from narratives.answers import Answer
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.places import part_around
from narratives.selection import most_places, part_text
from narratives.signifiers import Triad
from web.explore.filters import Query


def map_href(collection: Collection, query: Mapping[str, str | list[str]], **more: str) -> str:
    """The address of the map of a selection."""
    return url_for("explore.map", collection_id=collection.id, **(dict(query) | more))  # type: ignore[arg-type]


def hrefs_of(collection: Collection, framework: Framework, answers: Iterable[Answer], query: Query) -> dict[str, str]:
    """For each signifier that has a picture, where in it a story lies: the map with that part picked, by its id.

    `query` is what the map keeps besides: a group, a period, whose stories.
    """
    given = {answer.signifier: answer for answer in answers}
    return {
        one.id: map_href(collection, query | _picked(framework, given[one.id]))
        for one in framework.told
        if one.id in given and most_places(one)
    }


def _picked(framework: Framework, answer: Answer) -> Query:
    signifier = framework.signifier(answer.signifier)
    picked: Query = {"part": [part_text(part_around(signifier, answer))]}
    return picked | {"triad": signifier.id} if isinstance(signifier, Triad) else picked


def best_of(framework: Framework, hrefs: Mapping[str, str], picked: Iterable[str]) -> str:
    """The one place to point to: in a picture that is picked from, else in the first triad, else in any."""
    triads = (one.id for one in framework.triads)
    return next((hrefs[one] for one in (*picked, *triads, *hrefs) if one in hrefs), "")

"""The charts of a pack: the pictures of questions, and sentences that can be asked again with theirs."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.frozen_query import Chart
from narratives.narrative import Kind
from narratives.selection import View
from narratives.workshop import Workshop
from store.claims import Claim, list_claims
from web.explore.blueprint import today
from web.explore.filters import Filters
from web.explore.pictures.album import Album
from web.explore.pictures.picture import Picture
from web.reports.drawing import filters_of, svg_of
from web.stores import stores


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as it is printed: its title, what is read aloud instead of it, its sentence, and how it was answered.

    Its picture goes by the name of `file`, which is empty where there is none.
    """

    title: str
    said: str
    sentence: str
    counts: str = ""
    file: str = ""
    svg: bytes = b""


def drawn_charts(workshop: Workshop, collection: Collection, framework: Framework) -> list[Drawn]:
    """The charts that a workshop takes along, drawn of what may be shown today; claims after the questions."""
    whole = Album(stores(), collection, framework, Filters(collection, View(Kind.RESPONDENT), "", "", "", ()), today())
    found: list[Drawn] = []
    for name in workshop.taken.charts:
        picture = whole.named(name)
        if picture is not None:
            found.append(_drawn(picture, picture.said, len(found)))
    known = {one.id: one for one in list_claims(stores().stories, collection.id)}
    for claim in (known[one] for one in workshop.taken.claims if one in known):
        found.append(_of_claim(claim, collection, framework, len(found)))
    return found


def _of_claim(claim: Claim, collection: Collection, framework: Framework, number: int) -> Drawn:
    query = claim.query
    if query.chart in {Chart.PICTURE, Chart.LINE}:
        album = Album(stores(), collection, framework, filters_of(collection, query.view), today())
        picture = album.line() if query.chart is Chart.LINE else album.named(query.subject[0])
        if picture is not None:
            return _drawn(picture, claim.text or claim.result.sentence, number)
    return Drawn(claim.text or claim.result.sentence, "", claim.result.sentence)


def _drawn(picture: Picture, sentence: str, number: int) -> Drawn:
    said = " ".join((picture.said, picture.counts)).strip()
    return Drawn(picture.title, said, sentence, picture.counts, f"chart-{number}.svg", svg_of(picture))

"""The page of several collections on common axes: a question of them in a picture, a table and a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from narratives.collection import Collection
from narratives.combined import Combined, Part, Weight, zone_sums
from narratives.common_axes import Axes, turn
from narratives.disclosure import DYAD_BINS
from narratives.narrative import Kind
from narratives.signifiers import Dyad, Placed, Triad
from store.collections import framework_of
from store.release_combined import Source, combined
from web.combined.choosing import WHOSE, Chosen, Line, key_of
from web.combined.pictures import Picture, alone, picture_of
from web.events.marks import Mark, marks_of
from web.explore.triangle import TrianglePicture
from web.sentences import joined, percent
from web.stores import Stores
from web.words import zone_words

_STRETCHES = 5  # of a line, each of as many bins


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part: its mark and name, how much of all it is, its mean towards each anchor, and itself alone."""

    mark: Mark
    name: str
    href: str
    asked: str
    n: str
    share: str
    means: tuple[str, ...]
    small: TrianglePicture | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A zone of the triangle or a stretch of the line: the accounts of each part there, and of all together."""

    label: str
    cells: tuple[str, ...]
    together: str


@dataclass(frozen=True, slots=True)
class CombinedQuestion:
    """One question on its axis; there is no picture where fewer than two parts can be shown."""

    title: str
    anchors: tuple[str, ...]
    sentence: str
    picture: Picture | None
    columns: tuple[str, ...]
    parts: tuple[PartRow, ...]
    places: tuple[PlaceRow, ...]
    too_few: str
    untold: int


@dataclass(frozen=True, slots=True)
class Tab:
    """A question to choose: in how many collections it is asked."""

    title: str
    href: str
    current: bool
    n: int


def tabs(axes: Axes, lines: Sequence[Line], chosen: Chosen) -> tuple[Tab, ...]:
    """The questions that can be combined; the one that is shown is current."""
    shown = current(lines, chosen)
    return tuple(
        Tab(
            axes.question(line.asked).title,
            f"{url_for('.page')}?{chosen.query(question=line.key)}#question",
            line == shown,
            len(line.members),
        )
        for line in lines
    )


def current(lines: Sequence[Line], chosen: Chosen) -> Line | None:
    """The question that is asked for, else the first."""
    named = (line for line in lines if any(key_of(there) == chosen.question for there, _ in line.members.values()))
    return next(named, next(iter(lines), None))


def question(held: Stores, axes: Axes, line: Line, chosen: Chosen) -> CombinedQuestion:
    """One question of all collections that ask it."""
    axis = axes.question(line.asked)
    sources = [
        _source(held, axes, line, one, kind)
        for one in chosen.collections
        if one.id in line.members
        for kind in WHOSE[chosen.whose][1]
    ]
    found = combined(held.stories, held.landscape, axis, sources)
    names = _names(sources, whose=chosen.whose)
    marks = marks_of([part.key for part in found.parts])
    by_key = {source.key: source for source in sources}
    told = found.is_told
    return CombinedQuestion(
        title=axis.title,
        anchors=tuple(anchor.label for anchor in axis.anchors),
        sentence=_sentence(found, names, chosen.weight),
        picture=picture_of(found, chosen.weight, marks) if told else None,
        columns=_columns(axis),
        parts=tuple(_part_row(part, found, marks, names, by_key[part.key]) for part in found.parts) if told else (),
        places=_place_rows(found, chosen.weight) if told else (),
        too_few=joined([names[key] for key in found.too_few]),
        untold=found.n - found.n_in_places if told else 0,
    )


def _source(held: Stores, axes: Axes, line: Line, collection: Collection, kind: Kind) -> Source:
    there, anchors = line.members[collection.id]
    asked = axes.question(there)
    way = turn(axes.question(line.asked), asked, anchors)
    return Source(collection, framework_of(held.stories, collection), asked, way, kind)


def _names(sources: Sequence[Source], *, whose: str) -> Mapping[str, str]:
    """What each part is called: by its collection, and by whose accounts they are where there are both."""
    of = {Kind.RESPONDENT: "people’s own", Kind.PRACTITIONER: "practitioners’"}
    return {
        one.key: f"{one.collection.title}, {of[one.kind]}" if whose == "both" else one.collection.title
        for one in sources
    }


def _columns(axis: Placed) -> tuple[str, ...]:
    labels = tuple(anchor.label for anchor in axis.anchors)
    return labels if isinstance(axis, Triad) else labels[1:]


def _part_row(
    part: Part, found: Combined, marks: Mapping[str, Mark], names: Mapping[str, str], source: Source
) -> PartRow:
    return PartRow(
        mark=marks[part.key],
        name=names[part.key],
        href=url_for("explore.map", collection_id=part.collection),
        asked=source.question.title,
        n=f"{part.place.n:,}",
        share=percent(part.place.n / found.n),
        means=tuple(
            f"{100 * mean:.0f} [{100 * low:.0f}, {100 * high:.0f}]"
            for mean, low, high in zip(part.place.mean, part.place.low, part.place.high, strict=True)
        ),
        small=alone(part) if isinstance(found.axis, Triad) else None,
    )


def _place_rows(found: Combined, weight: Weight) -> tuple[PlaceRow, ...]:
    labels = place_words(found.axis)
    counts = [_in_places(found.axis, part.figures.places) for part in found.parts]
    shares = [_in_places(found.axis, part.shares) for part in found.parts]
    together = _in_places(found.axis, found.together(weight))
    return tuple(
        PlaceRow(
            label,
            tuple(f"{n[place]:,.0f} ({percent(share[place])})" for n, share in zip(counts, shares, strict=True)),
            percent(together[place]),
        )
        for place, label in labels.items()
    )


def place_words(axis: Placed) -> dict[str, str]:
    """What the zones of a triangle are called, or the stretches of a line."""
    if isinstance(axis, Triad):
        return zone_words(axis)
    low, high = (anchor.label for anchor in axis.anchors)
    words = (f"Near “{low}”", f"Rather “{low}”", "In the middle", f"Rather “{high}”", f"Near “{high}”")
    return {str(number): said for number, said in enumerate(words)}


def _in_places(axis: Placed, places: Sequence[float]) -> dict[str, float]:
    if isinstance(axis, Triad):
        return zone_sums(places)
    wide = DYAD_BINS // _STRETCHES
    return {str(number): sum(places[number * wide : (number + 1) * wide]) for number in range(_STRETCHES)}


def _sentence(found: Combined, names: Mapping[str, str], weight: Weight) -> str:
    if not found.is_told:
        shown = f"{names[found.parts[0].key]} alone shows" if found.parts else "No collection shows"
        return f"{shown} enough accounts of this question: there is nothing to put together yet."
    together = _in_places(found.axis, found.together(weight))
    fullest = max(together, key=lambda place: together[place])
    where = place_words(found.axis)[fullest]
    most, least = _ends(found)
    towards = found.axis.anchors[1].label if isinstance(found.axis, Dyad) else found.axis.anchors[most[0]].label
    counted = "every account counts the same" if weight is Weight.ACCOUNTS else "every collection counts the same"
    share = percent(together[fullest])
    return (
        f"Of {found.n_in_places:,} accounts, {share} lie in one place: {_lower(where)} ({counted}). "
        f"{names[most[1]]} lies nearest to “{towards}” with {100 * most[2]:.0f} of 100 points on average, "
        f"{names[least[1]]} furthest from it with {100 * least[2]:.0f}."
    )


def _ends(found: Combined) -> tuple[tuple[int, str, float], tuple[int, str, float]]:
    """The anchor that parts the means most, with the part that is nearest to it and the one that is furthest."""
    axes = range(len(found.parts[0].place.mean))
    spread = {axis: sorted((part.place.mean[axis], part.key) for part in found.parts) for axis in axes}
    widest = max(axes, key=lambda axis: spread[axis][-1][0] - spread[axis][0][0])
    (low, last), (high, first) = spread[widest][0], spread[widest][-1]
    return (widest, first, high), (widest, last, low)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]

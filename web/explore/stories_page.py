"""Stories to read: cards with the teller's own placements, and the filters that choose them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from narratives.answers import DyadAnswer, TriadAnswer
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.disclosure import GRID
from narratives.framework import Framework
from narratives.narrative import Kind, Scope
from narratives.signifiers import Triad
from narratives.translation import name_of
from narratives.triangle import ZONES, cell_of, coarser, fine_zones, zone_of
from store import release
from store.database import Database
from store.release import Story, View
from web.explore.filters import Filters
from web.explore.triangle import dot_at
from web.marks import DANGER, PENS, careless_words, hearer_words, use_words
from web.words import answer_words, zone_words

A_PAGE = 20
MOST_OF_A_PLACE = 50
CARD_CHARACTERS = 700
QUOTE_CHARACTERS = 280
WHOLE_STORY = 1_000_000
_SCANNED = 2_000  # a search by words that also asks for a place looks at so many of its newest matches


@dataclass(frozen=True, slots=True)
class Placement:
    """One answer of the teller in words, and where it lies: in a triangle, along a line (0 to 100), or nowhere."""

    title: str
    words: str
    dot: tuple[int, int] | None = None
    along: int | None = None

    @property
    def is_placed(self) -> bool:
        """Whether there is a picture of it."""
        return self.dot is not None or self.along is not None


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story as it is read."""

    id: str
    title: str
    text: str
    is_cut: bool
    href: str
    where: str
    when: str
    theme: str
    kind: str
    unusual: bool
    placements: tuple[Placement, ...]
    answers: tuple[Placement, ...]
    use: str
    hearers: tuple[str, ...]
    remarks: tuple[str, ...]
    language: str
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a triad that stories are asked for by: a zone, or cells that were drawn round."""

    triad: Triad
    zone: str
    cells: frozenset[int]

    @property
    def words(self) -> str:
        """The part in words."""
        if self.zone:
            return f"{zone_words(self.triad)[self.zone]} in “{self.triad.title}”"
        return f"The part drawn round in “{self.triad.title}”"

    @property
    def query(self) -> dict[str, str]:
        """What a link carries to keep this place."""
        if self.zone:
            return {"triad": self.triad.id, "zone": self.zone}
        return {"triad": self.triad.id, "cells": "-".join(str(cell) for cell in sorted(self.cells))}

    def holds(self, story: Story) -> bool:
        """Whether a story lies here."""
        answer = next((one for one in story.answers if one.signifier == self.triad.id), None)
        if not isinstance(answer, TriadAnswer):
            return False
        return zone_of(answer.shares) == self.zone if self.zone else cell_of(answer.shares, GRID) in self.cells

    @property
    def stored_cells(self) -> frozenset[int]:
        """The cells of the stored grid that make up this place."""
        if self.zone:
            return frozenset(cell for cell, zone in enumerate(fine_zones()) if zone == self.zone)
        return frozenset(cell for cell, shown in enumerate(coarser(GRID)) if shown in self.cells)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for besides group, period and kind."""

    theme: int | None
    words: str
    place: Place | None
    page: int
    use: Scope = Scope.READ

    @property
    def query(self) -> dict[str, str]:
        """What a link carries to keep these, the page left out."""
        theme = "" if self.theme is None else str(self.theme)
        use = "" if self.use is Scope.READ else self.use.value
        named = {"theme": theme, "words": self.words, "use": use} | (self.place.query if self.place else {})
        return {name: value for name, value in named.items() if value}


def read_wanted(framework: Framework, fields: Mapping[str, str]) -> Wanted:
    """What the page's address asks for; what it cannot mean is left out."""
    theme, page = fields.get("theme", ""), fields.get("page", "1")
    return Wanted(
        theme=int(theme) if theme.isascii() and theme.isdigit() and len(theme) < 7 else None,
        words=_printable(fields.get("words", ""))[:200],
        place=_read_place(framework, fields),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        use=Scope(fields["use"]) if fields.get("use") in {Scope.QUOTE, Scope.PUBLISH} else Scope.READ,
    )


def _printable(typed: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())


def _read_place(framework: Framework, fields: Mapping[str, str]) -> Place | None:
    triad = next((triad for triad in framework.triads if triad.id == fields.get("triad")), None)
    if triad is None:
        return None
    if fields.get("zone") in ZONES:
        return Place(triad, fields["zone"], frozenset())
    named = fields.get("cells", "").split("-")[: GRID * GRID]
    cells = frozenset(int(part) for part in named if part.isascii() and part.isdigit() and len(part) < 4)
    cells &= frozenset(range(GRID * GRID))
    return Place(triad, "", cells) if cells else None


def find_stories(
    db: Database, collection: Collection, framework: Framework, view: View, wanted: Wanted
) -> tuple[list[Story], bool]:
    """The stories of one page, and whether another page follows. Stories asked for by place come on one page."""
    place = wanted.place
    if place is None:
        start = (wanted.page - 1) * A_PAGE
        found = release.list_stories(
            db, collection, view, theme=wanted.theme, words=wanted.words, use=wanted.use, limit=A_PAGE + 1, offset=start
        )
        return found[:A_PAGE], len(found) > A_PAGE
    if wanted.theme is None and not wanted.words and wanted.use is Scope.READ:
        return release.list_zone_stories(db, collection, framework, place.triad.id, place.stored_cells, view), False
    matching = release.list_stories(
        db, collection, view, theme=wanted.theme, words=wanted.words, use=wanted.use, limit=_SCANNED
    )
    return [story for story in matching if place.holds(story)][:MOST_OF_A_PLACE], False


def story_cards(
    collection: Collection, framework: Framework, stories: Sequence[Story], themes: Mapping[int, str], *, most: int
) -> tuple[StoryCard, ...]:
    """Cards to read; stories of more than `most` characters are cut and lead to the whole one."""
    return tuple(_card(collection, framework, story, themes, most) for story in stories)


def _card(
    collection: Collection, framework: Framework, story: Story, themes: Mapping[int, str], most: int
) -> StoryCard:
    cut = len(story.text) > most
    text = story.text[:most].rsplit(maxsplit=1)[0] + " …" if cut else story.text
    given = _placements(framework, story)
    return StoryCard(
        id=story.id,
        title=story.title,
        text=text,
        is_cut=cut,
        href=url_for("explore.story", collection_id=collection.id, story_id=story.id),
        where=story.group,
        when="" if story.week_of is None else f"Week of {spoken(story.week_of)}",
        theme="" if story.theme is None else themes.get(story.theme, ""),
        kind={Kind.PRACTITIONER: "Practitioner’s account", Kind.OBSERVER: "Observer’s account"}.get(story.kind, ""),
        unusual=story.unusual,
        placements=tuple(one for one in given if one.is_placed),
        answers=tuple(one for one in given if not one.is_placed),
        use=use_words(story.uses),
        hearers=hearer_words(framework, story.hearers),
        language=story.language,
        recording=_recording(collection, story),
        remarks=_remarks(framework, story),
    )


def _remarks(framework: Framework, story: Story) -> tuple[str, ...]:
    """What else there is to know of a story, the most pressing first."""
    danger = DANGER if story.danger else ""
    said = (danger, _told_in(framework, story), PENS.get(story.pen, ""), *careless_words(story.marks))
    return tuple(filter(None, said))


def _told_in(framework: Framework, story: Story) -> str:
    """The language of a story that was not told in the framework's own."""
    return f"Told in {name_of(story.language)}" if story.language not in {"", framework.language} else ""


def _recording(collection: Collection, story: Story) -> str:
    """Where a story that was spoken can be listened to."""
    if not story.spoken:
        return ""
    return url_for("explore.recording", collection_id=collection.id, story_id=story.id)


def _placements(framework: Framework, story: Story) -> tuple[Placement, ...]:
    given = {answer.signifier: answer for answer in story.answers}
    found = []
    for signifier in framework.signifiers:
        answer = given.get(signifier.id)
        if answer is None:
            continue
        dot = dot_at(answer.shares) if isinstance(answer, TriadAnswer) else None
        along = round(100 * answer.value) if isinstance(answer, DyadAnswer) else None
        found.append(Placement(signifier.title, answer_words(signifier, answer), dot, along))
    return tuple(found)


def page_links(filters: Filters, wanted: Wanted, *, more: bool) -> dict[str, str]:
    """The addresses of the pages before and after this one, by "previous" and "next"."""
    links = {}
    for name, page, exists in (("previous", wanted.page - 1, wanted.page > 1), ("next", wanted.page + 1, more)):
        if exists:
            query = filters.query | wanted.query | {"page": str(page)}
            links[name] = url_for("explore.stories", collection_id=filters.collection.id, **query)  # type: ignore[arg-type]
    return links

"""Stories as cards to read: the teller's own words, where they placed them, and what may be done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from flask import url_for

from narratives.answers import DyadAnswer, TriadAnswer
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.translation import name_of
from store.release import Story
from web.explore.map_links import best_of, hrefs_of
from web.explore.triangle import dot_at
from web.marks import DANGER, PENS, careless_words, hearer_words, use_words
from web.words import answer_words

CARD_CHARACTERS = 700
QUOTE_CHARACTERS = 280
WHOLE_STORY = 1_000_000
KIND_WORDS = {Kind.PRACTITIONER: "Practitioner’s account", Kind.OBSERVER: "Observer’s account"}


@dataclass(frozen=True, slots=True)
class Placement:
    """One answer of the teller in words, and where it lies: in a triangle, along a line (0 to 100), or nowhere.

    `href` leads to that place on the map.
    """

    title: str
    words: str
    dot: tuple[int, int] | None = None
    along: int | None = None
    href: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether there is a picture of it."""
        return self.dot is not None or self.along is not None


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story as it is read; `on_map` leads to where it lies on the map, where that may be known.

    `alike` leads to stories that mean something similar; `why` says why a search found it.
    """

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
    on_map: str = ""
    alike: str = ""
    why: str = ""

    @property
    def begins(self) -> str:
        """How the story begins: what tells it from the others in a list of links."""
        return self.title or self.text[:60] or "a story that was spoken"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the links of cards keep: the reader's list in the links to stories, the coarse filters in those to the map.

    `picked` are the signifiers that something is picked in: a story's place in one of those is pointed to first.
    """

    query: Mapping[str, str | list[str]]
    coarse: Mapping[str, str | list[str]]
    picked: tuple[str, ...] = ()


_ANYWHERE = Reading({}, {})


def story_cards(
    collection: Collection,
    framework: Framework,
    stories: Sequence[Story],
    themes: Mapping[int, str],
    *,
    most: int,
    reading: Reading = _ANYWHERE,
    first: int | None = None,
    why: Mapping[str, str] = MappingProxyType({}),
) -> tuple[StoryCard, ...]:
    """Cards to read; stories of more than `most` characters are cut and lead to the whole one.

    `first` is the place of the first card in the reader's list, so that a story's own page knows its neighbours;
    `why` says of a story why it was found.
    """
    cards = (
        _card(collection, framework, story, themes, most, reading, None if first is None else first + number)
        for number, story in enumerate(stories)
    )
    return tuple(replace(card, why=why.get(card.id, "")) for card in cards)


def _card(
    collection: Collection,
    framework: Framework,
    story: Story,
    themes: Mapping[int, str],
    most: int,
    reading: Reading,
    at: int | None,
) -> StoryCard:
    cut = len(story.text) > most
    hrefs = hrefs_of(collection, framework, story.answers, dict(reading.coarse))
    given = _placements(framework, story, hrefs)
    listed = dict(reading.query) | ({} if at is None else {"at": str(at)})
    return StoryCard(
        id=story.id,
        title=story.title,
        text=story.text[:most].rsplit(maxsplit=1)[0] + " …" if cut else story.text,
        is_cut=cut,
        href=url_for("explore.story", collection_id=collection.id, story_id=story.id, **listed),  # type: ignore[arg-type]
        where=story.group,
        when="" if story.week_of is None else f"Week of {spoken(story.week_of)}",
        theme="" if story.theme is None else themes.get(story.theme, ""),
        kind=KIND_WORDS.get(story.kind, ""),
        unusual=story.unusual,
        placements=tuple(one for one in given if one.is_placed),
        answers=tuple(one for one in given if not one.is_placed),
        use=use_words(story.uses),
        hearers=hearer_words(framework, story.hearers),
        language=story.language,
        recording=_recording(collection, story),
        remarks=_remarks(framework, story),
        on_map=best_of(framework, hrefs, reading.picked),
        alike=_alike(collection, story),
    )


def _alike(collection: Collection, story: Story) -> str:
    """Where stories of the same kind are that mean something similar; nowhere for one that has no words."""
    if not story.text:
        return ""
    kind = {} if story.kind is Kind.RESPONDENT else {"kind": story.kind.value}
    return url_for("explore.stories", collection_id=collection.id, like=story.id, **kind)  # type: ignore[arg-type]


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


def _placements(framework: Framework, story: Story, hrefs: Mapping[str, str]) -> tuple[Placement, ...]:
    given = {answer.signifier: answer for answer in story.answers}
    found = []
    for signifier in framework.told:
        answer = given.get(signifier.id)
        if answer is None:
            continue
        dot = dot_at(answer.shares) if isinstance(answer, TriadAnswer) else None
        along = round(100 * answer.value) if isinstance(answer, DyadAnswer) else None
        href = hrefs.get(signifier.id, "")
        found.append(Placement(signifier.title, answer_words(signifier, answer), dot, along, href))
    return tuple(found)

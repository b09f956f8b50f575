"""Random collections with every kind of question, and what is true of them by looking at each story."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from narratives.answers import Answer, ChoiceAnswer, DyadAnswer, NeverShown, NotApplicable, StonesAnswer, TriadAnswer
from narratives.calendar import day_number
from narratives.codes import NEVER_SHOWN, NOT_ANSWERED, NOT_APPLICABLE, SCALE
from narratives.collection import Collection
from narratives.disclosure import DYAD_BINS, GRID, STONE_CELLS, stone_cell
from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.narrative import Kind, Narrative, Scope, Source, State
from narratives.selection import Part, View, most_places
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.temperature import hot_score
from narratives.triangle import FINE, cell_centroids, cell_of, coarser
from store.collections import add_collection
from store.database import SqliteDatabase
from store.erasure import withdraw
from store.frameworks import add_framework
from store.moderation import change_release
from store.narratives import import_narratives
from store.theming import Assignment, add_assignments
from tests.builders import FRAMEWORK, TODAY, make_collection

STONES: dict[str, Any] = {
    "type": "stones",
    "id": "yard",
    "title": "Where they lie",
    "required": False,
    "x_anchors": [{"id": "near", "label": "near"}, {"id": "far", "label": "far"}],
    "y_anchors": [{"id": "low", "label": "low"}, {"id": "high", "label": "high"}],
    "stones": [{"id": "rake", "label": "the rake"}, {"id": "spade", "label": "the spade"}],
}
SECRET = b"s" * 32
GROUPS, AREAS, LANGUAGES, THEMES = ("east", "west", ""), ("hill", "lane", "mill", ""), ("en", "cy"), (1, 2, 7)
MARKS = {NotApplicable: NOT_APPLICABLE, NeverShown: NEVER_SHOWN}


def open_rich_plot(db: SqliteDatabase, **changes: Any) -> tuple[Collection, Framework]:
    """A collection with a question of every kind."""
    framework = read_framework({**FRAMEWORK, "signifiers": [*FRAMEWORK["signifiers"], STONES]})
    collection = make_collection(**changes)
    add_framework(db, framework)
    add_collection(db, collection)
    return collection, framework


@dataclass
class Plot:
    """A collection in the store beside a plain list of what was told in it."""

    db: SqliteDatabase
    collection: Collection
    framework: Framework
    chance: random.Random
    told: dict[str, Narrative]
    held: set[str]
    themes: dict[str, int | None]
    days: int = 70
    number: int = 0

    def tell(self, count: int, **changes: Any) -> list[Narrative]:
        """Import that many random stories."""
        stories = [replace(self._story(), **changes) for _ in range(count)]
        import_narratives(self.db, self.collection, self.framework, stories, {})
        self.told |= {one.id: one for one in stories}
        return stories

    def withdraw(self, story: str) -> None:
        withdraw(self.db, story, SECRET)
        self.told.pop(story)
        self.themes.pop(story, None)

    def hold(self, story: str) -> None:
        old, new = (State.HELD, State.RELEASED) if story in self.held else (State.RELEASED, State.HELD)
        assert change_release(self.db, self.collection, story, old, new)
        self.held ^= {story}

    def reword(self, story: str) -> None:
        """Import a story again with other answers, on another day and in another place."""
        before, after = self.told[story], self._story()
        source = replace(before.source, row_hash=f"{self.number}")
        after = replace(after, id=story, source=source, kind=before.kind, text=before.text)
        import_narratives(self.db, self.collection, self.framework, [after], {})
        self.told[story] = after

    def theme(self, stories: Iterable[str]) -> None:
        placed = {one: self.chance.choice((*THEMES, None)) for one in stories}
        add_assignments(self.db, "plot", "fit", [Assignment(one, theme, 0.5, False) for one, theme in placed.items()])
        self.themes |= placed

    def open_stories(self, view: View) -> list[Narrative]:
        """The open stories of a view, each looked at."""
        found = [one for one in self.told.values() if one.may_be_read and one.id not in self.held]
        return [one for one in found if is_inside(self, one, view)]

    def _story(self) -> Narrative:
        self.number += 1
        chance = self.chance
        return Narrative(
            collection="plot",
            told_on=TODAY - timedelta(days=chance.randrange(self.days)),
            text=f"Story {self.number}.",
            answers=random_answers(self.framework, chance),
            kind=chance.choices(list(Kind), (8, 1, 1))[0],
            group=chance.choice(GROUPS),
            area=chance.choice(AREAS),
            language=chance.choice(LANGUAGES),
            consent=frozenset({Scope.READ}) if chance.random() < 0.8 else frozenset(),
            source=Source("test", str(self.number), "1"),
            id=chance.randbytes(16).hex(),
        )


def make_plot(db: SqliteDatabase, seed: int, **changes: Any) -> Plot:
    return Plot(db, *open_rich_plot(db, **changes), random.Random(seed), {}, set(), {})


def random_answers(framework: Framework, chance: random.Random) -> tuple[Answer, ...]:
    found: list[Answer] = []
    for signifier in framework.signifiers:
        drawn = chance.random()
        if drawn < 0.1:
            continue
        if drawn < 0.3:
            found.append(NotApplicable(signifier.id) if drawn < 0.2 else NeverShown(signifier.id))
            continue
        found.append(_random_answer(signifier, chance))
    return tuple(found)


def _random_answer(signifier: Signifier, chance: random.Random) -> Answer:
    match signifier:
        case Triad():
            cuts = sorted(chance.random() for _ in range(2))
            return TriadAnswer(signifier.id, (cuts[0], cuts[1] - cuts[0], 1 - cuts[1]), "tap")
        case Dyad():
            return DyadAnswer(signifier.id, chance.choice((0.0, 1.0, 0.5, chance.random())), "tap")
        case Choice():
            n = chance.randint(1, signifier.max_responses)
            return ChoiceAnswer(signifier.id, tuple(one.id for one in chance.sample(signifier.options, n)))
        case Stones():
            placed = chance.sample(signifier.stones, chance.randint(1, len(signifier.stones)))
            return StonesAnswer(
                signifier.id, tuple((one.id, chance.random(), chance.random()) for one in placed), "tap"
            )
    raise AssertionError(signifier)


def places_of(signifier: Signifier, story: Narrative) -> set[int]:
    """Where a story lies in a signifier's picture: its places, or the mark of why it has none."""
    answer = story.answer(signifier.id)
    if answer is None or isinstance(answer, NotApplicable | NeverShown):
        return {NOT_ANSWERED if answer is None else MARKS[type(answer)]}
    match answer:
        case TriadAnswer():
            return {coarser(GRID)[cell_of(answer.shares)]}
        case DyadAnswer():
            return {min(round(answer.value * SCALE) * DYAD_BINS // SCALE, DYAD_BINS - 1)}
        case ChoiceAnswer():
            return {place for place, option in enumerate(signifier.options) if option.id in answer.options}
        case StonesAnswer():
            numbers = {stone.id: number for number, stone in enumerate(signifier.stones)}
            return {numbers[stone] * STONE_CELLS + stone_cell(x, y) for stone, x, y in answer.places}
    raise AssertionError(answer)


def values_of(signifier: Signifier, story: Narrative) -> tuple[float, ...]:
    """The shares or the value of a placed story, as finely as they are stored."""
    answer = story.answer(signifier.id)
    if isinstance(answer, TriadAnswer):
        return cell_centroids(FINE)[cell_of(answer.shares)]
    return (round(answer.value * SCALE) / SCALE,) if isinstance(answer, DyadAnswer) else ()


def is_inside(plot: Plot, story: Narrative, view: View) -> bool:
    return (
        story.kind is view.kind
        and (not view.groups or story.group in view.groups)
        and (view.first is None or story.told_on >= view.first)
        and (view.last is None or story.told_on <= view.last)
        and (not view.areas or story.area in view.areas)
        and (not view.languages or story.language in view.languages)
        and (not view.themes or plot.themes.get(story.id) in view.themes)
        and all(places_of(plot.framework.signifier(part.signifier), story) & part.places for part in view.parts)
    )


def random_view(plot: Plot) -> View:
    """A view that narrows by a few things at once, or by nothing."""
    chance = plot.chance

    def some(values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(chance.sample(values, chance.randint(1, 2))) if chance.random() < 0.3 else ()

    days = sorted(TODAY - timedelta(days=chance.randrange(-3, plot.days + 3)) for _ in range(2))
    return View(
        kind=chance.choices(list(Kind), (8, 1, 1))[0],
        groups=some((*GROUPS, "moon")),
        first=days[0] if chance.random() < 0.3 else None,
        last=days[1] if chance.random() < 0.3 else None,
        areas=some((*AREAS, "moon")),
        languages=some(("en", "cy", "tlh")),
        themes=some((*THEMES, 99)),
        parts=_random_parts(plot.framework, chance),
    )


def _random_parts(framework: Framework, chance: random.Random) -> tuple[Part, ...]:
    parts = []
    for signifier in framework.signifiers:
        most = most_places(signifier)
        if most and chance.random() < 0.25:
            places = set(chance.sample(range(most), chance.randint(1, max(1, most // 2))))
            if chance.random() < 0.3:
                places.add(chance.choice((NOT_APPLICABLE, NOT_ANSWERED, NEVER_SHOWN)))
            parts.append(Part(signifier.id, frozenset(places)))
    return tuple(parts)


def heats_by_monday(plot: Plot, view: View) -> dict[int, list[float]]:
    """The hot scores of a view's open stories, week by week."""
    found: dict[int, list[float]] = {}
    for story in plot.open_stories(view):
        score = hot_score(plot.framework, story.answers)
        if score is not None:
            found.setdefault(monday_of(story.told_on), []).append(score)
    return found


def monday_of(day: date) -> int:
    return day_number(day) - day.weekday()

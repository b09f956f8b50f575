"""Ready packs: questions in two languages that come with the product, and how they are best opened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narratives.collection import K_FLOOR, Collection, CollectionError, Moderation, Policy, ReportingGroup, Signpost
from narratives.collection_texts import texts_of
from narratives.errors import FrameworkError, MurmurationError
from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.narrative import Kind
from narratives.signifiers import Placed

SECOND = "cy"  # the language that every pack speaks besides its own
LEAST_PLACED, MOST_PLACED = 4, 6
_TEXTS = ("id", "title", "for_whom", "about")


class PackError(MurmurationError):
    """Everything that is wrong with a pack, each with its place in the file."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack. `questions` and `opening` are those of a draft.

    `kinds` are whose accounts it is worded for, `add_help` what whoever opens it should add to its signposts.
    `framework` and `collection` are what they come to when they are opened unchanged.
    """

    id: str
    title: str
    for_whom: str
    about: str
    kinds: tuple[Kind, ...]
    add_help: tuple[str, ...]
    questions: Mapping[str, Any]
    opening: Mapping[str, Any]
    framework: Framework
    collection: Collection


def parse_pack(text: str) -> Pack:
    """The pack of a JSON text. Raises PackError, with the line when it is not JSON."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise PackError([f"line {error.lineno}: this is not JSON ({error.msg}); mend the file"]) from error
    except (RecursionError, ValueError) as error:
        raise PackError(["pack: nested too deeply, or a number too long; mend the file"]) from error
    return read_pack(document)


def read_pack(document: object) -> Pack:
    """The pack of a parsed JSON document. Raises PackError with all the problems at once."""
    if not isinstance(document, dict):
        raise PackError(["pack: write one JSON object"])
    problems = list(_problems_around(document))
    try:
        framework = read_framework(document.get("questions"))
    except FrameworkError as error:
        raise PackError([*problems, *(f"questions: {one}" for one in error.problems)]) from error
    problems += _problems_of_questions(framework)
    given = document.get("opening")
    opening: Mapping[str, Any] = given if isinstance(given, dict) else {}
    try:
        collection = _collection(opening, framework)
    except KeyError as error:
        raise PackError([*problems, f"opening: {error.args[0]} is missing; write it"]) from error
    except (CollectionError, AttributeError, TypeError, ValueError) as error:
        raise PackError([*problems, f"opening: this cannot be opened ({error}); see docs/packs.md"]) from error
    problems += _problems_of_opening(opening, collection)
    if problems:
        raise PackError(problems)
    return Pack(
        id=document["id"],
        title=document["title"],
        for_whom=document["for_whom"],
        about=document["about"],
        kinds=tuple(Kind(kind) for kind in document["kinds"]),
        add_help=tuple(document["add_help"]),
        questions=document["questions"],
        opening=opening,
        framework=framework,
        collection=collection,
    )


def packs_in(folder: Path) -> tuple[Pack, ...]:
    """Every pack of a folder, by title. Raises PackError, with the file, when one cannot be used."""
    found = []
    for file in sorted(folder.glob("*.json")):
        try:
            pack = parse_pack(file.read_text(encoding="utf-8"))
        except PackError as error:
            raise PackError(f"{file.name}: {one}" for one in error.problems) from error
        if pack.id != file.stem:
            raise PackError([f"{file.name}: id: found {pack.id!r}; write {file.stem!r}, as the file is called"])
        found.append(pack)
    return tuple(sorted(found, key=lambda pack: pack.title))


def _problems_around(document: Mapping[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        value = document.get(name)
        if not isinstance(value, str) or not value.strip():
            yield f"{name}: write a text here"
    kinds, known = document.get("kinds"), [kind.value for kind in Kind]
    if not isinstance(kinds, list) or not kinds or not all(kind in known for kind in kinds):
        yield f"kinds: found {kinds!r}; write a list of some of {', '.join(known)}"
    add_help = document.get("add_help")
    if not isinstance(add_help, list) or not all(isinstance(one, str) for one in add_help):
        yield "add_help: write a list of texts"


def _problems_of_questions(framework: Framework) -> Iterator[str]:
    if SECOND not in framework.languages:
        yield f"questions: translations.{SECOND}: a text is missing; give every text of the questions in it"
    if not framework.has_level_question:
        yield "questions: mark a dyad as level: triads show the balance only"
    if not framework.has_temperature:
        yield "questions: declare a hot or cold anchor, or nothing can warm up"
    placed: tuple[Placed, ...] = (*framework.triads, *framework.dyads)
    if not LEAST_PLACED <= len(placed) <= MOST_PLACED:
        yield f"questions: found {len(placed)} triads and dyads; give {LEAST_PLACED} to {MOST_PLACED}"
    for signifier in placed:
        labels = [anchor.label.casefold() for anchor in signifier.anchors]
        for label in sorted({one for one in labels if labels.count(one) > 1}):
            yield f"questions: {signifier.id}: the anchor {label!r} stands there more than once"


def _problems_of_opening(opening: Mapping[str, Any], collection: Collection) -> Iterator[str]:
    weekly = opening.get("a_week")
    if not isinstance(weekly, int) or isinstance(weekly, bool) or weekly < 1:
        yield f"opening.a_week: found {weekly!r}; write how many stories a week are expected, 1 or more"
    names = [group.name for group in collection.groups]
    for group in collection.groups:
        if group.parent is not None and group.parent not in names:
            yield f"opening.groups: {group.parent!r} is nobody's name; {group.name!r} cannot merge into it"
    for repeated in sorted({name for name in names if names.count(name) > 1}):
        yield f"opening.groups: {repeated!r} stands there more than once"
    if not collection.signposts:
        yield "opening.signposts: say where somebody finds help"
    for key in sorted(texts_of(collection).keys() - collection.texts.get(SECOND, {}).keys()):
        yield f"opening.texts.{SECOND}.{key}: write this text"


def _collection(opening: Mapping[str, Any], framework: Framework) -> Collection:
    """The collection that an opening makes."""
    return Collection(
        id=opening["id"],
        title=opening["title"],
        framework_id=framework.id,
        framework_version=framework.version,
        policy=Policy(opening["policy"]),
        moderation=Moderation(opening["moderation"]),
        k=opening.get("k", K_FLOOR),
        groups=tuple(ReportingGroup(group["name"], group.get("parent")) for group in opening["groups"]),
        sensitive=opening["sensitive"],
        read_by=opening["read_by"],
        signposts=tuple(Signpost(*post) for post in opening["signposts"]),
        texts=opening["texts"],
    )

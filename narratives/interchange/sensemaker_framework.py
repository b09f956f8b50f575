"""A SenseMaker framework as one of ours, with everything of it that is not asked here kept to be given back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from narratives.framework import Framework
from narratives.framework_file import MAX_BRANCHES, MAX_SIGNIFIERS, read_framework
from narratives.interchange.cells import clean_label
from narratives.interchange.marked_up import plain
from narratives.interchange.sensemaker_branches import opening
from narratives.interchange.sensemaker_document import Definition, Json, each_signifier, read_definition
from narratives.interchange.sensemaker_ids import FORMAT
from narratives.interchange.sensemaker_signifiers import (
    FURNITURE,
    Kept,
    NotAskedError,
    as_question,
    content_of,
    id_of,
    listed,
    other_of,
    title_of,
)
from narratives.interchange.source_ids import Names, id_like
from narratives.signifier_file import RESERVED

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class FrameworkRead:
    """A framework, what of the file is kept and not asked, and what is worth knowing; sentences, in page order."""

    framework: Framework
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_sensemaker(raw: bytes) -> FrameworkRead:
    """The framework of a JSON or zip file in either layout. Raises FrameworkError with what is wrong with it."""
    definition = read_definition(raw)
    reading = _Reading(definition)
    questions = reading.questions()
    framework = read_framework(questions)
    return FrameworkRead(framework, tuple(reading.lost), tuple(reading.notes))


@dataclass(slots=True)
class _Reading:
    definition: Definition
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: Names = field(default_factory=lambda: Names(RESERVED))
    branch_names: Names = field(default_factory=Names)
    kept: Kept = field(default_factory=Kept)
    asked: int = 0

    def questions(self) -> Json:
        """The framework as a document of ours."""
        document = self.definition.document
        story = _story_of(document)
        main = self._entries(document, id_of(story) if story else "")
        branches = list(self._linked(document, main))
        name = name_of(document) or "SenseMaker"
        ours = id_like(id_of(document)) or id_like(name) or FORMAT
        self._tell(document)
        ids: Json = {
            "frameworks": {ours: id_of(document) or ours},
            "story": id_of(story) if story else "",
            "signifiers": self.names.theirs,
            "parts": self.kept.parts,
            "others": self.kept.others,
            "branches": self.branch_names.theirs,
        }
        if story is None:
            self.notes.append(f"No signifier asks for the story, so “{name}” stands in the place of its question.")
        return {
            "id": ours,
            "version": _version(document),
            "title": name,
            "language": _language(document),
            "prompting_question": title_of(story) if story else name,
            "introduction": plain(document.get("description")),
            "signifiers": main,
            **({"branches": branches} if branches else {}),
            "source": {"format": FORMAT, "document": document, "ids": ids},
        }

    def _entries(self, document: Json, story: str) -> list[Json]:
        """The questions of one framework, in the order in which tellers meet them."""
        raws = self._ordered(document)
        texts = {id_of(one) for one in raws if one.get("type") == "freetext"} - {story}
        words = {found[1] for one in raws if one.get("type") == "list" and (found := other_of(one))} & texts
        entries = []
        for raw in raws:
            if raw.get("type") in FURNITURE | {"embedded"} or id_of(raw) == story:
                continue
            if id_of(raw) in self.names.theirs.values():
                self.notes.append(f"{_named(raw)} stands in the file twice and is asked once.")
            elif entry := self._entry(raw, texts, words):
                entries.append(entry)
        # Only now is known whether the choice that these words belong to is asked.
        for raw in raws:
            if id_of(raw) in words - set(self.kept.others.values()) and (entry := self._entry(raw, texts, set())):
                entries.append(entry)
        return entries

    def _entry(self, raw: Json, texts: set[str], words: set[str]) -> Json | None:
        if id_of(raw) in words:
            return None
        if not id_of(raw) or self.asked >= MAX_SIGNIFIERS:
            why = f"at most {MAX_SIGNIFIERS} questions are asked here" if id_of(raw) else "it has no id"
            self.lost.append(f"{_named(raw)} is kept and not asked: {why}.")
            return None
        ours = self.names.give(id_of(raw), "signifier")
        try:
            entry = as_question(raw, ours, texts, self.kept)
        except NotAskedError as error:
            del self.names.theirs[ours]
            self.lost.append(f"{_named(raw)} is kept and not asked: {error}.")
            return None
        self.asked += 1
        hidden = [one for one in listed(content_of(raw), "items") if one.get("visible") is False]
        if hidden and entry["type"] == "choice":
            self.notes.append(f"{_named(raw)} has hidden options ({len(hidden)}); here they can be chosen.")
        return entry

    def _ordered(self, document: Json) -> list[Json]:
        found, order = list(each_signifier(document)), self.definition.order
        if any(id_of(one) in order for one in found):
            found.sort(key=lambda one: order.get(id_of(one), float("inf")))
        return found

    def _linked(self, document: Json, main: list[Json]) -> Iterator[Json]:
        """The linked frameworks as branches; those of no known opening are asked of everybody, after the others."""
        choices = [entry for entry in main if entry["type"] == "choice"]
        for linked in document.get("linked_frameworks", []):
            inner = linked.get("framework")
            if not isinstance(inner, dict):
                self.lost.append("A linked framework is named and not in the file, so its questions are not asked.")
                continue
            name = name_of(inner) or "Branch"
            if inner.get("linked_frameworks"):
                self.lost.append(f"“{name}” links to further frameworks: they are kept and not asked.")
            entries = self._entries(inner, "")
            opens = opening(linked.get("rules"), choices, self.names.theirs, self.kept.parts)
            if opens and entries and len(self.branch_names.theirs) < MAX_BRANCHES:
                branch = self.branch_names.give(id_of(inner) or name, "branch")
                told = {"title": name, "introduction": plain(inner.get("description"))}
                yield {"id": branch, **told, "opened_by": opens, "signifiers": entries}
            elif entries:
                main += entries
                self.notes.append(f"Which answer opens “{name}” is not in the file: everybody is asked its questions.")

    def _tell(self, document: Json) -> None:
        linked = [one.get("framework") for one in document.get("linked_frameworks", [])]
        inside = {id_of(one) for one in linked if isinstance(one, dict)}
        for raw in each_signifier(document):
            engagement = content_of(raw).get("embedded_engagement") if raw.get("type") == "embedded" else None
            if engagement and engagement not in inside:
                self.lost.append(f"{_named(raw)} leads to the framework {engagement!r}, which is not in the file.")
        if self.definition.has_layout:
            self.lost.append("Of the layout only the order is used: colours, header and sizes are not.")
        ran = [day for key in ("starts", "expires") if (day := day_of_stamp(document.get(key)))]
        if len(ran) == 2:
            self.notes.append(f"In SenseMaker it ran from {ran[0]} to {ran[1]}.")


def name_of(document: Json) -> str:
    """What a framework of theirs is called, as it is shown here; empty where nothing of it can be shown."""
    return plain(document.get("name")) or clean_label(id_of(document))


def day_of_stamp(stamp: Any) -> str:
    """The day of a time in seconds or in milliseconds since 1970; empty where it is neither."""
    if not isinstance(stamp, int | float) or isinstance(stamp, bool) or not 0 < stamp < 1e13:
        return ""
    seconds = stamp / 1000 if stamp > 1e11 else stamp
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _story_of(document: Json) -> Json | None:
    """The signifier that asks for the story: the one that the file names, else the first that is marked as it."""
    texts = [one for one in each_signifier(document) if one.get("type") == "freetext" and id_of(one)]
    named = [one for one in texts if id_of(one) == document.get("fragment_signifier_id")]
    return next(iter([*named, *(one for one in texts if one.get("fragment") is True)]), None)


def _version(document: Json) -> int:
    found = document.get("definition_version")
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 1 else 1


def _language(document: Json) -> str:
    found = str(document.get("language") or "")
    return found if _LANGUAGE.fullmatch(found) else "en"


def _named(raw: Json) -> str:
    title = title_of(raw)
    return f"“{title if len(title) <= _SHOWN else title[: _SHOWN - 1] + '…'}” ({raw.get('type')})"

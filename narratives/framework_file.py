"""A framework as a JSON document: read with every problem named at its place, and written back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from narratives.errors import FrameworkError
from narratives.framework import Framework
from narratives.signifiers import Anchor, Choice, Dyad, Freetext, Option, Signifier, Stones, Triad
from narratives.text import clean_text

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
MAX_SIGNIFIERS = 40
MAX_OPTIONS = 200
MAX_MULTIPLE_OPTIONS = 60
# Form fields of the page itself; a signifier of the same name would overwrite them.
_RESERVED = frozenset("story title consent key website group area step prefer form_token next collection".split())


class _Reader:
    """Collects problems while walking the document, so that the author sees all of them at once."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def say(self, place: str, problem: str) -> None:
        self.problems.append(f"{place}: {problem}")

    def text(self, item: Mapping[str, Any], key: str, place: str, *, default: str | None = None) -> str:
        value = item.get(key, default)
        if not isinstance(value, str) or (default is None and not clean_text(value)):
            self.say(f"{place}.{key}", "write a text here")
            return ""
        return clean_text(value)

    def identifier(self, item: Mapping[str, Any], place: str) -> str:
        value = item.get("id")
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self.say(f"{place}.id", f"found {value!r}; use lower-case letters, digits, - and _, at most 64")
            return ""
        return value

    def flag(self, item: Mapping[str, Any], key: str, place: str) -> bool:
        value = item.get(key, False)
        if not isinstance(value, bool):
            self.say(f"{place}.{key}", f"found {value!r}; write true or false")
            return False
        return value

    def objects(self, item: Mapping[str, Any], key: str, place: str, least: int, most: int) -> list[Mapping[str, Any]]:
        value = item.get(key)
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.say(f"{place}.{key}", "write a list of objects here")
            return []
        if not least <= len(value) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            self.say(f"{place}.{key}", f"found {len(value)} entries; give {wanted}")
            return []
        return value

    def anchors(self, item: Mapping[str, Any], key: str, place: str, count: int) -> tuple[Anchor, ...]:
        entries = self.objects(item, key, place, count, count)
        found = tuple(
            Anchor(self.identifier(entry, f"{place}.{key}[{i}]"), self.text(entry, "label", f"{place}.{key}[{i}]"))
            for i, entry in enumerate(entries)
        )
        self.unique([anchor.id for anchor in found], f"{place}.{key}")
        return found

    def options(self, item: Mapping[str, Any], key: str, place: str, least: int, most: int) -> tuple[Option, ...]:
        found = []
        for i, entry in enumerate(self.objects(item, key, place, least, most)):
            where = f"{place}.{key}[{i}]"
            option = Option(self.identifier(entry, where), self.text(entry, "label", where))
            if option.id == "na":
                self.say(f"{where}.id", "'na' stands for \"does not apply\"; choose another id")
            found.append(option)
        self.unique([option.id for option in found], f"{place}.{key}")
        return tuple(found)

    def unique(self, ids: list[str], place: str) -> None:
        for repeated in sorted({one for one in ids if one and ids.count(one) > 1}):
            self.say(place, f"{repeated!r} stands more than once; give each its own id")

    def temperature(
        self, item: Mapping[str, Any], anchors: tuple[Anchor, ...], place: str
    ) -> dict[str, frozenset[str]]:
        known = {anchor.id for anchor in anchors}
        ends: dict[str, frozenset[str]] = {}
        for key in ("hot", "cold"):
            value = item.get(key, [])
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                self.say(f"{place}.{key}", "write a list of anchor ids here")
                value = []
            for stranger in sorted(set(value) - known):
                self.say(f"{place}.{key}", f"{stranger!r} is not one of the anchors {sorted(known)}")
            ends[key] = frozenset(value) & known
        for both in sorted(ends["hot"] & ends["cold"]):
            self.say(place, f"{both!r} is declared hot and cold; choose one")
        return ends


def read_framework(document: object) -> Framework:
    """The framework of a parsed JSON document. Raises FrameworkError with all the problems at once."""
    if not isinstance(document, dict):
        raise FrameworkError(["framework: write one JSON object"])
    reader = _Reader()
    framework_id = reader.identifier(document, "framework")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        reader.say("framework.version", f"found {version!r}; write a whole number from 1")
        version = 1
    title = reader.text(document, "title", "framework")
    question = reader.text(document, "prompting_question", "framework")
    introduction = reader.text(document, "introduction", "framework", default="")
    language = reader.text(document, "language", "framework", default="en")
    signifiers = []
    for i, item in enumerate(reader.objects(document, "signifiers", "framework", 0, MAX_SIGNIFIERS)):
        signifier = _read_signifier(reader, item, f"signifiers[{i}]")
        if signifier is not None:
            signifiers.append(signifier)
    reader.unique([signifier.id for signifier in signifiers], "framework.signifiers")
    if reader.problems:
        raise FrameworkError(reader.problems)
    return Framework(framework_id, version, title, question, tuple(signifiers), introduction, language)


def _read_signifier(reader: _Reader, item: Mapping[str, Any], place: str) -> Signifier | None:
    signifier_id = reader.identifier(item, place)
    title = reader.text(item, "title", place)
    required = reader.flag(item, "required", place)
    if signifier_id in _RESERVED:
        reader.say(f"{place}.id", f"{signifier_id!r} is used by the page itself; choose another id")
    before = len(reader.problems)
    kind = item.get("type")
    match kind:
        case "triad":
            corners = reader.anchors(item, "anchors", place, 3)
            ends = reader.temperature(item, corners, place)
            if len(corners) == 3 and len(reader.problems) == before:
                return Triad(signifier_id, title, corners, required=required, **ends)
        case "dyad":
            poles = reader.anchors(item, "anchors", place, 2)
            ends = reader.temperature(item, poles, place)
            level = reader.flag(item, "level", place)
            if len(poles) == 2 and len(reader.problems) == before:
                return Dyad(signifier_id, title, poles, level=level, required=required, **ends)
        case "choice":
            return _read_choice(reader, item, place, signifier_id, title, required=required)
        case "freetext":
            return Freetext(signifier_id, title, required)
        case "stones":
            x_poles = reader.anchors(item, "x_anchors", place, 2)
            y_poles = reader.anchors(item, "y_anchors", place, 2)
            stones = reader.options(item, "stones", place, 1, 5)
            if len(x_poles) == 2 and len(y_poles) == 2:
                return Stones(signifier_id, title, x_poles, y_poles, stones, required)
        case _:
            reader.say(f"{place}.type", f"found {kind!r}; use triad, dyad, choice, freetext or stones")
    return None


def _read_choice(
    reader: _Reader, item: Mapping[str, Any], place: str, signifier_id: str, title: str, *, required: bool
) -> Choice:
    most = item.get("max_responses", 1)
    options = reader.options(item, "options", place, 2, MAX_OPTIONS)
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= max(1, len(options)):
        reader.say(f"{place}.max_responses", f"found {most!r}; write a number from 1 to the number of options")
        most = 1
    if most > 1 and len(options) > MAX_MULTIPLE_OPTIONS:
        reader.say(f"{place}.options", f"several answers can be chosen among at most {MAX_MULTIPLE_OPTIONS} options")
    asks_about = item.get("asks_about", "story")
    if asks_about not in {"story", "respondent"}:
        reader.say(f"{place}.asks_about", f"found {asks_about!r}; write story or respondent")
    return Choice(signifier_id, title, options, most, str(asks_about), required)


def parse_framework(text: str) -> Framework:
    """The framework of a JSON text. Raises FrameworkError, with the line when it is not JSON."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise FrameworkError([f"line {error.lineno}: this is not JSON ({error.msg}); mend the file"]) from error
    except (RecursionError, ValueError) as error:
        raise FrameworkError(["framework: nested too deeply, or a number too long; mend the file"]) from error
    return read_framework(document)


def framework_to_json(framework: Framework) -> dict[str, Any]:
    """The document that `read_framework` reads back into the same framework."""
    return {
        "id": framework.id,
        "version": framework.version,
        "title": framework.title,
        "language": framework.language,
        "prompting_question": framework.prompting_question,
        "introduction": framework.introduction,
        "signifiers": [_signifier_to_json(signifier) for signifier in framework.signifiers],
    }


def _labelled(entries: tuple[Anchor, ...] | tuple[Option, ...]) -> list[dict[str, str]]:
    return [{"id": entry.id, "label": entry.label} for entry in entries]


def _signifier_to_json(signifier: Signifier) -> dict[str, Any]:
    shared = {"id": signifier.id, "title": signifier.title, "required": signifier.required}
    match signifier:
        case Triad():
            ends = {"hot": sorted(signifier.hot), "cold": sorted(signifier.cold)}
            return {"type": "triad", **shared, "anchors": _labelled(signifier.anchors), **ends}
        case Dyad():
            ends = {"hot": sorted(signifier.hot), "cold": sorted(signifier.cold)}
            return {"type": "dyad", **shared, "anchors": _labelled(signifier.anchors), **ends, "level": signifier.level}
        case Choice():
            asked = {"max_responses": signifier.max_responses, "asks_about": signifier.asks_about}
            return {"type": "choice", **shared, "options": _labelled(signifier.options), **asked}
        case Stones():
            axes = {"x_anchors": _labelled(signifier.x_anchors), "y_anchors": _labelled(signifier.y_anchors)}
            return {"type": "stones", **shared, **axes, "stones": _labelled(signifier.stones)}
        case Freetext():
            return {"type": "freetext", **shared}

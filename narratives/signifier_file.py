"""A signifier as a JSON object of a framework file: read with every problem named at its place, and written back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from narratives.signifiers import Anchor, Choice, Dyad, Freetext, Option, Placed, Predicts, Signifier, Stones, Triad
from narratives.text import clean_text

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_IMAGE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\.(?:svg|png|jpe?g)")
MAX_OPTIONS = 200
MAX_MULTIPLE_OPTIONS = 60
# Form fields of the page itself; a signifier of the same name would overwrite them.
RESERVED = frozenset(
    """story title consent may_contact danger hear key website group area step at prefer form_token next collection lang
    prompt pen kiosk embed invitation recording spoken seconds kept told_on return speak code told told_in
    keyed spotted""".split()
)


class FileReader:
    """Collects problems while walking the document, so that the author sees all of them at once.

    `taken` holds the ids that no signifier may have.
    """

    def __init__(self, taken: frozenset[str] = RESERVED) -> None:
        self.problems: list[str] = []
        self.taken = taken

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

    def count(self, item: Mapping[str, Any], key: str, place: str, default: int, most: int) -> int:
        value = item.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= max(1, most):
            self.say(f"{place}.{key}", f"found {value!r}; write a number from 1 to the number of options")
            return default
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
            image = self.text(entry, "image", where, default="")
            if image and not _IMAGE.fullmatch(image):
                self.say(f"{where}.image", f"found {image!r}; name a file such as bus.svg, bus.png or bus.jpg")
            option = Option(self.identifier(entry, where), self.text(entry, "label", where), image)
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

    def placed(self, item: Mapping[str, Any], anchors: tuple[Anchor, ...], place: str, *flags: str) -> dict[str, Any]:
        """What a triad or a dyad has besides its anchors."""
        rest = {**self.temperature(item, anchors, place), **{name: self.flag(item, name, place) for name in flags}}
        return {**rest, "predicts": self.predicts(item, place)}

    def predicts(self, item: Mapping[str, Any], place: str) -> Predicts | None:
        if "predicts" not in item:
            return None
        value = item["predicts"]
        if not isinstance(value, dict):
            self.say(f"{place}.predicts", "write an object with signifier and group here")
            return None
        signifier, group = (self.text(value, name, f"{place}.predicts") for name in ("signifier", "group"))
        return Predicts(signifier, group)


def read_signifier(reader: FileReader, item: Mapping[str, Any], place: str) -> Signifier | None:
    signifier_id = reader.identifier(item, place)
    title = reader.text(item, "title", place)
    required = reader.flag(item, "required", place)
    if signifier_id in reader.taken:
        reader.say(f"{place}.id", f"{signifier_id!r} is used by the page itself; choose another id")
    before = len(reader.problems)
    kind = item.get("type")
    match kind:
        case "triad":
            corners = reader.anchors(item, "anchors", place, 3)
            rest = reader.placed(item, corners, place, "random_order")
            if len(corners) == 3 and len(reader.problems) == before:
                return Triad(signifier_id, title, corners, required=required, **rest)
        case "dyad":
            poles = reader.anchors(item, "anchors", place, 2)
            rest = reader.placed(item, poles, place, "level", "random_order")
            if len(poles) == 2 and len(reader.problems) == before:
                return Dyad(signifier_id, title, poles, required=required, **rest)
        case "choice":
            return _read_choice(reader, item, place, signifier_id, title, required=required)
        case "freetext":
            return Freetext(signifier_id, title, required)
        case "stones":
            x_poles = reader.anchors(item, "x_anchors", place, 2)
            y_poles = reader.anchors(item, "y_anchors", place, 2)
            stones = reader.options(item, "stones", place, 1, 5)
            names = [anchor.id for anchor in (*x_poles, *y_poles)] + [stone.id for stone in stones]
            reader.unique(names, place)
            if len(x_poles) == 2 and len(y_poles) == 2:
                return Stones(signifier_id, title, x_poles, y_poles, stones, required)
        case _:
            reader.say(f"{place}.type", f"found {kind!r}; use triad, dyad, choice, freetext or stones")
    return None


def _read_choice(
    reader: FileReader, item: Mapping[str, Any], place: str, signifier_id: str, title: str, *, required: bool
) -> Choice:
    options = reader.options(item, "options", place, 2, MAX_OPTIONS)
    most = reader.count(item, "max_responses", place, 1, len(options))
    least = reader.count(item, "min_responses", place, 1, most)
    if most > 1 and len(options) > MAX_MULTIPLE_OPTIONS:
        reader.say(f"{place}.options", f"several answers can be chosen among at most {MAX_MULTIPLE_OPTIONS} options")
    asks_about = item.get("asks_about", "story")
    if asks_about not in ("story", "respondent"):
        reader.say(f"{place}.asks_about", f"found {asks_about!r}; write story or respondent")
    shuffled = reader.flag(item, "random_order", place)
    return Choice(signifier_id, title, options, most, str(asks_about), required, least, shuffled)


def labelled(entries: tuple[Anchor, ...] | tuple[Option, ...]) -> list[dict[str, str]]:
    return [
        {
            "id": entry.id,
            "label": entry.label,
            **({"image": entry.image} if isinstance(entry, Option) and entry.image else {}),
        }
        for entry in entries
    ]


def signifier_to_json(signifier: Signifier) -> dict[str, Any]:
    shared: dict[str, Any] = {"id": signifier.id, "title": signifier.title, "required": signifier.required}
    # Left out where it is false, so that a framework stored before it existed reads the same.
    if getattr(signifier, "random_order", False):
        shared["random_order"] = True
    if isinstance(signifier, Placed) and signifier.predicts:
        shared["predicts"] = {"signifier": signifier.predicts.signifier, "group": signifier.predicts.group}
    match signifier:
        case Triad():
            ends = {"hot": sorted(signifier.hot), "cold": sorted(signifier.cold)}
            return {"type": "triad", **shared, "anchors": labelled(signifier.anchors), **ends}
        case Dyad():
            ends = {"hot": sorted(signifier.hot), "cold": sorted(signifier.cold)}
            return {"type": "dyad", **shared, "anchors": labelled(signifier.anchors), **ends, "level": signifier.level}
        case Choice():
            asked: dict[str, Any] = {"max_responses": signifier.max_responses, "asks_about": signifier.asks_about}
            if signifier.min_responses > 1:
                asked["min_responses"] = signifier.min_responses
            return {"type": "choice", **shared, "options": labelled(signifier.options), **asked}
        case Stones():
            axes = {"x_anchors": labelled(signifier.x_anchors), "y_anchors": labelled(signifier.y_anchors)}
            return {"type": "stones", **shared, **axes, "stones": labelled(signifier.stones)}
        case Freetext():
            return {"type": "freetext", **shared}

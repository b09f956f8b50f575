"""One signifier of a SenseMaker framework as a question of ours (an entry of a framework file)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from narratives.interchange.cells import clean_label
from narratives.interchange.marked_up import plain
from narratives.interchange.sensemaker_document import Json
from narratives.interchange.source_ids import Names
from narratives.signifier_file import MAX_MULTIPLE_OPTIONS, MAX_OPTIONS
from narratives.signifiers import OTHER

FURNITURE = frozenset({"label", "navigation", "save"})  # of the page, and asks nothing
BLANK = "…"
_NO_NAME = "Name"  # what every signifier is called until somebody calls it something
_AXES = ("x", "y")
ENDS = (("start", "start_label"), ("end", "end_label"))
_MOST_STONES = 5
_UNKNOWN = {
    "constrainedmatrix": "a table of questions cannot be asked",
    "imageselect": "a choice among pictures cannot be asked",
    "photo": "nobody is asked for a photograph",
    "audio": "nobody is asked for a recording",
    "map": "nobody is asked for a place on a map",
    "uniqueid": "nobody is asked for a number of their own",
    "slider": "a slider cannot be asked",
}


class NotAskedError(Exception):
    """Why a signifier is no question here."""


@dataclass(slots=True)
class Kept:
    """Their names for the parts of questions, by our signifier and part, and for the words beside "other"."""

    parts: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)


def id_of(raw: Json) -> str:
    """The id of anything of theirs; empty where it has none."""
    found = raw.get("id")
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def title_of(raw: Json) -> str:
    """What a signifier asks, as it is shown here."""
    name = plain(raw.get("name"))
    return plain(raw.get("title")) or (name if name != _NO_NAME else "") or BLANK


def label_of(raw: Json, key: str) -> str:
    """What an anchor, an option or a stone says, as it is shown here."""
    return plain(raw.get(key)) or clean_label(id_of(raw)) or BLANK


def content_of(raw: Json) -> Json:
    """What a signifier holds."""
    found = raw.get("content")
    return found if isinstance(found, dict) else {}


def listed(content: Json, key: str) -> list[Json]:
    """The objects of a list of theirs; none where it is no such list."""
    found = content.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def other_of(raw: Json) -> tuple[Json, str] | None:
    """The option that asks for words of the teller's own, and the signifier that takes them."""
    for item in listed(content_of(raw), "items"):
        if isinstance(item.get("other_signifier_id"), str) and item["other_signifier_id"]:
            return item, item["other_signifier_id"]
    return None


def as_question(raw: Json, ours: str, texts: Collection[str], kept: Kept) -> Json:
    """An entry of a framework file; `texts` are the ids of their free texts. Raises NotAskedError."""
    kind = str(raw.get("type"))
    read = _READERS.get(kind)
    if read is None:
        raise NotAskedError(_UNKNOWN.get(kind, f"nothing is known of the kind {kind}"))
    shared = {"id": ours, "title": title_of(raw), "required": raw.get("required") is True}
    return {**shared, **read(raw, ours, texts, kept)}


def _parts(entries: list[Json], key: str, ours: str, kept: Kept, names: Names) -> list[dict[str, str]]:
    found = []
    for entry in entries:
        part = names.give(id_of(entry), "part")
        kept.parts[f"{ours}.{part}"] = id_of(entry)
        found.append({"id": part, "label": label_of(entry, key)})
    return found


def _anchored(kind: str, wanted: int) -> Callable[[Json, str, Collection[str], Kept], Json]:
    def read(raw: Json, ours: str, texts: Collection[str], kept: Kept) -> Json:
        labels = listed(content_of(raw), "labels")
        if len(labels) != wanted:
            raise NotAskedError(f"a {kind} has {wanted} labels and this {len(labels)}")
        return {"type": kind, "anchors": _parts(labels, "text", ours, kept, Names())}

    return read


def _stones(raw: Json, ours: str, texts: Collection[str], kept: Kept) -> Json:
    content = content_of(raw)
    stones = listed(content, "stones")
    if not 1 <= len(stones) <= _MOST_STONES:
        raise NotAskedError(f"one to {_MOST_STONES} stones can be placed here, and this has {len(stones)}")
    names = Names({f"{axis}-{end}" for axis in _AXES for end, _ in ENDS})
    placed = {
        f"{axis}_anchors": [{"id": f"{axis}-{end}", "label": axis_label(content, axis, key)} for end, key in ENDS]
        for axis in _AXES
    }
    return {"type": "stones", **placed, "stones": _parts(stones, "title", ours, kept, names)}


def axis_label(content: Json, axis: str, key: str) -> str:
    """What an end of an axis says, as it is shown here."""
    axes: Any = content.get("axis")
    one = axes.get(axis) if isinstance(axes, dict) else None
    return (plain(one.get(key)) if isinstance(one, dict) else "") or BLANK


def _choice(raw: Json, ours: str, texts: Collection[str], kept: Kept) -> Json:
    content = content_of(raw)
    items = listed(content, "items")
    most = _whole(content, "max_responses", len(items))
    limit = MAX_OPTIONS if most == 1 else MAX_MULTIPLE_OPTIONS
    if not 2 <= len(items) <= limit:
        raise NotAskedError(f"a choice has 2 to {limit} options and this {len(items)}")
    other = other_of(raw)
    is_other = other is not None and other[1] in texts and other[1] not in kept.others.values()
    names, found = Names({"na", OTHER}), []
    for item in items:
        if is_other and other is not None and item is other[0]:
            kept.parts[f"{ours}.{OTHER}"], kept.others[ours] = id_of(item), other[1]
            found.append({"id": OTHER, "label": label_of(item, "title")})
        else:
            found += _parts([item], "title", ours, kept, names)
    asked = {"max_responses": most, "asks_about": "respondent" if raw.get("sticky") is True else "story"}
    least = min(_whole(content, "min_responses", 1), most)
    shuffled = {"random_order": True} if content.get("random_order") is True else {}
    return {"type": "choice", "options": found, **asked, **({"min_responses": least} if least > 1 else {}), **shuffled}


def _freetext(raw: Json, ours: str, texts: Collection[str], kept: Kept) -> Json:
    return {"type": "freetext"}


def _whole(content: Json, key: str, instead: int) -> int:
    """A count of theirs: `instead` where it is none, or nothing, or more than there are options."""
    found = content.get(key)
    is_count = isinstance(found, int) and not isinstance(found, bool) and found > 0
    most = max(1, len(listed(content, "items")))
    return min(int(found), most) if is_count and found is not None else instead


_READERS: Mapping[str, Callable[[Json, str, Collection[str], Kept], Json]] = {
    "triad": _anchored("triad", 3),
    "dyad": _anchored("dyad", 2),
    "stones": _stones,
    "list": _choice,
    "freetext": _freetext,
}

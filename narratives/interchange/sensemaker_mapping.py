"""What the columns of a capture file mean, as the mapping document that reads every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from narratives.framework import Framework
from narratives.interchange.dates import likely_format
from narratives.interchange.field_mapping import LANGUAGE
from narratives.interchange.sensemaker_columns import SAID_NA, Group
from narratives.interchange.sensemaker_ids import TheirIds
from narratives.narrative import Kind, Scope
from narratives.signifiers import Choice, Freetext, Signifier, Stones, Triad

IDS = ("id", "FragmentID")
OURS = "murmuration_"  # columns that SenseMaker knows nothing of
# Columns about the capture itself, of either dialect, that say nothing of the story.
KNOWN = frozenset(
    """id FragmentID project_id version language server_upload_time definition_version responder_id meta_started
    meta_completed meta_platform meta_application meta_platform_verion meta_platform_version meta_selectedLanguage
    meta_selected_language NarrID EntryYrMth""".split()
)
_DATES = ("server_upload_time", "meta_completed", "meta_started", "ServerEntryTime", "EntryDate")
_LONGEST_STORY, _LONGEST_ANSWER = 50_000, 20_000
Json = dict[str, Any]


def answers_of(
    framework: Framework, ids: TheirIds, columns: frozenset[str], groups: Mapping[str, Group]
) -> tuple[Json, frozenset[str]]:
    """The `answers` of a mapping, and the columns that they use."""
    found: Json = {}
    taken: set[str] = set()
    for one in framework.signifiers:
        theirs = ids.signifier(one.id)
        group = groups.get(one.id)
        asked, used = _placed(group, one) if group else _other(one, theirs, ids, columns)
        if asked is None:
            continue
        na = f"{theirs}_NA"
        if na in columns and not isinstance(one, Freetext) and na not in used:
            asked["na_column"] = {"column": na, "values": list(SAID_NA)}
        found[one.id] = asked
        taken |= {*used, na}
    return found, frozenset(taken)


def _placed(group: Group, one: Signifier) -> tuple[Json | None, set[str]]:
    used = {*group.parts, *group.point}
    if isinstance(one, Triad) and group.parts:
        shares = dict(zip((anchor.id for anchor in one.anchors), group.parts, strict=True))
        return {"shares": shares, "scale": group.scale}, used
    if isinstance(one, Triad):
        return {"x": group.point[0], "y": group.point[1], "height": group.height}, used
    return {"column": group.parts[-1] if group.parts else group.point[0], "max": group.scale}, used


def _other(one: Signifier, theirs: str, ids: TheirIds, columns: frozenset[str]) -> tuple[Json | None, set[str]]:
    match one:
        case Choice():
            return _choice(one, theirs, ids, columns)
        case Stones():
            return _stones(one, theirs, ids, columns)
        case Freetext() if theirs in columns:
            return {"column": theirs, "most_characters": _LONGEST_ANSWER}, {theirs}
        case _:
            return None, set()


def _choice(one: Choice, theirs: str, ids: TheirIds, columns: frozenset[str]) -> tuple[Json | None, set[str]]:
    by_option = {option.id: f"{theirs}_{ids.part(one.id, option.id)}" for option in one.options}
    marked = {option: name for option, name in by_option.items() if name in columns}
    if one.max_responses == 1 and theirs in columns:
        asked: Json = {"column": theirs}
    elif marked:
        asked = {"columns": marked, "chosen": list(SAID_NA)}
    else:
        return None, set()
    used = {theirs, *marked.values()}
    if one.takes_other and ids.other(one.id) in columns:
        asked["other_column"] = ids.other(one.id)
        used.add(ids.other(one.id))
    return asked, used


def _stones(one: Stones, theirs: str, ids: TheirIds, columns: frozenset[str]) -> tuple[Json | None, set[str]]:
    places: Json = {}
    for stone in one.stones:
        base = f"{theirs}_{ids.part(one.id, stone.id)}"
        for x, y in ((f"{base}_percentX", f"{base}_percentY"), (f"{base}XRight", f"{base}YTop")):
            if {x, y} <= columns:
                places.setdefault(stone.id, {"x": x, "y": y})
    used = {name for place in places.values() for name in place.values()}
    return ({"stones": places} if places else None), used


def fields_of(
    framework: Framework, ids: TheirIds, columns: Sequence[str], sample: Sequence[Mapping[str, str]]
) -> tuple[Json, frozenset[str]]:
    """What is no answer: story, day, language, who tells; what the file does not say is left out."""
    story = ids.story
    found: Json = {"text": None}
    if story in columns:
        found["text"] = {"column": story, "may_be_empty": True, "most_characters": _LONGEST_STORY}
    day = _day(columns, sample)
    if day:
        found["date"] = day
    if "language" in columns and all(not row["language"] or LANGUAGE.fullmatch(row["language"]) for row in sample):
        found["language"] = {"column": "language", "empty": framework.language}
    if "responder_id" in columns and any(row["responder_id"] for row in sample):
        found["respondent"] = {"column": "responder_id"}
    found |= _ours(columns, sample)
    return found, frozenset({story, *_DATES, *(name for name in columns if name.startswith(OURS))})


def _ours(columns: Sequence[str], sample: Sequence[Mapping[str, str]]) -> Json:
    """What a file that was written here says besides."""
    found: Json = {}
    for name in ("title", "group"):
        column = f"{OURS}{name}"
        if column in columns and (name == "title" or all(row[column] for row in sample)):
            found[name] = {"column": column}
    if f"{OURS}kind" in columns and all(row[f"{OURS}kind"] in set(Kind) for row in sample):
        found["kind"] = {"column": f"{OURS}kind"}
    if f"{OURS}uses" in columns:
        scopes = sorted(Scope)
        some = [list(chosen) for size in range(len(scopes) + 1) for chosen in combinations(scopes, size)]
        found["consent"] = {"column": f"{OURS}uses", "values": {" ".join(sorted(one)): one for one in some}}
    return found


def _day(columns: Sequence[str], sample: Sequence[Mapping[str, str]]) -> Json | None:
    """The first column of times that every row fills in, and the format that they have."""
    for name in _DATES:
        cells = [row[name] for row in sample] if name in columns else []
        formats = {likely_format(cell) if cell.strip() else "" for cell in cells}
        if len(formats) == 1 and (pattern := formats.pop()) and not pattern.startswith("a "):
            return {"column": name, "format": pattern}
    return None

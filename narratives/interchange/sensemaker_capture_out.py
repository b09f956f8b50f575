"""Stories as a SenseMaker capture file in the dialect of the API, with a byte-order mark and Windows line ends."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol

from narratives.framework import Framework
from narratives.interchange.rejection import harmless
from narratives.interchange.sensemaker_ids import TheirIds
from narratives.interchange.sensemaker_mapping import OURS
from narratives.signifiers import Choice, Dyad, Freetext, Signifier, Stones, Triad

_MARK = "\ufeff"
_FIRST = ("id", "project_id", "version", "language", "server_upload_time")
_LAST = ("title", "kind", "group", "week", "uses")
Said = Mapping[str, Any]
Columns = dict[str, str]


class Told(Protocol):
    """A story as it may leave: facts by name, and answers as they are stored, by signifier."""

    @property
    def facts(self) -> Mapping[str, str]: ...

    @property
    def answers(self) -> Mapping[str, Said]: ...


def capture_lines(framework: Framework, stories: Iterable[Told], *, is_harmless: bool = False) -> Iterator[str]:
    """The file row by row. A literal one gives every cell as it is; a harmless one has no cell that is a formula."""
    ids = TheirIds(framework)
    blank = {name: "" for one in framework.signifiers for name in _cells(one, ids, {})}
    names = [*_FIRST, ids.story or "story", *blank, "definition_version", *(f"{OURS}{name}" for name in _LAST)]
    guarded = harmless if is_harmless else str
    held = io.StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")

    def line(cells: Iterable[str]) -> str:
        writer.writerow([guarded(cell) for cell in cells])
        written = held.getvalue()
        held.seek(0)
        held.truncate()
        return written

    yield _MARK + line(names)
    for told in stories:
        facts, answers = told.facts, dict(blank)
        for one in framework.signifiers:
            if one.id in told.answers:
                answers.update(_cells(one, ids, told.answers[one.id]))
        first = (facts["id"], ids.framework, str(framework.version), facts["language"], _milliseconds(facts["week"]))
        last = (str(framework.version), *(facts[name] for name in _LAST))
        yield line((*first, facts["story"], *answers.values(), *last))


def _milliseconds(week: str) -> str:
    if not week:
        return ""
    day = date.fromisoformat(week)
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000)


def _cells(one: Signifier, ids: TheirIds, said: Said) -> Columns:
    """The cells of one question in order, empty ones too."""
    theirs = ids.signifier(one.id)
    match one:
        case Triad():
            found = _triad(one, theirs, ids, said)
        case Dyad():
            found = _dyad(one, theirs, ids, said)
        case Stones():
            found = _stones(one, theirs, ids, said)
        case Choice():
            found = _choice(one, theirs, ids, said)
        case Freetext():
            return {theirs: str(said.get("text", ""))}
    found.setdefault(f"{theirs}_NA", "1" if said.get("na") is True else "")
    return found


def _triad(one: Triad, theirs: str, ids: TheirIds, said: Said) -> Columns:
    names = [f"{theirs}_percentX", f"{theirs}_percentY", *(f"{theirs}_{ids.part(one.id, a.id)}" for a in one.anchors)]
    shares = said.get("shares")
    if not shares:
        return dict.fromkeys(names, "")
    top, left, right = map(float, shares)
    return dict(zip(names, map(repr, (right + top / 2, top, top, left, right)), strict=True))


def _dyad(one: Dyad, theirs: str, ids: TheirIds, said: Said) -> Columns:
    names = [f"{theirs}_percentX", *(f"{theirs}_{ids.part(one.id, anchor.id)}" for anchor in one.anchors)]
    if "value" not in said:
        return dict.fromkeys(names, "")
    value = float(said["value"])
    return dict(zip(names, map(repr, (value, 1 - value, value)), strict=True))


def _stones(one: Stones, theirs: str, ids: TheirIds, said: Said) -> Columns:
    places: Mapping[str, Any] = said.get("places") or {}
    found: Columns = {}
    for stone in one.stones:
        base = f"{theirs}_{ids.part(one.id, stone.id)}"
        place = places.get(stone.id)
        found[f"{base}_percentX"] = repr(float(place[0])) if place else ""
        found[f"{base}_percentY"] = repr(float(place[1])) if place else ""
    return found


def _choice(one: Choice, theirs: str, ids: TheirIds, said: Said) -> Columns:
    chosen = said.get("options") or ()
    if one.max_responses == 1:
        found = {theirs: ids.part(one.id, chosen[0]) if chosen else ""}
    else:
        found = {f"{theirs}_{ids.part(one.id, item.id)}": "1" if item.id in chosen else "" for item in one.options}
    if one.takes_other:
        found[ids.other(one.id)] = str(said.get("other", ""))
    return found

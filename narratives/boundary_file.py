"""The areas of a GeoJSON file as they stand there: what each is called, its rings, and which system they are in.

GeoJSON is RFC 7946; the `crs` member is that of its forerunner of 2008, which many files still carry. A ring is kept
as a flat array of numbers: as lists of lists a large file would take ten times the memory.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeAlias

from narratives.errors import MurmurationError
from narratives.national_grid import lies_on_grid

MOST_BYTES = 200 * 1024 * 1024
_LONGEST = 200
_GRID, _WORLD = ("27700",), ("4326", "CRS84", "4258")
_KINDS = ("Polygon", "MultiPolygon")
Places: TypeAlias = "array[float]"  # x, y, x, y, ...


class BoundaryFileError(MurmurationError):
    """Everything that is wrong with a boundary file, each with its feature."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True, slots=True)
class FileArea:
    """A feature that can be used: its number in the file, what it is called, and polygons of rings."""

    number: int
    code: str
    name: str
    polygons: tuple[tuple[Places, ...], ...]

    @property
    def rings(self) -> list[Places]:
        """All rings, polygon by polygon."""
        return [ring for polygon in self.polygons for ring in polygon]


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """The areas of a file; `on_grid` says that places are metres of the British National Grid."""

    areas: tuple[FileArea, ...]
    on_grid: bool


def read_boundary_file(data: bytes, *, code: str, name: str) -> BoundaryFile:
    """The areas of a GeoJSON file; `code` and `name` are the properties that name them.

    Raises BoundaryFileError with every problem and what to do about it.
    """
    document = _document(data)
    features = document["features"]
    problems: list[str] = _missing_everywhere(features, code, name)
    found = [] if problems else _features(features, code, name, problems)
    on_grid = _is_on_grid(document, found, problems)
    if not problems:
        problems += _outside(found, on_grid)
    if problems:
        raise BoundaryFileError(problems)
    return BoundaryFile(tuple(found), on_grid)


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise BoundaryFileError(
            [f"The file is larger than {MOST_BYTES // 1024**2} MB. Take one with less detail, such as 20 m or 200 m"]
        )
    if data[:2] == b"PK":
        raise BoundaryFileError(["The file is a zip archive. Unpack it and name the .geojson file inside"])
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refused, object_hook=_packed)
    except UnicodeDecodeError as error:
        raise BoundaryFileError([f"The file is not UTF-8 at byte {error.start + 1}. Save it as UTF-8"]) from error
    except (ValueError, RecursionError) as error:
        raise BoundaryFileError([f"The file is not GeoJSON: {error}. Export it as GeoJSON"]) from error
    kind = document.get("type") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(document.get("features"), list):
        named = f"is a {kind}" if isinstance(kind, str) else "has no type"
        raise BoundaryFileError([f"The file {named}, not a FeatureCollection. Export it as GeoJSON"])
    if not document["features"]:
        raise BoundaryFileError(["The file has no features. Export it with the areas in it"])
    return dict(document)


def _packed(found: dict[str, Any]) -> dict[str, Any]:
    """An object as it is read; a polygon's coordinates at once as arrays, None where they are no numbers."""
    kind, coordinates = found.get("type"), found.get("coordinates")
    if kind in _KINDS and coordinates:
        polygons = [coordinates] if kind == "Polygon" else coordinates
        try:
            found["coordinates"] = tuple(tuple(_ring(ring) for ring in polygon) for polygon in polygons if polygon)
        except (TypeError, IndexError, KeyError, OverflowError):
            found["coordinates"] = None
    return found


def _ring(places: Sequence[Sequence[object]]) -> Places:
    found = array("d")
    for place in places:
        x, y = place[0], place[1]
        if not isinstance(x, int | float) or not isinstance(y, int | float) or not isfinite(x) or not isfinite(y):
            raise TypeError
        found.extend((x, y))
    return found


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _properties(feature: object) -> Mapping[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _missing_everywhere(features: Sequence[object], code: str, name: str) -> list[str]:
    """A sentence for a property that no feature has: naming each feature would say less."""
    present = {key for feature in features for key in _properties(feature)}
    there = ", ".join(sorted(present)) or "none"
    return [
        f"No feature has a property {wanted!r}. Name another with {option}; the features have: {there}"
        for option, wanted in (("--code", code), ("--name", name))
        if wanted not in present
    ]


def _features(features: Sequence[object], code: str, name: str, problems: list[str]) -> list[FileArea]:
    found: list[FileArea] = []
    numbers: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        try:
            read = _feature(number, feature, code, name)
        except ValueError as error:
            problems.append(f"Feature {number} {error}")
            continue
        first = numbers.setdefault(read.code.casefold(), number)
        if first != number:
            problems.append(
                f"Feature {number} has the code {read.code!r} of feature {first}. Give each area a code of its own, "
                "or join the two into one MultiPolygon"
            )
        found.append(read)
    return found


def _feature(number: int, feature: object, code: str, name: str) -> FileArea:
    """Raises ValueError with the rest of a sentence that begins with the feature's number."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise ValueError("is no GeoJSON feature. Export the file again")
    properties = _properties(feature)
    geometry = feature.get("geometry")
    texts = [_text(properties, wanted) for wanted in (code, name)]
    return FileArea(number, texts[0], texts[1], _polygons(geometry))


def _text(properties: Mapping[str, Any], wanted: str) -> str:
    if wanted not in properties:
        raise ValueError(f"has no property {wanted!r}. Add it, or take the feature out")
    found = properties[wanted]
    text = str(found).strip() if isinstance(found, str | int | float) and not isinstance(found, bool) else ""
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise ValueError(f"has nothing usable as {wanted!r}. Give it a word or a number of at most {_LONGEST} letters")
    return text


def _polygons(geometry: object) -> tuple[tuple[Places, ...], ...]:
    if not isinstance(geometry, dict) or geometry.get("coordinates", ()) == () or geometry.get("coordinates") == []:
        raise ValueError("has no outline. Give it one, or take it out")
    kind, polygons = geometry.get("type"), geometry["coordinates"]
    if kind not in _KINDS:
        raise ValueError(f"is a {kind}. Only a Polygon or MultiPolygon has an area: take it out")
    if polygons is None:
        raise ValueError("has a place that is not two numbers. Export the file again")
    if any(_is_too_short(ring) for polygon in polygons for ring in polygon):
        raise ValueError("has a ring of fewer than three places. Take the ring out")
    return tuple(polygons)


def _is_too_short(ring: Places) -> bool:
    return len(ring) < 6 or len(set(zip(ring[:64:2], ring[1:64:2], strict=True))) < 3 and len(set(_pairs(ring))) < 3


def _pairs(ring: Places) -> list[tuple[float, float]]:
    return list(zip(ring[::2], ring[1::2], strict=True))


def _is_on_grid(document: Mapping[str, Any], features: Sequence[FileArea], problems: list[str]) -> bool:
    """Whether places are metres on the British National Grid: as the file says, else as the numbers look."""
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if not named:
        return any(_reach(ring[::2]) > 180 or _reach(ring[1::2]) > 90 for one in features for ring in one.rings)
    if named.endswith(_GRID):
        return True
    if not named.endswith(_WORLD):
        problems.append(
            f"The file is in {named[:80]}. Export it in WGS84 (EPSG:4326) or the National Grid (EPSG:27700)"
        )
    return False


def _reach(numbers: Places) -> float:
    return max(abs(min(numbers)), abs(max(numbers)))


def _outside(features: Sequence[FileArea], on_grid: bool) -> list[str]:
    found = []
    for feature in features:
        corners = [(extreme(ring[::2]), extreme(ring[1::2])) for ring in feature.rings for extreme in (min, max)]
        if on_grid and not all(lies_on_grid(x, y) for x, y in corners):
            found.append(
                f"Feature {feature.number} lies off the British National Grid. Export the file in WGS84 (EPSG:4326)"
            )
        elif not on_grid and any(abs(x) > 180 or abs(y) > 90 for x, y in corners):
            found.append(f"Feature {feature.number} lies off the globe. See whether latitude was put before longitude")
    return found

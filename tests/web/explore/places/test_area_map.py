"""Areas as paths: in proportion, complete, and with a place for a number inside each."""

import json
import random
import re
from collections import Counter
from itertools import pairwise

import pytest

from narratives.boundaries import read_boundaries
from store.boundaries import GroupArea
from web.explore.places.area_map import TALLEST, WIDTH, area_map, crossings, path_of

SQUARE = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]]


def area(*polygons, source="a licence"):
    return GroupArea("E1", "Ashby", json.dumps(polygons), source)


def drawn(path):
    """The corners of a path's first ring."""
    numbers = [int(number) for number in re.findall(r"-?\d+", path.partition("z")[0])]
    x, y = numbers[:2]
    corners = [(x, y)]
    for across, down in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + across, y + down
        corners.append((x, y))
    return corners


def moved(ring, east=0.0, north=0.0):
    return [[x + east, y + north] for x, y in ring]


def test_north_is_up_and_east_is_right():
    found = area_map({"south": area([SQUARE]), "north": area([moved(SQUARE, north=1)])})
    assert max(y for _, y in drawn(found.shapes["north"].path)) <= min(y for _, y in drawn(found.shapes["south"].path))


def test_a_degree_across_is_shorter_the_farther_north():
    equator = drawn(area_map({"one": area([SQUARE])}).shapes["one"].path)
    north = drawn(area_map({"one": area([moved(SQUARE, north=59.5)])}).shapes["one"].path)

    def ratio(corners):
        xs, ys = zip(*corners, strict=True)
        return (max(xs) - min(xs)) / (max(ys) - min(ys))

    assert ratio(equator) == pytest.approx(1, abs=0.01)
    assert ratio(north) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("ring", [[[0, 0], [0, 9], [0.1, 9], [0.1, 0]], [[0, 0], [0, 0.1], [9, 0.1], [9, 0]]])
def test_narrow_maps_fit_the_picture(ring):
    found = area_map({"one": area([ring])})
    xs, ys = zip(*drawn(found.shapes["one"].path), strict=True)
    assert min(xs) >= 0 and max(xs) <= WIDTH and min(ys) >= 0 and max(ys) <= found.height <= TALLEST


def test_neighbours_share_their_corners():
    found = area_map({"west": area([SQUARE]), "east": area([moved(SQUARE, east=1)])})
    west, east = (set(drawn(found.shapes[name].path)) for name in ("west", "east"))
    assert len(west & east) == 2


def inside(shape, x, y):
    return any(left < x < right for left, right in crossings(shape.rings, y))


def test_a_number_lies_inside_and_not_in_the_hole():
    hole = [[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7]]
    shape = area_map({"ring": area([SQUARE, hole])}).shapes["ring"]
    assert inside(shape, shape.x, shape.y)
    assert shape.tall < 300, "between the hole and the edge"


def test_a_number_stands_on_the_largest_part():
    islet = moved([[x / 20, y / 20] for x, y in SQUARE], east=1.2)
    shape = area_map({"land": area([islet], [SQUARE])}).shapes["land"]
    assert shape.x < 900 and shape.room > 400
    assert shape.path.count("M") == 2


def test_an_area_too_small_to_see_is_drawn_all_the_same():
    dot = [[x * 1e-6, y * 1e-6] for x, y in SQUARE]
    found = area_map({"land": area([SQUARE]), "dot": area([dot])})
    assert found.shapes["dot"].path.endswith("h1v1h-1z")
    assert found.shapes["dot"].room == 0


def test_licence_lines_are_named_once_each():
    found = area_map({"a": area([SQUARE]), "b": area([moved(SQUARE, east=1)]), "c": area([SQUARE], source="another")})
    assert found.sources == ("a licence", "another")
    assert area_map({}) is None


def test_a_path_is_written_in_steps_without_needless_spaces():
    assert path_of(((10, 20), (13, 18), (9, 25))) == "M10 20l3-2-4 7z"


def kingdom(side=19, bends=37):
    """361 areas of some 150 points, bordering on one another as districts do."""
    chance = random.Random(3)
    corners = {
        (x, y): (-5 + 0.35 * (x + chance.uniform(-0.2, 0.2)), 50.5 + 0.25 * (y + chance.uniform(-0.2, 0.2)))
        for x in range(side + 1)
        for y in range(side + 1)
    }
    borders = {}

    def border(start, end):
        key = (min(start, end), max(start, end))
        if key not in borders:
            (x, y), (to_x, to_y) = corners[key[0]], corners[key[1]]
            steps = [((at + 1) / (bends + 1), chance.gauss(0, 0.006), chance.gauss(0, 0.004)) for at in range(bends)]
            bent = [(x + (to_x - x) * part + dx, y + (to_y - y) * part + dy) for part, dx, dy in steps]
            borders[key] = [corners[key[0]], *bent, corners[key[1]]]
        return borders[key] if (start, end) == key else borders[key][::-1]

    features = []
    for x in range(side):
        for y in range(side):
            round_it = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
            ring = [place for start, end in pairwise(round_it) for place in border(start, end)[:-1]]
            geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
            features.append({"type": "Feature", "properties": {"code": f"E{x}-{y}"}, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_kingdom_of_361_districts_is_at_most_150_kb_of_paths_without_gaps():
    found = read_boundaries(kingdom(), code="code", name="code")
    areas = {one.code: GroupArea(one.code, one.name, json.dumps(one.polygons), "") for one in found}
    shapes = area_map(areas).shapes
    assert 60_000 < sum(len(shape.path) for shape in shapes.values()) <= 150_000
    uses = Counter(
        frozenset(side) for one in found for ((ring,),) in [one.polygons] for side in pairwise((*ring, ring[0]))
    )
    outside = [side for side, n in uses.items() if n == 1]
    assert set(uses.values()) == {1, 2}
    assert len(outside) < len(uses) / 8, "every border inside is drawn twice, point for point"

"""Boundary files: what is read of them, and what is said of those that cannot be read."""

import json
from pathlib import Path

import pytest

from narratives.boundaries import LEAST_OF_AN_AREA, read_boundaries
from narratives.boundary_file import BoundaryFileError
from narratives.outlines import doubled_area

EXAMPLE = Path(__file__).parents[2] / "examples" / "boundaries" / "harbour-town.geojson"
SQUARE = [[0, 51], [0, 52], [1, 52], [1, 51], [0, 51]]
LAKE = [[0.4, 51.4], [0.6, 51.4], [0.6, 51.6], [0.4, 51.4]]


def feature(code="E1", name="Ashby", coordinates=None, kind="Polygon", **changes):
    geometry = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry} | changes


def file_of(*features, **members):
    return json.dumps({"type": "FeatureCollection", "features": list(features)} | members).encode()


def read(data):
    return read_boundaries(data, code="code", name="name")


def problems(data):
    with pytest.raises(BoundaryFileError) as refused:
        read(data)
    return list(refused.value.problems)


def test_an_area_keeps_its_code_its_name_and_its_outline():
    (ashby,) = read(file_of(feature()))
    assert (ashby.code, ashby.name) == ("E1", "Ashby")
    ((ring,),) = ashby.polygons
    assert set(ring) == {(0, 51), (0, 52), (1, 52), (1, 51)}


@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1]])
def test_outer_rings_run_clockwise_and_holes_against_it(ring):
    (area,) = read(file_of(feature(coordinates=[ring, LAKE])))
    ((outer, hole),) = [
        [[(round(x * 9), round(y * 9)) for x, y in one] for one in polygon] for polygon in area.polygons
    ]
    assert doubled_area(outer) < 0 < doubled_area(hole)


def test_an_area_may_lie_in_several_parts():
    island = [[x + 3, y] for x, y in SQUARE]
    (area,) = read(file_of(feature(kind="MultiPolygon", coordinates=[[SQUARE, LAKE], [island]])))
    assert [len(polygon) for polygon in area.polygons] == [2, 1]


def test_heights_and_whole_number_codes_are_taken():
    (area,) = read(file_of(feature(code=7, coordinates=[[[x, y, 12.5] for x, y in SQUARE]])))
    assert area.code == "7"
    assert (0, 51) in area.polygons[0][0]


def test_a_line_that_crosses_itself_is_taken():
    bow = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    assert len(read(file_of(feature(coordinates=[bow])))[0].polygons) == 1


METRES = [[530_000, 180_000], [530_000, 181_000], [531_000, 181_000], [531_000, 180_000], [530_000, 180_000]]
BNG = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}


@pytest.mark.parametrize("members", [{}, {"crs": BNG}])
def test_metres_of_the_national_grid_become_degrees(members):
    (area,) = read(file_of(feature(coordinates=[METRES]), **members))
    longitudes, latitudes = zip(*area.polygons[0][0], strict=True)
    assert min(longitudes) == pytest.approx(-0.1287, abs=0.001)
    assert min(latitudes) == pytest.approx(51.5039, abs=0.001)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4258"])
def test_degrees_that_say_so_are_degrees(name):
    (area,) = read(file_of(feature(), crs={"type": "name", "properties": {"name": name}}))
    assert (1, 52) in area.polygons[0][0]


def test_another_grid_is_named_with_what_to_do():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    assert problems(file_of(feature(), crs=crs)) == [
        "The file is in urn:ogc:def:crs:EPSG::3857. Export it in WGS84 (EPSG:4326) or the National Grid (EPSG:27700)"
    ]


def test_places_off_the_grid_or_off_the_globe_are_named():
    (told,) = problems(file_of(feature(coordinates=[[[x * 10, y] for x, y in METRES]])))
    assert told == "Feature 1 lies off the British National Grid. Export the file in WGS84 (EPSG:4326)"
    world = {"type": "name", "properties": {"name": "EPSG:4326"}}
    (told,) = problems(file_of(feature(coordinates=[[[y, x + 100] for x, y in SQUARE]]), crs=world))
    assert told == "Feature 1 lies off the globe. See whether latitude was put before longitude"


def test_every_problem_is_named_by_its_feature():
    told = problems(
        file_of(
            feature(),
            feature(code="E2", geometry=None),
            feature(code="E3", kind="Point", coordinates=[0, 51]),
            feature(code="e1"),
            feature(code=None),
            feature(code="E6", coordinates=[[[0, 51], [1, 51], [0, 51]]]),
            feature(code="E7", coordinates=[[["east", 51], [1, 51], [0, 52]]]),
            {"type": "Feature", "properties": {"name": "Calder"}, "geometry": feature()["geometry"]},
            "Dale",
            feature(code="E9", coordinates=[[[10**400, 51], [1, 51], [0, 52]]]),
            feature(code="E0\n"[:2] + "\u202e"),
        )
    )
    assert told == [
        "Feature 2 has no outline. Give it one, or take it out",
        "Feature 3 is a Point. Only a Polygon or MultiPolygon has an area: take it out",
        (
            "Feature 4 has the code 'e1' of feature 1. Give each area a code of its own, "
            "or join the two into one MultiPolygon"
        ),
        "Feature 5 has nothing usable as 'code'. Give it a word or a number of at most 200 letters",
        "Feature 6 has a ring of fewer than three places. Take the ring out",
        "Feature 7 has a place that is not two numbers. Export the file again",
        "Feature 8 has no property 'code'. Add it, or take the feature out",
        "Feature 9 is no GeoJSON feature. Export the file again",
        "Feature 10 has a place that is not two numbers. Export the file again",
        "Feature 11 has nothing usable as 'code'. Give it a word or a number of at most 200 letters",
    ]


def test_a_property_that_no_feature_has_is_said_once_with_those_there_are():
    with pytest.raises(BoundaryFileError) as refused:
        read_boundaries(file_of(feature(), feature(code="E2")), code="LAD24CD", name="name")
    assert refused.value.problems == (
        "No feature has a property 'LAD24CD'. Name another with --code; the features have: code, name",
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "The file is a zip archive. Unpack it and name the .geojson file inside"),
        (b'{"type": "\xff"}', "The file is not UTF-8 at byte 11. Save it as UTF-8"),
        (b"code,name", "The file is not GeoJSON"),
        (b"[" * 100_000, "The file is not GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "NaN is no number"),
        (b'{"type": "Topology"}', "The file is a Topology, not a FeatureCollection. Export it as GeoJSON"),
        (b"[1, 2]", "The file has no type, not a FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "The file has no features"),
    ],
)
def test_a_file_that_is_no_boundary_file_is_refused_with_a_sentence(data, said):
    (told,) = problems(data)
    assert said in told


def test_a_byte_order_mark_is_no_obstacle():
    assert len(read(b"\xef\xbb\xbf" + file_of(feature()))) == 1


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("narratives.boundary_file.MOST_BYTES", 1024**2)
    (told,) = problems(b" " * (1024**2 + 1))
    assert told == "The file is larger than 1 MB. Take one with less detail, such as 20 m or 200 m"


def test_a_detailed_file_is_drawn_with_as_many_points_as_a_picture_holds():
    ring = [[at / 5_000, 51 + at * 7919 % 1000 / 100_000] for at in range(5_000)]
    (area,) = read(file_of(feature(coordinates=[[*ring, [1, 53], ring[0]]])))
    ((thinned,),) = area.polygons
    assert LEAST_OF_AN_AREA < len(thinned) < 500


def test_an_area_smaller_than_its_numbers_can_say_is_still_there():
    dot = [[1e-9 * x, 51 + 1e-9 * y] for x, y in SQUARE]
    (area,) = read(file_of(feature(coordinates=[dot])))
    assert len(area.polygons[0][0]) == 3


def test_the_example_is_a_town_of_eight_areas_with_one_inside_another_and_one_in_two_parts():
    areas = {area.name: area for area in read(EXAMPLE.read_bytes())}
    assert len(areas) == 8
    assert len(areas["Quayside"].polygons) == 2
    hole = areas["Northgate"].polygons[0][1]
    assert set(hole) == set(areas["Castle Hill"].polygons[0][0]), "what lies inside fits exactly"

"""The National Grid: places whose both coordinates Ordnance Survey publishes."""

import pytest

from narratives.national_grid import lies_on_grid, to_wgs84

A_METRE = 1.5e-5  # degrees, of either kind


def degrees(whole: int, minutes: int, seconds: float) -> float:
    return whole + minutes / 60 + seconds / 3600


@pytest.mark.parametrize(
    ("east", "north", "longitude", "latitude"),
    [
        # The worked example of the guide, a water tower in Norfolk.
        (651_409.903, 313_177.270, degrees(1, 42, 57.787), degrees(52, 39, 28.723)),
        # Four points of Ordnance Survey's test file for OSTN15, from Scilly to Shetland.
        (91_492.146, 11_318.804, -6.29977752, 49.92226394),
        (639_821.835, 169_565.858, 1.44454730, 51.37447026),
        (339_921.145, 556_034.761, -2.93827741, 54.89542340),
        (395_999.668, 1_138_728.951, -2.07382823, 60.13308092),
    ],
)
def test_a_place_on_the_grid_is_found_on_the_globe(east, north, longitude, latitude):
    found = to_wgs84(east, north)
    assert found == pytest.approx((longitude, latitude), abs=8 * A_METRE)


def test_north_and_east_stay_so():
    home, above, right = to_wgs84(400_000, 300_000), to_wgs84(400_000, 310_000), to_wgs84(410_000, 300_000)
    assert above[1] > home[1] and right[0] > home[0]
    assert above[1] - home[1] == pytest.approx(10 / 111.2, rel=0.01)


def test_the_grid_has_edges():
    assert lies_on_grid(0, 0) and lies_on_grid(700_000, 1_300_000)
    assert not lies_on_grid(-1, 5) and not lies_on_grid(5, 2_000_000)

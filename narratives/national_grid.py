"""From the British National Grid to longitude and latitude, so that boundaries of any file lie on one map.

The formulas are those of Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes B and C: the
inverse transverse Mercator projection on the Airy 1830 ellipsoid, then one shift for the whole country. That shift
is good to about 5 metres, less than a line of the map is wide.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

_AIRY = (6_377_563.396, 6_356_256.909)
_WGS84 = (6_378_137.0, 6_356_752.314_245)
_SCALE = 0.999_601_271_7
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = radians(49), radians(-2)
_FALSE_EAST, _FALSE_NORTH = 400_000.0, -100_000.0
_SHIFT = (446.448, -125.157, 542.060)  # metres
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_GROWTH = 1 - 20.4894e-6

EAST, NORTH = 800_000.0, 1_400_000.0  # the grid's far corner


def lies_on_grid(east: float, north: float) -> bool:
    """Whether two numbers can be a place on the grid."""
    return 0 <= east <= EAST and 0 <= north <= NORTH


def to_wgs84(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude (WGS84, degrees) of a place on the grid (metres)."""
    return _shifted(*_unprojected(east, north))


def _unprojected(east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude (radians) on the ellipsoid that the grid was made for."""
    a, b = _AIRY
    squared = 1 - (b / a) ** 2
    latitude = _foot(north)
    tangent, secant = tan(latitude), 1 / cos(latitude)
    inner = 1 - squared * sin(latitude) ** 2
    nu = a * _SCALE / sqrt(inner)
    rho = a * _SCALE * (1 - squared) / inner**1.5
    eta = nu / rho - 1
    away = east - _FALSE_EAST
    t2, t4 = tangent**2, tangent**4
    vii = tangent / (2 * rho * nu)
    viii = tangent / (24 * rho * nu**3) * (5 + 3 * t2 + eta - 9 * t2 * eta)
    ix = tangent / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t4)
    x = secant / nu
    xi = secant / (6 * nu**3) * (nu / rho + 2 * t2)
    xii = secant / (120 * nu**5) * (5 + 28 * t2 + 24 * t4)
    return (
        latitude - vii * away**2 + viii * away**4 - ix * away**6,
        _ORIGIN_LONGITUDE + x * away - xi * away**3 + xii * away**5,
    )


def _foot(north: float) -> float:
    """The latitude on the central meridian that lies so far north."""
    a, _ = _AIRY
    latitude, missing = _ORIGIN_LATITUDE, north - _FALSE_NORTH
    while abs(missing) > 1e-5:
        latitude += missing / (a * _SCALE)
        missing = north - _FALSE_NORTH - _meridian(latitude)
    return latitude


def _meridian(latitude: float) -> float:
    """How far a latitude lies from the origin, along the central meridian."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, more = latitude - _ORIGIN_LATITUDE, latitude + _ORIGIN_LATITUDE
    return (
        b
        * _SCALE
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
            - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(less) * cos(more)
            + (1.875 * n**2 + 1.875 * n**3) * sin(2 * less) * cos(2 * more)
            - (35 / 24) * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _shifted(latitude: float, longitude: float) -> tuple[float, float]:
    """Longitude and latitude (degrees) on the ellipsoid of satellites, of a place on the grid's own."""
    a, b = _AIRY
    squared = 1 - (b / a) ** 2
    nu = a / sqrt(1 - squared * sin(latitude) ** 2)
    x = nu * cos(latitude) * cos(longitude)
    y = nu * cos(latitude) * sin(longitude)
    z = (1 - squared) * nu * sin(latitude)
    turn_x, turn_y, turn_z = _TURN
    x, y, z = (
        _SHIFT[0] + _GROWTH * x - turn_z * y + turn_y * z,
        _SHIFT[1] + turn_z * x + _GROWTH * y - turn_x * z,
        _SHIFT[2] - turn_y * x + turn_x * y + _GROWTH * z,
    )
    return _spherical(x, y, z)


def _spherical(x: float, y: float, z: float) -> tuple[float, float]:
    a, b = _WGS84
    squared = 1 - (b / a) ** 2
    across = hypot(x, y)
    latitude, last = atan2(z, across * (1 - squared)), 10.0
    while abs(latitude - last) > 1e-12:
        nu = a / sqrt(1 - squared * sin(latitude) ** 2)
        latitude, last = atan2(z + squared * nu * sin(latitude), across), latitude
    return degrees(atan2(y, x)), degrees(latitude)

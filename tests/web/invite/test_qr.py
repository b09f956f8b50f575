"""The picture of a code, drawn back into its modules, is the code that the library made."""

import re

import pytest
import segno

from web.invite.qr import qr_of

ADDRESSES = [
    "https://stories.example.org/share/plot",
    "http://127.0.0.1:8000/share/a-very-long-name-of-a-collection-that-somebody-chose?invitation=F6XRS-XP4GH-FQHJY",
]


def modules_of(path: str) -> set[tuple[int, int]]:
    """The dark modules that a path fills, as (x, y)."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
    assert "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in runs) == path
    return {(int(x) + step, int(y)) for x, y, width in runs for step in range(int(width))}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("sturdy", "level"), [(True, "Q"), (False, "M")])
def test_the_path_draws_exactly_the_dark_modules_with_four_white_ones_around(address, sturdy, level):
    made = segno.make_qr(address, error=level.lower(), boost_error=False)
    assert made.error == level
    qr = qr_of(address, sturdy=sturdy)
    dark = {(x + 4, y + 4) for y, row in enumerate(made.matrix) for x, module in enumerate(row) if module}
    assert modules_of(qr.path) == dark
    assert qr.side == len(made.matrix) + 8

"""QR codes as one path of an SVG, so that they print sharply at any size and need no picture file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno

_QUIET = 4  # modules of white around it that readers need, by ISO/IEC 18004


@dataclass(frozen=True, slots=True)
class Qr:
    """A code that is `side` modules wide with its white border; `path` draws the dark ones."""

    side: int
    path: str


@lru_cache(maxsize=2_048)
def qr_of(address: str, *, sturdy: bool = True) -> Qr:
    """The code of an address. A quarter of a sturdy one may be dirty or torn: posters hang outside.

    The other kind has larger modules, for small cards.
    """
    made = segno.make_qr(address, error="q" if sturdy else "m", boost_error=False)
    rows = [_row(y, row) for y, row in enumerate(made.matrix, start=_QUIET)]
    return Qr(len(made.matrix) + 2 * _QUIET, "".join(rows))


def _row(y: int, modules: bytearray) -> str:
    drawn, x = "", _QUIET
    for dark, run in groupby(modules):
        width = len(list(run))
        if dark:
            drawn += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return drawn

"""The boxes that an MP4 file is made of, each with its length and kind in front (ISO/IEC 14496-12, section 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_HEADER, _LONG_HEADER = 8, 16


@dataclass(frozen=True, slots=True)
class Box:
    """One box: where it starts, where its content does, and where it ends."""

    kind: bytes
    start: int
    content: int
    end: int


def boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, one after another. Raises ValueError where they do not fill that space."""
    while start < end:
        size = int.from_bytes(data[start : start + 4], "big")
        content = start + _HEADER
        if size == 1:
            size = int.from_bytes(data[start + _HEADER : start + _LONG_HEADER], "big")
            content = start + _LONG_HEADER
        elif size == 0:  # to the end of the file
            size = end - start
        if size < content - start or start + size > end:
            raise ValueError(f"a box at {start} claims {size} bytes")
        yield Box(bytes(data[start + 4 : start + 8]), start, content, start + size)
        start += size

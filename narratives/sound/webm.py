"""WebM: elements, each with an id and a length in front (RFC 8794), and those in which a recorder writes notes."""

from __future__ import annotations

_SEGMENT, _INFO, _TAGS, _TAG, _SIMPLE_TAG = 0x18538067, 0x1549A966, 0x1254C367, 0x7373, 0x67C8
_INSIDE = {_SEGMENT, _INFO, _TAGS, _TAG, _SIMPLE_TAG}
_DATE, _TITLE, _FILE_NAME, _TAG_TEXT, _TAG_BYTES = 0x4461, 0x7BA9, 0x7384, 0x4487, 0x4485
_MOST_ELEMENTS = 100_000  # five minutes have about 15,000
_NOTES = {_DATE, _TITLE, _FILE_NAME, _TAG_TEXT, _TAG_BYTES}


def without_notes(sound: bytes) -> bytes:
    """The same sound with date, title, file name and tags set to zero. Raises ValueError where it is damaged.

    What lies inside an element is read on as if it stood beside it: nothing here asks how deep it is.
    """
    data = bytearray(sound)
    start, end = 0, len(data)
    for _ in range(_MOST_ELEMENTS):
        if start >= end:
            return bytes(data)
        element, start = _number(data, start, keep_marker=True)
        size, start = _number(data, start, keep_marker=False)
        if size is None or element in _INSIDE:  # while it is recorded, no length is known
            continue
        if start + size > end:
            raise ValueError("the sound ends too early")
        if element in _NOTES:
            data[start : start + size] = bytes(size)
        start += size
    raise ValueError("the sound is in too many pieces")


def _number(data: bytearray, start: int, *, keep_marker: bool) -> tuple[int | None, int]:
    """A number of variable length and the place after it; None for a length that says "unknown"."""
    length = 9 - data[start].bit_length() if start < len(data) else 9
    if length > 8 or start + length > len(data):
        raise ValueError("the sound ends too early")
    number = int.from_bytes(data[start : start + length], "big")
    if keep_marker:
        return number, start + length
    value = number & ~(1 << 7 * length)
    return (None if value == (1 << 7 * length) - 1 else value), start + length

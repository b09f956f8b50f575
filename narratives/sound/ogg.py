"""Ogg: pages that carry packets (RFC 3533), and the packet of comments that Opus and Vorbis begin with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = 27
_CHECKSUM = 22
_WHOLE = 255  # a segment of this length goes on in the next
_COMMENTS = {b"OpusTags": 8, b"\x03vorbis": 7}


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    content: int
    end: int
    lengths: bytes

    @property
    def first_packet_ends(self) -> bool:
        return any(length < _WHOLE for length in self.lengths)

    @property
    def first_packet_length(self) -> int:
        total = 0
        for length in self.lengths:
            total += length
            if length < _WHOLE:
                break
        return total


def without_comments(sound: bytes) -> bytes:
    """The same sound with an empty list of comments. Raises ValueError where a page is damaged.

    The list is emptied in place: its number of comments becomes 0 and the rest padding, which Opus allows; Vorbis
    wants one more bit set after the list.
    """
    data = bytearray(sound)
    blanking = False
    for page in _pages(data):
        start = page.content
        packet_end = page.content + page.first_packet_length
        if not blanking:
            begun = _start_of_list(data, page)
            if begun is None:
                continue
            start, blanking = begun, True
            data[start : start + 4] = bytes(4)
            vorbis = data[page.content : page.content + 7] == b"\x03vorbis"
            data[start + 4 : packet_end] = bytes([int(vorbis)]).ljust(packet_end - start - 4, b"\0")
        else:
            data[start:packet_end] = bytes(packet_end - start)
        _sign(data, page)
        blanking = not page.first_packet_ends
    return bytes(data)


def _pages(data: bytearray) -> Iterator[_Page]:
    start = 0
    while start < len(data):
        if data[start : start + 4] != b"OggS" or start + _HEADER > len(data):
            raise ValueError(f"no page begins at {start}")
        count = data[start + 26]
        lengths = bytes(data[start + _HEADER : start + _HEADER + count])
        content = start + _HEADER + count
        end = content + sum(lengths)
        if end > len(data):
            raise ValueError(f"the page at {start} ends too early")
        yield _Page(start, content, end, lengths)
        start = end


def _start_of_list(data: bytearray, page: _Page) -> int | None:
    """Where the number of comments stands, when a page begins with them; the maker's name before it is kept."""
    for magic, length in _COMMENTS.items():
        if data[page.content : page.content + length] == magic:
            maker = int.from_bytes(data[page.content + length : page.content + length + 4], "little")
            start = page.content + length + 4 + maker
            if start + 5 > page.content + page.first_packet_length:
                raise ValueError("the comments are damaged")
            return start
    return None


def _sign(data: bytearray, page: _Page) -> None:
    place = page.start + _CHECKSUM
    data[place : place + 4] = bytes(4)
    checksum = 0
    for byte in data[page.start : page.end]:
        checksum = (checksum << 8 & 0xFFFFFFFF) ^ _TABLE[checksum >> 24 ^ byte]
    data[place : place + 4] = checksum.to_bytes(4, "little")


def _row(number: int) -> int:
    value = number << 24
    for _ in range(8):
        value = (value << 1 & 0xFFFFFFFF) ^ (0x04C11DB7 if value & 0x80000000 else 0)
    return value


_TABLE = tuple(_row(number) for number in range(256))

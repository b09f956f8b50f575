"""What a recorder writes beside the sound (place, time of day, device, titles) is blanked before it is kept.

Lengths stay as they are where other parts of the file are found by counting bytes; the sound itself is not touched.
"""

from __future__ import annotations

from narratives.sound.boxes import boxes
from narratives.sound.kinds import after_id3
from narratives.sound.ogg import without_comments
from narratives.sound.webm import without_notes

_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"edts"}
_TOLD = {b"udta", b"meta", b"uuid", b"free", b"skip"}
_DATED = {b"mvhd", b"tkhd", b"mdhd"}
_SOUND_CHUNKS = {b"fmt ", b"fact", b"data"}
_ID3_AT_END = 128
_DEEPEST = 6
_MOST_CHUNKS = 1_000  # a recorder writes a handful


def without_tags(media_type: str, sound: bytes) -> bytes:
    """The same sound without what was written about it. Raises ValueError where the file is damaged."""
    match media_type:
        case "audio/mp4":
            blanked = bytearray(sound)
            _blank_boxes(blanked, 0, len(blanked), _DEEPEST)
            return bytes(blanked)
        case "audio/wav":
            return _sound_chunks(sound)
        case "audio/mpeg":
            sound = sound[after_id3(sound) :]
            return sound[:-_ID3_AT_END] if sound[-_ID3_AT_END:].startswith(b"TAG") else sound
        case "audio/ogg":
            return without_comments(sound)
        case "audio/webm":
            return without_notes(sound)
        case _:
            raise ValueError(f"{media_type} is no kind of sound that is taken")


def _blank_boxes(data: bytearray, start: int, end: int, deepest: int) -> None:
    if deepest == 0:
        raise ValueError("boxes lie too deep in boxes")
    for box in list(boxes(data, start, end)):
        if box.kind in _TOLD:
            data[box.start + 4 : box.start + 8] = b"free"
            data[box.content : box.end] = bytes(box.end - box.content)
        elif box.kind in _DATED:
            # Created and changed, after version and flags.
            dates = 16 if data[box.content : box.content + 1] == b"\x01" else 8
            if box.content + 4 + dates > box.end:
                raise ValueError(f"a box at {box.start} is too short for its dates")
            data[box.content + 4 : box.content + 4 + dates] = bytes(dates)
        elif box.kind in _INSIDE:
            _blank_boxes(data, box.content, box.end, deepest - 1)


def _sound_chunks(sound: bytes) -> bytes:
    kept, place = [b"WAVE"], 12
    for _ in range(_MOST_CHUNKS):
        if place + 8 > len(sound):
            break
        size = int.from_bytes(sound[place + 4 : place + 8], "little")
        chunk = sound[place : place + 8 + size]
        if chunk[:4] in _SOUND_CHUNKS:
            if len(chunk) < 8 + size:
                raise ValueError("the sound ends too early")
            kept += [chunk, b"\0" * (size % 2)]
        place += 8 + size + size % 2
    else:
        raise ValueError("the sound is in too many parts")
    whole = b"".join(kept)
    return b"RIFF" + len(whole).to_bytes(4, "little") + whole

"""Which kinds of sound are taken: known by their bytes and never by what they claim."""

from __future__ import annotations

from narratives.sound.boxes import boxes

MEDIA_TYPES = ("audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav")
LEAST_BYTES = 64  # less than the headers of any of them

_MP4_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"dash", b"qt  ")
_OGG_SOUND = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
_KILOBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),  # MPEG 1
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),  # MPEG 2 and 2.5
}
_HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def media_type_of(sound: bytes) -> str | None:
    """The kind of sound that these bytes are; None when they are none that is taken, or were cut short.

    The formats: Matroska/WebM (RFC 8794), Ogg (RFC 3533), ISO base media (ISO/IEC 14496-12), MPEG audio layer III
    (ISO/IEC 11172-3), and WAVE in RIFF.
    """
    if len(sound) < LEAST_BYTES:
        return None
    found = (kind for kind, matches in _KINDS.items() if matches(sound))
    return next(found, None)


def _is_webm(sound: bytes) -> bool:
    return sound.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in sound[:64]


def _is_ogg(sound: bytes) -> bool:
    if not sound.startswith(b"OggS\x00"):
        return False
    first_packet = 27 + sound[26]
    return sound[first_packet:].startswith(_OGG_SOUND)


def _is_mp4(sound: bytes) -> bool:
    if sound[4:8] != b"ftyp" or sound[8:12] not in _MP4_BRANDS:
        return False
    try:
        kinds = [box.kind for box in boxes(sound, 0, len(sound))]
    except ValueError:
        return False
    return b"moov" in kinds and b"mdat" in kinds


def _is_wav(sound: bytes) -> bool:
    stated = int.from_bytes(sound[4:8], "little") + 8
    return sound.startswith(b"RIFF") and sound[8:12] == b"WAVE" and stated <= len(sound)


def _is_mp3(sound: bytes) -> bool:
    start = after_id3(sound)
    length = _frame_length(sound[start : start + 4])
    return length > 0 and _frame_length(sound[start + length : start + length + 4]) > 0


def after_id3(sound: bytes) -> int:
    """Where the sound of an MP3 begins: after the tag that may stand before it (ID3v2)."""
    if not sound.startswith(b"ID3"):
        return 0
    size = 0
    for byte in sound[6:10]:
        size = size << 7 | byte & 0x7F
    footer = 10 if sound[5] & 0x10 else 0
    return 10 + size + footer


def _frame_length(header: bytes) -> int:
    """The bytes of the layer III frame that a header begins; 0 when it begins none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, place = header[1] >> 3 & 3, header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or rate == 3 or place in (0, 15):
        return 0
    kilobits = _KILOBITS[3 if version == 3 else 2][place]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // _HERTZ[version][rate] + (header[2] >> 1 & 1)


_KINDS = {
    "audio/webm": _is_webm,
    "audio/ogg": _is_ogg,
    "audio/mp4": _is_mp4,
    "audio/mpeg": _is_mp3,
    "audio/wav": _is_wav,
}

"""Small sounds of every kind that is taken, with what recorders write beside the sound."""

from __future__ import annotations

import io
import wave

SECRET = b"51.5007,-0.1246 Ada's phone"
SOUND = bytes(range(1, 256)) * 2


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def mp4(brand: bytes = b"M4A ") -> bytes:
    """A phone's voice memo: dates in three headers, a place and a device in two boxes."""
    date = (3_900_000_000).to_bytes(4, "big") * 2
    header = b"\0\0\0\0" + date + bytes(12)
    track = box(b"tkhd", header) + box(b"mdia", box(b"mdhd", header)) + box(b"meta", SECRET)
    movie = box(b"mvhd", header) + box(b"trak", track) + box(b"udta", box(b"\xa9xyz", SECRET))
    return box(b"ftyp", brand + bytes(4) + b"isom") + box(b"moov", movie) + box(b"mdat", SOUND)


def wav() -> bytes:
    """A sound with a list of notes after it."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(SOUND)
    noted = made.getvalue()[12:] + b"LIST" + len(SECRET).to_bytes(4, "little") + SECRET + b"\0" * (len(SECRET) % 2)
    return b"RIFF" + (len(noted) + 4).to_bytes(4, "little") + b"WAVE" + noted


def mp3(*, tagged: bool = True) -> bytes:
    """Two frames of 32 kbit/s at 44.1 kHz, between a tag at the start and one at the end."""
    frame = b"\xff\xfb\x10\xc4".ljust(104, b"\x01")
    if not tagged:
        return frame * 2
    return b"ID3\x04\0\0\0\0\0" + bytes([len(SECRET)]) + SECRET + frame * 2 + (b"TAG" + SECRET).ljust(128, b"\0")


def ogg(comments: bytes = SECRET, magic: bytes = b"OpusTags") -> bytes:
    """Three pages: the header, the comments, some sound."""
    head = {b"OpusTags": b"OpusHead", b"\x03vorbis": b"\x01vorbis"}[magic].ljust(19, b"\x01")
    noted = magic + (4).to_bytes(4, "little") + b"made" + (1).to_bytes(4, "little")
    noted += len(comments).to_bytes(4, "little") + comments
    return ogg_page(0, head) + ogg_page(1, noted) + ogg_page(2, SOUND)


def ogg_page(number: int, packet: bytes) -> bytes:
    lengths = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    page = b"OggS\0\0" + bytes(8) + b"\1\2\3\4" + number.to_bytes(4, "little") + bytes(4) + bytes([len(lengths)])
    page += lengths + packet
    return page[:22] + ogg_checksum(page).to_bytes(4, "little") + page[26:]


def ogg_checksum(page: bytes) -> int:
    """Bit by bit, as RFC 3533 describes it, over the page with its checksum set to zero."""
    remainder = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        remainder ^= byte << 24
        for _ in range(8):
            remainder = (remainder << 1) ^ 0x104C11DB7 if remainder & 0x80000000 else remainder << 1
    return remainder


def element(identifier: str, content: bytes) -> bytes:
    return bytes.fromhex(identifier) + (1 << 28 | len(content)).to_bytes(4, "big") + content


def webm(*, live: bool = False) -> bytes:
    """A recording with a date, a title and a tag; `live` as a browser writes it, its lengths unknown."""
    unknown = b"\x01" + b"\xff" * 7
    info = element("1549A966", element("4461", b"\x07" * 8) + element("7BA9", SECRET))
    tags = element("1254C367", element("7373", element("67C8", element("45A3", b"PLACE") + element("4487", SECRET))))
    block = element("A3", SOUND)
    head = element("1A45DFA3", b"\x42\x86\x81\x01\x42\x82\x84webm")
    if live:
        return (
            head + bytes.fromhex("18538067") + unknown + info + bytes.fromhex("1F43B675") + unknown + block * 2 + tags
        )
    return head + element("18538067", info + tags + element("1F43B675", block))


EVERY = {"audio/mp4": mp4(), "audio/wav": wav(), "audio/mpeg": mp3(), "audio/ogg": ogg(), "audio/webm": webm()}

import pytest

from narratives.sound.kinds import media_type_of
from narratives.sound.tags import without_tags
from tests.sounds import EVERY, SECRET, SOUND, box, mp3, mp4, ogg, ogg_checksum, webm

SEVERAL = [*EVERY.items(), ("audio/webm", webm(live=True)), ("audio/ogg", ogg(magic=b"\x03vorbis"))]
SEVERAL += [("audio/ogg", ogg(comments=SECRET * 9))]


@pytest.mark.parametrize(("media_type", "sound"), SEVERAL)
def test_what_a_recorder_noted_beside_the_sound_is_gone_and_the_sound_is_not(media_type, sound):
    assert SECRET in sound
    kept = without_tags(media_type, sound)
    assert SECRET not in kept
    assert media_type_of(kept) == media_type
    assert kept.count(SOUND) == sound.count(SOUND)


def test_the_dates_in_an_mp4_are_zero_and_every_part_stays_in_its_place():
    date = (3_900_000_000).to_bytes(4, "big")
    assert mp4().count(date) == 6
    kept = without_tags("audio/mp4", mp4())
    assert date not in kept
    assert len(kept) == len(mp4())
    assert kept.index(SOUND) == mp4().index(SOUND)


def test_long_dates_are_zero_too():
    header = b"\x01\0\0\0" + b"\x07" * 16 + bytes(12)
    sound = box(b"ftyp", b"M4A " + bytes(8)) + box(b"moov", box(b"mvhd", header)) + box(b"mdat", SOUND)
    assert b"\x07" * 4 not in without_tags("audio/mp4", sound).replace(SOUND, b"")


@pytest.mark.parametrize("magic", [b"OpusTags", b"\x03vorbis"])
def test_every_page_of_an_ogg_still_bears_its_checksum(magic):
    kept = without_tags("audio/ogg", ogg(magic=magic))
    starts = [place for place in range(len(kept)) if kept.startswith(b"OggS", place)]
    assert len(starts) == 3
    for start, end in zip(starts, [*starts[1:], len(kept)], strict=True):
        page = kept[start:end]
        assert int.from_bytes(page[22:26], "little") == ogg_checksum(page)


def test_an_mp3_is_its_frames_and_nothing_else():
    assert without_tags("audio/mpeg", mp3()) == mp3(tagged=False)


def test_a_webm_keeps_its_length():
    assert len(without_tags("audio/webm", webm())) == len(webm())


@pytest.mark.parametrize(
    ("media_type", "damaged"),
    [
        ("audio/webm", webm()[:-1]),
        ("audio/ogg", ogg()[:-1]),
        ("audio/ogg", ogg() + b"more"),
        ("audio/wav", EVERY["audio/wav"][:60]),
        ("audio/wav", b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * 2_000),
        ("audio/mp4", mp4()[:-1]),
        ("audio/webm", EVERY["audio/webm"] + b"\0" * 9),
    ],
)
def test_a_damaged_sound_is_refused(media_type, damaged):
    with pytest.raises(ValueError, match=r"early|begins|claims|parts"):
        without_tags(media_type, damaged)


def test_boxes_that_lie_in_each_other_without_end_are_refused():
    nested = b""
    for _ in range(2_000):
        nested = box(b"moov", nested)
    with pytest.raises(ValueError, match="too deep"):
        without_tags("audio/mp4", nested)


def test_a_sound_in_millions_of_pieces_is_refused():
    with pytest.raises(ValueError, match="too many pieces"):
        without_tags("audio/webm", webm() + b"\xec\x80" * 200_000)


def test_a_kind_that_is_not_taken_is_refused():
    with pytest.raises(ValueError, match="image/png is no kind of sound"):
        without_tags("image/png", b"")


@pytest.mark.parametrize("header", [b"", b"\0\0\0\0", b"\x01" + bytes(12)])
def test_a_header_that_is_too_short_for_its_dates_is_damage_and_not_written_past(header):
    sound = box(b"ftyp", b"M4A " + bytes(8)) + box(b"mdat", SOUND) + box(b"moov", box(b"mvhd", header))
    assert media_type_of(sound) == "audio/mp4"
    with pytest.raises(ValueError, match="too short for its dates"):
        without_tags("audio/mp4", sound)

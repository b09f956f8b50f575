import pytest

from narratives.sound.kinds import MEDIA_TYPES, media_type_of
from tests.sounds import EVERY, box, element, mp3, mp4, ogg_page, webm


@pytest.mark.parametrize("media_type", sorted(EVERY))
def test_a_sound_is_known_by_its_bytes(media_type):
    assert media_type_of(EVERY[media_type]) == media_type


def test_there_is_a_sound_of_every_kind_that_is_taken():
    assert set(EVERY) == set(MEDIA_TYPES)


def test_what_a_browser_records_is_known_although_its_length_is_not():
    assert media_type_of(webm(live=True)) == "audio/webm"


def test_an_mp3_needs_no_tag():
    assert media_type_of(mp3(tagged=False)) == "audio/mpeg"


@pytest.mark.parametrize(
    "posed",
    [
        b"<!DOCTYPE html><script>alert(1)</script>".ljust(200),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".ljust(200),
        b"MZ".ljust(200, b"\0"),
        b"%PDF-1.7".ljust(200, b"\0"),
        b"\xff\xd8\xff\xe0".ljust(200, b"\0"),
        b"ID3\x04\0\0\0\0\0\x0a<script>alert(1)</script>".ljust(200),
        b"RIFF\xff\xff\xff\x7fWAVEfmt ".ljust(200, b"\0"),
        b"RIFF\x10\0\0\0AVI LIST".ljust(200, b"\0"),
        b"OggS\0\2".ljust(26, b"\0") + b"\1\x2a\x80theora".ljust(100, b"\0"),
        ogg_page(0, b"<html>".ljust(100)),
        element("1A45DFA3", b"\x42\x82\x88matroska").ljust(200, b"\0"),
        box(b"ftyp", b"heic" + bytes(8)) + box(b"moov", b"") + box(b"mdat", bytes(99)),
        box(b"ftyp", b"M4A " + bytes(8)) + b"<html>".ljust(200),
        b"\xff\xfb\x10\xc4<html>".ljust(200),
    ],
)
def test_what_poses_as_a_sound_is_none(posed):
    assert media_type_of(posed) is None


@pytest.mark.parametrize("media_type", ["audio/mp4", "audio/wav"])
def test_a_sound_that_says_how_long_it_is_may_not_be_shorter(media_type):
    assert media_type_of(EVERY[media_type][:-1]) is None


@pytest.mark.parametrize("media_type", sorted(EVERY))
def test_the_beginning_alone_is_no_sound(media_type):
    assert media_type_of(EVERY[media_type][:40]) is None


def test_an_mp4_without_any_sound_in_it_is_none():
    assert media_type_of(box(b"ftyp", b"M4A " + bytes(8)) + box(b"moov", bytes(80))) is None


def test_a_box_that_claims_more_than_the_file_is_none():
    assert media_type_of(mp4() + (99).to_bytes(4, "big") + b"free") is None

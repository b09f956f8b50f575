"""Text is broken where a picture ends."""

from web.explore.pictures.text_lines import width_of, wrapped


def test_no_line_is_wider_than_its_room_and_no_word_is_lost():
    text = "what people told us about the days before the bus came and nobody answered the phone"
    lines = wrapped(text, 28, 300)
    assert len(lines) > 3
    assert all(width_of(line, 28) <= 300 for line in lines)
    assert " ".join(lines) == text


def test_a_word_that_is_too_long_is_broken():
    lines = wrapped("Donaudampfschifffahrtsgesellschaftskapitän", 28, 200)
    assert len(lines) > 2
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaftskapitän"


def test_other_scripts_are_given_more_room_and_marks_none():
    assert width_of("花園", 20) > width_of("mm", 20)
    assert width_of("e\u0301", 20) == width_of("e", 20)


def test_nothing_has_no_lines():
    assert wrapped("  ", 28, 300) == ()

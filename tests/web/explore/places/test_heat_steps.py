"""Temperatures in colours: numbers, colours and signs never contradict one another."""

import pytest

from tests.web.explore.telling import make_reading
from web.explore.places.heat_steps import STEPS, UNTOLD, VERDICTS, mark_of, step_of
from web.explore.temperature_page import verdict


@pytest.mark.parametrize(("value", "words"), [(24.4, "under 25"), (24.6, "25 to 34"), (50, "45 to 54, as usual")])
def test_the_colour_follows_the_number_as_it_is_written(value, words):
    mark = mark_of(make_reading(0, value))
    assert STEPS[step_of(mark.value)].words == words
    assert mark.colour == STEPS[step_of(mark.value)].colour


@pytest.mark.parametrize("value", [0, 44, 45, 100, 140])
def test_every_temperature_has_a_step(value):
    assert STEPS[step_of(value)].below > value


def test_outside_the_usual_range_there_is_a_pattern_and_a_sign_besides_the_colour():
    hot, calm, usual = (mark_of(make_reading(0, value)) for value in (71, 31, 57))
    assert (hot.fill, hot.number) == ("url(#mm-hot-5)", "▲71")
    assert (calm.fill, calm.number) == ("url(#mm-calm-1)", "▼31")
    assert (usual.fill, usual.number) == (STEPS[4].colour, "57")


def test_without_a_reading_there_is_hatching_and_a_dash():
    for untold in (mark_of(None), mark_of(make_reading(0, None))):
        assert untold == UNTOLD
        assert (untold.fill, untold.number, untold.tone) == ("url(#mm-none)", "–", "none")


@pytest.mark.parametrize("value", [30, 38, 50, 62, 70, None])
def test_a_letter_stands_for_each_verdict(value):
    reading = make_reading(0, value)
    found = verdict(reading)
    assert VERDICTS[mark_of(reading).letter] == (found.tone, found.words)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_numbers_stand_out_from_every_colour():
    for step in STEPS:
        light, dark = sorted((luminance(step.colour), luminance(step.ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, step.words

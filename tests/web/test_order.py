"""Anchors and options in an order of the teller's own."""

from dataclasses import replace

from tests.builders import make_framework
from web.order import drawn, posted_order, shown_choice, shown_dyad, shown_triad

MOOD, SAY, ROLE = (make_framework().signifier(name) for name in ("mood", "say", "role"))


def backwards(count):
    return tuple(range(count))[::-1]


def ids(parts):
    return [part.id for part in parts]


def test_an_order_that_is_drawn_holds_every_place_once():
    assert sorted(drawn(200)) == list(range(200))
    assert drawn(200) != drawn(200)


def test_what_has_an_order_of_its_own_is_shown_in_it():
    assert shown_triad(MOOD, {"mood.order": ["cross,sad,glad"]}, backwards) is MOOD
    assert shown_dyad(SAY, {}, backwards) is SAY
    assert shown_choice(ROLE, {}, backwards) is ROLE
    assert posted_order(MOOD) == ""


def test_what_was_shown_before_is_shown_the_same_way_again():
    role = replace(ROLE, random_order=True)
    first = shown_choice(role, {}, backwards)
    again = shown_choice(role, {"role.order": [posted_order(first)]}, drawn)
    assert ids(first.options) == ids(again.options) == ["picker", "digger"]


def test_ends_and_corners_keep_their_temperature_by_name():
    mood = shown_triad(replace(MOOD, random_order=True), {}, backwards)
    assert ids(mood.anchors) == ["cross", "sad", "glad"]
    assert (mood.hot, mood.cold) == (MOOD.hot, MOOD.cold)
    say = shown_dyad(replace(SAY, random_order=True), {}, backwards)
    assert (ids(say.anchors), say.hot) == (["all", "none"], SAY.hot)

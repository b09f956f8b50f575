"""The bar of a difference: nothing lies in its middle, and nothing lies beyond its ends."""

from web.interval_bar import IntervalBar, interval_bar


def test_a_difference_lies_where_it_is():
    assert interval_bar(0.3, 0.15, 0.45, 0.6) == IntervalBar(start=125.0, width=50.0, middle=150.0)
    assert interval_bar(-0.3, -0.6, 0.0, 0.6) == IntervalBar(start=0.0, width=100.0, middle=50.0)


def test_what_is_beyond_the_ends_is_cut_there():
    assert interval_bar(0.9, 0.5, 1.0, 0.5) == IntervalBar(start=200.0, width=1.0, middle=200.0)


def test_an_interval_without_width_can_be_seen():
    assert interval_bar(0.0, 0.0, 0.0, 1.0).width == 1.0

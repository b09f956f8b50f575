import numpy as np
import pytest

from models.bins import away_bins, category_bins, corner_bins, dyad_bins, extreme_bins, score_bins, spot_bins, zone_bins
from models.streams import (
    Stream,
    choice_stream,
    dyad_streams,
    hot_stream,
    not_applicable_stream,
    novelty_streams,
    pocket_stream,
    theme_stream,
    triad_streams,
)


def test_a_triad_is_watched_corner_by_corner_then_extremes_zone_and_spot():
    streams = triad_streams("t", ("a", "b", "c"))
    assert [stream.name for stream in streams] == ["t:a", "t:b", "t:c", "t:extremes", "t:zone", "t:spot"]
    assert [stream.kind for stream in streams] == ["ordered"] * 4 + ["categorical"] * 2
    assert {(stream.signifier, stream.signal) for stream in streams} == {("t", "temperature")}


def test_the_bins_that_belong_to_a_stream_fill_its_levels_and_no_more():
    shares = np.random.default_rng(0).dirichlet([0.4, 0.4, 0.4], 8_000)
    unit = np.append(np.linspace(0, 1, 2_001), [0.0, 1.0])
    columns = [
        (triad_streams("t", "abc")[:3], corner_bins(shares)),
        (triad_streams("t", "abc")[3:4], extreme_bins(shares)),
        (triad_streams("t", "abc")[4:5], zone_bins(shares)),
        (triad_streams("t", "abc")[5:], spot_bins(shares)),
        (dyad_streams("d")[:1], dyad_bins(unit)),
        (dyad_streams("d")[1:], away_bins(unit)),
        ([hot_stream()], score_bins(2 * unit - 1)),
        ([choice_stream("c", 4)], category_bins([0, 1, 2, 3, 4, -1], 4)),
    ]
    for streams, bins in columns:
        for stream in streams:
            assert set(np.unique(bins[bins >= 0])) <= set(range(stream.levels)), stream.name
            assert bins.max() == stream.levels - 1, stream.name


def test_the_hot_score_weighs_three_times_as_much_as_anything_else():
    others = [*dyad_streams("d"), choice_stream("c", 3), not_applicable_stream(4), theme_stream(5), *novelty_streams()]
    assert hot_stream().weight == 3 * max(stream.weight for stream in others)


def test_none_to_all_signifiers_can_be_not_applicable():
    assert not_applicable_stream(6).levels == 7


def test_what_stories_are_about_is_told_from_what_they_say():
    assert choice_stream("c", 3).signal == theme_stream(9).signal == "theme"
    assert dyad_streams("d")[0].signal == hot_stream().signal == "temperature"


def test_a_pocket_is_one_level_of_each_of_two_categorical_streams():
    zone, about = triad_streams("t", "abc")[4], choice_stream("c", 3)
    pocket = pocket_stream(zone, about)
    assert (pocket.kind, pocket.levels, pocket.of) == ("joint", 21, ("t:zone", "c"))
    assert pocket.signifier == "pockets" and pocket_stream(zone, about, "temperature").signal == "temperature"


def test_nothing_ordered_makes_a_pocket():
    with pytest.raises(ValueError, match="made of two categorical streams, not of 'd' and 'c'"):
        pocket_stream(dyad_streams("d")[0], choice_stream("c", 3))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"levels": 1}, "stream 'x' has 1 levels and needs at least 2"),
        ({"weight": 0.0}, "stream 'x' has weight 0.0 and needs one above 0"),
        ({"kind": "joint"}, "stream 'x': a joint stream, and no other, names the two streams it is made of"),
        ({"of": ("a", "b")}, "stream 'x': a joint stream, and no other, names the two streams it is made of"),
    ],
)
def test_a_stream_that_cannot_be_watched_is_refused_by_name(settings, message):
    with pytest.raises(ValueError, match=message):
        Stream(**{"name": "x", "signifier": "x", "kind": "ordered", "levels": 3} | settings)

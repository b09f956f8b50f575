from narratives.comparison import SCATTER, SPREAD_OTHERWISE, Corner, Gap, verdict_words

SURE = Gap(0.5, 0.3, 0.2, 0.1, 0.3, 0.9)
UNSURE = Gap(0.5, 0.49, 0.01, -0.05, 0.07, 0.03)


def test_a_gap_can_be_told_towards_the_other_pole():
    turned = Gap(0.4, 0.7, -0.3, -0.4, -0.2, 1.0).turned
    assert (turned.first, round(turned.second, 9)) == (0.6, 0.3)
    assert (turned.effect, turned.low, turned.high) == (0.3, 0.2, 0.4)


def test_scatter_is_a_result():
    assert verdict_words(SURE, (), told=False) == SCATTER == "Not distinguishable from scatter"


def test_a_clear_difference_says_whether_it_is_small_or_large():
    words = [verdict_words(Gap(0.5, 0.4, 0.1, 0.05, 0.15, size), (), told=True) for size in (0.1, 0.3, 0.7)]
    assert words == ["Clear but small", "Clear", "Clear and large"]


def test_stories_that_spread_otherwise_about_the_same_middle_are_named_so():
    assert verdict_words(UNSURE, (), told=True) == SPREAD_OTHERWISE
    assert verdict_words(UNSURE, (Corner("x", SURE),), told=True) == "Clear but small"

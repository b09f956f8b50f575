"""The numbers of charts as text, named so that somebody could say them."""

import pytest

from narratives.claim_figures import (
    choice_figures,
    distinct,
    dyad_figures,
    most_words,
    ninth_names,
    percent,
    stones_figures,
    triad_figures,
)
from narratives.disclosure import STONE_CELLS
from narratives.landscape import ChoiceShape, Counts, DyadShape, StoneShape, StonesShape, TriadShape
from narratives.signifiers import Anchor, Option, Stones
from narratives.triangle import ZONES
from tests.builders import make_framework
from web.explore.charts import percent as percent_of_pages
from web.explore.pictures.stones_svg import ninth_words
from web.words import stone_words, zone_words

FRAMEWORK = make_framework()
MOOD, SAY, ROLE = (FRAMEWORK.signifier(one) for one in ("mood", "say", "role"))
STONES = Stones(
    "put",
    "Where?",
    (Anchor("near", "near"), Anchor("far", "far")),
    (Anchor("low", "low"), Anchor("high", "high")),
    (Option("pump", "The pump"),),
)


def test_a_triad_is_named_as_its_page_names_it():
    zones = dict(zip(ZONES, (1_200, 3, 0, 0, 0, 0, 1), strict=True))
    shape = TriadShape(Counts(1_204, 2, 0), (0,) * 400, zones, (0.6, 0.3, 0.1), None, centre=(0.61, 0.29, 0.1))
    found = triad_figures(MOOD, shape)
    for zone, words in zone_words(MOOD).items():
        assert found[words] == f"{zones[zone]:,}"
    assert (found["answered"], found["Mostly “glad”"], found["Mostly “glad”, share"]) == ("1,204", "1,200", "100%")
    assert found["said that it does not apply"] == "2" and "left it out" not in found
    assert found["the average: sad"] == "30%" and found["the robust centre: glad"] == "61%"
    assert most_words(found, 1_204) == "Most often: Mostly “glad”, 1,200 of 1,204 (100%)."


def test_a_dyad_is_told_in_fifths_with_its_average():
    bins = tuple(range(20))
    found = dyad_figures(SAY, DyadShape(Counts(190, 0, 0), bins, 0.516, 0.4, 0.6))
    words = tuple(stone_words("no say", "all the say").values())
    assert [found[one] for one in words] == ["6", "22", "38", "54", "70"]
    assert found["the average: of the way to “all the say”"] == "52%"
    assert found["the average, to: of the way to “all the say”"] == "60%"


def test_a_choice_is_told_option_by_option():
    found = choice_figures(ROLE, ChoiceShape(Counts(3, 0, 1), {"digger": 2, "picker": 1}))
    assert found == {
        "answered": "3",
        "left it out": "1",
        "a digger": "2",
        "a digger, share": "67%",
        "a picker": "1",
        "a picker, share": "33%",
    }


def test_stones_are_told_by_ninths():
    held = StoneShape(4, (4, *(0,) * (STONE_CELLS - 1)), (4, 0, 0, 0, 0, 0, 0, 0, 0))
    found = stones_figures(STONES, StonesShape(Counts(4, 0, 0), {"pump": held}))
    assert ninth_names(STONES) == ninth_words(STONES)
    assert found["The pump: placed"] == "4" and found["The pump: near “near”, near “low”, share"] == "100%"


def test_two_figures_of_one_name_are_told_apart():
    assert distinct([("glad", "1"), ("glad", "2"), ("glad", "3")]) == {"glad": "1", "glad (2)": "2", "glad (3)": "3"}


@pytest.mark.parametrize(("n", "total"), [(0, 0), (0, 7), (1, 3), (1, 8), (3, 8), (7, 7), (5, 1000), (125, 1000)])
def test_shares_are_rounded_as_pages_round_them(n, total):
    assert percent(n, total) == f"{percent_of_pages(n, total)}%"


def test_nobody_placed_anything():
    empty = choice_figures(ROLE, ChoiceShape(Counts(0, 0, 0), {"digger": 0, "picker": 0}))
    assert most_words(empty, 0) == "No story was placed here."

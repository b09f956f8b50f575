"""Where answers lie in their pictures, the same as the codes that the map counts by."""

import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, NeverShown, NotApplicable, StonesAnswer, TriadAnswer
from narratives.codes import NEVER_SHOWN, NOT_ANSWERED, NOT_APPLICABLE
from narratives.narrative import Source
from narratives.places import part_around, places_of
from narratives.selection import part_text
from narratives.signifiers import Anchor, Option, Stones
from store.landscape import Landscape, View
from store.narratives import import_narratives
from store.schema import open_stories
from tests.builders import make_answers, make_framework, make_narrative, open_plot

MOOD, SAY, ROLE, WISH = make_framework().signifiers
ENDS = (Anchor("low", "little"), Anchor("high", "much"))
PATHS = Stones("paths", "Who…", x_anchors=ENDS, y_anchors=ENDS, stones=(Option("me", "I"), Option("you", "You")))


def test_a_corner_of_a_triad_is_the_part_that_its_zone_is():
    assert part_text(part_around(MOOD, TriadAnswer("mood", (0.8, 0.1, 0.1), "tap"))) == "mood:top"
    assert part_text(part_around(MOOD, TriadAnswer("mood", (0.34, 0.33, 0.33), "tap"))) == "mood:centre"


@pytest.mark.parametrize(("value", "place"), [(0.0, 0), (0.049, 0), (0.05, 1), (0.999, 19), (1.0, 19)])
def test_a_dyad_lies_in_one_of_twenty_bins(value, place):
    assert places_of(SAY, DyadAnswer("say", value, "tap")) == {place}


def test_several_options_are_several_places():
    assert places_of(WISH, ChoiceAnswer("wish", ("w1", "w13"))) == {1, 13}
    assert part_text(part_around(ROLE, ChoiceAnswer("role", ("picker",)))) == "role:1"


def test_a_stone_lies_in_a_cell_of_its_own_hundred():
    answer = StonesAnswer("paths", (("you", 0.55, 0.02), ("me", 1.0, 1.0)), "tap")
    assert places_of(PATHS, answer) == {105, 99}
    assert places_of(PATHS, StonesAnswer("paths", (), "tap")) == {NOT_ANSWERED}


def test_what_was_not_placed_is_a_mark():
    assert places_of(MOOD, NotApplicable("mood")) == {NOT_APPLICABLE}
    assert places_of(MOOD, NeverShown("mood")) == {NEVER_SHOWN}
    assert places_of(MOOD, None) == {NOT_ANSWERED}
    assert part_text(part_around(MOOD, NotApplicable("mood"))) == "mood:na"


@pytest.mark.parametrize("shares", [(0.8, 0.1, 0.1), (0.2, 0.5, 0.3), (0.05, 0.0, 0.95), (1 / 3, 1 / 3, 1 / 3)])
def test_the_map_finds_a_story_where_its_answers_say_that_it_lies(tmp_path, shares):
    db = open_stories(tmp_path / "stories.db")
    plot, framework = open_plot(db)
    told = make_narrative(answers=make_answers(shares, value=0.35), source=Source("test", "1", "1"))
    import_narratives(db, plot, framework, [told], {})
    for answer in told.answers:
        view = View(parts=(part_around(framework.signifier(answer.signifier), answer),))
        assert Landscape().newest(db, plot.id, framework, view, 5) == [told.id], answer
    db.close()
